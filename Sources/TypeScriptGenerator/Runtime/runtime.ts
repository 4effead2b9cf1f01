/** What generated functions share: reading, checking and writing by the catalogue's table. */
import { catalogue } from "./catalogueTable";
import {
  checkNames, fold, InvalidPayload, Json, JsonNumber, numberText, parse, textOf, toPlain, toTree, Tree, TreeObject,
} from "./json";
import { constantOf, eventOf, innerOf, integerRanges, isDay, isSame, recordOf, resolved, violations } from "./schema";
import type { Node, Piece, RecordDescription } from "./table";

/** The key of the fields that a reader did not know; a writer writes them back. */
export const unknownFields: unique symbol = Symbol("unknownFields");

/** What a reader kept of fields that it did not know. */
export interface UnknownFields {
  [unknownFields]?: ReadonlyMap<string, Json>;
}

type Plain = { [name: string]: unknown; [unknownFields]?: ReadonlyMap<string, Json> };

/** A rule over several fields: its name, what is wrong where it is broken, and the rule; only `false` refuses. */
export type Invariant = readonly [name: string, message: string, holds: (payload: any) => unknown];
const invariants = new Map<string, readonly Invariant[]>();

/** Makes the invariants of an event known. */
export function declareInvariants(event: string, rules: readonly Invariant[]): void {
  invariants.set(event, rules);
}

/** Throws `InvalidPayload` where a rule over several fields of an event does not hold. */
export function checkInvariants(payload: Tree, event: string): void {
  const rules = invariants.get(event);
  if (rules === undefined) return;
  const plain = toPlain(payload);
  for (const [, message, holds] of rules) {
    if (holds(plain) === false) throw new InvalidPayload("$", "invariant", message);
  }
}

/** Reads a payload: from JSON as text or UTF-8, or from a value that somebody else has parsed. */
export function readEvent(event: string, value: unknown): Plain {
  return readTree(event, treeOf(value));
}

/** The tree of JSON as text or UTF-8, or of a value that somebody else has parsed. */
export function treeOf(value: unknown): Tree {
  return typeof value === "string" || value instanceof Uint8Array ? parse(value) : toTree(value, "$");
}

/** Reads a payload from its tree. */
export function readTree(event: string, payload: Tree): Plain {
  return readRecord(payload, recordOf(eventOf(event).record), "$");
}

/** Writes a payload, checked: the same bytes in every language. */
export function writeEvent(event: string, value: object): string {
  const payload = writeRecord(value as Plain, recordOf(eventOf(event).record), "$");
  for (const violation of violations(payload, event, true)) throw violation;
  checkInvariants(payload, event);
  return textOf(payload);
}

/** What an event is about: it decides order and partition, and is the subject of CloudEvents. */
export function aggregateId(event: string, value: object): string {
  return filled(eventOf(event).aggregate_id, event, value);
}

/** What makes two publishes of an event the same one; `undefined` where the catalogue declares no key. */
export function idempotencyKey(event: string, value: object): string | undefined {
  const template = eventOf(event).idempotency_key;
  return template === undefined ? undefined : filled(template, event, value);
}

function filled(template: readonly Piece[], event: string, value: object): string {
  const payload = writeRecord(value as Plain, recordOf(eventOf(event).record), "$");
  return template.map((piece) => {
    const part = piece.field === undefined ? piece.text ?? "" : payload.get(piece.field) ?? "";
    return typeof part === "string" ? part : textOf(part);
  }).join("");
}

const eventOfName = new Map<string, string>();
for (const [event, { aliases }] of Object.entries(catalogue.events)) {
  for (const name of [event, ...aliases]) if (!eventOfName.has(name)) eventOfName.set(name, event);
}

/** The event of a name, an alias, or the type of CloudEvents; `undefined` where there is none. */
export function eventNamed(name: string): string | undefined {
  const prefix = `${catalogue.id}.`;
  if (eventOfName.has(name) || !name.startsWith(prefix)) return eventOfName.get(name);
  const [, alias = ""] = /^(.*)\.v[0-9]{1,9}$/.exec(name.slice(prefix.length)) ?? [];
  return eventOfName.get(alias);
}

