"""How long people are on duty, how they rest, and what is owed to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import attrs

from meetsupport.core.times import Window
from meetsupport.model import (
    Appearance,
    Delegation,
    Duty,
    DutyLimit,
    Handover,
    Leave,
    Participant,
    Person,
    Post,
    Session,
    Task,
    Team,
    Trip,
)
from meetsupport.plan import derived
from meetsupport.readings.calendar import clock_of, off_day
from meetsupport.readings.heads import GONE
from meetsupport.readings.whereabouts import duty_window

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = [
    "NIGHT_ENDS",
    "Sitting",
    "Span",
    "attendance",
    "busiest_week",
    "days_off_worked",
    "duty_limit",
    "leave_owed",
    "longest_run",
    "night_shares",
    "nights",
    "open_at",
    "roles",
    "spans",
    "stretches",
]

NIGHT_ENDS = time(5)
"""A night is the time from midnight to this hour, in the zone of the event; who works in it has worked that night."""

_WEEK = timedelta(days=7)


@attrs.frozen(order=True)
class Span:
    """
    A time at work.

    Attributes:
        start: Its first moment.
        end: The first moment after it.
        event: The event in whose zone its days are counted.
    """

    start: datetime
    end: datetime
    event: str = ""


@derived
def spans(plan: Reader, person: str) -> tuple[Span, ...]:
    """List when somebody works, in order: duties, and trips as crew or liaison officer."""
    found: set[Span] = set()
    for duty in plan.where(Duty, person=person):
        window = duty_window(plan, duty)
        post = plan.get(Post, duty.post)
        if window is not None:
            found.add(Span(window.start, window.end, (post and post.event) or ""))
    for trip in (*plan.where(Trip, crew=person), *plan.where(Trip, liaison=person)):
        if trip.window is not None:
            found.add(Span(trip.window.start, trip.window.end, trip.event or ""))
    return tuple(sorted(found))


@derived
def stretches(plan: Reader, person: str) -> tuple[Window, ...]:
    """List the times at work without a break between them, in order: duties that touch or overlap are one."""
    made: list[Window] = []
    for span in plan.derive(spans, person):
        if made and span.start <= made[-1].end:
            made[-1] = Window(made[-1].start, max(made[-1].end, span.end))
        else:
            made.append(Window(span.start, span.end))
    return tuple(made)


def busiest_week(stretches: Iterable[Window]) -> tuple[timedelta, Window | None]:
    """
    Find the most that somebody works in any seven days.

    Args:
        stretches: When they work; none overlaps another.

    Returns:
        How long, and the seven days; of several the first. The most is reached in seven days that begin or end with a
        stretch, so only these are looked at.
    """
    worked = sorted(stretches, key=lambda one: one.start)
    best, where = timedelta(0), None
    starts = [one.start for one in worked] + [one.end - _WEEK for one in worked]
    for start in sorted(starts):
        end = start + _WEEK
        total = sum((_shared(one, start, end) for one in worked), timedelta(0))
        if total > best:
            best, where = total, Window(start, end)
    return best, where


def _shared(one: Window, start: datetime, end: datetime) -> timedelta:
    return max(min(one.end, end) - max(one.start, start), timedelta(0))


@derived
def nights(plan: Reader, person: str) -> tuple[date, ...]:
    """List the nights in which somebody works, each by the day on which it ends."""
    found: set[date] = set()
    for span in plan.derive(spans, person):
        start = clock_of(plan, span.event or None, span.start)
        end = clock_of(plan, span.event or None, span.end)
        day = start.date() if start.timetz().replace(tzinfo=None) < NIGHT_ENDS else start.date() + timedelta(days=1)
        while datetime.combine(day, time(0), end.tzinfo) < end:
            found.add(day)
            day += timedelta(days=1)
    return tuple(sorted(found))


def longest_run(days: Iterable[date]) -> tuple[date, ...]:
    """Give the longest run of days that follow each other; of several the first."""
    best: list[date] = []
    run: list[date] = []
    for day in sorted(set(days)):
        run = [*run, day] if run and day - run[-1] == timedelta(days=1) else [day]
        if len(run) > len(best):
            best = run
    return tuple(best)


@derived
def days_off_worked(plan: Reader, person: str) -> tuple[date, ...]:
    """List the days off, as the plan's calendar has them, on which somebody works."""
    found: set[date] = set()
    for span in plan.derive(spans, person):
        day = clock_of(plan, span.event or None, span.start).date()
        last = clock_of(plan, span.event or None, span.end - timedelta(microseconds=1)).date()
        while day <= last:
            if off_day(plan, day):
                found.add(day)
            day += timedelta(days=1)
    return tuple(sorted(found))


