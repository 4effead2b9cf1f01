"""Reads what the bus puts on Redis: work queues, channels, and the log itself; takes a client of redis-py.

Reading the log as one of its consumer groups is left to the bus: a foreign XREADGROUP breaks its readers' leases.
"""
import json
import time
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, Callable, Dict, List, Optional, Type, Union

from ._catalogue import CATALOGUE
from ._json import InvalidPayload
from ._runtime import Event, event_class, event_type
from ._wires import Received, read_entry, read_message, read_payload


class _Place:
    """A list or channel of the catalogue, and the events that it is a route of."""

    def __init__(self, kind: str, name: str) -> None:
        self.events: Dict[str, Dict[str, Any]] = {}
        for event, description in CATALOGUE["events"].items():
            for route in description["routes"]:
                if route["kind"] == kind and route["name"] == name:
                    self.events[event] = route
        if not self.events:
            raise LookupError("the catalogue routes no event to the %s %s" % (kind, name))
        self.route = next(iter(self.events.values()))
        self._is_bare = all(route.get("envelope", route["wire"]) == "payload" for route in self.events.values())
        if self._is_bare and len(self.events) > 1:
            raise LookupError("bare payloads of several events on %s cannot be told apart" % name)

    def read(self, message: Union[str, bytes]) -> Received[Any]:
        if self._is_bare:
            return read_payload(message, event_type(next(iter(self.events))))
        received = read_message(message)
        if received.type not in self.events:
            raise InvalidPayload("$", "type", "the catalogue does not route %s here" % received.type)
        return received


class Reject(Exception):
    """Raised by a handler for a message that will never succeed: it goes to the dead list with this reason."""


class WorkQueue:
    """Takes the messages of a list route: each goes to one worker.

    A message waits in the processing list while it is worked on. What a worker leaves there, because it failed or died,
    the bus puts back once the route's visibility is over (`eventbus reap`), and gives up on after too many takes. So a
    handler may be run twice for one message: let it know the message's id.
    """

    def __init__(self, client: Any, name: str) -> None:
        place = _Place("list", name)
        self._client = client
        self.name = name
        self.processing: str = place.route["processing"]
        self.dead: str = place.route["dead"]
        self._read = place.read

    def work(self, handler: Callable[[Received[Any]], None], timeout: int = 0) -> bool:
        """Waits up to `timeout` seconds (0: for ever) for one message and handles it; `False` where none came.

        Raises what the handler raises, save `Reject`; the message then stays in the processing list.
        """
        message = self._client.brpoplpush(self.name, self.processing, timeout=timeout)
        if message is None:
            return False
        try:
            handler(self._read(message))
        except (InvalidPayload, Reject) as error:
            self.bury(message, str(error))
            return True
        self._client.lrem(self.processing, -1, message)
        return True

    def bury(self, message: Any, reason: str) -> None:
        """Puts a message that was taken on the dead list, where `eventbus queue dead` shows it."""
        text = message.decode("utf-8", "replace") if isinstance(message, bytes) else message
        letter = {"original_message": text, "error": reason, "original_queue": self.name}
        letter["failed_at"] = datetime.now(timezone.utc).isoformat()
        self._client.lpush(self.dead, json.dumps(letter))
        self._client.lrem(self.processing, -1, message)


class Subscription:
    """Takes the events of a channel route while it lives: at most once, at once, nothing of the past."""

    def __init__(self, client: Any, channel: str) -> None:
        self._read = _Place("channel", channel).read
        self._subscription = client.pubsub(ignore_subscribe_messages=True)
        self._subscription.subscribe(channel)

    def take(self, timeout: float) -> Optional[Received[Any]]:
        """The next event; `None` where none came within `timeout` seconds. Raises `InvalidPayload`."""
        deadline = time.monotonic() + timeout
        while True:
            # The server's confirmation also ends a wait, with nothing.
            left = deadline - time.monotonic()
            message = self._subscription.get_message(timeout=max(left, 0))
            if message is not None and message["type"] == "message":
                return self._read(message["data"])
            if left <= 0:
                return None

    def close(self) -> None:
        """Ends the subscription."""
        self._subscription.close()


@dataclass(frozen=True)
class LogEntry:
    """One entry of a log, still as it was written."""

    partition: int
    #: The entry's id, `milliseconds-sequence`: read on from here another time.
    position: str
    fields: Dict[Any, Any]

    @property
    def event_class(self) -> Optional[Type[Event]]:
        """The class of the event; `None` where this package does not know it."""
        name = self.fields.get("type", self.fields.get(b"type", ""))
        return event_class(name.decode("utf-8", "replace") if isinstance(name, bytes) else name)

    def read(self) -> Received[Any]:
        """The event; raises `InvalidPayload`."""
        return read_entry(self.fields)


class LogReader:
    """Reads every event of a stream in the log's order, from where it is told; readers do not disturb each other.

    `positions` holds the last position read of each partition: keep it, and a reader made with it goes on from there.
    Retention may have removed what lies behind it.
    """

    def __init__(
        self, client: Any, stream: str, positions: Optional[Dict[int, str]] = None, namespace: str = "hokusai"
    ) -> None:
        partitions = range(CATALOGUE["streams"][stream]["partitions"])
        self._client = client
        self._keys = {"%s:{%s:%d}:log" % (namespace, stream, number): number for number in partitions}
        self.positions: Dict[int, str] = {number: "0-0" for number in partitions}
        self.positions.update(positions or {})

    def read(self, count: int = 100, block: Optional[int] = None) -> List[LogEntry]:
        """The next entries, at most `count` of each partition; waits up to `block` milliseconds for the first."""
        cursors = {key: self.positions[number] for key, number in self._keys.items()}
        reply = self._client.xread(cursors, count=count, block=block) or []
        entries: List[LogEntry] = []
        for key, found in reply.items() if isinstance(reply, dict) else reply:
            number = self._keys[key.decode("utf-8") if isinstance(key, bytes) else key]
            # Protocol 3 nests the entries once more.
            for position, fields in found[0] if isinstance(reply, dict) else found:
                place = position.decode("ascii") if isinstance(position, bytes) else position
                entries.append(LogEntry(number, place, fields))
                self.positions[number] = place
        return entries