// Reading

function refuse(path: string, expected: string): InvalidPayload {
  return new InvalidPayload(path, "type", `${expected} is expected`);
}

function readRecord(payload: Tree, description: RecordDescription, path: string): Plain {
  if (!(payload instanceof Map)) throw refuse(path, "an object");
  const result: Plain = {};
  const rest = new Map(payload);
  if (description.discriminator !== undefined) {
    const [key = "", name] = description.discriminator;
    set(result, key, name);
    rest.delete(key);
  }
  for (const field of description.fields) {
    const { name, absence } = field;
    const place = `${path}.${name}`;
    const value = payload.get(name);
    const kind = resolved(field.value);
    rest.delete(name);
    if (value !== undefined && value !== null) {
      set(result, name, readValue(value, field.value, place));
    } else if (kind.type === "const") {
      set(result, name, toPlain(constantOf(kind)));
    } else if (field.default !== undefined) {
      const isNull = value === null && absence === "null_or_missing";
      set(result, name, isNull ? null : readValue(parse(field.default), field.value, place));
    } else if (value === undefined && (absence === "never" || absence === "null")) {
      throw new InvalidPayload(place, "required", "the field is required and absent");
    } else if (absence === "never") {
      throw new InvalidPayload(place, "nullable", "the field is null and may not be");
    } else if (absence !== "missing") {
      set(result, name, null);
    }
  }
  if (rest.size > 0 && catalogue.unknown_fields === "preserve") {
    result[unknownFields] = new Map([...rest].map(([name, value]) => [name, Json.parse(textOf(value))]));
  }
  return result;
}

/** Sets a member even of a name that objects have anyway. */
function set(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
}

function readValue(value: Tree, named: Node, path: string): unknown {
  const node = resolved(named);
  const range = integerRanges[node.type];
  if (node.type === "json") return Json.parse(textOf(value));
  if (node.type === "const") return readConstant(value, node, path);
  if (range !== undefined) {
    if (!(value instanceof JsonNumber) || !/^-?[0-9]+$/.test(value.text)) throw refuse(path, "an integer");
    if (value.text.length > 30 || BigInt(value.text) < range[0] || BigInt(value.text) > range[1]) {
      throw new InvalidPayload(path, "limit", `the integer does not fit ${node.type}`);
    }
    return node.type === "int32" ? Number(value.text) + 0 : BigInt(value.text);
  }
  switch (node.type) {
    case "bool":
      if (typeof value !== "boolean") throw refuse(path, "a boolean");
      return value;
    case "double":
      if (!(value instanceof JsonNumber)) throw refuse(path, "a number");
      if (!Number.isFinite(Number(value.text))) {
        throw new InvalidPayload(path, "limit", "the number is beyond the range of a double");
      }
      return Number(value.text);
    case "array":
      if (!Array.isArray(value)) throw refuse(path, "an array");
      return value.map((item, index) => readValue(item, innerOf(node), `${path}[${index}]`));
    case "map":
    case "object":
    case "union":
      if (!(value instanceof Map)) throw refuse(path, "an object");
      return readObject(value, node, path);
    default:
      if (typeof value !== "string") throw refuse(path, "a text");
      return readText(value, node, path);
  }
}

function readConstant(value: Tree, node: Node, path: string): unknown {
  const expected = constantOf(node);
  if (!isSame(value, expected)) throw new InvalidPayload(path, "const", `the constant ${node.value} is expected`);
  return toPlain(expected);
}

function readText(value: string, node: Node, path: string): unknown {
  if (node.type === "enum") {
    const values = (node.values ?? []) as readonly string[];
    if (node.open === true || values.includes(value)) return value;
    throw new InvalidPayload(path, "enum", `must be one of ${values.join(", ")}`);
  }
  if (node.type === "timestamp") return timestamp(value, path);
  return node.type === "bytes" ? fromBase64(value, path) : value;
}

