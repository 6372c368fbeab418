"""
Values as the text of one cell, and back, without loss.

A spreadsheet program runs a cell that begins with ``=``, ``+``, ``-`` or ``@``, so such a cell gets an apostrophe
before it, which is taken away again when the cell is read. (OWASP, "CSV Injection", names these, the tab and the line
breaks; East Asian programs run the full-width forms too.)
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import attrs
import msgspec

from meetsupport.core.errors import InvalidInput
from meetsupport.core.messages import Message
from meetsupport.core.records import RecordType
from meetsupport.core.specs import FieldSpec
from meetsupport.core.times import Window, instant

__all__ = ["Column", "columns", "guarded", "unguarded"]

_RUNS = tuple("=+-@＝＋－＠")
_BREAKS = ("\t", "\r", "\n")
_GUARD = "'"
_SEPARATOR = ";"
_EMPTY = "\\e"
_WORDS = {"true": True, "false": False, "yes": True, "no": False, "是": True, "否": False}
_EXPECTED: Mapping[Any, Message] = {
    int: Message.of("a whole number"),
    float: Message.of("a number"),
    Decimal: Message.of("a number"),
    bool: Message.of("true or false"),
    date: Message.of("a day such as 2011-06-09"),
    datetime: Message.of("an instant such as 2011-06-09T08:00:00+08:00"),
    timedelta: Message.of("a length such as PT90M"),
    Window: Message.of("a span such as 2011-06-09T08:00:00+08:00/2011-06-09T09:00:00+08:00, its end after its start"),
    str: Message.of("1 to 200 characters"),
}


def guarded(text: str) -> str:
    """Give a cell that no program runs."""
    return _GUARD + text if _needs_guard(text) else text


def unguarded(cell: str) -> str:
    """Give what a cell says, without the apostrophe that `guarded` put there; any other apostrophe is text."""
    inner = cell[1:]
    return inner if cell.startswith(_GUARD) and (not inner or _needs_guard(inner)) else cell


def _needs_guard(text: str) -> bool:
    return text.startswith((_GUARD, *_BREAKS)) or text.lstrip().startswith(_RUNS)


@attrs.frozen
class Column:
    """
    How one field stands in cells.

    Attributes:
        spec: The field.
        nothing: What an empty cell means; `attrs.NOTHING` where a cell may not be empty.
    """

    spec: FieldSpec
    nothing: Any

    def write(self, value: Any) -> str:
        """Write a value. One that a view masks is written as the view shows it."""
        if type(value) is type(self.nothing) and value == self.nothing:
            return ""
        many = isinstance(value, tuple)
        text = _SEPARATOR.join(map(_escaped, map(_text, value))) if many else _text(value)  # pyright: ignore[reportUnknownArgumentType]
        return guarded(text) if text else _GUARD

    def read(self, cell: str) -> Any:
        """
        Read a value.

        An empty cell is nothing: no value, no values, or what a new record has. An apostrophe alone is an empty text.

        Raises:
            InvalidInput: The cell has none; the message says what was expected, and no value of a sensitive field.
        """
        if not cell:
            if self.nothing is attrs.NOTHING:
                raise InvalidInput.of(Message.of("it is empty, expected {expected}", expected=self._expected))
            return self.nothing
        text = unguarded(cell)
        try:
            if self.spec.alike is not None:
                return self._words(text)
            if self.spec.many:
                parts = [_value(self.spec.base, part) for part in _split(text)] if text else []
                return msgspec.convert(parts, self.spec.hint)
            return msgspec.convert(_value(self.spec.base, text), self.spec.hint)
        except (ValueError, ArithmeticError, RecursionError):  # msgspec's errors are ValueErrors
            said = Message.of("invalid value, expected {expected}", expected=self._expected)
            if not self.spec.sensitive:
                said = Message.of(
                    "invalid value {value}, expected {expected}", value=repr(text[:60]), expected=self._expected
                )
            raise InvalidInput.of(said) from None

    def _words(self, text: str) -> Any:
        meant = [self.spec.meant(part) for part in (_split(text) if self.spec.many else [text])]
        if any(map(self.spec.wrong, meant)):
            raise ValueError
        return msgspec.convert(meant if self.spec.many else meant[0], self.spec.hint)

    @property
    def _expected(self) -> Message:
        one = _EXPECTED.get(self.spec.base) or Message.of("what the format of files has for it")
        one = Message.of("one of {words}", words=self.spec.expected) if self.spec.closed else one
        if not self.spec.many:
            return one
        return Message.of("values separated by {separator}, each {one}", separator=_SEPARATOR, one=one)


def columns(rt: RecordType[Any]) -> dict[str, Column]:
    """Give the columns of a record type, by field."""
    defaults = {attribute.name: attribute.default for attribute in attrs.fields(rt.cls)}
    return {name: Column(spec, _nothing(spec, defaults[name])) for name, spec in rt.fields.items()}


def _nothing(spec: FieldSpec, default: Any) -> Any:
    if spec.optional:
        return None
    return () if spec.many else default


def _text(value: Any) -> str:
    if isinstance(value, str):
        return str(value)  # a view's own kind of text is made a plain one
    if isinstance(value, Window):
        return f"{value.start.isoformat()}/{value.end.isoformat()}"
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    text = msgspec.json.encode(value).decode()
    return text.strip('"') if isinstance(value, timedelta) else text


def _value(base: Any, text: str) -> Any:
    read = _READERS.get(base)
    if read is not None:
        return read(text)
    try:
        return msgspec.json.decode(text, type=base)
    except msgspec.DecodeError:
        return text  # a word of a Literal or an enumeration needs no quotes


def _window(text: str) -> Window:
    start, _, end = text.partition("/")
    return Window.of(start.strip(), end.strip())


def _whole(text: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,18}", text.strip()):
        raise ValueError(text)
    return int(text)


def _finite(make: Callable[[str], Any], text: str) -> Any:
    number = make(text.strip())
    if not math.isfinite(number):
        raise ValueError(text)
    return number


_READERS: Mapping[Any, Callable[[str], Any]] = {
    str: str,
    int: _whole,
    float: partial(_finite, float),
    Decimal: partial(_finite, Decimal),
    bool: lambda text: _WORDS.get(text.strip().lower(), text),
    date: lambda text: msgspec.convert(text.strip(), date),
    datetime: lambda text: instant(text.strip()),
    timedelta: lambda text: msgspec.convert(text.strip(), timedelta),
    Window: _window,
}


def _escaped(text: str) -> str:
    r"""Write one of several values: a backslash makes what follows stand for itself, and ``\e`` is an empty text."""
    if not text:
        return _EMPTY
    inner = re.sub(r"([\\;])", r"\\\1", text)
    return re.sub(r"\A\s|\s\Z", lambda blank: "\\" + blank.group(), inner)


def _split(text: str) -> Iterator[str]:
    """Undo `_escaped` and the joining; blanks round a value are nothing unless a backslash stands before them."""
    part: list[str] = []
    kept = 0
    characters = iter(text)
    for character in characters:
        if character == "\\":
            following = next(characters, "")
            if following != "e":
                part.append(following)
            kept = len(part)
        elif character == _SEPARATOR:
            yield _trimmed(part, kept)
            part, kept = [], 0
        elif part or not character.isspace():
            part.append(character)
            kept = kept if character.isspace() else len(part)
    yield _trimmed(part, kept)


def _trimmed(part: list[str], kept: int) -> str:
    return "".join(part[:kept])
