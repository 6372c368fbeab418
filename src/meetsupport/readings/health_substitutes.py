"""Who can do a duty instead of somebody who may not."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

import attrs

from meetsupport.model import Duty, Event, Leave, Person, Post
from meetsupport.plan import derived
from meetsupport.readings.engagements import engagements_of
from meetsupport.readings.health import PERSON, asked, unasked_tests
from meetsupport.readings.health_cases import is_ill
from meetsupport.readings.health_clearance import ON_DUTY, Outcome, clearance
from meetsupport.readings.health_judges import MET
from meetsupport.readings.health_loops import loop_of_place, outside_loop
from meetsupport.readings.rosters import duty_limits, post_event, stretches
from meetsupport.readings.whereabouts import duty_window, has_skill, post_place

if TYPE_CHECKING:
    from meetsupport.core.times import Window
    from meetsupport.plan import Reader

__all__ = ["StandIn", "stand_ins", "substitutes"]


@attrs.frozen
class StandIn:
    """
    Somebody who can do a duty instead.

    Attributes:
        person: The id of the person.
        later: What they do not meet only because nobody can yet, such as the test of a day to come; none where all is
            met already.
    """

    person: str
    later: tuple[Outcome, ...]


def stand_ins(plan: Reader, duty: str, *, most: int | None = None, among: int | None = None) -> tuple[StandIn, ...]:
    """
    List who can do a duty instead: with the skill, free, rested, cleared, and of the loop that its place lies in.

    Free is who has no other duty, trip, session or leave then; rested, who keeps the rest and the longest time on duty
    that they are held to (`DutyLimit`). Cleared is who meets what is asked on duty, and what was asked at the opening.

    Whoever does not meet only what nobody can meet yet (a round that begins, or a test that counts, from a moment on
    that has not come) can do it too, and comes after those who are cleared. People of the post's team come first. A
    post without a skill and a team can be filled by anybody.

    Args:
        plan: What to read.
        duty: The id of the duty.
        most: How many to look for; without it, all.
        among: How many people to look at, at most; without it, all.

    Returns:
        Who can; health data.
    """
    found = plan.get(Duty, duty)
    post = plan.get(Post, found.post) if found is not None else None
    window = duty_window(plan, found) if found is not None else None
    if found is None or post is None or window is None:
        return ()
    place = post_place(plan, post)
    loop = plan.derive(loop_of_place, place) if place is not None else None
    chosen: list[StandIn] = []
    for person in islice(_pool(plan, post), among):
        if person == found.person or not _free(plan, person, window) or not _rested(plan, person, window):
            continue
        if is_ill(plan, (PERSON, person), window.start) or _is_unasked(plan, person, post, window.start):
            continue
        if loop is not None and outside_loop(plan, (PERSON, person), loop, window) is not None:
            continue
        later = _later(plan, _outcomes(plan, person, post, window.start))
        if later is not None:
            chosen.append(StandIn(person, later))
            if most is not None and len(chosen) >= most:
                break
    return tuple(sorted(chosen, key=lambda one: bool(one.later)))


def substitutes(plan: Reader, duty: str, *, most: int | None = None, among: int | None = None) -> tuple[str, ...]:
    """Give the ids of those who can do a duty instead; see `stand_ins`, which says what they still need."""
    return tuple(one.person for one in stand_ins(plan, duty, most=most, among=among))


def _pool(plan: Reader, post: Post) -> Iterator[str]:
    """Give whoever has the skill, those of the team first."""
    team = plan.where(Person, team=post.team) if post.team is not None else ()
    own = dict.fromkeys(one.id for one in team if not post.skill or has_skill(one, post.skill))
    yield from own
    if post.skill:
        yield from (one for one in plan.derive(_skilled, post.skill.casefold()) if one not in own)
    elif post.team is None:
        yield from (one.id for one in plan.all(Person))


@derived
def _skilled(plan: Reader, skill: str) -> tuple[str, ...]:
    return tuple(one.id for one in plan.all(Person) if has_skill(one, skill))


def _outcomes(plan: Reader, person: str, post: Post, moment: datetime) -> tuple[Outcome, ...]:
    """Give how all stands that is asked of somebody on duty, and that was asked of them at the opening."""
    who = PERSON, person
    on_duty = clearance(plan, who, moment).at(*ON_DUTY).outcomes
    event = post_event(plan, post)
    found = plan.get(Event, event) if event is not None else None
    if found is None or found.window is None or not any(a.requirement.at == "opening" for a in plan.derive(asked, who)):
        return on_duty
    return (*on_duty, *clearance(plan, who, found.window.start).at("opening").outcomes)


def _is_unasked(plan: Reader, person: str, post: Post, moment: datetime) -> bool:
    """Say whether tests are asked at the event, and none of somebody who belongs to no cohort that is tested."""
    event = post_event(plan, post)
    return event is not None and bool(unasked_tests(plan, (PERSON, person), event, moment))


def _later(plan: Reader, outcomes: tuple[Outcome, ...]) -> tuple[Outcome, ...] | None:
    """Give what is not met because it cannot be yet; ``None`` if anything is not met for another reason."""
    unmet = tuple(one for one in outcomes if one.state != MET)
    waits = all(one.opens is not None and not plan.passed(one.opens) for one in unmet)
    return unmet if waits else None


# Who is free

_Spans: TypeAlias = "tuple[tuple[datetime, ...], tuple[datetime, ...]]"


@derived
def _busy(plan: Reader, person: str) -> _Spans:
    """List when somebody begins to be busy or away, and when they end, each in the order of time."""
    known = [window for _, window in engagements_of(plan, person)]
    known += [leave.window for leave in plan.where(Leave, person=person) if leave.window is not None]
    return tuple(sorted(one.start for one in known)), tuple(sorted(one.end for one in known))


def _free(plan: Reader, person: str, window: Window) -> bool:
    """Say whether whatever somebody begins before the end of a window is over at its start."""
    starts, ends = plan.derive(_busy, person)
    return bisect_left(starts, window.end) == bisect_right(ends, window.start)


def _rested(plan: Reader, person: str, window: Window) -> bool:
    """Say whether somebody who works in a window too keeps the rest, and the longest time, that they are held to."""
    found = plan.get(Person, person)
    limits = duty_limits(plan, found) if found is not None else ()
    rest = max((limit.rest for limit in limits if limit.rest is not None), default=None)
    longest = min((limit.longest for limit in limits if limit.longest is not None), default=None)
    if rest is None and longest is None:
        return True
    start, end = window.start, window.end
    worked = plan.derive(stretches, person)
    for one in worked:  # no two of them touch, so the new one grows by each of its neighbours once
        if one.start <= end and start <= one.end:
            start, end = min(start, one.start), max(end, one.end)
    if longest is not None and end - start > longest:
        return False
    return rest is None or all(
        start <= one.start <= end or start - one.end >= rest or one.start - end >= rest for one in worked
    )
