"""From a registration in a real MLflow to the item on the list: `run.py VENV EVENTBUS`; see .ci/test-mlflow."""
import json
import signal
import sys
import time
from collections import Counter

from world import Failed, LiveEvents, World, await_that, claim, fetch

LIST = "hokusai:model_ready_queue"


def pop(world):
    """Takes one message as deployed Python workers do."""
    raw = world.redis.brpoplpush(LIST, f"{LIST}:processing", timeout=20)
    if raw is None:
        raise Failed("nothing came to the list within 20 s")
    world.redis.lrem(f"{LIST}:processing", 1, raw)
    return json.loads(raw)


class Channels:
    """What comes by the channels."""

    def __init__(self, world):
        self._subscription = world.redis.pubsub(ignore_subscribe_messages=True)
        self._subscription.psubscribe("hokusai:events:*", f"{LIST}:pubsub")
        self.messages = []

    def has(self, channel, model):
        while message := self._subscription.get_message(timeout=0.05):
            self.messages.append((message["channel"].decode(), json.loads(message["data"])))
        found = [event.get("data", event) for name, event in self.messages if name == channel]
        return any(event["model_id"] == model for event in found)


def set_up(world):
    print("setting up")
    world.start_redis()
    world.start_mlflow()
    world.start_bridge()
    print(world.command("mlflow", "setup", "--url", f"{world.bridge}/webhooks/mlflow"), end="")
    world.command("mlflow", "setup", "--url", f"{world.bridge}/webhooks/mlflow")
    webhooks = json.loads(fetch(f"{world.mlflow}/api/2.0/mlflow/webhooks"))["webhooks"]
    claim("set up twice, MLflow has one webhook", len(webhooks) == 1, webhooks)


def three_outcomes(world, channels, live):
    print("a passing, a failing and an error-metric model")
    world.register("msg-model", "MSG-AI", "reply_rate", "0.75", "0.82")
    model = "msg-model/1/msg-ai"
    message = pop(world)
    claim("the passing one is popped off the list", message["payload"]["model_id"] == model, message)
    claim("in an envelope that says what it is", message["message_type"] == "model_ready_to_deploy", message)
    claim("with its improvement", abs(message["payload"]["improvement_percentage"] - 28 / 3) < 1e-6, message)

    world.register("msg-model", "msg-ai", "reply_rate", "0.75", "0.71")
    failed = "msg-model/2/msg-ai"
    channel = "hokusai:events:validation_failed"
    await_that("the failing one comes by its channel", lambda: channels.has(channel, failed))

    world.register("price-model", "price-ai", "rmse", "12.5", "11.75")
    error = "price-model/1/price-ai"
    message = pop(world)
    claim("a smaller error passes", message["payload"]["model_id"] == error, message)
    claim("and says which way is better", message["payload"]["direction"] == "lower_is_better", message)
    for name in (f"{LIST}:pubsub", "hokusai:events:model_ready_to_deploy"):
        await_that(f"{name} has the two that pass", lambda: channels.has(name, model) and channels.has(name, error))

    world.register("price-model", "price-ai", "rmse", "12.5", "14")
    worse = "price-model/2/price-ai"
    await_that("a larger error is turned down", lambda: channels.has(channel, worse))
    world.register("msg-model", "msg-ai", "reply_rate", "0.75", "none")
    missing = "msg-model/3/msg-ai"
    await_that("a run without the metric is turned down", lambda: channels.has(channel, missing))
    world.register("msg-model", "msg-ai", "reply_rate", "0.75", "nan")
    await_that("and one whose metric is no number", lambda: channels.has(channel, "msg-model/4/msg-ai"))

    world.register("msg-model", "msg-ai", "reply_rate", "0.75", "0.85")
    better = "msg-model/5/msg-ai"
    claim("a better version is popped", pop(world)["payload"]["model_id"] == better)
    await_that(
        "and improves on the last that was ready", lambda: channels.has("hokusai:events:metric_improved", better))

    wanted = {
        "model_registered": 7, "model_ready_to_deploy": 3, "validation_failed": 4, "metric_improved": 1,
    }
    claim("the log has each event once", Counter(type for type, _ in world.log()) == wanted, world.log())
    await_that("the live stream of the dashboard, too", lambda: Counter(type for type, _ in live.seen) == wanted)
    overview = json.loads(fetch(world.bridge + "/overview"))
    totals = {event["type"]: event["total"] for event in overview["events"] if event["total"]}
    claim("its overview counts them", totals == wanted, totals)


def tags_one_by_one(world):
    print("a version first, its tags one by one")
    name, version = world.register("--tags-later", "late-model", "LATE-AI", "accuracy", "0.9", "0.95", plain=True)
    model = f"{name}/{version}/late-ai"
    claim("it is popped off the list", pop(world)["payload"]["model_id"] == model)
    found = [type for type, subject in world.log() if subject == model]
    claim("registered and ready once each", found == ["model_registered", "model_ready_to_deploy"], found)
    claim("no other version of it is known", not any(
        subject.startswith("late-model/") and subject != model for _, subject in world.log()), world.log())


def killed_bridge(world):
    print("ten registrations; the bus is killed in the middle")
    models = []
    for number in range(10):
        if number == 5:
            world.end("bridge", signal.SIGKILL)
        value = "0.7" if number % 2 else "0.8"
        name, version = world.register("ten-model", "ten-ai", "accuracy", "0.75", value, plain=True)
        models.append(f"{name}/{version}/ten-ai")
    # So long does MLflow try; what it could not deliver until then it drops.
    time.sleep(15)
    world.start_bridge()

    outcomes = ("model_ready_to_deploy", "validation_failed")

    def found():
        return Counter(event for event in world.log() if event[0] in outcomes and event[1] in models)

    wanted = Counter((outcomes[number % 2], model) for number, model in enumerate(models))
    await_that("ten outcomes", lambda: len(found()) == 10)
    # Deliveries that MLflow tries again, and rounds of the reconciler, may still come.
    time.sleep(5)
    claim("each of them once, and the right one", found() == wanted, found())
    popped = [pop(world)["payload"]["model_id"] for _ in range(5)]
    claim("five of them on the list", sorted(popped) == models[::2], popped)
    claim("and nothing else", world.redis.llen(LIST) == 0, world.redis.llen(LIST))
    improved = [subject for type, subject in world.log() if type == "metric_improved" and subject in models]
    claim("none of them is better than the one before", improved == [], improved)


def main(venv, eventbus):
    world = World(venv, eventbus)
    passed = False
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        set_up(world)
        channels, live = Channels(world), LiveEvents(world.bridge)
        three_outcomes(world, channels, live)
        tags_one_by_one(world)
        killed_bridge(world)
        claim("the bus ends with status 0", world.end("bridge") == 0)
        passed = True
    except Failed as failure:
        print(f"FAILED: {failure}", flush=True)
        for name in ("bridge", "mlflow"):
            log = world.folder / f"{name}.log"
            if log.exists():
                print(f"--- the end of {name}.log", *log.read_text().splitlines()[-30:], sep="\n", flush=True)
    finally:
        world.close(keep=not passed)
    print("passed" if passed else "failed", flush=True)
    return 0 if passed else 1


sys.exit(main(*sys.argv[1:]))
