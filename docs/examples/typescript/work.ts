/** Works on the messages of a queue with the generated package; `node work.js 3` ends after three. */
import { Received, Reject, WorkQueue } from "hokusai_events";
import { createClient } from "redis";

declare const process: { argv: string[]; env: { REDIS_URL?: string }; exitCode?: number };

function deploy(message: Received): void {
  if (message.type !== "model_ready_to_deploy") throw new Reject(`this worker cannot handle ${message.type}`);
  console.log(`message ${message.id}: deploy ${message.event.token_symbol} for ${message.event.model_id}`);
}

async function main(): Promise<void> {
  const client = createClient(options(process.env.REDIS_URL ?? "redis://localhost"));
  // The client connects again by itself; what was in hand stays in the processing list, and `eventbus reap` puts it back.
  client.on("error", (error: unknown) => console.error(`no Redis, trying again: ${String(error)}`));
  await client.connect();
  const queue = new WorkQueue(client, "hokusai:model_ready_queue");
  const limit = Number(process.argv[2] ?? Infinity);
  for (let done = 0; done < limit; done += 1) await queue.work(deploy);
  await client.quit();
}

/** node-redis takes Unix sockets by another setting than addresses. */
function options(url: string) {
  return url.startsWith("unix://") ? { socket: { path: url.slice("unix://".length) } } : { url };
}

main().catch((error) => {
  console.error(String(error));
  process.exitCode = 1;
});
