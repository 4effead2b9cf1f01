// A worker that reads as the deployed TypeScript consumer: typescript_worker.js SOCKET LIST COUNT.
//
// Its schema is closed, knows no envelope and no null, and wants the symbol in upper case. Each message waits in
// hokusai:processing_queue; what is refused goes to hokusai:dlq; what is accepted is answered on hokusai:token_deployed_queue.
const { createClient } = require("redis");
const { createHash } = require("crypto");

const [socket, list, count] = process.argv.slice(2);
const processing = "hokusai:processing_queue";

const text = (value) => typeof value === "string" && value !== "";
const number = (value) => typeof value === "number" && Number.isFinite(value);
const moment = (value) => text(value) && !Number.isNaN(Date.parse(value));
const schema = {
  model_id: { required: true, check: text },
  token_symbol: { required: true, check: (value) => text(value) && /^[A-Z0-9-]{1,10}$/.test(value) },
  metric_name: { required: true, check: text },
  baseline_value: { required: true, check: (value) => number(value) && value > 0 },
  current_value: { required: true, check: (value) => number(value) && value > 0 },
  model_name: { required: true, check: text },
  model_version: { required: true, check: text },
  mlflow_run_id: { required: true, check: text },
  improvement_percentage: { check: (value) => number(value) && value > 0 },
  contributor_address: { check: (value) => text(value) && /^0x[a-fA-F0-9]{40}$/.test(value) },
  experiment_name: { check: text },
  tags: { check: (value) => typeof value === "object" && value !== null && Object.values(value).every((each) => typeof each === "string") },
  timestamp: { required: true, check: moment },
  message_version: { required: true, check: (value) => value === "1.0" },
};

function validate(message) {
  for (const key of Object.keys(message)) if (!(key in schema)) throw new Error(`"${key}" is not allowed`);
  for (const [key, rule] of Object.entries(schema)) {
    if (message[key] === undefined) {
      if (rule.required) throw new Error(`"${key}" is required`);
    } else if (!rule.check(message[key])) throw new Error(`"${key}" is not valid`);
  }
}

function answer(message) {
  const hash = "0x" + createHash("sha256").update(message.model_id).digest("hex");
  return {
    event_type: "token_deployed",
    model_id: message.model_id,
    token_address: "0x5FbDB2315678afecb367f032d93F642f64180aa3",
    token_symbol: message.token_symbol,
    token_name: `Hokusai ${message.token_symbol}`,
    transaction_hash: hash,
    registry_transaction_hash: hash,
    mlflow_run_id: message.mlflow_run_id,
    model_name: message.model_name,
    model_version: message.model_version,
    deployment_timestamp: new Date(1795252353507).toISOString(),
    deployer_address: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
    network: "localhost",
    block_number: 7,
    gas_used: "2315678",
    gas_price: "31000000000",
    performance_metric: message.metric_name,
    performance_improvement: 9.3,
    message_version: "1.0",
    _metadata: { correlationId: message.model_id, source: "hokusai-token", publishedAt: new Date().toISOString() },
  };
}

async function main() {
  const client = createClient({ socket: { path: socket } });
  client.on("error", (error) => console.error(error));
  await client.connect();
  for (let done = 0; done < Number(count); done++) {
    const raw = await client.sendCommand(["BRPOPLPUSH", list, processing, "20"]);
    if (raw === null) throw new Error("nothing came");
    try {
      const message = JSON.parse(raw);
      validate(message);
      await client.sendCommand(["LPUSH", "hokusai:token_deployed_queue", JSON.stringify(answer(message))]);
      console.log(JSON.stringify(message));
    } catch (error) {
      const letter = { originalMessage: raw, error: error.message, timestamp: new Date().toISOString(), queue: list };
      await client.sendCommand(["LPUSH", "hokusai:dlq", JSON.stringify(letter)]);
    }
    await client.sendCommand(["LREM", processing, "1", raw]);
  }
  await client.quit();
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
