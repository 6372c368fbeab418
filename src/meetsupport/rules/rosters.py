"""Rest, nights, leave and fairness of those who work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from meetsupport.core.times import Window
from meetsupport.model import DutyLimit, Event, Leave, LoopStay, Person, Task, Team, Training
from meetsupport.plugins import Problem, Rule
from meetsupport.readings.rosters import (
    DutyShare,
    duty_limits,
    duty_shares,
    events_of_team,
    leave_owed,
    night_runs,
    nights_worked,
    roles_of,
    stretches,
    turns,
    unit_shares,
    work_weeks,
)
from meetsupport.rules import minors, rosters_cover, standby_vehicles
from meetsupport.rules._settling import event_over
from meetsupport.rules._words import grounds
from meetsupport.rules.posts import CLOSED, gaps

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["RULES"]

MANY_ROLES = 4
"""So many roles on one person are pointed out. No source has a number; it is this library's own, so it gives a hint."""

UNFAIR = 2
"""So many more nights and days off than a colleague are still fair. No source has a number, so it gives a hint."""


def check_rest(plan: Reader, person: Person) -> Iterator[Problem]:
    """Find two stretches of work with too little rest between them, until the second begins."""
    limits = [(limit.rest, limit.basis) for limit in duty_limits(plan, person) if limit.rest is not None]
    if not limits:
        return
    rest, basis = max(limits)
    worked = plan.derive(stretches, person.id)
    for one, following in pairwise(worked):
        if following.start - one.end < rest and not plan.passed(following.start):
            yield Problem(
                "rests {pause} between {one} and {following}, and needs {rest} ({basis})",
                key=following.start.isoformat(),
                fix="give one of the duties to somebody else",
                pause=following.start - one.end,
                one=one,
                following=following,
                rest=rest,
                basis=grounds(basis),
            )


def check_longest(plan: Reader, person: Person) -> Iterator[Problem]:
    """Find a stretch of work that is too long, until it ends. Duties that touch are one stretch."""
    limits = [(limit.longest, limit.basis) for limit in duty_limits(plan, person) if limit.longest is not None]
    if not limits:
        return
    longest, basis = min(limits)
    for one in plan.derive(stretches, person.id):
        if one.length > longest and not plan.passed(one.end):
            yield Problem(
                "is on duty for {length}, {when}, and may be for {longest} ({basis})",
                key=one.start.isoformat(),
                fix="have somebody relieve them",
                length=one.length,
                when=one,
                longest=longest,
                basis=grounds(basis),
            )


def check_week(plan: Reader, person: Person) -> Iterator[Problem]:
    """Find the busiest seven days, of those with work still to come, in which somebody works too long."""
    limits = [(limit.weekly, limit.basis) for limit in duty_limits(plan, person) if limit.weekly is not None]
    if not limits:
        return
    weekly, basis = min(limits)
    worked = plan.derive(stretches, person.id)
    for week in work_weeks(worked):
        if week.worked <= weekly:
            return
        if not plan.passed(week.until):
            yield Problem(
                "works {worked} in seven days, {when}, and may for {weekly} ({basis})",
                fix="share the duties out",
                worked=week.worked,
                when=week.window,
                weekly=weekly,
                basis=grounds(basis),
            )
            return


def check_nights(plan: Reader, person: Person) -> Iterator[Problem]:
    """Find too many nights in a row, until the work in the last of them ends."""
    limits = [(limit.nights, limit.basis) for limit in duty_limits(plan, person) if limit.nights is not None]
    if not limits:
        return
    most, basis = min(limits)
    nights = plan.derive(nights_worked, person.id)
    for run in night_runs(nights):
        if len(run) > most and not plan.passed(run[-1].until):
            yield Problem(
                "works {count} nights in a row, {first} to {last}, and may for {most} ({basis})",
                key=run[0].day.isoformat(),
                fix="have somebody else take a night in between",
                count=len(run),
                first=run[0].day,
                last=run[-1].day,
                most=most,
                basis=grounds(basis),
            )


