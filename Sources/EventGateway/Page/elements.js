// Building and renewing the page. Texts from outside only ever become text nodes and attributes, never markup.

/** The element of that id. */
function byId(id) {
  return document.getElementById(id);
}

/**
 * Makes an element. Properties are attributes, but for `class`, `text` and `on` (listeners by event name); `false`,
 * `null` and `undefined` leave an attribute out.
 */
function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === 'on') {
      for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    } else if (name === 'text') {
      node.textContent = value;
    } else if (name === 'class') {
      node.className = value;
    } else {
      setAttribute(node, name, value);
    }
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** Sets a text where it differs, so that nothing that is selected or read aloud is disturbed. */
function setText(node, text) {
  const wanted = text === null || text === undefined ? '' : String(text);
  if (node.textContent !== wanted) node.textContent = wanted;
}

/** Sets a name, e.g. of a list: it may be broken after the signs that join its words. */
function setName(node, text) {
  if (node.textContent === text) return;
  const pieces = text.split(/(?<=[_:./-])/);
  node.replaceChildren(...pieces.flatMap((piece, index) => (index === 0 ? [piece] : [element('wbr'), piece])));
}

/** Sets an attribute where it differs; `false`, `null` and `undefined` take it away. */
function setAttribute(node, name, value) {
  if (value === false || value === null || value === undefined) {
    if (node.hasAttribute(name)) node.removeAttribute(name);
  } else {
    const wanted = value === true ? '' : String(value);
    if (node.getAttribute(name) !== wanted) node.setAttribute(name, wanted);
  }
}

/** Shows or hides an element. */
function setShown(node, isShown) {
  if (node.hidden === isShown) node.hidden = !isShown;
}

/**
 * A list of which every item keeps its element as long as it is there: focus, selection and open parts stay.
 *
 * `make(item)` gives `{ node, update(item) }`. Returns a function that takes the items of now.
 */
function keyedList(parent, keyOf, make) {
  const rows = new Map();
  const owned = new WeakSet();
  return (items) => {
    const seen = new Set();
    // What else the parent holds, e.g. a caption, stays before them.
    let place = [...parent.children].find((child) => owned.has(child)) ?? null;
    for (const item of items) {
      const key = keyOf(item);
      if (seen.has(key)) continue;
      seen.add(key);
      let row = rows.get(key);
      if (!row) {
        row = make(item);
        rows.set(key, row);
        owned.add(row.node);
      }
      row.update(item);
      if (row.node === place) {
        place = place.nextElementSibling;
      } else {
        parent.insertBefore(row.node, place);
      }
    }
    for (const [key, row] of rows) {
      if (seen.has(key)) continue;
      row.node.remove();
      rows.delete(key);
    }
  };
}

/** A table with named columns; `numeric` ones stand to the right. Returns the table and its body. */
function table(caption, columns) {
  const body = element('tbody');
  const heads = columns.map((column) =>
    element('th', { scope: 'col', class: column.numeric ? 'number' : '' }, column.content ?? column.name),
  );
  const node = element(
    'table',
    {},
    element('caption', { class: 'unseen', text: caption }),
    element('thead', {}, element('tr', {}, ...heads)),
    body,
  );
  return { node, body };
}

/** A cell; `label` names it where the table is shown as cards. */
function cell(label, properties = {}, ...children) {
  return element('td', { 'data-label': label, ...properties }, ...children);
}

/** A button that acts and, while it may not, says why. */
function actButton(text, name, listener, kind = '') {
  const node = element('button', {
    type: 'button',
    class: `acts ${kind}`,
    text,
    'aria-label': name,
    on: {
      click: (event) => {
        if (forbidden) toast(forbidden, 'bad');
        else listener(event);
      },
    },
  });
  allowOrForbid(node);
  return node;
}

/** Why nothing may be changed from here; `null` where it may. */
let forbidden = null;

/** Disables every button that changes something and gives the reason; `null` enables them. */
function forbidActs(reason) {
  forbidden = reason;
  for (const button of document.querySelectorAll('button.acts')) allowOrForbid(button);
}

function allowOrForbid(button) {
  // Not `disabled`: such a button gets no focus, so that nobody at the keyboard would learn why.
  setAttribute(button, 'aria-disabled', forbidden ? 'true' : null);
  setAttribute(button, 'title', forbidden);
}

/** A short message that goes by itself. */
function toast(text, kind = 'good') {
  const node = element('p', { class: `toast ${kind}`, text });
  byId('toasts').append(node);
  setTimeout(() => node.remove(), kind === 'bad' ? 12_000 : 6_000);
}
