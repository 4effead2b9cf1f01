"""What generated classes share: reading, checking and writing by the catalogue's table."""
import base64
import binascii
import enum
import re
from datetime import datetime, timedelta, timezone
from typing import Any, Callable, ClassVar, Dict, List, Optional, Tuple, Type, TypeVar, Union

from ._catalogue import CATALOGUE
from ._json import ExactNumber, InvalidPayload, check_names, dump, fold, number_text, parse, text_of, tree
from ._schema import INTEGER_RANGES, Node, constant, resolved, violations

_CLASSES: Dict[str, Type[Any]] = {}
_R = TypeVar("_R", bound="Record")
_KEEPS_UNKNOWN = CATALOGUE["unknown_fields"] == "preserve"
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def declared(name: str) -> Callable[[Type[Any]], Type[Any]]:
    """Makes a generated class known under the table's name for it."""

    def register(declared_class: Type[Any]) -> Type[Any]:
        _CLASSES[name] = declared_class
        return declared_class

    return register


def default(record: str, field: str) -> Any:
    """The catalogue's default of a field."""
    for each in CATALOGUE["records"][record]["fields"]:
        if each["name"] == field:
            return _read(parse(each["default"]), each["value"], "$." + field)
    raise KeyError(field)


class OpenEnum(str):
    """A text of an enum whose later values readers keep."""

    DECLARED: ClassVar[Tuple[str, ...]] = ()

    @property
    def is_declared(self) -> bool:
        """Whether the catalogue lists the value."""
        return str(self) in self.DECLARED


class Record:
    """An object of the catalogue.

    A reader is open: it keeps fields that it does not know in `unknown_fields`, and takes values that break a bound as
    they are. A writer is closed: it refuses what the catalogue does not allow.
    """

    _RECORD: ClassVar[str] = ""
    _ATTRIBUTES: ClassVar[Dict[str, str]] = {}
    unknown_fields: Dict[str, Any]

    @classmethod
    def _description(cls) -> Node:
        description: Node = CATALOGUE["records"][cls._RECORD]
        return description

    @classmethod
    def from_payload(cls: Type[_R], payload: Dict[str, Any]) -> _R:
        """Reads a payload; raises `InvalidPayload` where a required field is absent or a type is wrong."""
        return cls._read(tree(payload, "$"), "$")

    @classmethod
    def from_json(cls: Type[_R], text: Union[str, bytes]) -> _R:
        """Reads a payload from JSON; numbers of unknown fields keep their text."""
        return cls._read(parse(text), "$")

    @classmethod
    def _read(cls: Type[_R], payload: Any, path: str) -> _R:
        if not isinstance(payload, dict):
            raise InvalidPayload(path, "type", "an object is expected")
        description = cls._description()
        values: Dict[str, Any] = {}
        known = {description["discriminator"][0]} if "discriminator" in description else set()
        for field in description["fields"]:
            name, absence, node = field["name"], field["absence"], field["value"]
            known.add(name)
            place = "%s.%s" % (path, name)
            value = payload.get(name)
            is_constant = resolved(node)["type"] == "const"
            if value is not None:
                read = _read(value, node, place)
                if not is_constant:
                    values[cls._ATTRIBUTES.get(name, name)] = read
                continue
            if is_constant or "default" in field:
                if name in payload and absence == "null_or_missing" and not is_constant:
                    values[cls._ATTRIBUTES.get(name, name)] = None
                continue
            if absence in ("never", "null") and name not in payload:
                raise InvalidPayload(place, "required", "the field is required and absent")
            if absence == "never":
                raise InvalidPayload(place, "nullable", "the field is null and may not be")
        record = cls(**values)
        if _KEEPS_UNKNOWN:
            record.unknown_fields = {name: value for name, value in payload.items() if name not in known}
        return record

    def _tree(self, path: str) -> Dict[str, Any]:
        description = self._description()
        payload: Dict[str, Any] = {}
        if "discriminator" in description:
            payload[description["discriminator"][0]] = description["discriminator"][1]
        for field in description["fields"]:
            name, node = field["name"], field["value"]
            place = "%s.%s" % (path, name)
            kind = resolved(node)
            if kind["type"] == "const":
                payload[name] = constant(kind)
                continue
            value = getattr(self, self._ATTRIBUTES.get(name, name))
            if value is not None:
                payload[name] = _write(value, node, place)
            elif field["absence"] == "never":
                raise InvalidPayload(place, "nullable", "the field is None and must have a value")
            elif field["absence"] != "missing":
                payload[name] = None
        for name, value in self.unknown_fields.items():
            if name not in payload and not any(name == field["name"] for field in description["fields"]):
                payload[tree(name, path)] = tree(value, "%s.%s" % (path, name))
        if self.unknown_fields:
            check_names(payload, path)
        return payload


