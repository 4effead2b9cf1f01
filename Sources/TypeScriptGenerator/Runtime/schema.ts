/** Holds trees of JSON to what the catalogue declares. */
import { catalogue } from "./catalogueTable";
import { fold, InvalidPayload, JsonNumber, parse, textOf, toUTF8, Tree, TreeObject } from "./json";
import type { EventDescription, Node, RecordDescription } from "./table";

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the catalogue's table lacks ${what}`);
  return value;
}

/** The description of a record. */
export function recordOf(name: string | undefined): RecordDescription {
  return found(catalogue.records[name ?? ""], `the record ${name}`);
}

/** The description of an event. */
export function eventOf(name: string): EventDescription {
  return found(catalogue.events[name], `the event ${name}`);
}

/** What a node stands for once names are followed. */
export function resolved(node: Node): Node {
  let current = node;
  while (current.type === "named") current = found(catalogue.types[current.name ?? ""], `the type ${current.name}`);
  return current;
}

const constants = new Map<string, Tree>();

/** What a constant always is: a text, a boolean or a number. */
export function constantOf(node: Node): Tree {
  const text = node.value ?? "null";
  let constant = constants.get(text);
  if (constant === undefined) {
    constant = parse(text);
    constants.set(text, constant);
  }
  return constant;
}

/** What an array's items or a map's values are. */
export function innerOf(node: Node): Node {
  return found((node.type === "array" ? node.items : node.values) as Node | undefined, "what a collection holds");
}

// Numbers

/** A JSON number without rounding: 0.DIGITS times ten to the power of `point`. */
class Decimal {
  private readonly digits: string;
  private readonly isNegative: boolean;
  private readonly point: number;

  constructor(text: string) {
    const [, sign, whole = "", fraction = "", power = "0"] =
      /^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/.exec(text) ?? [];
    const every = whole + fraction;
    const trimmed = every.replace(/^0+/, "");
    this.digits = trimmed.replace(/0+$/, "");
    this.isNegative = sign === "-" && this.digits !== "";
    const exponent = Math.max(-1000000, Math.min(1000000, Number(power)));
    this.point = this.digits === "" ? 0 : whole.length - (every.length - trimmed.length) + exponent;
  }

  compare(other: Decimal): number {
    if (this.isNegative !== other.isNegative) return this.isNegative ? -1 : 1;
    return this.isNegative ? -this.compareSize(other) : this.compareSize(other);
  }

  private compareSize(other: Decimal): number {
    if (this.digits === "" || other.digits === "") return Math.sign(this.digits.length - other.digits.length);
    if (this.point !== other.point) return Math.sign(this.point - other.point);
    return this.digits < other.digits ? -1 : this.digits > other.digits ? 1 : 0;
  }

  isMultiple(step: Decimal): boolean {
    if (this.digits === "") return true;
    const place = this.point - this.digits.length;
    const stepPlace = step.point - step.digits.length;
    const scale = Math.min(place, stepPlace);
    if (step.digits === "" || step.digits.length + stepPlace - scale > 18) return false;
    const divisor = BigInt(step.digits) * BigInt(10) ** BigInt(stepPlace - scale);
    let remainder = BigInt(this.digits) % divisor;
    for (let left = place - scale; left > 0 && remainder !== BigInt(0); left -= 1) {
      remainder = remainder * BigInt(10) % divisor;
    }
    return remainder === BigInt(0);
  }
}

/** What whole numbers lie between. */
export const integerRanges: { readonly [type: string]: readonly [bigint, bigint] } = {
  int32: [BigInt("-2147483648"), BigInt("2147483647")],
  int64: [BigInt("-9223372036854775808"), BigInt("9223372036854775807")],
  uint64: [BigInt(0), BigInt("18446744073709551615")],
};

// Patterns and formats

/** A pattern of the catalogue as a table: one step for each byte of UTF-8. */
class Pattern {
  private readonly classOf: number[] = [];
  private readonly rows: number[][] = [];
  private readonly accepts: boolean[] = [];

  constructor(classes: string, transitions: string) {
    for (const run of classes.split(" ")) {
      const [number = "0", end = "0"] = run.split("-");
      while (this.classOf.length <= Number(end)) this.classOf.push(Number(number));
    }
    for (const state of transitions.split("|")) {
      const row: number[] = [];
      for (const item of state.split(" ")) {
        if (item === "" || item === "*") continue;
        const parts = item.split("x");
        const next = Number(parts[parts.length - 1]);
        for (let left = parts.length > 1 ? Number(parts[0]) : 1; left > 0; left -= 1) row.push(next);
      }
      this.rows.push(row);
      this.accepts.push(state.endsWith("*"));
    }
  }

  matches(text: string): boolean {
    let state = 1;
    for (const byte of toUTF8(text)) {
      state = this.rows[state]?.[this.classOf[byte] ?? 0] ?? 0;
      if (state === 0) return false;
    }
    return this.accepts[state] ?? false;
  }
}

const patterns = new Map<string, Pattern>();

