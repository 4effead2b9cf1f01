// Numbers, ages and sizes as people read them. Pure functions.

const plainNumber = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const shortNumber = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** A count: exact up to 99,999, then short; "?" where nobody can tell. */
function count(value) {
  if (value === null || value === undefined) return '?';
  return Math.abs(value) < 100_000 ? plainNumber.format(value) : shortNumber.format(value);
}

/** A rate per second. */
function rate(value) {
  if (value === null || value === undefined) return '?';
  if (value === 0) return '0';
  if (value < 0.1) return '<0.1';
  return value < 100 ? value.toFixed(1) : count(value);
}

/** An age in seconds: "0.4 s", "12 s", "3 m 12 s", "2 h 5 m", "9 d 4 h"; it is not broken over two lines. */
function age(seconds) {
  return looseAge(seconds).replaceAll(' ', '\u00a0');
}

function looseAge(seconds) {
  if (seconds === null || seconds === undefined) return '?';
  if (seconds < 0.05) return '0 s';
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.floor(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3_600) return `${Math.floor(whole / 60)} m ${whole % 60} s`;
  if (whole < 86_400) return `${Math.floor(whole / 3_600)} h ${Math.floor((whole % 3_600) / 60)} m`;
  return `${Math.floor(whole / 86_400)} d ${Math.floor((whole % 86_400) / 3_600)} h`;
}

/** How long ago a moment of RFC 3339 was. */
function ageOf(moment, now = Date.now()) {
  const time = Date.parse(moment);
  return Number.isNaN(time) ? '?' : age(Math.max(0, (now - time) / 1_000));
}

/** A moment as the clock on the wall shows it. */
function clock(moment) {
  const date = new Date(moment);
  return Number.isNaN(date.getTime()) ? '?' : date.toLocaleTimeString('en-GB');
}

/** Bytes in the units that people count memory in. */
function bytes(value) {
  if (value === null || value === undefined) return '?';
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let rest = value;
  let unit = 0;
  while (rest >= 1_024 && unit < units.length - 1) {
    rest /= 1_024;
    unit += 1;
  }
  return `${rest < 10 && unit > 0 ? rest.toFixed(1) : Math.round(rest)} ${units[unit]}`;
}

/** "1 letter", "2 letters". */
function plural(number, one, many = `${one}s`) {
  return `${count(number)} ${number === 1 ? one : many}`;
}

/** A word of the protocol, e.g. `fsync_every_second`, as words. */
function words(text) {
  return text === null || text === undefined ? '?' : String(text).replaceAll('_', ' ');
}
