"""JSON that keeps what a text says: numbers as they are written, names once, the same bytes in every language."""
import json
import math
import re
import unicodedata
from typing import Any, Dict, Iterable, List, Tuple

MAXIMUM_DEPTH = 64


class InvalidPayload(ValueError):
    """A payload that the catalogue or JSON itself refuses.

    `path` is the place (`$.tags.dataset`), `rule` the broken rule in one word (`max_length`), `message` what is wrong.
    """

    def __init__(self, path: str, rule: str, message: str) -> None:
        super().__init__("%s: %s [%s]" % (path, message, rule))
        self.path = path
        self.rule = rule
        self.message = message


class ExactNumber(float):
    """A number as it was written: a float to reckon with, and the text to write it again."""

    text: str

    def __new__(cls, text: str) -> "ExactNumber":
        number = super().__new__(cls, text)
        number.text = text
        return number

    def __reduce__(self) -> Tuple[Any, ...]:
        return (ExactNumber, (self.text,))


def _integer(text: str) -> Any:
    # -0 is a number of its own, and very long integers are not worth the time that they take.
    return ExactNumber(text) if text == "-0" or len(text) > 400 else int(text)


def _refuse_constant(name: str) -> Any:
    raise InvalidPayload("$", "syntax", "%s is no JSON" % name)


def _object(pairs: List[Tuple[str, Any]]) -> Dict[str, Any]:
    members = dict(pairs)
    if len({fold(name) for name in members}) != len(pairs):
        raise InvalidPayload("$", "duplicate_name", "a name stands twice in one object")
    return members


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=ExactNumber, parse_int=_integer, parse_constant=_refuse_constant
)


def fold(text: str) -> str:
    """The text by which two spellings of the same characters are one."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def parse(text: Any) -> Any:
    """Reads JSON from `str` or `bytes`; raises `InvalidPayload`."""
    try:
        if isinstance(text, (bytes, bytearray, memoryview)):
            text = bytes(text).decode("utf-8")
        value = _DECODER.decode(text)
    except RecursionError:
        raise InvalidPayload("$", "limit", "arrays and objects lie too deep in each other") from None
    except InvalidPayload:
        raise
    except ValueError as error:
        raise InvalidPayload("$", "syntax", "the text is no JSON: %s" % str(error).split(":")[0]) from None
    _check_tree(value, 0)
    return value


def _check_tree(value: Any, depth: int) -> None:
    if isinstance(value, str):
        _check_text(value, "$")
    elif isinstance(value, (dict, list)):
        if depth >= MAXIMUM_DEPTH:
            raise InvalidPayload("$", "limit", "arrays and objects lie deeper than %d in each other" % MAXIMUM_DEPTH)
        if isinstance(value, dict):
            for name in value:
                _check_text(name, "$")
        for item in value.values() if isinstance(value, dict) else value:
            _check_tree(item, depth + 1)


def _check_text(text: str, path: str) -> None:
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        raise InvalidPayload(path, "syntax", "a surrogate stands alone; it is no character")


def tree(value: Any, path: str) -> Any:
    """A copy of a value of JSON's kinds; raises `InvalidPayload` for what JSON cannot say."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        _check_text(value, path)
        return str(value)
    if isinstance(value, (int, ExactNumber)):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise InvalidPayload(path, "finite", "a number must be finite")
        return value
    if isinstance(value, (list, tuple)):
        return [tree(item, "%s[%d]" % (path, index)) for index, item in enumerate(value)]
    if isinstance(value, dict):
        for name in value:
            if not isinstance(name, str):
                raise InvalidPayload(path, "type", "a name in an object must be a text")
        check_names(value, path)
        return {tree(name, path): tree(item, "%s.%s" % (path, name)) for name, item in value.items()}
    raise InvalidPayload(path, "type", "%s is no JSON" % type(value).__name__)


def check_names(names: Iterable[str], path: str) -> None:
    """Raises `InvalidPayload` where two names are spellings of the same characters: no reader takes both."""
    seen = set()
    for name in names:
        if fold(name) in seen:
            raise InvalidPayload(path, "duplicate_name", "a name stands twice in one object")
        seen.add(fold(name))


def number_text(value: Any) -> str:
    """How a number is written: integers in digits, floats in the shortest form that reads back the same."""
    if isinstance(value, ExactNumber):
        return value.text
    if isinstance(value, int):
        return str(int(value))
    return float_text(value)


_REPR = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?(?:e([+-][0-9]+))?")


def float_text(value: float) -> str:
    """The shortest text of a finite double: positional from 1e-6 to 2^53, else with an exponent."""
    match = _REPR.fullmatch(repr(float(value)))
    assert match is not None
    sign, whole, fraction, power = match.groups()
    fraction = fraction or ""
    digits = (whole + fraction).lstrip("0")
    # The value is 0.DIGITS times ten to the power of `point`.
    point = len((whole + fraction).lstrip("0")) - len(fraction) + int(power or 0)
    digits = digits.rstrip("0")
    if not digits:
        return sign + "0.0"
    decimals = len(digits) - point
    is_short = abs(value) < 1e9 and decimals <= 6
    if not is_short and (point < -3 or abs(value) > 9007199254740992.0):
        exponent = point - 1
        mantissa = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
        return "%s%se%s%02d" % (sign, mantissa, "-" if exponent < 0 else "+", abs(exponent))
    if point <= 0:
        return sign + "0." + "0" * -point + digits
    if decimals <= 0:
        return sign + digits + "0" * -decimals + ".0"
    return sign + digits[:point] + "." + digits[point:]


def text_of(value: Any) -> str:
    """A tree as compact JSON."""
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, dict):
        return "{%s}" % ",".join("%s:%s" % (text_of(name), text_of(item)) for name, item in value.items())
    if isinstance(value, list):
        return "[%s]" % ",".join(map(text_of, value))
    return number_text(value)


def dump(value: Any) -> bytes:
    """A tree as compact JSON in UTF-8."""
    return text_of(value).encode("utf-8")