def check_weeks(plan: Reader, person: Person) -> Iterator[Problem]:
    """
    Find somebody who is to be in a closed loop for too many weeks on end.

    Until rotation is due it is a matter to settle. Stays that touch are one, in whichever loop they are.
    """
    limits = [(limit.weeks, limit.basis) for limit in duty_limits(plan, person) if limit.weeks is not None]
    if not limits:
        return
    weeks, basis = min(limits)
    stays = [(stay.window, stay.id) for stay in plan.where(LoopStay, person=person.id) if stay.window is not None]
    inside: list[tuple[Window, str]] = []
    for window, stay in sorted(stays, key=lambda one: (one[0].start, one[1])):
        if inside and window.start <= inside[-1][0].end:
            since, first = inside[-1]
            inside[-1] = Window(since.start, max(since.end, window.end)), first
        else:
            inside.append((window, stay))
    for window, stay in inside:
        due = window.start + timedelta(weeks=weeks)
        if due < window.end and not plan.passed(window.end):
            yield Problem(
                "is inside from {since} on; rotation is due {due} ({basis})",
                key=stay,
                fix="have somebody take over, and let them out",
                settle_by=due,
                about=[LoopStay.ref(stay)],
                since=window.start,
                due=due,
                basis=grounds(basis),
            )


def check_leave(plan: Reader, person: Person) -> Iterator[Problem]:
    """Find work of somebody who is on leave or ill then, until it ends."""
    away = [leave.window for leave in plan.where(Leave, person=person.id) if leave.window is not None]
    for turn in plan.derive(turns, person.id) if away else ():
        window = Window(turn.start, turn.end)
        if any(window.overlaps(leave) for leave in away) and not plan.passed(turn.end):
            yield Problem("is away, and on duty {when}", key=turn.key, fix="put somebody else on duty", when=window)


def check_training(plan: Reader, person: Person) -> Iterator[Problem]:
    """Find work of somebody who is in a training then and has not signed for it, until it ends."""
    trainings = {training.id: training for training in plan.where(Training, persons=person.id)}
    if person.team is not None:
        trainings |= {training.id: training for training in plan.where(Training, teams=person.team)}
    if person.organization is not None:
        trainings |= {training.id: training for training in plan.where(Training, organizations=person.organization)}
    held = [
        (training.id, training.window)
        for training in trainings.values()
        if training.window is not None and person.id not in training.signed and not plan.passed(training.window.end)
    ]
    for turn in plan.derive(turns, person.id) if held else ():
        window = Window(turn.start, turn.end)
        for training, when in sorted(held):
            if when.overlaps(window):
                yield Problem(
                    "is on duty {when}, during the training {training}",
                    key=f"{training}:{turn.key}",
                    fix="put somebody else on duty, or hold the training for them at another time",
                    about=[Training.ref(training)],
                    when=window,
                    training=training,
                )


def check_away(plan: Reader, task: Task) -> Iterator[Problem]:
    """
    Find a task whose person responsible is on leave all the time that it is done, until that is past.

    A task without a window is done in the length that it takes, before it is due. A deputy who is there will do.
    """
    when = task.window
    if when is None and task.due is not None and task.duration:
        when = Window(task.due - task.duration, task.due)
    if when is None or task.responsible is None or task.state in CLOSED or plan.passed(when.end):
        return
    if _away_all(plan, task.responsible, when) and (task.deputy is None or _away_all(plan, task.deputy, when)):
        yield Problem(
            "{person} is responsible for it, and away all the time, {when}",
            fix="make somebody else responsible, or name a deputy who is there",
            about=[Person.ref(task.responsible)],
            person=task.responsible,
            when=when,
        )


def _away_all(plan: Reader, person: str, when: Window) -> bool:
    leaves = [(leave.id, leave.window) for leave in plan.where(Leave, person=person) if leave.window is not None]
    return bool(leaves) and not any(gaps(when, 1, leaves))


def check_owed(plan: Reader, person: Person) -> Iterator[Problem]:
    """Point out what leave is owed to somebody for work on days off, in offices that keep limits of duty."""
    if duty_limits(plan, person):
        owed = plan.derive(leave_owed, person.id)
        if owed == 1:
            yield Problem(
                "is owed a day of leave for work on days off", fix="give the day, and enter it as leave", owed=owed
            )
        elif owed:
            yield Problem(
                "is owed {owed} days of leave for work on days off",
                fix="give the days, and enter them as leave",
                owed=owed,
            )


def check_roles(plan: Reader, person: Person) -> Iterator[Problem]:
    """Point out somebody with many roles, in offices that keep limits of duty."""
    if duty_limits(plan, person):
        held = plan.derive(roles_of, person.id)
        if len(held) >= MANY_ROLES:
            yield Problem("has {count} roles: {roles}", fix="hand one of them on", count=len(held), roles=held)