class Event(Record):
    """An event of the catalogue: its payload, and what the catalogue says of the type."""

    #: The event's name, e.g. `model_ready_to_deploy`.
    TYPE: ClassVar[str] = ""
    #: The version of the schema (SemVer).
    VERSION: ClassVar[str] = ""
    #: The stream whose log holds the event.
    STREAM: ClassVar[str] = ""
    #: The `type` of CloudEvents.
    CLOUDEVENTS_TYPE: ClassVar[str] = ""
    #: Each rule over several fields: its name, what is wrong where it is broken, and the rule over the payload.
    _INVARIANTS: ClassVar[Tuple[Tuple[str, str, Callable[[Dict[str, Any]], Any]], ...]] = ()

    def _checked(self) -> Dict[str, Any]:
        payload = self._tree("$")
        for violation in violations(payload, self.TYPE, unknown=True):
            raise InvalidPayload(*violation)
        self.check_invariants(payload)
        return payload

    @classmethod
    def check_invariants(cls, payload: Dict[str, Any]) -> None:
        """Raises `InvalidPayload` where a rule over several fields does not hold."""
        for _, message, holds in cls._INVARIANTS:
            if holds(payload) is False:
                raise InvalidPayload("$", "invariant", message)

    def to_payload(self) -> Dict[str, Any]:
        """The payload as plain JSON values, checked; raises `InvalidPayload`."""
        return self._checked()

    def to_json(self) -> bytes:
        """The payload as JSON, checked: the same bytes in every language; raises `InvalidPayload`."""
        return dump(self._checked())

    def validate(self) -> None:
        """Raises `InvalidPayload` where the catalogue does not allow the event."""
        self._checked()

    @property
    def aggregate_id(self) -> str:
        """What the event is about: it decides order and partition, and is the subject of CloudEvents."""
        return self._filled(CATALOGUE["events"][self.TYPE]["aggregate_id"])

    @property
    def idempotency_key(self) -> Optional[str]:
        """What makes two publishes of the event the same one; `None` where the catalogue declares no key."""
        template = CATALOGUE["events"][self.TYPE].get("idempotency_key")
        return None if template is None else self._filled(template)

    def _filled(self, template: List[Node]) -> str:
        payload = self._tree("$")
        text = ""
        for piece in template:
            value = piece["text"] if "text" in piece else payload.get(piece["field"])
            text += value if isinstance(value, str) else text_of(value)
        return text


_EVENT_OF_NAME: Dict[str, str] = {}
for _event, _about in CATALOGUE["events"].items():
    for _name in [_event] + _about["aliases"]:
        _EVENT_OF_NAME.setdefault(_name, _event)
_PREFIX = CATALOGUE["id"] + "."


def event_class(name: str) -> Optional[Type[Event]]:
    """The class of an event by its name, an alias, or the type of CloudEvents; `None` where there is none."""
    event = _EVENT_OF_NAME.get(name)
    if event is None and name.startswith(_PREFIX):
        alias, _, major = name[len(_PREFIX) :].rpartition(".v")
        if major.isascii() and major.isdigit() and len(major) < 10:
            event = _EVENT_OF_NAME.get(alias)
    return None if event is None else event_type(event)


def event_type(name: str) -> Type[Event]:
    """The class of an event that the catalogue declares."""
    found: Type[Event] = _CLASSES[CATALOGUE["events"][name]["record"]]
    return found


# Reading values


def _refuse(path: str, expected: str) -> InvalidPayload:
    return InvalidPayload(path, "type", "%s is expected" % expected)


def _read(value: Any, node: Node, path: str) -> Any:
    node = resolved(node)
    kind = node["type"]
    if kind == "json":
        return value
    if kind == "bool":
        if not isinstance(value, bool):
            raise _refuse(path, "a boolean")
        return value
    if kind in ("int32", "int64", "uint64"):
        return _read_integer(value, kind, path)
    if kind == "double":
        return _read_double(value, path)
    if kind == "const":
        expected = constant(node)
        if value != expected or isinstance(value, bool) != isinstance(expected, bool):
            raise InvalidPayload(path, "const", "the constant %s is expected" % text_of(expected))
        return expected
    if kind == "array":
        if not isinstance(value, list):
            raise _refuse(path, "an array")
        return [_read(item, node["items"], "%s[%d]" % (path, index)) for index, item in enumerate(value)]
    if kind in ("map", "object", "union"):
        if not isinstance(value, dict):
            raise _refuse(path, "an object")
        return _read_object(value, node, path)
    if not isinstance(value, str):
        raise _refuse(path, "a text")
    if kind == "enum":
        if not node["open"] and value not in node["values"]:
            raise InvalidPayload(path, "enum", "must be one of %s" % ", ".join(node["values"]))
        return _CLASSES[node["name"]](value)
    if kind == "timestamp":
        return timestamp(value, path)
    if kind == "bytes":
        try:
            decoded = base64.b64decode(value.encode("ascii"), validate=True)
        except (binascii.Error, UnicodeEncodeError):
            decoded = None
        if decoded is None or base64.b64encode(decoded).decode("ascii") != value:
            raise _refuse(path, "base64")
        return decoded
    return value


