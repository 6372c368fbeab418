"""Each built-in rule fires where it should and is quiet where it should."""

from __future__ import annotations

from datetime import date

import pytest

from meetsupport.core.messages import show_value
from meetsupport.core.records import Record
from meetsupport.model import (
    Appearance,
    Arrival,
    Call,
    Coordination,
    DayOff,
    Delegation,
    Duty,
    Event,
    Lodging,
    Meal,
    Organization,
    Participant,
    Person,
    Place,
    Post,
    Recipient,
    Route,
    Seat,
    Session,
    Task,
    Trip,
)
from meetsupport.plugins import Rule
from meetsupport.rules import BUILTIN_RULES
from tests.unit.rules import (
    cases_approval,
    cases_dates,
    cases_health,
    cases_planning,
    cases_rooms,
    cases_rosters,
    cases_safety,
    cases_seating,
    cases_serving,
    cases_stock,
)
from tests.unit.rules.judging import RULES, at, found, judge, reader, span

Records = tuple[Record, ...]
TOPICS = (
    cases_approval,
    cases_dates,
    cases_health,
    cases_planning,
    cases_rooms,
    cases_rosters,
    cases_safety,
    cases_seating,
    cases_serving,
    cases_stock,
)

EVENT = Event(id="e", window=span(20, 60), registration_closes=at(3))
HALL, YARD = Place(id="hall"), Place(id="yard")
ANNA = Person(id="anna")
ROUTE, OTHER = Route(id="r"), Route(id="r2")
COACH = Trip(id="t", route="r", window=span(0, 4), seats=2, liaison="anna")
PAT = Participant(id="pat", route="r")
SEAT = Seat(id="s", trip="t", participant="pat")
TOUR: Records = (ANNA, ROUTE, COACH, PAT, SEAT)
AIRPORT = Organization(id="airport", kinds=("airport",))
FLIGHT = Arrival(id="f", means="air")


def posts(*starts: float) -> Records:
    """Two duties of Anna, of two hours each, in two places."""
    first, second = starts
    return (
        ANNA,
        HALL,
        YARD,
        Post(id="p1", place="hall"),
        Post(id="p2", place="yard"),
        Duty(id="d1", person="anna", post="p1", window=span(first, first + 2)),
        Duty(id="d2", person="anna", post="p2", window=span(second, second + 2)),
    )


def stop(**about: object) -> Records:
    """A stop whose host has one recipient."""
    host = Organization(id="museum")
    call = Call(id="c", route="r", host="museum", window=span(1, 2), **about)  # type: ignore[arg-type]
    return (ANNA, ROUTE, COACH, host, call, Recipient(id="desk", organization="museum", kinds=("host",)))


def house(rooms: int, *, companions: int = 0, state: str = "registered") -> Records:
    """A building, and one delegate in it."""
    return (
        EVENT,
        Delegation(id="d", event="e"),
        Lodging(id="inn", event="e", rooms=rooms),
        Participant(id="pat", delegation="d", lodging="inn", companions=companions, state=state),
    )


FIRES: dict[str, tuple[Records, str]] = {
    "core.person-in-two-places": (posts(0, 1), "anna/Duty:d2"),
    "core.participant-in-two-places": (
        (
            PAT,
            ROUTE,
            HALL,
            COACH,
            ANNA,
            SEAT,
            Session(id="talk", place="hall", window=span(3, 5)),
            Appearance(id="a", session="talk", participant="pat"),
        ),
        "pat/Session:talk",
    ),
    "core.post-understaffed": ((Post(id="p", window=span(0, 1)),), "p/2030-06-05T04:00:00+00:00"),
    "core.task-without-responsible": ((Task(id="k"),), "k/"),
    "core.task-overdue": ((Task(id="k", due=at(0)),), "k/"),
    "core.trip-overbooked": (
        (*TOUR, Participant(id="q", companions=1), Seat(id="s2", trip="t", participant="q")),
        "t/",
    ),
    "core.passenger-on-two-trips": (
        (*TOUR, Trip(id="t2", window=span(3, 5)), Seat(id="s2", trip="t2", participant="pat")),
        "pat/trip:t2",
    ),
    "core.participant-unseated": ((ROUTE, PAT), "pat/"),
    "core.seat-stale": ((ANNA, ROUTE, OTHER, COACH, Participant(id="pat", route="r2"), SEAT), "s/"),
    "core.head-count": ((ANNA, ROUTE, PAT, SEAT, Trip(id="t", route="r", state="boarded", head_count=2)), "t/differs"),
    "core.trip-without-liaison": ((ROUTE, Trip(id="t", route="r")), "t/"),
    "core.body-uncoordinated": ((AIRPORT, FLIGHT), "airport/invited"),
    "core.arrivals-body-unlisted": ((FLIGHT,), "/airport"),
    "core.arrival-body-unlisted": ((Arrival(id="f", needs_kinds=("customs",)),), "f/customs"),
    "core.call-body-unlisted": ((ROUTE, Call(id="c", route="r", needs_kinds=("police",))), "c/police"),
    "core.session-body-unlisted": ((Session(id="x", needs_kinds=("police",)),), "x/police"),
    "core.task-body-unlisted": ((Task(id="k", needs_kinds=("police",)),), "k/police"),
    "core.trip-body-unlisted": ((Trip(id="t", needs_kinds=("police",)),), "t/police"),
    "core.task-due-on-day-off": ((Task(id="k", due=at(72)),), "k/2030-06-08"),
    "core.registration-on-day-off": (
        (Event(id="e", registration_closes=at(0)), DayOff(id="o", day=date(2030, 6, 5))),
        "e/2030-06-05",
    ),
    "core.delegation-registration-on-day-off": ((Delegation(id="d", registers_by=at(72)),), "d/2030-06-08"),
    "core.delegation-unregistered": ((EVENT, Delegation(id="d", event="e")), "d/nobody"),
    "core.participant-unregistered": ((EVENT, Participant(id="pat", event="e")), "pat/"),
    "core.event-zone": ((Event(id="e", zone="Mars/Olympus"),), "e/"),
    "core.lodging-short": (house(1, companions=1), "inn/"),
    "core.event-beds-short": (house(1, companions=1), "e/"),
    "core.meal-short": ((*house(1), Meal(id="m", event="e")), "m/"),
    "core.companions-counted-twice": (
        (Participant(id="pat", companions=1), Participant(id="kin", accompanies="pat")),
        "pat/",
    ),
    "core.delegation-over-quota": (
        (Delegation(id="d", quota=1), Participant(id="pat", delegation="d", companions=1)),
        "d/",
    ),
}
"""For each rule, records that it finds wrong, and what it finds."""

