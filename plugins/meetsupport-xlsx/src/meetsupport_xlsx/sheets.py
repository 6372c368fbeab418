"""Sheets as people leave them: where the headings are, which rows are records, and what is neither."""

from __future__ import annotations

import difflib
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs
from python_calamine import CalamineError, CalamineWorkbook

from meetsupport.core.errors import Fault, UnreadableFile
from meetsupport.core.messages import Message, sayable
from meetsupport.core.records import RecordType
from meetsupport_xlsx.cells import Cell, blank, quoted
from meetsupport_xlsx.package import Scan, unpack
from meetsupport_xlsx.table import Column, headings
from meetsupport_xlsx.words import is_note, is_total, plain

__all__ = ["Grid", "Head", "Row", "find_head", "letters", "open_grids", "rows_under"]

_SEARCHED = 30
"""In how many rows from the top the headings are looked for."""

_DEEP = 3
"""Headings may take up this many rows."""

_NUMBERING = {plain(word) for word in ("序号", "No.", "No", "Nr.", "#", "行号")}
"""Headings of columns that only number the rows."""


def letters(column: int) -> str:
    """Give a column's letters."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


@attrs.frozen(eq=False)
class Grid:
    """
    The cells of one sheet. Rows and columns count from 0.

    Attributes:
        title: The sheet's title.
        hidden: Whether it is hidden.
        rows: Its cells; a column that was merged downwards has its value in every row.
        scan: What was seen of it.
        across: Cells from which a range reaches over several columns.
    """

    title: str
    hidden: bool
    rows: Sequence[Sequence[Cell]]
    scan: Scan
    across: Mapping[tuple[int, int], tuple[int, int]]

    def cell(self, row: int, column: int) -> Cell:
        """Give what a cell holds."""
        line = self.rows[row] if row < len(self.rows) else ()
        return line[column] if column < len(line) else None

    def place(self, row: int, column: int) -> str:
        """Name a cell."""
        return f"{self.title}!{letters(column)}{row + 1}"

    def empty(self, row: int, column: int) -> bool:
        """Say whether a cell holds nothing, not even a formula without a result or an error."""
        at = row, column
        return blank(self.cell(row, column)) and at not in self.scan.uncached and at not in self.scan.errors

    def broken(self, row: int, column: int) -> Message | None:
        """Say why a cell's value is not known, if it is not."""
        if (row, column) in self.scan.uncached:
            return Message.of(
                "a formula without a saved result: let the workbook calculate and save it, or write the value itself"
            )
        error = self.scan.errors.get((row, column))
        if not error:
            return None
        return Message.of("invalid value {error}, an error of the workbook's own; write the value itself", error=error)


def open_grids(content: bytes, name: str) -> tuple[list[Grid], bool]:
    """
    Read a workbook's cells.

    Returns:
        Its sheets, and whether it counts days from 1904.

    Raises:
        UnreadableFile: It cannot be read, or is too large.
    """
    package = unpack(content, name)
    grids: list[Grid] = []
    try:
        book: Any = CalamineWorkbook.from_filelike(io.BytesIO(package.content))
        for title, hidden, scan in package.sheets:
            values: list[list[Cell]] = []
            if scan.rows:
                sheet: Any = book.get_sheet_by_name(title)
                values = sheet.to_python(skip_empty_area=False, nrows=scan.rows)
            grids.append(_grid(title, hidden, values, scan))
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise UnreadableFile(Message.of("damaged workbook: {why}", why=sayable(error)), name) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the reader's own way to fail; it is no Exception
            raise
        raise UnreadableFile(Message.of("damaged workbook: it cannot be read"), name) from None
    return grids, package.since_1904


def _grid(title: str, hidden: bool, values: list[list[Cell]], scan: Scan) -> Grid:  # noqa: FBT001
    across: dict[tuple[int, int], tuple[int, int]] = {}
    for top, left, bottom, right in scan.merged:
        last = min(bottom, len(values) - 1)
        if right > left:
            across[top, left] = (bottom, right)
        if top >= len(values) or left >= len(values[top]) or blank(values[top][left]):
            continue
        for row in range(top + 1, last + 1):
            values[row][left] = values[top][left]
    return Grid(title, hidden, values, scan, across)


