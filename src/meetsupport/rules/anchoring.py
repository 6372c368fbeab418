"""Tasks are still due when their templates say: at their anchors, before their gates, and not during other sittings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from meetsupport.core.messages import Message, termed
from meetsupport.core.times import Window
from meetsupport.model import Checklist, ChecklistTemplate, Event, Place, Session, Task, TemplateItem
from meetsupport.plugins import Problem, Rule
from meetsupport.readings import (
    anchor_time,
    clock_of,
    counted_time,
    day_of,
    gate_time,
    moved_anchor,
    own_limit,
    sitting_in,
    task_due,
    task_length,
    years_without_days_off,
)
from meetsupport.readings.anchors import SESSION_ANCHORS
from meetsupport.readings.critical_path import later
from meetsupport.rules._settling import over
from meetsupport.rules._words import named
from meetsupport.rules.posts import CLOSED

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["GATES", "RULES"]

GATES = {
    "before": Message.of("before"),
    "during": Message.of("during"),
    "after": Message.of("after"),
}
"""What the gates are called, in the order in which they are passed."""


def check_anchor(plan: Reader, task: Task) -> Iterator[Problem]:
    """
    Find a task whose opening, sitting or other anchor was moved, and which is due when it was before.

    So is one whose sitting has no time any more, and one that is due later than its working days count to, since days
    off have become known.
    """
    if task.state in CLOSED or task.anchored is None or task.due is None:
        return
    now = moved_anchor(plan, task)
    if now is None:
        yield from _lost(plan, task, task.due)
        yield from _recounted(plan, task, task.due)
        return
    limit = own_limit(plan, task)
    late = task.gate != "after" and limit is not None and task.due > limit
    yield Problem(
        "what it hangs on was moved from {then} to {now}; it is due {due} as before, {late} too late"
        if late
        else "what it hangs on was moved from {then} to {now}; it is due {due} as before",
        fix="make its checklist of the template again, which sets its time anew, or set its time by hand",
        severity="blocking" if late else "warning",
        then=clock_of(plan, task.event, task.anchored),
        now=clock_of(plan, task.event, now),
        due=clock_of(plan, task.event, task.due),
        late=task.due - limit if limit is not None else timedelta(0),
    )


def _lost(plan: Reader, task: Task, due: datetime) -> Iterator[Problem]:
    """Find a task that hangs on a sitting of which nobody knows any more when it is, as when it was called off."""
    item = plan.get(TemplateItem, task.item) if task.item is not None else None
    session = plan.get(Session, task.session) if task.session is not None else None
    if item is None or session is None or item.anchor not in SESSION_ANCHORS or session.window is not None:
        return
    if task.due == task.planned:
        yield Problem(
            "{session} has no time any more, and it is due {due} as before",
            key="lost",
            fix="enter when {session} is held, or drop the task",
            about=(Session.ref(session.id),),
            session=named(plan, Session, session.id),
            due=clock_of(plan, task.event, due),
        )


def _recounted(plan: Reader, task: Task, due: datetime) -> Iterator[Problem]:
    """
    Find a task that is due on a later day than its working days count to.

    What may be compressed is not meant: it is made due later where there is no time.
    """
    item = plan.get(TemplateItem, task.item) if task.item is not None else None
    if item is None or not item.force:
        return
    counted = counted_time(plan, task)
    if counted is not None and day_of(plan, task.event, due) > day_of(plan, task.event, counted):
        yield Problem(
            "by its working days it must be done by {counted}, as the days off are now; it is due {due}",
            key="count",
            fix="make its checklist of the template again, which sets its time anew, or set its time by hand",
            severity="blocking" if item.force == "fixed" else "warning",
            counted=clock_of(plan, task.event, counted),
            due=clock_of(plan, task.event, due),
        )


def check_undated(plan: Reader, checklist: Checklist) -> Iterator[Problem]:
    """Find open tasks of a template that have no time, since nobody has entered what they hang on."""
    event = plan.get(Event, checklist.event) if checklist.event is not None else None
    if event is None:
        return
    undated: dict[str, list[str]] = {}
    for task in plan.where(Task, checklist=checklist.id):
        item = plan.get(TemplateItem, task.item) if task.item is not None else None
        if item is not None and task.state not in CLOSED and task_due(task) is None:
            session = plan.get(Session, task.session) if task.session is not None else None
            there = anchor_time(event, item.anchor, session) is not None
            undated.setdefault("" if there else item.anchor, []).append(task.id)
    words = TemplateItem.__record__.fields["anchor"].words
    for anchor, tasks in sorted(undated.items()):
        yield Problem(
            "the time {anchor} is not entered, on which {n} of its tasks hang: nobody knows when they are due"
            if anchor
            else "{n} of its tasks have no time by which they are due",
            key=anchor,
            fix="enter it and make the checklist of the template again, or set their times by hand"
            if anchor
            else "make the checklist of the template again, which sets their times, or set them by hand",
            settle_by=event.window.start if event.window is not None else None,
            about=[Task.ref(one) for one in tasks[:ABOUT_AT_MOST]],
            n=len(tasks),
            anchor=termed(anchor, words.get(anchor, anchor)),
        )


def check_after_gate(plan: Reader, task: Task) -> Iterator[Problem]:
    """Find a task that is due after the gate at which it must be closed."""
    if task.state in CLOSED or task.gate not in {"before", "during"}:
        return
    due, gate = task_due(task), gate_time(plan, task)
    if due is not None and gate is not None and due > gate and moved_anchor(plan, task) is None:
        yield Problem(
            "it is due {due}, {late} after its gate {gate} is passed",
            fix="have it done before {at}, or give it the gate at which it can be",
            due=clock_of(plan, task.event, due),
            late=due - gate,
            gate=GATES[task.gate],
            at=clock_of(plan, task.event, gate),
        )


def check_in_sitting(plan: Reader, task: Task) -> Iterator[Problem]:
    """Find work in a hall, before or after its own sitting, that would be done during another one there."""
    if task.session is None or task.place is None or task.gate not in {"before", "after"} or task.state in CLOSED:
        return
    due, length = task_due(task), task_length(plan, task)
    if due is None or not length:
        return
    window = task.window or Window(later(due, -length), due)
    if over(plan, window):
        return
    other = sitting_in(plan, task.place, window, task.session)
    if other is not None:
        yield Problem(
            "it is done {window} in {place}, while {session} is held there",
            fix="do it before or after that sitting, or hold one of the two elsewhere",
            about=(Session.ref(other),),
            window=Window(clock_of(plan, task.event, window.start), clock_of(plan, task.event, window.end)),
            place=named(plan, Place, task.place),
            session=named(plan, Session, other),
        )


def check_working_days(plan: Reader, template: ChecklistTemplate) -> Iterator[Problem]:
    """Find tasks that are due by counting working days in a year of whose days off the plan has none."""
    uncounted: dict[int, list[str]] = {}
    for item in plan.where(TemplateItem, template=template.id):
        for task in plan.where(Task, item=item.id) if item.working_days is not None else ():
            # What somebody has set by hand was not counted.
            if task.state in CLOSED or task.planned is None or task.anchored is None or task.due != task.planned:
                continue
            first, last = sorted(day_of(plan, task.event, at) for at in (task.planned, task.anchored))
            for year in years_without_days_off(plan, first, last):
                uncounted.setdefault(year, []).append(task.id)
    for year, tasks in sorted(uncounted.items()):
        yield Problem(
            "{n} of its tasks are due by counting working days, and no days off of {year} are in the plan: weekends "
            "count, and holidays and make-up days do not",
            key=str(year),
            fix="enter the days off of {year}, or adopt them with a calendar, and make its checklist again",
            about=[Task.ref(one) for one in tasks[:ABOUT_AT_MOST]],
            n=len(tasks),
            year=year,
        )


ABOUT_AT_MOST = 5
"""How many of the tasks are named with a finding."""

_MOVED = (
    "working principle of event offices: plan backward from the opening (倒排工期); review of a national conference: "
    "hall and times were moved two days before, and what hung on them had to be remade that night"
)

RULES: tuple[Rule, ...] = (
    Rule(
        "core.task-anchor-moved",
        "What hangs on a time moves with it",
        check_anchor,
        each=Task,
        severity="warning",
        basis=_MOVED,
    ),
    Rule("core.tasks-undated", "Each task of a template has a time", check_undated, each=Checklist, basis=_MOVED),
    Rule(
        "core.working-days-unknown",
        "Working days are counted only where the days off are known",
        check_working_days,
        each=ChecklistTemplate,
        severity="warning",
        basis="review of a national conference: registration closed on a holiday; days off and make-up days are "
        "announced year by year, and none is guessed",
    ),
    Rule(
        "core.task-after-gate",
        "No task is due after its gate",
        check_after_gate,
        each=Task,
        basis="local standards on meeting service in offices: preparation, check and acceptance before the sitting "
        "(会前、会中、会后)",
    ),
    Rule(
        "core.task-in-sitting",
        "No hall is set up or cleared during another sitting",
        check_in_sitting,
        each=Task,
        severity="warning",
        basis="review of two congresses side by side in shared halls: each hall was checked before each meeting, held "
        "during it, and cleared after it",
    ),
)
