"""Holds trees of JSON to what the catalogue declares."""
import re
from typing import Any, Dict, Iterator, List, NamedTuple, Optional, Tuple

from ._catalogue import CATALOGUE
from ._json import fold, number_text, parse, text_of

Node = Dict[str, Any]


class Violation(NamedTuple):
    """One way in which a payload is not what its event declares."""

    path: str
    rule: str
    message: str


# Numbers

_NUMBER = re.compile(r"(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?")
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
INTEGER_RANGES = {"int32": (-(2**31), 2**31 - 1), "int64": (-(2**63), 2**63 - 1), "uint64": (0, 2**64 - 1)}


class _Decimal:
    """A JSON number without rounding: 0.DIGITS times ten to the power of `point`."""

    def __init__(self, text: str) -> None:
        match = _NUMBER.fullmatch(text)
        assert match is not None
        sign, whole, fraction, power = match.groups()
        every = whole + (fraction or "")
        leading = len(every) - len(every.lstrip("0"))
        self.digits = every.strip("0")
        self.is_negative = bool(sign) and bool(self.digits)
        size = (power or "0").lstrip("+-").lstrip("0") or "0"
        exponent = 1000000 if len(size) > 6 else int(size)
        if (power or "").startswith("-"):
            exponent = -exponent
        self.point = len(whole) - leading + exponent if self.digits else 0

    def compare(self, other: "_Decimal") -> int:
        if self.is_negative != other.is_negative:
            return -1 if self.is_negative else 1
        return -self._compare(other) if self.is_negative else self._compare(other)

    def _compare(self, other: "_Decimal") -> int:
        left = (bool(self.digits), self.point if self.digits else 0, self.digits)
        right = (bool(other.digits), other.point if other.digits else 0, other.digits)
        return (left > right) - (left < right)

    def is_multiple(self, step: "_Decimal") -> bool:
        if not self.digits:
            return True
        place, step_place = self.point - len(self.digits), step.point - len(step.digits)
        scale = min(place, step_place)
        if not step.digits or len(step.digits) + step_place - scale > 18:
            return False
        divisor = int(step.digits) * 10 ** (step_place - scale)
        return int(self.digits) % divisor * pow(10, place - scale, divisor) % divisor == 0


# Patterns and formats


class _Pattern:
    """A pattern of the catalogue as a table: one step for each byte of UTF-8."""

    def __init__(self, classes: str, transitions: str) -> None:
        self._class_of: List[int] = []
        for run in classes.split(" "):
            number, end = run.split("-")
            self._class_of += [int(number)] * (int(end) + 1 - len(self._class_of))
        self._rows: List[List[int]] = []
        self._accepts: List[bool] = []
        for state in transitions.split("|"):
            row: List[int] = []
            for item in state.split(" "):
                if item and item != "*":
                    count, _, following = item.rpartition("x")
                    row += [int(following)] * int(count or 1)
            self._rows.append(row)
            self._accepts.append(state.endswith("*"))

    def matches(self, text: str) -> bool:
        state = 1
        for byte in text.encode("utf-8"):
            state = self._rows[state][self._class_of[byte]]
            if state == 0:
                return False
        return self._accepts[state]


_PATTERNS = {name: _Pattern(table["classes"], table["transitions"]) for name, table in CATALOGUE["patterns"].items()}

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIMESTAMP = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?"
    r"([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"
)
_DURATION = re.compile(
    r"P(?:[0-9]+W|(?=[0-9T])(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+D)?"
    r"(?:T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\.[0-9]{1,9})?S)?)?)"
)
_SIMPLE = {
    "uint256": re.compile(r"0|[1-9][0-9]{0,77}"),
    "decimal": re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?"),
    "bytes": re.compile(r"[A-Za-z0-9+/]*={0,2}"),
    "uuid": re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"),
    "uri": re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:%[0-9A-Fa-f]{2}|[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-])+"),
    "duration": _DURATION,
}
_WORDS = {
    "uint256": "a text of decimal digits, at most 2^256-1",
    "decimal": 'a decimal number as a text, e.g. "-12.50"',
    "bytes": "base64 with padding",
    "uuid": "a UUID",
    "uri": "an absolute URI",
    "date": "a date (YYYY-MM-DD)",
    "timestamp": "an instant by RFC 3339 with Z or an offset",
    "duration": "an ISO 8601 duration, e.g. PT90S",
}


