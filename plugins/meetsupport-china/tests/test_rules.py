"""Each rule fires where it should and is quiet where it should."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import meetsupport_china as china
import pytest

import meetsupport as ms
from meetsupport.core.times import instant
from meetsupport.plugins import Rule
from meetsupport.readings import checklist_for
from meetsupport.testing import FrozenClock, memory_desk

Records = tuple[ms.Record, ...]
RULES = {rule.code: rule for rule in china.meetsupport_rules()}
DAY = "2026-03-10"
WINDOW = ms.Window.of(f"{DAY}T09:00+08:00", f"{DAY}T17:00+08:00")
NOW = instant("2026-01-05T09:00+08:00")


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


def patrolled(rule: str) -> Records:
    return (*hall(250, 2), ms.Round(id="r", event="e", kind="fire", rule=rule))


def aisles(width: str) -> tuple[ms.Record, ...]:
    return tuple(ms.Place(id=f"a{n}", kind="aisle", within="hall", width_m=Decimal(width)) for n in range(2))


def block(kind: str = "hall", **about: Any) -> Records:
    return (ms.Place(id="hall", kind=kind), china.SeatBlock(id="b", place="hall", **about))


def seated(rule: str, *orders: int) -> Records:
    """A platform row, the order of each sitter from their own left on."""
    return (
        event(),
        ms.SeatPlan(id="plan", event="e", kind="platform", rule=rule),
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
    "china.clear-width": (ms.Place(id="d", kind="door", width_m=Decimal("1.39")),),
    "china.mobility-help": hall(250, 2, "1.65", CHAIR),
    "china.staff-band": staffed(50, 2),
    "china.meeting-cost": (*staffed(9, 1), china.MeetingClass(id="c", event="e", grade=4, yuan=Decimal(5501))),
    "china.class-four": (*staffed(40, 3), china.MeetingClass(id="c", event="e", grade=4)),
    "china.working-meeting-decor": (event(kind="工作会议"), supply("flowers")),
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
    "china.food-sample": (event(), meal()),
}

QUIET: dict[str, tuple[Records, ...]] = {
    "china.workdays-unknown": ((event(), ms.DayOff(id="o", day=WINDOW.start.date())), (event(window=None),)),
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
    "china.class-four": (
        (*staffed(40, 2), china.MeetingClass(id="c", event="e", grade=4)),
        (event(expected=40, arrives=WINDOW.end - timedelta(hours=36)), china.MeetingClass(id="c", event="e", grade=4)),
    ),
    "china.working-meeting-decor": ((event(kind="commendation"), supply("flowers")),),
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
    "china.catering-notice": ((event(),),),
    "china.fire-patrol": (patrolled("FREQ=HOURLY;INTERVAL=2"), patrolled("nonsense"), (event(),)),
    "china.food-sample": ((event(), meal(), ms.Task(id="t", event="e", kind="food sample")),),
}


def found(code: str, records: Records) -> list[ms.Finding]:
    desk = memory_desk(records, plugins={"china": china}, clock=FrozenClock(NOW))
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


def test_a_meeting_of_class_four_may_take_a_day_and_a_half_from_arrival_on() -> None:
    early = event(expected=40, arrives=WINDOW.end - timedelta(hours=36, minutes=1))
    (finding,) = found("china.class-four", (early, china.MeetingClass(id="c", event="e", grade=4)))
    assert (finding.key, finding.message.values["most"]) == ("days", timedelta(hours=36))


def test_a_crowd_that_welcomes_is_flagged_once_at_an_airport_and_at_a_gate_alike() -> None:
    for kind, code in (("airport", "china.welcome-at-gate"), ("school", "china.visit-decor")):
        _, place, post = welcomed(kind)
        records = (event(kind="visit"), place, post)
        assert [one.code for one in found(code, records)] == [code]
        other = {"china.welcome-at-gate", "china.visit-decor"} - {code}
        assert found(other.pop(), records) == []


def test_tourism_is_flagged_and_a_study_tour_is_not() -> None:
    assert [one.key for one in found("china.meeting-outing", session(kind="旅游"))] == ["x"]
    assert found("china.meeting-outing", session(kind="study tour")) == []


def test_the_checklist_of_large_meals_keeps_the_time_of_the_notice_as_it_is() -> None:
    desk = memory_desk((event(received=NOW), meal()), plugins={"china": china}, clock=FrozenClock(NOW))
    desk.adopt(china.LARGE_MEALS, by="office")
    desk.apply(checklist_for(desk.view(), china.LARGE_MEALS, "e", by="office"))
    notice = desk.get(ms.Task, f"e.{china.LARGE_MEALS}:notice")
    assert notice.due == instant("2026-02-10T09:00+08:00")
    assert not [one for one in desk.check() if one.code == "china.food-sample"]


@pytest.mark.parametrize(("holder", "key"), [("government", "government"), ("company", "permit")])
def test_what_the_government_holds_needs_a_security_plan_instead_of_a_permit(holder: str, key: str) -> None:
    body = ms.Organization(id="o", kinds=(holder,))
    (finding,) = found("china.mass-event", (body, event(public=True, expected=6000, organization="o")))
    assert finding.key == key
    assert ("city" in finding.message.text()) == (key == "permit")


def test_a_notice_counts_working_days_of_the_plan() -> None:
    # Twenty working days before Tuesday 10 March 2026: the days off of the plan count, and it has none.
    (finding,) = found("china.catering-notice", (event(), meal()))
    assert str(finding.message.values["by"]) == "2026-02-10"
    off = tuple(ms.DayOff(id=f"o{n}", day=WINDOW.start.date() - timedelta(days=n)) for n in (1, 4, 5))
    (finding,) = found("china.catering-notice", (event(), meal(), *off))
    assert str(finding.message.values["by"]) == "2026-02-05"


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
