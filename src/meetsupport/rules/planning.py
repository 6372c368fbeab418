"""Work is in order and can be done in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from meetsupport.model import Event, Task, TemplateItem
from meetsupport.plugins import Problem, Rule
from meetsupport.readings import (
    clock_of,
    earliest_finish,
    latest_start,
    ring_of,
    task_due,
    task_length,
)
from meetsupport.readings.critical_path import later
from meetsupport.rules._words import grounds, named
from meetsupport.rules.anchoring import RULES as _ANCHORING
from meetsupport.rules.backing import RULES as _BACKING
from meetsupport.rules.checklists import RULES as _CLOSING
from meetsupport.rules.patrols import RULES as _PATROLS
from meetsupport.rules.posts import CLOSED

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["RULES"]

UNCONFIRMED = "unconfirmed"
"""The force of an item whose ground is not confirmed: what it asks for is a hint."""

_BEGUN = frozenset({"started", "done", "accepted"})

_HALF_AN_HOUR = timedelta(minutes=30)


def _starts(plan: Reader, task: Task) -> datetime | None:
    if task.window is not None:
        return task.window.start
    return later(task.due, -task_length(plan, task)) if task.due is not None else None


def check_order(plan: Reader, task: Task) -> Iterator[Problem]:
    """Find tasks that are to be finished after a task that waits for them, and could be in time, has begun."""
    if not task.after or task.state in CLOSED or _cannot(plan, task) is not None:
        return
    starts = _starts(plan, task)
    for id in task.after:
        before = plan.get(Task, id)
        if before is None or before.state in CLOSED or starts is None:
            continue
        ends = task_due(before)
        if ends is not None and ends > starts:
            yield Problem(
                "it starts {starts}, and {before}, which it waits for, ends {ends}",
                key=id,
                fix="do {before} sooner, or this later",
                about=(Task.ref(id),),
                starts=clock_of(plan, task.event, starts),
                before=named(plan, Task, id),
                ends=ends,
            )


def check_turn(plan: Reader, task: Task) -> Iterator[Problem]:
    """Find a task that was begun, or even done, before what it waits for is done."""
    if task.state not in _BEGUN:
        return
    for id in task.after:
        before = plan.get(Task, id)
        if before is not None and before.state not in CLOSED:
            yield Problem(
                "it was begun, and {before}, which it waits for, is not done",
                key=id,
                fix="finish {before} and look at this again, or enter that this need not wait for it",
                about=(Task.ref(id),),
                before=named(plan, Task, id),
            )


def check_ring(plan: Reader, task: Task) -> Iterator[Problem]:
    """Find tasks that wait for each other, so that none can begin; the first of each ring is reported."""
    if not task.after or task.state in CLOSED:
        return
    ring = plan.derive(ring_of, task.id)
    if ring and min(ring) == task.id:
        yield Problem(
            "these tasks wait for each other, so none can begin: {ring}",
            fix="take one of them out of what another comes after",
            about=[Task.ref(id) for id in ring if id != task.id],
            ring=tuple(named(plan, Task, id) for id in ring),
        )


def _cannot(plan: Reader, task: Task) -> tuple[datetime, datetime] | None:
    """Give the earliest finish of a task and when it is due, if the first is later."""
    due = task_due(task)
    if due is None or task.state in CLOSED:
        return None
    soonest = plan.derive(earliest_finish, task.id)
    return (soonest, due) if soonest is not None and soonest > due else None


def check_possible(plan: Reader, task: Task) -> Iterator[Problem]:
    """Find a task that cannot be finished by its time, counted from when its event was received."""
    found = _cannot(plan, task)
    if found is None:
        return
    soonest, due = found
    item = plan.get(TemplateItem, task.item) if task.item is not None else None
    if item is not None and item.force == UNCONFIRMED:
        yield Problem(
            "it was due {due}, {late} before it could be done; that this time is in force is not confirmed ({basis})",
            fix="ask the authority whether it is in force, and for an exception if it is",
            severity="hint",
            due=due,
            late=soonest - due,
            basis=grounds(item.basis),
        )
        return
    yield Problem(
        "it cannot be finished before {soonest}, {late} after it is due",
        fix="take work out of it or of what it waits for, put more people on, or have its time, {due}, changed",
        soonest=clock_of(plan, task.event, soonest),
        late=soonest - due,
        due=due,
    )


def check_start(plan: Reader, task: Task) -> Iterator[Problem]:
    """Find a task that is not begun though it, or something that waits for it, will now be late."""
    if task.state != "open" or _cannot(plan, task) is not None:
        return
    latest, due = plan.derive(latest_start, task.id), task_due(task)
    if latest is None or (due is not None and (latest >= due or plan.passed(due))) or not plan.passed(latest):
        return
    yield Problem(
        "it had to begin by {latest} for all that waits for it to be in time, and has not",
        fix="begin it now, and say what will be late",
        latest=clock_of(plan, task.event, latest),
    )


def check_preparation(plan: Reader, event: Event) -> Iterator[Problem]:  # noqa: ARG001 - what a rule is called with
    """Find an event whose stated time to prepare is not the time that there is by the clock."""
    if event.preparation is None or event.received is None or event.window is None:
        return
    there = event.window.start - event.received
    if abs(there - event.preparation) > _HALF_AN_HOUR:
        yield Problem(
            "{stated} to prepare are stated, and by the clock there are {there}",
            fix="plan by the clock, and say which of the two is meant in the report",
            stated=event.preparation,
            there=there,
        )


_PATH = "critical path method; working principle of event offices: plan backward from the opening (倒排工期)"

RULES: tuple[Rule, ...] = (
    Rule("core.task-order", "No task starts before what it waits for", check_order, each=Task, basis=_PATH),
    Rule(
        "core.task-out-of-turn",
        "No task is begun before what it waits for is done",
        check_turn,
        each=Task,
        severity="warning",
        basis=_PATH,
    ),
    Rule("core.task-ring", "No tasks wait for each other", check_ring, each=Task, basis=_PATH),
    Rule("core.task-impossible", "Each task can be done by its time", check_possible, each=Task, basis=_PATH),
    Rule("core.task-not-begun", "Each task begins in time for what waits for it", check_start, each=Task, basis=_PATH),
    Rule(
        "core.preparation-differs",
        "The stated time to prepare is that of the clock",
        check_preparation,
        each=Event,
        severity="warning",
        basis="review of a commendation conference: 72 hours were stated, and by the clock there were about 90",
    ),
    *_CLOSING,
    *_ANCHORING,
    *_PATROLS,
    *_BACKING,
)
