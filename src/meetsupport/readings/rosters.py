"""How long people are on duty, how they rest, and what is owed to them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING

import attrs

from meetsupport.core.times import Window
from meetsupport.model import Arrival, Duty, DutyLimit, Itinerary, Leave, Person, Post, Session, Task, Team, Trip
from meetsupport.plan import derived
from meetsupport.readings.calendar import clock_of, off_day
from meetsupport.readings.whereabouts import duty_window

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = [
    "NIGHT_ENDS",
    "DutyShare",
    "NightWorked",
    "Turn",
    "WorkWeek",
    "days_off_worked",
    "duty_limits",
    "duty_shares",
    "leave_owed",
    "night_runs",
    "nights_worked",
    "post_event",
    "roles_of",
    "stretches",
    "turns",
    "unit_shares",
    "work_weeks",
]

NIGHT_ENDS = time(5)
"""A night is the time from midnight to this hour, by the clocks of the event; who works in it works that night."""

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_MOMENT = timedelta(microseconds=1)


@attrs.frozen(order=True)
class Turn:
    """
    A time at work: a duty, or a trip as crew or liaison officer.

    Attributes:
        start: Its first moment.
        end: The first moment after it.
        event: The event by whose clocks its days are counted; empty where it is for none.
    """

    start: datetime
    end: datetime
    event: str = ""

    @property
    def key(self) -> str:
        """What tells it from the other turns of the same person."""
        return f"{self.start.isoformat()}/{self.end.isoformat()}/{self.event}"


@attrs.frozen
class WorkWeek:
    """
    Seven days with work in them.

    Attributes:
        worked: How long somebody works in them.
        window: The seven days.
        until: When the last work in them ends.
    """

    worked: timedelta
    window: Window
    until: datetime


@attrs.frozen(order=True)
class NightWorked:
    """
    A night in which somebody works.

    Attributes:
        day: The day whose first hours it is.
        until: When the work in it ends.
    """

    day: date
    until: datetime


@attrs.frozen
class DutyShare:
    """
    What somebody, or a unit, bears.

    Attributes:
        subject: The id of the person or the team.
        heads: One, or how many the team has.
        nights: Nights worked, by all of them together.
        days_off: Days off worked.
        hours: Time at work; what is worked twice at once counts once.
    """

    subject: str
    heads: int
    nights: int
    days_off: int
    hours: timedelta

    @property
    def borne(self) -> float:
        """Nights and days off for each head."""
        return (self.nights + self.days_off) / self.heads if self.heads else 0.0


def post_event(plan: Reader, post: Post | None) -> str | None:
    """Say which event a post is for: its own, or that of its session."""
    if post is not None and post.event is None and post.session is not None:
        session = plan.get(Session, post.session)
        return session.event if session is not None else None
    return post.event if post is not None else None


@derived
def turns(plan: Reader, person: str) -> tuple[Turn, ...]:
    """List when somebody works, in order: duties, and trips as crew or liaison officer, standby vehicles too."""
    found: set[Turn] = set()
    for duty in plan.where(Duty, person=person):
        window = duty_window(plan, duty)
        if window is not None:
            found.add(Turn(window.start, window.end, post_event(plan, plan.get(Post, duty.post)) or ""))
    for trip in (*plan.where(Trip, crew=person), *plan.where(Trip, liaison=person)):
        if trip.window is not None:
            found.add(Turn(trip.window.start, trip.window.end, trip.event or ""))
    return tuple(sorted(found))


@derived
def stretches(plan: Reader, person: str) -> tuple[Window, ...]:
    """List the times at work without a break, in order: turns that touch or overlap are one."""
    made: list[Window] = []
    for turn in plan.derive(turns, person):
        if made and turn.start <= made[-1].end:
            made[-1] = Window(made[-1].start, max(made[-1].end, turn.end))
        else:
            made.append(Window(turn.start, turn.end))
    return tuple(made)


def work_weeks(worked: Iterable[Window]) -> tuple[WorkWeek, ...]:
    """
    List seven days in which somebody works, those with the most work first.

    Args:
        worked: When they work; none overlaps another.

    Returns:
        The seven days that begin when a stretch begins or end when one ends. The most that is worked in any seven
        days is worked in one of them: a window that moves on gains until a stretch ends, or loses from when one begins.
    """
    ordered = sorted(worked, key=lambda one: one.start)
    starts = [one.start for one in ordered]
    sums = [timedelta(0), *accumulate(one.length for one in ordered)]

    def before(moment: datetime) -> timedelta:
        at = bisect_right(starts, moment)
        return sums[at] - max(ordered[at - 1].end - moment, timedelta(0)) if at else timedelta(0)

    found: list[WorkWeek] = []
    for start in sorted({*starts, *(one.end - _WEEK for one in ordered)}):
        end = start + _WEEK
        last = ordered[bisect_right(starts, end - _MOMENT) - 1]
        found.append(WorkWeek(before(end) - before(start), Window(start, end), min(last.end, end)))
    return tuple(sorted(found, key=lambda one: (-one.worked, one.window.start)))


def _walls(plan: Reader, turn: Turn) -> tuple[datetime, datetime]:
    """Give what clocks show, without an offset, when a turn begins and ends."""
    event = turn.event or None
    start, end = (clock_of(plan, event, moment).replace(tzinfo=None) for moment in (turn.start, turn.end))
    return start, end


def _days(first: date, last: date) -> Iterator[date]:
    return (date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1))


@derived
def nights_worked(plan: Reader, person: str) -> tuple[NightWorked, ...]:
    """List the nights in which somebody works, in order."""
    found: dict[date, datetime] = {}
    for turn in plan.derive(turns, person):
        start, end = _walls(plan, turn)
        for day in _days(start.date(), end.date()):
            dawn = datetime.combine(day, NIGHT_ENDS)
            if start < dawn and datetime.combine(day, time.min) < end:
                until = turn.end - max(end - dawn, timedelta(0))
                found[day] = max(found.get(day, until), until)
    return tuple(NightWorked(day, found[day]) for day in sorted(found))


def night_runs(nights: Iterable[NightWorked]) -> tuple[tuple[NightWorked, ...], ...]:
    """Gather nights that follow each other, in order; each run is as long as it gets."""
    made: list[list[NightWorked]] = []
    for night in sorted(nights):
        if made and night.day - made[-1][-1].day == _DAY:
            made[-1].append(night)
        else:
            made.append([night])
    return tuple(tuple(run) for run in made)


@derived
def days_off_worked(plan: Reader, person: str) -> tuple[date, ...]:
    """List the days off, as the plan's calendar has them, on which somebody works, be it for an hour."""
    found: set[date] = set()
    for turn in plan.derive(turns, person):
        start, end = _walls(plan, turn)
        found.update(_days(start.date(), (end - _MOMENT).date()))
    return tuple(sorted(day for day in found if off_day(plan, day)))