@attrs.frozen
class Head:
    """
    The headings of a sheet.

    Attributes:
        first: The first row that they take up.
        last: The last one.
        columns: Which column of the sheet is which of the record type.
    """

    first: int
    last: int
    columns: Mapping[int, Column]


@attrs.frozen(eq=False)
class Row:
    """
    One record's row.

    Attributes:
        rt: The record type.
        place: The name of its first cell.
        cells: What its cells hold, by the columns' keys.
        places: The names of its cells, by the columns' keys.
        days: The keys of those that show a day without a time.
    """

    rt: RecordType[Any]
    place: str
    cells: Mapping[str, Cell]
    places: Mapping[str, str]
    days: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        """Give the place only: cells hold names."""
        return f"Row({self.place})"


def find_head(grid: Grid, rt: RecordType[Any], faults: list[Fault]) -> Head | None:
    """Find the rows with the headings: those in which most are known. What is wrong with them is added to *faults*."""
    known = headings(rt)
    best: tuple[float, int, int] | None = None
    for depth in range(1, _DEEP + 1):
        for first in range(min(_SEARCHED, len(grid.rows) - depth + 1)):
            found, other = 0, 0
            for column in range(grid.scan.columns):
                texts = _texts(grid, first, first + depth - 1, column)
                if texts:
                    hit = _known(texts, known) is not None
                    found, other = found + hit, other + (not hit)
            score = found - 0.4 * other
            if found and (best is None or score > best[0]):
                best = score, first, depth
    if best is None or best[0] <= 0:
        if any(not grid.empty(r, c) for r in range(len(grid.rows)) for c in range(len(grid.rows[r]))):
            said = Message.of("no row with headings found, expected some of {headings}", headings=_expected(rt, grid))
            faults.append(Fault.of(grid.title, said))
        return None
    return _head(grid, rt, best[1], best[1] + best[2] - 1, faults)


def _texts(grid: Grid, first: int, last: int, column: int) -> list[str]:
    """Give the different texts above each other in a column's headings; one merged over columns stands in each."""
    found: list[str] = []
    for row in range(first, last + 1):
        cell = grid.cell(row, column)
        if blank(cell) and row < last:
            cell = next(
                (
                    grid.cell(t, left)
                    for (t, left), (b, right) in grid.across.items()
                    if t <= row <= b and left < column <= right
                ),
                None,
            )
        text = cell.strip() if isinstance(cell, str) else "" if cell is None else quoted(cell)
        if text and text not in found:
            found.append(text)
    return found


def _known(texts: Sequence[str], known: Mapping[str, Column]) -> Column | None:
    return (
        known.get(plain(texts[-1]))
        if len(texts) == 1
        else known.get(plain("".join(texts))) or known.get(plain(texts[-1]))
    )


def _head(grid: Grid, rt: RecordType[Any], first: int, last: int, faults: list[Fault]) -> Head:
    known = headings(rt)
    columns: dict[int, Column] = {}
    taken: dict[str, int] = {}
    for index in range(grid.scan.columns):
        texts = _texts(grid, first, last, index)
        place = grid.place(last, index)
        column = _known(texts, known) if texts else None
        if column is not None:
            if column.key in taken:
                said = Message.of(
                    "the heading {heading} stands twice, also in column {column}",
                    heading=repr(texts[-1]),
                    column=letters(taken[column.key]),
                )
                faults.append(Fault.of(place, said))
            else:
                taken[column.key] = index
                columns[index] = column
        elif texts and plain(texts[-1]) not in _NUMBERING:
            faults.append(Fault.of(place, _unknown(texts[-1], rt, grid)))
        elif not texts and _says_something(grid, last, index):
            faults.append(Fault(place, "values in a column without a heading"))
    return Head(first, last, columns)


def _says_something(grid: Grid, last: int, column: int) -> bool:
    """Say whether a column without a heading has values; under a heading merged over it they are that heading's."""
    covered = any(top <= last and left < column <= right for (top, left), (_, right) in grid.across.items())
    return not covered and any(not grid.empty(row, column) for row in range(last + 1, len(grid.rows)))


