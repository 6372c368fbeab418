"""One field of a row: its cell or cells read, and what is wrong with them said of the right one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

import attrs

from meetsupport.core.messages import Message, show_value, termed
from meetsupport.core.records import Record, RecordType
from meetsupport.core.specs import FieldSpec
from meetsupport.core.times import Window
from meetsupport_xlsx.cells import Bad, Cell, Context, blank, fits, kind_of, parse
from meetsupport_xlsx.sheets import Row
from meetsupport_xlsx.times import split_range

__all__ = ["keys_of", "place_of", "read_field", "unfilled"]


def keys_of(spec: FieldSpec) -> tuple[str, ...]:
    """Give the keys of the columns that a field takes up."""
    return (f"{spec.name}.start", f"{spec.name}.end") if kind_of(spec) == "window" else (spec.name,)


def read_field(row: Row, spec: FieldSpec, keys: Sequence[str], record: Record | None, about: Context) -> Any:
    """
    Read a field.

    Args:
    row: The row.
    spec: The field.
    keys: The keys of its cells that count; the other end of a window is the record's.
    record: The record that the row is of, if there is one.
    about: What reading depends on.

    Raises:
    Bad: A cell has no meaning here; `place_of` says which.
    """
    if kind_of(spec) == "window":
        value = _window(row, spec, keys, getattr(record, spec.name) if record else None, about)
    elif blank(row.cells[spec.name]):
        if spec.required:
            raise Bad(unfilled(spec))
        value = _default(row.rt, spec)
    else:
        value = parse(spec, row.cells[spec.name], about, day_only=spec.name in row.days)
        if row.rt.name == "Event" and spec.name == "zone":
            _check_zone(value)
    wrong = fits(spec, value)
    if wrong:
        raise Bad(wrong)
    return value


def _window(row: Row, spec: FieldSpec, keys: Sequence[str], old: Window | None, about: Context) -> Window | None:
    start_key, end_key = f"{spec.name}.start", f"{spec.name}.end"
    start_cell, end_cell = row.cells.get(start_key), row.cells.get(end_key)
    if blank(start_cell) and blank(end_cell):
        if spec.required:
            raise Bad(unfilled(spec))
        return cast("Window | None", _default(row.rt, spec))
    both = split_range(start_cell) if isinstance(start_cell, str) else None
    if both and (blank(end_cell) or end_key not in keys):
        start_cell, end_cell = both
        keys = [start_key, end_key]
    for key, cell in ((start_key, start_cell), (end_key, end_cell)):
        if blank(cell) and not (old is not None and key not in row.cells):
            lacks = "{field} has no start, expected both or a range"
            if key == end_key:
                lacks = "{field} has no end, expected both or a range"
            raise _Placed(Message.of(lacks, field=named(spec)), key)
    start = (
        old.start if old is not None and start_key not in keys else _end(about, row, spec, start_key, start_cell, None)
    )
    wall = about.calendar.wall(start)
    end = old.end if old is not None and end_key not in keys else _end(about, row, spec, end_key, end_cell, wall.date())
    if not start < end:
        hidden = bool(spec.sensitive)
        said = "" if hidden else f" {show_value(wall)} to {show_value(about.calendar.wall(end))}"
        raise _Placed(
            Message.of("invalid window{window}, expected an end after its start", window=said),
            end_key if end_key in row.cells else start_key,
        )
    return Window(start, end)


def _end(about: Context, row: Row, spec: FieldSpec, key: str, cell: Cell, day: date | None) -> datetime:
    try:
        return cast("datetime", parse(spec, cell, about, day_only=key in row.days, day=day))
    except Bad as error:
        raise _Placed(error.message, key if key in row.cells else f"{spec.name}.start") from None


class _Placed(Bad):
    """A fault of one end of a window."""

    def __init__(self, problem: Message, key: str) -> None:
        super().__init__(problem)
        self.key = key


def named(spec: FieldSpec) -> Message:
    """Name a field: in English by both its names, as a heading may have either, in Chinese by its term."""
    return termed(f"{spec.name} {spec.label}".rstrip(), spec.label or spec.name)


def unfilled(spec: FieldSpec) -> Message:
    """Say that a field may not be empty."""
    return Message.of("{field} must be filled in", field=named(spec))


def place_of(error: Bad, row: Row, otherwise: str) -> str:
    """Say which cell an error is of."""
    return row.places.get(error.key, otherwise) if isinstance(error, _Placed) else otherwise


def _default(rt: RecordType[Any], spec: FieldSpec) -> Any:
    return getattr(attrs.fields(rt.cls), spec.name).default


def _check_zone(value: object) -> None:
    try:
        ZoneInfo(str(value))
    except (ValueError, OSError, LookupError):
        raise Bad(
            Message.of(
                "invalid value {value}, expected the IANA name of a time zone, such as Asia/Shanghai", value=repr(value)
            )
        ) from None
