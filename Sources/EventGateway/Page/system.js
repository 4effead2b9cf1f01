// The server, this process's loops, and the outbox.

class SystemPart {
  #facts;
  #loops;
  #loopsTitle = element('h3', { text: 'Loops of this process' });

  constructor() {
    const facts = element('dl', { class: 'pairs' });
    const loops = element('ul', { class: 'loops' });
    this.#facts = keyedList(facts, (fact) => fact.name, SystemPart.fact);
    this.#loops = keyedList(loops, (loop) => loop.name, SystemPart.loop);
    byId('system-list').append(facts, this.#loopsTitle, loops);
  }

  show({ server, streams, loops, outbox }) {
    const holders = streams.filter((stream) => stream.retention_holder !== null);
    const limit = server.memory_limit_bytes ? ` of ${bytes(server.memory_limit_bytes)}` : ', no limit';
    this.#facts([
      { name: 'Redis', value: server.reachable ? `version ${server.version ?? '?'}, ${plural(server.connected_clients ?? 0, 'client')}` : server.failure ?? 'away', level: server.reachable ? 'good' : 'bad' },
      ...(server.impediment ? [{ name: 'Takes no events', value: server.impediment, level: 'bad' }] : []),
      { name: 'Commands', value: `${count(server.operations_per_second)} a second on the server, ${count(server.in_flight_commands)} of ours in flight` },
      { name: 'Circuit breaker', value: words(server.breaker), level: { closed: 'good', open: 'bad' }[server.breaker] ?? 'warn' },
      { name: 'Reconnects', value: `${count(server.reconnects)} since the start` },
      { name: 'Memory', value: `${bytes(server.used_memory_bytes)}${limit}` },
      { name: 'Durability', value: words(server.durability) },
      {
        name: 'Retention', level: holders.length > 0 ? 'warn' : 'good',
        value: holders.length === 0
          ? 'nobody holds it up'
          : holders.map((stream) => `${stream.retention_holder} pins ${stream.name}`).join(', '),
      },
      {
        name: 'Outbox', level: outbox?.waiting > 0 ? 'warn' : '',
        value: outbox === null ? 'not configured' : outbox.waiting === 0 ? 'empty' : `${count(outbox.waiting)} wait, the oldest for ${age(outbox.oldest_age_seconds)}`,
      },
    ]);
    this.#loops(loops);
    setShown(this.#loopsTitle, loops.length > 0);
  }

  static fact() {
    const name = element('dt');
    const value = element('dd');
    return {
      node: element('div', {}, name, value),
      update(fact) {
        setText(name, fact.name);
        setText(value, fact.value);
        setAttribute(value, 'data-level', fact.level || null);
      },
    };
  }

  static loop() {
    const name = element('span');
    const state = element('span', { class: 'badge' });
    const failure = element('span', { class: 'quiet small' });
    return {
      node: element('li', {}, name, state, failure),
      update(loop) {
        setText(name, loop.name);
        setText(state, loop.dead ? `dead for ${age(loop.age_seconds)}` : `turned ${age(loop.age_seconds)} ago`);
        setAttribute(state, 'data-level', loop.dead ? 'bad' : loop.failure ? 'warn' : 'good');
        setText(failure, loop.failure);
        setShown(failure, loop.failure !== null);
      },
    };
  }
}