function matches(text: string, pattern: string): boolean {
  let compiled = patterns.get(pattern);
  if (compiled === undefined) {
    const table = found(catalogue.patterns[pattern], `the pattern ${pattern}`);
    compiled = new Pattern(table.classes, table.transitions);
    patterns.set(pattern, compiled);
  }
  return compiled.matches(text);
}

const clock = "(?:[01][0-9]|2[0-3]):[0-5][0-9]";
const formats: { readonly [type: string]: readonly [RegExp, string] } = {
  uint256: [/^(?:0|[1-9][0-9]{0,77})$/, "a text of decimal digits, at most 2^256-1"],
  decimal: [/^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/, 'a decimal number as a text, e.g. "-12.50"'],
  bytes: [/^[A-Za-z0-9+/]*={0,2}$/, "base64 with padding"],
  uuid: [/^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/, "a UUID"],
  uri: [
    /^[A-Za-z][A-Za-z0-9+.-]*:(?:%[0-9A-Fa-f]{2}|[A-Za-z0-9._~:/?#[\]@!$&'()*+,;=-])+$/, "an absolute URI",
  ],
  date: [/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/, "a date (YYYY-MM-DD)"],
  timestamp: [
    new RegExp(`^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt]${clock}:[0-5][0-9](?:\\.[0-9]{1,9})?(?:[Zz]|[+-]${clock})$`),
    "an instant by RFC 3339 with Z or an offset",
  ],
  duration: [
    new RegExp("^P(?:[0-9]+W|(?=[0-9T])(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+D)?"
      + "(?:T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\\.[0-9]{1,9})?S)?)?)$"),
    "an ISO 8601 duration, e.g. PT90S",
  ],
};

/** Whether a day exists. */
export function isDay(year: number, month: number, day: number): boolean {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return days !== undefined && day >= 1 && day <= days;
}

function hasFormat(text: string, type: string): boolean {
  if (!found(formats[type], type)[0].test(text)) return false;
  if (type === "uint256") return BigInt(text) < BigInt(2) ** BigInt(256);
  if (type === "bytes") return text.length % 4 === 0;
  if (type !== "date" && type !== "timestamp") return true;
  return isDay(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10)));
}

// Checking

/** Everything that is wrong with a tree as the payload of an event; `unknown` lets undeclared fields through. */
export function violations(value: Tree, event: string, unknown = false): InvalidPayload[] {
  const check = new Check(unknown);
  if (value instanceof Map) check.object(value, recordOf(eventOf(event).record), "$");
  else check.report("$", "type", "a payload must be an object");
  return check.found;
}

/** Whether two trees are the same, numbers by their value. */
export function isSame(left: Tree, right: Tree): boolean {
  if (left instanceof JsonNumber && right instanceof JsonNumber) {
    return new Decimal(left.text).compare(new Decimal(right.text)) === 0;
  }
  return fold(textOf(left)) === fold(textOf(right));
}

class Check {
  readonly found: InvalidPayload[] = [];
  constructor(private readonly letsUnknownThrough: boolean) {}

  report(path: string, rule: string, reason: string): void {
    this.found.push(new InvalidPayload(path, rule, reason));
  }

  object(value: TreeObject, record: RecordDescription, path: string): void {
    for (const [name, member] of value) {
      if (name === record.discriminator?.[0]) continue;
      const field = record.fields.find((each) => each.name === name);
      if (field === undefined) {
        if (!this.letsUnknownThrough) {
          this.report(`${path}.${name}`, "undeclared", "the catalogue declares no such field here");
        }
      } else if (member !== null || field.nullable !== true) {
        this.value(member, field.value, `${path}.${name}`);
      }
    }
    for (const field of record.fields) {
      if (field.required === true && field.default === undefined && !value.has(field.name)) {
        this.report(`${path}.${field.name}`, "required", "the field is required and absent");
      }
    }
  }

  private value(value: Tree, node: Node, path: string): void {
    const kind = resolved(node).type;
    if (value === null) {
      if (kind !== "json") this.report(path, "nullable", "the field is null and may not be");
      return;
    }
    if (node.type === "named") {
      const before = this.found.length;
      this.value(value, found(catalogue.types[node.name ?? ""], `the type ${node.name}`), path);
      if (this.found.length > before) return;
    } else if (!this.hasKind(value, node, path)) {
      return;
    }
    this.constraints(value, node, kind, path);
  }

