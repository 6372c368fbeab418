"""Rules about rooms and who sleeps in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from meetsupport.core.times import Window
from meetsupport.model import Lodging, Participant, Room, Stay
from meetsupport.plan import Table, derived
from meetsupport.plugins import Problem, Rule
from meetsupport.readings import (
    GONE,
    nights,
    nights_without_room,
    participant_event,
    room_sleepers,
    stay_loops,
    stay_window,
)
from meetsupport.rules._settling import event_over, over, settles

if TYPE_CHECKING:
    from meetsupport.plan import Reader
    from meetsupport.readings import Sleeper

__all__ = ["RULES"]


def _house(plan: Reader, room: Room) -> Lodging | None:
    return plan.get(Lodging, room.lodging)


def check_beds(plan: Reader, room: Room) -> Iterator[Problem]:
    """Find when more heads sleep in a room than it has beds: one problem for each span."""
    sleepers = plan.derive(room_sleepers, room.id)
    house = _house(plan, room)
    for window, heads in _crowded(sleepers, room.beds):
        if not over(plan, window):
            yield Problem(
                "{heads} sleep in room {room}, which has {beds}, {when}",
                key=window.start.astimezone(UTC).isoformat(),
                fix="allot another room to {short} of them",
                settle_by=settles(plan, house.event if house is not None else None),
                heads=heads,
                room=room.number or room.id,
                beds=room.beds,
                when=window,
                short=heads - room.beds,
            )


def _crowded(sleepers: Iterable[Sleeper], beds: int) -> Iterator[tuple[Window, int]]:
    """Find each longest span with more heads than beds, and the most heads in it."""
    edges: dict[datetime, int] = defaultdict(int)
    for one in sleepers:
        edges[one.window.start] += one.heads
        edges[one.window.end] -= one.heads
    heads = most = 0
    since: datetime | None = None
    for moment in sorted(edges):
        heads += edges[moment]
        if heads > beds:
            most = max(most, heads) if since is not None else heads
            since = since or moment
        elif since is not None:
            yield Window(since, moment), most
            since = None


def _together(spans: Iterable[tuple[Window, str, str]]) -> Iterator[tuple[Window, str, str]]:
    """
    Find spans of different parties that share a moment.

    Args:
        spans: Windows in the order of their starts, each with its party and id.

    Returns:
        For each that overlaps an earlier one of another party, one such pair: what they share, and both ids, the
        later first.
    """
    lasting: list[tuple[Window, str, str]] = []
    for window, party, id in spans:
        other = next((one for one in lasting if one[1] != party and one[0].end > window.start), None)
        if other is not None:
            yield Window(window.start, min(window.end, other[0].end)), id, other[2]
        # Of each party the longest, and of all the two longest parties: one of them is another's if any is.
        rest = [one for one in lasting if one[1] != party]
        same = max((one for one in (*lasting, (window, party, id)) if one[1] == party), key=lambda one: one[0].end)
        lasting = sorted([*rest, same], key=lambda one: one[0].end, reverse=True)[:2]


def check_parties(plan: Reader, room: Room) -> Iterator[Problem]:
    """Find a room in which people of two parties sleep at once."""
    spans = [(one.window, one.party, one.stay) for one in plan.derive(room_sleepers, room.id)]
    for shared, later, earlier in _together(spans):
        if not over(plan, shared):
            yield Problem(
                "people of two parties share room {room}, {when}",
                key=later,
                fix="allot a room of its own to one of them",
                about=(Stay.ref(later), Stay.ref(earlier)),
                room=room.number or room.id,
                when=shared,
            )


def check_ready(plan: Reader, room: Room) -> Iterator[Problem]:
    """Find a room that is allotted and not fitted out and checked, or is not ready when somebody moves in."""
    if room.state not in {"fitting", "checked"}:
        return
    ahead = [one for one in plan.derive(room_sleepers, room.id) if not over(plan, one.window)]
    if not ahead:
        return
    start = ahead[0].window.start
    if room.state == "fitting":
        yield Problem(
            "room {room} is allotted from {start}, and is not fitted out and checked",
            key="fitting",
            fix="have room {room} checked, or allot another",
            severity=None if plan.passed(start) else "warning",
            room=room.number or room.id,
            start=start,
        )
    elif plan.passed(start):
        yield Problem(
            "somebody moves into room {room} at {start}, and it is not ready",
            key="ready",
            fix="have room {room} made ready",
            room=room.number or room.id,
            start=start,
        )


def check_room_loops(plan: Reader, room: Room) -> Iterator[Problem]:
    """Find somebody in a room who is in another closed loop than the room, or than somebody else in it."""
    spans: list[tuple[Window, str, str]] = []
    for one in plan.derive(room_sleepers, room.id):
        stay = plan.get(Stay, one.stay)
        if stay is not None:
            spans.extend((one.window, loop, one.stay) for loop in sorted(stay_loops(plan, stay)))
    wrong = [(window, stay) for window, loop, stay in spans if room.loop is not None and loop != room.loop]
    wrong += [(window, stay) for window, stay, _ in _together(spans)]
    for found, shared in {found: window for window, found in wrong if not over(plan, window)}.items():
        yield Problem(
            "people of two closed loops are in room {room}, {when}",
            key=found,
            fix="allot a room of their own loop",
            about=(Stay.ref(found),),
            room=room.number or room.id,
            when=shared,
        )


def check_floor_loops(plan: Reader, lodging: Lodging) -> Iterator[Problem]:
    """Find a floor whose rooms lie in more than one closed loop."""
    if over(plan, lodging.window):
        return
    floors: dict[str, set[str]] = defaultdict(set)
    for room in plan.where(Room, lodging=lodging.id):
        if room.loop is not None:
            floors[room.floor].add(room.loop)
    for floor, loops in sorted(floors.items()):
        if floor and len(loops) > 1:
            yield Problem(
                "floor {floor} has rooms of {n} closed loops",
                key=floor,
                fix="give each loop floors of its own",
                floor=floor,
                n=len(loops),
            )


def check_two_rooms(plan: Reader, stay: Stay) -> Iterator[Problem]:
    """
    Find a stay of somebody who has another room, from earlier on, in a night of it.

    Of several earlier stays it is told of the one that lasts longest, and of the first without a time: every stay that
    is one too many is found, though not every pair. The night is that of the building's event.
    """
    window = stay_window(plan, stay)
    if window is not None and over(plan, window):
        return
    room = plan.get(Room, stay.room)
    house = _house(plan, room) if room is not None else None
    for id in plan.derive(_elsewhere, _sleeper(plan, stay)).get(stay.id) or ():
        other = plan.get(Stay, id)
        if other is None:
            continue
        then = stay_window(plan, other)
        if window is None or then is None:
            yield Problem(
                "is a second room, and it is not known for which nights",
                key=other.id,
                fix="enter from when until when each of the stays is",
                about=(Stay.ref(other.id),),
            )
        elif then.overlaps(window):
            shared = nights(plan, house.event if house is not None else None, _shared(window, then))
            if shared:
                yield Problem(
                    "is a second room in the night of {night}",
                    key=other.id,
                    fix="end one of the stays when the other begins",
                    about=(Stay.ref(other.id),),
                    night=shared[0],
                )


def _begins(window: Window | None, stay: Stay) -> tuple[bool, float, str]:
    """Order stays by their starts; those without a time come first."""
    return window is not None, window.start.timestamp() if window is not None else 0, stay.id


def _shared(one: Window, other: Window) -> Window:
    return Window(max(one.start, other.start), min(one.end, other.end))


def _sleeper(plan: Reader, stay: Stay) -> tuple[str, str]:
    """Say who sleeps there: a participant who comes, or a person; nobody where neither is known."""
    if stay.participant is not None:
        guest = plan.get(Participant, stay.participant)
        return ("", "") if guest is None or guest.state in GONE else ("participant", stay.participant)
    return ("person", stay.person) if stay.person is not None else ("", "")


@derived
def _elsewhere(plan: Reader, sleeper: tuple[str, str]) -> Table[str, tuple[str, ...]]:
    """Give for each stay of somebody the earlier ones in other rooms to hold against it: at most two."""
    field, who = sleeper
    stays = [(stay_window(plan, stay), stay) for stay in (plan.where(Stay, **{field: who}) if field else ())]
    found: dict[str, tuple[str, ...]] = {}
    timeless: dict[str, str] = {}
    longest: list[tuple[float, str, str]] = []
    for window, stay in sorted(stays, key=lambda one: _begins(*one)):
        unknown = next((id for room, id in timeless.items() if room != stay.room), None)
        known = next((id for _, room, id in longest if room != stay.room), None)
        found[stay.id] = tuple(id for id in (unknown, known) if id is not None)
        if window is None:
            timeless.setdefault(stay.room, stay.id)
        else:
            # Of two rooms the stays that last longest: one of them is in another room than any stay to come.
            same = max([(window.end.timestamp(), stay.room, stay.id), *(one for one in longest if one[1] == stay.room)])
            longest = sorted([*(one for one in longest if one[1] != stay.room), same], reverse=True)[:2]
    return Table(found)


def check_held(plan: Reader, stay: Stay) -> Iterator[Problem]:
    """Find a stay that begins before, or ends after, the time for which its building is held."""
    room = plan.get(Room, stay.room)
    house = _house(plan, room) if room is not None else None
    held = house.window if house is not None else None
    if held is None or stay.window is None or over(plan, stay.window):
        return
    if stay.window.start < held.start or stay.window.end > held.end:
        yield Problem(
            "lasts {window}, and the rooms are held {held}",
            fix="have the rooms held for longer, or move the stay",
            window=stay.window,
            held=held,
        )


def check_nights(plan: Reader, participant: Participant) -> Iterator[Problem]:
    """Find a participant without a room in some night that they are lodged for, until the event is over."""
    event = participant_event(plan, participant)
    if event_over(plan, event):
        return
    missing = plan.derive(nights_without_room, participant.id)
    if missing:
        yield Problem(
            "has no room for {n} nights, the first that of {night}",
            fix="allot a room for these nights",
            settle_by=settles(plan, event),
            n=len(missing),
            night=missing[0],
        )


_ROOMS = "a bed sleeps one head; rooms are allotted by night (review of a national conference: rooms fell short)"
_LOOPS = (
    "closed-loop reception of a state guest house, 2022: two loops that must not mix, and rooms that are fitted out "
    "and checked before they are allotted"
)

RULES = (
    Rule("core.room-overbooked", "No more heads sleep in a room than it has beds", check_beds, Room, basis=_ROOMS),
    Rule(
        "core.room-two-parties",
        "People of one party share a room",
        check_parties,
        Room,
        severity="warning",
        basis="people who do not know each other are not put in one room unless they agree",
    ),
    Rule(
        "core.room-not-ready", "A room is fitted out and checked before it is allotted", check_ready, Room, basis=_LOOPS
    ),
    Rule(
        "core.stay-outside-held",
        "Nobody stays in a room before or after it is held",
        check_held,
        Stay,
        severity="warning",
        basis=_ROOMS,
    ),
    Rule("core.room-loops-mixed", "No room holds two closed loops", check_room_loops, Room, basis=_LOOPS),
    Rule("core.floor-loops-mixed", "No floor holds two closed loops", check_floor_loops, Lodging, basis=_LOOPS),
    Rule(
        "core.two-rooms",
        "Nobody has two rooms in one night",
        check_two_rooms,
        Stay,
        severity="warning",
        basis=_ROOMS,
    ),
    Rule(
        "core.night-without-room",
        "Every participant who is lodged has a room for each night",
        check_nights,
        Participant,
        basis=_ROOMS,
    ),
)
