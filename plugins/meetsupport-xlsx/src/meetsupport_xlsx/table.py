"""What a workbook shows of a plan: a table a record type, made alike when it is written and when a copy comes back."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, cast
from zoneinfo import ZoneInfo

import attrs

from meetsupport.core.codec import MASK
from meetsupport.core.records import Record, RecordType
from meetsupport.core.specs import FieldSpec
from meetsupport.plan import Plan
from meetsupport.plan.view import masked
from meetsupport_xlsx.cells import Context, Kind, Shown, kind_of, show
from meetsupport_xlsx.times import Calendar
from meetsupport_xlsx.words import FURTHER, ORDER, is_chinese, plain, sheet_title, spaced, word

__all__ = [
    "ALL",
    "Column",
    "Table",
    "calendar_of",
    "columns",
    "name_field",
    "names_of",
    "ordered",
    "seen",
    "tables",
    "titles",
    "zone_of",
]

ALL = frozenset({"personal", "health", "confidential"})
"""All that a role may be allowed to see."""

DEFAULT_ZONE = "Asia/Shanghai"
"""The zone of a plan without an event, as of `meetsupport.model.Event` when nobody gave one."""


@attrs.frozen
class Column:
    """
    One column: a field, or one end of a window.

    Attributes:
        spec: The field.
        part: ``start`` or ``end`` of a window, otherwise empty.
    """

    spec: FieldSpec
    part: str = ""

    @property
    def key(self) -> str:
        """What the column is called in the workbook's own notes."""
        return f"{self.spec.name}.{self.part}" if self.part else self.spec.name

    @property
    def kind(self) -> Kind:
        """How its cells look."""
        return kind_of(self.spec)

    def heading(self, language: str) -> str:
        """Give its heading."""
        name = self.spec.name
        if is_chinese(language):
            label = word("id", language) if name == "id" else self.spec.label or spaced(name)
            return f"{label}（{word(self.part, language)}）" if self.part else label
        return f"{spaced(name)} {word(self.part, language)}" if self.part else spaced(name)


@lru_cache(maxsize=512)
def columns(rt: RecordType[Any]) -> tuple[Column, ...]:
    """Give the columns of a record type, the id first."""
    found: list[Column] = []
    for spec in rt.fields.values():
        found += [Column(spec, "start"), Column(spec, "end")] if kind_of(spec) == "window" else [Column(spec)]
    return tuple(found)


def headings(rt: RecordType[Any]) -> Mapping[str, Column]:
    """Give every heading that is understood, reduced to what counts, with its column."""
    found: dict[str, Column] = {}
    short: dict[str, Column] = {}
    for column in columns(rt):
        for language in ("en", "zh_CN"):
            found.setdefault(plain(column.heading(language)), column)
        found.setdefault(plain(column.key), column)
        if column.part != "end":  # a whole range may stand in one cell, under the field's own heading
            short.setdefault(plain(column.spec.name), column)
            short.setdefault(plain(column.spec.label), column)
        if column.spec.name == rt.window:
            for alias in ("开始时间", "start", "starts") if column.part == "start" else ("结束时间", "end", "ends"):
                short.setdefault(plain(alias), column)
    return {key: column for key, column in (short | found).items() if key}


def name_field(rt: RecordType[Any]) -> FieldSpec | None:
    """Give the field that people know a record by."""
    for name in ("name", "title"):
        spec = rt.fields.get(name)
        if spec is not None and spec.base is str and not spec.many and not spec.refers_to:
            return spec
    return None


def ordered(names: Iterable[str]) -> list[str]:
    """Put record types in the order of their sheets."""
    # Those of plugins stand between: whoever installed one wants them, and they refer to what stands before.
    known = dict(zip(ORDER, range(-len(ORDER), 0), strict=True))
    known.update((name, number) for number, name in enumerate(FURTHER, start=1))
    return sorted(names, key=lambda name: (known.get(name, 0), name))


def titles(types: Mapping[str, RecordType[Any]], language: str) -> dict[str, str]:
    """Give each record type's sheet a title of its own."""
    made: dict[str, str] = {}
    taken: set[str] = set()
    for name in ordered(types):
        title = sheet_title(types[name], language)
        number = 2
        while title.casefold() in taken:
            title = f"{sheet_title(types[name], language)[:27]} {number}"
            number += 1
        taken.add(title.casefold())
        made[name] = title
    return made


