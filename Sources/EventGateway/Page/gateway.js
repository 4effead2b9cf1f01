// Speaking with the gateway: requests, streams of events, and the session.

/** An answer that says that something is wrong (RFC 9457). */
class Refusal extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

/** Asks for JSON; throws a Refusal where the gateway does not answer 2xx. */
async function ask(path, { method = 'GET', body, signal, token } = {}) {
  const headers = { Accept: 'application/json' };
  if (token !== undefined) headers.Authorization = `Bearer ${token}`;
  if (method !== 'GET') headers['X-Eventbus-Request'] = '1';
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  let answer;
  try {
    answer = await fetch(path, {
      method,
      headers,
      signal,
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
    });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Refusal(0, 'the gateway does not answer');
  }
  const text = await answer.text();
  const json = parsed(text);
  if (!answer.ok) {
    if (answer.status === 401) session.end();
    throw new Refusal(answer.status, json?.detail ?? `the gateway answers ${answer.status}`);
  }
  return json;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Cuts the text of a stream of server-sent events into events: `{ id, event, data }`.
 *
 * A pure state machine; what is not whole yet is kept for the next call.
 */
class EventText {
  #rest = '';
  #event = { data: [] };

  take(text) {
    const events = [];
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop();
    for (const line of lines) {
      if (line === '') {
        if (this.#event.data.length > 0) events.push({ ...this.#event, data: this.#event.data.join('\n') });
        this.#event = { data: [] };
      } else if (!line.startsWith(':')) {
        const colon = line.indexOf(':');
        const name = colon < 0 ? line : line.slice(0, colon);
        const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
        if (name === 'data') this.#event.data.push(value);
        else if (name === 'event' || name === 'id') this.#event[name] = value;
      }
    }
    return events;
  }
}

/**
 * Reads a stream of server-sent events and connects again by itself, every second, for as long as it is wanted.
 *
 * The browser's own EventSource would hide the status (a missing token looks like a lost connection), give up after an
 * error of the gateway, and need the name of every event in advance.
 */
class EventStream {
  #path;
  #receive;
  #changed;
  #abort = null;
  #last = null;
  #retry = null;

  /** `changed` is given `open`, `lost` or `refused`. */
  constructor(path, { receive, changed = () => {} }) {
    this.#path = path;
    this.#receive = receive;
    this.#changed = changed;
  }

  get isWanted() {
    return this.#abort !== null;
  }

  start() {
    if (this.isWanted) return;
    this.#abort = new AbortController();
    this.#read(this.#abort);
  }

  stop() {
    this.#abort?.abort();
    this.#abort = null;
    clearTimeout(this.#retry);
  }

  /** Makes a connection, or another in the place of one that brings nothing. */
  renew() {
    this.stop();
    this.start();
  }

  async #read(abort) {
    let state = 'lost';
    try {
      const headers = { Accept: 'text/event-stream' };
      if (this.#last) headers['Last-Event-ID'] = this.#last;
      const answer = await fetch(this.#path, {
        headers,
        signal: abort.signal,
        credentials: 'same-origin',
        cache: 'no-store',
      });
      if (answer.status === 401) {
        // To ask again would bring nothing: somebody has to sign in first, and then renews the stream.
        session.end();
        this.#changed('refused');
        return;
      }
      if (answer.ok) {
        this.#changed('open');
        await this.#receiveAll(answer.body);
      } else {
        state = 'refused';
      }
    } catch {
      // The connection is gone; what follows says so.
    }
    if (abort.signal.aborted) return;
    this.#changed(state);
    this.#retry = setTimeout(() => this.#read(abort), 1_000);
  }

  async #receiveAll(body) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    const text = new EventText();
    while (true) {
      const { done, value } = await reader.read();
      if (done) return;
      for (const event of text.take(value)) {
        if (event.id !== undefined) this.#last = event.id;
        this.#receive(event);
      }
    }
  }
}

/** Who the gateway takes this browser for. */
const session = {
  /** `{ name, roles, tokens_configured }`; `null` as long as nobody knows. */
  caller: null,
  /** What to do once that is known, or is another. */
  changed: () => {},

  get isKnown() {
    return this.caller !== null && this.caller.name !== null;
  },

  may(role) {
    return this.isKnown && this.caller.roles.includes(role);
  },

  /** Asks the gateway who is calling, until it says. */
  async look() {
    try {
      this.caller = await ask('/session');
    } catch {
      setTimeout(() => this.look(), 1_000);
      return;
    }
    if (this.isKnown) this.changed();
    else this.end();
  },

  /** The gateway wants a token: there is no session yet, or it has ended. */
  end() {
    const dialog = byId('sign-in');
    document.body.dataset.state = 'signed-out';
    setText(byId('news-text'), 'signed out');
    if (dialog.open) return;
    for (const other of document.querySelectorAll('dialog[open]')) other.close();
    dialog.showModal();
  },

  /** Begins a session; the token goes into one request and is kept nowhere. */
  async begin(token) {
    this.caller = await ask('/session', { method: 'POST', token });
    byId('sign-in').close();
    this.changed();
  },

  async leave() {
    await ask('/session', { method: 'DELETE' });
    location.reload();
  },
};
