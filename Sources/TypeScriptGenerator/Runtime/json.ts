/** JSON that keeps what a text says: numbers as they are written, names once, the same bytes in every language. */

/** A payload that the catalogue or JSON itself refuses: where, by which rule, and what is wrong. */
export class InvalidPayload extends Error {
  constructor(
    /** The place: `$.tags.dataset`. */
    readonly path: string,
    /** The broken rule in one word: `max_length`. */
    readonly rule: string,
    /** What is wrong, in words. */
    readonly reason: string,
  ) {
    super(`${path}: ${reason} [${rule}]`);
    this.name = "InvalidPayload";
    Object.setPrototypeOf(this, InvalidPayload.prototype);
  }
}

/** A number as it is written. */
export class JsonNumber {
  constructor(readonly text: string) {}
}

/** What JSON can say; objects are maps, since plain objects reorder names that look like numbers. */
export type Tree = null | boolean | string | JsonNumber | Tree[] | TreeObject;
/** The members of an object, in the order of the text. */
export type TreeObject = Map<string, Tree>;

/** Any JSON, exactly as it was written: of a field of type `json`, or of a field that this package does not know. */
export class Json {
  private constructor(
    /** The JSON, without spaces. */
    readonly text: string,
  ) {}

  /** Any value that JSON can say; throws `InvalidPayload` for others. */
  static of(value: unknown): Json {
    return value instanceof Json ? value : new Json(textOf(toTree(value, "$")));
  }

  /** JSON from its text; throws `InvalidPayload`. */
  static parse(text: string): Json {
    return new Json(textOf(parse(text)));
  }

  /** The value as `JSON.parse` reads it. */
  get value(): unknown {
    return JSON.parse(this.text);
  }
}

const maximumDepth = 64;
const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const plain = /[^"\\\u0000-\u001f]*/y;
const space = /[ \t\n\r]*/y;

/** Reads JSON from a text or from UTF-8; throws `InvalidPayload`. */
export function parse(input: string | Uint8Array): Tree {
  const text = typeof input === "string" ? input : fromUTF8(input);
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

class Reader {
  private at = 0;
  constructor(private readonly text: string) {}

  value(depth: number): Tree {
    this.skip(space);
    const next = this.text[this.at];
    if (next === "{") return this.object(depth);
    if (next === "[") return this.array(depth);
    if (next === '"') return this.string();
    for (const [word, value] of [["null", null], ["true", true], ["false", false]] as const) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    const digits = this.skip(number);
    if (digits === "") throw this.syntax("a value");
    return new JsonNumber(digits);
  }

  end(): void {
    this.skip(space);
    if (this.at < this.text.length) throw this.syntax("the end of the text");
  }

  private object(depth: number): Tree {
    const members: TreeObject = new Map();
    const names = new Set<string>();
    this.descend(depth);
    if (this.take("}")) return members;
    do {
      this.skip(space);
      if (this.text[this.at] !== '"') throw this.syntax("a name in quotes");
      const name = this.string();
      if (names.has(fold(name))) {
        throw new InvalidPayload("$", "duplicate_name", "a name stands twice in one object");
      }
      names.add(fold(name));
      if (!this.take(":")) throw this.syntax("a colon");
      members.set(name, this.value(depth + 1));
    } while (this.take(","));
    if (!this.take("}")) throw this.syntax("a comma or }");
    return members;
  }

  private array(depth: number): Tree {
    const items: Tree[] = [];
    this.descend(depth);
    if (this.take("]")) return items;
    do items.push(this.value(depth + 1));
    while (this.take(","));
    if (!this.take("]")) throw this.syntax("a comma or ]");
    return items;
  }

  private descend(depth: number): void {
    if (depth >= maximumDepth) {
      throw new InvalidPayload("$", "limit", `arrays and objects lie deeper than ${maximumDepth} in each other`);
    }
    this.at += 1;
  }

  private string(): string {
    this.at += 1;
    let result = "";
    for (;;) {
      result += this.skip(plain);
      const next = this.text[this.at];
      if (next === '"') break;
      if (next !== "\\") throw this.syntax("a closing quote");
      const escape = this.text[this.at + 1] ?? "";
      const short: { [escape: string]: string } = {
        '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t",
      };
      const digits = this.text.slice(this.at + 2, this.at + 6);
      if (escape === "u" && /^[0-9a-fA-F]{4}$/.test(digits)) {
        result += String.fromCharCode(parseInt(digits, 16));
        this.at += 6;
      } else if (escape !== "u" && short[escape] !== undefined) {
        result += short[escape];
        this.at += 2;
      } else {
        throw this.syntax("an escape");
      }
    }
    this.at += 1;
    checkText(result, "$");
    return result;
  }

  private take(character: string): boolean {
    this.skip(space);
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  private skip(expression: RegExp): string {
    expression.lastIndex = this.at;
    const found = expression.exec(this.text)?.[0] ?? "";
    this.at += found.length;
    return found;
  }

  private syntax(expected: string): InvalidPayload {
    return new InvalidPayload("$", "syntax", `${expected} is expected at character ${this.at}`);
  }
}

/** The text by which two spellings of the same characters are one. */
export function fold(text: string): string {
  return text.normalize("NFC");
}

function checkText(text: string, path: string): void {
  if (/[\ud800-\udfff]/u.test(text)) {
    throw new InvalidPayload(path, "syntax", "a surrogate stands alone; it is no character");
  }
}

/** Throws `InvalidPayload` where two names are spellings of the same characters: no reader takes both. */
export function checkNames(names: Iterable<string>, path: string): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(fold(name))) throw new InvalidPayload(path, "duplicate_name", "a name stands twice in one object");
    seen.add(fold(name));
  }
}