def _read_integer(value: Any, kind: str, path: str) -> int:
    if isinstance(value, bool) or not isinstance(value, (int, ExactNumber)):
        raise _refuse(path, "an integer")
    text = number_text(value)
    if re.fullmatch("-?[0-9]+", text) is None:
        raise _refuse(path, "an integer")
    least, most = INTEGER_RANGES[kind]
    if len(text) > 30 or not least <= int(text) <= most:
        raise InvalidPayload(path, "limit", "the integer does not fit %s" % kind)
    return int(text)


def _read_double(value: Any, path: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _refuse(path, "a number")
    try:
        number = float(value.text if isinstance(value, ExactNumber) else value)
    except OverflowError:
        number = float("inf")
    if number in (float("inf"), float("-inf")):
        raise InvalidPayload(path, "limit", "the number is beyond the range of a double")
    return number


def _read_object(value: Dict[str, Any], node: Node, path: str) -> Any:
    if node["type"] == "map":
        for name, item in value.items():
            if item is None and resolved(node["values"])["type"] != "json":
                raise _refuse("%s.%s" % (path, name), "a value")
        return {name: _read(item, node["values"], "%s.%s" % (path, name)) for name, item in value.items()}
    if node["type"] == "object":
        return _CLASSES[node["record"]]._read(value, path)
    key = "%s.%s" % (path, node["discriminator"])
    name = value.get(node["discriminator"])
    if name is None:
        raise InvalidPayload(key, "required", "the field is required and absent")
    if not isinstance(name, str):
        raise _refuse(key, "a text")
    if name not in node["cases"]:
        raise InvalidPayload(key, "enum", "must be one of %s" % ", ".join(node["cases"]))
    return _CLASSES[node["cases"][name]]._read(value, path)


_MOMENT = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt ]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?"
    r"(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))?"
)


def timestamp(text: str, path: str = "$") -> datetime:
    """Reads RFC 3339 to the microsecond, in UTC; without an offset the time is UTC."""
    match = _MOMENT.fullmatch(text)
    if match is None:
        raise _refuse(path, "an RFC 3339 timestamp")
    year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
    fraction, sign, hours, minutes = match.groups()[6:]
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    if second > 60 or int(hours or 0) > 23 or int(minutes or 0) > 59:
        raise _refuse(path, "an RFC 3339 timestamp")
    try:
        moment = datetime(year, month, day, hour, minute, tzinfo=timezone.utc)
        moment += timedelta(seconds=second, microseconds=int((fraction or "0").ljust(6, "0")[:6]))
        return moment + offset if sign == "-" else moment - offset
    except (ValueError, OverflowError):
        raise _refuse(path, "an RFC 3339 timestamp of the years 0001 to 9999") from None


def timestamp_text(moment: datetime) -> str:
    """RFC 3339 in UTC with six fraction digits; a time without zone is taken as UTC."""
    moment = moment.replace(tzinfo=timezone.utc) if moment.tzinfo is None else moment.astimezone(timezone.utc)
    return "%04d" % moment.year + moment.strftime("-%m-%dT%H:%M:%S") + ".%06dZ" % moment.microsecond


# Writing values


def _write(value: Any, node: Node, path: str) -> Any:
    """The tree of a typed value; what is of another type is left for the check to name."""
    node = resolved(node)
    kind = node["type"]
    if isinstance(value, Record):
        is_right = node.get("record") == value._RECORD or value._RECORD in node.get("cases", {}).values()
        if not is_right:
            raise _refuse(path, "another class than %s" % type(value).__name__)
        return value._tree(path)
    if kind in ("object", "union"):
        raise _refuse(path, "an object of a generated class")
    if isinstance(value, enum.Enum):
        value = value.value
    if kind == "double" and isinstance(value, (int, float)) and not isinstance(value, bool):
        try:
            number = float(value)
        except OverflowError:
            number = float("inf")
        return tree(number, path)
    if kind == "timestamp" and isinstance(value, datetime):
        return timestamp_text(value)
    if kind == "timestamp" and isinstance(value, str):
        return timestamp_text(timestamp(value, path))
    if kind == "bytes" and isinstance(value, (bytes, bytearray, memoryview)):
        return base64.b64encode(bytes(value)).decode("ascii")
    if kind == "bytes":
        raise _refuse(path, "bytes")
    if kind == "array" and isinstance(value, (list, tuple)):
        return [_write(item, node["items"], "%s[%d]" % (path, index)) for index, item in enumerate(value)]
    if kind == "map" and isinstance(value, dict):
        names = {tree(name, path): item for name, item in value.items()}
        check_names(names, path)
        return {
            name: _write(names[name], node["values"], "%s.%s" % (path, name)) for name in sorted(names, key=fold)
        }
    return tree(value, path)
