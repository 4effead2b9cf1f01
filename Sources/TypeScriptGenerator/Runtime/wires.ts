/** Reads events from the three wires and from entries of a log. */
import { Events, EventName } from "./events";
import { InvalidPayload, Tree, TreeObject } from "./json";
import { eventNamed, readTree, timestamp, treeOf } from "./runtime";
import { upcast } from "./upcasts";

/** An event and what came around it; what a wire does not say is `undefined`. */
export type Received<Name extends EventName = EventName> = {
  [Each in Name]: {
    readonly type: Each;
    readonly event: Events[Each];
    readonly id?: string;
    readonly version?: string;
    readonly source?: string;
    readonly time?: string;
    readonly subject?: string;
    readonly correlationId?: string;
    readonly causationId?: string;
    readonly traceparent?: string;
  };
}[Name];

function major(version: Tree | undefined): number | undefined {
  const digits = typeof version === "string" ? version.split(".")[0] ?? "" : "";
  return /^[0-9]{1,9}$/.test(digits) ? Number(digits) : undefined;
}

function nameOf(value: Tree | undefined, path: string): EventName {
  const name = typeof value === "string" ? eventNamed(value) : undefined;
  if (name === undefined) throw new InvalidPayload(path, "type", "the catalogue declares no such event");
  return name as EventName;
}

function received(type: EventName, payload: Tree, version: number | undefined, context: object): Received {
  const event = readTree(type, version === undefined ? payload : upcast(payload, type, version));
  const known = Object.entries(context).filter(([, value]) => value !== undefined);
  return { type, event, ...Object.fromEntries(known) } as unknown as Received;
}

function text(value: Tree | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function time(value: Tree | undefined): string | undefined {
  try {
    return typeof value === "string" ? timestamp(value) : undefined;
  } catch {
    return undefined;
  }
}

function membersOf(message: unknown): TreeObject {
  const tree = treeOf(message);
  if (!(tree instanceof Map)) throw new InvalidPayload("$", "type", "a message must be an object");
  return tree;
}

function member(message: TreeObject, name: string): Tree {
  const value = message.get(name);
  if (value === undefined || value === null) {
    throw new InvalidPayload(`$.${name}`, "required", "the field is required and absent");
  }
  return value;
}

/** Reads the wire `payload`: the payload alone, of an event that the route is known to carry. */
export function readPayload<Name extends EventName>(message: unknown, name: Name): Received<Name> {
  return received(name, treeOf(message), undefined, {}) as Received<Name>;
}

/** Reads the wire `message_envelope`, as work queues hold it. */
export function readEnvelope(message: unknown): Received {
  const members = membersOf(message);
  const type = nameOf(member(members, "message_type"), "$.message_type");
  return received(type, member(members, "payload"), undefined, {
    id: text(members.get("message_id")), time: time(members.get("timestamp")),
  });
}

/** Reads the wire `cloudevents`: CloudEvents 1.0 in structured JSON; of an older major version by the upcasts. */
export function readCloudEvent(message: unknown): Received {
  const members = membersOf(message);
  const name = member(members, "type");
  const type = nameOf(name, "$.type");
  const [, written] = typeof name === "string" ? /\.v([0-9]+)$/.exec(name) ?? [] : [];
  return received(type, member(members, "data"), major(written), {
    id: text(members.get("id")),
    version: text(members.get("eventversion")),
    source: text(members.get("source")),
    time: time(members.get("time")),
    subject: text(members.get("subject")),
    correlationId: text(members.get("correlationid")),
    causationId: text(members.get("causationid")),
    traceparent: text(members.get("traceparent")),
  });
}

/** Reads an envelope or a CloudEvent, whichever it is. */
export function readMessage(message: unknown): Received {
  return membersOf(message).has("specversion") ? readCloudEvent(message) : readEnvelope(message);
}

/** Reads the fields of a log's entry (CloudEvents in binary mode); of an older major version by the upcasts. */
export function readEntry(fields: { readonly [name: string]: string }): Received {
  const values = new Map(Object.entries(fields));
  for (const name of ["id", "type", "data"]) {
    if (!values.has(name)) {
      throw new InvalidPayload(`$.${name}`, "required", "an entry of the log has id, type and data");
    }
  }
  return received(nameOf(values.get("type"), "$.type"), treeOf(values.get("data")), major(values.get("version")), {
    id: values.get("id"),
    version: values.get("version"),
    source: values.get("source"),
    time: time(values.get("time")),
    subject: values.get("subject") ?? "",
    correlationId: values.get("correlationid"),
    causationId: values.get("causationid"),
    traceparent: values.get("traceparent"),
  });
}
