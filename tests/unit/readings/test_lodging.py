"""Nights, and who has no room in them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from meetsupport.core.records import Record
from meetsupport.core.times import Window, instant
from meetsupport.model import Arrival, Event, Lodging, Participant, Room, Stay
from meetsupport.readings import nights, nights_without_room
from tests.unit.rules.judging import reader

EVENT = Event(id="e", zone="Asia/Shanghai")
EIGHTH, NINTH, TENTH = (date(2030, 6, day) for day in (8, 9, 10))


def june(start: str, end: str, offset: str = "+08:00") -> Window:
    return Window(instant(f"2030-06-{start}{offset}"), instant(f"2030-06-{end}{offset}"))


@pytest.mark.parametrize(
    ("window", "slept"),
    [
        (june("08T14:00", "09T12:00"), (EIGHTH,)),
        (june("09T01:00", "09T12:00"), (EIGHTH,)),
        (june("09T04:00", "09T12:00"), ()),
        (june("09T12:00", "10T00:00"), ()),
        (june("09T12:00", "10T00:01"), (NINTH,)),
        (june("08T06:00", "10T06:00", "+00:00"), (EIGHTH, NINTH)),
        (june("08T16:00", "08T19:59", "+00:00"), (EIGHTH,)),
    ],
)
def test_a_night_is_slept_between_midnight_and_four_where_the_event_is(window: Window, slept: tuple[date, ...]) -> None:
    assert nights(reader(EVENT), "e", window) == slept


def test_a_window_in_a_zone_that_there_is_not_is_counted_by_its_own_offset() -> None:
    plan = reader(Event(id="e", zone="Mars/Olympus"))
    assert nights(plan, "e", june("08T23:00", "09T01:00", "-03:00")) == (EIGHTH,)


def house(*more: Record, **about: object) -> tuple[Record, ...]:
    return (
        EVENT,
        Lodging(id="inn", event="e", window=june("08T12:00", "11T12:00")),
        Arrival(id="f", due=instant("2030-06-09T01:00+08:00")),
        Participant(id="pat", event="e", lodging="inn", **about),  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
        *more,
    )


ROOM = Room(id="r", lodging="inn")


def test_without_rooms_nobody_lacks_one() -> None:
    assert reader(*house()).derive(nights_without_room, "pat") == ()


def test_a_room_is_needed_as_long_as_the_building_is_held_where_nothing_else_is_known() -> None:
    assert reader(*house(ROOM)).derive(nights_without_room, "pat") == (EIGHTH, NINTH, TENTH)


def test_a_room_is_needed_from_arrival_until_departure() -> None:
    leaves = instant("2030-06-10T20:00+08:00")
    assert reader(*house(ROOM, arrival="f", departs=leaves)).derive(nights_without_room, "pat") == (EIGHTH, NINTH)


def test_a_night_with_a_room_is_not_missing() -> None:
    stay = Stay(id="s", room="r", participant="pat", window=june("09T12:00", "10T12:00"))
    assert reader(*house(ROOM, stay)).derive(nights_without_room, "pat") == (EIGHTH, TENTH)


def test_who_left_needs_none() -> None:
    assert reader(*house(ROOM, state="left")).derive(nights_without_room, "pat") == ()


def test_who_departs_before_arriving_needs_none() -> None:
    early = instant("2030-06-09T01:00+08:00") - timedelta(hours=1)
    assert reader(*house(ROOM, arrival="f", departs=early)).derive(nights_without_room, "pat") == ()