/** The tree of any value that JSON can say; throws `InvalidPayload` for others. */
export function toTree(value: unknown, path: string): Tree {
  if (value === null || typeof value === "boolean") return value;
  if (value instanceof JsonNumber) return value;
  if (value instanceof Json) return parse(value.text);
  if (typeof value === "string") {
    checkText(value, path);
    return value;
  }
  if (typeof value === "bigint") return new JsonNumber(value.toString());
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new InvalidPayload(path, "finite", "a number must be finite");
    return new JsonNumber(Number.isInteger(value) && !Object.is(value, -0) && Math.abs(value) < 1e21
      ? value.toString() : numberText(value));
  }
  if (Array.isArray(value)) return value.map((item, index) => toTree(item, `${path}[${index}]`));
  if (value instanceof Map) {
    const members = [...value].map(([name, item]) => [String(name), toTree(item, `${path}.${String(name)}`)] as const);
    checkNames(members.map(([name]) => name), path);
    return new Map(members);
  }
  if (typeof value === "object") {
    const members: TreeObject = new Map();
    for (const [name, item] of Object.entries(value as object)) {
      checkText(name, path);
      if (item !== undefined) members.set(name, toTree(item, `${path}.${name}`));
    }
    checkNames(members.keys(), path);
    return members;
  }
  throw new InvalidPayload(path, "type", `a ${typeof value} is no JSON`);
}

/** The tree as plain values: objects, arrays, and numbers, whole ones beyond 2^53 as bigint. */
export function toPlain(value: Tree): unknown {
  if (value instanceof JsonNumber) {
    const isWhole = /^-?[0-9]+$/.test(value.text);
    return isWhole && !Number.isSafeInteger(Number(value.text)) ? BigInt(value.text) : Number(value.text);
  }
  if (Array.isArray(value)) return value.map(toPlain);
  if (value instanceof Map) {
    const object: { [name: string]: unknown } = Object.create(null);
    for (const [name, item] of value) object[name] = toPlain(item);
    return object;
  }
  return value;
}

/** The shortest text of a finite double: positional from 1e-6 to 2^53, else with an exponent. */
export function numberText(value: number): string {
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const [mantissa = "", power = "0"] = Math.abs(value).toExponential().split("e");
  const sign = value < 0 ? "-" : "";
  const digits = mantissa.replace(".", "");
  // The value is 0.DIGITS times ten to the power of `point`.
  const point = Number(power) + 1;
  const decimals = digits.length - point;
  const isShort = Math.abs(value) < 1e9 && decimals <= 6;
  if (!isShort && (point < -3 || Math.abs(value) > 9007199254740992)) {
    const exponent = Math.abs(point - 1).toString().padStart(2, "0");
    const rest = digits.length > 1 ? `.${digits.slice(1)}` : "";
    return `${sign}${digits[0]}${rest}e${point < 1 ? "-" : "+"}${exponent}`;
  }
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  if (decimals <= 0) return `${sign}${digits}${"0".repeat(-decimals)}.0`;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** A tree as compact JSON. */
export function textOf(value: Tree): string {
  if (value instanceof JsonNumber) return value.text;
  if (Array.isArray(value)) return `[${value.map(textOf).join(",")}]`;
  if (value instanceof Map) {
    return `{${[...value].map(([name, item]) => `${JSON.stringify(name)}:${textOf(item)}`).join(",")}}`;
  }
  return JSON.stringify(value);
}

/** The bytes of a text in UTF-8. */
export function toUTF8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const scalar = character.codePointAt(0) ?? 0;
    if (scalar < 0x80) bytes.push(scalar);
    else if (scalar < 0x800) bytes.push(0xc0 | scalar >> 6, 0x80 | scalar & 63);
    else if (scalar < 0x10000) bytes.push(0xe0 | scalar >> 12, 0x80 | scalar >> 6 & 63, 0x80 | scalar & 63);
    else {
      bytes.push(0xf0 | scalar >> 18, 0x80 | scalar >> 12 & 63, 0x80 | scalar >> 6 & 63, 0x80 | scalar & 63);
    }
  }
  return Uint8Array.from(bytes);
}

/** The text of bytes in UTF-8; throws `InvalidPayload` where they are none. */
export function fromUTF8(bytes: Uint8Array): string {
  const escaped = Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
  try {
    return decodeURIComponent(escaped);
  } catch {
    throw new InvalidPayload("$", "syntax", "the bytes are not UTF-8");
  }
}
