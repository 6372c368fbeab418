"""What was learnt at earlier events, and what an event makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetsupport.model import Event, Lesson, Task
from meetsupport.plan import derived

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["earlier_events", "lessons_before", "lessons_for", "unanswered_lessons"]


@derived
def earlier_events(plan: Reader, event: str) -> tuple[str, ...]:
    """List the events that an event was begun from, the latest first (上届活动)."""
    found: list[str] = []
    one = plan.get(Event, event)
    while one is not None and one.previous is not None and one.previous not in {event, *found}:
        found.append(one.previous)
        one = plan.get(Event, one.previous)
    return tuple(found)


@derived
def lessons_before(plan: Reader, event: str) -> tuple[str, ...]:
    """List what went wrong at the events that an event was begun from, in the order of their ids."""
    earlier = plan.derive(earlier_events, event)
    return tuple(sorted(one.id for at in earlier for one in plan.where(Lesson, event=at) if not one.good))


def lessons_for(plan: Reader, template: str, item: str | None = None) -> tuple[Lesson, ...]:
    """
    List what went wrong that a template should have prevented, in the order of ids.

    Args:
        plan: What to read.
        template: The template's id.
        item: The id of one of its items; without it, lessons of the template that concern no single item.
    """
    return tuple(one for one in plan.where(Lesson, template=template, item=item) if not one.good) + tuple(
        one for one in (plan.where(Lesson, item=item, template=None) if item is not None else ()) if not one.good
    )


@derived
def unanswered_lessons(plan: Reader, event: str) -> tuple[str, ...]:
    """
    List what went wrong at earlier events and has no answer at this one, in the order of ids.

    A task answers it that names it, or that was made from the template's item which it became. A dropped one does if it
    says why.
    """
    found: list[str] = []
    for id in plan.derive(lessons_before, event):
        lesson = plan.get(Lesson, id)
        tasks = plan.where(Task, lessons=id)
        if lesson is not None and lesson.item is not None:
            tasks = (*tasks, *plan.where(Task, item=lesson.item))
        if not any(task.event == event and (task.state != "dropped" or task.reason) for task in tasks):
            found.append(id)
    return tuple(found)