function readObject(value: TreeObject, node: Node, path: string): unknown {
  if (node.type === "object") return readRecord(value, recordOf(node.record), path);
  if (node.type === "map") {
    const result = {};
    for (const [name, item] of value) {
      if (item === null && resolved(innerOf(node)).type !== "json") throw refuse(`${path}.${name}`, "a value");
      set(result, name, readValue(item, innerOf(node), `${path}.${name}`));
    }
    return result;
  }
  const place = `${path}.${node.discriminator}`;
  const name = value.get(node.discriminator ?? "");
  if (name === undefined || name === null) {
    throw new InvalidPayload(place, "required", "the field is required and absent");
  }
  if (typeof name !== "string") throw refuse(place, "a text");
  const record = caseOf(node, name);
  if (record === undefined) {
    throw new InvalidPayload(place, "enum", `must be one of ${Object.keys(node.cases ?? {}).join(", ")}`);
  }
  return readRecord(value, recordOf(record), path);
}

function caseOf(node: Node, name: string): string | undefined {
  return new Map(Object.entries(node.cases ?? {})).get(name);
}

const moment =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d{2}):(\d{2}))?$/;

/** RFC 3339 in UTC with six fraction digits, from RFC 3339 with any offset; without one the time is UTC. */
export function timestamp(text: string, path = "$"): string {
  const parts = moment.exec(text);
  if (parts === null) throw refuse(path, "an RFC 3339 timestamp");
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map(Number);
  const offset = (Number(parts[9] ?? 0) * 60 + Number(parts[10] ?? 0)) * (parts[8] === "-" ? -1 : 1);
  const isClock = hour < 24 && minute < 60 && second <= 60 && Number(parts[9] ?? 0) < 24 && Number(parts[10] ?? 0) < 60;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute - offset, second, 0);
  if (!isClock || !isDay(year, month, day) || date.getUTCFullYear() < 0 || date.getUTCFullYear() > 9999) {
    throw refuse(path, "an RFC 3339 timestamp");
  }
  return `${date.toISOString().slice(0, 19)}.${(parts[7] ?? "").padEnd(6, "0").slice(0, 6)}Z`;
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const group = (bytes[at] ?? 0) << 16 | (bytes[at + 1] ?? 0) << 8 | (bytes[at + 2] ?? 0);
    for (let digit = 0; digit < 4; digit += 1) {
      text += at + digit > bytes.length ? "=" : alphabet.charAt(group >> 18 - 6 * digit & 63);
    }
  }
  return text;
}

function fromBase64(text: string, path: string): Uint8Array {
  const digits = text.replace(/={1,2}$/, "");
  const bytes: number[] = [];
  let bits = 0;
  for (let at = 0; at < digits.length; at += 1) {
    bits = (bits << 6 | alphabet.indexOf(digits.charAt(at)) & 63) & 0xffffff;
    if (at % 4 > 0) bytes.push(bits >> 6 - 2 * (at % 4) & 255);
  }
  const result = Uint8Array.from(bytes);
  // Also refuses other characters, a lack of padding and stray bits.
  if (toBase64(result) !== text) throw refuse(path, "base64");
  return result;
}

// Writing

