// The last events, as they come.

class Live {
  static most = 50;
  /** Events that came since the last drawing; of a flood only the newest are drawn. */
  #fresh = [];
  #passed = 0;
  #isPaused = false;
  #isWanted = false;
  #isDrawn = true;
  #list = element('ol', { class: 'ticker', 'aria-label': 'The last events, the newest first' });
  #stop = element('button', { type: 'button', text: 'Pause', 'aria-pressed': 'false', on: { click: () => this.togglePause() } });
  #stream = new EventStream('/events?redact=true', {
    receive: (event) => this.#receive(event),
    changed: (state) => this.#changed(state),
  });

  constructor() {
    byId('live').querySelector('.head').append(this.#stop);
    byId('live-list').append(this.#list);
    showEmpty('live', 'Events show here as they are published.');
    document.addEventListener('visibilitychange', () => this.#look());
  }

  /** Begins, or begins again as somebody else. */
  renew() {
    this.#stream.stop();
    this.#isWanted = true;
    this.#look();
  }

  /** Nobody sees a hidden page: its connection is left to others. */
  #look() {
    if (!this.#isWanted) return;
    if (document.hidden) this.#stream.stop();
    else this.#stream.start();
  }

  togglePause() {
    this.#isPaused = !this.#isPaused;
    this.#passed = 0;
    setAttribute(this.#stop, 'aria-pressed', String(this.#isPaused));
    setText(this.#stop, this.#isPaused ? 'Go on' : 'Pause');
    this.#changed('open');
  }

  #changed(state) {
    const texts = { open: '', lost: 'connecting again …', refused: 'the gateway refuses the stream' };
    setText(byId('live-state'), this.#isPaused ? `paused; ${plural(this.#passed, 'event')} since` : texts[state]);
  }

  #receive(event) {
    const json = parsed(event.data);
    if (json === null) return;
    if (this.#isPaused) {
      this.#passed += 1;
      this.#changed('open');
      return;
    }
    this.#fresh.push({ json, name: event.event });
    if (this.#fresh.length > Live.most) this.#fresh.shift();
    if (!this.#isDrawn) return;
    this.#isDrawn = false;
    // A few drawings a second are enough for eyes, whatever the rate is.
    setTimeout(() => {
      this.#isDrawn = true;
      this.#draw();
    }, 200);
  }

  #draw() {
    showEmpty('live', null);
    const open = this.#list.contains(document.activeElement) || this.#list.querySelector('details[open]');
    this.#list.prepend(...this.#fresh.splice(0).reverse().map(Live.item));
    while (this.#list.children.length > Live.most) {
      const last = this.#list.lastElementChild;
      // What somebody reads stays until it is closed.
      if (open && last.contains(document.activeElement)) break;
      last.remove();
    }
  }

  /** One event: its type, whom it is about, and its payload behind a click; or a notice, e.g. that entries are missing. */
  static item({ json, name }) {
    const isNotice = json.specversion === undefined && json.detail !== undefined;
    const type = name ?? json.type ?? 'event';
    const payload = isNotice ? json.detail : json.data ?? json;
    return element(
      'li', { class: isNotice ? 'notice' : '' },
      element(
        'details', {},
        element(
          'summary', {},
          element('time', { datetime: json.time ?? '', text: clock(json.time ?? Date.now()) }),
          element('strong', { text: type }),
          element('span', { class: 'quiet', text: json.subject ?? '' }),
          element('code', { class: 'glimpse', text: JSON.stringify(payload) }),
        ),
        element('pre', { tabindex: '0', 'aria-label': `Payload of ${type}`, text: JSON.stringify(json, null, 2) }),
      ),
    );
  }
}