@derived
def leave_owed(plan: Reader, person: str) -> int:
    """Count the days of leave that are owed for work on days off, less those that were given (调休); never negative."""
    given = 0
    for leave in plan.where(Leave, person=person, kind="make-up"):
        if leave.window is not None:
            given += max(1, round((leave.window.end - leave.window.start) / timedelta(days=1)))
    return max(0, len(plan.derive(days_off_worked, person)) - given)


@derived
def roles(plan: Reader, person: str) -> tuple[str, ...]:
    """Name what somebody is at once, each once: the roles of their posts, lead, deputy, responsible, crew, liaison."""
    found: set[str] = set()
    for duty in plan.where(Duty, person=person):
        post = plan.get(Post, duty.post)
        found.add((post and (post.role or post.name)) or duty.post)
    if plan.where(Team, lead=person):
        found.add("lead")
    if plan.where(Team, deputy=person):
        found.add("deputy")
    if any(task.state not in {"done", "accepted", "dropped"} for task in plan.where(Task, responsible=person)):
        found.add("responsible")
    if plan.where(Trip, crew=person):
        found.add("crew")
    if plan.where(Trip, liaison=person):
        found.add("liaison")
    return tuple(sorted(found))


def duty_limit(plan: Reader, person: Person) -> Iterator[DutyLimit]:
    """Give the limits that hold for somebody: those of their team, and those of everybody."""
    if person.team is not None:
        yield from plan.where(DutyLimit, team=person.team)
    yield from plan.where(DutyLimit, team=None)


@derived
def night_shares(plan: Reader, team: str) -> tuple[tuple[str, int], ...]:
    """List for each of a team how many nights and days off they work, the most first."""
    shares = [
        (person.id, len(plan.derive(nights, person.id)) + len(plan.derive(days_off_worked, person.id)))
        for person in plan.where(Person, team=team)
    ]
    return tuple(sorted(shares, key=lambda one: (-one[1], one[0])))


@attrs.frozen
class Sitting:
    """
    The attendance of one delegation at a session.

    Attributes:
        delegation: The delegation's id; empty for those without one.
        due: How many should be there (应到).
        present: How many are (实到).
        on_leave: How many are excused (请假).
    """

    delegation: str
    due: int
    present: int
    on_leave: int


@derived
def attendance(plan: Reader, session: str) -> tuple[Sitting, ...]:
    """
    Count who is due, present and on leave at a session, by delegation in the order of ids.

    Due are those who are expected in it by name; where nobody is, all participants of its event.
    """
    found = plan.get(Session, session)
    if found is None:
        return ()
    due: Counter[str] = Counter()
    present: Counter[str] = Counter()
    away: Counter[str] = Counter()
    for participant, state in _expected(plan, found):
        who = plan.get(Participant, participant)
        if who is None or who.state in GONE:
            continue
        group = who.delegation or ""
        due[group] += 1
        if state == "present":
            present[group] += 1
        elif state == "on-leave" or who.state == "on-leave" or _on_leave(plan, participant, found.window):
            away[group] += 1
    return tuple(Sitting(group, due[group], present[group], away[group]) for group in sorted(due))


def _expected(plan: Reader, session: Session) -> Iterator[tuple[str, str]]:
    named = [(one.participant, one.state) for one in plan.where(Appearance, session=session.id) if one.participant]
    if named or session.event is None:
        yield from named
        return
    for delegation in plan.where(Delegation, event=session.event):
        for participant in plan.where(Participant, delegation=delegation.id):
            yield participant.id, ""
    for participant in plan.where(Participant, event=session.event, delegation=None):
        yield participant.id, ""


def _on_leave(plan: Reader, participant: str, window: Window | None) -> bool:
    return window is not None and bool(plan.overlapping(Leave, window, participant=participant))


@derived
def open_at(plan: Reader, handover: str) -> tuple[str, ...]:
    """List the open tasks that a hand-over passes on, by id: those of its team, and of its post's team."""
    found = plan.get(Handover, handover)
    if found is None:
        return ()
    post = plan.get(Post, found.post) if found.post is not None else None
    teams = {found.team, post.team if post is not None else None} - {None}
    tasks = {
        task.id
        for team in sorted(team for team in teams if team)
        for task in plan.where(Task, team=team)
        if task.state in {"open", "started"}
    }
    return tuple(sorted(tasks))
