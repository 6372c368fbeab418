"""A workbook of a plan: a sheet a record type, instructions, and a hidden sheet that says what it was written from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any, cast

from meetsupport.core.codec import MASK
from meetsupport.core.messages import translate
from meetsupport.core.records import Record, RecordType, Ref
from meetsupport.plan import Shown as ShownPlan
from meetsupport_xlsx import notes
from meetsupport_xlsx.cells import Kind, Shown
from meetsupport_xlsx.out import Book, Sheet, lines_of, width_of
from meetsupport_xlsx.table import (
    ALL,
    Column,
    Table,
    calendar_of,
    context,
    name_field,
    ordered,
    tables,
    titles,
    zone_of,
)
from meetsupport_xlsx.words import FURTHER, is_chinese, word

__all__ = ["render_empty", "render_workbook"]

_SPARE_ROWS = 300
"""Empty rows beneath a table that have its drop-downs and formats."""

_PAGE = 200
"""How many characters stand side by side on a printed page, at the smallest that is still read with ease."""

_UPRIGHT = 100
"""How many characters stand side by side on an upright page; a narrow sheet needs half as many of those."""

_HIGHEST = 12
"""How many lines of a long text are shown; a row that fills the screen hides the others."""

_SHORT_LIST = 300
"""The longest list of names that is offered as a drop-down; in a longer one nobody finds anything."""

_HEAD: dict[str, Any] = {
    "bold": True, "bg_color": "#DDE7F0", "border": 1, "border_color": "#A0B0C0", "text_wrap": True, "align": "left",
}  # fmt: skip
_NUMBER: dict[str, Any] = {"align": "right", "indent": 1}
_HIDDEN: Mapping[str, Any] = {"bg_color": "#E6E6E6"}

_NARROW: Mapping[Kind, int] = {"number": 8, "flag": 6, "instant": 17, "window": 17, "day": 12, "span": 9}
_FORMS: Mapping[Kind, str] = {
    "text": "@", "json": "@", "flag": "@", "instant": "yyyy-mm-dd hh:mm", "window": "yyyy-mm-dd hh:mm",
    "day": "yyyy-mm-dd", "span": "[h]:mm",
}  # fmt: skip


def render_workbook(reader: ShownPlan, of: Ref[Any] | None, language: str) -> bytes:  # noqa: ARG001 - of: the whole plan
    """Write the whole plan, as far as the reader may see it."""
    types = reader.types
    records = {name: reader.all(types[name].cls) for name in ordered(types)}
    return _render({name: group for name, group in records.items() if group}, types, language, reader, stale=True)


def render_empty(reader: ShownPlan, of: Ref[Any] | None, language: str) -> bytes:  # noqa: ARG001 - of no record
    """Write a workbook without records, to be filled in."""
    types = reader.types
    return _render(dict.fromkeys(ordered(types), ()), types, language, reader, stale=False)


def _render(
    records: Mapping[str, Sequence[Record]],
    types: Mapping[str, RecordType[Any]],
    language: str,
    reader: ShownPlan,
    *,
    stale: bool,
) -> bytes:
    events = records.get("Event", ())
    zone = zone_of(events)
    about = context(records, types, language, calendar_of(zone, events))
    made = tables(records, types, about)
    named = titles(types, language)
    sees = reader.sees
    revision = reader.revision if stale else None
    book = Book()
    notes.write(book, made, named, language, zone, revision, masked=not sees >= ALL, all_fields=not stale)
    lists = _lists(made, named)
    for table in made.values():
        sheet = _sheet(book, table, named, language, lists)
        sheet.heads_pages(notes.taken_at(revision, language))
        if not stale and table.rt.name in FURTHER:
            sheet.raw.hide()
    _stamp(book, made, named, language, zone, revision, sees)
    return book.close()


def _lists(made: Mapping[str, Table], named: Mapping[str, str]) -> dict[str, str]:
    """For each record type say where in the workbook its names stand, for drop-downs of those that refer to it."""
    found: dict[str, str] = {}
    for name, table in made.items():
        if len(table.rows) > _SHORT_LIST:
            continue
        spec = name_field(table.rt)
        index = next((i for i, c in enumerate(table.columns) if spec is not None and c.spec.name == spec.name), 0)
        if any(row[index] == MASK for row in table.rows.values()):
            index = 0
        title = named[name].replace("'", "''")
        letter = _letters(index)
        found[name] = f"='{title}'!${letter}$2:${letter}${max(len(table.rows) + 50, 100) + 1}"
    return found


def _letters(column: int) -> str:
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def _sheet(book: Book, table: Table, named: Mapping[str, str], language: str, lists: Mapping[str, str]) -> Sheet:
    sheet = book.sheet(named[table.rt.name])
    last = len(table.rows) + _SPARE_ROWS
    rows = [table.rows[one] for one in sorted(table.rows, key=_as_counted)]
    for index, column in enumerate(table.columns):
        heading = column.heading(language) + (" *" if column.spec.required and column.spec.name != "id" else "")
        sheet.text(0, index, heading, **(_HEAD | _NUMBER if column.kind == "number" else _HEAD))
        _validate(sheet, index, last, column, language, lists, _hint(column, language, named))
    widths = {i: _width(c, language, rows, i) for i, c in enumerate(table.columns)}
    for number, row in enumerate(rows, start=1):
        for index, value in enumerate(row):
            wrapped = {"text_wrap": True} if isinstance(value, str) and width_of(value) > widths[index] else {}
            sheet.value(number, index, value, **(_HIDDEN if value == MASK else wrapped))
        lines = max(lines_of(value, widths[index]) for index, value in enumerate(row))
        if lines > 1:
            # Not all programs fit rows to wrapped texts when they open a file.
            sheet.raw.set_row(number, 15 * min(lines, _HIGHEST))
    sheet.widths(
        widths,
        {i: {"num_format": _FORMS[c.kind], "align": "left"} for i, c in enumerate(table.columns) if c.kind in _FORMS},
    )
    raw = sheet.raw
    raw.set_row(0, 32)
    kept = 2 if len(table.columns) > 2 and name_field(table.rt) is not None else 1  # noqa: PLR2004
    raw.freeze_panes(1, kept)
    if rows:
        raw.autofilter(0, 0, len(rows), len(table.columns) - 1)
    if sum(widths.values()) > _UPRIGHT:
        raw.set_landscape()
    raw.set_paper(9)
    pages = ceil(sum(widths.values()) / _PAGE)
    raw.fit_to_pages(pages, 0)
    raw.repeat_rows(0)
    if pages > 1:
        raw.repeat_columns(0, kept - 1)
    return sheet


def _as_counted(one: str) -> list[tuple[int, int, str]]:
    """Order ids as people count: p-9 before p-10."""
    parts = re.split(r"([0-9]{1,18})", one)
    return [(0, int(part), part) if part.isascii() and part.isdigit() else (1, 0, part) for part in parts]


def _width(column: Column, language: str, rows: Sequence[tuple[Shown, ...]], index: int) -> float:
    heading = width_of(column.heading(language)) + 3
    if not rows:
        return max(_NARROW.get(column.kind, 14), min(heading, 22))
    shown = max((width_of(row[index]) for row in rows[:500]), default=0)
    if not shown:
        # A column in which nothing stands takes little of the page: its heading has two lines.
        return min(max(_NARROW.get(column.kind, 0) - 3, ceil(heading / 2) + 2, 8), 14)
    return min(max(shown + 2, min(heading, 14), 6), 42)


def _validate(
    sheet: Sheet, index: int, last: int, column: Column, language: str, lists: Mapping[str, str], hint: str
) -> None:
    spec = column.spec
    rule: dict[str, Any] = {
        "validate": "any",
        "input_title": column.heading(language)[:32],
        "input_message": hint,
    }
    if not spec.many and spec.words:
        words = [label if is_chinese(language) else value for value, label in spec.words.items()]
        if len(",".join(words)) <= 255:  # noqa: PLR2004 - Excel's limit for a list in the rule itself
            rule |= {"validate": "list", "source": words, "show_error": spec.closed}
    elif column.kind == "flag":
        rule |= {"validate": "list", "source": [word("yes", language), word("no", language)]}
    elif spec.refers_to in lists and not spec.many:
        rule |= {"validate": "list", "source": lists[cast("str", spec.refers_to)], "show_error": False}
    elif column.kind == "number" and spec.base is int:
        rule |= {"validate": "integer", "criteria": "between", "minimum": -999_999_999, "maximum": 999_999_999}
    sheet.raw.data_validation(1, index, last, index, rule)


def _hint(column: Column, language: str, named: Mapping[str, str]) -> str:
    said = translate(column.spec.doc, language)
    if is_chinese(language) and said == column.spec.doc:
        said = ""
    form = notes.form(column, language, named)
    return "\n".join(part for part in (said, form) if part)[:250] or column.heading(language)


def _stamp(
    book: Book,
    made: Mapping[str, Table],
    named: Mapping[str, str],
    language: str,
    zone: str,
    revision: int | None,
    sees: frozenset[str],
) -> None:
    """Write what the copy will be compared with when it comes back."""
    sheet = book.sheet(STAMP)
    lines: list[tuple[str, ...]] = [
        ("meetsupport", FORMAT),
        ("revision", "" if revision is None else str(revision)),
        ("language", language),
        ("zone", zone),
        ("sees", " ".join(sorted(sees))),
    ]
    lines += [
        ("table", name, named[name], table.digest, " ".join(column.key for column in table.columns))
        for name, table in made.items()
    ]
    for row, line in enumerate(lines):
        for column, text in enumerate(line):
            sheet.value(row, column, text or None)
    sheet.raw.very_hidden()


STAMP = "_meetsupport"
"""The sheet that says what the workbook was written from."""

FORMAT = "1"
"""The version of that sheet. It is read in every later version."""
