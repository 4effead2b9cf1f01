"""Changes payloads of older major versions into those of today."""
from typing import Any, Dict, List, Optional

from ._catalogue import CATALOGUE
from ._json import InvalidPayload, parse, text_of
from ._schema import Node


def upcast(payload: Any, event: str, major: int) -> Any:
    """A payload that was written under an older major version, as one of the version of this package."""
    description = CATALOGUE["events"][event]
    current = int(description["version"].split(".")[0])
    if major == current:
        return payload
    if major > current:
        words = "version %d of %s is newer than %s, which this package was generated for"
        raise InvalidPayload("$", "version", words % (major, event, description["version"]))
    if not isinstance(payload, dict):
        raise InvalidPayload("$", "type", "a payload must be an object")
    for following in range(major + 1, current + 1):
        found = [each for each in description.get("upcasts", ()) if each["major"] == following]
        if not found:
            words = "the catalogue declares no upcasts of %s to version %d"
            raise InvalidPayload("$", "version", words % (event, following))
        for step in found[0]["steps"]:
            payload = _STEPS[step["step"]](dict(payload), step, following)
    return payload


def _rename(payload: Dict[str, Any], step: Node, major: int) -> Dict[str, Any]:
    if step["field"] not in payload:
        return payload
    payload.pop(step["to"], None)
    return {step["to"] if name == step["field"] else name: value for name, value in payload.items()}


def _default(payload: Dict[str, Any], step: Node, major: int) -> Dict[str, Any]:
    payload.setdefault(step["field"], parse(step["value"]))
    return payload


def _constant(payload: Dict[str, Any], step: Node, major: int) -> Dict[str, Any]:
    payload[step["field"]] = parse(step["value"])
    return payload


def _drop(payload: Dict[str, Any], step: Node, major: int) -> Dict[str, Any]:
    payload.pop(step["field"], None)
    return payload


def _map_enum(payload: Dict[str, Any], step: Node, major: int) -> Dict[str, Any]:
    text = payload.get(step["field"])
    if isinstance(text, str):
        payload[step["field"]] = step["values"].get(text, step.get("otherwise", text))
    return payload


def _split(payload: Dict[str, Any], step: Node, major: int) -> Dict[str, Any]:
    text = payload.pop(step["field"], None)
    if text is None:
        return payload
    parts = _parts(text, step["template"]) if isinstance(text, str) else None
    if parts is None:
        raise _upcast_refusal(step["field"], major, "the text does not have the form by which it is split")
    payload.update(parts)
    return payload


def _parts(text: str, template: List[Node]) -> Optional[Dict[str, str]]:
    """What each field of a template takes of a text: up to where what follows it first comes, at least one character."""
    parts: Dict[str, str] = {}
    for index, piece in enumerate(template):
        if "text" in piece:
            if not text.startswith(piece["text"]):
                return None
            text = text[len(piece["text"]) :]
            continue
        end = len(text)
        if index + 1 < len(template) and "text" in template[index + 1]:
            literal = template[index + 1]["text"]
            is_last = index + 2 == len(template)
            end = len(text) - len(literal) if is_last and text.endswith(literal) else text.find(literal, 1)
            if is_last and not text.endswith(literal):
                return None
        if end < 1:
            return None
        parts[piece["field"]] = text[:end]
        text = text[end:]
    return None if text else parts


def _upcast_refusal(field: str, major: int, message: str) -> InvalidPayload:
    return InvalidPayload("$." + field, "upcast", "on the way to version %d: %s" % (major, message))


def _merge(payload: Dict[str, Any], step: Node, major: int) -> Dict[str, Any]:
    text = ""
    for piece in step["template"]:
        value = piece["text"] if "text" in piece else payload.get(piece["field"])
        if value is None:
            return payload
        if isinstance(value, (dict, list)):
            raise _upcast_refusal(piece["field"], major, "an array or an object is no part of a text")
        text += value if isinstance(value, str) else text_of(value)
    payload[step["field"]] = text
    return payload


_STEPS = {
    "rename": _rename,
    "default": _default,
    "constant": _constant,
    "drop": _drop,
    "map_enum": _map_enum,
    "split": _split,
    "merge": _merge,
}
