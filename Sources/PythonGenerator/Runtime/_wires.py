"""Reads events from the three wires and from entries of a log."""
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Dict, Generic, Optional, Type, TypeVar, Union

from ._json import InvalidPayload, parse
from ._runtime import Event, event_class, timestamp
from ._upcasts import upcast

_E = TypeVar("_E", bound=Event)
Text = Union[str, bytes]


@dataclass
class Received(Generic[_E]):
    """An event and what came around it; what a wire does not say is `None`."""

    event: _E
    id: Optional[str] = None
    type: Optional[str] = None
    version: Optional[str] = None
    source: Optional[str] = None
    time: Optional[datetime] = None
    subject: Optional[str] = None
    correlation_id: Optional[str] = None
    causation_id: Optional[str] = None
    traceparent: Optional[str] = None


def _major(version: Optional[str]) -> Optional[int]:
    digits = (version or "").split(".")[0]
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None


def _class(name: Any, path: str) -> Type[Event]:
    found = event_class(name) if isinstance(name, str) else None
    if found is None:
        raise InvalidPayload(path, "type", "the catalogue declares no such event")
    return found


def _event(event: Type[_E], payload: Any, major: Optional[int]) -> _E:
    return event._read(payload if major is None else upcast(payload, event.TYPE, major), "$")


def _text(value: Any) -> Optional[str]:
    return value if isinstance(value, str) else None


def _time(value: Any) -> Optional[datetime]:
    try:
        return timestamp(value) if isinstance(value, str) else None
    except InvalidPayload:
        return None


def _members(text: Text) -> Dict[str, Any]:
    message = parse(text)
    if not isinstance(message, dict):
        raise InvalidPayload("$", "type", "a message must be an object")
    return message


def _member(message: Dict[str, Any], name: str) -> Any:
    if message.get(name) is None:
        raise InvalidPayload("$." + name, "required", "the field is required and absent")
    return message[name]


def read_payload(text: Text, event: Type[_E]) -> Received[_E]:
    """Reads the wire `payload`: the payload alone, of an event that the route is known to carry."""
    return Received(event._read(parse(text), "$"), type=event.TYPE)


def read_envelope(text: Text) -> Received[Event]:
    """Reads the wire `message_envelope`, as work queues hold it."""
    message = _members(text)
    event = _class(_member(message, "message_type"), "$.message_type")
    return Received(
        _event(event, _member(message, "payload"), None),
        id=_text(message.get("message_id")),
        type=event.TYPE,
        time=_time(message.get("timestamp")),
    )


def read_cloudevent(text: Text) -> Received[Event]:
    """Reads the wire `cloudevents`: CloudEvents 1.0 in structured JSON; of an older major version by the upcasts."""
    message = _members(text)
    name = _member(message, "type")
    event = _class(name, "$.type")
    major = _major(name.rpartition(".v")[2])
    return Received(
        _event(event, _member(message, "data"), major),
        id=_text(message.get("id")),
        type=event.TYPE,
        version=_text(message.get("eventversion")),
        source=_text(message.get("source")),
        time=_time(message.get("time")),
        subject=_text(message.get("subject")),
        correlation_id=_text(message.get("correlationid")),
        causation_id=_text(message.get("causationid")),
        traceparent=_text(message.get("traceparent")),
    )


def read_message(text: Text) -> Received[Event]:
    """Reads an envelope or a CloudEvent, whichever it is."""
    message = _members(text)
    return read_cloudevent(text) if "specversion" in message else read_envelope(text)


def read_entry(fields: Dict[Any, Any]) -> Received[Event]:
    """Reads the fields of a log's entry (CloudEvents in binary mode); of an older major version by the upcasts."""
    texts: Dict[str, Any] = {}
    for name, value in fields.items():
        key = name.decode("utf-8", "replace") if isinstance(name, bytes) else name
        texts[key] = value.decode("utf-8", "replace") if isinstance(value, bytes) and key != "data" else value
    for name in ("id", "type", "data"):
        if name not in texts:
            raise InvalidPayload("$." + name, "required", "an entry of the log has id, type and data")
    event = _class(texts["type"], "$.type")
    return Received(
        _event(event, parse(texts["data"]), _major(texts.get("version"))),
        id=texts["id"],
        type=event.TYPE,
        version=texts.get("version"),
        source=texts.get("source"),
        time=_time(texts.get("time")),
        subject=texts.get("subject", ""),
        correlation_id=texts.get("correlationid"),
        causation_id=texts.get("causationid"),
        traceparent=texts.get("traceparent"),
    )
