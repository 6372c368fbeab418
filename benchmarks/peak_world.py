"""The congress that `benchmarks.peak` measures, with rooms, seats, coaches and meals; and all else, by cases."""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

import attrs

import meetsupport as ms
from benchmarks.figures import say

__all__ = ["NOW", "congress", "world"]

DAYS = 5
STAFF = 4
"""People who work for each delegate."""

DELEGATION, COACH, TEAM, HOUSE = 50, 45, 100, 500
"""How many delegates come together, ride together, work together, and lodge in one building."""

START = ms.instant("2030-06-07T08:00:00+08:00")
NOW = ms.instant("2030-06-05T12:00:00+08:00")
"""Two days before, and the noon about which the cases of the rules' tests lie."""

CASES_FOR = 50
"""For so many delegates each case of a rule's tests is there once."""

FEW = frozenset({"Adoption", "Cohort", "DutyLimit", "HealthProtocol", "ReportingClock", "Requirement"}) | {
    "ChecklistTemplate",
    "DayOff",
    "EditRight",
    "Event",
    "Freeze",
    "RiskBand",
    "RiskFactor",
    "Role",
    "TemplateItem",
    "china.MeetingClass",
}
"""What an office has few of, however many come: each case has its own, and its copies share them."""

LAW = frozenset({"RemovalLimit"})
"""What says who may remove what; that of a case would hold for the congress too."""

CHINA = Path(__file__).parents[1] / "plugins" / "meetsupport-china" / "tests" / "test_rules.py"


def moment(day: int, hour: float) -> datetime:
    """Give an hour of a day, the days counted from 0."""
    return START + timedelta(days=day, hours=hour - 8)


def window(day: int, start: float, end: float) -> ms.Window:
    """Give a window of a day."""
    return ms.Window(moment(day, start), moment(day, end))


