"""Tables in CSV: the records of one type, one row each."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from meetsupport.core.codec import MASK
from meetsupport.core.errors import Fault, InvalidInput, UnknownReference, UnreadableFile
from meetsupport.core.messages import Message, termed
from meetsupport.core.records import Record, RecordType, Ref, evolved, no_such
from meetsupport.exchange.cells import Column, columns, guarded, unguarded
from meetsupport.exchange.words import is_chinese
from meetsupport.plan import Change, Put, Reader
from meetsupport.plugins import Exporter, Importer, Source

__all__ = ["ALL", "CSV_EXPORTER", "CSV_IMPORTER", "read_table", "write_table"]

ALL = "*"
"""The id that stands for all records of a type, where a table is asked for."""

MAX_BYTES = 16 * 1024 * 1024
"""The largest table that is read. A cell holds at most 131,072 characters, the limit of Python's csv module."""

MAX_LINE = 512 * 1024
"""The longest line that is read: the csv module makes a list of all cells of a row before they can be counted."""

MAX_FAULTS = 10_000
"""After how many faults reading stops: a file with more of them is of another kind."""

_DELIMITERS = (",", ";", "\t")
_ID_LABEL = "编号"
_ID = termed("id", _ID_LABEL)


def read_table(source: Source) -> Change:
    """
    Read a table of one record type.

    The type is the option ``type``, or else the file's name without its ending: a type's name or Chinese term.
    Headings are names of fields or their Chinese terms, in any order; ``id`` (编号) must be among them. A field that
    has no column stays as it is. UTF-8 with or without a byte-order mark is read, and GB 18030; columns are separated
    by commas, semicolons or tabs.

    CSV has no mark for its end, so a file that was cut off inside its last cell is taken as it stands.

    Args:
        source: The file, and the plan that it meets.

    Raises:
        UnreadableFile: It is no such table, or too large.
        InvalidInput: Cells in it cannot be read; every one is listed with its line and column.
    """
    rt = _type_of(source)
    text = _decoded(source)
    rows = _rows(text, rt, source.name)
    first = next(rows, None)
    if first is None:
        raise UnreadableFile(Message.of("it has no row of headings"), source.name)
    faults: list[Fault] = []
    headings = [*_columns_of(first[1], rt, faults)]
    if faults:
        raise InvalidInput(faults, source.name)
    table = _Table(source, rt, headings)
    for line, cells in rows:
        table.take(line, cells)
        if len(table.faults) >= MAX_FAULTS:
            said = Message.of("{n} faults so far, the rest was not read", n=MAX_FAULTS)
            table.faults.append(Fault.of(f"line {line}", said))
            break
    if table.faults:
        raise InvalidInput(table.faults, source.name)
    return Change(tuple(table.puts), by=source.by, reason=f"read from {source.name}", base=source.plan.revision)


def _type_of(source: Source) -> RecordType[Any]:
    wanted = source.options.get("type", PurePath(source.name).stem)
    types = source.plan.types.values()
    word = wanted.strip().casefold() if isinstance(wanted, str) else ""
    found = [rt for rt in types if word and word in {rt.name.casefold(), rt.label}]
    if len(found) != 1:
        said = Message.of(
            "{wanted} is the term for {n} record types: name the file after one, or give the option type, one of "
            "{types}"
            if found
            else "{wanted} is the term for no record types: name the file after one, or give the option type, one of "
            "{types}",
            wanted=repr(wanted),
            n=len(found),
            types=tuple(termed(rt.name, f"{rt.name} {rt.label}") for rt in sorted(types, key=lambda rt: rt.name)),
        )
        raise UnreadableFile(said, source.name)
    return found[0]


def _decoded(source: Source) -> str:
    if len(source.content) > MAX_BYTES:
        raise UnreadableFile(_too_large(len(source.content), MAX_BYTES), source.name)
    for number, line in enumerate(source.content.splitlines(), 1):
        if len(line) > MAX_LINE:
            raise UnreadableFile([Fault.of(f"line {number}", _too_large(len(line), MAX_LINE))], source.name)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return source.content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(Message.of("it is neither UTF-8 nor GB 18030: save it as CSV UTF-8"), source.name)


def _too_large(found: int, most: int) -> Message:
    return Message.of("{found} bytes, more than the {most} that are read", found=found, most=most)