@derived
def leave_owed(plan: Reader, person: str) -> int:
    """
    Count the days of leave that are owed for work on days off, less those that were given; never negative.

    Each day off with work on it is owed as a day. Given is each working day that leave of the kind make-up (调休)
    touches, by the clocks of the event that they worked at last before it.
    """
    owed = plan.derive(days_off_worked, person)
    if not owed:
        return 0
    worked = plan.derive(turns, person)
    given: set[date] = set()
    for leave in plan.where(Leave, person=person, kind="make-up"):
        if leave.window is not None:
            before = [turn for turn in worked if turn.start <= leave.window.start] or worked[:1]
            start, end = _walls(plan, Turn(leave.window.start, leave.window.end, before[-1].event))
            given.update(_days(start.date(), (end - _MOMENT).date()))
    return max(0, len(owed) - sum(not off_day(plan, day) for day in given))


@derived
def roles_of(plan: Reader, person: str) -> tuple[str, ...]:
    """
    Name what somebody is, each once, in the order of the words.

    The roles of their posts (or what a post without one is called), and lead, deputy, responsible (for a task that is
    open), crew, liaison, greeter, escort.
    """
    found: set[str] = set()
    for duty in plan.where(Duty, person=person):
        post = plan.get(Post, duty.post)
        found.add((post and (post.role or post.name)) or duty.post)
    if any(task.state in {"open", "started"} for task in plan.where(Task, responsible=person)):
        found.add("responsible")
    held = {
        "lead": plan.where(Team, lead=person),
        "deputy": plan.where(Team, deputy=person),
        "crew": plan.where(Trip, crew=person),
        "liaison": plan.where(Trip, liaison=person),
        "greeter": plan.where(Arrival, greeter=person),
        "escort": plan.where(Itinerary, escorts=person),
    }
    return tuple(sorted(found | {role for role, records in held.items() if records}))


