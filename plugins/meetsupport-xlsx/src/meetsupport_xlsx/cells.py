"""One value in one cell: how it is shown, when a cell still shows it, and what a changed cell says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

import attrs
import msgspec

from meetsupport.core.codec import MASK
from meetsupport.core.messages import Message, Value, add_translations
from meetsupport.core.records import RecordType, type_term
from meetsupport.core.specs import FieldSpec
from meetsupport.core.times import Window
from meetsupport.plan.view import MASKED
from meetsupport_xlsx.times import Calendar, duration
from meetsupport_xlsx.words import is_chinese, plain, word

__all__ = ["Cell", "Context", "Kind", "Shown", "kind_of", "parse", "same", "show"]

add_translations(Path(__file__).parent / "locale")

Cell: TypeAlias = "str | float | bool | datetime | date | time | timedelta | None"
"""What a cell holds when it is read. An empty one holds an empty text or nothing."""

Shown: TypeAlias = "str | int | float | datetime | date | timedelta | None"
"""What is written into a cell; instants as wall clocks."""

Kind: TypeAlias = Literal["text", "number", "flag", "instant", "day", "span", "window", "json"]

MAX_CHARACTERS = 32_767
"""The longest text that a cell holds (Excel's limit)."""

_FIRST_DAY, _LAST_DAY = date(1900, 3, 1), date(9999, 12, 31)
"""Days that Excel counts rightly: it takes 1900 for a leap year."""

_DIGITS = 15
_EXACT = 10**_DIGITS
"""Excel keeps 15 digits of a number."""

_SEPARATORS = re.compile(r"\s*[、,;，；\n]\s*")


@lru_cache(maxsize=4096)
def _kind(base: Any, many: bool) -> Kind:  # noqa: FBT001
    simple: Mapping[Any, Kind] = {
        str: "text", bool: "flag", int: "number", float: "number", Decimal: "number",
        datetime: "instant", date: "day", timedelta: "span", Window: "window",
    }  # fmt: skip
    if many:
        return "text" if base is str or getattr(base, "__origin__", None) is Literal else "json"
    return "text" if getattr(base, "__origin__", None) is Literal else simple.get(base, "json")


def kind_of(spec: FieldSpec) -> Kind:
    """Say how a field's values look in cells. What has no form of its own is written as JSON."""
    return _kind(spec.base, spec.many)


@attrs.frozen
class Context:
    """
    What showing and reading depend on besides the value.

    Attributes:
        language: The language of names and words.
        calendar: The zone and the events.
        names: By record type, the name under which each id is shown; those that have none are shown as ids.
        find: Gives the ids that a name or an id of a record type may mean.
        private: The record types whose names are personal.
        types: The record types, for what they are called in messages.
    """

    language: str
    calendar: Calendar
    names: Mapping[str, Mapping[str, str]]
    find: Callable[[str, str], tuple[str, ...]] = lambda _type, _text: ()
    private: frozenset[str] = frozenset()
    types: Mapping[str, RecordType[Any]] = attrs.field(factory=dict[str, RecordType[Any]])


# Showing


def show(spec: FieldSpec, value: Any, about: Context) -> tuple[Shown, ...]:
    """Give what a field's cells show: one, or two for a window."""
    kind = kind_of(spec)
    width = 2 if kind == "window" else 1
    if value is MASKED:
        return (MASK,) * width
    if value is None:
        return (None,) * width
    if kind == "window":
        return _moment(value.start, about), _moment(value.end, about)
    return (_one(spec, kind, value, about),)


def _one(spec: FieldSpec, kind: Kind, value: Any, about: Context) -> Shown:
    if kind == "text":
        if spec.many:
            return _cut(word("sep", about.language).join(_word(spec, one, about) for one in value)) or None
        return _cut(_word(spec, value, about)) or None
    if kind == "number":
        return _number(value)
    if kind == "flag":
        return word("yes" if value else "no", about.language)
    if kind == "instant":
        return _moment(value, about)
    if kind == "day":
        return value if _FIRST_DAY <= value <= _LAST_DAY else str(value.isoformat())
    if kind == "span":
        return _length(value)
    return None if value == () else _cut(msgspec.json.encode(value).decode())


def _word(spec: FieldSpec, value: str, about: Context) -> str:
    if spec.refers_to:
        shown = about.names.get(spec.refers_to, {}).get(value, value)
        return value if spec.many and _SEPARATORS.search(shown) else shown
    return spec.words.get(value, value) if is_chinese(about.language) else value


def _cut(text: str) -> str:
    # Written alike everywhere: XML has no such characters, and Excel ends lines with a line feed alone.
    text = "".join(" " if "\ufffe" <= c <= "\uffff" or "\ud800" <= c <= "\udfff" else c for c in text)
    if len(text.encode("utf-16-le")) // 2 <= MAX_CHARACTERS:
        return text
    return text.encode("utf-16-le")[: 2 * (MAX_CHARACTERS - 1)].decode("utf-16-le", "ignore") + "…"


def _number(value: Any) -> Shown:
    if isinstance(value, int):
        return value if abs(value) < _EXACT else str(value)
    try:
        near = float(value)
        exact = Decimal(repr(near))
        if abs(near) < _EXACT and exact == Decimal(value) and len(exact.normalize().as_tuple().digits) <= _DIGITS:
            return near
    except (OverflowError, ValueError, InvalidOperation):
        pass
    return str(value)


def _moment(value: datetime, about: Context) -> Shown:
    try:
        wall = about.calendar.wall(value)
    except OverflowError:
        return value.isoformat()
    if not _FIRST_DAY <= wall.date() < _LAST_DAY or wall.microsecond % 1000:
        return value.isoformat()
    try:
        about.calendar.located(wall)
    except ValueError:  # twice on that day's clocks: without its offset it would be the other moment when typed again
        return value.isoformat()
    return wall


def _length(value: timedelta) -> Shown:
    if value < timedelta() or value.microseconds or value >= timedelta(days=10_000):
        sign = "-" if value < timedelta() else ""
        seconds = abs(value)
        minutes, rest = divmod(seconds, timedelta(minutes=1))
        tail = f"{rest.seconds:02}" + (f".{rest.microseconds:06}" if rest.microseconds else "")
        return f"{sign}{minutes // 60}:{minutes % 60:02}:{tail}"
    return value


# Comparing


def blank(cell: Cell) -> bool:
    """Say whether there is nothing in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def same(shown: Shown, cell: Cell) -> bool:
    """Say whether a cell still shows what was written; ends of lines and trailing blanks do not count."""
    if shown is None or (isinstance(shown, str) and not shown.strip()):
        return blank(cell)
    if isinstance(shown, str):
        if isinstance(cell, str):
            return shown == cell or _folded(shown) == _folded(cell)
        return isinstance(cell, (int, float)) and not isinstance(cell, bool) and _as_text(cell) == shown
    if isinstance(shown, timedelta):
        try:
            return not isinstance(cell, str) and abs(duration(cell) - shown) < timedelta(milliseconds=500)
        except ValueError:
            return False
    if isinstance(shown, date):
        return _same_day(shown, cell)
    return isinstance(cell, (int, float)) and not isinstance(cell, bool) and float(shown) == cell


def _same_day(shown: date, cell: Cell) -> bool:
    if not isinstance(cell, date):
        return False
    wall = cell if isinstance(cell, datetime) else datetime.combine(cell, time())
    mine = shown if isinstance(shown, datetime) else datetime.combine(shown, time())
    return abs(wall - mine) < timedelta(milliseconds=500)


def _folded(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip()


# Reading


class Bad(ValueError):
    """A cell that cannot be read."""

    def __init__(self, problem: Message | str) -> None:
        self.message = problem if isinstance(problem, Message) else constant(problem)
        super().__init__(self.message.text())


def constant(text: str) -> Message:
    """Make a message of a text that has no values."""
    return Message.of(text.replace("{", "{{").replace("}", "}}"))


def parse(spec: FieldSpec, cell: Cell, about: Context, *, day_only: bool = False, day: date | None = None) -> Any:
    """
    Read a cell that is not blank.

    Args:
        spec: The field; of a window, one of its ends is read.
        cell: What the cell holds.
        about: What reading depends on.
        day_only: Whether the cell shows a day without a time.
        day: The day to take where there is only a time.

    Raises:
        Bad: It has no meaning here, or several.
    """
    kind = kind_of(spec)
    if isinstance(cell, str) and MASK in cell:
        raise Bad(Message.of("{mask} stands for a value that is hidden in this copy; it cannot be written", mask=MASK))
    try:
        if kind == "text":
            return _texts(spec, cell, about) if spec.many else _text(spec, _typed_text(cell), about)
        if kind == "number":
            return _read_number(spec.base, cell)
        if kind == "flag":
            return _flag(cell)
        if kind in {"instant", "window"}:
            return about.calendar.instant(cell, day_only=day_only, day=day)
        if kind == "day":
            return about.calendar.day(cell)
        if kind == "span":
            return duration(cell)
        return msgspec.json.decode(_typed_text(cell).encode(), type=spec.hint, strict=True)
    except (ValueError, OverflowError, UnicodeEncodeError) as error:
        if isinstance(error, Bad):
            raise
        said = error.args[0] if error.args else None
        reason = said if isinstance(said, Message) else constant(str(error))
        if spec.sensitive:
            raise Bad(Message.of("invalid value: {reason}", reason=reason)) from None
        raise Bad(Message.of("invalid value {value}: {reason}", value=quoted(cell), reason=reason)) from None


@lru_cache(maxsize=1024)
def _checker(hint: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(hint)


def fits(spec: FieldSpec, value: Any) -> str:
    """Say what is wrong with a value for its field's type; nothing if it fits."""
    try:
        _checker(spec.hint).decode(msgspec.json.encode(value))
    except (msgspec.MsgspecError, ValueError, TypeError, UnicodeEncodeError) as error:
        shown = "" if spec.sensitive else f" {value!r}"
        return f"invalid value{shown}: {str(error).removesuffix(' - at `$`')}"
    return ""


def quoted(cell: Cell) -> str:
    """Show what a cell holds, in a message."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _EXACT:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes")
    text = repr(cell) if isinstance(cell, str) else str(cell)
    return text if len(text) <= 60 else f"{text[:57]}…"  # noqa: PLR2004


def _as_text(cell: float) -> str:
    return str(int(cell)) if float(cell).is_integer() else repr(cell)


def _typed_text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell.rstrip()
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, (int, float)):
        if abs(cell) >= _EXACT:
            raise ValueError(
                "a number of more than 15 digits has lost its last ones; format the cell as text and type it again"
            )
        return _as_text(cell)
    raise ValueError("the program made a date or a time of this text; format the cell as text and type it again")


def _text(spec: FieldSpec, text: str, about: Context, number: int = 1) -> str:
    if spec.refers_to:
        return _reference(spec, text.strip(), about, number)
    meant = spec.meant(text)
    wrong = spec.wrong(meant)
    if wrong is not None:
        raise Bad(wrong)
    return meant


def _reference(spec: FieldSpec, text: str, about: Context, number: int = 1) -> str:
    to = spec.refers_to or ""
    found = about.find(to, text)
    if len(found) == 1:
        return found[0]
    private = to in about.private or bool(spec.sensitive)
    # Whom a cell names is not said in an error, which ends up in logs; but which of its names it is.
    shown: Value = Message.of(", the one at place {n} of this cell", n=number) if private else f" {quoted(text)}"
    if not found:
        raise Bad(
            Message.of(
                "invalid value{value}, expected the name or the id of a {type}: there is none of that name",
                value=shown,
                type=type_term(about.types, to),
            )
        )
    ids = ", ".join(found[:10]) + (" …" if len(found) > 10 else "")  # noqa: PLR2004
    raise Bad(
        Message.of(
            "ambiguous value{value}: {count} records of the type {type} have that name; write one of their ids: {ids}",
            value=shown,
            count=len(found),
            type=type_term(about.types, to),
            ids=ids,
        )
    )


def _texts(spec: FieldSpec, cell: Cell, about: Context) -> tuple[str, ...]:
    text = _typed_text(cell).strip()
    if spec.refers_to and not _SEPARATORS.search(text):
        return (_reference(spec, text, about),)
    return tuple(_text(spec, part, about, number) for number, part in enumerate(split_list(text), start=1))


def split_list(text: str) -> list[str]:
    """Split a cell with several values."""
    return [part.strip() for part in _SEPARATORS.split(text) if part.strip()]


def _read_number(base: Any, cell: Cell) -> Any:
    if isinstance(cell, (bool, date, time, timedelta)):
        raise ValueError("the program made a date, a time or a truth of this number, expected a number")  # noqa: TRY004
    if isinstance(cell, (int, float)):
        exact = Decimal(repr(cell))
    else:
        text = unicodedata.normalize("NFKC", cell or "").strip().replace("−", "-")
        if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", text):
            text = text.replace(",", "")
        if not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?", text, re.IGNORECASE):
            raise ValueError("expected a number alone, without a unit")
        exact = Decimal(text)
    if base is int:
        if not exact.is_finite() or exact != exact.to_integral_value() or exact.adjusted() > 30:  # noqa: PLR2004
            raise ValueError("expected a whole number")
        return int(exact)
    if base is float:
        return float(exact)
    return exact.quantize(Decimal(1)) if exact == exact.to_integral_value() and exact.adjusted() < 15 else exact  # noqa: PLR2004


_YES = {"yes", "y", "true", "是", "有", "√", "✓", "✔", "1", "对"}
_NO = {"no", "n", "false", "否", "无", "×", "✗", "✘", "x", "0", "不"}


def _flag(cell: Cell) -> bool:
    if isinstance(cell, bool):
        return cell
    text = plain(_as_text(cell) if isinstance(cell, (int, float)) else str(cell))
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise ValueError("expected yes 是 or no 否")
