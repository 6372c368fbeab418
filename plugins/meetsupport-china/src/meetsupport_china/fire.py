"""Fire patrols while halls are open, and the check when they close."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from meetsupport import Event, InvalidInput, Opening, Place, Round, Session, Task, Window
from meetsupport.plugins import Problem, Rule
from meetsupport.readings import day_of, occurrences, round_span, spots
from meetsupport.readings.critical_path import later
from meetsupport_china.basis import is_over

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["RULES", "longest_gap", "opening_hours"]

PATROLS = frozenset({"fire", "防火", "消防"})
PATROL = timedelta(hours=2)

CLOSING = timedelta(hours=12)
"""How long after the last sitting of a day its closing check is looked for. No source has a figure; this is ours."""


def opening_hours(plan: Reader, event: Event, place: str | None = None) -> tuple[Window, ...]:
    """
    Give when the halls of an event are open to those who come: what fire patrols are counted in.

    Args:
        plan: What to read.
        event: The event.
        place: Only the sittings there count; without it, all of the event's.

    Returns:
        The opening times of the places of its sittings, within the event; where none are entered, each day from its
        first sitting until its last is over.
    """
    if event.window is None:
        return ()
    sittings = [one for one in plan.where(Session, event=event.id) if place in {None, one.place}]
    places = {spot for one in sittings if one.place is not None for spot in (one.place, *plan.derive(spots, one.place))}
    found = [one.window for spot in sorted(places) for one in plan.where(Opening, place=spot) if one.window is not None]
    if not found:
        days: dict[date, list[Window]] = {}
        for one in sittings:
            held = one.window or event.window
            days.setdefault(day_of(plan, event.id, held.start), []).append(held)
        found = [Window(min(w.start for w in held), max(w.end for w in held)) for held in days.values()]
    inside = [(max(one.start, event.window.start), min(one.end, event.window.end)) for one in found]
    merged: list[Window] = []
    for start, end in sorted(pair for pair in inside if pair[0] < pair[1]):
        if merged and start <= merged[-1].end:
            merged[-1] = Window(merged[-1].start, max(merged[-1].end, end))
        else:
            merged.append(Window(start, end))
    return tuple(merged)


def longest_gap(times: Iterable[datetime], hours: Iterable[Window]) -> timedelta:
    """
    Give the longest time in opening hours in which nobody comes round.

    Args:
        times: When somebody comes, whoever it is.
        hours: The opening hours; the beginning and the end of each count as if somebody came.
    """
    listed = sorted(times)
    gaps = [timedelta(0)]
    for open_ in hours:
        inside = listed[bisect_right(listed, open_.start) : bisect_left(listed, open_.end)]
        gaps += (later - earlier for earlier, later in pairwise([open_.start, *inside, open_.end]))
    return max(gaps)


def check_patrol(plan: Reader, event: Event) -> Iterator[Problem]:
    """
    Find an event with sittings whose fire patrols do not come every two hours while it is open.

    The patrols that go to a place of a sitting count together: those that name it, or a place that it is part of or
    that is part of it, and those that name no place.
    """
    sittings = plan.where(Session, event=event.id)
    if is_over(plan, event.id) or event.window is None or not sittings:
        return
    rounds = [one for one in plan.where(Round, event=event.id) if one.kind in PATROLS]
    if not rounds:
        yield Problem(
            "no fire patrol is planned; in opening hours there must be one every {hours} h",
            key="none",
            fix="add a round of the kind 'fire' with FREQ=HOURLY;INTERVAL=2 for the halls",
            hours=int(PATROL.total_seconds() // 3600),
        )
        return
    places = sorted({one.place for one in sittings if one.place is not None})
    by_place = {place: [one for one in rounds if _goes_to(plan, one, place)] for place in places}
    if not places or any(len(those) == len(rounds) for those in by_place.values()):
        gap = _gap(plan, event, rounds, None)
        if gap > PATROL:
            yield Problem(
                "fire patrols leave {gap} in opening hours without one; one every {limit} is asked for",
                key="gap",
                fix="patrol more often",
                about=[Round.ref(one.id) for one in rounds],
                gap=gap,
                limit=PATROL,
            )
    for place, those in by_place.items():
        gap = _gap(plan, event, those, place) if len(those) < len(rounds) else timedelta(0)
        if gap > PATROL:
            there = plan.get(Place, place)
            yield Problem(
                "fire patrols leave {place} {gap} in opening hours without one; one every {limit} is asked for",
                key=f"gap-{place}",
                fix="name the place among those of a round of the kind 'fire', or patrol it more often",
                about=[Place.ref(place), *(Round.ref(one.id) for one in those)],
                place=there.name or place if there is not None else place,
                gap=gap,
                limit=PATROL,
            )


def _goes_to(plan: Reader, one: Round, place: str) -> bool:
    larger = plan.derive(spots, place)
    return not one.places or any(named in larger or place in plan.derive(spots, named) for named in one.places)


def _gap(plan: Reader, event: Event, rounds: Iterable[Round], place: str | None) -> timedelta:
    hours = opening_hours(plan, event, place)
    try:
        times = [at for one in rounds for open_ in hours for at in _times(plan, event, one, open_)]
    except InvalidInput:
        return timedelta(0)  # another rule says of a recurrence that it is none
    return longest_gap(times, hours)


def _times(plan: Reader, event: Event, one: Round, open_: Window) -> tuple[datetime, ...]:
    span = round_span(plan, one)
    return occurrences(one.rule, event.zone, span, open_) if span is not None else ()


def check_closing(plan: Reader, event: Event) -> Iterator[Problem]:
    """
    Find a day after whose last sitting no fire check comes: no round or task of the kind.

    Looked for from the end of the last sitting on, until the next day's first or for half a day at most; which place it
    is at is not asked. Where no patrol is planned at all, another rule says so.
    """
    rounds = [one for one in plan.where(Round, event=event.id) if one.kind in PATROLS]
    if is_over(plan, event.id) or not rounds:
        return
    days: dict[date, list[Window]] = {}
    for one in plan.where(Session, event=event.id):
        if one.window is not None:
            days.setdefault(day_of(plan, event.id, one.window.start), []).append(one.window)
    held = sorted((min(one.start for one in sat), max(one.end for one in sat), day) for day, sat in days.items())
    tasks = [one for one in plan.where(Task, event=event.id) if one.kind in PATROLS and one.state != "dropped"]
    checked = [at for one in tasks if (at := one.due or (one.window.end if one.window is not None else None))]
    unchecked: list[date] = []
    for number, (_, end, day) in enumerate(held):
        until = later(end, CLOSING)
        if number + 1 < len(held):
            until = max(end, min(until, held[number + 1][0]))
        if until == end or plan.passed(until) or any(end <= at < until for at in checked):
            continue
        try:
            if not any(_times(plan, event, one, Window(end, until)) for one in rounds):
                unchecked.append(day)
        except InvalidInput:
            return  # another rule says of a recurrence that it is none
    if unchecked:
        yield Problem(
            "after the last sitting of {day} no fire check comes; so it is on {count} days",
            fix="add a task or a round of the kind 'fire' after the last sitting of each day",
            about=[Round.ref(one.id) for one in rounds],
            day=unchecked[0],
            count=len(unchecked),
        )


RULES = (
    Rule(
        "china.fire-patrol",
        "A fire patrol comes every two hours",
        check_patrol,
        each=Event,
        severity="hint",
        basis="公安部令61号: places of public assembly are patrolled at least every 2 h in opening hours; "
        "as secondary pages quote it, grade C. Without opening hours, from the first sitting of a day to the last",
    ),
    Rule(
        "china.closing-check",
        "A fire check comes after the last sitting of a day",
        check_closing,
        each=Event,
        severity="hint",
        basis="公安部令61号: places of public assembly are checked when they close; as secondary pages quote "
        "it, grade C. That the last sitting of a day is when a hall closes is our reading",
    ),
)
