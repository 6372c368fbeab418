"""Nights, rooms and who sleeps in them; who is still to come, and who is to leave."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import attrs

from meetsupport.core.times import Window
from meetsupport.model import Arrival, Delegation, Event, Lodging, LoopStay, Participant, Person, Room, Stay
from meetsupport.plan import derived
from meetsupport.readings.calendar import day_of, is_zone
from meetsupport.readings.heads import GONE

if TYPE_CHECKING:
    from datetime import date, tzinfo

    from meetsupport.plan import Reader

__all__ = [
    "Expected",
    "Forecast",
    "Night",
    "Return",
    "Sleeper",
    "arrivals_board",
    "forecast",
    "last_arrival",
    "nights",
    "nights_without_room",
    "participant_event",
    "return_trips",
    "room_sleepers",
    "rooms_of_night",
    "stay_loops",
    "stay_window",
    "zone_of",
]

MORNING = timedelta(hours=4)
"""How long a night is after midnight: who comes at one o'clock sleeps it, who comes with the first train does not."""


@attrs.frozen
class Sleeper:
    """
    Who sleeps in a room, and when.

    Attributes:
        stay: The id of the `Stay`.
        who: The id of the participant or person.
        heads: One, and one for each companion of a participant.
        party: Whose they are: the delegation or team, by id, or their own id.
        window: From check-in to check-out.
    """

    stay: str
    who: str
    heads: int
    party: str
    window: Window


@attrs.frozen
class Night:
    """
    A room that is taken in a night.

    Attributes:
        room: The id of the room.
        stay: The id of the stay.
        who: The id of the participant or person.
        heads: How many sleep there on that stay.
    """

    room: str
    stay: str
    who: str
    heads: int


@attrs.frozen
class Forecast:
    """
    How many come, as far as is known now.

    Attributes:
        registered: Heads of those who have registered, or come already.
        listed: Heads of those who are listed and have not registered.
        unlisted: What is left of the quotas of the delegations that have not registered anybody.
        missing: The ids of those delegations.
        heads: The sum.
    """

    registered: int
    listed: int
    unlisted: int
    missing: tuple[str, ...]

    @property
    def heads(self) -> int:
        """All who may come."""
        return self.registered + self.listed + self.unlisted


@attrs.frozen
class Expected:
    """
    A line of the arrivals board.

    Attributes:
        arrival: The id of the arrival.
        number: Flight or train.
        due: When it is expected now.
        place: Where, by id.
        heads: How many come with it who still come at all.
        greeter: Who meets it, by id.
        state: Its state.
    """

    arrival: str
    number: str
    due: datetime | None
    place: str | None
    heads: int
    greeter: str | None
    state: str


@attrs.frozen
class Return:
    """
    A line of the list of return trips.

    Attributes:
        participant: The id.
        delegation: The delegation's id.
        departs: When; ``None`` if it is not known yet.
        by: The means.
        number: Flight or train.
        heads: How many leave.
    """

    participant: str
    delegation: str | None
    departs: datetime | None
    by: str
    number: str
    heads: int


def stay_window(plan: Reader, stay: Stay) -> Window | None:
    """Say when a stay is: in its own window, or as long as its building is held."""
    if stay.window is not None:
        return stay.window
    room = plan.get(Room, stay.room)
    house = plan.get(Lodging, room.lodging) if room is not None else None
    return house.window if house is not None else None


def nights(plan: Reader, event: str | None, window: Window) -> tuple[date, ...]:
    """
    List the nights in a window, each by the day on which it begins.

    A night is slept by whoever is there at some moment from midnight to four, as the event counts its days: so
    somebody who comes at one o'clock has slept the night that began the day before.
    """
    found: list[date] = []
    morning = day_of(plan, event, window.start)
    last = day_of(plan, event, window.end)
    while morning <= last:
        if _shares_night(plan, event, window, morning):
            found.append(morning - timedelta(days=1))
        morning += timedelta(days=1)
    return tuple(found)


def _shares_night(plan: Reader, event: str | None, window: Window, morning: date) -> bool:
    midnight = datetime.combine(morning, time(), zone_of(plan, event, window.start))
    return window.start < midnight + MORNING and midnight < window.end


def zone_of(plan: Reader, event: str | None, moment: datetime) -> tzinfo | None:
    """Give the time zone that an event counts its days in; without one, that of the moment."""
    found = plan.get(Event, event) if event is not None else None
    return ZoneInfo(found.zone) if found is not None and is_zone(found.zone) else moment.tzinfo


@derived
def room_sleepers(plan: Reader, room: str) -> tuple[Sleeper, ...]:
    """
    List who sleeps in a room, in the order of check-in.

    Somebody who no longer comes does not sleep anywhere; a stay that names nobody, or has no time, is left out.
    """
    found: list[Sleeper] = []
    for stay in plan.where(Stay, room=room):
        window = stay_window(plan, stay)
        guest = plan.get(Participant, stay.participant) if stay.participant is not None else None
        staff = plan.get(Person, stay.person) if stay.person is not None else None
        if window is None:
            continue
        if guest is not None and guest.state not in GONE:
            found.append(Sleeper(stay.id, guest.id, 1 + guest.companions, _party(plan, guest), window))
        elif guest is None and staff is not None:
            found.append(Sleeper(stay.id, staff.id, 1, staff.team or staff.organization or staff.id, window))
    return tuple(sorted(found, key=lambda one: (one.window.start, one.stay)))


