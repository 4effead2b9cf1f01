// Does one thing with a Redis: redis_driver.js SOCKET PACKAGE DEED, with its input on standard input.
const fs = require("fs");
const { createClient } = require("redis");
const events = require(process.argv[3]);

async function connected() {
  const client = createClient({ socket: { path: process.argv[2] } });
  client.on("error", (error) => console.error(error));
  await client.connect();
  return client;
}

const deeds = {
  async publish(client, input) {
    const publisher = new events.Publisher(client, "writer");
    for (const line of input.split("\n").filter((each) => each !== "")) {
      const question = JSON.parse(line);
      const event = events.readEvent(question.event, question.payload);
      const context = { correlationId: "story", traceparent: "00-1-2-03" };
      const receipt = await publisher.publish(question.event, event, context);
      console.log(JSON.stringify([receipt.position, receipt.version ?? 0, receipt.isDuplicate, receipt.eventId]));
    }
  },
  async work(client, input) {
    const queue = new events.WorkQueue(client, "things:work");
    const handle = (message) => {
      if (message.event.number === "bad") throw new events.Reject("it never works");
      if (message.event.number === "later") throw new Error("not now");
      console.log(message.type, message.id, message.event.number);
    };
    for (const message of JSON.parse(input)) {
      await client.sendCommand(["LPUSH", "things:work", message]);
      await queue.work(handle, 1).catch((error) => console.log("raised", error.message));
    }
    console.log((await queue.work(handle, 1)) ? "more" : "empty");
  },
  async read(client) {
    const reader = new events.LogReader(client, "things");
    const entries = await reader.read();
    entries.sort((left, right) => (left.position < right.position ? -1 : 1));
    for (const entry of entries) {
      const received = entry.read();
      console.log(received.type, received.subject, events.writeEvent(received.type, received.event));
    }
    const again = new events.LogReader(client, "things", reader.positions);
    console.log((await reader.read()).length, (await again.read()).length);
  },
  async listen(client, input) {
    const subscriber = await connected();
    let take = () => undefined;
    let refuse = () => undefined;
    const first = new Promise((resolve, reject) => {
      take = resolve;
      refuse = reject;
    });
    const stop = await events.subscribe(subscriber, "things:live", take, refuse);
    await client.publish("things:live", input);
    const received = await first;
    console.log(received.type, received.id, received.event.number);
    await stop();
    await subscriber.quit();
  },
};

connected()
  .then(async (client) => {
    await deeds[process.argv[4]](client, fs.readFileSync(0, "utf8"));
    await client.quit();
  })
  .catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
