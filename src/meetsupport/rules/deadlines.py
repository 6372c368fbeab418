"""Deadlines: on working days, and kept by those who register."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from meetsupport.model import Delegation, Event, Participant, Task
from meetsupport.plugins import Problem, Rule
from meetsupport.readings import day_of, is_zone, last_working_day, off_day
from meetsupport.rules._settling import event_over
from meetsupport.rules.posts import CLOSED

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["RULES"]


def _on_day_off(plan: Reader, event: str | None, deadline: datetime | None) -> Iterator[Problem]:
    """Find a deadline on a day off. On the days of the event itself everybody works, so there none is off."""
    if deadline is None:
        return
    day = day_of(plan, event, deadline)
    found = plan.get(Event, event) if event is not None else None
    if found is not None and found.window is not None:
        first, last = (day_of(plan, event, moment) for moment in (found.window.start, found.window.end))
        if first <= day <= last:
            return
    if off_day(plan, day):
        before = last_working_day(plan, day)
        if before is not None and plan.passed(deadline - (day - before)):
            before = None
        yield _day_off(day, before)


def _day_off(day: date, before: date | None) -> Problem:
    return Problem(
        "its deadline, {day}, is a day off",
        key=day.isoformat(),
        fix="set it to {before}, the last working day before"
        if before is not None
        else "set it to a working day, or have somebody at work on the day",
        day=day,
        before=before,
    )


def check_task_due(plan: Reader, task: Task) -> Iterator[Problem]:
    """Find an open task that is due on a day off."""
    if task.state not in CLOSED:
        yield from _on_day_off(plan, task.event, task.due)


def check_event_registration(plan: Reader, event: Event) -> Iterator[Problem]:
    """Find an event whose registration closes on a day off."""
    yield from _on_day_off(plan, event.id, event.registration_closes)


def check_delegation_registration(plan: Reader, delegation: Delegation) -> Iterator[Problem]:
    """Find a delegation whose own registration closes on a day off."""
    yield from _on_day_off(plan, delegation.event, delegation.registers_by)


def _closes(plan: Reader, event: str | None) -> datetime | None:
    found = plan.get(Event, event) if event is not None else None
    return found.registration_closes if found is not None else None


def check_registered(plan: Reader, delegation: Delegation) -> Iterator[Problem]:
    """Find a delegation that has not registered anybody, or not everybody, whom it sends."""
    closes = delegation.registers_by or _closes(plan, delegation.event)
    if closes is None or event_over(plan, delegation.event):
        return
    sent = plan.where(Participant, delegation=delegation.id)
    missing = sum(p.state == "expected" for p in sent)
    if missing == len(sent):
        yield Problem(
            "has registered nobody; registration closes {closes}",
            key="nobody",
            fix="call the delegation",
            settle_by=closes,
            closes=closes,
        )
    elif missing:
        yield Problem(
            "{missing} of {sent} participants are not registered; registration closes {closes}",
            key="some",
            fix="call the delegation",
            settle_by=closes,
            missing=missing,
            sent=len(sent),
            closes=closes,
        )


def check_participant_registered(plan: Reader, participant: Participant) -> Iterator[Problem]:
    """Find a participant without a delegation who has not registered."""
    if participant.delegation is not None or participant.state != "expected":
        return
    closes = _closes(plan, participant.event)
    if closes is not None and not event_over(plan, participant.event):
        yield Problem(
            "is not registered; registration closes {closes}",
            fix="call the participant",
            settle_by=closes,
            closes=closes,
        )


def check_zone(plan: Reader, event: Event) -> Iterator[Problem]:  # noqa: ARG001 - what a rule is called with
    """Find an event whose time zone does not exist."""
    if not is_zone(event.zone):
        yield Problem(
            "{zone} is no time zone", fix="enter the IANA name of the zone, such as Asia/Shanghai", zone=event.zone
        )


_CALENDAR = (
    "review of a national conference: registration closed on a holiday, and three days later more than ten provinces "
    "were missing; days off are those of the plan's calendar"
)
_DEADLINE = "review of a national conference: rooms, meals, tours and seats hang on the registrations"

RULES = (
    Rule(
        "core.task-due-on-day-off",
        "No task is due on a day off",
        check_task_due,
        each=Task,
        severity="warning",
        basis=_CALENDAR,
    ),
    Rule(
        "core.registration-on-day-off",
        "Registration closes on a working day",
        check_event_registration,
        each=Event,
        severity="warning",
        basis=_CALENDAR,
    ),
    Rule(
        "core.delegation-registration-on-day-off",
        "A delegation's registration closes on a working day",
        check_delegation_registration,
        each=Delegation,
        severity="warning",
        basis=_CALENDAR,
    ),
    Rule(
        "core.delegation-unregistered",
        "Every delegation has registered when registration closes",
        check_registered,
        each=Delegation,
        basis=_DEADLINE,
    ),
    Rule(
        "core.participant-unregistered",
        "Every participant has registered when registration closes",
        check_participant_registered,
        each=Participant,
        basis=_DEADLINE,
    ),
    Rule(
        "core.event-zone",
        "The time zone of an event exists",
        check_zone,
        each=Event,
        basis="IANA time zone database; the days of an event, and so its days off, are counted in its zone",
    ),
)
