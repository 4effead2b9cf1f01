// Reads lines of {"event", "payload"} and says of each what the compiled package given as argument makes of the payload.
// Where the event is empty, the payload is a whole message.
const fs = require("fs");
const path = process.argv[2];
const api = require(path);
const { parse } = require(`${path}/json`);
const { checkInvariants } = require(`${path}/runtime`);
const { violations } = require(`${path}/schema`);

function answer(question) {
  const result = { violations: [], written: null, refused: null };
  if (question.event === "") {
    try {
      const message = api.readMessage(question.payload);
      result.written = api.writeEvent(message.type, message.event);
    } catch (error) {
      if (!(error instanceof api.InvalidPayload)) throw error;
      result.refused = [error.path, error.rule];
    }
    return result;
  }
  try {
    const tree = parse(question.payload);
    result.violations = violations(tree, question.event).map((each) => [each.path, each.rule]);
    if (result.violations.length === 0) checkInvariants(tree, question.event);
  } catch (error) {
    if (!(error instanceof api.InvalidPayload)) throw error;
    result.violations = [[error.path, error.rule]];
  }
  try {
    const event = api.readEvent(question.event, question.payload);
    result.written = api.writeEvent(question.event, event);
    const again = api.writeEvent(question.event, api.readEvent(question.event, result.written));
    if (again !== result.written) throw new Error("what was written does not read as the same");
    result.aggregate = api.aggregateId(question.event, event);
    result.key = api.idempotencyKey(question.event, event) ?? null;
  } catch (error) {
    if (!(error instanceof api.InvalidPayload)) throw error;
    result.refused = [error.path, error.rule];
  }
  return result;
}

const lines = fs.readFileSync(0, "utf8").split("\n").filter((line) => line !== "");
process.stdout.write(lines.map((line) => `${JSON.stringify(answer(JSON.parse(line)))}\n`).join(""));
