// What the page is for: whether events flow, seen in ten seconds.

const signs = { healthy: '✓', degraded: '!', unhealthy: '✕', unknown: '…' };
const iconColours = { healthy: '#1a7f4b', degraded: '#b25e00', unhealthy: '#c62828', unknown: '#6b7280' };

/** The banner, the page's title and its icon. */
class Verdict {
  #spoken = null;

  /** What the gateway says. */
  showOverview(overview) {
    const perSecond = overview.events.reduce((sum, event) => sum + event.per_second, 0);
    const flow = perSecond > 0 ? `Events flow: ${rate(perSecond)} a second` : 'All is well; no events at the moment';
    const titles = {
      healthy: flow,
      degraded: 'Degraded: events flow, but look at this',
      unhealthy: 'Unhealthy: events do not flow as they should',
    };
    this.#show(overview.status, titles[overview.status] ?? overview.status, overview.reasons);
  }

  /** What this page finds by itself: that there is no news. */
  showSilence(since) {
    this.#show('unhealthy', `No news from the gateway since ${clock(since)}`, [
      'What is below is as it was then. The page connects again by itself; look whether “eventbus serve” runs and can be reached.',
    ]);
  }

  #show(verdict, title, reasons) {
    const banner = byId('verdict');
    setAttribute(banner, 'data-verdict', verdict);
    setText(banner.querySelector('.sign'), signs[verdict] ?? '?');
    setText(byId('verdict-title'), title);
    const list = byId('verdict-reasons');
    if (list.dataset.reasons !== JSON.stringify(reasons)) {
      list.dataset.reasons = JSON.stringify(reasons);
      list.replaceChildren(...reasons.map((text) => element('li', { text })));
    }
    if (this.#spoken !== verdict) {
      // Spoken once for each change, not once a second.
      setText(byId('spoken'), `${verdict}: ${[title, ...reasons].join('. ')}`);
      document.title = verdict === 'healthy' ? 'Event bus' : `${signs[verdict] ?? '?'} ${verdict} – Event bus`;
      const colour = iconColours[verdict] ?? iconColours.unknown;
      byId('icon').href = `data:image/svg+xml,${encodeURIComponent(
        `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="${colour}"/></svg>`,
      )}`;
      this.#spoken = verdict;
    }
  }
}

/** The numbers that matter first. */
class Figures {
  #tiles = new Map();

  show(overview) {
    const { server, streams, queues, outbox } = overview;
    const groups = streams.flatMap((stream) => stream.groups);
    const perSecond = overview.events.reduce((sum, event) => sum + event.per_second, 0);
    const lags = groups.map((group) => group.lag);
    const behind = lags.reduce((sum, lag) => sum + (lag ?? 0), 0);
    const oldest = Math.max(0, ...groups.map((group) => group.oldest_unfinished_age_seconds ?? 0));
    const letters = streams.reduce((sum, stream) => sum + stream.dead_letters, 0);
    const dead = queues.reduce((sum, queue) => sum + queue.dead, 0);
    const waiting = queues.reduce((sum, queue) => sum + queue.waiting, 0);
    this.#tile('Events a second', rate(perSecond), plural(overview.events.length, 'event type'));
    this.#tile('Behind', count(behind), lags.includes(null) ? 'some groups can’t tell' : 'over all groups', behind > 1_000 ? 'warn' : '');
    this.#tile('Oldest unfinished', oldest === 0 ? 'none' : age(oldest), 'over all groups', oldest > 60 ? 'warn' : '');
    this.#tile('Dead letters', count(letters + dead), `${count(letters)} of streams, ${count(dead)} of queues`, letters + dead > 0 ? 'warn' : '');
    this.#tile('In queues', count(waiting), 'waiting for a worker');
    this.#tile('Memory', ...Figures.memory(server));
    this.#tile(
      'Redis', server.reachable ? `${(server.latency_ms ?? 0).toFixed(1)} ms` : 'away',
      `circuit breaker ${words(server.breaker)}`, Figures.redisLevel(server),
    );
    if (outbox) {
      this.#tile('Outbox', count(outbox.waiting), outbox.waiting > 0 ? `oldest ${age(outbox.oldest_age_seconds)}` : 'nothing stored', outbox.waiting > 0 ? 'warn' : '');
    }
  }

  static redisLevel(server) {
    if (!server.reachable || server.breaker === 'open' || server.impediment) return 'bad';
    return server.breaker === 'closed' ? '' : 'warn';
  }

  /** How much memory is left before publishing is refused. */
  static memory(server) {
    const used = server.used_memory_bytes;
    if (used === null || used === undefined) return ['?', 'unknown', ''];
    if (!server.memory_limit_bytes) return [bytes(used), 'no limit set', ''];
    const highWater = server.memory_limit_bytes * server.memory_high_water;
    const left = highWater - used;
    const part = used / highWater;
    if (left <= 0) return ['full', `${bytes(used)} used; publishing is refused`, 'bad'];
    return [`${Math.round((1 - part) * 100)} % free`, `${bytes(left)} until publishing is refused`, part > 0.85 ? 'warn' : ''];
  }

  #tile(name, value, note, level = '') {
    let tile = this.#tiles.get(name);
    if (!tile) {
      tile = { value: element('dd', { class: 'value' }), note: element('dd', { class: 'quiet' }) };
      tile.node = element('div', { class: 'figure' }, element('dt', { text: name }), tile.value, tile.note);
      byId('figures').append(tile.node);
      this.#tiles.set(name, tile);
    }
    setText(tile.value, value);
    setText(tile.note, note);
    setAttribute(tile.node, 'data-level', level || null);
  }
}