def world(delegates: int) -> tuple[ms.Record, ...]:
    """
    Give a congress, and beside it what each rule is shown to be quiet on in its tests, so many times.

    So every rule has records to judge, and more of them as the congress grows. The copies of a case share its event and
    what else an office has few of. Without the tests' libraries there is the congress alone.
    """
    return (*congress(delegates), *_cases(max(1, delegates // CASES_FOR)))


def _cases(copies: int) -> Iterator[ms.Record]:
    try:
        from tests.unit.rules.growing import grown  # noqa: PLC0415 - needs what only tests have
    except ImportError as error:
        say(f"without the cases of the rules' tests: {error}")
        return
    for code, records in _quiet():
        # Without groups a meal is for everybody of its event: n tables for everybody would be no congress.
        everybody = any(isinstance(one, ms.SeatPlan) and one.meal is not None for one in records)
        for one in grown(records, copies, FEW - {"Event"} if everybody else FEW):
            if one.__record__.name not in LAW:
                yield _renamed(one, code)


def _quiet() -> Iterator[tuple[str, tuple[ms.Record, ...]]]:
    from tests.unit.rules.test_every_rule import QUIET  # noqa: PLC0415 - needs what only tests have

    yield from QUIET.items()
    spec = importlib.util.spec_from_file_location("peak_china", CHINA)
    if find_spec("meetsupport_china") is None or spec is None or spec.loader is None or not CHINA.exists():
        return
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    later = START - module.WINDOW.start
    for code, cases in module.QUIET.items():
        for number, records in enumerate(cases):
            yield f"{code}.{number}", tuple(_moved(one, later) for one in records)


def _moved(record: ms.Record, by: timedelta) -> ms.Record:
    """Move a record in time."""
    about: dict[str, Any] = {}
    for name in record.__record__.fields:
        value = getattr(record, name)
        if isinstance(value, ms.Window):
            about[name] = ms.Window(value.start + by, value.end + by) if value.start.year < START.year else value
        elif isinstance(value, datetime):
            about[name] = value + by
    return cast("ms.Record", attrs.evolve(cast("Any", record), **about))


def _renamed(record: ms.Record, code: str) -> ms.Record:
    """Give the records of a case ids of their own."""
    rt = record.__record__
    about: dict[str, Any] = {"id": f"{code}.{record.id}"}
    for spec in rt.refs:
        value = getattr(record, spec.name)
        if spec.many:
            about[spec.name] = tuple(f"{code}.{one}" for one in value or ())
        elif value is not None:
            about[spec.name] = f"{code}.{value}"
    return cast("ms.Record", attrs.evolve(cast("Any", record), **about))


def congress(delegates: int) -> Iterator[ms.Record]:
    """Give the plan of a congress, in which all is in order."""
    yield ms.Organization(id="office", name="Office", role="host")
    yield ms.Place(id="hall", name="Hall", kind="hall", capacity=delegates + 100)
    yield ms.Event(id="congress", name="Congress", kind="congress", window=ms.Window(START, moment(DAYS - 1, 18)))
    for number in range(1, 11):
        yield ms.Place(id=f"door-{number}", name=f"Door {number}", kind="door", within="hall")
    yield ms.Session(
        id="plenary", event="congress", title="Plenary", kind="plenary", place="hall", window=window(0, 9, 11)
    )
    yield ms.SeatPlan(id="seats", event="congress", session="plenary", kind="hall", responsible="w-0", name="Seats")
    yield from _guests(delegates)
    yield from _staff(delegates * STAFF)


def _guests(delegates: int) -> Iterator[ms.Record]:
    stay = ms.Window(moment(-1, 14), moment(DAYS - 1, 20))
    for house in range(math.ceil(delegates / HOUSE)):
        yield ms.Place(id=f"house-{house}", name=f"House {house}", kind="lodging")
        yield ms.Place(id=f"table-{house}", name=f"Restaurant {house}", kind="restaurant", within=f"house-{house}")
        yield ms.Lodging(
            id=f"lodging-{house}", event="congress", place=f"house-{house}", window=stay, rooms=HOUSE, beds=HOUSE
        )
        groups = range(house * HOUSE // DELEGATION, min(delegates, (house + 1) * HOUSE) // DELEGATION)
        for day in range(DAYS):
            for kind, start in (("breakfast", 7.0), ("lunch", 12.0), ("dinner", 18.0)):
                yield ms.Meal(
                    id=f"{kind}-{day}-{house}",
                    event="congress",
                    name=f"{kind} {day}",
                    kind=kind,
                    place=f"table-{house}",
                    window=window(day, start, start + 1),
                    covers=len(groups) * DELEGATION,
                    delegations=tuple(f"d-{group}" for group in groups),
                )
    yield ms.Route(id="visit", event="congress", name="Visit")
    for coach in range(math.ceil(delegates / COACH)):
        yield ms.Trip(
            id=f"coach-{coach}",
            event="congress",
            name=f"Coach {coach}",
            route="visit",
            vehicle=f"X-{coach}",
            seats=COACH + 4,
            window=window(1, 14, 17),
            crew=(f"w-{coach}",),
            liaison=f"w-{10_000 + coach}" if delegates * STAFF > 10_000 + coach else None,
        )
    for group in range(delegates // DELEGATION):
        yield ms.Delegation(
            id=f"d-{group}",
            event="congress",
            name=f"Delegation {group}",
            head=f"p-{group * DELEGATION}",
            quota=DELEGATION,
        )
        yield ms.Recipient(id=f"head.{group}", kinds=("delegation",), delegation=f"d-{group}", addresses=("console:",))
    for n in range(delegates):
        house = n // HOUSE
        yield ms.Participant(
            id=f"p-{n}",
            delegation=f"d-{n // DELEGATION}",
            rank="bureau" if n % 20 == 0 else "",
            state="registered",
            lodging=f"lodging-{house}",
            route="visit",
        )
        yield ms.Room(id=f"r-{n}", lodging=f"lodging-{house}", number=str(n), floor=str(n // 50), beds=1)
        yield ms.Stay(id=f"s-{n}", room=f"r-{n}", participant=f"p-{n}", window=stay)
        yield ms.Seat(id=f"c-{n}", trip=f"coach-{n // COACH}", participant=f"p-{n}", number=str(n % COACH + 1))
        yield ms.Appearance(id=f"a-{n}", session="plenary", participant=f"p-{n}")
        yield ms.Placement(id=f"h-{n}", plan="seats", participant=f"p-{n}", row=n // 50 + 1, number=n % 50 + 1)


def _staff(heads: int) -> Iterator[ms.Record]:
    for team in range(heads // TEAM):
        yield ms.Team(
            id=f"t-{team}", event="congress", name=f"Team {team}", lead=f"w-{team * TEAM}", organization="office"
        )
        yield ms.Recipient(
            id=f"lead.{team}",
            kinds=("team-lead",),
            team=f"t-{team}",
            person=f"w-{team * TEAM}",
            addresses=("console:",),
        )
        for day in range(DAYS):
            yield ms.Post(
                id=f"k-{team}-{day}",
                event="congress",
                name=f"Post {team}",
                place=f"house-{team % max(1, heads // STAFF // HOUSE)}",
                team=f"t-{team}",
                heads=TEAM,
                window=window(day, 18.5, 22.5) if day == 1 else window(day, 8, 16),
            )
    for n in range(heads):
        yield ms.Person(id=f"w-{n}", team=f"t-{n // TEAM}", organization="office")
        for day in range(DAYS):
            yield ms.Duty(id=f"y-{n}-{day}", person=f"w-{n}", post=f"k-{n // TEAM}-{day}")