def names_of(rt: RecordType[Any], records: Iterable[Record]) -> dict[str, str]:
    """
    Give the name under which each record can be referred to.

    One that two records share, that is another's id, or that is masked would not be found again: ids stand for those.
    """
    spec = name_field(rt)
    if spec is None:
        return {}
    given: dict[str, str] = {}
    ids: set[str] = set()
    for record in records:
        ids.add(record.id)
        name = getattr(record, spec.name)
        text = name if isinstance(name, str) and name != MASK else ""
        if text and text == text.strip() and "\n" not in text and len(text) <= 200:  # noqa: PLR2004
            given[record.id] = text
    often = Counter(map(fold, given.values()))
    folded_ids = set(map(fold, ids))
    return {one: name for one, name in given.items() if often[fold(name)] == 1 and fold(name) not in folded_ids}


_PADDING = re.compile(r"(?<=[\u3400-\u9fff\U00020000-\U0003ffff])\s+(?=[\u3400-\u9fff\U00020000-\U0003ffff])")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """
    Reduce a name to what counts when it is looked up: no case, no full-width forms, single spaces.

    Between Chinese characters spaces do not count: names of two characters are padded to the width of three.
    """
    return " ".join(_PADDING.sub("", unicodedata.normalize("NFKC", text).casefold()).split())


def seen(plan: Plan, rt: RecordType[Any], sees: frozenset[str]) -> tuple[Record, ...]:
    """Give a type's records as somebody may see them."""
    records = plan.all(rt.cls)
    return records if sees >= ALL else tuple(masked(record, sees) for record in records)


def zone_of(events: Iterable[Record]) -> str:
    """Give the one zone of all times in a workbook: that of most events, the first of equals."""
    often = Counter(str(getattr(event, "zone", "")) for event in events)
    for zone, _ in often.most_common():
        try:
            ZoneInfo(zone)
        except (ValueError, OSError, LookupError):
            continue
        return zone
    return DEFAULT_ZONE


def calendar_of(zone: str, events: Iterable[Record], *, since_1904: bool = False) -> Calendar:
    """Give the calendar of a plan's events in a zone."""
    made = ZoneInfo(zone)
    spans: list[tuple[date, date]] = []
    for event in events:
        window = getattr(event, "window", None)
        if window is not None and window != MASK:
            try:
                first, last = window.start.astimezone(made), window.end.astimezone(made)
            except OverflowError:
                continue
            spans.append((cast("datetime", first).date(), cast("datetime", last).date()))
    return Calendar(made, tuple(spans), since_1904)


@attrs.frozen
class Table:
    """
    What a sheet shows of a record type.

    Attributes:
        rt: The record type.
        columns: Its columns.
        rows: By id, what each column shows.
    """

    rt: RecordType[Any]
    columns: Sequence[Column]
    rows: Mapping[str, tuple[Shown, ...]]

    @property
    def digest(self) -> str:
        """A short digest of all that it shows; a copy that came from elsewhere has another."""
        body = repr(sorted(self.rows.items()))
        return hashlib.sha256((" ".join(c.key for c in self.columns) + body).encode("utf-8", "replace")).hexdigest()[
            :16
        ]


def tables(
    records: Mapping[str, Sequence[Record]], types: Mapping[str, RecordType[Any]], about: Context
) -> dict[str, Table]:
    """Make the tables of record types."""
    return {
        name: Table(types[name], columns(types[name]), {r.id: row_of(r, about) for r in group})
        for name, group in records.items()
    }


def row_of(record: Record, about: Context) -> tuple[Shown, ...]:
    """Give what a record's columns show."""
    shown: list[Shown] = []
    for spec in record.__record__.fields.values():
        shown += show(spec, getattr(record, spec.name), about)
    return tuple(shown)


def context(
    records: Mapping[str, Sequence[Record]], types: Mapping[str, RecordType[Any]], language: str, calendar: Calendar
) -> Context:
    """Give what the tables of these records depend on."""
    private = frozenset(n for n, rt in types.items() if (spec := name_field(rt)) is not None and spec.sensitive)
    names = {n: names_of(types[n], group) for n, group in records.items()}
    return Context(language, calendar, names, private=private, types=types)
