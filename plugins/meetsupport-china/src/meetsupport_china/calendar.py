"""
Working days and days off (工作日、节假日、调休), as the State Council's yearly notices set them.

The days are those of chinesecalendar (MIT), which is brought up to date each November when the notice for the next
year is out; `Desk.adopt` takes them into a plan. For a year that it lacks, days are refused, not guessed: give them in
a file (`read_workdays`).
"""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any, cast

import chinese_calendar  # type: ignore[import-untyped]  # pyright: ignore[reportMissingTypeStubs]

from meetsupport import Change, DayOff, Event, Fault, InvalidInput, Put
from meetsupport.core.messages import Message, sayable
from meetsupport.plan import Reader, derived
from meetsupport.plugins import Problem, Rule, Source
from meetsupport.readings import day_of, has_days_off, years_without_days_off
from meetsupport_china.basis import last_day

__all__ = ["ADOPT", "FEWEST", "LOAD", "RULES", "YEARS", "read_workdays", "work_days", "years_known_in_part"]

_days = cast("Any", chinese_calendar)  # it has no types

YEARS = range(min(_days.constants.holidays).year, max(_days.constants.holidays).year + 1)
"""The years that the installed chinesecalendar has."""

SATURDAY = 5

FEWEST = 16
"""
The fewest weekdays that are off in any year from 2008 to 2026, by chinesecalendar: a year with fewer is not whole.

2008, 2011, 2014 and 2017 have 16; a test counts them.
"""

_DAY = timedelta(days=1)


def work_days(first: date, last: date) -> tuple[DayOff, ...]:
    """
    List the days off that are no weekend, and the weekend days on which one works.

    Args:
        first: The first day.
        last: The last day, inclusive.

    Returns:
        By day. A day that is not listed is off if it is a weekend day.

    Raises:
        InvalidInput: A year is not known; each such year is listed.
    """
    unknown = [year for year in range(first.year, last.year + 1) if year not in YEARS]
    if unknown:
        raise InvalidInput(
            Fault.of(
                str(year),
                Message.of(
                    "no notice of days off is known for the year, only for {first} to {last}; update chinesecalendar, "
                    "or load the days with the importer 'workdays'",
                    first=str(YEARS[0]),
                    last=str(YEARS[-1]),
                ),
            )
            for year in unknown
        )
    return tuple(_listed(first, last))


def _listed(first: date, last: date) -> Iterator[DayOff]:
    day = first
    while day <= last:
        off, name = cast("tuple[bool, str | None]", _days.get_holiday_detail(day))
        if off != (day.weekday() >= SATURDAY):
            holiday: str = _days.Holiday(name).chinese if name else ""
            yield DayOff(id=f"china.{day.isoformat()}", day=day, name=holiday, working=not off)
        day += _DAY


def read_workdays(source: Source) -> Change:
    """
    Read the days of a year from a file of the user's into records of the plan, which count before any calendar.

    The file is CSV with the columns ``day``, ``working`` and ``name`` (or 日期, 上班, 名称), or a JSON list of such
    objects. ``working`` is true (是, 班) for a weekend day on which one works, and false or empty for a day off.

    Raises:
        InvalidInput: A row is wrong; every fault is listed.
    """
    faults: list[Fault] = []
    puts: list[Put] = []
    for place, row in _rows(source):
        text = unicodedata.normalize("NFKC", str(row.get("day", row.get("日期", "")))).strip()
        try:
            day = date.fromisoformat(text)
        except ValueError:
            said = Message.of("invalid value {value} for day, expected a day such as 2027-02-06", value=repr(text[:60]))
            faults.append(Fault.of(place, said))
            continue
        word = str(row.get("working", row.get("上班", ""))).strip().lower()
        if word not in _TRUE | _FALSE:
            said = Message.of("invalid value {value} for working, expected true or false", value=repr(word[:60]))
            faults.append(Fault.of(place, said))
            continue
        if (word in _TRUE) != (day.weekday() >= SATURDAY):
            said = (
                Message.of("{day}: a weekend day is off anyway; leave it out, or mend the day", day=text)
                if word in _FALSE
                else Message.of("{day}: one works on that weekday anyway; leave it out, or mend the day", day=text)
            )
            faults.append(Fault.of(place, said))
            continue
        name = str(row.get("name", row.get("名称", "")) or "").strip()
        puts.append(Put(DayOff(id=f"china.{day.isoformat()}", day=day, name=name, working=word in _TRUE)))
    if faults:
        raise InvalidInput(faults, source.name)
    if not puts:
        raise InvalidInput(
            "no day is in it: expected a row for each, with the columns day, working and name", source.name
        )
    return Change(tuple(puts), by=source.by, reason=f"days off from {source.name}")


