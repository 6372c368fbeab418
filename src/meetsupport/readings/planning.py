"""
When work must start and can end: anchors, nights and days off, backward plans.

The method is the critical path method (Kelley and Walker, 1959). Night is from 22:00 to 06:00 in the event's zone, as
labour law in China has it for night work; other offices change nothing by it, since it is only marked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import attrs

from meetsupport.core.errors import InvalidInput, UnknownReference
from meetsupport.core.times import Window
from meetsupport.model import Event, Session, Task, TemplateItem
from meetsupport.readings.calendar import day_of, off_day, zone_named
from meetsupport.readings.critical_path import Job, Laid, later, lay_out
from meetsupport.readings.tasks import DONE, DROPPED, gate_time, task_length

if TYPE_CHECKING:
    from datetime import tzinfo

    from meetsupport.plan import Reader

__all__ = [
    "ANCHORS",
    "BackwardPlan",
    "PlannedTask",
    "anchor_time",
    "backward_plan",
    "item_time",
    "night_hours",
    "quiet_times",
    "working_day",
]

ANCHORS = ("received", "arrival", "opening", "session", "closing")
"""What times of templates hang on."""

NIGHTFALL, DAYBREAK = time(22), time(6)

_DAY = timedelta(days=1)
_LONGEST_PLAN = 1100
"""Days for which nights and days off are looked up: three years. Beyond that a plan goes by the clock alone."""


def anchor_time(event: Event, anchor: str, session: Session | None = None) -> datetime | None:
    """
    Say when an anchor is.

    Args:
        event: The event.
        anchor: received, arrival, opening, session or closing.
        session: The session whose start is meant by *session*; without it, the opening is.

    Returns:
        The moment, or ``None`` where nobody has entered it. Without a time of arrival, that is the opening.
    """
    if anchor == "received":
        return event.received
    if anchor == "session" and session is not None:
        return session.window.start if session.window is not None else None
    if anchor == "arrival" and event.arrives is not None:
        return event.arrives
    if event.window is None:
        return None
    return event.window.end if anchor == "closing" else event.window.start


def working_day(plan: Reader, day: date, count: int) -> date | None:
    """
    Give the day so many working days from a day.

    Args:
        plan: What to read: its days off.
        day: From which day; it does not count itself.
        count: How many; negative is before. With 0, the day itself, or the last working day before it.

    Returns:
        The day, or ``None`` where there are not as many in three years.
    """
    step = _DAY if count > 0 else -_DAY
    left = abs(count)
    if not left and off_day(plan, day):
        left = 1
    try:
        for _ in range(_LONGEST_PLAN):
            if not left:
                return day
            day += step
            left -= not off_day(plan, day)
    except OverflowError:
        pass
    return None


def item_time(plan: Reader, item: TemplateItem, event: Event, anchor: datetime | None) -> datetime | None:
    """
    Say when an item of a template must be done: so long from its anchor, or so many working days.

    Working days are counted from the day of the anchor, in the event's zone; the hour stays that of the anchor.
    """
    if anchor is None:
        return None
    if item.working_days is None:
        return later(anchor, item.offset)
    day = working_day(plan, day_of(plan, event.id, anchor), item.working_days)
    if day is None:
        return None
    zone = zone_named(event.zone)
    local = anchor.astimezone(zone or anchor.tzinfo)
    return datetime.combine(day, local.time(), local.tzinfo).astimezone(UTC)


def _days(start: datetime, end: datetime, zone: tzinfo) -> Iterator[date]:
    try:
        day, last = start.astimezone(zone).date() - _DAY, end.astimezone(zone).date()
        while day <= last:
            yield day
            day += _DAY
    except OverflowError:
        return


def _nights(window: Window, zone: tzinfo) -> Iterator[tuple[datetime, datetime]]:
    for day in _days(window.start, window.end, zone):
        start = max(datetime.combine(day, NIGHTFALL, zone).astimezone(UTC), window.start)
        end = min(datetime.combine(day + _DAY, DAYBREAK, zone).astimezone(UTC), window.end)
        if start < end:
            yield start, end


def night_hours(window: Window, zone: str = "") -> timedelta:
    """
    Say how much of a window is night: 22:00 to 06:00.

    Args:
        window: The window, half-open.
        zone: The IANA name of the zone whose clocks count; an unknown one is that of the window's own offset.
    """
    return sum(
        (end - start for start, end in _nights(window, zone_named(zone) or window.start.tzinfo or UTC)), timedelta(0)
    )


def quiet_times(
    plan: Reader, event: Event, start: datetime, end: datetime
) -> tuple[tuple[tuple[datetime, datetime], ...], ...]:
    """
    List when work should rest in a span: its nights and days off; its nights; its days off, for what takes days.

    Days off count until the day before the first guests come; on the days of the event itself everybody works. A span
    of more than three years has none.
    """
    if not start < end or end - start > _LONGEST_PLAN * _DAY:
        return ()
    zone = zone_named(event.zone) or start.tzinfo or UTC
    nights = tuple(_nights(Window(start, end), zone))
    first = anchor_time(event, "arrival")
    first_day = first.astimezone(zone).date() if first is not None else date.max
    days = _days(start, end, zone)
    off = tuple(_whole_day(day, zone) for day in days if day < first_day and off_day(plan, day))
    return (nights + off, nights, off)


def _whole_day(day: date, zone: tzinfo) -> tuple[datetime, datetime]:
    return (
        datetime.combine(day, time(), zone).astimezone(UTC),
        datetime.combine(day + _DAY, time(), zone).astimezone(UTC),
    )


@attrs.frozen
class PlannedTask:
    """
    One task in a backward plan.

    Attributes:
        task: Its id.
        laid: Where it lies in time.
        wanted: When its template, or whoever entered it, wants it finished.
        night: How much of it is done at night.
        off_days: The days off on which it is done.
        force: Whether its time can be compressed, as its template has it: empty, fixed or unconfirmed.
    """

    task: str
    laid: Laid
    wanted: datetime | None
    night: timedelta
    off_days: tuple[date, ...]
    force: str = ""


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
        raise UnknownReference(f"no task {task!r} in the backward plan")


def backward_plan(plan: Reader, event: str, *, since: datetime | None = None) -> BackwardPlan:
    """
    Lay out the open tasks of an event, backward from its opening.

    Args:
        plan: What to read.
        event: The event's id.
        since: When work can begin; without it, when the task was received.

    Returns:
        The plan. It takes n log n for n tasks.

    Raises:
        UnknownReference: There is no such event.
        InvalidInput: The event has no window, so that nobody knows when it opens.
    """
    found = plan.get(Event, event)
    if found is None:
        raise UnknownReference(f"no Event with the id {event!r}")
    if found.window is None:
        raise InvalidInput(f"the event {event!r} has no window to plan backward from; enter it")
    tasks = [one for one in plan.where(Task, event=event) if one.state not in DONE and one.state != DROPPED]
    return plan_tasks(plan, found, found.window.start, tasks, since=since)


def plan_tasks(
    plan: Reader,
    event: Event,
    opening: datetime,
    tasks: Iterable[Task],
    *,
    since: datetime | None = None,
    items: Mapping[str, TemplateItem] | None = None,
    anchors: Mapping[str, datetime] | None = None,
) -> BackwardPlan:
    """Lay out tasks, which need not be in the plan yet; `backward_plan` says the rest."""
    forces: dict[str, str] = {}
    jobs: list[Job] = []
    for task in tasks:
        item = None if task.item is None else (items or {}).get(task.item) or plan.get(TemplateItem, task.item)
        jobs.append(_job(plan, event, opening, task, item, anchors or {}))
        forces[task.id] = item.force if item is not None else ""
    starts = [later(at, -job.duration) for job in jobs if (at := job.wanted or job.limit) is not None]
    opens = since or event.received or min(starts, default=opening)
    last = max([opening, *(job.limit for job in jobs if job.limit is not None)])
    first = min([opens, *(job.not_before for job in jobs if job.not_before is not None)])
    layout = lay_out(jobs, opens, opening, quiet_times(plan, event, first, last))
    wanted = {job.id: job.wanted for job in jobs}
    planned = tuple(
        PlannedTask(
            one.id,
            one,
            wanted[one.id],
            night_hours(Window(one.start, one.finish), event.zone) if one.start < one.finish else timedelta(0),
            _off_days(plan, event, one),
            forces[one.id],
        )
        for one in layout.jobs
    )
    return BackwardPlan(later(opens, timedelta(0)), later(opening, timedelta(0)), planned, layout.path, layout.ring)


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
    limit = wanted
    if task.due is not None and wanted is not None and task.due < wanted:
        wanted = limit = task.due
    elif not item.force and wanted is not None:
        gate = gate_time(plan, task) or anchor
        limit = max(wanted, gate) if gate is not None and item.anchor != "received" else max(wanted, opening)
    return Job(
        task.id,
        length,
        task.after,
        wanted=wanted,
        limit=limit,
        bound=bool(item.force) or (item.working_days is None and abs(item.offset) <= _DAY),
    )


def _off_days(plan: Reader, event: Event, laid: Laid) -> tuple[date, ...]:
    zone = zone_named(event.zone) or UTC
    first = anchor_time(event, "arrival")
    first_day = first.astimezone(zone).date() if first is not None else date.max
    if laid.finish - laid.start > _LONGEST_PLAN * _DAY:
        return ()
    found: list[date] = []
    for day in _days(laid.start, laid.finish, zone):
        start, end = _whole_day(day, zone)
        if day < first_day and laid.start < end and laid.finish > start and off_day(plan, day):
            found.append(day)
    return tuple(found)