def _is_date(text: str) -> bool:
    match = _DATE.fullmatch(text)
    if match is None:
        return False
    year, month, day = map(int, match.groups())
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = (31, 29 if is_leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return 1 <= month <= 12 and 1 <= day <= days[month - 1]


def _has_format(text: str, kind: str) -> bool:
    if kind == "date":
        return _is_date(text)
    if kind == "timestamp":
        match = _TIMESTAMP.fullmatch(text)
        return match is not None and _is_date(match.group(1))
    if _SIMPLE[kind].fullmatch(text) is None:
        return False
    if kind == "uint256":
        return int(text) < 2**256
    return kind != "bytes" or len(text) % 4 == 0


# Checking


def resolved(node: Node) -> Node:
    """What a node stands for once names are followed."""
    while node["type"] == "named":
        node = CATALOGUE["types"][node["name"]]
    return node


_CONSTANTS: Dict[str, Any] = {}


def constant(node: Node) -> Any:
    """What a constant always is: a text, a boolean or a number."""
    text = node["value"]
    if text not in _CONSTANTS:
        _CONSTANTS[text] = parse(text)
    return _CONSTANTS[text]


def _kind(value: Any) -> str:
    for kinds, words in (
        (type(None), "null"),
        (bool, "a boolean"),
        ((int, float), "a number"),
        (str, "a text"),
        (list, "an array"),
    ):
        if isinstance(value, kinds):  # type: ignore[arg-type]
            return words
    return "an object"


def _identity(value: Any) -> str:
    """A text that is the same for items that are the same."""
    return fold(text_of(value))


_COLLECTIONS: Dict[str, Any] = {"array": list, "object": dict, "map": dict, "union": dict}


def violations(value: Any, event: str, unknown: bool = False) -> List[Violation]:
    """Everything that is wrong with a tree as the payload of an event.

    `unknown` says that undeclared fields are let through, as those that a reader has kept.
    """
    if not isinstance(value, dict):
        return [Violation("$", "type", "a payload must be an object")]
    record = CATALOGUE["records"][CATALOGUE["events"][event]["record"]]
    return list(_object(value, record, "$", unknown))


def _object(value: Dict[str, Any], record: Node, path: str, unknown: bool) -> Iterator[Violation]:
    fields = {field["name"]: field for field in record["fields"]}
    key = record["discriminator"][0] if "discriminator" in record else None
    for name, member in value.items():
        place = "%s.%s" % (path, name)
        if name == key:
            continue
        if name not in fields:
            if not unknown:
                yield Violation(place, "undeclared", "the catalogue declares no such field here")
            continue
        field = fields[name]
        if member is None and field.get("nullable"):
            continue
        yield from _value(member, field["value"], place, unknown)
    for name, field in fields.items():
        if field.get("required") and name not in value and "default" not in field:
            yield Violation("%s.%s" % (path, name), "required", "the field is required and absent")


def _value(value: Any, node: Node, path: str, unknown: bool) -> Iterator[Violation]:
    kind = resolved(node)
    if value is None:
        if kind["type"] != "json":
            yield Violation(path, "nullable", "the field is null and may not be")
        return
    found = False
    inner = (
        _value(value, CATALOGUE["types"][node["name"]], path, unknown)
        if node["type"] == "named"
        else _type(value, node, path, unknown)
    )
    for violation in inner:
        found = True
        yield violation
    # A collection is counted even where something in it is wrong.
    is_collection = isinstance(value, _COLLECTIONS.get(node["type"], ()))
    if not found or is_collection:
        yield from _constraints(value, node, kind["type"], path)


def _type(value: Any, node: Node, path: str, unknown: bool) -> Iterator[Violation]:
    kind = node["type"]
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if kind == "json":
        return
    if kind == "const":
        if not _is_same(value, constant(node)):
            yield Violation(path, "const", "must be the constant %s" % node["value"])
    elif kind in INTEGER_RANGES and is_number:
        text = number_text(value)
        if _INTEGER.fullmatch(text) is None:
            yield Violation(path, "type", "must be a whole number, without fraction or exponent")
        elif len(text) > 30 or not INTEGER_RANGES[kind][0] <= int(text) <= INTEGER_RANGES[kind][1]:
            yield Violation(path, "limit", "must be between %d and %d" % INTEGER_RANGES[kind])
    elif kind == "double" and is_number:
        if not _is_finite(value):
            yield Violation(path, "finite", "the number is not a finite double")
    elif kind == "bool" and isinstance(value, bool):
        return
    elif kind == "string" and isinstance(value, str):
        return
    elif kind in _WORDS and isinstance(value, str):
        if not _has_format(value, kind):
            rule = "type" if kind in ("timestamp", "bytes") else "format"
            yield Violation(path, rule, "must be %s" % _WORDS[kind])
    elif kind == "enum" and isinstance(value, str):
        if not node["open"] and value not in node["values"]:
            yield Violation(path, "enum", "must be one of %s" % ", ".join(node["values"]))
    elif kind == "array" and isinstance(value, list):
        for index, item in enumerate(value):
            yield from _value(item, node["items"], "%s[%d]" % (path, index), unknown)
    elif kind == "map" and isinstance(value, dict):
        for name, item in value.items():
            yield from _value(item, node["values"], "%s.%s" % (path, name), unknown)
    elif kind == "object" and isinstance(value, dict):
        yield from _object(value, CATALOGUE["records"][node["record"]], path, unknown)
    elif kind == "union" and isinstance(value, dict):
        key = "%s.%s" % (path, node["discriminator"])
        name = value.get(node["discriminator"])
        names = ", ".join(node["cases"])
        if not isinstance(name, str):
            yield Violation(key, "required", "must be there and say which of %s the object is" % names)
        elif name not in node["cases"]:
            yield Violation(key, "enum", "must be one of %s" % names)
        else:
            yield from _object(value, CATALOGUE["records"][node["cases"][name]], path, unknown)
    else:
        yield Violation(path, "type", "expected %s, found %s" % (kind, _kind(value)))


def _is_finite(value: Any) -> bool:
    try:
        return abs(float(value)) != float("inf") and value == value
    except OverflowError:
        return False


def _is_same(left: Any, right: Any) -> bool:
    numbers = (int, float)
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, numbers) and isinstance(right, numbers):
        return _Decimal(number_text(left)).compare(_Decimal(number_text(right))) == 0
    return _identity(left) == _identity(right)


