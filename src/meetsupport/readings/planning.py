"""
When work must start and can end: anchors, nights and days off, backward plans.

The method is the critical path method (Kelley and Walker, 1959). Night is from 22:00 to 06:00 in the event's zone, as
labour law in China has it for night work; other offices change nothing by it, since it is only marked. What takes hours
and has time is done by day, from 08:00 to 18:00; what takes a day or more ends with the working day, and is no night
work for lasting through a night.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import attrs

from meetsupport.core.errors import InvalidInput, UnknownReference
from meetsupport.core.times import Window
from meetsupport.model import Event, Session, Task, TemplateItem
from meetsupport.plan import derived
from meetsupport.readings.calendar import day_of, off_day, zone_named
from meetsupport.readings.critical_path import DAY, Job, Laid, later, lay_out
from meetsupport.readings.tasks import DONE, DROPPED, earliest_finish, gate_time, task_length

if TYPE_CHECKING:
    from datetime import tzinfo

    from meetsupport.plan import Reader, Shown

__all__ = [
    "ANCHORS",
    "BackwardPlan",
    "PlannedTask",
    "anchor_time",
    "backward_plan",
    "item_time",
    "moved_anchor",
    "night_hours",
    "own_limit",
    "sitting_in",
    "sittings_at",
    "working_day",
]

ANCHORS = ("received", "arrival", "opening", "session", "session-end", "closing")
"""What times of templates hang on."""

SESSION_ANCHORS = frozenset({"session", "session-end"})

NIGHTFALL, DAYBREAK = time(22), time(6)
WORK_BEGINS, WORK_ENDS = time(8), time(18)

_DAY = DAY
_LONGEST_PLAN = 1100
"""Days for which nights and days off are looked up: three years. Beyond that a plan goes by the clock alone."""


def anchor_time(event: Event, anchor: str, session: Session | None = None) -> datetime | None:
    """
    Say when an anchor is.

    Args:
        event: The event.
        anchor: received, arrival, opening, session, session-end or closing.
        session: The session whose start is meant by *session*, and whose end by *session-end*; without it, the opening
            and the closing are.

    Returns:
        The moment, or ``None`` where nobody has entered it. Without a time of arrival, that is the opening.
    """
    if anchor == "received":
        return event.received
    if anchor in SESSION_ANCHORS and session is not None:
        if session.window is None:
            return None
        return session.window.start if anchor == "session" else session.window.end
    if anchor == "arrival" and event.arrives is not None:
        return event.arrives
    if event.window is None:
        return None
    return event.window.end if anchor in {"closing", "session-end"} else event.window.start


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


Spans = tuple[tuple[datetime, datetime], ...]


@attrs.frozen
class _Quiet:
    """When work should rest: at night, on days off, after work, and on days off counted from evening to evening."""

    nights: Spans = ()
    off: Spans = ()
    shut: Spans = ()
    days_off: Spans = ()


def _quiet_times(plan: Reader, event: Event, start: datetime, end: datetime) -> _Quiet:
    """
    List when work should rest in a span.

    Days off count until the day before the first guests come; on the days of the event itself everybody works. A span
    of more than three years has none.
    """
    if not start < end or end - start > _LONGEST_PLAN * _DAY:
        return _Quiet()
    zone = zone_named(event.zone) or start.tzinfo or UTC
    first_day = _first_day(event, zone)
    days = list(_days(start, end, zone))
    off = [day for day in days if day < first_day and off_day(plan, day)]
    return _Quiet(
        nights=tuple(_nights(Window(start, end), zone)),
        off=tuple(_span_of(day, time(), day + _DAY, time(), zone) for day in off),
        shut=tuple(_span_of(day, WORK_ENDS, day + _DAY, WORK_BEGINS, zone) for day in days),
        days_off=tuple(_span_of(day - _DAY, WORK_ENDS, day, WORK_ENDS, zone) for day in off),
    )


def _first_day(event: Event, zone: tzinfo) -> date:
    first = anchor_time(event, "arrival")
    return first.astimezone(zone).date() if first is not None else date.max


def _span_of(day: date, at: time, until: date, then: time, zone: tzinfo) -> tuple[datetime, datetime]:
    return (
        datetime.combine(day, at, zone).astimezone(UTC),
        datetime.combine(until, then, zone).astimezone(UTC),
    )


def _evening(moment: datetime, zone: tzinfo) -> datetime:
    """Give the last end of a working day that is not after a moment."""
    local = moment.astimezone(zone)
    day = local.date() if local.time() >= WORK_ENDS else local.date() - _DAY
    return datetime.combine(day, WORK_ENDS, zone).astimezone(UTC)


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
        raise UnknownReference(f"no task {task!r} in the backward plan")


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
        raise UnknownReference(f"no Event with the id {event!r}")
    if found.window is None:
        raise InvalidInput(f"the event {event!r} has no window to plan backward from; enter it")
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
    quiet = _quiet_times(plan, event, first, last)
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
            if timedelta(0) < one.finish - one.start < _DAY
            else timedelta(0),
            _off_days(plan, event, one),
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
    near = abs(item.offset) <= _DAY and not length if item.anchor == "received" else abs(item.offset) < _DAY > length
    bound = bool(item.force) or (item.working_days is None and near)
    aim = None
    if wanted is not None and length >= _DAY and not item.force:
        aim = _evening(wanted, zone_named(event.zone) or UTC)
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


def moved_anchor(plan: Reader, task: Task) -> datetime | None:
    """
    Say when the anchor of a task is now, if it is not when it was as the task was made of its template.

    Returns:
        The moment, or ``None`` where it has not moved, where nobody knows when it is, or where somebody has set by
        hand when the task is due.
    """
    if task.anchored is None or task.item is None or task.event is None or task.due != task.planned:
        return None
    event, item = plan.get(Event, task.event), plan.get(TemplateItem, task.item)
    if event is None or item is None:
        return None
    session = plan.get(Session, task.session) if task.session is not None else None
    now = anchor_time(event, item.anchor, session)
    return None if now is None or now == task.anchored else now


@derived
def sittings_at(plan: Reader, place: str) -> tuple[tuple[datetime, tuple[tuple[datetime, str], ...]], ...]:
    """List when sessions begin in a place, each with the two that last longest of those begun until then."""
    held = [(one.window.start, one.window.end, one.id) for one in plan.where(Session, place=place) if one.window]
    longest: list[tuple[datetime, tuple[tuple[datetime, str], ...]]] = []
    for start, end, id in sorted(held):
        before = longest[-1][1] if longest else ()
        longest.append((start, tuple(sorted([*before, (end, id)], reverse=True)[:2])))
    return tuple(longest)


def sitting_in(plan: Reader, place: str, window: Window, but: str | None = None) -> str | None:
    """
    Give a session that is held in a place in a window.

    Args:
        plan: What to read.
        place: The place.
        window: When.
        but: A session that does not count.

    Returns:
        The one that ends last, or ``None``. It costs the logarithm of all that are held there.
    """
    until, id = _last_begun(plan, place, window.end, but)
    return id if until is not None and until > window.start else None


def _last_begun(plan: Reader, place: str, before: datetime, but: str | None) -> tuple[datetime | None, str | None]:
    """Give the end and the id of what lasts longest of all that begins in a place before a moment."""
    held = plan.derive(sittings_at, place)
    number = bisect_left(held, (before,)) - 1
    ends = held[number][1] if number >= 0 else ()
    return next(((end, id) for end, id in ends if id != but), (None, None))


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
    free, _ = _last_begun(plan, task.place, session.window.start, session.id)
    return free if free is not None and free <= later(limit, -length) else None


def _off_days(plan: Reader, event: Event, laid: Laid) -> tuple[date, ...]:
    zone = zone_named(event.zone) or UTC
    first_day = _first_day(event, zone)
    length = laid.finish - laid.start
    if length > _LONGEST_PLAN * _DAY:
        return ()
    found: list[date] = []
    for day in _days(laid.start, later(laid.finish, _DAY), zone):
        if length >= _DAY:
            start, end = _span_of(day - _DAY, WORK_ENDS, day, WORK_ENDS, zone)
        else:
            start, end = _span_of(day, time(), day + _DAY, time(), zone)
        if day < first_day and laid.start < end and laid.finish > start and off_day(plan, day):
            found.append(day)
    return tuple(found)