function writeRecord(value: Plain, description: RecordDescription, path: string): TreeObject {
  if (typeof value !== "object" || value === null) throw refuse(path, "an object");
  const payload: TreeObject = new Map();
  const known = new Set(description.fields.map((field) => field.name));
  if (description.discriminator !== undefined) {
    const [key = "", name = ""] = description.discriminator;
    payload.set(key, name);
    known.add(key);
  }
  for (const field of description.fields) {
    const { name, absence } = field;
    const kind = resolved(field.value);
    const member = Object.prototype.hasOwnProperty.call(value, name) ? value[name] : undefined;
    if (kind.type === "const") {
      const constant = constantOf(kind);
      if (member !== undefined && !isSame(toTree(member, `${path}.${name}`), constant)) {
        throw new InvalidPayload(`${path}.${name}`, "const", `must be the constant ${kind.value}`);
      }
      payload.set(name, constant);
    } else if (member !== undefined && member !== null) {
      payload.set(name, writeValue(member, field.value, `${path}.${name}`));
    } else if (member === undefined && field.default !== undefined) {
      const standing = readValue(parse(field.default), field.value, `${path}.${name}`);
      payload.set(name, writeValue(standing, field.value, `${path}.${name}`));
    } else if (absence === "never") {
      const [rule, reason] = member === null
        ? ["nullable", "the field is null and may not be"] : ["required", "the field is required and absent"];
      throw new InvalidPayload(`${path}.${name}`, rule ?? "", reason ?? "");
    } else if (absence !== "missing") {
      payload.set(name, null);
    }
  }
  for (const name of Object.keys(value)) {
    if (!known.has(name) && value[name] !== undefined) {
      throw new InvalidPayload(`${path}.${name}`, "undeclared", "the catalogue declares no such field here");
    }
  }
  for (const [name, member] of value[unknownFields] ?? []) {
    if (!known.has(name)) payload.set(name, parse(member.text));
  }
  if (value[unknownFields] !== undefined) checkNames(payload.keys(), path);
  return payload;
}

/** The tree of a typed value; what is of another type is left for the check to name. */
function writeValue(value: unknown, named: Node, path: string): Tree {
  const node = resolved(named);
  if (node.type === "double" && typeof value === "number" && Number.isFinite(value)) {
    return new JsonNumber(numberText(value));
  }
  if (integerRanges[node.type] !== undefined && typeof value === "number" && !Number.isSafeInteger(value)) {
    const rule = Number.isInteger(value) ? "limit" : "type";
    throw new InvalidPayload(path, rule, "must be a whole number; beyond 2^53 a bigint");
  }
  if (integerRanges[node.type] !== undefined && Object.is(value, -0)) return new JsonNumber("0");
  switch (node.type) {
    case "timestamp":
      return typeof value === "string" ? timestamp(value, path) : toTree(value, path);
    case "bytes":
      if (!(value instanceof Uint8Array)) throw refuse(path, "a Uint8Array");
      return toBase64(value);
    case "array":
      if (!Array.isArray(value)) throw refuse(path, "an array");
      return value.map((item, index) => writeValue(item, innerOf(node), `${path}[${index}]`));
    case "object":
      return writeRecord(value as Plain, recordOf(node.record), path);
    case "map":
    case "union":
      if (typeof value !== "object" || value === null || Array.isArray(value)) throw refuse(path, "an object");
      return node.type === "map" ? writeMap(value, node, path) : writeUnion(value as Plain, node, path);
    default:
      return toTree(value, path);
  }
}

function writeMap(value: object, node: Node, path: string): TreeObject {
  const entries = Object.entries(value).map(([name, item]) => {
    toTree(name, path);
    return [name, writeValue(item, innerOf(node), `${path}.${name}`)] as const;
  });
  checkNames(entries.map(([name]) => name), path);
  return new Map(entries.sort(([left], [right]) => compare(fold(left), fold(right))));
}

/** By Unicode scalars, as the other languages sort, and not by units of UTF-16. */
function compare(left: string, right: string): number {
  const [leftScalars, rightScalars] = [[...left], [...right]];
  for (const [index, character] of leftScalars.entries()) {
    const other = rightScalars[index];
    if (other === undefined) return 1;
    if (character !== other) return (character.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0);
  }
  return leftScalars.length - rightScalars.length;
}

function writeUnion(value: Plain, node: Node, path: string): TreeObject {
  const name = value[node.discriminator ?? ""];
  const record = typeof name === "string" ? caseOf(node, name) : undefined;
  if (record === undefined) {
    const rule = name === undefined ? "required" : "enum";
    const names = Object.keys(node.cases ?? {}).join(", ");
    throw new InvalidPayload(`${path}.${node.discriminator}`, rule, `must be one of ${names}`);
  }
  return writeRecord(value, recordOf(record), path);
}