def _limited(plan: Reader, event: str | None, team: str | None = None) -> bool:
    limits = plan.where(DutyLimit, team=None)
    if team is not None:
        limits = (*limits, *plan.where(DutyLimit, team=team))
    return any(limit.event in {None, event} for limit in limits)


def check_fair(plan: Reader, team: Team) -> Iterator[Problem]:
    """Point out a team whose nights and days off are shared unevenly, in offices that keep limits of duty."""
    worked = plan.derive(events_of_team, team.id)
    events: tuple[str | None, ...] = worked or (None,)
    if not any(_limited(plan, event, team.id) and not event_over(plan, event) for event in events):
        return
    shares = plan.derive(duty_shares, team.id)
    if shares and shares[0].borne - shares[-1].borne > UNFAIR:
        most, least = shares[0], shares[-1]
        yield Problem(
            "{most} works {many} nights and days off, {least} {few}",
            fix="share them out",
            about=[Person.ref(most.subject), Person.ref(least.subject)],
            most=most.subject,
            many=most.nights + most.days_off,
            least=least.subject,
            few=least.nights + least.days_off,
        )


def check_fair_units(plan: Reader, event: Event) -> Iterator[Problem]:
    """Point out units of an event that bear its nights and days off unevenly, in offices that keep limits of duty."""
    if not _limited(plan, event.id) or event_over(plan, event.id):
        return
    shares = [share for share in plan.derive(unit_shares, event.id) if share.heads]
    if shares and shares[0].borne - shares[-1].borne > UNFAIR:
        most, least = shares[0], shares[-1]
        yield Problem(
            "{most} works {many} nights and days off a head, {least} {few}",
            fix="share them out between the units",
            about=[Team.ref(most.subject), Team.ref(least.subject)],
            most=_unit(plan, most),
            many=round(most.borne, 1),
            least=_unit(plan, least),
            few=round(least.borne, 1),
        )


def _unit(plan: Reader, share: DutyShare) -> str:
    team = plan.get(Team, share.subject)
    return (team.name if team is not None else "") or share.subject


_REST = "limits of duty as the plan has them (DutyLimit), with the basis that each states"
_SHIFTS = "closed-loop reception of forty days: long shifts, illness and families at home make rest a real limit"
_ROLES = "commendation conference prepared in 72 hours: 26 staff with several roles each, a weekend worked through"
_SHARED = "city congresses over a weekend: holiday and night duty must be shared fairly by person and unit"

RULES: tuple[Rule, ...] = (
    Rule("core.rest-short", "People rest between two duties", check_rest, each=Person, basis=_REST),
    Rule("core.duty-too-long", "No duty is too long", check_longest, each=Person, basis=_REST),
    Rule("core.week-too-long", "Nobody works too long in seven days", check_week, each=Person, basis=_REST),
    Rule("core.nights-in-a-row", "Nobody works too many nights in a row", check_nights, each=Person, basis=_REST),
    Rule(
        "core.rotation-due",
        "Nobody stays in a closed loop too long",
        check_weeks,
        each=Person,
        severity="warning",
        basis=_SHIFTS,
    ),
    Rule("core.on-duty-on-leave", "Nobody is on duty while away", check_leave, each=Person, basis=_SHIFTS),
    Rule(
        "core.training-on-duty",
        "Nobody is on duty during a training",
        check_training,
        each=Person,
        severity="warning",
        basis=_ROLES,
    ),
    Rule(
        "core.responsible-away",
        "Who is responsible is there",
        check_away,
        each=Task,
        severity="warning",
        basis=_SHIFTS,
    ),
    Rule("core.leave-owed", "Leave for days off is given", check_owed, each=Person, severity="hint", basis=_ROLES),
    Rule("core.many-roles", "Nobody has too many roles", check_roles, each=Person, severity="hint", basis=_ROLES),
    Rule(
        "core.nights-uneven",
        "Nights and days off are shared evenly",
        check_fair,
        each=Team,
        severity="hint",
        basis=_SHARED,
    ),
    Rule(
        "core.units-uneven",
        "Units bear nights and days off evenly",
        check_fair_units,
        each=Event,
        severity="hint",
        basis=_SHARED,
    ),
    *minors.RULES,
    *rosters_cover.RULES,
    *standby_vehicles.RULES,
)
