// Streams: their logs, and the groups that read them.

class Streams {
  #show = keyedList(byId('streams-list'), (stream) => stream.name, () => new StreamPart());

  show(overview) {
    this.#show(overview.streams);
    const empty = overview.server.reachable ? 'The catalogue has no streams.' : 'Nothing is known yet: Redis is away.';
    showEmpty('streams', overview.streams.length === 0 ? empty : null);
  }
}

/** Says in a section that there is nothing; `null` takes it away. */
function showEmpty(section, text) {
  const list = byId(`${section}-list`);
  let note = list.parentElement.querySelector(':scope > .empty');
  if (!note) {
    note = element('p', { class: 'empty' });
    list.after(note);
  }
  setText(note, text);
  setShown(note, text !== null);
}

/** One stream. */
class StreamPart {
  #name = element('h3');
  #facts = element('p', { class: 'facts quiet' });
  #holder = element('p', { class: 'note warn' });
  #failure = element('p', { class: 'note bad' });
  #groups;
  #noGroups = element('p', { class: 'empty', text: 'No group reads it.' });
  node;

  constructor() {
    const { node, body } = table('Groups', [
      { name: 'Group' }, { name: 'State' }, { name: 'Lag', numeric: true }, { name: 'Pending', numeric: true },
      { name: 'Oldest', numeric: true }, { name: 'Who' }, { content: element('span', { class: 'unseen', text: 'Actions' }) },
    ]);
    node.classList.add('cards');
    this.#groups = keyedList(body, (group) => group.name, () => new GroupRow());
    this.table = node;
    this.node = element(
      'article', { class: 'stream' },
      element('header', {}, this.#name, this.#facts), this.#failure, this.#holder, node, this.#noGroups,
    );
  }

  update(stream) {
    setText(this.#name, stream.name);
    setText(this.table.caption, `Groups of ${stream.name}`);
    const facts = [
      plural(stream.partitions, 'partition'), plural(stream.length, 'entry', 'entries'),
      stream.bytes === null ? null : bytes(stream.bytes),
      stream.length > 0 ? `oldest ${age(stream.oldest_age_seconds)}` : null,
      stream.dead_letters > 0 ? plural(stream.dead_letters, 'dead letter') : null,
    ];
    setText(this.#facts, facts.filter((fact) => fact !== null).join(' · '));
    setText(this.#holder, `Nothing is trimmed beyond what “${stream.retention_holder}” has yet to acknowledge: it pins retention.`);
    setShown(this.#holder, stream.retention_holder !== null);
    setText(this.#failure, stream.failure);
    setShown(this.#failure, Boolean(stream.failure));
    this.#groups(stream.groups.map((group) => ({ ...group, stream: stream.name })));
    setShown(this.table, stream.groups.length > 0);
    setShown(this.#noGroups, stream.groups.length === 0);
  }
}

/** One group of a stream. */
class GroupRow {
  #group = null;
  #name = element('strong');
  #kind = element('span', { class: 'quiet' });
  #state = element('span', { class: 'badge' });
  #stateNote = element('span', { class: 'quiet small' });
  #cells = { lag: cell('Lag', { class: 'number' }), pending: cell('Pending', { class: 'number' }), oldest: cell('Oldest', { class: 'number' }) };
  #who = element('ul', { class: 'who' });
  #button = actButton('Pause', '', () => this.#toggle());
  node;

  constructor() {
    this.node = element(
      'tr', {},
      element('th', { scope: 'row' }, this.#name, element('br'), this.#kind),
      cell('State', {}, this.#state, this.#stateNote),
      this.#cells.lag, this.#cells.pending, this.#cells.oldest,
      cell('Who', {}, this.#who),
      cell('', { class: 'actions' }, this.#button),
    );
  }

  update(group) {
    this.#group = group;
    setName(this.#name, group.name);
    const kinds = [group.order === 'none' ? 'no order' : 'in order'];
    if (group.required === true) kinds.push('required');
    if (group.required === null) kinds.push('not in the catalogue');
    setText(this.#kind, kinds.join(', '));
    const { level, word, note } = GroupRow.state(group);
    setText(this.#state, word);
    setAttribute(this.#state, 'data-level', level);
    setText(this.#stateNote, note);
    setText(this.#cells.lag, count(group.lag));
    setAttribute(this.#cells.lag, 'title', group.lag === null ? 'The server can’t tell' : null);
    setText(this.#cells.pending, count(group.pending));
    setText(this.#cells.oldest, group.oldest_unfinished_age_seconds ? age(group.oldest_unfinished_age_seconds) : '–');
    this.#showWho(group);
    setText(this.#button, group.pause ? 'Resume' : 'Pause');
    setAttribute(this.#button, 'aria-label', `${group.pause ? 'Resume' : 'Pause'} group ${group.name} of ${group.stream}`);
  }

  /** What state a group is in, in a word. */
  static state(group) {
    if (group.pause) {
      const by = [group.pause.by ? `by ${group.pause.by}` : '', group.pause.reason ? `“${group.pause.reason}”` : ''];
      return { level: 'warn', word: 'paused', note: `${ageOf(group.pause.since)} ago ${by.filter(Boolean).join(': ')}` };
    }
    if (group.failure) return { level: 'bad', word: 'can’t be read', note: group.failure };
    if (group.partitions.some((partition) => !partition.exists)) return { level: '', word: 'not started', note: '' };
    const behind = (group.lag ?? 0) + group.pending > 0;
    if (group.order !== 'none') {
      const held = group.partitions.filter((partition) => partition.holder !== null);
      if (held.length === 0) return { level: behind ? 'bad' : '', word: 'nobody reads', note: '' };
      if (held.length < group.partitions.length) return { level: 'warn', word: `${held.length} of ${group.partitions.length} held`, note: '' };
      if (held.some((partition) => partition.connected === false)) return { level: 'warn', word: 'holder is away', note: '' };
    } else if (group.consumers.length === 0) {
      return { level: behind ? 'bad' : '', word: 'nobody reads', note: '' };
    }
    return { level: 'good', word: 'reading', note: '' };
  }

  /** Who holds the partitions, and what each consumer has pending. */
  #showWho(group) {
    const lines = [];
    const one = group.partitions.length === 1;
    for (const partition of group.partitions) {
      if (partition.holder === null && group.order === 'none') continue;
      if (group.partitions.length > 4 && partition.holder !== null && partition.lag === 0 && partition.pending === 0) continue;
      const holder = partition.holder === null ? 'held by nobody' : `held by ${partition.holder}`;
      const away = partition.connected === false ? ', which is not connected' : '';
      const depth = one ? '' : ` · lag ${count(partition.lag)}, pending ${count(partition.pending)}`;
      lines.push(`${one ? '' : `partition ${partition.partition} `}${holder}${away}${depth}`);
    }
    for (const consumer of group.consumers.slice(0, 8)) {
      lines.push(`${consumer.name}: ${count(consumer.pending)} pending, idle ${age(consumer.idle_seconds)}`);
    }
    if (group.consumers.length > 8) lines.push(`and ${plural(group.consumers.length - 8, 'more consumer')}`);
    while (this.#who.children.length > lines.length) this.#who.lastElementChild.remove();
    while (this.#who.children.length < lines.length) this.#who.append(element('li'));
    lines.forEach((line, index) => setText(this.#who.children[index], line));
  }

  async #toggle() {
    const { stream, name, pause } = this.#group;
    const path = `/groups/${encodeURIComponent(stream)}/${encodeURIComponent(name)}`;
    const done = await confirmed(
      pause
        ? {
            title: `Resume ${name}`,
            effect: `The group reads on in ${stream} from where it stopped. Nothing was lost while it was paused.`,
            button: 'Resume',
            act: (reason) => ask(`${path}/resume`, { method: 'POST', body: { reason } }).then(() => true),
          }
        : {
            title: `Pause ${name}`,
            effect: `The group takes no further events of ${stream} until somebody resumes it. What it has in hand is finished; ` +
              'events wait in the log, and a required group keeps the log from being trimmed.',
            button: 'Pause',
            act: (reason) => ask(`${path}/pause`, { method: 'POST', body: { reason } }).then(() => true),
          },
    );
    if (done) toast(`${name} is ${pause ? 'resumed' : 'paused'}.`);
  }
}
