/**
 * Deploys the tokens of models that are ready, and publishes `deployed`; `node deploy.js 3` ends after three.
 *
 * An order may come twice: its worker died, or took longer than the queue's visibility. So whatever it causes is named by
 * the event's id, and the second try finds what the first one did. `DEPLOYMENTS` is the folder that stands for a chain
 * here, and `BLOCK_TIME` says how many seconds that chain takes to confirm.
 */
import { Deployed, Publisher, Received, Reject, WorkQueue } from "hokusai_events";
import { createClient } from "redis";

declare const process: { argv: string[]; env: Record<string, string | undefined>; exitCode?: number; pid: number };
declare function require(name: string): any;
declare function setTimeout(action: () => void, milliseconds: number): void;
const { createHash } = require("crypto");
const files = require("fs");

const deployments = process.env.DEPLOYMENTS ?? "deployments";
const sleep = (seconds: number) => new Promise<void>((wake) => setTimeout(wake, seconds * 1000));

/** Sends the transaction of an order unless it was sent: a contract's address follows from the order, as by CREATE2. */
function send(order: string, token: string): { transaction: string; address: string; block: bigint } {
  const salt: string = createHash("sha256").update(order).digest("hex");
  const [place, draft] = [`${deployments}/${salt}.json`, `${deployments}/${salt}.${process.pid}`];
  files.writeFileSync(draft, JSON.stringify({ token, block: Math.floor(Date.now() / 1000) }));
  try {
    // One of two who try at once succeeds, and a file that is there is whole.
    files.linkSync(draft, place);
  } catch (error) {
    if ((error as { code?: string }).code !== "EEXIST") throw error;
  } finally {
    files.unlinkSync(draft);
  }
  const { block } = JSON.parse(files.readFileSync(place, "utf8"));
  return { transaction: `0x${salt}`, address: `0x${salt.slice(0, 40)}`, block: BigInt(block) };
}

async function deploy(message: Received, publisher: Publisher): Promise<void> {
  if (message.type !== "model_ready_to_deploy" || message.id === undefined) {
    throw new Reject(`this worker deploys on model_ready_to_deploy with an id, not on ${message.type}`);
  }
  const order = message.event;
  const { transaction, address, block } = send(message.id, order.token_symbol);
  await sleep(Number(process.env.BLOCK_TIME ?? "0"));
  const deployed: Deployed = {
    model_id: order.model_id,
    model_name: order.model_name,
    model_version: order.model_version,
    token_symbol: order.token_symbol,
    token_address: address,
    network: "localhost",
    transaction_hash: transaction,
    block_number: block,
    mlflow_run_id: order.mlflow_run_id,
    contributor_address: order.contributor_address,
  };
  // Its idempotency key has the transaction in it: published again, it is appended once.
  await publisher.publish("deployed", deployed, { causationId: message.id });
  console.log(`message ${message.id}: deployed ${order.token_symbol} of ${order.model_id} at ${address}`);
}

async function main(): Promise<void> {
  files.mkdirSync(deployments, { recursive: true });
  const waiting = createClient(options(process.env.REDIS_URL ?? "redis://localhost"));
  // The queue waits on its connection, so what is published needs another.
  const publishing = waiting.duplicate();
  for (const client of [waiting, publishing]) {
    // The client connects again by itself.
    client.on("error", (error: unknown) => console.error(`no Redis, trying again: ${String(error)}`));
    await client.connect();
  }
  const queue = new WorkQueue(waiting, "hokusai:model_ready_queue");
  const publisher = new Publisher(publishing, "contract-deployer");
  const limit = Number(process.argv[2] ?? Infinity);
  for (let done = 0; done < limit; done += 1) {
    try {
      await queue.work((message) => deploy(message, publisher));
    } catch (error) {
      // What was in hand stays in the processing list; the reaper of `eventbus serve` puts it back, or gives up on it.
      console.error(`not done, it will come again: ${String(error)}`);
      await sleep(1);
    }
  }
  await Promise.all([waiting.quit(), publishing.quit()]);
}

/** node-redis takes Unix sockets by another setting than addresses. */
function options(url: string) {
  return url.startsWith("unix://") ? { socket: { path: url.slice("unix://".length) } } : { url };
}

main().catch((error) => {
  console.error(String(error));
  process.exitCode = 1;
});
