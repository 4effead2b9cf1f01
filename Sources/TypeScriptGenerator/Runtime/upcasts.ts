/** Changes payloads of older major versions into those of today. */
import { InvalidPayload, JsonNumber, parse, Tree, TreeObject } from "./json";
import { eventOf } from "./schema";
import type { Piece, Step } from "./table";

/** A payload that was written under a major version, as one of the version of this package. */
export function upcast(payload: Tree, event: string, major: number): Tree {
  const description = eventOf(event);
  const current = parseInt(description.version, 10);
  if (major === current) return payload;
  if (major > current) {
    const words = `version ${major} of ${event} is newer than ${description.version}`;
    throw new InvalidPayload("$", "version", `${words}, which this package was generated for`);
  }
  if (!(payload instanceof Map)) throw new InvalidPayload("$", "type", "a payload must be an object");
  let changed: TreeObject = payload;
  for (let next = major + 1; next <= current; next += 1) {
    const found = (description.upcasts ?? []).find((each) => each.major === next);
    if (found === undefined) {
      throw new InvalidPayload("$", "version", `the catalogue declares no upcasts of ${event} to version ${next}`);
    }
    for (const step of found.steps) changed = take(step, new Map(changed), next);
  }
  return changed;
}

function take(step: Step, payload: TreeObject, major: number): TreeObject {
  const value = payload.get(step.field);
  switch (step.step) {
    case "rename":
      if (value === undefined) return payload;
      payload.delete(step.to ?? "");
      return new Map([...payload].map(([name, item]) => [name === step.field ? step.to ?? "" : name, item]));
    case "default":
      return value === undefined ? payload.set(step.field, parse(step.value ?? "null")) : payload;
    case "constant":
      return payload.set(step.field, parse(step.value ?? "null"));
    case "drop":
      payload.delete(step.field);
      return payload;
    case "map_enum":
      if (typeof value !== "string") return payload;
      return payload.set(step.field, new Map(Object.entries(step.values ?? {})).get(value) ?? step.otherwise ?? value);
    case "split":
      payload.delete(step.field);
      if (value !== undefined && value !== null) split(value, step, payload, major);
      return payload;
    default:
      return merge(step, payload, major);
  }
}

function split(value: Tree, step: Step, payload: TreeObject, major: number): void {
  const template = step.template ?? [];
  let rest = typeof value === "string" ? value : undefined;
  template.forEach((piece, index) => {
    if (rest === undefined) return;
    if (piece.field === undefined) {
      const literal = piece.text ?? "";
      rest = rest.startsWith(literal) ? rest.slice(literal.length) : undefined;
      return;
    }
    const end = endOfPart(rest, template, index);
    if (end < 1) {
      rest = undefined;
      return;
    }
    payload.set(piece.field, rest.slice(0, end));
    rest = rest.slice(end);
  });
  if (rest !== "") throw refusal(step.field, major, "the text does not have the form by which it is split");
}

/** Where a field's part ends: where what follows it first comes, behind at least one character. */
function endOfPart(rest: string, template: readonly Piece[], index: number): number {
  const literal = template[index + 1]?.text;
  if (literal === undefined) return rest.length;
  if (index + 2 < template.length) return rest.indexOf(literal, 1);
  return rest.endsWith(literal) ? rest.length - literal.length : -1;
}

function merge(step: Step, payload: TreeObject, major: number): TreeObject {
  let text = "";
  for (const piece of step.template ?? []) {
    const value = piece.field === undefined ? piece.text ?? "" : payload.get(piece.field);
    if (value === undefined || value === null) return payload;
    if (value instanceof JsonNumber) text += value.text;
    else if (typeof value !== "object") text += String(value);
    else throw refusal(piece.field ?? "", major, "an array or an object is no part of a text");
  }
  return payload.set(step.field, text);
}

function refusal(field: string, major: number, reason: string): InvalidPayload {
  return new InvalidPayload(`$.${field}`, "upcast", `on the way to version ${major}: ${reason}`);
}
