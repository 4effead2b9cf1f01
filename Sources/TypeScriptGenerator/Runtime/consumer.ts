/**
 * Reads what the bus puts on Redis: work queues, channels, and the log itself; takes a client of node-redis.
 *
 * Reading the log as one of its consumer groups is left to the bus: a foreign XREADGROUP breaks its readers' leases.
 */
import { catalogue } from "./catalogueTable";
import { EventName } from "./events";
import { InvalidPayload } from "./json";
import { CommandSender } from "./publisher";
import { eventOf } from "./schema";
import type { Route } from "./table";
import { readEntry, readMessage, readPayload, Received } from "./wires";

/** A list or channel of the catalogue, and the events that it is a route of. */
class Place {
  readonly route: Route;
  private readonly events: readonly EventName[];
  private readonly isBare: boolean;

  constructor(kind: string, name: string) {
    const names = Object.keys(catalogue.events) as EventName[];
    const routeOf = (event: EventName) =>
      eventOf(event).routes.find((route) => route.kind === kind && route.name === name);
    this.events = names.filter((event) => routeOf(event) !== undefined);
    const routes = this.events.map((event) => routeOf(event) as Route);
    const [route] = routes;
    if (route === undefined) throw new Error(`the catalogue routes no event to the ${kind} ${name}`);
    this.route = route;
    this.isBare = routes.every((each) => (each.envelope ?? each.wire) === "payload");
    if (this.isBare && routes.length > 1) {
      throw new Error(`bare payloads of several events on ${name} cannot be told apart`);
    }
  }

  read(message: string): Received {
    const received = this.isBare ? readPayload(message, this.events[0] as EventName) : readMessage(message);
    if (!this.events.includes(received.type)) {
      throw new InvalidPayload("$", "type", `the catalogue does not route ${received.type} here`);
    }
    return received;
  }
}

/** Thrown by a handler for a message that will never succeed: it goes to the dead list with this reason. */
export class Reject extends Error {
  constructor(reason: string) {
    super(reason);
    Object.setPrototypeOf(this, Reject.prototype);
  }
}

/**
 * Takes the messages of a list route: each goes to one worker. Give it a connection of its own, since it waits on it.
 *
 * A message waits in the processing list while it is worked on. What a worker leaves there, because it failed or died,
 * the bus puts back once the route's visibility is over (`eventbus reap`), and gives up on after too many takes. So a
 * handler may be run twice for one message: let it know the message's id.
 */
export class WorkQueue {
  /** The list that holds what is worked on. */
  readonly processing: string;
  /** The list that holds what was given up on. */
  readonly dead: string;
  private readonly place: Place;

  constructor(private readonly client: CommandSender, readonly name: string) {
    this.place = new Place("list", name);
    this.processing = this.place.route.processing ?? `${name}:processing`;
    this.dead = this.place.route.dead ?? `${name}:dlq`;
  }

  /**
   * Waits up to `timeout` seconds (0: for ever) for one message and handles it; `false` where none came.
   *
   * Throws what the handler throws, save `Reject`; the message then stays in the processing list.
   */
  async work(handler: (message: Received) => Promise<void> | void, timeout = 0): Promise<boolean> {
    const reply = await this.client.sendCommand(["BRPOPLPUSH", this.name, this.processing, `${timeout}`]);
    if (reply === null) return false;
    const message = String(reply);
    try {
      await handler(this.place.read(message));
    } catch (error) {
      if (!(error instanceof InvalidPayload) && !(error instanceof Reject)) throw error;
      await this.bury(message, error.message);
      return true;
    }
    await this.client.sendCommand(["LREM", this.processing, "-1", message]);
    return true;
  }

  /** Puts a message that was taken on the dead list, where `eventbus queue dead` shows it. */
  async bury(message: string, reason: string): Promise<void> {
    const letter = {
      original_message: message, error: reason, original_queue: this.name, failed_at: new Date().toISOString(),
    };
    await this.client.sendCommand(["LPUSH", this.dead, JSON.stringify(letter)]);
    await this.client.sendCommand(["LREM", this.processing, "-1", message]);
  }
}

/** What is asked of a client that subscribes; that of node-redis 4 has it. Give it a connection of its own. */
export interface ChannelSubscriber {
  subscribe(channel: string, listener: (message: string) => void): Promise<unknown>;
  unsubscribe(channel: string): Promise<unknown>;
}

/**
 * Hands over each event of a channel route until the returned function is called: at most once, at once, nothing of the
 * past. A message that is not the event goes to `refused`.
 */
export async function subscribe(
  client: ChannelSubscriber, channel: string, handler: (message: Received) => void,
  refused: (error: InvalidPayload) => void,
): Promise<() => Promise<void>> {
  const place = new Place("channel", channel);
  await client.subscribe(channel, (message) => {
    let received: Received;
    try {
      received = place.read(message);
    } catch (error) {
      if (!(error instanceof InvalidPayload)) throw error;
      refused(error);
      return;
    }
    handler(received);
  });
  return async () => {
    await client.unsubscribe(channel);
  };
}

/** One entry of a log, still as it was written. */
export class LogEntry {
  constructor(
    readonly partition: number,
    /** The entry's id, `milliseconds-sequence`: read on from here another time. */
    readonly position: string,
    readonly fields: { readonly [name: string]: string },
  ) {}

  /** The event; throws `InvalidPayload`. */
  read(): Received {
    return readEntry(this.fields);
  }
}

/**
 * Reads every event of a stream in the log's order, from where it is told; readers do not disturb each other.
 *
 * `positions` holds the last position read of each partition: keep it, and a reader made with it goes on from there.
 * Retention may have removed what lies behind it. Give it a connection of its own if it is to wait.
 */
export class LogReader {
  readonly positions: Map<number, string>;
  private readonly keys: readonly string[];

  constructor(
    private readonly client: CommandSender, stream: string, positions: ReadonlyMap<number, string> = new Map(),
    namespace = "hokusai",
  ) {
    const partitions = catalogue.streams[stream]?.partitions;
    if (partitions === undefined) throw new Error(`the catalogue declares no stream ${stream}`);
    this.keys = Array.from({ length: partitions }, (_, number) => `${namespace}:{${stream}:${number}}:log`);
    this.positions = new Map(this.keys.map((_, number) => [number, positions.get(number) ?? "0-0"]));
  }

  /** The next entries, at most `count` of each partition; waits up to `block` milliseconds for the first. */
  async read(count = 100, block?: number): Promise<LogEntry[]> {
    const waiting = block === undefined ? [] : ["BLOCK", `${block}`];
    const command = ["XREAD", "COUNT", `${count}`, ...waiting, "STREAMS", ...this.keys, ...this.positions.values()];
    const reply = (await this.client.sendCommand(command)) as [string, [string, string[]][]][] | null;
    const entries: LogEntry[] = [];
    for (const [key, found] of reply ?? []) {
      const partition = this.keys.indexOf(key);
      for (const [position, list] of found) {
        const fields: { [name: string]: string } = {};
        for (let at = 0; at + 1 < list.length; at += 2) fields[list[at] ?? ""] = list[at + 1] ?? "";
        entries.push(new LogEntry(partition, position, fields));
        this.positions.set(partition, position);
      }
    }
    return entries;
  }
}
