"""Publishes events to the log on Redis by the bus's own script; takes a client of redis-py.

Never append with XADD by hand: the script also writes the aggregate's history and remembers idempotency keys.
"""
import hashlib
import inspect
import os
import time
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, List, Optional

from ._append import APPEND_SCRIPT
from ._catalogue import CATALOGUE
from ._json import dump
from ._runtime import Event, timestamp_text


@dataclass(frozen=True)
class Receipt:
    """Where an event stands in the log."""

    event_id: str
    partition: int
    #: The entry's id in the log, `milliseconds-sequence`.
    position: str
    #: The aggregate's version after the event; `None` where no history is kept.
    version: Optional[int]
    #: Whether an event with the same idempotency key was there before; the position is that one's.
    is_duplicate: bool


class PublishError(Exception):
    """An event that was not published, or of which that is not known.

    `outcome` is `not_sent`, `rejected` (the server refused; nothing was written) or `outcome_unknown` (the answer was
    lost). An event without idempotency key may be published again only after the first two.
    """

    def __init__(self, outcome: str, message: str) -> None:
        super().__init__("%s: %s" % (outcome, message))
        self.outcome = outcome


def partition_of(aggregate_id: str, partitions: int) -> int:
    """The partition of an aggregate: FNV-1a of the id's UTF-8, as publishers in every language reckon it."""
    if partitions <= 1:
        return 0
    hashed = 0xCBF29CE484222325
    for byte in aggregate_id.encode("utf-8"):
        hashed = (hashed ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return hashed % partitions


def new_event_id(milliseconds: Optional[int] = None) -> str:
    """A UUID of version 7 (RFC 9562): ids sort by the time they were made."""
    stamp = int(time.time() * 1000) if milliseconds is None else milliseconds
    value = int.from_bytes(os.urandom(10), "big")
    bits = stamp << 80 | 7 << 76 | (value >> 62 & 0xFFF) << 64 | 2 << 62 | value & (1 << 62) - 1
    text = "%032x" % bits
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


class Publisher:
    """Appends events of one service to the log.

    An answer that is lost is asked for again only where the event has an idempotency key: the script then says what
    became of the first try. redis-py's own retries are gone round, since they would append an event without key twice.
    """

    def __init__(self, client: Any, source: str, namespace: str = "hokusai", retries: int = 2) -> None:
        self._pool = client.connection_pool
        self._source = source
        self._namespace = namespace
        self._retries = retries
        self._sha = hashlib.sha1(APPEND_SCRIPT.encode("utf-8")).hexdigest()
        takes_name = "command_name" in inspect.signature(self._pool.get_connection).parameters
        self._arguments = ("EVALSHA",) if takes_name and _needs_name(self._pool) else ()

    def publish(
        self,
        event: Event,
        *,
        correlation_id: Optional[str] = None,
        causation_id: Optional[str] = None,
        traceparent: Optional[str] = None,
        event_id: Optional[str] = None,
    ) -> Receipt:
        """Appends an event; raises `InvalidPayload` or `PublishError`. Blocks until the server has answered."""
        data = dump(event.to_payload())
        description = CATALOGUE["events"][event.TYPE]
        stream = description["stream"]
        subject, key = event.aggregate_id, event.idempotency_key
        partition = partition_of(subject, CATALOGUE["streams"][stream]["partitions"])
        prefix = "%s:{%s:%d}:" % (self._namespace, stream, partition)
        keys = [prefix + "log"]
        if description["history"]:
            keys.append("%shistory:%s:%s" % (prefix, description["aggregate_type"], subject))
        if key is not None:
            keys.append("%sidem:%s:%s" % (prefix, event.TYPE, key))
        # Without a history key the script appends to the log alone.
        kept = "i" if key is not None and not description["history"] else "h" if key is None else "hi"
        identity = event_id or new_event_id()
        now = timestamp_text(datetime.now(timezone.utc))
        fields: List[Any] = ["id", identity, "type", event.TYPE, "version", event.VERSION, "source", self._source]
        fields += ["time", now, "subject", subject]
        context = {"correlationid": correlation_id, "causationid": causation_id, "traceparent": traceparent}
        for name, value in context.items():
            if value is not None:
                fields += [name, value]
        fields += ["data", data]
        call = [len(keys), *keys, kept, description["window_ms"], *fields]
        may_repeat = key is not None and description["window_ms"] >= 3600000
        answer = self._append(call, self._retries if may_repeat else 0)
        position = answer[0].decode("ascii") if isinstance(answer[0], bytes) else answer[0]
        return Receipt(identity, partition, position, answer[1] or None, answer[2] == 1)

    def _append(self, call: List[Any], retries: int) -> Any:
        for left in range(retries, -1, -1):
            try:
                try:
                    return self._command("EVALSHA", self._sha, *call)
                except PublishError as error:
                    if "NOSCRIPT" not in str(error) and "No matching script" not in str(error):
                        raise
                    return self._command("EVAL", APPEND_SCRIPT, *call)
            except PublishError as error:
                if error.outcome == "rejected" or left == 0:
                    raise
                time.sleep(0.1 * (retries - left + 1))
        raise AssertionError("unreachable")

    def _command(self, *arguments: Any) -> Any:
        try:
            connection = self._pool.get_connection(*self._arguments)
        except Exception as error:
            raise PublishError("not_sent", str(error)) from error
        try:
            connection.send_command(*arguments)
            return connection.read_response()
        except Exception as error:
            # The server's own refusals are ResponseErrors; all others leave it open whether the command ran.
            if any(each.__name__ == "ResponseError" for each in type(error).__mro__):
                raise PublishError("rejected", "%s: %s" % (type(error).__name__, error)) from error
            connection.disconnect()
            raise PublishError("outcome_unknown", str(error)) from error
        except BaseException:
            connection.disconnect()
            raise
        finally:
            self._pool.release(connection)


def _needs_name(pool: Any) -> bool:
    parameter = inspect.signature(pool.get_connection).parameters["command_name"]
    return parameter.default is inspect.Parameter.empty
