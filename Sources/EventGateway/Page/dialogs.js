// The dialogs: confirming what can't be taken back, signing in, and the shortcuts.

/**
 * Asks before something is done: says what will happen, to what, and wants a reason.
 *
 * `act(reason, progress)` does it while the dialog stays open; what it throws is shown there, and the answer is kept.
 * Resolves to what `act` gave, or `null` where somebody thought better of it.
 */
function confirmed({ title, effect, subjects = [], button, isDangerous = false, act }) {
  const dialog = byId('confirm');
  const form = byId('confirm-form');
  const reason = byId('confirm-reason');
  const submit = byId('confirm-act');
  const problem = byId('confirm-problem');
  setText(byId('confirm-title'), title);
  setText(byId('confirm-effect'), effect);
  setText(submit, button);
  submit.classList.toggle('danger', isDangerous);
  setText(problem, '');
  reason.value = '';
  const shown = subjects.slice(0, 5).map((text) => element('li', { text }));
  if (subjects.length > 5) shown.push(element('li', { class: 'quiet', text: `and ${count(subjects.length - 5)} more` }));
  byId('confirm-subjects').replaceChildren(...shown);
  setShown(byId('confirm-subjects'), subjects.length > 0);

  return new Promise((resolve) => {
    let isActing = false;
    const acting = (flag) => {
      isActing = flag;
      submit.disabled = flag;
      reason.readOnly = flag;
    };
    const listeners = new AbortController();
    const finish = (result) => {
      listeners.abort();
      dialog.close();
      // Where nothing had the focus before, it would stay on what is no longer seen.
      if (dialog.contains(document.activeElement)) document.activeElement.blur();
      resolve(result);
    };
    const listen = (node, event, listener) => node.addEventListener(event, listener, { signal: listeners.signal });
    listen(form, 'submit', async (event) => {
      event.preventDefault();
      if (isActing) return;
      const text = reason.value.trim();
      if (text === '') {
        setText(problem, 'A reason is needed: one sentence for whoever reads the audit.');
        reason.focus();
        return;
      }
      setText(problem, '');
      acting(true);
      try {
        finish(await act(text, (progress) => setText(submit, progress)));
      } catch (error) {
        setText(problem, error.message);
        setText(submit, button);
      } finally {
        acting(false);
      }
    });
    listen(dialog, 'cancel', (event) => {
      event.preventDefault();
      if (!isActing) finish(null);
    });
    listen(byId('confirm-cancel'), 'click', () => {
      if (!isActing) finish(null);
    });
    // The browser may close it without asking. Its event comes late: it may be that of the dialog before.
    listen(dialog, 'close', () => {
      if (!dialog.open) finish(null);
    });
    // The reason is what it gives the focus to.
    dialog.showModal();
  });
}

/** The form for a token. */
function prepareSignIn() {
  const dialog = byId('sign-in');
  // Without a token there is nothing to go back to.
  dialog.addEventListener('cancel', (event) => event.preventDefault());
  byId('sign-in-form').addEventListener('submit', async (event) => {
    event.preventDefault();
    const token = byId('token');
    try {
      await session.begin(token.value.trim());
      token.value = '';
      setText(byId('sign-in-problem'), '');
    } catch (error) {
      setText(byId('sign-in-problem'), error.status === 401 ? 'The gateway does not know this token.' : error.message);
      token.select();
    }
  });
  byId('sign-out').addEventListener('click', () => session.leave().catch((error) => toast(error.message, 'bad')));
}

/** Single keys, for whoever wants them: never while something is typed, a dialog is open, or another key is held. */
class Shortcuts {
  #keys = new Map();
  #isOn = localStorage.getItem('shortcuts') !== 'off';

  /** Names a key and what it does. */
  add(key, meaning, act) {
    this.#keys.set(key, { meaning, act });
  }

  listen() {
    const toggle = byId('shortcuts-on');
    toggle.checked = this.#isOn;
    toggle.addEventListener('change', () => {
      this.#isOn = toggle.checked;
      localStorage.setItem('shortcuts', this.#isOn ? 'on' : 'off');
    });
    byId('help').addEventListener('click', () => this.show());
    this.add('?', 'This list', () => this.show());
    byId('shortcuts-list').replaceChildren(
      ...[...this.#keys].map(([key, { meaning }]) =>
        element('div', {}, element('dt', {}, element('kbd', { text: key })), element('dd', { text: meaning })),
      ),
    );
    document.addEventListener('keydown', (event) => {
      if (!this.#isOn || event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
      if (event.target.closest('input, select, textarea') && event.target.type !== 'checkbox') return;
      const found = this.#keys.get(event.key);
      if (!found) return;
      event.preventDefault();
      found.act();
    });
  }

  show() {
    byId('shortcuts').showModal();
  }
}