def _unknown(text: str, rt: RecordType[Any], grid: Grid) -> Message:
    near = difflib.get_close_matches(plain(text), list(headings(rt)), n=1, cutoff=0.7)
    expected = _expected(rt, grid)
    if not near:
        return Message.of(
            "unknown heading {heading}; expected one of {headings}", heading=quoted(text), headings=expected
        )
    return Message.of(
        "unknown heading {heading}; did you mean {meant}?; expected one of {headings}",
        heading=quoted(text),
        meant=repr(headings(rt)[near[0]].heading(_language(text))),
        headings=expected,
    )


def _language(text: str) -> str:
    return "zh_CN" if any("\u4e00" <= c <= "\u9fff" for c in text) else "en"


def _expected(rt: RecordType[Any], grid: Grid) -> str:
    from meetsupport_xlsx.table import columns  # noqa: PLC0415

    language = _language(grid.title)
    return ", ".join(column.heading(language) for column in columns(rt))


def rows_under(grid: Grid, rt: RecordType[Any], head: Head, faults: list[Fault], notes: list[str]) -> Iterator[Row]:
    """
    Give the rows that are records. Totals, remarks and repeated headings are left out and named, blank rows left out.

    Args:
        grid: The sheet.
        rt: The record type that it lists.
        head: Its headings.
        faults: Where to put what is wrong.
        notes: Where to put what was left out.
    """
    key_column = next((index for index, column in head.columns.items() if column.key == "id"), None)
    first_text = plain("".join(_texts(grid, head.last, head.last, min(head.columns))))
    known = headings(rt)
    for number in range(head.last + 1, len(grid.rows)):
        full = [index for index in range(len(grid.rows[number])) if not grid.empty(number, index)]
        if not any(index in head.columns for index in full):
            if full and any(grid.cell(number, i) is not None for i in full) and not _in_order(grid, number, full, head):
                notes.append(f"{grid.place(number, full[0])}: nothing under a heading, left out")
            continue
        start = grid.cell(number, full[0])
        text = start.strip() if isinstance(start, str) else ""
        if text and is_total(text):
            notes.append(f"{grid.place(number, full[0])}: a row of totals, left out")
            continue
        if text and len(full) == 1 and is_note(text):
            notes.append(f"{grid.place(number, full[0])}: a remark, left out")
            continue
        if plain(text) == first_text and all(
            plain(str(grid.cell(number, i) or "")) in known for i in full if i in head.columns
        ):
            notes.append(f"{grid.place(number, full[0])}: the headings again, left out")
            continue
        yield _row(grid, rt, head, number, faults, key_column)


def _in_order(grid: Grid, number: int, full: Sequence[int], head: Head) -> bool:
    """Say whether all that a row has are numbers in columns that number the rows, prepared for more records."""
    return all(isinstance(grid.cell(number, i), float) and i not in head.columns for i in full)


def _row(grid: Grid, rt: RecordType[Any], head: Head, number: int, faults: list[Fault], key_column: int | None) -> Row:
    cells: dict[str, Cell] = {}
    places: dict[str, str] = {}
    days: set[str] = set()
    for index, column in head.columns.items():
        place = grid.place(number, index)
        places[column.key] = place
        broken = grid.broken(number, index)
        if broken:
            faults.append(Fault.of(place, broken))
        elif (number, index) in grid.across and not blank(grid.cell(number, index)):
            _, right = grid.across[number, index]
            if any(other in head.columns for other in range(index + 1, right + 1)):
                faults.append(
                    Fault.of(
                        place,
                        Message.of(
                            "merged over columns to {column}: split it, so that each column has its value",
                            column=letters(right),
                        ),
                    )
                )
        cells[column.key] = grid.cell(number, index)
        if (number, index) in grid.scan.days:
            days.add(column.key)
    return Row(
        rt, grid.place(number, min(head.columns) if key_column is None else key_column), cells, places, frozenset(days)
    )
