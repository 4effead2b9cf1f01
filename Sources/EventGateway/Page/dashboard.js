// Puts the parts together: one overview a second goes to each of them.

/**
 * After so many milliseconds without news the page says so, in red: soon where the connection is lost, and where it stands
 * not before an overview can be late, since one that waits for a Redis that hangs takes 3 s.
 */
const silence = { lost: 2_500, open: 4_500 };

const verdict = new Verdict();
const figures = new Figures();
const letters = new Letters();
const live = new Live();
const parts = [verdictOf(verdict), figures, new Streams(), new Queues(), letters, new Flow(), new SystemPart()];

/** When news came last, by this browser's clock; at first, when the page was opened. */
let newsAt = Date.now();
let isFresh = false;
let isConnected = false;

function verdictOf(banner) {
  return { show: (overview) => banner.showOverview(overview) };
}

const overviews = new EventStream('/overview/stream', {
  changed(state) {
    isConnected = state === 'open';
  },
  receive(event) {
    const overview = parsed(event.data);
    if (overview === null) return;
    newsAt = Date.now();
    isFresh = true;
    document.body.dataset.state = 'live';
    document.body.dataset.news = 'some';
    for (const part of parts) {
      // What one part can't show does not keep the others from showing theirs.
      try {
        part.show(overview);
      } catch (error) {
        console.error(error);
      }
    }
    showNews();
  },
});

function showNews() {
  const quiet = Date.now() - newsAt;
  if (quiet > (isConnected ? silence.open : silence.lost) && document.body.dataset.state !== 'signed-out') {
    if (isFresh || document.body.dataset.state === 'connecting') {
      isFresh = false;
      document.body.dataset.state = 'silent';
      verdict.showSilence(newsAt);
    }
    setText(byId('news-text'), `disconnected since ${clock(newsAt)} (${age(Math.floor(quiet / 1_000))})`);
  } else if (isFresh) {
    setText(byId('news-text'), 'live');
  }
}

// A connection that brings nothing may be one that nobody told us is dead.
let renewedAt = 0;
setInterval(() => {
  showNews();
  const now = Date.now();
  if (now - newsAt > 2 * silence.open && now - renewedAt > 2 * silence.open) {
    renewedAt = now;
    overviews.renew();
  }
}, 250);

session.changed = () => {
  const { name, tokens_configured: hasTokens } = session.caller;
  setText(byId('caller'), hasTokens ? name : '');
  setShown(byId('sign-out'), hasTokens);
  forbidActs(session.may('operate') ? null : 'This needs the role “operate”, which your token does not have');
  document.body.dataset.state = 'connecting';
  newsAt = Date.now();
  overviews.renew();
  live.renew();
};

function goTo(section) {
  const node = byId(section);
  node.scrollIntoView({ block: 'start' });
  node.focus({ preventScroll: true });
}

const shortcuts = new Shortcuts();
for (const link of document.querySelectorAll('.sections a')) {
  const section = link.getAttribute('href').slice(1);
  setAttribute(link, 'aria-keyshortcuts', link.dataset.section);
  shortcuts.add(link.dataset.section, `Go to “${link.textContent}”`, () => goTo(section));
}
shortcuts.add('t', 'Back to the top', () => goTo('main'));
shortcuts.add('p', 'Pause the live events, or go on', () => live.togglePause());
shortcuts.add('/', 'Filter dead letters', () => letters.focusFilter());
shortcuts.add('j', 'Next dead letter', () => letters.move(1));
shortcuts.add('k', 'Dead letter before', () => letters.move(-1));
shortcuts.add('x', 'Select the dead letter in focus', () => {
  const letter = letters.focused;
  if (letter) letters.select(letter, !letters.isSelected(letter));
});
shortcuts.add('r', 'Redrive the dead letter in focus, or the selected ones', () => letters.actByKey('redrive'));
shortcuts.add('Delete', 'Discard the dead letter in focus, or the selected ones', () => letters.actByKey('discard'));
shortcuts.listen();

prepareSignIn();
session.look();
