from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetsupport.model import Delegation, Event, Lodging, Meal, Participant, Person, RoomDemand, Route, Team
from meetsupport.readings import event_heads, meal_heads
from meetsupport.rules.capacity import free_beds
from tests.unit.rules.judging import MOMENT, at, found, judge, reader, span

EVENT, D1, D2 = Event(id="e"), Delegation(id="d1", event="e"), Delegation(id="d2", event="e")
STATES = ["expected", "registered", "met", "signed-in", "on-leave", "substituted", "left"]


def test_a_demand_takes_its_share_of_the_beds() -> None:
    lodging = Lodging(id="inn", rooms=10, beds=20)
    plan = reader(lodging, RoomDemand(id="r", lodging="inn", rooms=3))
    assert plan.derive(free_beds, "inn") == 14


def test_beds_without_a_number_are_one_a_room() -> None:
    assert reader(Lodging(id="inn", rooms=10)).derive(free_beds, "inn") == 10


def test_demands_beyond_the_rooms_leave_less_than_nothing() -> None:
    plan = reader(Lodging(id="inn", rooms=2), RoomDemand(id="r", lodging="inn", rooms=10))
    assert plan.derive(free_beds, "inn") == -8


def test_ten_rooms_for_the_guard_leave_guests_without_a_bed() -> None:
    guests = [Participant(id=f"p{number}", lodging="inn") for number in range(5)]
    lodging = Lodging(id="inn", rooms=12)
    assert found("core.lodging-short", lodging, *guests) == []
    assert found("core.lodging-short", lodging, *guests, RoomDemand(id="r", lodging="inn", rooms=10)) == ["inn/"]


def test_an_event_without_buildings_lodges_nobody() -> None:
    assert found("core.event-beds-short", EVENT, D1, Participant(id="p", delegation="d1")) == []


def test_beds_may_be_short_until_the_lists_settle() -> None:
    event = Event(id="e", settles=at(4))
    building = Lodging(id="inn", event="e")
    guest = Participant(id="p", event="e", lodging="inn")
    for code in ("core.event-beds-short", "core.lodging-short"):
        ((_, problem),) = judge(reader(event, building, guest), code)
        assert problem.settle_by == at(4)


@pytest.mark.parametrize(("state", "eats", "sleeps"), [(s, s not in STATES[4:], s not in STATES[5:]) for s in STATES])
def test_who_eats_and_who_sleeps(state: str, eats: bool, sleeps: bool) -> None:  # noqa: FBT001 - columns of a table
    guest = Participant(id="p", delegation="d1", lodging="inn", state=state)
    records = (EVENT, D1, guest, Lodging(id="inn"), Meal(id="m", event="e"))
    assert bool(found("core.meal-short", *records)) == eats
    assert bool(found("core.lodging-short", *records)) == sleeps


def test_a_meal_is_for_the_groups_that_it_names() -> None:
    people = (
        Participant(id="p1", delegation="d1", companions=1),
        Participant(id="p2", delegation="d2", route="r"),
        Participant(id="p3", delegation="d2"),
    )
    team = (Team(id="t"), Person(id="a", team="t"), Person(id="b", team="t"))
    base = (EVENT, D1, D2, Route(id="r"), *people, *team)

    def eaters(**groups: object) -> int:
        return reader(*base, Meal(id="m", event="e", **groups)).derive(meal_heads, "m")  # type: ignore[arg-type]

    assert eaters() == 4
    assert eaters(guests=3) == 7
    assert eaters(delegations=("d1",)) == 2
    assert eaters(routes=("r",)) == 1
    assert eaters(teams=("t",), guests=1) == 3
    assert eaters(delegations=("d2",), routes=("r",)) == 2


_people = st.lists(
    st.tuples(st.sampled_from(["d1", "d2", None]), st.sampled_from(STATES), st.integers(0, 3)), max_size=12
)


@given(_people)
def test_the_heads_of_an_event_are_those_of_its_participants(people: list[tuple[str | None, str, int]]) -> None:
    participants = [
        Participant(id=f"p{n}", delegation=delegation, event=None if delegation else "e", state=state, companions=more)
        for n, (delegation, state, more) in enumerate(people)
    ]
    plan = reader(EVENT, D1, D2, *participants)
    coming = sum(1 + more for _, state, more in people if state not in {"left", "substituted"})
    assert plan.derive(event_heads, "e") == coming


def test_without_a_quota_any_number_may_come() -> None:
    assert found("core.delegation-over-quota", D1, EVENT, Participant(id="p", delegation="d1")) == []


def test_what_is_not_there_has_no_heads_and_no_beds() -> None:
    plan = reader(EVENT)
    assert plan.derive(free_beds, "gone") == plan.derive(meal_heads, "gone") == plan.derive(event_heads, "gone") == 0


def test_a_meal_of_no_event_and_no_group_feeds_its_guests_only() -> None:
    assert reader(Meal(id="m", guests=2)).derive(meal_heads, "m") == 2


def test_what_was_eaten_and_slept_cannot_be_short() -> None:
    records = (
        Event(id="e", window=span(-9, 0)),
        Lodging(id="inn", event="e", window=span(-9, 0)),
        Meal(id="m", event="e", window=span(-9, 0)),
        Delegation(id="d", event="e", quota=0),
        Participant(id="p", delegation="d", lodging="inn"),
    )
    codes = ("core.lodging-short", "core.event-beds-short", "core.meal-short", "core.delegation-over-quota")
    for code in codes:
        assert len(found(code, *records, now=at(0) - MOMENT)) == 1
        assert found(code, *records, now=at(0)) == []
