"""What is counted once for many, or swept in order, is what counting each by itself gives."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from meetsupport.core.records import Record
from meetsupport.core.times import Window
from meetsupport.model import Delegation, Duty, Event, Meal, Participant, Person, Post, Route, Stay, Trip
from meetsupport.readings import diets, meal_heads
from tests.unit.rules.cases_rooms import HOUSE
from tests.unit.rules.judging import at, found, judge, reader, span

GROUPS = ("a", "b")
HOURS = range(24)

windows = st.tuples(st.integers(0, 20), st.integers(1, 4)).map(lambda when: span(when[0], when[0] + when[1]))
participants = st.lists(
    st.builds(
        Participant,
        id=st.uuids().map(str),
        event=st.sampled_from(("e", None)),
        delegation=st.sampled_from((*GROUPS, None)),
        route=st.sampled_from((*GROUPS, None)),
        state=st.sampled_from(("registered", "on-leave", "left")),
        companions=st.integers(0, 2),
        diet=st.sampled_from(("", "halal", "no nuts")),
    ),
    max_size=8,
    unique_by=lambda one: one.id,
)
some = st.lists(st.sampled_from(GROUPS), max_size=3).map(tuple)


@given(participants, some, some)
def test_a_meal_counts_everybody_of_its_groups_once(
    guests: list[Participant], delegations: tuple[str, ...], routes: tuple[str, ...]
) -> None:
    groups: list[Record] = [Event(id="e"), *(Delegation(id=one, event="e") for one in GROUPS)]
    groups += [Route(id=one, event="e") for one in GROUPS]
    meal = Meal(id="m", event="e", delegations=delegations, routes=routes)
    plan = reader(*groups, *guests, meal)
    everybody = not (delegations or routes)
    eating = [
        one
        for one in guests
        if one.state == "registered"
        and (
            one.delegation in delegations
            or one.route in routes
            or (everybody and (one.delegation is not None or one.event == "e"))
        )
    ]
    assert plan.derive(meal_heads, "m") == sum(1 + one.companions for one in eating)
    special = Counter(one.diet for one in eating if one.diet)
    assert plan.derive(diets, "m") == tuple(f"{diet} × {special[diet]}" for diet in sorted(special))


@given(st.lists(st.tuples(windows, st.booleans()), max_size=4), st.lists(windows, max_size=4))
def test_a_vehicle_stands_by_when_it_has_a_crew_or_a_driver_is_on_duty(
    trips: list[tuple[Window, bool]], duties: list[Window]
) -> None:
    records: list[Record] = [Event(id="e"), Person(id="d"), Person(id="x")]
    for number, (window, crewed) in enumerate(trips):
        crew: Any = ("x",) if crewed else ()
        records.append(Trip(id=f"t{number}", event="e", kind="standby", window=window, crew=crew))
    for number, window in enumerate(duties):
        records.append(Post(id=f"p{number}", event="e", skill="driver", window=window))
        records.append(Duty(id=f"y{number}", person="d", post=f"p{number}"))
    driven = {hour for hour in HOURS if any(one.overlaps(span(hour, hour + 1)) for one in duties)}
    there = {hour: [crewed for one, crewed in trips if one.overlaps(span(hour, hour + 1))] for hour in HOURS}
    busy = [hour for hour in HOURS if there[hour]]
    needed = range(busy[0], busy[-1] + 1) if busy else range(0)
    open_hours = {hour for hour in needed if not (any(there[hour]) or (there[hour] and hour in driven))}
    told = [problem.message.values["gap"] for _, problem in judge(reader(*records), "core.standby-gap")]
    gaps = [one for one in told if isinstance(one, Window)]
    assert {hour for hour in HOURS if any(gap.overlaps(span(hour, hour + 1)) for gap in gaps)} == open_hours


@given(st.lists(st.tuples(st.sampled_from(("r1", "r2")), windows | st.none()), max_size=5))
def test_a_stay_without_dates_beside_one_in_another_room_is_one_too_many(
    stays: list[tuple[str, Window | None]],
) -> None:
    inn = tuple(one for one in HOUSE if one.id != "inn")
    house = next(one for one in HOUSE if one.id == "inn")
    records = [Stay(id=f"s{n}", room=room, participant="pat", window=window) for n, (room, window) in enumerate(stays)]
    timeless = type(house)(id="inn", event="e", rooms=2)  # type: ignore[call-arg]
    told = {one.split("/")[0] for one in found("core.two-rooms", *inn, timeless, *records, now=at(-1))}
    unknown = [one for one in records if one.window is None]
    expected = {
        one.id
        for one in records
        if any(other.room != one.room and (one.window is not None or other.id < one.id) for other in unknown)
    }
    assert {one for one in told if _undated(one, records, unknown)} == expected


def _undated(stay: str, records: list[Stay], unknown: list[Stay]) -> bool:
    one = next(record for record in records if record.id == stay)
    return any(other.room != one.room for other in unknown if other.id != stay)