def _rows(text: str, rt: RecordType[Any], name: str) -> Iterator[tuple[int, list[str]]]:
    """Give each row that is not blank, with the number of its first line."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text, rt), strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFile([Fault(f"line {reader.line_num}", str(error))], name) from None


def _delimiter(text: str, rt: RecordType[Any]) -> str:
    """Find the delimiter with which the first row holds the most headings."""
    known = _fields_by_heading(rt)

    def hits(delimiter: str) -> int:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            cells = next((row for row in reader if any(row)), list[str]())
        except csv.Error:
            return 0
        return sum(_heading(cell) in known for cell in cells)

    return max(_DELIMITERS, key=hits)


def _heading(cell: str) -> str:
    return unguarded(cell).strip().casefold()


def _fields_by_heading(rt: RecordType[Any]) -> Mapping[str, str]:
    labels = [spec.label for spec in rt.fields.values() if spec.label]
    unique = {spec.label.casefold(): spec.name for spec in rt.fields.values() if labels.count(spec.label) == 1}
    # Names come last, so that a field is always found by its own.
    return {_ID_LABEL: "id"} | unique | {name.casefold(): name for name in rt.fields}


def _columns_of(cells: Sequence[str], rt: RecordType[Any], faults: list[Fault]) -> Iterator[tuple[str, Column | None]]:
    known = _fields_by_heading(rt)
    made = columns(rt)
    seen: set[str] = set()
    for number, cell in enumerate(cells, 1):
        name = known.get(_heading(cell))
        if name is None and _heading(cell):
            said = Message.of(
                "unknown heading {heading}, expected one of {headings}",
                heading=repr(cell[:60]),
                headings=tuple(
                    _ID if spec.name == "id" else termed(spec.name, spec.label) for spec in rt.fields.values()
                ),
            )
            faults.append(Fault.of(f"line 1, column {number}", said))
        elif name in seen:
            said = Message.of("the heading {heading} stands twice", heading=repr(cell))
            faults.append(Fault.of(f"line 1, column {number}", said))
        if name is not None:
            seen.add(name)
        yield cell or str(number), None if name is None else made[name]
    if "id" not in seen:
        said = Message.of("the column id is missing, {label} in Chinese", label=_ID_LABEL)
        faults.append(Fault.of(f"line {1}", said))


class _Table:
    """The rows that were read so far."""

    def __init__(self, source: Source, rt: RecordType[Any], headings: Sequence[tuple[str, Column | None]]) -> None:
        self._plan = source.plan
        self._rt = rt
        self._headings = headings
        self._lines: dict[str, int] = {}
        self.puts: list[Put] = []
        self.faults: list[Fault] = []

    def take(self, line: int, cells: Sequence[str]) -> None:
        if len(cells) != len(self._headings):
            said = Message.of("{n} cells, expected {expected}", n=len(cells), expected=len(self._headings))
            self._fault(f"line {line}", said)
            return
        before = len(self.faults)
        values = dict(self._values(line, cells))
        if len(self.faults) > before:
            return
        one: str = values["id"]
        if one in self._lines:
            said = Message.of("{id} stands in line {line} already", id=repr(one), line=self._lines[one])
            self._fault(f"line {line}, column id", said)
            return
        self._lines[one] = line
        old = self._plan.find(self._rt.name, one)
        missing = [spec for n, spec in self._rt.fields.items() if spec.required and n not in values]
        if old is None and missing:
            said = Message.of(
                "{id} is new, and the columns {columns} are missing",
                id=repr(one),
                columns=tuple(termed(spec.name, spec.label) for spec in missing),
            )
            self._fault(f"line {line}", said)
            return
        made: Record = self._rt.cls(**values) if old is None else evolved(old, **values)
        if made != old:
            self.puts.append(Put(made))

    def _values(self, line: int, cells: Sequence[str]) -> Iterator[tuple[str, Any]]:
        for cell, (heading, column) in zip(cells, self._headings, strict=True):
            place = f"line {line}, column {heading}"
            if column is None:
                if cell:
                    said = Message.of("invalid value {value} in a column without a heading", value=repr(cell[:60]))
                    self._fault(place, said)
                continue
            if column.spec.sensitive and cell == MASK:
                said = Message.of("it is masked, and would overwrite what it hides: leave the column out")
                self._fault(place, said)
                continue
            try:
                value = column.read(cell)
            except InvalidInput as error:
                self.faults += [Fault(place, fault.problem, fault.message) for fault in error.faults]
                continue
            if column.spec.name == "id" and (not value.isprintable() or value != value.strip()):
                said = Message.of("invalid value {value} for an id, expected printable characters", value=repr(value))
                self._fault(place, said)
            else:
                yield column.spec.name, value

    def _fault(self, place: str, said: Message) -> None:
        self.faults.append(Fault.of(place, said))


def write_table(reader: Reader, of: Ref[Any] | None, language: str) -> bytes:
    """
    Write the records of one type as a table.

    Args:
        reader: What to read; a masked value is written as dots.
        of: The record to write, or all of its type if its id is ``*``: ``Participant.ref("*")``.
        language: The language of the headings; in Chinese they are the terms that clerks write.

    Returns:
        CSV in UTF-8 with a byte-order mark, without which spreadsheet programs in China read it as GB 18030.

    Raises:
        InvalidInput: No type was given.
        UnknownReference: There is no such record.
    """
    if of is None:
        raise InvalidInput.of(
            Message.of("a table holds records of one type: write it of one, or of all with the id {all}", all=repr(ALL))
        )
    rt: RecordType[Any] = of.type.__record__
    found: Sequence[Record] = reader.all(rt.cls)
    if of.id != ALL:
        one: Record | None = reader.get(rt.cls, of.id)
        if one is None:
            raise UnknownReference.of(no_such(rt, of.id))
        found = (one,)
    made = columns(rt)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([guarded(heading) for heading in _headings_in(rt, language)])
    writer.writerows([column.write(getattr(record, name)) for name, column in made.items()] for record in found)
    return out.getvalue().encode("utf-8-sig")


def _headings_in(rt: RecordType[Any], language: str) -> Iterator[str]:
    if not is_chinese(language):
        yield from rt.fields
        return
    known = _fields_by_heading(rt)
    for name, spec in rt.fields.items():
        label = _ID_LABEL if name == "id" else spec.label
        yield label if label and known.get(label.casefold()) == name else name


CSV_IMPORTER = Importer("csv", (".csv",), read_table)
"""Reads tables."""

CSV_EXPORTER = Exporter("csv", ".csv", "text/csv", write_table)
"""Writes tables."""
