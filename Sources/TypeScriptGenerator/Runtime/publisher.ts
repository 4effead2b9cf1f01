/**
 * Publishes events to the log on Redis by the bus's own script; takes a client of node-redis.
 *
 * Never append with XADD by hand: the script also writes the aggregate's history and remembers idempotency keys.
 */
import { appendScript } from "./appendScript";
import { catalogue } from "./catalogueTable";
import { Events, EventName } from "./events";
import { toUTF8 } from "./json";
import { aggregateId, idempotencyKey, timestamp, writeEvent } from "./runtime";
import { eventOf } from "./schema";

/** What is asked of a client; that of node-redis 4 has it. */
export interface CommandSender {
  sendCommand(command: string[]): Promise<unknown>;
}

/** Where an event stands in the log. */
export interface Receipt {
  readonly eventId: string;
  readonly partition: number;
  /** The entry's id in the log, `milliseconds-sequence`. */
  readonly position: string;
  /** The aggregate's version after the event; `undefined` where no history is kept. */
  readonly version: number | undefined;
  /** Whether an event with the same idempotency key was there before; the position is that one's. */
  readonly isDuplicate: boolean;
}

/** What a publisher knows about an event beyond its payload. */
export interface PublishContext {
  readonly correlationId?: string;
  readonly causationId?: string;
  readonly traceparent?: string;
  readonly eventId?: string;
}

/**
 * An event that was not published, or of which that is not known.
 *
 * The outcome is `not_sent`, `rejected` (the server refused; nothing was written) or `outcome_unknown` (the answer was
 * lost). An event without idempotency key may be published again only after the first two.
 */
export class PublishError extends Error {
  constructor(
    readonly outcome: "not_sent" | "rejected" | "outcome_unknown",
    message: string,
  ) {
    super(`${outcome}: ${message}`);
    this.name = "PublishError";
    Object.setPrototypeOf(this, PublishError.prototype);
  }
}

/** The partition of an aggregate: FNV-1a of the id's UTF-8, as publishers in every language reckon it. */
export function partitionOf(aggregate: string, partitions: number): number {
  if (partitions <= 1) return 0;
  let hash = BigInt("0xcbf29ce484222325");
  for (const byte of toUTF8(aggregate)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * BigInt("0x100000001b3"));
  return Number(hash % BigInt(partitions));
}

type RandomSource = { getRandomValues(bytes: Uint8Array): unknown };

/** A UUID of version 7 (RFC 9562): ids sort by the time they were made. */
export function newEventId(milliseconds = Date.now()): string {
  const source = (globalThis as { crypto?: RandomSource }).crypto;
  if (source === undefined) throw new Error("no globalThis.crypto: use Node 20, or give each event an eventId");
  const bytes = new Uint8Array(16);
  source.getRandomValues(bytes);
  const stamp = milliseconds.toString(16).padStart(12, "0");
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0"));
  const variant = ((bytes[8] ?? 0) & 0x3f | 0x80).toString(16);
  const third = `7${hex.slice(6, 8).join("").slice(1)}`;
  return [stamp.slice(0, 8), stamp.slice(8), third, variant + hex[9], hex.slice(10).join("")].join("-");
}

type Timer = { setTimeout(resume: () => void, milliseconds: number): unknown };

function pause(milliseconds: number): Promise<void> {
  return new Promise((resume) => (globalThis as unknown as Timer).setTimeout(resume, milliseconds));
}

function now(): string {
  return timestamp(new Date().toISOString());
}

/**
 * Appends events of one service to the log.
 *
 * An answer that is lost is asked for again only where the event has an idempotency key: the script then says what
 * became of the first try.
 */
export class Publisher {
  private sha: string | undefined;

  constructor(
    private readonly client: CommandSender,
    private readonly source: string,
    private readonly namespace = "hokusai",
    private readonly retries = 2,
  ) {}

  /** Appends an event; throws `InvalidPayload` or `PublishError`. Resolves when the server has answered. */
  async publish<Name extends EventName>(
    name: Name, event: Events[Name], context: PublishContext = {},
  ): Promise<Receipt> {
    const data = writeEvent(name, event);
    const description = eventOf(name);
    const { stream, history } = description;
    const subject = aggregateId(name, event);
    const key = idempotencyKey(name, event);
    const partition = partitionOf(subject, catalogue.streams[stream]?.partitions ?? 1);
    const prefix = `${this.namespace}:{${stream}:${partition}}:`;
    const keys = [`${prefix}log`];
    if (history) keys.push(`${prefix}history:${description.aggregate_type}:${subject}`);
    if (key !== undefined) keys.push(`${prefix}idem:${name}:${key}`);
    // Without a history key the script appends to the log alone.
    const kept = key === undefined ? "h" : history ? "hi" : "i";
    const eventId = context.eventId ?? newEventId();
    const fields = ["id", eventId, "type", name, "version", description.version, "source", this.source];
    fields.push("time", now(), "subject", subject);
    if (context.correlationId !== undefined) fields.push("correlationid", context.correlationId);
    if (context.causationId !== undefined) fields.push("causationid", context.causationId);
    if (context.traceparent !== undefined) fields.push("traceparent", context.traceparent);
    fields.push("data", data);
    const call = [`${keys.length}`, ...keys, kept, `${description.window_ms}`, ...fields];
    const mayRepeat = key !== undefined && description.window_ms >= 3_600_000;
    const answer = await this.append(call, mayRepeat ? this.retries : 0);
    const [position, version, duplicate] = answer as [string, number, number];
    return {
      eventId, partition, position: String(position), version: Number(version) || undefined,
      isDuplicate: Number(duplicate) === 1,
    };
  }

  private async append(call: string[], retries: number): Promise<unknown> {
    for (let left = retries; ; left -= 1) {
      try {
        return await this.run(call);
      } catch (error) {
        const isRefusal = error instanceof PublishError && error.outcome === "rejected";
        if (isRefusal || left === 0) throw error;
        await pause(100 * (retries - left + 1));
      }
    }
  }

  private async run(call: string[]): Promise<unknown> {
    // The event goes with the script's call; whatever becomes of the loading, nothing was sent.
    this.sha ??= String(await this.command(["SCRIPT", "LOAD", appendScript], "not_sent"));
    try {
      return await this.command(["EVALSHA", this.sha, ...call]);
    } catch (error) {
      if (!(error instanceof PublishError) || !error.message.includes("NOSCRIPT")) throw error;
      return this.command(["EVAL", appendScript, ...call]);
    }
  }

  private async command(command: string[], lost: PublishError["outcome"] = "outcome_unknown"): Promise<unknown> {
    try {
      return await this.client.sendCommand(command);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      // The server's own refusals begin with a word in capitals; all others leave it open whether the command ran.
      throw new PublishError(/^[A-Z][A-Z0-9]+ /.test(message) ? "rejected" : lost, message);
    }
  }
}
