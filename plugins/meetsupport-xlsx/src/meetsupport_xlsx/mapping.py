"""
Mapping files: what the columns of somebody else's workbook mean.

A mapping (TOML or JSON) says which sheets are read, where their headings are, and for each record type how a row
becomes records. Its words are described in the README. It is data: nothing in it is run.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, TypeAlias, cast
from zoneinfo import ZoneInfo

import attrs
import msgspec

from meetsupport.core.errors import Fault, InvalidInput
from meetsupport.core.messages import Message
from meetsupport.core.records import RecordType
from meetsupport_xlsx.cells import Cell, blank, kind_of, quoted
from meetsupport_xlsx.sheets import Grid, Row
from meetsupport_xlsx.table import Column, columns, fold
from meetsupport_xlsx.times import Calendar, duration
from meetsupport_xlsx.words import plain

__all__ = ["mapped_rows"]

Text: TypeAlias = str | int | float | bool


class _Times(msgspec.Struct, forbid_unknown_fields=True):
    """A moment or a window that is put together of cells."""

    day: str = ""
    time: str = ""
    start: str = ""
    end: str = ""
    minutes: int | str = 0


class _Record(msgspec.Struct, forbid_unknown_fields=True):
    """How a row becomes one record, or one for each of several values."""

    type: str
    id: str
    set: dict[str, Any] = {}
    name: str = ""
    key: str = ""
    each: list[str] = []
    separator: str = ""
    parts: str = ""


class _Sheet(msgspec.Struct, forbid_unknown_fields=True):
    """A sheet: its title, the row of its headings (from 1), and what is made of the rows beneath."""

    title: str
    record: list[_Record]
    heading: int = 1


class _Mapping(msgspec.Struct, forbid_unknown_fields=True):
    sheet: list[_Sheet]
    zone: str = ""
    record: list[_Record] = []


_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
_TIMES = {"day", "time", "start", "end", "minutes"}


@attrs.frozen
class _Scope:
    """What placeholders stand for while one row is read: values, and the names of the cells that they came from."""

    values: Mapping[str, Cell]
    places: Mapping[str, str]
    days: frozenset[str]

    def of(self, name: str) -> str:
        """Give the name under which a placeholder's value is kept."""
        if name.startswith("@") or name in self.values:
            return name
        return plain(name)


def mapped_rows(
    mapping: object, grids: Sequence[Grid], types: Mapping[str, RecordType[Any]], faults: list[Fault]
) -> tuple[dict[str, list[Row]], str]:
    """
    Read the rows that a mapping makes of a workbook.

    Args:
        mapping: The mapping file: bytes, text, or parsed.
        grids: The workbook's sheets.
        types: The record types.
        faults: Where to put what is wrong.

    Returns:
        The rows by record type, and the mapping's time zone if it names one.

    Raises:
        InvalidInput: The mapping itself is wrong.
    """
    read = _parsed(mapping)
    wrong = list(_faults_of(read, types))
    if wrong:
        raise InvalidInput(wrong, "mapping")
    calendar = Calendar(ZoneInfo(read.zone or "UTC"))
    maker = _Maker(types, calendar, faults)
    for record in read.record:
        maker.make([record], _Scope({}, {}, frozenset()), "mapping")
    for sheet in read.sheet:
        grid = next((grid for grid in grids if grid.title == sheet.title), None)
        if grid is None:
            said = Message.of(
                "no sheet {sheet} in the workbook, expected one of {sheets}",
                sheet=repr(sheet.title),
                sheets=tuple(repr(grid.title) for grid in grids),
            )
            faults.append(Fault.of("mapping", said))
            continue
        known = _headings(grid, sheet.heading - 1)
        unknown = sorted(_unknown(sheet, grid, known))
        if unknown:
            for name in unknown:
                said = Message.of(
                    "no column {name} under the headings of row {row}", name=repr(name), row=sheet.heading
                )
                faults.append(Fault.of(grid.title, said))
            continue
        for number in range(sheet.heading, len(grid.rows)):
            if any(not grid.empty(number, column) for column in range(len(grid.rows[number]))):
                maker.make(sheet.record, _scope(grid, number, known, faults, _used(sheet)), grid.place(number, 0))
    return {name: list(group.values()) for name, group in maker.rows.items()}, read.zone


