"""All faults of a record's body, found by cattrs after the fast decoder refused it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import attrs
import cattrs
import msgspec
from cattrs.errors import ClassValidationError, IterableValidationError

from meetsupport.core.errors import Fault
from meetsupport.core.records import RecordType

__all__ = ["of"]

_NAMES = {
    datetime: "an ISO 8601 instant with offset",
    date: "an ISO 8601 day",
    timedelta: "an ISO 8601 duration",
    Decimal: "a number",
    str: "a text",
    int: "a whole number",
    bool: "true or false",
    float: "a number",
}


class _Wrong(ValueError):
    """A value that does not fit."""


def _leaf(value: Any, hint: Any) -> Any:
    try:
        return msgspec.convert(value, hint)
    except msgspec.ValidationError:
        raise _Wrong(f"invalid value {value!r}, expected {_expected(hint)}") from None


def _expected(hint: Any) -> str:
    if get_origin(hint) is Annotated:
        inner, meta = get_args(hint)
        longest = getattr(meta, "max_length", None)
        return _expected(inner) + (f" of 1 to {longest} characters" if longest else "")
    if get_origin(hint) is Literal:
        return "one of " + ", ".join(map(repr, get_args(hint)))
    if get_origin(hint) in {Union, UnionType}:
        return " or ".join("null" if h is type(None) else _expected(h) for h in get_args(hint))
    return _NAMES.get(hint, getattr(hint, "__name__", str(hint)))


def _is_leaf(hint: Any) -> bool:
    inner = get_args(hint)[0] if get_origin(hint) is Annotated else hint
    if get_origin(inner) in {Union, UnionType}:
        return all(h is type(None) or _is_leaf(h) for h in get_args(inner))
    return get_origin(inner) is Literal or (
        isinstance(inner, type) and not attrs.has(inner) and get_origin(inner) is None
    )


@lru_cache(maxsize=1)
def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(detailed_validation=True)
    converter.register_structure_hook_func(_is_leaf, _leaf)
    for plain in (str, int, float, bool):  # cattrs would coerce these: 5 to "5", "x" to an error of its own
        converter.register_structure_hook(plain, _leaf)
    return converter


def of(rt: RecordType[Any], body: bytes, path: str) -> list[Fault]:
    """
    List what is wrong with a body.

    Args:
        rt: What it should be.
        body: Its JSON text.
        path: Where it stands.
    """
    try:
        raw = msgspec.json.decode(body)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        return [Fault(path, str(error))]
    if not isinstance(raw, dict):
        return [Fault(path, f"invalid value {raw!r}, expected an object")]
    try:
        _converter().structure(raw, rt.cls)
    except Exception as error:  # noqa: BLE001 - whatever a validator raises is a fault of the input
        hidden = {f"{path}.{spec.name}" for spec in rt.masked}
        return [_hide(fault, hidden) for fault in _walk(error, path)]
    return []


def _hide(fault: Fault, hidden: set[str]) -> Fault:
    """Leave out the value of a sensitive field: error messages end up in logs."""
    if not any(fault.place == place or fault.place.startswith((f"{place}[", f"{place}.")) for place in hidden):
        return fault
    _, _, expected = fault.problem.rpartition(", expected ")
    return Fault(fault.place, f"invalid value (hidden, since the field is sensitive), expected {expected}")


def _walk(error: BaseException, path: str) -> list[Fault]:
    if isinstance(error, (ClassValidationError, IterableValidationError)):
        found: list[Fault] = []
        for inner in error.exceptions:
            found += _walk(inner, path + _step(inner))
        return found
    if isinstance(error, KeyError):
        return [Fault(path, f"a value for {error.args[0]} is missing")]
    return [Fault(path, str(error))]


def _step(error: BaseException) -> str:
    for note in getattr(error, "__notes__", ()):
        name, index = getattr(note, "name", None), getattr(note, "index", None)
        if name is not None:
            return "" if isinstance(error, KeyError) else f".{name}"
        if index is not None:
            return f"[{index!r}]"
    return ""