  /** Whether the value is of the type; if not, that has been reported. */
  private hasKind(value: Tree, node: Node, path: string): boolean {
    const type = node.type;
    const before = this.found.length;
    if (type === "json") return true;
    if (type === "const") {
      if (!isSame(value, constantOf(node))) this.report(path, "const", `must be the constant ${node.value}`);
    } else if (value instanceof JsonNumber) {
      this.number(value.text, type, path);
    } else if (typeof value === "boolean") {
      if (type !== "bool") this.mismatch(type, "a boolean", path);
    } else if (typeof value === "string") {
      const values = (node.values ?? []) as readonly string[];
      if (type === "enum") {
        if (node.open !== true && !values.includes(value)) {
          this.report(path, "enum", `must be one of ${values.join(", ")}`);
        }
      } else if (formats[type] !== undefined) {
        const rule = type === "timestamp" || type === "bytes" ? "type" : "format";
        if (!hasFormat(value, type)) this.report(path, rule, `must be ${found(formats[type], type)[1]}`);
      } else if (type !== "string") {
        this.mismatch(type, "a text", path);
      }
    } else if (Array.isArray(value)) {
      if (type !== "array") return this.mismatch(type, "an array", path);
      value.forEach((item, index) => this.value(item, innerOf(node), `${path}[${index}]`));
      return true;
    } else if (value !== null) {
      return this.members(value, node, path);
    }
    return this.found.length === before;
  }

  private mismatch(expected: string, kind: string, path: string): false {
    this.report(path, "type", `expected ${expected}, found ${kind}`);
    return false;
  }

  private number(text: string, type: string, path: string): void {
    const range = integerRanges[type];
    if (range !== undefined) {
      if (!/^-?[0-9]+$/.test(text)) {
        this.report(path, "type", "must be a whole number, without fraction or exponent");
      } else if (text.length > 30 || BigInt(text) < range[0] || BigInt(text) > range[1]) {
        this.report(path, "limit", `must be between ${range[0]} and ${range[1]}`);
      }
    } else if (type !== "double") {
      this.mismatch(type, "a number", path);
    } else if (!Number.isFinite(Number(text))) {
      this.report(path, "finite", "the number is not a finite double");
    }
  }

  private members(value: TreeObject, node: Node, path: string): boolean {
    if (node.type === "map") {
      for (const [name, item] of value) this.value(item, innerOf(node), `${path}.${name}`);
    } else if (node.type === "object") {
      this.object(value, recordOf(node.record), path);
    } else if (node.type === "union") {
      const key = node.discriminator ?? "";
      const name = value.get(key);
      const cases = node.cases ?? {};
      const names = Object.keys(cases).join(", ");
      if (typeof name !== "string") {
        this.report(`${path}.${key}`, "required", `must be there and say which of ${names} the object is`);
      } else if (!Object.prototype.hasOwnProperty.call(cases, name)) {
        this.report(`${path}.${key}`, "enum", `must be one of ${names}`);
      } else {
        this.object(value, recordOf(cases[name]), path);
      }
    } else {
      return this.mismatch(node.type, "an object", path);
    }
    return true;
  }

  private constraints(value: Tree, node: Node, kind: string, path: string): void {
    if (value instanceof JsonNumber) return this.bounds(value.text, node, path);
    if (typeof value === "string") {
      if (kind === "uint256" || kind === "decimal") return this.bounds(value, node, path);
      const length = kind === "bytes" ? value.length / 4 * 3 - (value.match(/=/g) ?? []).length : [...value].length;
      this.size(length, node.min_length, node.max_length, "length", path);
      if (node.pattern !== undefined && !matches(value, node.pattern)) {
        this.report(path, "pattern", `does not match ${node.pattern}`);
      }
    } else if (Array.isArray(value)) {
      this.size(value.length, node.min_items, node.max_items, "items", path);
      if (node.unique_items === true && new Set(value.map((item) => fold(textOf(item)))).size !== value.length) {
        this.report(path, "unique_items", "the items must differ from each other");
      }
    } else if (value instanceof Map) {
      this.size(value.size, node.min_items, node.max_items, "items", path);
      if (node.key_pattern === undefined) return;
      for (const name of value.keys()) {
        if (!matches(name, node.key_pattern)) {
          this.report(`${path}.${name}`, "pattern", `the key does not match ${node.key_pattern}`);
        }
      }
    }
  }

  private size(count: number, least: number | undefined, most: number | undefined, what: string, path: string): void {
    if (least !== undefined && count < least) {
      this.report(path, `min_${what}`, `must have at least ${least}, has ${count}`);
    }
    if (most !== undefined && count > most) {
      this.report(path, `max_${what}`, `must have at most ${most}, has ${count}`);
    }
  }

  private bounds(text: string, node: Node, path: string): void {
    const number = new Decimal(text);
    const compared = (bound: string | undefined) =>
      bound === undefined ? undefined : number.compare(new Decimal(bound));
    if (compared(node.minimum) === -1) this.report(path, "minimum", `must be at least ${node.minimum}`);
    if (compared(node.maximum) === 1) this.report(path, "maximum", `must be at most ${node.maximum}`);
    const low = compared(node.exclusive_minimum);
    if (low !== undefined && low < 1) this.report(path, "minimum", `must be above ${node.exclusive_minimum}`);
    const high = compared(node.exclusive_maximum);
    if (high !== undefined && high > -1) this.report(path, "maximum", `must be below ${node.exclusive_maximum}`);
    if (node.multiple_of !== undefined && !number.isMultiple(new Decimal(node.multiple_of))) {
      this.report(path, "multiple_of", `must be a multiple of ${node.multiple_of}`);
    }
  }
}
