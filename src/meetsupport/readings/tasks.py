"""What follows for a task from its own record, and in chains from those that wait for it."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from meetsupport.model import Checklist, Event, Session, Task, TemplateItem
from meetsupport.plan import derived
from meetsupport.readings.critical_path import later

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = [
    "DONE",
    "DROPPED",
    "earliest_finish",
    "gate_time",
    "latest_finish",
    "latest_start",
    "ring_of",
    "task_due",
    "task_length",
]

DONE = frozenset({"done", "accepted"})
DROPPED = "dropped"

_LONGEST_RING = 500
"""How many tasks before one are looked at for a ring; a longer ring is a failure of the rule, and so not silent."""


def task_due(task: Task) -> datetime | None:
    """Say by when a task must be done: its due instant, or the end of its window."""
    return task.due or (task.window.end if task.window is not None else None)


def task_length(plan: Reader, task: Task) -> timedelta:
    """Say how long a task takes: its window, its duration, or that of the item that it was made from."""
    if task.window is not None:
        return task.window.length
    if task.duration is None and task.item is not None:
        item = plan.get(TemplateItem, task.item)
        return max(item.duration, timedelta(0)) if item is not None else timedelta(0)
    return max(task.duration or timedelta(0), timedelta(0))


def gate_time(plan: Reader, task: Task) -> datetime | None:
    """
    Say when the gate of a task is passed.

    Before is when its session, or else its event, begins; during is when that ends; after is when the task is due.
    """
    if task.gate not in {"before", "during"}:
        return task_due(task) if task.gate == "after" else None
    session = task.session
    if session is None and task.checklist is not None:
        checklist = plan.get(Checklist, task.checklist)
        session = checklist.session if checklist is not None else None
    of = plan.get(Session, session) if session is not None else None
    if of is None and task.event is not None:
        whole = plan.get(Event, task.event)
        window = whole.window if whole is not None else None
    else:
        window = of.window if of is not None else None
    if window is None:
        return None
    return window.start if task.gate == "before" else window.end


@derived
def ring_of(plan: Reader, task: str) -> tuple[str, ...]:
    """
    Find a ring of tasks each of which waits for the next, and which this one is in.

    Returns:
        The shortest such ring, beginning with the task; nothing where it is in none.
    """
    came_from: dict[str, str] = {}
    waiting = deque([task])
    while waiting and len(came_from) < _LONGEST_RING:
        at = waiting.popleft()
        found = plan.get(Task, at)
        for before in found.after if found is not None else ():
            if before == task:
                ring = [at]
                while ring[-1] != task:
                    ring.append(came_from[ring[-1]])
                return tuple(reversed(ring))
            if before not in came_from:
                came_from[before] = at
                waiting.append(before)
    return ()


@derived
def latest_finish(plan: Reader, task: str) -> datetime | None:
    """
    Say when a task must be finished, so that neither it nor anything that comes after it is late.

    Its own limit is when it is due, or when its gate is passed. Tasks that are done or dropped ask for nothing. Tasks
    in a ring have only their own limit.
    """
    found = plan.get(Task, task)
    if found is None:
        return None
    times = [task_due(found) or gate_time(plan, found)]
    if not plan.derive(ring_of, task):
        after = (one for one in plan.where(Task, after=task) if one.state not in DONE and one.state != DROPPED)
        times += [plan.derive(latest_start, one.id) for one in after]
    return min((at for at in times if at is not None), default=None)


@derived
def latest_start(plan: Reader, task: str) -> datetime | None:
    """Say when a task must start, so that neither it nor anything that comes after it is late."""
    found = plan.get(Task, task)
    finish = plan.derive(latest_finish, task)
    if found is None or finish is None:
        return None
    start = later(finish, -task_length(plan, found))
    return min(start, found.window.start) if found.window is not None else start


@derived
def earliest_finish(plan: Reader, task: str) -> datetime | None:
    """
    Say when a task can be finished at the earliest: counted from when its event was received, and what it waits for.

    What is done or dropped holds nothing up. A task in a ring counts from the beginning alone.
    """
    found = plan.get(Task, task)
    if found is None or found.state in DONE or found.state == DROPPED:
        return None
    event = plan.get(Event, found.event) if found.event is not None else None
    starts = [found.ordered_at or (event.received if event is not None else None)]
    if found.window is not None:
        starts.append(found.window.start)
    if found.after and not plan.derive(ring_of, task):
        starts += [plan.derive(earliest_finish, before) for before in found.after]
    known = [at for at in starts if at is not None]
    return later(max(known), task_length(plan, found)) if known else None
