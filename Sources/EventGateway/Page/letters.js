// Dead letters: what was given up, why, and giving it another chance.

class Letters {
  #letters = [];
  #next = null;
  #selected = new Set();
  #open = new Set();
  #known = null;
  #isRead = false;
  #loading = null;
  #rows;
  #table;
  #filter = {
    stream: element('select', { 'aria-label': 'Stream' }),
    group: element('select', { 'aria-label': 'Group' }),
    type: element('select', { 'aria-label': 'Event type' }),
    error: element('input', { 'aria-label': 'Text of the error', placeholder: 'error text', autocomplete: 'off', type: 'search' }),
  };
  #all = element('input', { type: 'checkbox', 'aria-label': 'Select every letter shown' });
  #chosen = element('span', { class: 'quiet', role: 'status' });
  #more = element('button', { type: 'button', text: 'Show more', on: { click: () => this.#load(this.#next) } });
  #problem = element('p', { class: 'problem', role: 'alert' });
  #forSelected = [
    actButton('Redrive selected', 'Redrive the selected letters', () => this.actOnSelected('redrive')),
    actButton('Discard selected', 'Discard the selected letters', () => this.actOnSelected('discard'), 'dangerous'),
  ];
  #forAll = [
    actButton('Redrive all …', 'Redrive all letters that fit the filter', () => this.#actOnAll('redrive')),
    actButton('Discard all …', 'Discard all letters that fit the filter', () => this.#actOnAll('discard'), 'dangerous'),
  ];

  constructor() {
    const { node, body } = table('Dead letters', [
      { content: this.#all }, { name: 'Event' }, { name: 'Given up by' }, { name: 'Error' },
      { name: 'Attempts', numeric: true }, { name: 'Age', numeric: true },
      { content: element('span', { class: 'unseen', text: 'Actions' }) },
    ]);
    node.classList.add('cards', 'letters');
    this.#table = node;
    // Each letter is a body of the table.
    body.remove();
    this.#rows = keyedList(node, (row) => Letters.key(row.letter), () => new LetterRow(this));
    const bar = element(
      'div', { class: 'bar' },
      element('form', { class: 'filters', role: 'search', 'aria-label': 'Filter dead letters', on: { submit: (event) => event.preventDefault() } }, ...Object.values(this.#filter)),
      element('div', { class: 'buttons' }, this.#chosen, ...this.#forSelected, ...this.#forAll),
    );
    byId('letters-list').append(bar, this.#problem, node, this.#more);
    this.#all.addEventListener('change', () => {
      this.#selected = new Set(this.#all.checked ? this.#letters.map(Letters.key) : []);
      this.#render();
    });
    let pause = null;
    for (const input of Object.values(this.#filter)) {
      input.addEventListener('input', () => {
        clearTimeout(pause);
        pause = setTimeout(() => this.#load(), 250);
      });
    }
    this.#render();
  }

  static key(letter) {
    return `${letter.stream}/${letter.id}`;
  }

  /** The path of a letter: its id is `partition/place`. */
  static path(letter) {
    return `/dead-letters/${[letter.stream, ...letter.id.split('/')].map(encodeURIComponent).join('/')}`;
  }

  focusFilter() {
    this.#filter.error.focus();
  }

  /** Looks again where the numbers say that something changed. */
  show(overview) {
    const groups = overview.streams.flatMap((stream) => stream.groups.map((group) => group.name));
    Letters.offer(this.#filter.stream, 'all streams', overview.streams.map((stream) => stream.name));
    Letters.offer(this.#filter.group, 'all groups', [...new Set(groups)].sort());
    Letters.offer(this.#filter.type, 'all types', overview.events.map((event) => event.type).sort());
    const numbers = JSON.stringify(overview.streams.map((stream) => [stream.name, stream.dead_letters]));
    const total = overview.streams.reduce((sum, stream) => sum + stream.dead_letters, 0);
    setText(byId('letters-count'), overview.streams.length === 0 ? '' : count(total));
    setAttribute(byId('letters-count'), 'data-level', total > 0 ? 'warn' : null);
    if (!overview.server.reachable) return;
    if (numbers !== this.#known && this.#loading === null) {
      this.#known = numbers;
      this.#load();
    } else {
      this.#render();
    }
  }

  /** What a filter may be; what was chosen stays. */
  static offer(select, all, names) {
    const options = ['', ...names];
    if (select.dataset.options === JSON.stringify(options)) return;
    select.dataset.options = JSON.stringify(options);
    const chosen = select.value;
    select.replaceChildren(...options.map((name) => element('option', { value: name, text: name || all })));
    select.value = options.includes(chosen) ? chosen : '';
  }

  /** What is asked for, by name; empty where that is everything. */
  get #wanted() {
    const entries = Object.entries(this.#filter).map(([name, input]) => [name, input.value.trim()]);
    return Object.fromEntries(entries.filter(([, value]) => value !== ''));
  }

  async #load(after = null) {
    const query = new URLSearchParams({ limit: '50', ...this.#wanted });
    if (after !== null) query.set('after', after);
    this.#loading?.abort();
    const abort = new AbortController();
    this.#loading = abort;
    try {
      const answer = await ask(`/dead-letters?${query}`, { signal: abort.signal });
      this.#letters = after === null ? answer.letters : [...this.#letters, ...answer.letters];
      this.#next = answer.next ?? null;
      this.#isRead = true;
      const known = new Set(this.#letters.map(Letters.key));
      this.#selected = new Set([...this.#selected].filter((key) => known.has(key)));
      setText(this.#problem, '');
    } catch (error) {
      if (error.name === 'AbortError') return;
      this.#known = null;
      setText(this.#problem, error.status === 401 ? '' : `The dead letters can’t be read: ${error.message}`);
    } finally {
      if (this.#loading === abort) this.#loading = null;
    }
    this.#render();
  }

  #render() {
    const many = this.#letters.length;
    this.#rows(this.#letters.map((letter) => ({
      letter, isSelected: this.#selected.has(Letters.key(letter)), isOpen: this.#open.has(Letters.key(letter)),
    })));
    setShown(this.#table, many > 0);
    setShown(this.#more, this.#next !== null);
    showEmpty('letters', many > 0 ? null : Letters.emptyText(this.#isRead, Object.keys(this.#wanted).length > 0));
    this.#all.checked = many > 0 && this.#selected.size === many;
    this.#all.indeterminate = this.#selected.size > 0 && this.#selected.size < many;
    setText(this.#chosen, this.#selected.size > 0 ? `${count(this.#selected.size)} selected` : '');
    for (const button of this.#forSelected) setShown(button, this.#selected.size > 0);
    for (const button of this.#forAll) setShown(button, this.#selected.size === 0 && many > 0);
  }

  static emptyText(isRead, isFiltered) {
    if (!isRead) return 'Nothing is known yet.';
    return isFiltered ? 'No dead letter fits the filter.' : 'None: nothing was given up.';
  }

  select(letter, flag) {
    if (flag) this.#selected.add(Letters.key(letter));
    else this.#selected.delete(Letters.key(letter));
    this.#render();
  }

  toggleOpen(letter) {
    const key = Letters.key(letter);
    if (!this.#open.delete(key)) this.#open.add(key);
    this.#render();
  }

  /** Moves the focus to the next (1) or the one before (-1). */
  move(step) {
    const buttons = [...this.#table.querySelectorAll('.open-letter')];
    if (buttons.length === 0) return;
    const now = buttons.findIndex((button) => button.closest('tbody').contains(document.activeElement));
    const next = now < 0 ? (step > 0 ? 0 : buttons.length - 1) : Math.min(buttons.length - 1, Math.max(0, now + step));
    buttons[next].focus();
  }

  /** The letter whose row has the focus. */
  get focused() {
    const key = document.activeElement?.closest('[data-letter]')?.dataset.letter;
    return this.#letters.find((letter) => Letters.key(letter) === key) ?? null;
  }

  isSelected(letter) {
    return this.#selected.has(Letters.key(letter));
  }

  /** Acts on the letter in focus, or else on the selected ones. */
  actByKey(verb) {
    if (forbidden) toast(forbidden, 'bad');
    else if (this.focused) this.act([this.focused], verb);
    else if (this.#selected.size > 0) this.actOnSelected(verb);
    else toast('Select a dead letter first: j and k move, x selects.', 'bad');
  }

  actOnSelected(verb) {
    this.act(this.#letters.filter((letter) => this.isSelected(letter)), verb);
  }

  /** Acts on every letter that fits the filter, shown or not: looks first which those are. */
  async #actOnAll(verb) {
    const isRedrive = verb === 'redrive';
    const path = `/dead-letters/${verb}`;
    const filter = this.#wanted;
    let preview;
    try {
      preview = await ask(path, { method: 'POST', body: { filter, execute: false } });
    } catch (error) {
      toast(error.message, 'bad');
      return;
    }
    const letters = `${preview.more ? 'The first ' : ''}${plural(preview.matched, 'dead letter')}`;
    const tally = await confirmed({
      title: `${isRedrive ? 'Redrive' : 'Discard'} all dead letters${Object.keys(filter).length > 0 ? ' that fit the filter' : ''}`,
      effect: isRedrive
        ? `${letters} go again to the groups that gave up on them, as a first attempt, at most 50 a second.`
        : `${letters} are deleted; this can’t be taken back. What is in the log stays there.`,
      subjects: preview.kinds.map((kind) => `${count(kind.count)} × ${kind.type || 'unknown event'} → ${kind.group} (${words(kind.reason)})`),
      button: `${isRedrive ? 'Redrive' : 'Discard'} ${count(preview.matched)}`,
      isDangerous: !isRedrive,
      act: (reason, progress) => {
        progress('at work …');
        return ask(path, { method: 'POST', body: { filter, reason, execute: true } });
      },
    });
    if (!tally) return;
    toast(`${plural(tally.done, 'dead letter')} ${isRedrive ? 'redriven' : 'discarded'}${tally.more ? '; there are more' : ''}.`);
    for (const refusal of tally.refusals.slice(0, 3)) toast(`${refusal.id}: ${refusal.detail}`, 'bad');
    await this.#load();
    if (document.activeElement === document.body) byId('letters').focus();
  }

  async act(letters, verb) {
    const isRedrive = verb === 'redrive';
    const groups = [...new Set(letters.map((letter) => letter.group))];
    const what = letters.length === 1 ? 'This event' : `These ${count(letters.length)} events`;
    const failures = [];
    const done = await confirmed({
      title: `${isRedrive ? 'Redrive' : 'Discard'} ${letters.length === 1 ? 'a dead letter' : plural(letters.length, 'dead letter')}`,
      effect: isRedrive
        ? `${what} ${letters.length === 1 ? 'goes' : 'go'} again to ${groups.join(', ')}, as a first attempt, and to no other group. ` +
          'Where the handler fails again, the dead letter comes back.'
        : `${what} will not be handled by ${groups.join(', ')}. The ${letters.length === 1 ? 'letter is' : 'letters are'} deleted; ` +
          'this can’t be taken back. What is in the log stays there.',
      subjects: letters.map((letter) => `${letter.type ?? 'unknown event'} ${letter.aggregate_id ?? ''} → ${letter.group}`),
      button: `${isRedrive ? 'Redrive' : 'Discard'}${letters.length === 1 ? '' : ` ${count(letters.length)}`}`,
      isDangerous: !isRedrive,
      act: async (reason, progress) => {
        for (const [index, letter] of letters.entries()) {
          if (letters.length > 1) progress(`${index + 1} of ${letters.length} …`);
          try {
            await ask(`${Letters.path(letter)}/${verb}`, { method: 'POST', body: { reason } });
            this.#selected.delete(Letters.key(letter));
          } catch (error) {
            failures.push(`${letter.type ?? letter.id}: ${error.message}`);
          }
        }
        if (failures.length === letters.length) throw new Error(failures.splice(0)[0]);
        return true;
      },
    });
    if (!done) return;
    const good = letters.length - failures.length;
    toast(`${plural(good, 'dead letter')} ${good === 1 ? 'is' : 'are'} ${isRedrive ? 'redriven' : 'discarded'}.`);
    for (const failure of failures.slice(0, 3)) toast(failure, 'bad');
    await this.#load();
    // The row that was in focus may be gone.
    if (document.activeElement === document.body) byId('letters').focus();
  }
}

/** One letter, and what is known of it where it is open: a body of two rows. */
class LetterRow {
  #row = null;
  #check = element('input', { type: 'checkbox' });
  #type = element('button', { type: 'button', class: 'open-letter plain', 'aria-expanded': 'false' });
  #aggregate = element('span', { class: 'quiet small' });
  #group = element('span');
  #stream = element('span', { class: 'quiet small' });
  #error = element('span', { class: 'error' });
  #attempts = cell('Attempts', { class: 'number' });
  #age = cell('Age', { class: 'number' });
  #details = element('div', { class: 'details' });
  #more = element('tr', { class: 'more' }, element('td', { colspan: '7' }, this.#details));
  #redrive;
  #discard;
  node;

  constructor(letters) {
    this.#redrive = actButton('Redrive', '', () => letters.act([this.#row.letter], 'redrive'));
    this.#discard = actButton('Discard', '', () => letters.act([this.#row.letter], 'discard'), 'dangerous');
    this.#check.addEventListener('change', () => letters.select(this.#row.letter, this.#check.checked));
    this.#type.addEventListener('click', () => letters.toggleOpen(this.#row.letter));
    const first = element(
      'tr', {},
      cell('', { class: 'check' }, this.#check),
      element('th', { scope: 'row' }, this.#type, this.#aggregate),
      cell('Given up by', {}, this.#group, this.#stream),
      cell('Error', { class: 'grow' }, this.#error),
      this.#attempts, this.#age,
      cell('', { class: 'actions' }, this.#redrive, this.#discard),
    );
    this.node = element('tbody', {}, first, this.#more);
  }

  update(row) {
    const { letter, isSelected, isOpen } = row;
    const isOther = this.#row?.letter !== letter;
    this.#row = row;
    const name = letter.type ?? 'unknown event';
    setAttribute(this.node, 'data-letter', Letters.key(letter));
    setAttribute(this.node, 'aria-selected', isSelected ? 'true' : null);
    this.#check.checked = isSelected;
    setName(this.#type, name);
    setAttribute(this.#type, 'aria-expanded', String(isOpen));
    setText(this.#aggregate, letter.aggregate_id ?? '');
    setText(this.#group, letter.group);
    setText(this.#stream, letter.stream);
    setText(this.#error, letter.error ?? words(letter.reason));
    setText(this.#attempts, count(letter.attempts));
    setText(this.#age, ageOf(letter.buried_at));
    const about = `${name} ${letter.aggregate_id ?? letter.id}`;
    setAttribute(this.#type, 'aria-label', about);
    setAttribute(this.#check, 'aria-label', `Select ${about}`);
    setAttribute(this.#redrive, 'aria-label', `Redrive ${about}`);
    setAttribute(this.#discard, 'aria-label', `Discard ${about}`);
    setAttribute(this.node, 'data-open', String(isOpen));
    setShown(this.#more, isOpen);
    if (isOpen && (isOther || this.#details.childElementCount === 0)) this.#showDetails(letter);
  }

  #showDetails(letter) {
    const facts = [
      ['Letter', `${letter.stream} ${letter.id}`], ['Position in the log', letter.position], ['Event id', letter.event_id],
      ['Reason', words(letter.reason)], ['Consumer', letter.consumer], ['First failure', letter.first_failure],
      ['Last failure', letter.last_failure], ['Buried', letter.buried_at],
      ['Failed routes', letter.failed_routes?.length > 0 ? letter.failed_routes.join(', ') : null],
    ];
    const shown = facts.filter(([, value]) => value !== null && value !== undefined && value !== '');
    this.#details.replaceChildren(
      element('dl', { class: 'pairs' }, ...shown.map(([name, value]) => element('div', {}, element('dt', { text: name }), element('dd', { text: value })))),
      element(
        'div', {},
        element('p', { class: 'quiet small', text: 'Payload; what the catalogue does not let people see is ***.' }),
        element('pre', { tabindex: '0', role: 'group', 'aria-label': 'Payload', text: JSON.stringify(letter.payload, null, 2) }),
      ),
    );
  }
}
