"""Places, rooms and nights against the simplest account of them: every pair, every moment."""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from meetsupport.core.records import Record
from meetsupport.core.times import Window
from meetsupport.model import Booking, Event, Lodging, Participant, Place, Room, Session, Stay
from meetsupport.plan import PlainReader
from meetsupport.readings import clashing_uses, nights, place_uses, spots
from meetsupport.readings.rooms import Use
from tests.unit.rules.judging import NOON, found, plan_of, span

HOURS = st.integers(0, 12)
PLACES = ("centre", "hall", "corner", "yard")
WITHIN = {"hall": "centre", "corner": "hall"}


@st.composite
def agendas(draw: st.DrawFn) -> tuple[Record, ...]:
    """A few places within each other, with sessions and bookings of two events."""
    records: list[Record] = [Event(id="e0"), Event(id="e1")]
    records += [Place(id=id, within=WITHIN.get(id)) for id in PLACES]
    turnovers = st.sampled_from((None, timedelta(), timedelta(minutes=30), timedelta(hours=2)))
    for number in range(draw(st.integers(0, 7))):
        start = draw(HOURS)
        about: dict[str, Any] = {
            "event": draw(st.sampled_from(("e0", "e1", None))),
            "place": draw(st.sampled_from(PLACES)),
            "window": span(start, start + draw(st.integers(1, 4))),
            "turnover": draw(turnovers),
        }
        session = draw(st.sampled_from((None, *(r.id for r in records if isinstance(r, Session)))))
        if draw(st.booleans()):
            records.append(Session(id=f"s{number}", **about))
        else:
            state = draw(st.sampled_from(("held", "confirmed", "released")))
            records.append(Booking(id=f"b{number}", session=session, state=state, **about))
    return tuple(records)


def clash(one: Use, other: Use, *, same_place: bool) -> bool:
    """Say in the plainest words whether two uses cannot be."""
    if one.matter == other.matter or not one.window.overlaps(other.window):
        return False
    same_event = one.event is not None and one.event == other.event
    if one.frame and other.frame:
        return same_place or not same_event
    return not (one.frame != other.frame and same_event)


@given(agendas())
def test_a_use_clashes_where_some_pair_of_uses_does(records: tuple[Record, ...]) -> None:
    plan = PlainReader(plan_of(*records), NOON)
    for place in PLACES:
        own = plan.derive(place_uses, place)
        reported = {(use.of, where) for use, _, where in clashing_uses(plan, place)}
        expected = {
            (later.of, place) for earlier, later in combinations(own, 2) if clash(earlier, later, same_place=True)
        }
        for larger in plan.derive(spots, place)[1:]:
            around = plan.derive(place_uses, larger)
            expected |= {(u.of, larger) for u in own for other in around if clash(u, other, same_place=False)}
        assert reported == expected


@given(agendas())
def test_what_a_use_is_said_to_clash_with_clashes_with_it(records: tuple[Record, ...]) -> None:
    plan = PlainReader(plan_of(*records), NOON)
    for place in PLACES:
        for use, other, where in clashing_uses(plan, place):
            assert other in plan.derive(place_uses, where)
            assert clash(use, other, same_place=where == place)


@st.composite
def houses(draw: st.DrawFn) -> tuple[Record, ...]:
    """A room or two, with stays of people with and without company."""
    records: list[Record] = [Event(id="e"), Lodging(id="inn", event="e", window=span(0, 96))]
    records += [Room(id=f"r{n}", lodging="inn", beds=draw(st.integers(0, 3))) for n in range(2)]
    records += [Participant(id=f"p{n}", event="e", companions=draw(st.integers(0, 2))) for n in range(3)]
    for number in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, 60))
        records.append(
            Stay(
                id=f"s{number}",
                room=draw(st.sampled_from(("r0", "r1"))),
                participant=draw(st.sampled_from(("p0", "p1", "p2"))),
                window=span(start, start + draw(st.integers(1, 40))),
            )
        )
    return tuple(records)


@given(houses())
def test_a_room_is_overbooked_at_the_hours_at_which_more_sleep_than_it_has_beds(records: tuple[Record, ...]) -> None:
    stays = [record for record in records if isinstance(record, Stay)]
    heads = {record.id: 1 + record.companions for record in records if isinstance(record, Participant)}
    spans = 0
    for room in (record for record in records if isinstance(record, Room)):
        before = False
        for hour in range(110):
            there = [s for s in stays if s.room == room.id and s.window is not None]
            sleep = sum(
                heads[s.participant or ""] for s in there if s.window and s.window.overlaps(span(hour, hour + 1))
            )
            spans += sleep > room.beds and not before
            before = sleep > room.beds
    assert len(found("core.room-overbooked", *records)) == spans


@given(houses())
def test_a_stay_is_one_too_many_if_an_earlier_one_shares_a_night_with_it(records: tuple[Record, ...]) -> None:
    plan = PlainReader(plan_of(*records), NOON)
    stays = [record for record in records if isinstance(record, Stay)]
    begins = {stay.id: (stay.window.start, stay.id) for stay in stays if stay.window is not None}
    doubled: set[str] = set()
    for one, other in combinations(stays, 2):
        if one.participant == other.participant and one.room != other.room and one.window and other.window:
            start, end = max(one.window.start, other.window.start), min(one.window.end, other.window.end)
            if start < end and nights(plan, "e", Window(start, end)):
                doubled.add("/".join(sorted((one.id, other.id), key=lambda id: begins[id], reverse=True)))
    told = found("core.two-rooms", *records)
    # Of several earlier stays one is told, so that the cost does not grow with the pairs.
    assert set(told) <= doubled
    assert [one.split("/")[0] for one in told] == sorted({one.split("/")[0] for one in doubled})


@settings(max_examples=60)
@given(st.integers(0, 200), st.integers(1, 120))
def test_the_nights_of_a_window_are_those_of_its_halves(start: int, length: int) -> None:
    plan = PlainReader(plan_of(Event(id="e")), NOON)
    whole = nights(plan, "e", span(start / 4, (start + length * 2) / 4))
    first = nights(plan, "e", span(start / 4, (start + length) / 4))
    second = nights(plan, "e", span((start + length) / 4, (start + length * 2) / 4))
    assert whole == tuple(sorted({*first, *second}))
