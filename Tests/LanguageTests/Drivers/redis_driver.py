"""Does one thing with a Redis: redis_driver.py SOCKET PACKAGES DEED, with its input on standard input."""
import json
import sys

import redis

sys.path.insert(0, sys.argv[2])
import events  # noqa: E402
from events.consumer import LogReader, Reject, Subscription, WorkQueue  # noqa: E402
from events.publisher import Publisher  # noqa: E402

server = redis.Redis(unix_socket_path=sys.argv[1])


def text(value):
    return value.decode("utf-8") if isinstance(value, bytes) else value


def publish():
    publisher = Publisher(server, source="writer")
    for line in sys.stdin:
        question = json.loads(line)
        event = events.EVENTS[question["event"]].from_json(question["payload"])
        receipt = publisher.publish(event, correlation_id="story", traceparent="00-1-2-03")
        print(json.dumps([receipt.position, receipt.version or 0, receipt.is_duplicate, receipt.event_id]))


def dump():
    found = {}
    for key in server.keys("*"):
        if server.type(key) == b"stream":
            # redis-py makes a dictionary of the fields, which keeps their order.
            found[text(key)] = [
                [text(position)] + [text(each) for pair in fields.items() for each in pair]
                for position, fields in server.xrange(key)
            ]
        elif server.type(key) == b"list":
            found[text(key)] = [[text(each) for each in server.lrange(key, 0, -1)]]
        else:
            found[text(key)] = [[text(server.get(key)), str(server.pttl(key))]]
    print(json.dumps(found))


def work():
    queue = WorkQueue(server, "things:work")

    def handle(message):
        if message.event.number == "bad":
            raise Reject("it never works")
        if message.event.number == "later":
            raise RuntimeError("not now")
        print(message.type, message.id, message.event.number, flush=True)

    for message in json.load(sys.stdin):
        server.lpush("things:work", message)
        try:
            queue.work(handle, timeout=1)
        except RuntimeError as error:
            print("raised", error)
    print("empty" if not queue.work(handle, timeout=1) else "more")


def read():
    reader = LogReader(server, "things")
    entries = reader.read()
    for entry in sorted(entries, key=lambda each: each.position):
        received = entry.read()
        print(received.type, received.subject, received.event.to_json().decode("utf-8"))
    print(len(reader.read()), len(LogReader(server, "things", reader.positions).read()))


def listen():
    subscription = Subscription(server, "things:live")
    assert subscription.take(0.2) is None
    server.publish("things:live", sys.stdin.read())
    received = subscription.take(5)
    print(received.type, received.id, received.event.number)
    subscription.close()


{"publish": publish, "dump": dump, "work": work, "read": read, "listen": listen}[sys.argv[3]]()
