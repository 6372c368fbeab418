"""
When work must start and can end: backward plans.

The method is the critical path method (Kelley and Walker, 1959). What takes hours and has time is done by day, from
08:00 to 18:00; what takes a day or more ends with the working day, and is no night work for lasting through a night.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import attrs

from meetsupport.core.errors import InvalidInput, UnknownReference
from meetsupport.core.messages import Message
from meetsupport.core.records import no_such
from meetsupport.core.times import Window
from meetsupport.model import Event, Session, Task, TemplateItem
from meetsupport.readings.anchors import anchor_time, item_time
from meetsupport.readings.calendar import zone_named
from meetsupport.readings.critical_path import DAY, Job, Laid, later, lay_out
from meetsupport.readings.quiet_times import evening, night_hours, off_days_of, quiet_times
from meetsupport.readings.sittings import last_begun, sitting_in
from meetsupport.readings.tasks import DONE, DROPPED, earliest_finish, gate_time, task_length

if TYPE_CHECKING:
    from meetsupport.plan import Reader, Shown

__all__ = ["BackwardPlan", "PlannedTask", "backward_plan", "own_limit"]


@attrs.frozen
class PlannedTask:
    """
    One task in a backward plan.

    Attributes:
        task: Its id.
        laid: Where it lies in time.
        wanted: When its template, or whoever entered it, wants it finished.
        night: How much of it is done at night; nothing where it takes a day or more.
        off_days: The days off on which it is done.
        force: Whether its time can be compressed, as its template has it: empty, fixed or unconfirmed.
        limit: When it must be finished at the latest.
    """

    task: str
    laid: Laid
    wanted: datetime | None
    night: timedelta
    off_days: tuple[date, ...]
    force: str = ""
    limit: datetime | None = None


@attrs.frozen
class BackwardPlan:
    """
    The open tasks of an event, laid out backward from its opening.

    Attributes:
        opens: When work could begin.
        closes: The opening.
        tasks: All of them, by their start.
        path: The critical path, as ids of tasks.
        ring: Tasks that wait for each other.
    """

    opens: datetime
    closes: datetime
    tasks: tuple[PlannedTask, ...]
    path: tuple[str, ...]
    ring: tuple[str, ...]

    @property
    def length(self) -> timedelta:
        """How long the office has, by the clock."""
        return self.closes - self.opens

    @property
    def compressed(self) -> tuple[PlannedTask, ...]:
        """Those that have less time than was wanted, and still can be in time."""
        return tuple(one for one in self.tasks if one.laid.compressed and not one.laid.late)

    @property
    def unmet(self) -> tuple[PlannedTask, ...]:
        """Those that cannot be in time at all; ``laid.late`` says by how much."""
        return tuple(one for one in self.tasks if one.laid.late)

    @property
    def at_night(self) -> tuple[PlannedTask, ...]:
        """Those that are partly done at night."""
        return tuple(one for one in self.tasks if one.night)

    @property
    def on_days_off(self) -> tuple[PlannedTask, ...]:
        """Those that are partly done on days off."""
        return tuple(one for one in self.tasks if one.off_days)

    def __getitem__(self, task: str) -> PlannedTask:
        """
        Give one task.

        Raises:
            UnknownReference: It is not in the plan.
        """
        for one in self.tasks:
            if one.task == task:
                return one
        raise UnknownReference.of(Message.of("no task {task} in the backward plan", task=repr(task)))


def backward_plan(plan: Shown, event: str, *, since: datetime | None = None) -> BackwardPlan:
    """
    Lay out the open tasks of an event, backward from its opening.

    What they wait for in other events is not laid out; they start when it can be finished.

    Args:
        plan: What to read, with its time.
        event: The event's id.
        since: When work can begin; without it, now. Never before the task was received.

    Returns:
        The plan. It takes n log n for n tasks.

    Raises:
        UnknownReference: There is no such event.
        InvalidInput: The event has no window, so that nobody knows when it opens.
    """
    found = plan.get(Event, event)
    if found is None:
        raise UnknownReference.of(no_such(Event.__record__, event))
    if found.window is None:
        raise InvalidInput.of(
            Message.of("the event {event} has no window to plan backward from; enter it", event=repr(event))
        )
    tasks = [one for one in plan.where(Task, event=event) if one.state not in DONE and one.state != DROPPED]
    return plan_tasks(plan, found, found.window.start, tasks, since=since or plan.now)


def plan_tasks(
    plan: Reader,
    event: Event,
    opening: datetime,
    tasks: Iterable[Task],
    *,
    since: datetime,
    items: Mapping[str, TemplateItem] | None = None,
    anchors: Mapping[str, datetime] | None = None,
) -> BackwardPlan:
    """Lay out tasks, which need not be in the plan yet; `backward_plan` says the rest."""
    opens = max(since, event.received or since)
    known = {task.id: task for task in tasks}
    forces: dict[str, str] = {}
    jobs: list[Job] = []
    for task in known.values():
        item = None if task.item is None else (items or {}).get(task.item) or plan.get(TemplateItem, task.item)
        job = _job(plan, event, opening, task, item, anchors or {})
        outside = (_outside(plan, before, opens) for before in task.after if before not in known)
        waits = [at for at in (*outside, job.not_before) if at is not None]
        jobs.append(job if job.fixed or not waits else attrs.evolve(job, not_before=max(waits)))
        forces[task.id] = item.force if item is not None else ""
    last = max([opening, *(job.limit for job in jobs if job.limit is not None)])
    first = min([opens, *(job.not_before for job in jobs if job.not_before is not None)])
    quiet = quiet_times(plan, event, first, last)
    layout = lay_out(
        jobs,
        opens,
        opening,
        (quiet.nights + quiet.off, quiet.nights, quiet.off),
        shut=quiet.shut + quiet.off,
        days_off=quiet.days_off,
    )
    given = {job.id: job for job in jobs}
    planned = tuple(
        PlannedTask(
            one.id,
            one,
            given[one.id].wanted,
            night_hours(Window(one.start, one.finish), event.zone)
            if timedelta(0) < one.finish - one.start < DAY
            else timedelta(0),
            off_days_of(plan, event, one),
            forces[one.id],
            given[one.id].limit,
        )
        for one in layout.jobs
    )
    return BackwardPlan(later(opens, timedelta(0)), later(opening, timedelta(0)), planned, layout.path, layout.ring)


def _outside(plan: Reader, before: str, opens: datetime) -> datetime | None:
    """Say when a task of another event, or of another list, can be finished, if it is still to be done."""
    found, soonest = plan.get(Task, before), plan.derive(earliest_finish, before)
    if found is None or soonest is None:
        return None
    return soonest if found.window is not None else max(soonest, later(opens, task_length(plan, found)))


def _job(
    plan: Reader,
    event: Event,
    opening: datetime,
    task: Task,
    item: TemplateItem | None,
    anchors: Mapping[str, datetime],
) -> Job:
    length = item.duration if item is not None and task.duration is None else task_length(plan, task)
    if task.window is not None:
        return Job(
            task.id,
            task.window.length,
            task.after,
            not_before=task.window.start,
            limit=task.window.end,
            fixed=True,
        )
    if item is None:
        limit = task.due or gate_time(plan, task)
        return Job(task.id, length, task.after, not_before=task.ordered_at, wanted=limit, limit=limit)
    session = plan.get(Session, task.session) if task.session is not None else None
    anchor = anchors.get(item.anchor) or anchor_time(event, item.anchor, session)
    wanted = item_time(plan, item, event, anchor) or task.due
    limit = _limit(plan, task, item, wanted, anchor, opening)
    # When a template has it due may be sooner than it must be, to keep clear of nights; what somebody set is meant.
    if task.due is not None and wanted is not None and task.due < wanted and task.due != task.planned:
        wanted = limit = task.due
    near = abs(item.offset) <= DAY and not length if item.anchor == "received" else abs(item.offset) < DAY > length
    bound = bool(item.force) or (item.working_days is None and near)
    aim = None
    if wanted is not None and length >= DAY and not item.force:
        aim = evening(wanted, zone_named(event.zone) or UTC)
    return Job(
        task.id,
        length,
        task.after,
        not_before=_hall_free(plan, task, session, length, wanted, limit),
        wanted=wanted,
        aim=aim,
        limit=limit,
        bound=bound,
    )


def _limit(
    plan: Reader,
    task: Task,
    item: TemplateItem,
    wanted: datetime | None,
    anchor: datetime | None,
    opening: datetime,
) -> datetime | None:
    """
    Say when something made of a template must be done at the latest.

    That is at its gate; without one, what belongs before an anchor is done by it, and what must follow on the receipt
    of the task by the opening. What may not be compressed, and what belongs after its anchor, has its own time.
    """
    if item.force or wanted is None:
        return wanted
    gate = gate_time(plan, task) if task.gate in {"before", "during"} else None
    if gate is not None:
        return gate if item.anchor != "received" else min(gate, opening)
    if item.anchor == "received" and task.gate != "after":
        return opening
    return max(wanted, anchor) if anchor is not None else wanted


def own_limit(plan: Reader, task: Task) -> datetime | None:
    """
    Say when a task must be done at the latest: at its gate, or when the anchor of its template has come.

    Returns:
        The moment, or ``None`` where nothing says so. What may not be compressed has its own time.
    """
    event = plan.get(Event, task.event) if task.event is not None else None
    item = plan.get(TemplateItem, task.item) if task.item is not None else None
    if item is None or event is None or event.window is None:
        return gate_time(plan, task) if task.gate in {"before", "during"} else None
    session = plan.get(Session, task.session) if task.session is not None else None
    anchor = anchor_time(event, item.anchor, session)
    wanted = item_time(plan, item, event, anchor)
    return _limit(plan, task, item, wanted, anchor, event.window.start)


def _hall_free(
    plan: Reader,
    task: Task,
    session: Session | None,
    length: timedelta,
    wanted: datetime | None,
    limit: datetime | None,
) -> datetime | None:
    """Say when a hall is free for what would be done in it during another sitting, if there is time for it then."""
    if task.gate != "before" or task.place is None or session is None or session.place != task.place or not length:
        return None
    if session.window is None or limit is None or wanted is None:
        return None
    if sitting_in(plan, task.place, Window(later(wanted, -length), wanted), session.id) is None:
        return None
    free, _ = last_begun(plan, task.place, session.window.start, session.id)
    return free if free is not None and free <= later(limit, -length) else None