def _constraints(value: Any, node: Node, kind: str, path: str) -> Iterator[Violation]:
    if isinstance(value, bool):
        return
    if isinstance(value, (int, float)):
        yield from _bounds(number_text(value), node, path)
    elif isinstance(value, str):
        if kind in ("uint256", "decimal"):
            yield from _bounds(value, node, path)
            return
        length = len(value)
        if kind == "bytes":
            length = len(value) // 4 * 3 - (len(value) - len(value.rstrip("=")))
        yield from _size(length, node, path, "length")
        pattern = node.get("pattern")
        if pattern is not None and not _PATTERNS[pattern].matches(value):
            yield Violation(path, "pattern", "does not match %s" % pattern)
    elif isinstance(value, list):
        yield from _size(len(value), node, path, "items")
        if node.get("unique_items") and len({_identity(item) for item in value}) != len(value):
            yield Violation(path, "unique_items", "the items must differ from each other")
    elif isinstance(value, dict):
        yield from _size(len(value), node, path, "items")
        pattern = node.get("key_pattern")
        if pattern is not None:
            for name in value:
                if not _PATTERNS[pattern].matches(name):
                    yield Violation("%s.%s" % (path, name), "pattern", "the key does not match %s" % pattern)


def _size(count: int, node: Node, path: str, what: str) -> Iterator[Violation]:
    least, most = node.get("min_" + what), node.get("max_" + what)
    if least is not None and count < least:
        yield Violation(path, "min_" + what, "must have at least %d, has %d" % (least, count))
    if most is not None and count > most:
        yield Violation(path, "max_" + what, "must have at most %d, has %d" % (most, count))


_BOUNDS: Tuple[Tuple[str, str, str, Tuple[int, ...]], ...] = (
    ("minimum", "minimum", "must be at least %s", (0, 1)),
    ("maximum", "maximum", "must be at most %s", (0, -1)),
    ("exclusive_minimum", "minimum", "must be above %s", (1,)),
    ("exclusive_maximum", "maximum", "must be below %s", (-1,)),
)


def _bounds(text: str, node: Node, path: str) -> Iterator[Violation]:
    number: Optional[_Decimal] = None
    for key, rule, message, allowed in _BOUNDS:
        if key in node:
            number = number or _Decimal(text)
            if number.compare(_Decimal(node[key])) not in allowed:
                yield Violation(path, rule, message % node[key])
    if "multiple_of" in node and not (number or _Decimal(text)).is_multiple(_Decimal(node["multiple_of"])):
        yield Violation(path, "multiple_of", "must be a multiple of %s" % node["multiple_of"])