QUIET: dict[str, Records] = {
    "core.person-in-two-places": posts(0, 2),
    "core.participant-in-two-places": TOUR,
    "core.post-understaffed": (
        ANNA,
        Post(id="p", window=span(0, 1)),
        Duty(id="d", person="anna", post="p", window=span(-1, 1)),
    ),
    "core.task-without-responsible": (ANNA, Task(id="k", responsible="anna")),
    "core.task-overdue": (Task(id="k", due=at(0), state="done"),),
    "core.trip-overbooked": (*TOUR, Participant(id="q"), Seat(id="s2", trip="t", participant="q")),
    "core.passenger-on-two-trips": (
        *TOUR,
        Trip(id="t2", window=span(4, 5)),
        Seat(id="s2", trip="t2", participant="pat"),
    ),
    "core.participant-unseated": TOUR,
    "core.seat-stale": TOUR,
    "core.head-count": (ANNA, ROUTE, PAT, SEAT, Trip(id="t", route="r", state="boarded", head_count=1)),
    "core.trip-without-liaison": (*TOUR, Trip(id="spare", kind="standby")),
    "core.host-uninformed": stop(),
    "core.body-uncoordinated": (AIRPORT, FLIGHT, Coordination(id="m", invited=("airport",), attended=("airport",))),
    "core.arrivals-body-unlisted": (AIRPORT, FLIGHT),
    "core.arrival-body-unlisted": (Arrival(id="f", means="air", needs_kinds=("airport",)),),
    "core.call-body-unlisted": (AIRPORT, ROUTE, Call(id="c", route="r", needs_kinds=("airport",))),
    "core.session-body-unlisted": (AIRPORT, Session(id="x", needs_kinds=("airport",))),
    "core.task-body-unlisted": (AIRPORT, Task(id="k", needs_kinds=("airport",))),
    "core.trip-body-unlisted": (AIRPORT, Trip(id="t", needs_kinds=("airport",))),
    "core.task-due-on-day-off": (Task(id="k", due=at(72)), DayOff(id="o", day=date(2030, 6, 8), working=True)),
    "core.registration-on-day-off": (Event(id="e", registration_closes=at(0)),),
    "core.delegation-registration-on-day-off": (Delegation(id="d", registers_by=at(48)),),
    "core.delegation-unregistered": (
        EVENT,
        Delegation(id="d", event="e"),
        Participant(id="pat", delegation="d", state="registered"),
    ),
    "core.participant-unregistered": (EVENT, Participant(id="pat", event="e", state="registered")),
    "core.event-zone": (EVENT,),
    "core.lodging-short": house(2, companions=1),
    "core.event-beds-short": house(2, companions=1),
    "core.meal-short": (*house(1), Meal(id="m", event="e", covers=1)),
    "core.companions-counted-twice": (Participant(id="pat"), Participant(id="kin", accompanies="pat", companions=1)),
    "core.delegation-over-quota": (
        Delegation(id="d", quota=1, approved=1),
        Participant(id="pat", delegation="d", companions=1),
    ),
}
"""For each rule, records that come near and are right."""


for topic in TOPICS:
    FIRES.update(topic.FIRES)
    QUIET.update(topic.QUIET)


def test_every_rule_has_its_cases() -> None:
    # The host rule fires with somebody uninformed, which has tests of its own.
    assert set(FIRES) | {"core.host-uninformed"} == set(QUIET) == set(RULES)
    assert len(RULES) == len(BUILTIN_RULES)


@pytest.mark.parametrize("code", FIRES)
def test_fires(code: str) -> None:
    records, expected = FIRES[code]
    assert found(code, *records) == [expected]


@pytest.mark.parametrize("code", QUIET)
def test_is_quiet(code: str) -> None:
    assert found(code, *QUIET[code]) == []


@pytest.mark.parametrize("code", FIRES)
def test_a_problem_says_how_to_mend_it(code: str) -> None:
    for _, problem in judge(reader(*FIRES[code][0]), code):
        assert problem.fix is not None
        assert show_value(problem.fix)


@pytest.mark.parametrize("rule", BUILTIN_RULES, ids=RULES)
def test_a_rule_says_what_it_rests_on(rule: Rule) -> None:
    assert rule.basis
    assert rule.title