def _parsed(mapping: object) -> _Mapping:
    try:
        if isinstance(mapping, (bytes, bytearray)):
            mapping = bytes(mapping).decode("utf-8-sig")
        if isinstance(mapping, str):
            mapping = msgspec.json.decode(mapping) if mapping.lstrip().startswith("{") else tomllib.loads(mapping)
        return msgspec.convert(mapping, _Mapping)
    except (msgspec.MsgspecError, tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidInput(f"not a mapping file: {error}", "mapping") from None


def _faults_of(read: _Mapping, types: Mapping[str, RecordType[Any]]) -> Iterator[Fault]:
    if read.zone:
        try:
            ZoneInfo(read.zone)
        except (ValueError, OSError, LookupError):
            yield Fault("$.zone", f"invalid value {read.zone!r}, expected the IANA name of a time zone")
    listed = [(f"$.record[{i}]", record) for i, record in enumerate(read.record)]
    for s, sheet in enumerate(read.sheet):
        if sheet.heading < 1:
            yield Fault(f"$.sheet[{s}].heading", f"invalid value {sheet.heading}, expected the number of a row, from 1")
        listed += [(f"$.sheet[{s}].record[{i}]", record) for i, record in enumerate(sheet.record)]
    for path, record in listed:
        rt = types.get(record.type)
        if rt is None:
            yield Fault(f"{path}.type", f"invalid value {record.type!r}, expected one of {', '.join(sorted(types))}")
            continue
        for field, value in record.set.items():
            if field not in rt.fields or field == "id":
                yield Fault(
                    f"{path}.set.{field}", f"{rt.name} has no such field, expected one of {', '.join(rt.fields)}"
                )
            elif isinstance(value, dict):
                if (
                    kind_of(rt.fields[field]) not in {"window", "instant"}
                    or not set(cast("dict[str, Any]", value)) <= _TIMES
                ):
                    yield Fault(f"{path}.set.{field}", f"only times are put together, of {', '.join(sorted(_TIMES))}")
            elif not isinstance(value, (str, int, float, bool)):
                yield Fault(f"{path}.set.{field}", "expected a text, a number, a truth, or the parts of a time")


def _headings(grid: Grid, row: int) -> dict[str, int]:
    """Give the columns by their headings; the first of equal ones. A number is a heading too."""
    found: dict[str, int] = {}
    for column in range(grid.scan.columns):
        cell = grid.cell(row, column)
        if not blank(cell):
            found.setdefault(plain(quoted(cell).strip("'\"") if not isinstance(cell, str) else cell), column)
    return found


def _column_of(name: str, known: Mapping[str, int]) -> int | None:
    if re.fullmatch(r"@[A-Z]{1,3}", name):
        number = 0
        for letter in name[1:]:
            number = number * 26 + ord(letter) - 64
        return number - 1
    return known.get(plain(name))


def _used(sheet: _Sheet) -> set[str]:
    names: set[str] = set()
    for record in sheet.record:
        texts: list[Any] = [record.id, record.key]
        for value in record.set.values():
            texts += cast("dict[str, Any]", value).values() if isinstance(value, dict) else [value]
        names |= {name for text in texts if isinstance(text, str) for name in _PLACEHOLDER.findall(text)}
        names |= set(record.each)
    made = {record.name for record in sheet.record if record.name}
    return {name for name in names if name not in made and not re.fullmatch(r"each(\.\d+)?|count|row", name)}


def _unknown(sheet: _Sheet, grid: Grid, known: Mapping[str, int]) -> Iterator[str]:
    for name in _used(sheet):
        column = _column_of(name, known)
        if column is None or (column >= grid.scan.columns and not name.startswith("@")):
            yield name


def _scope(grid: Grid, number: int, known: Mapping[str, int], faults: list[Fault], used: Iterable[str]) -> _Scope:
    values: dict[str, Cell] = {"row": float(number + 1)}
    places: dict[str, str] = {}
    days: set[str] = set()
    for name in used:
        column = _column_of(name, known)
        key = name if name.startswith("@") else plain(name)
        if column is None:
            continue
        broken = grid.broken(number, column)
        if broken:
            faults.append(Fault.of(grid.place(number, column), broken))
        values[key] = grid.cell(number, column)
        places[key] = grid.place(number, column)
        if (number, column) in grid.scan.days:
            days.add(key)
    return _Scope(values, places, frozenset(days))


class _Maker:
    def __init__(self, types: Mapping[str, RecordType[Any]], calendar: Calendar, faults: list[Fault]) -> None:
        self.types, self.calendar, self.faults = types, calendar, faults
        self.rows: dict[str, dict[str, Row]] = {}
        self._counted: dict[tuple[str, str], dict[str, int]] = {}

    def make(self, records: Sequence[_Record], scope: _Scope, place: str) -> None:
        """Make the records of one row, in order; later ones can name earlier ones."""
        made: dict[str, Cell] = {}
        by_value: dict[tuple[str, int], str] = {}
        for record in records:
            if not record.each:
                one = self._one(record, _with(scope, made), place)
                if record.name:
                    made[record.name] = one
                continue
            for index, (value, parts, where) in enumerate(_exploded(record, scope)):
                values: dict[str, Cell] = {
                    "each": value,
                    **{f"each.{n}": part for n, part in enumerate(parts, start=1)},
                }
                values |= {name: one for (name, at), one in by_value.items() if at == index}
                inner = _with(scope, {**made, **values}, dict.fromkeys(values, where))
                one = self._one(record, inner, where)
                if record.name and one is not None:
                    by_value[record.name, index] = one

    def _one(self, record: _Record, scope: _Scope, place: str) -> str | None:
        """Make one record and give its id; ``None`` if what its id is made of is empty."""
        key = _filled(record.key, scope) if record.key else ""
        if key is None:
            return None
        if record.key:
            counted = self._counted.setdefault((record.type, record.id), {})
            number = counted.setdefault(fold(key), len(counted) + 1)
            scope = _with(scope, {"count": float(number)})
        one = _filled(record.id, scope)
        if one is None:
            return None
        rt = self.types[record.type]
        cells: dict[str, Cell] = {"id": one}
        places = {"id": place}
        days: set[str] = set()
        for field, value in record.set.items():
            for column, cell, where, day_only in self._cells(rt, field, value, scope, place):
                cells[column.key], places[column.key] = cell, where
                if day_only:
                    days.add(column.key)
        self._keep(Row(rt, place, cells, places, frozenset(days)), one)
        return one

    def _keep(self, row: Row, one: str) -> None:
        there = self.rows.setdefault(row.rt.name, {}).get(one)
        if there is not None:  # the same thing on another row: what was empty is filled in
            more = {key: cell for key, cell in row.cells.items() if blank(there.cells.get(key)) and not blank(cell)}
            if not more:
                return
            where = {key: row.places[key] for key in more}
            days = there.days | (row.days & more.keys())
            row = Row(row.rt, there.place, {**there.cells, **more}, {**there.places, **where}, days)
        self.rows[row.rt.name][one] = row

    def _cells(
        self, rt: RecordType[Any], field: str, value: Any, scope: _Scope, place: str
    ) -> Iterator[tuple[Column, Cell, str, bool]]:
        found = [column for column in columns(rt) if column.spec.name == field]
        if isinstance(value, dict):
            yield from self._times(found, msgspec.convert(value, _Times), scope, place)
            return
        if not isinstance(value, str):
            yield (
                found[0],
                float(value) if isinstance(value, int) and not isinstance(value, bool) else value,
                place,
                False,
            )
            return
        only = _PLACEHOLDER.fullmatch(value)
        if only:
            name = scope.of(only[1])
            yield found[0], scope.values.get(name), scope.places.get(name, place), name in scope.days
            return
        filled = _filled(value, scope)
        if filled is not None:
            first = next(
                (scope.places[n] for m in _PLACEHOLDER.findall(value) if (n := scope.of(m)) in scope.places), place
            )
            yield found[0], filled, first, False

    def _times(
        self, found: Sequence[Column], times: _Times, scope: _Scope, place: str
    ) -> Iterator[tuple[Column, Cell, str, bool]]:
        where = _place_of(times.start or times.time or times.day, scope, place)
        try:
            start = self._moment(times.day, times.start or times.time, scope)
            if start is None:
                return
            yield found[0], start, where, False
            if len(found) == 1:
                return
            end = self._moment(times.day, times.end, scope) if times.end else None
            if end is None:
                length = _raw(times.minutes, scope)
                if blank(length) or length == 0:
                    return
                end = start + (timedelta(minutes=length) if isinstance(length, (int, float)) else duration(length))
            yield found[1], end, _place_of(times.end, scope, where), False
        except (ValueError, OverflowError) as error:
            self.faults.append(Fault(where, str(error)))

    def _moment(self, day: str, clock: str, scope: _Scope) -> datetime | None:
        """Put a day and a time of day together, as a wall clock."""
        when = _raw(clock, scope)
        if blank(when):
            return None
        if not day:
            return self.calendar.wall(self.calendar.instant(when))
        on = _raw(day, scope)
        if blank(on):
            return None
        made = self.calendar.day(on)
        if isinstance(when, timedelta):
            return datetime.combine(made, time()) + when
        return _clock(self.calendar, when, made)


def _clock(calendar: Calendar, when: Cell, day: date) -> datetime:
    if isinstance(when, datetime):
        return datetime.combine(day, when.time())
    if isinstance(when, float) and 0 <= when < 1:  # a time of day whose format was lost
        return datetime.combine(day, time()) + timedelta(seconds=round(when * 86_400))
    return calendar.wall(calendar.instant(when, day=day))


def _with(scope: _Scope, values: Mapping[str, Cell], places: Mapping[str, str] | None = None) -> _Scope:
    return _Scope({**scope.values, **values}, {**scope.places, **(places or {})}, scope.days)


def _raw(text: int | str, scope: _Scope) -> Cell:
    if isinstance(text, int):
        return float(text)
    only = _PLACEHOLDER.fullmatch(text)
    return scope.values.get(scope.of(only[1])) if only else _filled(text, scope)


def _place_of(text: int | str, scope: _Scope, otherwise: str) -> str:
    names = _PLACEHOLDER.findall(text) if isinstance(text, str) else []
    return next((scope.places[name] for m in names if (name := scope.of(m)) in scope.places), otherwise)


def _filled(template: str, scope: _Scope) -> str | None:
    """Fill a text in; ``None`` if one of its placeholders stands for nothing."""
    empty: list[str] = []

    def fill(found: re.Match[str]) -> str:
        cell = scope.values.get(scope.of(found[1]))
        if blank(cell):
            empty.append(found[1])
            return ""
        return cell.strip() if isinstance(cell, str) else quoted(cell)

    made = _PLACEHOLDER.sub(fill, template)
    return None if empty else made


def _exploded(record: _Record, scope: _Scope) -> Iterator[tuple[str, list[str], str]]:
    """Give each value of the columns that a record is made for each of, its parts, and its place."""
    for name in record.each:
        key = scope.of(name)
        cell = scope.values.get(key)
        if blank(cell):
            continue
        text = cell if isinstance(cell, str) else quoted(cell)
        values = text.split(record.separator) if record.separator else [text]
        for value in values:
            if value.strip():
                parts = [part.strip() for part in value.split(record.parts, 1)] if record.parts else [value.strip()]
                yield value.strip(), parts, scope.places.get(key, "")
