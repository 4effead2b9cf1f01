/** Publishes one typed event with the generated package, and prints where it stands in the log. */
import { ModelReadyToDeploy, Publisher } from "hokusai_events";
import { createClient } from "redis";

declare const process: { env: { REDIS_URL?: string }; exitCode?: number };

async function main(): Promise<void> {
  const client = createClient(options(process.env.REDIS_URL ?? "redis://localhost"));
  client.on("error", (error: unknown) => console.error(String(error)));
  await client.connect();
  const event: ModelReadyToDeploy = {
    model_id: "msg-model/1/msg-ai",
    token_symbol: "msg-ai",
    metric_name: "reply_rate",
    baseline_value: 0.75,
    current_value: 0.82,
    model_name: "msg-model",
    model_version: "1",
  };
  const publisher = new Publisher(client, "model-registry");
  const receipt = await publisher.publish("model_ready_to_deploy", event, { correlationId: "example" });
  const outcome = receipt.isDuplicate ? "duplicate" : "appended";
  console.log(`${outcome}: entry ${receipt.position}, version ${receipt.version}, event ${receipt.eventId}`);
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