def _party(plan: Reader, guest: Participant) -> str:
    """Say whose a participant is: of a delegation, of whom they came with, or nobody's but their own."""
    if guest.delegation is not None:
        return guest.delegation
    with_whom = plan.get(Participant, guest.accompanies) if guest.accompanies is not None else None
    return guest.id if with_whom is None else with_whom.delegation or with_whom.id


def stay_loops(plan: Reader, stay: Stay) -> frozenset[str]:
    """List the closed loops that somebody is in while they sleep in a room."""
    window = stay_window(plan, stay)
    if window is None:
        return frozenset()
    who: dict[str, str] = {}
    if stay.participant is not None:
        who["participant"] = stay.participant
    elif stay.person is not None:
        who["person"] = stay.person
    else:
        return frozenset()
    return frozenset(
        one.loop for one in plan.where(LoopStay, **who) if one.window is None or one.window.overlaps(window)
    )


@derived
def rooms_of_night(plan: Reader, night: tuple[str, date]) -> tuple[Night, ...]:
    """
    List the rooms of a building that are taken in a night, in the order of the rooms.

    Args:
        plan: What to read.
        night: The id of the `Lodging`, and the day on which the night begins.
    """
    lodging, day = night
    house = plan.get(Lodging, lodging)
    event = house.event if house is not None else None
    return tuple(
        Night(room.id, one.stay, one.who, one.heads)
        for room in plan.where(Room, lodging=lodging)
        for one in plan.derive(room_sleepers, room.id)
        if _shares_night(plan, event, one.window, day + timedelta(days=1))
    )


def participant_event(plan: Reader, guest: Participant) -> str | None:
    """Say which event somebody comes to, by id."""
    if guest.delegation is None:
        return guest.event
    sent = plan.get(Delegation, guest.delegation)
    return sent.event if sent is not None else guest.event


@derived(sensitive="personal")
def nights_without_room(plan: Reader, participant: str) -> tuple[date, ...]:
    """
    List the nights for which somebody who is lodged in a building has none of its rooms.

    They need a room from their arrival until they depart; where either is not known, from when or until when the
    building is held. Where a building has no `Room`, its rooms are not allotted one by one, and nobody lacks one.
    """
    guest = plan.get(Participant, participant)
    house = plan.get(Lodging, guest.lodging) if guest is not None and guest.lodging is not None else None
    if guest is None or house is None or guest.state in GONE or not plan.where(Room, lodging=house.id):
        return ()
    event = participant_event(plan, guest)
    arrival = plan.get(Arrival, guest.arrival) if guest.arrival is not None else None
    start = arrival.due if arrival is not None else None
    end = guest.departs
    if house.window is not None:
        start, end = start or house.window.start, end or house.window.end
    if start is None or end is None or start >= end:
        return ()
    slept: set[date] = set()
    for stay in plan.where(Stay, participant=participant):
        window = stay_window(plan, stay)
        if window is not None:
            slept.update(nights(plan, event, window))
    return tuple(night for night in nights(plan, event, Window(start, end)) if night not in slept)


@derived
def forecast(plan: Reader, event: str) -> Forecast:
    """
    Forecast how many come to an event while delegations are missing.

    A delegation that has registered nobody is counted with its quota, or with who is listed where that is more.
    """
    registered = listed = unlisted = 0
    missing: list[str] = []
    for delegation in plan.where(Delegation, event=event):
        counts = _registrations(plan.where(Participant, delegation=delegation.id))
        registered += counts[0]
        listed += counts[1]
        if not counts[0]:
            missing.append(delegation.id)
            unlisted += max((delegation.quota or 0) + delegation.approved - counts[1], 0)
    alone = _registrations(plan.where(Participant, event=event, delegation=None))
    return Forecast(registered + alone[0], listed + alone[1], unlisted, tuple(missing))


def _registrations(sent: tuple[Participant, ...]) -> tuple[int, int]:
    coming = [p for p in sent if p.state not in GONE]
    heads = sum(1 + p.companions for p in coming)
    listed = sum(1 + p.companions for p in coming if p.state == "expected")
    return heads - listed, listed


@derived
def arrivals_board(plan: Reader, event: str) -> tuple[Expected, ...]:
    """List the arrivals of an event by the time at which they are expected; those without a time come last."""
    board = [
        Expected(
            one.id,
            one.number,
            one.due,
            one.place,
            sum(1 + p.companions for p in plan.where(Participant, arrival=one.id) if p.state not in GONE),
            one.greeter,
            one.state,
        )
        for one in plan.where(Arrival, event=event)
    ]
    timed = sorted((one for one in board if one.due is not None), key=lambda one: (one.due, one.arrival))
    return (*timed, *(one for one in board if one.due is None))


@derived
def last_arrival(plan: Reader, event: str) -> Expected | None:
    """Give the arrival that is expected last of those that nobody has met yet; ``None`` if all are met."""
    waiting = [one for one in plan.derive(arrivals_board, event) if one.state != "met" and one.due is not None]
    return waiting[-1] if waiting else None


@derived(sensitive="personal")
def return_trips(plan: Reader, event: str) -> tuple[Return, ...]:
    """List how everybody returns, in the order of departure; those of whom it is not known come first."""
    sent = [p for d in plan.where(Delegation, event=event) for p in plan.where(Participant, delegation=d.id)]
    sent += plan.where(Participant, event=event, delegation=None)
    rows = [
        Return(p.id, p.delegation, p.departs, p.departs_by, p.departs_on, 1 + p.companions)
        for p in sent
        if p.state not in GONE
    ]
    known = sorted((row for row in rows if row.departs is not None), key=lambda row: (row.departs, row.participant))
    return (*(row for row in rows if row.departs is None), *known)
