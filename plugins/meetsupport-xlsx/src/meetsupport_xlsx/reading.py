"""Reading a workbook: a copy that comes back, one of somebody's own, or one that a mapping file explains."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import attrs

from meetsupport.core.errors import Fault, InvalidInput, MeetSupportError, UnreadableFile
from meetsupport.core.messages import Message
from meetsupport.core.records import RecordType
from meetsupport.plan import Change, Plan
from meetsupport.plugins import Source
from meetsupport_xlsx.cells import Bad, Context, blank
from meetsupport_xlsx.fields import keys_of, read_field
from meetsupport_xlsx.mapping import mapped_rows
from meetsupport_xlsx.merging import Base, merge
from meetsupport_xlsx.sheets import Grid, Row, find_head, open_grids, rows_under
from meetsupport_xlsx.table import ALL, DEFAULT_ZONE, calendar_of, context, ordered, seen, tables, titles, zone_of
from meetsupport_xlsx.times import Calendar
from meetsupport_xlsx.words import plain, sheet_title, word
from meetsupport_xlsx.writing import FORMAT, STAMP

__all__ = ["read"]

_NOT_RECORDS = {plain(word("how", language)) for language in ("en", "zh_CN")}


def read(source: Source) -> Change:
    """
    Read a workbook into one change.

    Options:
        mapping: A mapping file (bytes, text or parsed), for a workbook that was not made here.
        decisions: By place, the answers to the questions that an earlier reading asked.

    Raises:
        UnreadableFile: It is no workbook, is damaged, or too large.
        InvalidInput: Cells are wrong; every one is listed as ``sheet!cell``.
    """
    grids, since_1904 = open_grids(source.content, source.name)
    faults: list[Fault] = []
    notes: list[str] = []
    mapping = source.options.get("mapping")
    stamp = _Stamp.of(grids, source.name)
    if mapping is not None:
        rows, zone = mapped_rows(mapping, grids, source.plan.types, faults)
    else:
        rows = _rows(grids, source.plan, stamp, faults, notes)
        zone = ""
    zone = zone or (stamp.zone if stamp else "") or _zone_in(rows) or zone_of(_events(source.plan))
    base, cautious = (None, False) if stamp is None or mapping is not None else _base(source, stamp, notes)
    about = _context(source, zone, stamp, rows, since_1904=since_1904)
    decisions: Mapping[str, str] = source.options.get("decisions") or {}
    sees = stamp.sees if stamp and mapping is None else ALL
    merged = merge(source.plan, base, rows, about, decisions, sees=sees, cautious=cautious, loaded=source.loaded)
    faults += merged.faults
    if faults:
        raise InvalidInput(_in_order(faults), source.name)
    reason = "; ".join([source.name, *notes])
    return Change(
        tuple(merged.edits),
        by=source.by,
        at=source.when,
        reason=reason,
        base=source.plan.revision,
        questions=tuple(merged.questions),
        places=merged.places,
    )


@attrs.frozen
class _Stamp:
    """What the hidden sheet says."""

    revision: int | None
    language: str
    zone: str
    sees: frozenset[str]
    titles: Mapping[str, str]
    digests: Mapping[str, str]

    @classmethod
    def of(cls, grids: Sequence[Grid], name: str) -> _Stamp | None:
        grid = next((grid for grid in grids if grid.title == STAMP), None)
        if grid is None:
            return None
        lines = [["" if blank(cell) else str(cell) for cell in line] for line in grid.rows]
        said = {line[0]: line[1] for line in lines if len(line) > 1}
        if said.get("meetsupport", "").removesuffix(".0") != FORMAT:
            raise UnreadableFile(
                f"the sheet {STAMP} is of a version that is not known: {said.get('meetsupport')!r}", name
            )
        listed = [line for line in lines if line[0] == "table" and len(line) > 3]  # noqa: PLR2004
        revision = re.fullmatch(r"(\d{1,15})(?:\.0)?", said.get("revision", ""))
        return cls(
            int(revision[1]) if revision else None,
            said.get("language", "en"),
            said.get("zone", "") if _is_zone(said.get("zone", "")) else "",
            frozenset(said.get("sees", "").split()) & ALL,
            {line[2]: line[1] for line in listed},
            {line[1]: line[3] for line in listed},
        )


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return False
    return True


def _rows(
    grids: Sequence[Grid], plan: Plan, stamp: _Stamp | None, faults: list[Fault], notes: list[str]
) -> dict[str, list[Row]]:
    known = _titles(plan.types)
    if stamp:
        known |= {plain(title): name for title, name in stamp.titles.items() if name in plan.types}
    found: dict[str, list[Row]] = {}
    for grid in grids:
        title = plain(re.sub(r"\s*[(（]\d+[)）]\s*$", "", grid.title))
        if grid.title.startswith(("_", "#")) or title in _NOT_RECORDS or (grid.hidden and title not in known):
            continue
        name = known.get(title)
        if name is None:
            if any(not grid.empty(r, c) for r in range(len(grid.rows)) for c in range(len(grid.rows[r]))):
                faults.append(Fault.of(grid.title, _unknown(grid.title, known, plan.types)))
            continue
        head = find_head(grid, plan.types[name], faults)
        if head is not None:
            found.setdefault(name, []).extend(rows_under(grid, plan.types[name], head, faults, notes))
    return {name: found[name] for name in ordered(found)}


def _titles(types: Mapping[str, RecordType[Any]]) -> dict[str, str]:
    known: dict[str, str] = {}
    for name, rt in types.items():
        for title in (name, sheet_title(rt, "en"), sheet_title(rt, "zh_CN"), rt.label):
            if title:
                known.setdefault(plain(title), name)
    for language in ("en", "zh_CN"):
        for name, title in titles(types, language).items():
            known.setdefault(plain(title), name)
    return known


def _unknown(title: str, known: Mapping[str, str], types: Mapping[str, RecordType[Any]]) -> Message:
    near = difflib.get_close_matches(plain(title), list(known), n=1, cutoff=0.6)
    expected = tuple(f"{sheet_title(types[name], 'en')} {types[name].label}".strip() for name in ordered(types))
    if not near:
        return Message.of(
            "no kind of record has the title of this sheet; expected one of {expected}; "
            "begin it with _ to have it left out",
            expected=expected,
        )
    return Message.of(
        "no kind of record has the title of this sheet; did you mean {meant}?; expected one of {expected}; "
        "begin it with _ to have it left out",
        meant=f"{sheet_title(types[known[near[0]]], 'en')} {types[known[near[0]]].label}",
        expected=expected,
    )


def _events(plan: Plan) -> Sequence[Any]:
    return plan.all(plan.types["Event"].cls) if "Event" in plan.types else ()


def _zone_in(rows: Mapping[str, Sequence[Row]]) -> str:
    said = [row.cells.get("zone") for row in rows.get("Event", ())]
    return next((cell.strip() for cell in said if isinstance(cell, str) and _is_zone(cell.strip())), "")


def _base(source: Source, stamp: _Stamp, notes: list[str]) -> tuple[Base | None, bool]:
    """Find what a copy was written from; of a copy of something else, whatever differs from the plan is asked about."""
    if stamp.revision is None:
        return None, False
    try:
        plan = source.at(stamp.revision) if stamp.revision <= source.plan.revision else None
    except MeetSupportError:
        plan = None
    if plan is not None:
        records = {name: seen(plan, plan.types[name], stamp.sees) for name in ordered(plan.types)}
        zone = stamp.zone or DEFAULT_ZONE
        events = records.get("Event", ())
        about = context(records, plan.types, stamp.language, calendar_of(zone, events))
        made = tables(records, plan.types, about)
        if all(name in made and made[name].digest == digest for name, digest in stamp.digests.items()):
            return Base(plan, {name: made[name] for name in stamp.digests}), False
    notes.append(
        f"a copy of revision {stamp.revision} of another plan: nothing is removed, what differs is asked about"
    )
    return None, True


def _context(
    source: Source, zone: str, stamp: _Stamp | None, rows: Mapping[str, Sequence[Row]], *, since_1904: bool
) -> Context:
    plan = source.plan
    sees = stamp.sees if stamp else ALL
    records = {name: seen(plan, plan.types[name], sees) for name in ordered(plan.types)}
    calendar = calendar_of(zone, _events(plan), since_1904=since_1904)
    more = _events_in(rows, calendar_of(zone, (), since_1904=since_1904))
    calendar = attrs.evolve(calendar, events=tuple(sorted({*calendar.events, *more})))
    return context(records, plan.types, stamp.language if stamp else "en", calendar)


def _events_in(rows: Mapping[str, Sequence[Row]], calendar: Calendar) -> list[tuple[date, date]]:
    """Give the days of the events that the workbook itself has, as far as they can be read without knowing them."""
    about = Context("en", calendar, {})
    found: list[tuple[date, date]] = []
    for row in rows.get("Event", ()):
        spec = row.rt.fields["window"]
        keys = [key for key in keys_of(spec) if not blank(row.cells.get(key))]
        try:
            window = read_field(row, spec, keys, None, about) if keys else None
        except Bad:
            continue
        if window is not None:
            found.append((calendar.wall(window.start).date(), calendar.wall(window.end).date()))
    return found


def _in_order(faults: Sequence[Fault]) -> list[Fault]:
    seen_before: set[tuple[str, str]] = set()
    found: list[Fault] = []
    for fault in faults:
        if (fault.place, fault.problem) not in seen_before:
            seen_before.add((fault.place, fault.problem))
            found.append(fault)
    return found
