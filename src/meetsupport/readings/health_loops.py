"""Closed loops: who belongs to which, who enters another, and who meets people of another."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

import attrs

from meetsupport.core.times import Window
from meetsupport.model import (
    Cohort,
    Lodging,
    Loop,
    Place,
    Room,
)
from meetsupport.plan import derived
from meetsupport.readings.health import Who, cohorts_of
from meetsupport.readings.health_tests import stays_of
from meetsupport.readings.whereabouts import spots

if TYPE_CHECKING:
    from meetsupport.plan import Reader

from meetsupport.readings.health_presence import Presence, Spot, parts, presences_at, presences_of

__all__ = [
    "Breach",
    "Meeting",
    "breaches",
    "loop_of_place",
    "loop_of_spot",
    "loops_at",
    "meetings",
    "meetings_of",
    "outside_loop",
]

BUFFER = "buffer"


@derived
def _loop_spans(plan: Reader, who: Who) -> tuple[tuple[str, Window | None], ...]:
    """List which loops somebody belongs to and when: by their stays, and without any by their cohorts."""
    stays = plan.derive(stays_of, who)
    if stays:
        return tuple((stay.loop, stay.window) for stay in stays)
    found = [plan.get(Cohort, one) for one in plan.derive(cohorts_of, who)]
    return tuple((one.loop, one.window) for one in found if one is not None and one.loop is not None)


def loops_at(plan: Reader, who: Who, window: Window) -> tuple[str, ...]:
    """
    List the loops that somebody belongs to in a window, by id.

    They are those of their stays (`LoopStay`); for somebody without any, those of their cohorts.
    """
    spans = plan.derive(_loop_spans, who)
    return tuple(sorted({loop for loop, span in spans if span is None or span.overlaps(window)}))


@derived
def loop_of_place(plan: Reader, place: str) -> str | None:
    """Say in which loop a place lies: its own, or that of the nearest larger place that has one."""
    for one in plan.derive(spots, place):
        found = plan.get(Place, one)
        if found is not None and found.loop is not None:
            return found.loop
    return None


def loop_of_spot(plan: Reader, spot: Spot) -> str | None:
    """Say in which loop a spot lies, if it lies in one."""
    kind, id, _ = spot
    if kind == "Place":
        return plan.derive(loop_of_place, id)
    if kind != "Room":
        return None
    room = plan.get(Room, id)
    if room is None or room.loop is not None:
        return room.loop if room is not None else None
    lodging = plan.get(Lodging, room.lodging)
    return plan.derive(loop_of_place, lodging.place) if lodging is not None and lodging.place is not None else None


@attrs.frozen
class Breach:
    """
    Somebody who is to be in a loop that is not theirs.

    Attributes:
        presence: Where and when.
        loop: The loop that the spot lies in.
        own: The other loops that they belong to then; none for somebody from outside.
        outside: The first part of the time in which they do not belong to it.
    """

    presence: Presence
    loop: str
    own: tuple[str, ...]
    outside: Window


@derived
def breaches(plan: Reader, who: Who) -> tuple[Breach, ...]:
    """
    List where the plan puts somebody into a loop that is not theirs.

    A buffer may be entered from either side; `meetings` finds those who meet there. A place in no loop is for all.
    """
    found: list[Breach] = []
    for one in plan.derive(presences_of, who):
        loop = loop_of_spot(plan, one.spot)
        zone = plan.get(Loop, loop) if loop is not None else None
        if zone is None or zone.kind == BUFFER:
            continue
        outside = outside_loop(plan, who, zone.id, one.window)
        if outside is not None:
            own = loops_at(plan, who, one.window)
            found.append(Breach(one, zone.id, tuple(loop for loop in own if loop != zone.id), outside))
    return tuple(found)


def outside_loop(plan: Reader, who: Who, loop: str, window: Window) -> Window | None:
    """Give the first part of a window in which somebody does not belong to a loop; ``None`` if there is none."""
    spans = [span for one, span in plan.derive(_loop_spans, who) if one == loop]
    if None in spans:
        return None
    since = window.start
    for span in sorted((span for span in spans if span is not None), key=lambda span: span.start):
        if span.start > since:
            return Window(since, min(span.start, window.end))
        since = max(since, span.end)
        if since >= window.end:
            return None
    return Window(since, window.end)


@attrs.frozen
class Meeting:
    """
    Somebody who meets people of another loop.

    Attributes:
        presence: Who, where and when.
        loop: Their loop.
        other: The other loop.
        moment: When they first do.
    """

    presence: Presence
    loop: str
    other: str
    moment: datetime


@derived
def meetings(plan: Reader, spot: Spot) -> tuple[Meeting, ...]:
    """
    List who meets people of another loop at a spot, each with the first moment.

    People without a loop are of no other loop; who changes loop meets people as one of the loop that they are in then.
    It is one pass in the order of time and one against it: of each loop, among those who came before only whoever stays
    longest matters, and among those who come after only the next.
    """
    present = plan.derive(presences_at, spot)
    there = [(one, loop, window) for one in present for loop, window in _turns(plan, one.who, one.window)]
    there.sort(key=lambda entry: entry[2].start)
    found: dict[int, Meeting] = {}
    # Whoever is in a hall meets those in its zones there, and others in the hall only in the hall itself.
    longest: dict[tuple[str, bool], datetime] = {}
    for number, (one, loop, window) in enumerate(there):
        near = one.spot == spot
        others = [
            other for (other, close), end in longest.items() if other != loop and (near or close) and end > window.start
        ]
        if others:
            found[number] = Meeting(one, loop, min(others), window.start)
        longest[loop, near] = max(longest.get((loop, near), window.end), window.end)
    next_of: dict[tuple[str, bool], datetime] = {}
    for number in range(len(there) - 1, -1, -1):
        one, loop, window = there[number]
        near = one.spot == spot
        coming = [
            (start, other)
            for (other, close), start in next_of.items()
            if other != loop and (near or close) and start < window.end
        ]
        if coming and number not in found:
            moment, other = min(coming)
            found[number] = Meeting(one, loop, other, moment)
        next_of[loop, near] = window.start
    return tuple(found[number] for number in sorted(found))


def _turns(plan: Reader, who: Who, window: Window) -> list[tuple[str, Window]]:
    """Say in which loop somebody is in which part of a window; of several at once, the first by id counts."""
    inside = [
        (loop, window if span is None else Window(max(span.start, window.start), min(span.end, window.end)))
        for loop, span in plan.derive(_loop_spans, who)
        if span is None or span.overlaps(window)
    ]
    if len(inside) <= 1:
        return inside
    found: list[tuple[str, Window]] = []
    for start, end in pairwise(sorted({moment for _, part in inside for moment in (part.start, part.end)})):
        loops = [loop for loop, part in inside if part.start <= start and end <= part.end]
        if loops and found and found[-1][0] == min(loops) and found[-1][1].end == start:
            found[-1] = found[-1][0], Window(found[-1][1].start, end)
        elif loops:
            found.append((min(loops), Window(start, end)))
    return found


@derived
def meetings_of(plan: Reader, who: Who) -> tuple[Meeting, ...]:
    """List where somebody meets people of another loop, in the order of time."""
    at = dict.fromkeys(spot for one in plan.derive(presences_of, who) for spot in plan.derive(parts, one.spot))
    found = [one for spot in at for one in plan.derive(meetings, spot) if one.presence.who == who]
    return tuple(sorted(found, key=lambda one: (one.moment, one.presence.source)))