_TRUE = frozenset({"true", "1", "yes", "是", "班", "上班"})
_FALSE = frozenset({"false", "0", "no", "", "否", "休", "none"})


def _rows(source: Source) -> Iterable[tuple[str, dict[str, Any]]]:
    try:
        text = source.content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInput("not UTF-8 text; save it as UTF-8", source.name) from None
    if text.lstrip().startswith("{"):
        raise InvalidInput("expected a list of objects with day, working and name", source.name)
    if not text.lstrip().startswith("["):
        try:
            for number, row in enumerate(csv.DictReader(io.StringIO(text)), 2):
                yield f"row {number}", cast("dict[str, Any]", row)
        except csv.Error as error:
            raise InvalidInput(Message.of("not CSV: {why}", why=sayable(error)), source.name) from None
        return
    try:
        listed: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(Message.of("not JSON: {why}", why=sayable(error)), source.name) from None
    for number, row in enumerate(listed):
        if not isinstance(row, dict):
            raise InvalidInput([Fault(f"[{number}]", "expected an object with day, working and name")], source.name)
        yield f"[{number}]", cast("dict[str, Any]", row)


def check_known(plan: Reader, event: Event) -> Iterator[Problem]:
    """
    Find an event in a year of whose days off the plan has none, or fewer than any year has.

    Of tasks that count working days in such a year a rule of the library says so.
    """
    if event.window is None or plan.passed(event.window.end):
        return
    first = day_of(plan, event.id, event.window.start)
    last = last_day(plan, event.id, event.window.start, event.window.end)
    for year in years_without_days_off(plan, first, last):
        yield Problem(
            "no days off of {year} are in the plan: weekends count, and holidays and make-up days do not",
            key=str(year),
            fix=ADOPT if year in YEARS else LOAD,
            severity="hint" if year in YEARS else None,
            year=year,
        )
    for year in years_known_in_part(plan, first, last):
        if year in YEARS:
            missing = _missing(plan, year, first, last)
            yield Problem(
                "{day} is a day off or a make-up day of {year} and is not in the plan, though others are: it counts "
                "as any other day",
                key=f"few-{year}",
                fix=ADOPT,
                severity="hint",
                day=missing[0],
                year=year,
            )
            continue
        yield Problem(
            "only {there} weekdays off of {year} are in the plan, where a year has at least {least}: holidays that "
            "are missing count as workdays",
            key=f"few-{year}",
            fix=LOAD,
            there=plan.derive(weekdays_off, year),
            year=year,
            least=FEWEST,
        )


def years_known_in_part(plan: Reader, first: date, last: date) -> tuple[int, ...]:
    """
    List the years from a day to another of which a plan has some days off and lacks others.

    Of a year that chinesecalendar has, it lacks one from the one day to the other; of a later year, it has fewer
    weekdays off than any year has. Of earlier years nothing is said.
    """
    known = (year for year in range(first.year, last.year + 1) if plan.derive(has_days_off, year))
    return tuple(
        year
        for year in known
        if (year > YEARS[-1] and plan.derive(weekdays_off, year) < FEWEST)
        or (year in YEARS and _missing(plan, year, first, last))
    )


def _missing(plan: Reader, year: int, first: date, last: date) -> tuple[date, ...]:
    listed = _listed(max(first, date(year, 1, 1)), min(last, date(year, 12, 31)))
    return tuple(one.day for one in listed if not plan.where(DayOff, day=one.day))


@derived
def weekdays_off(plan: Reader, year: int) -> int:
    """Count the weekdays of a year that are off by the plan."""
    listed = (one for one in plan.all(DayOff) if one.day.year == year and not one.working)
    return len({one.day for one in listed if one.day.weekday() < SATURDAY})


ADOPT = "adopt the calendar 'china' for {year}"
LOAD = "update chinesecalendar, or load the days of {year} with the importer 'workdays'"
"""What mends it that days off are missing: of a year that chinesecalendar has, and of another."""

RULES = (
    Rule(
        "china.workdays-unknown",
        "The days off of the year are in the plan",
        check_known,
        each=Event,
        severity="warning",
        basis="the yearly notice of the State Council's general office on days off, which comes out in November; days "
        "as chinesecalendar has them, those of 2026 compared with the notice as a newspaper prints it, grade B",
    ),
)
