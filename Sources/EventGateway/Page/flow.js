// How many events of each type there are, second by second.

const svgSpace = 'http://www.w3.org/2000/svg';

/** A line of the last 60 seconds; its scale is its own. */
class Sparkline {
  #line = document.createElementNS(svgSpace, 'path');
  #area = document.createElementNS(svgSpace, 'path');
  node = document.createElementNS(svgSpace, 'svg');

  constructor() {
    this.node.setAttribute('viewBox', '0 0 118 20');
    this.node.setAttribute('preserveAspectRatio', 'none');
    this.node.setAttribute('class', 'sparkline');
    // The numbers beside it say the same in words.
    this.node.setAttribute('aria-hidden', 'true');
    this.#area.setAttribute('class', 'area');
    this.#line.setAttribute('class', 'line');
    this.#line.setAttribute('vector-effect', 'non-scaling-stroke');
    this.node.append(this.#area, this.#line);
  }

  update(counts) {
    const line = Sparkline.path(counts);
    this.#line.setAttribute('d', line);
    this.#area.setAttribute('d', `${line}V20H0Z`);
  }

  /** The line as SVG draws it: two units a second, 18 units for the most. */
  static path(counts) {
    const most = Math.max(1, ...counts);
    return counts
      .map((value, second) => `${second === 0 ? 'M' : 'L'}${second * 2} ${(19 - (value / most) * 18).toFixed(1)}`)
      .join('');
  }
}

class Flow {
  /** With more types than this, those that were quiet for a minute stand behind a button. */
  static few = 12;
  #rows;
  #table;
  #showsQuiet = false;
  #overview = null;
  #toggle = element('button', {
    type: 'button',
    on: {
      click: () => {
        this.#showsQuiet = !this.#showsQuiet;
        this.show(this.#overview);
      },
    },
  });

  constructor() {
    const { node, body } = table('Events of the last minute', [
      { name: 'Type' }, { name: 'Last minute' }, { name: 'A second', numeric: true }, { name: 'Total', numeric: true },
    ]);
    this.#table = node;
    this.#rows = keyedList(body, (event) => event.type, () => new FlowRow());
    byId('events-list').append(node, this.#toggle);
  }

  show(overview) {
    this.#overview = overview;
    const isQuiet = (event) => event.recent.every((value) => value === 0);
    const quiet = overview.events.length > Flow.few ? overview.events.filter(isQuiet) : [];
    const shown = this.#showsQuiet ? overview.events : overview.events.filter((event) => !quiet.includes(event));
    this.#rows(shown);
    setShown(this.#table, shown.length > 0);
    setShown(this.#toggle, quiet.length > 0);
    setText(this.#toggle, this.#showsQuiet ? 'Hide quiet types' : `Show ${plural(quiet.length, 'quiet type')}`);
    showEmpty('events', overview.events.length === 0 ? 'The catalogue has no events.' : null);
  }
}

/** One event type. */
class FlowRow {
  #type = element('span', { class: 'type' });
  #stream = element('span', { class: 'quiet small' });
  #spark = new Sparkline();
  #rate = cell('A second', { class: 'number' });
  #total = cell('Total', { class: 'number' });
  node = element(
    'tr', {}, element('th', { scope: 'row' }, this.#type, this.#stream), cell('Last minute', { class: 'spark' }, this.#spark.node),
    this.#rate, this.#total,
  );

  update(event) {
    setName(this.#type, event.type);
    setText(this.#stream, event.stream);
    this.#spark.update(event.recent);
    setText(this.#rate, rate(event.per_second));
    setText(this.#total, count(event.total));
    setAttribute(this.#rate, 'title', `${count(event.recent.reduce((sum, value) => sum + value, 0))} in the last minute`);
    setAttribute(this.node, 'data-quiet', event.per_second === 0);
  }
}
