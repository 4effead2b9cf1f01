// Work queues: how much waits, and the messages that were given up.

class Queues {
  #rows;
  #table;

  constructor() {
    const { node, body } = table('Work queues', [
      { name: 'List' }, { name: 'Waiting', numeric: true }, { name: 'In work', numeric: true },
      { name: 'Delayed', numeric: true }, { name: 'Dead', numeric: true },
      { content: element('span', { class: 'unseen', text: 'Actions' }) },
    ]);
    node.classList.add('cards');
    this.#table = node;
    this.#rows = keyedList(body, (queue) => queue.list, () => new QueueRow());
    byId('queues-list').append(node);
  }

  show(overview) {
    this.#rows(overview.queues);
    setShown(this.#table, overview.queues.length > 0);
    const empty = overview.server.reachable ? 'No route of the catalogue fills a list.' : 'Nothing is known yet: Redis is away.';
    showEmpty('queues', overview.queues.length === 0 ? empty : null);
  }
}

/** One list. */
class QueueRow {
  #queue = null;
  #name = element('strong');
  #note = element('span', { class: 'quiet small' });
  #cells = Object.fromEntries(
    [['waiting', 'Waiting'], ['processing', 'In work'], ['delayed', 'Delayed'], ['dead', 'Dead']]
      .map(([key, label]) => [key, cell(label, { class: 'number' })]),
  );
  #redrive = actButton('Redrive', '', () => this.#act('redrive'));
  #discard = actButton('Discard', '', () => this.#act('discard'), 'dangerous');
  node;

  constructor() {
    this.node = element(
      'tr', {},
      element('th', { scope: 'row' }, this.#name, this.#note), ...Object.values(this.#cells),
      cell('', { class: 'actions' }, this.#redrive, this.#discard),
    );
  }

  update(queue) {
    this.#queue = queue;
    setName(this.#name, queue.list);
    const oldest = queue.oldest_waiting_age_seconds;
    setText(this.#note, queue.failure ?? (oldest === null ? '' : `oldest waits ${age(oldest)}`));
    setAttribute(this.#note, 'data-level', queue.failure ? 'bad' : null);
    for (const [key, node] of Object.entries(this.#cells)) setText(node, count(queue[key]));
    setAttribute(this.#cells.dead, 'data-level', queue.dead > 0 ? 'warn' : null);
    setAttribute(this.#redrive, 'aria-label', `Redrive the dead messages of ${queue.list}`);
    setAttribute(this.#discard, 'aria-label', `Discard the dead messages of ${queue.list}`);
    setShown(this.#redrive, queue.dead > 0);
    setShown(this.#discard, queue.dead > 0);
  }

  async #act(verb) {
    const { list, dead } = this.#queue;
    const isRedrive = verb === 'redrive';
    const done = await confirmed({
      title: `${isRedrive ? 'Redrive' : 'Discard'} the dead messages of ${list}`,
      effect: isRedrive
        ? `${plural(dead, 'dead message')} of ${list} go back to the list and are worked on again as at first.`
        : `${plural(dead, 'dead message')} of ${list} are deleted. This can’t be taken back.`,
      button: isRedrive ? `Redrive ${count(dead)}` : `Discard ${count(dead)}`,
      isDangerous: !isRedrive,
      act: (reason, progress) => {
        progress('at work …');
        return ask(`/queues/${encodeURIComponent(list)}/dead/${verb}`, { method: 'POST', body: { reason, execute: true } });
      },
    });
    if (!done) return;
    toast(`${plural(done.done, 'dead message')} of ${list} ${isRedrive ? 'back on the list' : 'deleted'}${done.more ? '; there are more' : ''}.`);
  }
}
