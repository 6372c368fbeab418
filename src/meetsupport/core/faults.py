"""All faults of a record's body, found by cattrs after the fast decoder refused it."""

from __future__ import annotations

from collections.abc import Iterator
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
from meetsupport.core.messages import Message, Value
from meetsupport.core.records import RecordType

__all__ = ["of"]

_NAMES = {
    datetime: Message.of("an ISO 8601 instant with offset"),
    date: Message.of("an ISO 8601 day"),
    timedelta: Message.of("an ISO 8601 duration"),
    Decimal: Message.of("a number"),
    str: Message.of("a text"),
    int: Message.of("a whole number"),
    bool: Message.of("true or false"),
    float: Message.of("a number"),
}


class _Wrong(ValueError):
    """A value that does not fit: what it is, and what was expected."""

    def __init__(self, value: object, expected: Value) -> None:
        self.value = repr(value)
        self.expected = expected
        super().__init__(self.value, expected)


def _leaf(value: Any, hint: Any) -> Any:
    try:
        return msgspec.convert(value, hint)
    except msgspec.ValidationError:
        raise _Wrong(value, _expected(hint)) from None


def _expected(hint: Any) -> Value:
    if get_origin(hint) is Annotated:
        inner, meta = get_args(hint)
        longest = getattr(meta, "max_length", None)
        if getattr(meta, "ge", None) == 0:
            return Message.of("{what} from 0", what=_expected(inner))
        if not longest:
            return _expected(inner)
        return Message.of("{what} of 1 to {n} characters", what=_expected(inner), n=longest)
    if get_origin(hint) is Literal:
        return Message.of("one of {words}", words=tuple(map(repr, get_args(hint))))
    if get_origin(hint) in {Union, UnionType}:
        options = ["null" if h is type(None) else _expected(h) for h in get_args(hint)]
        found = options[0]
        for one in options[1:]:
            found = Message.of("{one} or {other}", one=found, other=one)
        return found
    return _NAMES.get(hint) or str(getattr(hint, "__name__", hint))


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
        return [Fault.of(path, Message.of("invalid value {value}, expected an object", value=repr(raw)))]
    try:
        _converter().structure(raw, rt.cls)
    except Exception as error:  # noqa: BLE001 - whatever a validator raises is a fault of the input
        hidden = {f"{path}.{spec.name}" for spec in rt.masked}
        return [_fault(place, inner, hidden) for place, inner in _walk(error, path)]
    return []


def _fault(place: str, error: BaseException, hidden: set[str]) -> Fault:
    """Say what is wrong, without the value of a sensitive field: error messages end up in logs."""
    secret = any(place == one or place.startswith((f"{one}[", f"{one}.")) for one in hidden)
    if isinstance(error, KeyError):
        return Fault.of(place, Message.of("a value for {field} is missing", field=str(error.args[0])))
    if isinstance(error, _Wrong) and not secret:
        said = Message.of("invalid value {value}, expected {expected}", value=error.value, expected=error.expected)
        return Fault.of(place, said)
    if not secret:
        return Fault(place, str(error))
    expected: Value = error.expected if isinstance(error, _Wrong) else str(error).rpartition(", expected ")[2]
    return Fault.of(
        place,
        Message.of("invalid value (hidden, since the field is sensitive), expected {expected}", expected=expected),
    )


def _walk(error: BaseException, path: str) -> Iterator[tuple[str, BaseException]]:
    if isinstance(error, (ClassValidationError, IterableValidationError)):
        for inner in error.exceptions:
            yield from _walk(inner, path + _step(inner))
    else:
        yield path, error


def _step(error: BaseException) -> str:
    for note in getattr(error, "__notes__", ()):
        name, index = getattr(note, "name", None), getattr(note, "index", None)
        if name is not None:
            return "" if isinstance(error, KeyError) else f".{name}"
        if index is not None:
            return f"[{index!r}]"
    return ""
