"""Each rule fires where it should and is quiet where it should."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import meetsupport_china as china
import pytest
from meetsupport_china.bands import meeting_days
from meetsupport_china.fire import opening_hours
from meetsupport_china.services import Sample, check_samples

import meetsupport as ms
from meetsupport.core.records import evolved
from meetsupport.core.times import instant
from meetsupport.plugins import Rule
from meetsupport.readings import checklist_for
from meetsupport.testing import FrozenClock, memory_desk

Records = tuple[ms.Record, ...]
RULES = {rule.code: rule for rule in china.meetsupport_rules()}
DAY = "2026-03-10"
WINDOW = ms.Window.of(f"{DAY}T09:00+08:00", f"{DAY}T17:00+08:00")
NOW = instant("2026-01-05T09:00+08:00")
HALF = ms.Window.of(f"{DAY}T09:00+08:00", f"{DAY}T12:00+08:00")
LONG = ms.Window.of(f"{DAY}T09:00+08:00", f"{DAY}T18:00+08:00")
OLD = ms.Window.of("2012-03-12T09:00+08:00", "2012-03-12T17:00+08:00")


def event(**about: object) -> ms.Event:
    return ms.Event(**{"id": "e", "window": WINDOW, "expected": 250, **about})  # type: ignore[arg-type]


def hall(heads: int, doors: int, width: str = "1.65", *more: ms.Record, stepped: bool = False) -> Records:
    return (
        event(expected=heads),
        ms.Place(id="hall", kind="hall", stepped=stepped),
        *(ms.Place(id=f"d{n}", kind="door", within="hall", width_m=Decimal(width)) for n in range(doors)),
        ms.Session(id="s", event="e", place="hall", window=WINDOW),
        *more,
    )


def staffed(heads: int, staff: int) -> Records:
    people = (ms.Person(id=f"p{n}", team="t") for n in range(staff))
    return (event(expected=heads), ms.Team(id="t", event="e"), *people)


def meal(**about: object) -> ms.Meal:
    return ms.Meal(**{"id": "m", "event": "e", "window": WINDOW, **about})  # type: ignore[arg-type]


def supply(kind: str) -> ms.Supply:
    return ms.Supply(id="x", event="e", kind=kind)


def welcomed(place: str) -> Records:
    return (event(), ms.Place(id="gate", kind=place), ms.Post(id="x", event="e", place="gate", role="welcome"))


def table(guests: int, hosts: int) -> Records:
    return (
        event(),
        meal(),
        ms.SeatPlan(id="table", meal="m", kind="banquet"),
        *(ms.Participant(id=f"g{n}", event="e") for n in range(guests)),
        *(ms.Person(id=f"h{n}") for n in range(hosts)),
        *(ms.Placement(id=f"g{n}", plan="table", participant=f"g{n}") for n in range(guests)),
        *(ms.Placement(id=f"h{n}", plan="table", person=f"h{n}") for n in range(hosts)),
    )


def patrolled(*rules: str, about: Records = ()) -> Records:
    return (
        *hall(250, 2),
        *about,
        *(ms.Round(id=f"r{n}", event="e", kind="fire", rule=rule) for n, rule in enumerate(rules)),
    )


def stairs(width: str) -> Records:
    return tuple(ms.Place(id=f"s{n}", kind="stair", within="hall", width_m=Decimal(width)) for n in range(2))


def in_henan(*kinds: str, rules: str = "henan", day: str = DAY) -> Records:
    return (
        event(kind="工作会议", window=ms.Window.of(f"{day}T09:00+08:00", f"{day}T17:00+08:00")),
        china.MeetingClass(id="c", event="e", rules=rules),
        *(ms.Supply(id=kind, event="e", kind=kind) for kind in kinds),
    )


def classed(grade: int, heads: int = 9, staff: int = 0, **about: Any) -> Records:
    """A meeting of a class; without staff, but for as many as are said."""
    rules = about.pop("rules", "central")
    people = (ms.Person(id=f"p{n}", team="t") for n in range(staff))
    return (
        event(expected=heads, **about),
        ms.Team(id="t", event="e"),
        *people,
        china.MeetingClass(id="c", event="e", grade=grade, rules=rules),
    )


def opening(start: str, end: str) -> ms.Opening:
    return ms.Opening(id="o", place="hall", window=ms.Window.of(f"{DAY}T{start}+08:00", f"{DAY}T{end}+08:00"))


def days_off(count: int) -> Records:
    """So many weekdays off, from the first Monday of 2026 on, and a weekend day, which is off anyway."""
    first = date(2026, 1, 5)
    days = (first + timedelta(days=n // 5 * 7 + n % 5) for n in range(count))
    return tuple(ms.DayOff(id=f"{day}", day=day) for day in (*days, first + timedelta(days=5)))


def checked(at: str, **about: Any) -> ms.Task:
    return ms.Task(**{"id": "check", "event": "e", "kind": "fire", "due": instant(f"{DAY}T{at}+08:00"), **about})


def sitting(start: str, end: str, day: str = DAY) -> ms.Session:
    window = ms.Window.of(f"{day}T{start}+08:00", f"{day}T{end}+08:00")
    return ms.Session(id=f"{day}-{start}", event="e", window=window)


def aisles(width: str) -> tuple[ms.Record, ...]:
    return tuple(ms.Place(id=f"a{n}", kind="aisle", within="hall", width_m=Decimal(width)) for n in range(2))


def block(kind: str = "hall", **about: Any) -> Records:
    return (ms.Place(id="hall", kind=kind), china.SeatBlock(id="b", place="hall", **about))


def seated(rule: str, *orders: int, kind: str = "platform") -> Records:
    """A platform row, or another, the order of each sitter from their own left on."""
    return (
        event(),
        ms.SeatPlan(id="plan", event="e", kind=kind, rule=rule),
        *(ms.Participant(id=f"g{n}", event="e") for n in range(len(orders))),
        *(
            ms.Placement(id=f"g{n}", plan="plan", participant=f"g{n}", row=1, number=n + 1, order=order)
            for n, order in enumerate(orders)
        ),
    )


def session(place: str = "hall", **about: Any) -> Records:
    return (
        event(kind="visit"),
        ms.Document(id="letter", event="e", kind="公函"),
        ms.Place(id="area", kind=place),
        ms.Place(id="room", kind="hall", within="area"),
        ms.Session(id="x", event="e", place="room", **about),
    )


def hosted(meals: int) -> Records:
    others = table(6, 2)[1:]
    more = [ms.Meal(id=f"m{n}", event="e", window=WINDOW) for n in range(1, meals)]
    plans = [ms.SeatPlan(id=f"t{n}", meal=f"m{n}", kind="banquet") for n in range(1, meals)]
    sat = [
        ms.Placement(id=f"{who}-{n}", plan=f"t{n}", **{key: who})  # type: ignore[arg-type]
        for n in range(1, meals)
        for key, who in (("participant", "g0"), ("person", "h0"))
    ]
    return (event(kind="visit"), ms.Document(id="letter", event="e", kind="公函"), *others, *more, *plans, *sat)


CHAIR = ms.Participant(id="g", event="e", mobility="wheelchair")

FIRES: dict[str, Records] = {
    "china.workdays-unknown": (event(window=ms.Window.of("2099-03-10T09:00+08:00", "2099-03-10T17:00+08:00")),),
    "china.hall-doors": hall(501, 2),
    "china.hall-width": hall(2000, 8, "1.6"),
    "china.hall-evacuation": hall(481, 2),
    "china.hall-aisles": hall(501, 3, "1.65", *aisles("1.5")),
    "china.seat-block": block(rows=21, seats=22),
    "china.platform-seats": seated("even A", 4, 3, 1, 2),
    "china.photo-places": seated("even A", 1, 2, 3, 4, 5, 6, 7, 8, kind="photo"),
    "china.banquet-tables": table(9, 2),
    "china.clear-width": (ms.Place(id="d", kind="door", width_m=Decimal("1.39")),),
    "china.mobility-help": hall(250, 2, "1.65", CHAIR),
    "china.staff-band": staffed(50, 2),
    "china.meeting-cost": (*staffed(9, 1), china.MeetingClass(id="c", event="e", grade=4, yuan=Decimal(5501))),
    "china.class-caps": (*staffed(40, 3), china.MeetingClass(id="c", event="e", grade=4)),
    "china.working-meeting-decor": (event(kind="工作会议"), supply("flowers")),
    "china.henan-decor": in_henan("水果"),
    "china.reception-list": session(),
    "china.hall-stairs": hall(401, 2, "1.65", *stairs("1.5")),
    "china.meeting-gifts": (event(), supply("gift")),
    "china.meeting-banquet": (event(), meal(kind="banquet")),
    "china.welcome-at-gate": welcomed("airport"),
    "china.visit-decor": (event(kind="调研"), supply("banner")),
    "china.visit-letter": (event(kind="调研"),),
    "china.working-meal": (event(kind="工作会议"), supply("酒水")),
    "china.meeting-outing": session("风景名胜区"),
    "china.hosted-meals": hosted(2),
    "china.meal-hosts": table(10, 4),
    "china.mass-event": (event(public=True, expected=1000),),
    "china.catering-notice": (event(), meal()),
    "china.fire-patrol": patrolled("FREQ=HOURLY;INTERVAL=3"),
    "china.closing-check": patrolled("FREQ=HOURLY;INTERVAL=2"),
    "china.food-sample": (event(), meal()),
}

QUIET: dict[str, tuple[Records, ...]] = {
    "china.workdays-unknown": (
        (event(), *days_off(16)),
        (event(window=None),),
    ),
    "china.hall-doors": (hall(500, 2), (*hall(250, 0)[:1], ms.Session(id="s", event="e", window=WINDOW))),
    "china.hall-width": (hall(2000, 8, "1.625"), hall(500, 2)),
    "china.hall-evacuation": (hall(480, 2), hall(480, 0)),
    "china.hall-aisles": (hall(500, 2, "1.65", *aisles("1.5")), hall(5000, 20)),
    "china.seat-block": (block(rows=20, seats=22), block(seats=44, pitch_m=Decimal("0.9")), block("stadium", seats=26)),
    "china.platform-seats": (
        seated("even A", 3, 1, 2, 4),
        seated("even B", 4, 2, 1, 3),
        seated("", 2, 1, 3),
        seated("by rank", 20, 10, 30),
        seated(""),
    ),
    "china.photo-places": (
        seated("even A", 7, 5, 3, 1, 2, 4, 6, 8, kind="photo"),
        seated("", 2, 1, 3, kind="photo"),
        seated("even A", 1, 2, 3, 4, kind="hall"),
        (event(), ms.SeatPlan(id="plan", event="e", kind="photo")),
        # A host among guests: they alternate by a custom of their own.
        (
            *seated("", 1, 2, 3, kind="photo"),
            ms.Person(id="h"),
            ms.Placement(id="h", plan="plan", person="h", row=1, number=9, order=9),
        ),
    ),
    "china.banquet-tables": (
        table(8, 2),
        (*seated("", 1, 2, 3, kind="hall"),),
        (event(), ms.SeatPlan(id="table", event="e", kind="banquet")),
    ),
    "china.clear-width": (
        (
            ms.Place(id="d", kind="door", width_m=Decimal("1.4")),
            ms.Place(id="a", kind="side aisle", width_m=Decimal("0.8")),
            ms.Place(id="r", kind="room", width_m=Decimal("0.1")),
            ms.Place(id="l", kind="lane", width_m=Decimal("3.0")),
        ),
    ),
    "china.mobility-help": (
        hall(250, 2),
        hall(250, 2, "1.65", CHAIR, ms.Post(id="p", event="e", role="无障碍引导")),
    ),
    "china.staff-band": (staffed(50, 3), staffed(49, 1), staffed(50, 0)),
    "china.meeting-cost": (
        (*staffed(9, 1), china.MeetingClass(id="c", event="e", grade=4, yuan=Decimal(5500))),
        (*staffed(9, 1), china.MeetingClass(id="c", event="e", yuan=Decimal(10**6))),
    ),
    "china.class-caps": (
        (*staffed(40, 2), china.MeetingClass(id="c", event="e", grade=4)),
        classed(4, heads=40, arrives=instant("2026-03-09T14:00+08:00")),
        classed(4, window=ms.Window.of("2026-03-10T08:30+08:00", "2026-03-11T12:00+08:00")),
        classed(4, rules="pengyang", window=ms.Window.of("2026-03-10T08:00+08:00", "2026-03-10T12:30+08:00")),
        classed(4, rules="pengyang", window=ms.Window.of("2026-03-10T14:00+08:00", "2026-03-10T20:00+08:00")),
        (*classed(4, rules="pengyang"), sitting("10:00", "12:00"), sitting("13:00", "15:00")),
        classed(2, heads=900, staff=300),  # from 2016 on, no source has caps of it
        classed(1, rules="pengyang", heads=900),
        (china.MeetingClass(id="c", event="e", grade=4), event(window=None)),
    ),
    "china.working-meeting-decor": ((event(kind="commendation"), supply("flowers")),),
    "china.henan-decor": (
        in_henan("水果", rules="central"),
        in_henan("花草"),  # from 2025 on, a rule of the whole country says so
        (event(kind="commendation"), *in_henan("水果")[1:]),
        in_henan("水果", day="2014-12-30"),
    ),
    "china.reception-list": (
        (*session(), ms.Document(id="list", event="e", kind="接待清单")),
        (event(kind="conference"),),
        (event(kind="visit", window=None),),
    ),
    "china.hall-stairs": (hall(400, 2, "1.65", *stairs("1.5")), hall(5000, 20)),
    "china.meeting-gifts": ((event(), supply("water")),),
    "china.meeting-banquet": ((event(), meal(kind="lunch")),),
    "china.welcome-at-gate": (welcomed("hall"),),
    "china.visit-decor": ((event(kind="conference"), supply("banner")),),
    "china.visit-letter": (session(), (event(kind="conference"),)),
    "china.working-meal": ((event(kind="conference"), supply("酒水")), (event(kind="visit"), supply("water"))),
    "china.meeting-outing": (session(), session("park", kind="tour")),
    "china.hosted-meals": (hosted(1), tuple(one for one in hosted(2) if one.id not in {"h0", "h0-1"})),
    "china.meal-hosts": (table(10, 3), table(12, 4)),
    "china.mass-event": (
        (event(public=True, expected=999),),
        (event(expected=5000),),
        (
            event(public=True, expected=1000),
            ms.Document(id="d", event="e", kind="permit", state="submitted", submitted_at=NOW),
        ),
    ),
    "china.catering-notice": (
        (event(),),
        (event(), meal(kind="tea")),
        (event(), meal(kind="茶歇")),
        (event(expected=99), meal()),
        (event(), meal(covers=99)),
    ),
    "china.fire-patrol": (
        patrolled("FREQ=HOURLY;INTERVAL=2"),
        patrolled("nonsense"),
        (event(),),
        # By the hours of the hall; and two rounds between each other.
        patrolled("FREQ=DAILY;BYHOUR=9,11,13,15"),
        patrolled("FREQ=HOURLY;INTERVAL=4", "FREQ=DAILY;BYHOUR=11,15"),
        patrolled("FREQ=DAILY;BYHOUR=14", about=(opening("12:00", "16:00"),)),
    ),
    "china.closing-check": (
        hall(250, 2),  # without any patrol, another rule says so
        patrolled("nonsense"),
        patrolled("FREQ=HOURLY;INTERVAL=2", about=(checked("17:00"),)),
        patrolled("FREQ=HOURLY;INTERVAL=2", about=(checked("23:59"),)),
        (
            event(window=LONG),
            *hall(250, 2)[1:],
            ms.Round(id="r", event="e", kind="fire", rule="FREQ=HOURLY;INTERVAL=2"),
        ),
        (event(), ms.Round(id="r", event="e", kind="fire", rule="FREQ=HOURLY;INTERVAL=2")),
    ),
    "china.food-sample": (
        (event(), meal(), ms.Task(id="t", event="e", kind="food sample")),
        (event(), meal(kind="tea")),
        (event(expected=5), meal()),
    ),
}


def found(code: str, records: Records, *, now: datetime = NOW) -> list[ms.Finding]:
    desk = memory_desk(records, plugins={"china": china}, clock=FrozenClock(now))
    report = desk.check()
    assert not list(report.failures)
    return [finding for finding in report if finding.code == code]


def test_every_rule_has_its_cases() -> None:
    assert FIRES.keys() == QUIET.keys() == RULES.keys()


@pytest.mark.parametrize("code", FIRES)
def test_it_fires(code: str) -> None:
    (finding,) = found(code, FIRES[code])
    assert finding.basis
    assert finding.fix


@pytest.mark.parametrize(("code", "number"), [(code, n) for code, cases in QUIET.items() for n in range(len(cases))])
def test_it_is_quiet(code: str, number: int) -> None:
    assert found(code, QUIET[code][number]) == []


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_a_rule_forbids_nothing_and_says_what_its_source_is_worth(rule: Rule) -> None:
    assert rule.severity in {"hint", "warning"}
    assert re.search(r"grade [A-C]\b", rule.basis)
    if "grade C" in rule.basis and "grade A" not in rule.basis:
        assert rule.severity == "hint"
    assert re.fullmatch(r"china\.[a-z]+(-[a-z]+)*", rule.code)


@pytest.mark.parametrize(
    ("heads", "doors"), [(1, 2), (500, 2), (501, 3), (2000, 8), (2001, 9), (2400, 9), (2401, 10), (2600, 10)]
)
def test_doors_for_so_many_people(heads: int, doors: int) -> None:
    assert china.doors_needed(heads) == doors


@pytest.mark.parametrize(
    ("heads", "stepped", "width", "covered"),
    [
        (100, False, "0.65", True),
        (100, True, "0.75", True),
        (2500, False, "16.25", True),
        (2600, False, "16.90", False),
    ],
)
def test_width_for_so_many_people(heads: int, stepped: bool, width: str, covered: bool) -> None:  # noqa: FBT001
    assert china.width_needed_m(heads, stepped=stepped) == (Decimal(width), covered)


@pytest.mark.parametrize(
    ("heads", "about", "width", "covered"),
    [
        (1200, {"fire_class": 3}, "10.20", True),
        (1200, {"fire_class": 3, "stepped": True}, "12.00", True),
        (1201, {"fire_class": 3, "stairs": True}, "12.01", False),
        (1200, {"fire_class": 1, "stairs": True}, "9.00", True),
        (1200, {"fire_class": 1}, "7.80", True),
    ],
)
def test_width_by_fire_class(heads: int, about: dict[str, Any], width: str, covered: bool) -> None:  # noqa: FBT001
    assert china.width_needed_m(heads, **about) == (Decimal(width), covered)


def test_another_fire_class_is_refused() -> None:
    with pytest.raises(ms.InvalidInput, match="fire class"):
        china.width_needed_m(100, fire_class=4)


@pytest.mark.parametrize(
    ("width", "missing", "keys"),
    [("1.65", 2, ["unmeasured"]), ("2.00", 1, ["unmeasured"]), ("3.90", 1, []), ("1.65", 0, [])],
)
def test_doors_whose_width_is_not_entered_are_named(width: str, missing: int, keys: list[str]) -> None:
    records = tuple(
        evolved(one, width_m=None)
        if isinstance(one, ms.Place) and one.id in {"d0", "d1"} and int(one.id[1]) < missing
        else one
        for one in hall(500, 2, width)
    )
    listed = found("china.hall-width", records)
    assert [one.key for one in listed] == keys
    assert [one.message.values["missing"] for one in listed] == [missing] * len(keys)


def test_doors_narrower_than_a_stream_let_nobody_through() -> None:
    assert china.evacuation_minutes(100, [Decimal("0.54")]) is None
    assert china.evacuation_minutes(100, [Decimal("1.10")], rate=37) == Decimal("1.4")


def test_on_steps_a_stream_is_slower() -> None:
    assert found("china.hall-evacuation", hall(444, 2, stepped=True)) == []
    (finding,) = found("china.hall-evacuation", hall(445, 2, stepped=True))
    assert finding.message.values["minutes"] == Decimal("2.1")


@pytest.mark.parametrize(
    ("stadium", "wide", "aisles", "seats"),
    [
        (False, False, 2, 22),
        (True, False, 2, 26),
        (False, True, 2, 44),
        (True, True, 2, 50),
        (False, False, 1, 11),
        (True, True, 1, 25),
    ],
)
def test_seats_in_a_row(stadium: bool, wide: bool, aisles: int, seats: int) -> None:  # noqa: FBT001
    assert china.seats_in_row(stadium=stadium, wide=wide, aisles=aisles) == seats


def test_a_row_with_too_many_seats_is_told_apart_from_too_many_rows() -> None:
    assert [one.key for one in found("china.seat-block", block(rows=21, seats=12, aisles=1))] == ["rows", "seats"]


@pytest.mark.parametrize(
    ("rule", "orders", "key"),
    [("", (3, 1, 2, 4), "custom"), ("even B", (3, 1, 2, 4), "order"), ("", (1, 2, 3), "order")],
)
def test_a_platform_is_seated_by_one_custom_and_an_even_row_needs_it_chosen(
    rule: str, orders: tuple[int, ...], key: str
) -> None:
    assert [one.key for one in found("china.platform-seats", seated(rule, *orders))] == [key]


@pytest.mark.parametrize(
    ("start", "end", "arrives", "sat", "days"),
    [
        ("2026-03-10T09:00", "2026-03-11T17:00", None, (), "2"),
        ("2026-03-10T09:00", "2026-03-11T17:00", None, (("09:00", "12:00"), ("10:00", "13:00")), "1.5"),
        ("2026-03-10T09:00", "2026-03-11T17:00", None, (("09:00", "11:30"), ("14:00", "15:30")), "1.5"),
        ("2026-03-10T09:00", "2026-03-11T17:00", None, (("09:00", "11:30"), ("14:00", "15:31")), "2"),
        ("2026-03-10T08:30", "2026-03-10T18:00", None, (), "1"),
        ("2026-03-10T08:30", "2026-03-10T14:00", None, (), "0.5"),
        ("2026-03-10T08:30", "2026-03-10T14:01", None, (), "1"),
        ("2026-03-10T12:00", "2026-03-11T00:00", None, (), "0.5"),
        ("2026-03-10T08:30", "2026-03-12T12:00", "2026-03-09T10:00", (), "3"),
        ("2026-03-10T08:30", "2026-03-10T18:00", "2026-03-08T14:00", (), "2.5"),
    ],
)
def test_days_count_in_halves_by_what_is_held_on_them(
    start: str, end: str, arrives: str | None, sat: tuple[tuple[str, str], ...], days: str
) -> None:
    window = ms.Window.of(f"{start}+08:00", f"{end}+08:00")
    held = event(window=window, arrives=instant(f"{arrives}+08:00") if arrives else None)
    desk = memory_desk((held, *(sitting(*one) for one in sat)), clock=FrozenClock(NOW))
    assert meeting_days(desk.view(), held) == Decimal(days)


def test_a_meeting_of_class_four_may_take_a_day_and_a_half_sign_in_included() -> None:
    two_days = ms.Window.of("2026-03-10T09:00+08:00", "2026-03-11T17:00+08:00")
    (finding,) = found("china.class-caps", classed(4, heads=40, window=two_days))
    assert (finding.key, finding.message.values["most"]) == ("days", Decimal("1.5"))


@pytest.mark.parametrize(
    ("records", "key", "most"),
    [
        # Before 2016: the older rule of the State Council.
        (classed(1, heads=181, window=OLD), "heads", 180),
        (classed(2, heads=180, staff=37, window=OLD), "staff", 20),
        (classed(3, heads=101, window=OLD), "heads", 100),
        (classed(3, heads=100, staff=16, window=OLD), "staff", 15),
        (classed(1, window=OLD, arrives=OLD.end - timedelta(days=5, minutes=1)), "days", Decimal(5)),
        (classed(2, window=OLD, arrives=OLD.end - timedelta(days=4, minutes=1)), "days", Decimal(4)),
        (classed(3, window=OLD, arrives=OLD.end - timedelta(days=3, minutes=1)), "days", Decimal(3)),
        # By the rules of a place.
        (classed(3, heads=201, rules="河南省"), "heads", 200),
        (classed(3, heads=200, staff=21, rules="henan"), "staff", 10),
        (classed(2, heads=301, rules="彭阳县"), "heads", 300),
        (classed(3, heads=151, rules="pengyang"), "heads", 150),
        (classed(4, heads=61, rules="pengyang", window=HALF), "heads", 60),
        (classed(4, rules="pengyang"), "days", Decimal("0.5")),
    ],
)
def test_caps_are_those_of_the_day_and_of_whose_rules_a_meeting_goes_by(
    records: Records, key: str, most: object
) -> None:
    (finding,) = found("china.class-caps", records, now=instant("2012-01-01T09:00+08:00"))
    assert (finding.key, finding.message.values["most"]) == (key, most)


def test_by_the_rules_of_henan_a_meeting_costs_less() -> None:
    def over(yuan: int, rules: str) -> bool:
        cost = china.MeetingClass(id="c", event="e", grade=3, rules=rules, yuan=Decimal(yuan))
        return bool(found("china.meeting-cost", (*staffed(9, 1), cost)))

    assert [over(4001, "henan"), over(4000, "henan"), over(4001, "central")] == [True, False, False]


@pytest.mark.parametrize(("end", "over"), [("2026-03-10T23:59", True), ("2026-03-11T00:00", True)])
def test_a_day_that_ends_at_midnight_is_one_day(end: str, over: bool) -> None:  # noqa: FBT001
    whole = event(window=ms.Window.of(f"{DAY}T08:00+08:00", f"{end}+08:00"), expected=50)
    cost = china.MeetingClass(id="c", event="e", grade=4, yuan=Decimal(50 * 550 + 1))
    assert bool(found("china.meeting-cost", (whole, cost))) is over


@pytest.mark.parametrize(("role", "counted"), [("assist", 2), ("partner", 2), ("contractor", 6), ("inner", 6)])
def test_whom_another_body_lends_is_no_staff(role: str, counted: int) -> None:
    lent = (
        ms.Organization(id="body", role=role),
        ms.Team(id="lent", event="e", organization="body"),
        *(ms.Person(id=f"l{n}", team="lent") for n in range(4)),
        ms.Person(id="young", team="t", minor=True),
    )
    (finding,) = found("china.staff-band", (*staffed(500, 2), *lent))
    assert finding.message.values["staff"] == counted


@pytest.mark.parametrize("kind", ["hall", "会议厅", "会场", "礼堂", "大会堂", "剧院", "venue", "报告厅"])
@pytest.mark.parametrize("door", ["door", "门", "出口", "安全出口", "大门", "entrance"])
def test_halls_and_doors_are_known_by_their_chinese_terms(kind: str, door: str) -> None:
    def doors(count: int) -> Records:
        return (
            event(expected=5000),
            ms.Place(id="hall", kind=kind),
            ms.Session(id="s", event="e", place="hall", window=WINDOW),
            *(ms.Place(id=f"d{n}", kind=door, within="hall", width_m=Decimal("2.2")) for n in range(count)),
        )

    (finding,) = found("china.hall-doors", doors(15))
    assert (finding.message.values["needed"], finding.message.values["there"]) == (16, 15)
    assert found("china.hall-doors", doors(16)) == []


def test_a_stadium_has_its_own_doors_and_time_and_is_not_in_the_table_of_widths() -> None:
    def stadium(heads: int, doors: int) -> Records:
        return tuple(evolved(one, kind="gymnasium") if one.id == "hall" else one for one in hall(heads, doors, "1.65"))

    assert [china.doors_needed(heads, stadium=True) for heads in (700, 1400, 1401)] == [2, 2, 3]
    assert [one.code for one in found("china.hall-doors", stadium(2101, 3))] == ["china.hall-doors"]
    assert found("china.hall-doors", stadium(2100, 3)) == []
    assert found("china.hall-evacuation", stadium(1260, 3)) == []  # 3.5 min at 9 streams of 40
    (finding,) = found("china.hall-evacuation", stadium(1261, 3))
    assert finding.message.values["control"] == Decimal("3.5")
    assert found("china.hall-width", stadium(2600, 4)) == []


@pytest.mark.parametrize(
    ("records", "gap"),
    [
        (patrolled("FREQ=DAILY;BYHOUR=8,12,16"), 4),
        (patrolled("FREQ=HOURLY;INTERVAL=4", "FREQ=HOURLY;INTERVAL=4"), 4),
        (patrolled("FREQ=DAILY;BYHOUR=9,11,13", about=(opening("10:00", "16:00"),)), 3),
    ],
)
def test_patrols_are_judged_together_and_by_opening_hours(records: Records, gap: int) -> None:
    (finding,) = found("china.fire-patrol", records)
    assert (finding.key, finding.message.values["gap"]) == ("gap", timedelta(hours=gap))


@pytest.mark.parametrize(
    ("places", "keys"),
    [
        ((), []),
        (("hall",), []),
        (("house",), []),
        (("stage",), []),
        (("kitchen", "stage"), []),
        (("kitchen",), ["gap-hall"]),
    ],
)
def test_a_fire_patrol_counts_where_it_goes(places: tuple[str, ...], keys: list[str]) -> None:
    house = (
        ms.Place(id="house"),
        ms.Place(id="hall", kind="hall", within="house"),
        ms.Place(id="stage", within="hall"),
        ms.Place(id="kitchen", kind="kitchen", within="house"),
    )
    sat = ms.Session(id="s", event="e", place="hall", window=WINDOW)
    patrol = ms.Round(id="r", event="e", kind="fire", rule="FREQ=HOURLY;INTERVAL=2", places=places)
    findings = found("china.fire-patrol", (event(), *house, sat, patrol))
    assert [one.key for one in findings] == keys
    assert [one.message.values["gap"] for one in findings] == [timedelta(hours=8)] * len(keys)


@pytest.mark.parametrize(
    ("task", "count"),
    [
        (checked("16:59"), 2),
        (checked("17:30"), 1),
        (checked("17:30", due=instant("2026-03-11T17:30+08:00")), 1),
        (checked("17:30", kind="", title="Fire check"), 2),
        (checked("17:30", due=None, window=ms.Window.of(f"{DAY}T17:00+08:00", f"{DAY}T17:20+08:00")), 1),
    ],
)
def test_each_day_needs_its_closing_check(task: ms.Task, count: int) -> None:
    days = (
        event(window=ms.Window.of(f"{DAY}T09:00+08:00", "2026-03-11T18:00+08:00")),
        *(sitting("09:00", "17:00", day) for day in (DAY, "2026-03-11")),
        ms.Round(id="r", event="e", kind="fire", rule="FREQ=DAILY;BYHOUR=9,11,13,15"),
    )
    (finding,) = found("china.closing-check", (*days, task))
    assert finding.message.values["count"] == count


def test_a_closing_check_of_a_day_that_is_over_is_not_asked_for() -> None:
    days = (
        event(window=ms.Window.of(f"{DAY}T09:00+08:00", "2026-03-11T18:00+08:00")),
        *(sitting("09:00", "17:00", day) for day in (DAY, "2026-03-11")),
        ms.Round(id="r", event="e", kind="fire", rule="FREQ=DAILY;BYHOUR=9,11,13,15"),
    )
    (finding,) = found("china.closing-check", days, now=instant("2026-03-11T12:00+08:00"))
    assert str(finding.message.values["day"]) == "2026-03-11"


def test_the_patrols_of_two_halls_are_judged_apart() -> None:
    def walked(*rounds: tuple[str, str]) -> list[str]:
        halls = [ms.Place(id=hall, kind="hall") for hall in ("one", "two")]
        sat = [ms.Session(id=f"s-{hall.id}", event="e", place=hall.id, window=WINDOW) for hall in halls]
        listed = [
            ms.Round(id=f"r-{place}", event="e", kind="fire", rule=rule, places=(place,) if place else ())
            for place, rule in rounds
        ]
        return [one.key for one in found("china.fire-patrol", (event(), *halls, *sat, *listed))]

    often, seldom = "FREQ=HOURLY;INTERVAL=2", "FREQ=HOURLY;INTERVAL=4"
    assert walked(("one", often), ("two", often)) == []
    assert walked(("one", often), ("two", seldom)) == ["gap-two"]
    assert walked(("", often), ("two", seldom)) == []
    assert walked(("", seldom), ("two", "FREQ=DAILY;BYHOUR=11,15")) == ["gap-one"]


def test_days_without_sittings_and_nights_are_not_open() -> None:
    days = ms.Window.of("2026-03-10T08:00+08:00", "2026-03-13T18:00+08:00")
    sat = [
        ms.Session(id=f"s{day}", event="e", window=ms.Window.of(f"{day}T09:00+08:00", f"{day}T11:00+08:00"))
        for day in ("2026-03-10", "2026-03-13")
    ]
    more = ms.Session(id="noon", event="e", window=ms.Window.of("2026-03-10T14:00+08:00", "2026-03-10T15:00+08:00"))
    desk = memory_desk((event(window=days), *sat, more), plugins={"china": china}, clock=FrozenClock(NOW))
    open_ = opening_hours(desk.view(), desk.get(ms.Event, "e"))
    assert [(one.start.isoformat()[5:16], one.end.isoformat()[5:16]) for one in open_] == [
        ("03-10T09:00", "03-10T15:00"),
        ("03-13T09:00", "03-13T11:00"),
    ]


def test_a_reception_list_may_be_missing_until_the_visit_is_over() -> None:
    (open_,) = found("china.reception-list", session())
    assert open_.severity == "unsettled"
    (missing,) = found("china.reception-list", session(), now=WINDOW.end)
    assert missing.severity == "hint"


def test_in_henan_flowers_were_flagged_before_they_were_everywhere() -> None:
    (finding,) = found("china.henan-decor", in_henan("花草", day="2020-03-10"), now=instant("2020-01-01T09:00+08:00"))
    assert finding.severity == "hint"


def test_a_crowd_that_welcomes_is_flagged_once_at_an_airport_and_at_a_gate_alike() -> None:
    for kind, code in (("airport", "china.welcome-at-gate"), ("school", "china.visit-decor")):
        _, place, post = welcomed(kind)
        records = (event(kind="visit"), place, post)
        assert [one.code for one in found(code, records)] == [code]
        other = {"china.welcome-at-gate", "china.visit-decor"} - {code}
        assert found(other.pop(), records) == []


@pytest.mark.parametrize(
    ("counts", "keys"),
    [((10, 10), []), ((12, 8), ["many-1"]), ((7, 13), ["many-2", "odd-1"]), ((1, 2), ["odd-1"])],
)
def test_each_table_of_a_banquet_has_ten_at_most_and_an_even_number(counts: tuple[int, ...], keys: list[str]) -> None:
    guests = [
        (ms.Participant(id=f"g{n}-{m}"), ms.Placement(id=f"g{n}-{m}", plan="p", participant=f"g{n}-{m}", block=str(n)))
        for n, count in enumerate(counts, start=1)
        for m in range(count)
    ]
    plan = ms.SeatPlan(id="p", event="e", kind="banquet")
    listed = found("china.banquet-tables", (event(), plan, *(one for pair in guests for one in pair)))
    assert sorted(one.key for one in listed) == keys


@pytest.mark.parametrize("kind", ["visit", "reception", "接待"])
def test_a_reception_is_held_to_what_a_visit_is(kind: str) -> None:
    things = (supply("banner"), ms.Supply(id="y", event="e", kind="酒水"))
    for code in ("visit-letter", "reception-list", "working-meal", "visit-decor"):
        assert len(found(f"china.{code}", (event(kind=kind), *things))) == 1
        assert found(f"china.{code}", (event(kind="conference"), *things)) == []
    meals = hosted(2)[1:]
    assert len(found("china.hosted-meals", (event(kind=kind), *meals))) == 1
    assert found("china.hosted-meals", (event(kind="conference"), *meals)) == []


def test_tourism_is_flagged_and_a_study_tour_is_not() -> None:
    assert [one.key for one in found("china.meeting-outing", session(kind="旅游"))] == ["x"]
    assert found("china.meeting-outing", session(kind="study tour")) == []


def test_the_checklist_of_large_meals_keeps_the_time_of_the_notice_as_it_is() -> None:
    desk = memory_desk((event(received=NOW), meal()), plugins={"china": china}, clock=FrozenClock(NOW))
    desk.adopt("china", years=[2026], by="office")
    desk.adopt(china.LARGE_MEALS, by="office")
    desk.apply(checklist_for(desk.view(), china.LARGE_MEALS, "e", by="office"))
    notice = desk.get(ms.Task, f"e.{china.LARGE_MEALS}:notice")
    assert notice.due == instant("2026-02-04T09:00+08:00")
    assert not [one for one in desk.check() if one.code == "china.food-sample"]


def test_each_item_of_the_checklist_of_large_meals_belongs_to_a_team() -> None:
    desk = memory_desk((event(received=NOW), meal()), plugins={"china": china}, clock=FrozenClock(NOW))
    desk.apply(
        ms.Change.of(
            ms.Put(ms.Team(id="office", event="e", name="秘书组")),
            ms.Put(ms.Team(id="cooks", event="e", name="catering")),
        )
    )
    draft = desk.draft_checklist(china.LARGE_MEALS, "e")
    assert draft.unowned == ()
    desk.apply(draft.change)
    teams = {task.id.rpartition(":")[2]: task.team for task in desk.plan.where(ms.Task, event="e")}
    assert teams == {"notice": "office", **dict.fromkeys(("menu", "pledge", "accidents", "samples"), "cooks")}


@pytest.mark.parametrize(("holder", "key"), [("government", "government"), ("company", "permit")])
def test_what_the_government_holds_needs_a_security_plan_instead_of_a_permit(holder: str, key: str) -> None:
    body = ms.Organization(id="o", kinds=(holder,))
    (finding,) = found("china.mass-event", (body, event(public=True, expected=6000, organization="o")))
    assert finding.key == key
    assert "city" in finding.message.text()
    assert ("has to be confirmed" in finding.message.text()) == (key == "government")
    assert (finding.severity, str(finding.message.values["by"])) == ("unsettled", "2026-02-18")


@pytest.mark.parametrize("paper", ["permit", "安保方案"])
def test_a_permit_or_a_security_plan_settles_what_a_government_holds(paper: str) -> None:
    body = ms.Organization(id="o", kinds=("government",))
    out = ms.Document(id="d", event="e", kind=paper, state="submitted", submitted_at=NOW)
    held = (body, event(public=True, expected=1000, organization="o"))
    assert found("china.mass-event", (*held, out)) == []
    (finding,) = found("china.mass-event", (*held, evolved(out, state="drafted", submitted_at=None)))
    assert "the county's police" in finding.message.text()


def test_samples_are_asked_for_by_the_figure_of_the_day() -> None:
    def said(year: int) -> dict[str, Any]:
        day = f"{year}-05-12"
        held = event(window=ms.Window.of(f"{day}T09:00+08:00", f"{day}T17:00+08:00"))
        (finding,) = found("china.food-sample", (held, meal()), now=instant(f"{year}-01-05T09:00+08:00"))
        assert ("local" in finding.message.text()) == (year < 2018)
        return dict(finding.message.values)

    assert said(2015) == {"grams": 100}
    assert said(2020) == {"grams": 125, "hours": 48}


def test_an_office_may_go_by_a_table_of_its_own() -> None:
    desk = memory_desk((event(), meal()), clock=FrozenClock(NOW))
    own = (Sample(WINDOW.start.date(), 200, 72, "the office"),)
    (problem,) = check_samples(desk.view(), desk.get(ms.Event, "e"), table=own)
    assert problem.message.values == {"grams": 200, "hours": 72}
    later = (Sample(WINDOW.start.date() + timedelta(days=1), 200, 72, "the office"),)
    assert not list(check_samples(desk.view(), desk.get(ms.Event, "e"), table=later))


def test_a_notice_counts_working_days_of_the_plan() -> None:
    desk = memory_desk((event(), meal()), plugins={"china": china}, clock=FrozenClock(NOW))
    desk.adopt("china", years=[2026], by="office")
    (finding,) = (one for one in desk.check() if one.code == "china.catering-notice")
    # Twenty working days before Tuesday 10 March 2026, with the Spring Festival and its make-up days between.
    assert str(finding.message.values["by"]) == "2026-02-04"


@pytest.mark.parametrize(
    ("window", "now", "year", "fix"),
    [
        (WINDOW, NOW, 2026, "adopt the calendar"),
        (
            ms.Window.of("2027-03-10T09:00+08:00", "2027-03-10T17:00+08:00"),
            instant("2026-12-01T09:00+08:00"),
            2027,
            "update chinesecalendar",
        ),
    ],
)
def test_without_the_days_off_of_the_year_no_day_is_named_for_the_notice(
    window: ms.Window, now: datetime, year: int, fix: str
) -> None:
    desk = memory_desk((event(window=window), meal()), plugins={"china": china}, clock=FrozenClock(now))
    (finding,) = (one for one in desk.check() if one.code == "china.catering-notice")
    assert "by" not in finding.message.values
    assert finding.message.values["year"] == year
    assert str(finding.fix).startswith(fix)
    assert finding.severity == "hint"


def test_with_a_few_days_off_of_the_year_no_day_is_named_for_the_notice() -> None:
    whole = china.work_days(date(2026, 1, 1), date(2026, 12, 31))
    for lacking, named in (("2026-02-17", False), ("2026-02-28", False), ("2026-01-02", True), ("2026-05-01", True)):
        listed = tuple(one for one in whole if str(one.day) != lacking)
        (finding,) = found("china.catering-notice", (event(), meal(), *listed))
        assert ("by" in finding.message.values) == named
        assert ("missing" in finding.message.text()) != named


def test_a_day_off_in_an_event_that_the_plan_lacks_is_named_though_it_has_others() -> None:
    window = ms.Window.of("2026-04-29T09:00+08:00", "2026-05-02T17:00+08:00")
    whole = china.work_days(date(2026, 1, 1), date(2026, 12, 31))
    assert found("china.workdays-unknown", (event(window=window), *whole)) == []
    (finding,) = found("china.workdays-unknown", (event(window=window), whole[0]))
    assert (finding.severity, str(finding.message.values["day"])) == ("hint", "2026-05-01")
    old = ms.Window.of("2003-03-10T09:00+08:00", "2003-03-10T17:00+08:00")
    one = ms.DayOff(id="o", day=date(2003, 1, 1))
    assert found("china.workdays-unknown", (event(window=old), one), now=instant("2003-01-05T09:00+08:00")) == []


def test_a_notice_counted_into_the_year_before_needs_the_days_off_of_both() -> None:
    window = ms.Window.of("2026-01-20T09:00+08:00", "2026-01-20T17:00+08:00")
    clock = FrozenClock(instant("2025-10-01T09:00+08:00"))
    desk = memory_desk((event(window=window), meal()), plugins={"china": china}, clock=clock)

    def said() -> dict[str, Any]:
        (finding,) = (one for one in desk.check() if one.code == "china.catering-notice")
        return dict(finding.message.values)

    desk.adopt("china", years=[2026], by="office")
    assert said()["year"] == 2025
    desk.adopt("china", years=[2025], by="office")
    assert str(said()["by"]) == "2025-12-22"


def test_what_is_over_is_not_flagged() -> None:
    desk = memory_desk(
        (event(), supply("gift"), meal(kind="banquet")),
        plugins={"china": china},
        clock=FrozenClock(instant("2026-03-11T09:00+08:00")),
    )
    assert [one.code for one in desk.check() if one.code.startswith("china.")] == []


def test_placements_name_every_fault_and_change_nothing() -> None:
    desk = memory_desk((event(), ms.SeatPlan(id="plan"), ms.Participant(id="a")), plugins={"china": china})
    order: list[ms.Ref[Any]] = [ms.Participant.ref("a"), ms.Participant.ref("a"), ms.Event.ref("e")]
    with pytest.raises(ms.InvalidInput) as refused:
        china.placements(desk.view(), "plan", order, china.Place.rows([(2, 1)]))
    assert [fault.place for fault in refused.value.faults] == ["places[3]", "order[2]", "order[3]"]
    with pytest.raises(ms.InvalidInput, match="no SeatPlan"):
        china.placements(desk.view(), "none", [], ())


def test_placements_keep_ids_and_cards_and_take_away_who_is_not_in_the_order() -> None:
    people = [ms.Participant(id="a"), ms.Person(id="b")]
    desk = memory_desk(
        (ms.SeatPlan(id="plan"), *people, ms.Placement(id="old", plan="plan", participant="a", card="Guest of honour")),
        plugins={"china": china},
    )
    order: list[ms.Ref[Any]] = [ms.Person.ref("b"), ms.Participant.ref("a")]
    desk.apply(china.placements(desk.view(), "plan", order, china.Place.rows(china.platform_rows([2], "A"))))
    assert desk.get(ms.Placement, "old").card == "Guest of honour"
    assert desk.get(ms.Placement, "old").order == 2
    assert list(china.order_list(desk.view(), "plan")) == order
    desk.apply(china.placements(desk.view(), "plan", order[:1], china.Place.rows([(1,)])))
    assert [one.person for one in desk.plan.all(ms.Placement)] == ["b"]
