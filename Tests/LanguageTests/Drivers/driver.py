"""Reads lines of {"event", "payload"} and says of each what the package given as argument makes of the payload.

Where the event is empty, the payload is a whole message.
"""
import importlib
import json
import sys

sys.path.insert(0, sys.argv[1])
package = importlib.import_module(sys.argv[2])
schema = importlib.import_module(sys.argv[2] + "._schema")
texts = importlib.import_module(sys.argv[2] + "._json")


def answer(question):
    result = {"violations": [], "written": None, "refused": None}
    if question["event"] == "":
        try:
            result["written"] = package.read_message(question["payload"]).event.to_json().decode("utf-8")
        except package.InvalidPayload as error:
            result["refused"] = [error.path, error.rule]
        return result
    try:
        tree = texts.parse(question["payload"])
        result["violations"] = [[each.path, each.rule] for each in schema.violations(tree, question["event"])]
        if not result["violations"]:
            package.EVENTS[question["event"]].check_invariants(tree)
    except package.InvalidPayload as error:
        result["violations"] = [[error.path, error.rule]]
    try:
        event = package.EVENTS[question["event"]].from_json(question["payload"])
        result["written"] = event.to_json().decode("utf-8")
        again = package.EVENTS[question["event"]].from_json(result["written"])
        assert again == event, "what was written does not read as the same"
        assert again.to_json().decode("utf-8") == result["written"]
        result["aggregate"], result["key"] = event.aggregate_id, event.idempotency_key
    except package.InvalidPayload as error:
        result["refused"] = [error.path, error.rule]
    return result


for line in sys.stdin.buffer:
    sys.stdout.buffer.write(json.dumps(answer(json.loads(line)), ensure_ascii=True).encode("ascii") + b"\n")