def duty_limits(plan: Reader, person: Person) -> tuple[DutyLimit, ...]:
    """
    Give the limits of duty that somebody is held to.

    A limit with a team holds for its people, one with an event for those whose team works at it and for whoever else
    does, in all that they do; one with neither holds for everybody.
    """
    limits = plan.where(DutyLimit, team=None)
    if person.team is not None:
        limits = (*limits, *plan.where(DutyLimit, team=person.team))
    if all(limit.event is None for limit in limits):
        return limits
    events = {turn.event for turn in plan.derive(turns, person.id)}
    if person.team is not None:
        worked_at = plan.derive(events_of_team, person.team)
        events |= set(worked_at)
    return tuple(limit for limit in limits if limit.event is None or limit.event in events)


@derived
def _share(plan: Reader, person: str) -> DutyShare:
    worked = sum((one.length for one in plan.derive(stretches, person)), timedelta(0))
    nights, days_off = plan.derive(nights_worked, person), plan.derive(days_off_worked, person)
    return DutyShare(person, 1, len(nights), len(days_off), worked)


@derived
def duty_shares(plan: Reader, team: str) -> tuple[DutyShare, ...]:
    """List what each of a team bears: who has the most nights and days off comes first."""
    shares = [plan.derive(_share, person.id) for person in plan.where(Person, team=team)]
    return tuple(sorted(shares, key=lambda one: (-one.borne, one.subject)))


@derived
def teams_of_event(plan: Reader, event: str) -> tuple[str, ...]:
    """List the teams that work at an event, in the order of their ids: its own, and those of its posts and tasks."""
    found = {team.id for team in plan.where(Team, event=event)}
    teams = {post.team for post in plan.where(Post, event=event)} | {t.team for t in plan.where(Task, event=event)}
    return tuple(sorted(found | {team for team in teams if team is not None}))


@derived
def events_of_team(plan: Reader, team: str) -> tuple[str, ...]:
    """List the events that a team works at, in the order of their ids: its own, and those of its posts and tasks."""
    found = plan.get(Team, team)
    events = {found.event if found is not None else None}
    events |= {post.event for post in plan.where(Post, team=team)} | {t.event for t in plan.where(Task, team=team)}
    return tuple(sorted(one for one in events if one is not None))


@derived
def unit_shares(plan: Reader, event: str) -> tuple[DutyShare, ...]:
    """List what each team that works at an event bears: who has the most nights and days off a head comes first."""
    found: list[DutyShare] = []
    for team in plan.derive(teams_of_event, event):
        shares = plan.derive(duty_shares, team)
        nights, days_off = sum(one.nights for one in shares), sum(one.days_off for one in shares)
        worked = sum((one.hours for one in shares), timedelta(0))
        found.append(DutyShare(team, len(shares), nights, days_off, worked))
    return tuple(sorted(found, key=lambda one: (-one.borne, one.subject)))
