"""Whether somebody may come or be on duty at a moment, requirement by requirement, and why not."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias

import attrs

from meetsupport.core.messages import Message
from meetsupport.model import (
    Appearance,
    Arrival,
    Duty,
    Event,
    Leave,
    Participant,
    Person,
    Post,
    Session,
    Trip,
)
from meetsupport.plan import derived
from meetsupport.readings.heads import GONE
from meetsupport.readings.health import (
    PARTICIPANT,
    PERSON,
    Obligation,
    Who,
    asked,
    members,
)
from meetsupport.readings.health_loops import loop_of_place, loops_at
from meetsupport.readings.whereabouts import duty_window, post_place

if TYPE_CHECKING:
    from meetsupport.core.times import Window
    from meetsupport.plan import Reader
    from meetsupport.readings.health_tests import Swabs

from meetsupport.readings.health_judges import (
    ALWAYS_MET,
    MET,
    NOT_MET,
    NOT_PERSONAL,
    UNKNOWN,
    WAITING,
    Judge,
    State,
    fresh_from,
    judge_for,
)

__all__ = [
    "Clearance",
    "CohortClearance",
    "Lack",
    "Outcome",
    "clearance",
    "cohort_clearance",
    "duty_lacks",
    "guest_lacks",
    "substitutes",
]

ON_DUTY = frozenset({"duty", "entry", "always"})
ON_ENTRY = frozenset({"entry", "always"})


# At a moment


@attrs.frozen
class Outcome:
    """
    How one requirement stands for somebody at a moment.

    Attributes:
        requirement: The id of the requirement.
        kind: Its kind.
        at: When it is asked.
        state: Whether it is met.
        reason: Why not.
        records: The types and ids of the records that show it.
        hint: Whether its source is weak.
    """

    requirement: str
    kind: str
    at: str
    state: State
    reason: Message | None
    records: tuple[tuple[str, str], ...]
    hint: bool


@attrs.frozen
class Clearance:
    """
    Whether somebody is cleared at a moment.

    Attributes:
        who: Who.
        moment: When.
        outcomes: One for each requirement that is in force then; none where nothing is asked.
    """

    who: Who
    moment: datetime
    outcomes: tuple[Outcome, ...]

    @property
    def state(self) -> State:
        """The worst of all outcomes: not met, unknown, pending, met."""
        states = {one.state for one in self.outcomes}
        for state in (NOT_MET, UNKNOWN, WAITING):
            if state in states:
                return state
        return MET

    @property
    def clear(self) -> bool:
        """Whether all that is asked is met; what is unknown or pending clears nobody."""
        return self.state == MET

    def at(self, *occasions: str) -> Clearance:
        """Give the same for what is asked on some occasions: duty, entry, arrival, opening, always."""
        return attrs.evolve(self, outcomes=tuple(one for one in self.outcomes if one.at in occasions))


@derived(sensitive="health")
def _clearance(plan: Reader, key: tuple[str, str, datetime]) -> Clearance:
    kind, id, moment = key
    who = kind, id
    found: dict[str, Outcome] = {}
    for one in plan.derive(asked, who):
        asks = one.requirement
        if asks.kind in NOT_PERSONAL or asks.id in found or not one.holds(moment):
            continue
        state, reason, records = judge_for(plan, who, one)(moment)
        shown = tuple((record.__record__.name, record.id) for record in records)
        found[asks.id] = Outcome(asks.id, asks.kind, asks.at, state, reason, shown, one.hint)
    return Clearance(who, moment, tuple(found.values()))


def clearance(plan: Reader, who: Who, moment: datetime) -> Clearance:
    """
    Say whether somebody may come, enter or be on duty at a moment, and why not.

    It is health data: a view that may not see that gets a masked value.

    Args:
        plan: What to read.
        who: ``("Person", id)`` or ``("Participant", id)``.
        moment: The moment. A test sampled exactly at the limit still counts; one whose result came only after the
            moment does not, it is pending.

    Returns:
        One outcome for each requirement of the protocols in force then, for all occasions; see `Clearance.at`.
    """
    return plan.derive(_clearance, (*who, moment))


@attrs.frozen
class CohortClearance:
    """
    Who of a cohort is cleared.

    Attributes:
        people: How many belong to it.
        clear: How many are cleared.
        pending: Who waits for a result.
        barred: Who is not cleared for another reason.
    """

    people: int
    clear: int
    pending: tuple[Who, ...]
    barred: tuple[Who, ...]


def cohort_clearance(plan: Reader, cohort: str, moment: datetime) -> CohortClearance:
    """Say who of a cohort is cleared at a moment. It is health data, as `clearance` is."""
    states = {who: clearance(plan, who, moment).state for who in plan.derive(members, cohort)}
    pending = tuple(who for who, state in states.items() if state == WAITING)
    barred = tuple(who for who, state in states.items() if state in {NOT_MET, UNKNOWN})
    return CohortClearance(len(states), len(states) - len(pending) - len(barred), pending, barred)


# Before each duty, session, arrival and opening


@attrs.frozen
class Lack:
    """
    A requirement that somebody does not meet for something that they are to do.

    Attributes:
        source: The type and id of what they are to do: a duty, an appearance, an arrival or an event.
        moment: When it begins.
        until: When it ends.
        requirement: The id of the requirement.
        kind: The kind of requirement.
        state: How it stands.
        reason: Why.
        opens: From when it could be met; before that there is nothing to do yet.
        hint: Whether its source is weak.
    """

    source: tuple[str, str]
    moment: datetime
    until: datetime
    requirement: str
    kind: str
    state: State
    reason: Message | None
    opens: datetime | None
    hint: bool


_Judged: TypeAlias = "Sequence[tuple[Obligation, Judge]]"


def _judged(plan: Reader, who: Who, asks: Iterable[Obligation], occasions: frozenset[str]) -> _Judged:
    """Make what judges somebody on some occasions, without what cannot count against them."""
    found = [
        (one, judge_for(plan, who, one))
        for one in asks
        if one.requirement.at in occasions and one.requirement.kind not in NOT_PERSONAL
    ]
    return [(one, judge) for one, judge in found if judge is not ALWAYS_MET]


def _lacks(judged: _Judged, source: tuple[str, str], moment: datetime, until: datetime, found: list[Lack]) -> None:
    for one, judge in judged:
        if not one.holds(moment):
            continue
        state, reason, _ = judge(moment)
        if state != MET:
            asks = one.requirement
            span = asks.within if asks.kind in {"test", "temperature"} else None
            span = asks.interval if asks.kind == "round" else span
            opens = moment - span if span is not None else None
            found.append(Lack(source, moment, until, asks.id, asks.kind, state, reason, opens, one.hint))


def _openings(plan: Reader, who: Who, asks: Iterable[Obligation], found: list[Lack]) -> None:
    for one in asks:
        event = plan.get(Event, one.event) if one.requirement.at == "opening" and one.event is not None else None
        if event is not None and event.window is not None:
            judged = _judged(plan, who, (one,), frozenset({"opening"}))
            _lacks(judged, ("Event", event.id), event.window.start, event.window.end, found)


@derived(sensitive="health")
def duty_lacks(plan: Reader, person: str) -> tuple[Lack, ...]:
    """
    List what somebody who works lacks: at the start of each duty, and at the opening of each event.

    A requirement that is asked on *entry* is asked of those on duty too, since they go in.
    """
    who = PERSON, person
    asks = plan.derive(asked, who)
    if not asks:
        return ()
    found: list[Lack] = []
    windows: list[tuple[str, Window]] | None = None
    for one in asks:
        if one.requirement.at not in ON_DUTY or one.requirement.kind in NOT_PERSONAL:
            continue
        fresh = fresh_from(plan, who, one)
        judge = judge_for(plan, who, one) if fresh is None else None
        if judge is ALWAYS_MET:
            continue
        if windows is None:
            windows = _shifts(plan, person)
        left = windows if fresh is None else _without_fresh(windows, *fresh)
        if left and judge is None:
            judge = judge_for(plan, who, one)
        for duty, window in left:
            _lacks([(one, judge)] if judge else (), ("Duty", duty), window.start, window.end, found)
    _openings(plan, who, asks, found)
    return _once(found)


def _once(found: list[Lack]) -> tuple[Lack, ...]:
    """Leave out what is asked again through another cohort or adoption."""
    return tuple({(one.source, one.requirement): one for one in found}.values()) if len(found) > 1 else tuple(found)


def _shifts(plan: Reader, person: str) -> list[tuple[str, Window]]:
    found = [(d.id, d.window or duty_window(plan, d)) for d in plan.where(Duty, person=person)]
    return [(duty, window) for duty, window in found if window is not None]


def _without_fresh(windows: list[tuple[str, Window]], own: Swabs, within: timedelta) -> list[tuple[str, Window]]:
    """Leave out the duties before which there is a test that shows at once that all is well; most have one."""
    left: list[tuple[str, Window]] = []
    times, negative = own.times, own.negative
    for shift in windows:
        start = shift[1].start
        at = bisect_right(times, start)
        while at:
            known = negative[at - 1].resulted
            if known is None or known <= start:
                break
            at -= 1
        if not at or start - times[at - 1] > within:
            left.append(shift)
    return left


@derived(sensitive="health")
def guest_lacks(plan: Reader, participant: str) -> tuple[Lack, ...]:
    """List what somebody who takes part lacks: at their arrival, at each session, and at the opening."""
    who = PARTICIPANT, participant
    guest = plan.get(Participant, participant)
    asks = plan.derive(asked, who) if guest is not None and guest.state not in GONE else ()
    if guest is None or not asks:
        return ()
    found: list[Lack] = []
    arrival = plan.get(Arrival, guest.arrival) if guest.arrival is not None else None
    if arrival is not None and arrival.due is not None:
        judged = _judged(plan, who, asks, frozenset({"arrival"}))
        _lacks(judged, ("Arrival", arrival.id), arrival.due, arrival.due, found)
    judged = _judged(plan, who, asks, ON_ENTRY)
    for one in plan.where(Appearance, participant=participant):
        session = plan.get(Session, one.session)
        if judged and session is not None and session.window is not None and one.state not in {"on-leave", "absent"}:
            _lacks(judged, ("Appearance", one.id), session.window.start, session.window.end, found)
    _openings(plan, who, asks, found)
    return _once(found)


# Who can stand in


def substitutes(plan: Reader, duty: str, *, most: int | None = None, among: int | None = None) -> tuple[str, ...]:
    """
    List who can do a duty instead: with the skill, free, cleared, and of the loop that its place lies in.

    People of the post's team come first. A post without a skill and a team can be filled by anybody.

    Args:
        plan: What to read.
        duty: The id of the duty.
        most: How many to look for; without it, all.
        among: How many people to look at, at most; without it, all.

    Returns:
        The ids of people, health data since each is cleared.
    """
    found = plan.get(Duty, duty)
    post = plan.get(Post, found.post) if found is not None else None
    window = duty_window(plan, found) if found is not None else None
    if found is None or post is None or window is None:
        return ()
    if post.skill:
        pool = plan.where(Person, skills=post.skill)
    else:
        pool = plan.where(Person, team=post.team) if post.team is not None else plan.all(Person)
    pool = tuple(sorted(pool, key=lambda one: (one.team != post.team, one.id)))[:among]
    place = post_place(plan, post)
    loop = plan.derive(loop_of_place, place) if place is not None else None
    chosen: list[str] = []
    for one in pool:
        who = PERSON, one.id
        if one.id == found.person or not _free(plan, one.id, found):
            continue
        if loop is not None and loop not in loops_at(plan, who, window):
            continue
        if clearance(plan, who, window.start).at(*ON_DUTY).clear:
            chosen.append(one.id)
            if most is not None and len(chosen) >= most:
                break
    return tuple(chosen)


def _free(plan: Reader, person: str, duty: Duty) -> bool:
    window = duty_window(plan, duty)
    if window is None:
        return False
    windows = [duty_window(plan, other) for other in plan.where(Duty, person=person)]
    windows += [trip.window for trip in (*plan.where(Trip, crew=person), *plan.where(Trip, liaison=person))]
    windows += [leave.window for leave in plan.where(Leave, person=person)]
    return not any(other is not None and other.overlaps(window) for other in windows)
