"""Who met a case, who is held for it, and which posts fall empty."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING

import attrs

from meetsupport.core.times import Window
from meetsupport.model import Duty, HealthProtocol, Post, Requirement
from meetsupport.plan import derived
from meetsupport.readings.health import PERSON, Who
from meetsupport.readings.health_cases import Case, cases
from meetsupport.readings.health_presence import Presence, Spot, parts, presences_at, presences_of
from meetsupport.readings.whereabouts import duty_window

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = [
    "CONTACT_WINDOW",
    "Contact",
    "Hold",
    "Vacancy",
    "contacts",
    "holds",
    "holds_of",
    "vacancies",
]

CONTACT_WINDOW = timedelta(days=4)
"""How far back contacts are looked for where no protocol says it: a notice of 2022 from Shanghai has four days."""


@attrs.frozen
class Contact:
    """
    Somebody who met a case, or met somebody who did.

    Attributes:
        who: Who.
        step: 1 for who met the case, 2 for who met one of these, and so on.
        since: When they first met, at the least steps.
        via: Whom they met then.
        spot: Where.
    """

    who: Who
    step: int
    since: datetime
    via: Who
    spot: Spot


@attrs.frozen
class _Reached:
    since: datetime
    step: int
    via: Who
    spot: Spot


def contacts(plan: Reader, who: Who, window: Window, steps: int = 2) -> tuple[Contact, ...]:
    """
    Trace the contacts of a case through shared places, sessions, trips, rooms and tables.

    A chain goes forward in time: whom a contact met before meeting the case is no contact of the case.

    Args:
        plan: What to read.
        who: The case.
        window: From when until when the case may have passed it on.
        steps: How long a chain may be.

    Returns:
        Everybody who was reached, each once, by the number of steps and then by who they are.
    """
    earliest: dict[Who, datetime] = {who: window.start}
    found: dict[Who, Contact] = {}
    frontier = {who}
    for step in range(1, steps + 1):
        reached = _step(plan, {one: earliest[one] for one in frontier}, earliest, window.end, step)
        for other, how in reached.items():
            earliest[other] = how.since
            found.setdefault(other, Contact(other, step, how.since, how.via, how.spot))
        frontier = set(reached)
    found.pop(who, None)
    return tuple(sorted(found.values(), key=lambda one: (one.step, one.who)))


def _step(
    plan: Reader, frontier: dict[Who, datetime], earliest: dict[Who, datetime], until: datetime, step: int
) -> dict[Who, _Reached]:
    """Find whom the frontier meets earlier than they were met so far."""
    carried: dict[Spot, list[tuple[datetime, datetime, Who]]] = {}
    for one in sorted(frontier):
        for presence in plan.derive(presences_of, one):
            start, end = max(presence.window.start, frontier[one]), min(presence.window.end, until)
            if start < end:
                for spot in plan.derive(parts, presence.spot):
                    carried.setdefault(spot, []).append((start, end, one))
    reached: dict[Who, _Reached] = {}
    for spot, carriers in carried.items():
        carriers.sort()
        for presence, since, via in _met(plan.derive(presences_at, spot), carriers):
            other = presence.who
            known = reached[other].since if other in reached else earliest.get(other)
            if known is None or since < known:
                reached[other] = _Reached(since, step, via, spot)
    return reached


def _met(
    there: tuple[Presence, ...], carriers: list[tuple[datetime, datetime, Who]]
) -> Iterator[tuple[Presence, datetime, Who]]:
    """For each presence, find the first carrier that it meets: one who is there already, or the next to come."""
    starts = [start for start, _, _ in carriers]
    longest: list[tuple[datetime, Who]] = []
    for _, end, who in carriers:
        longest.append((end, who) if not longest or end > longest[-1][0] else longest[-1])
    for one in there:
        before = bisect_right(starts, one.window.start)
        if before and longest[before - 1][0] > one.window.start:
            yield one, one.window.start, longest[before - 1][1]
        elif before < len(starts) and starts[before] < one.window.end:
            yield one, starts[before], carriers[before][2]


# Who is held


@attrs.frozen
class Hold:
    """
    Somebody who is held since they met a case.

    Attributes:
        who: Who.
        case: The case.
        contact: How they met.
    """

    who: Who
    case: Case
    contact: Contact


@derived(sensitive="health")
def holds(plan: Reader, requirement: str) -> tuple[Hold, ...]:
    """
    List whom a requirement of the kind *contacts* holds, for all cases, in the order of who they are.

    Contacts are looked for from *within* before the illness began (`CONTACT_WINDOW` if it does not say) until the
    result was known (`Case.apart`), since from then on nobody meets the case. Whom another requirement of the same
    protocol is for, since it is of fewer steps, that one alone holds.
    """
    asks = plan.get(Requirement, requirement)
    if asks is None:
        return ()
    protocol = plan.get(HealthProtocol, asks.protocol)
    pathogen = protocol.pathogen if protocol is not None else ""
    found = [
        hold
        for case in plan.derive(cases, (asks.test, pathogen))
        for hold in plan.derive(_held_since, (requirement, case))
    ]
    return tuple(sorted(found, key=lambda one: (one.who, one.case.known, one.case.test)))


@derived(sensitive="health")
def _held_since(plan: Reader, key: tuple[str, Case]) -> tuple[Hold, ...]:
    """List whom one case has met: by itself, so that another case does not trace it again."""
    requirement, case = key
    asks = plan.get(Requirement, requirement)
    back = asks.within if asks is not None and asks.within is not None else CONTACT_WINDOW
    if asks is None or case.onset - back >= case.apart:
        return ()
    window = Window(case.onset - back, case.apart)
    nearer = max((one.count for one in _beside(plan, asks) if one.count < asks.count), default=0)
    return tuple(Hold(one.who, case, one) for one in contacts(plan, case.who, window, asks.count) if one.step > nearer)


def _beside(plan: Reader, asks: Requirement) -> Iterator[Requirement]:
    """Give the requirements of the same protocol that trace the same cases as far back, for the same people."""
    for one in plan.where(Requirement, protocol=asks.protocol, kind="contacts"):
        if (one.test, one.within) == (asks.test, asks.within) and set(one.cohorts) in (set(), set(asks.cohorts)):
            yield one


def holds_of(plan: Reader, requirement: str, who: Who) -> tuple[Hold, ...]:
    """List the holds of one requirement on somebody."""
    found = plan.derive(holds, requirement)
    at = bisect_left(found, who, key=attrgetter("who"))
    end = bisect_right(found, who, key=attrgetter("who"))
    return found[at:end]


# Posts


@attrs.frozen
class Vacancy:
    """
    A duty that nobody does if somebody is held.

    Attributes:
        duty: The id of the duty.
        post: The id of the post.
        person: Who is held.
        window: When.
        left: How many others are on duty at the post at some time in that window, at least.
        heads: How many the post needs.
    """

    duty: str
    post: str
    person: str
    window: Window
    left: int
    heads: int

    @property
    def empty(self) -> bool:
        """Whether nobody else is there at some moment."""
        return self.left == 0


def vacancies(plan: Reader, people: Iterable[Who], window: Window) -> tuple[Vacancy, ...]:
    """
    List the duties that fall out if some people are held, in the order of time.

    Args:
        plan: What to read.
        people: Who is held.
        window: From when until when they are.
    """
    held = {id for kind, id in people if kind == PERSON}
    found: list[Vacancy] = []
    for person in sorted(held):
        for duty in plan.where(Duty, person=person):
            own, post = duty_window(plan, duty), plan.get(Post, duty.post)
            if post is None or own is None or not own.overlaps(window):
                continue
            out = Window(max(own.start, window.start), min(own.end, window.end))
            found.append(Vacancy(duty.id, post.id, person, out, _left(plan, post, out, held), post.heads))
    return tuple(sorted(found, key=lambda one: (one.window.start, one.duty)))


def _left(plan: Reader, post: Post, window: Window, held: set[str]) -> int:
    """Count the fewest others who are at a post at any moment of a window."""
    shifts: list[tuple[Window, str]] = []
    for duty in plan.where(Duty, post=post.id):
        own = duty_window(plan, duty)
        if duty.person not in held and own is not None and own.overlaps(window):
            shifts.append((own, duty.person))
    turns = {window.start, *(w.end for w, _ in shifts), *(w.start for w, _ in shifts)}
    return min(
        len({who for own, who in shifts if own.holds(moment)})
        for moment in turns
        if window.start <= moment < window.end
    )
