"""Anchors: what times of templates hang on, and when an item is due by it, counted in days or in working days."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from meetsupport.model import Event, Session, Task, TemplateItem
from meetsupport.readings.calendar import day_of, off_day, zone_named
from meetsupport.readings.critical_path import DAY, later

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = [
    "ANCHORS",
    "LONGEST_PLAN",
    "SESSION_ANCHORS",
    "anchor_time",
    "counted_time",
    "item_time",
    "moved_anchor",
    "working_day",
]

ANCHORS = ("received", "arrival", "opening", "session", "session-end", "closing")
"""What times of templates hang on."""

SESSION_ANCHORS = frozenset({"session", "session-end"})

LONGEST_PLAN = 1100
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
    step = DAY if count > 0 else -DAY
    left = abs(count)
    if not left and off_day(plan, day):
        left = 1
    try:
        for _ in range(LONGEST_PLAN):
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


def counted_time(plan: Reader, task: Task) -> datetime | None:
    """
    Say when a task must be done by its working days, as the days off of the plan are now.

    Returns:
        The moment, or ``None`` where its template does not count working days, or somebody has set by hand when the
        task is due.
    """
    if task.item is None or task.event is None or task.anchored is None or task.due != task.planned:
        return None
    event, item = plan.get(Event, task.event), plan.get(TemplateItem, task.item)
    if event is None or item is None or item.working_days is None:
        return None
    return item_time(plan, item, event, task.anchored)
