"""An event made of an earlier one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, cast
from zoneinfo import ZoneInfo

import attrs

from meetsupport.core.errors import Conflict, InvalidInput, UnknownReference
from meetsupport.core.messages import Message
from meetsupport.core.records import Record, no_such
from meetsupport.core.specs import FieldSpec
from meetsupport.core.times import Window
from meetsupport.model import Event, Lesson, Person, Task, Team, TemplateItem
from meetsupport.plan import Edit, PlainReader, Plan, Put, Reader
from meetsupport.readings import clock_of, is_zone, item_time

__all__ = ["cloned"]

_TAKEN = (
    "Team",
    "Session",
    "Opening",
    "Booking",
    "Route",
    "Trip",
    "Call",
    "Post",
    "Checklist",
    "Round",
    "Task",
    "Coordination",
    "Training",
    "Lodging",
    "Room",
    "Meal",
    "Supply",
    "KitItem",
    "SeatPlan",
    "Cue",
    "Responsibility",
    "DutyLimit",
    "Loop",
    "Cohort",
    "Adoption",
)
"""
What is planned of an event. Who came, and what happened, is not: that is another year's. Nor is what was frozen, or who
alone might edit: a new event begins open.
"""

_NEW_EACH_TIME = frozenset(
    [
        "accepted_by",
        "answer_by",
        "attended",
        "delegations",
        "document",
        "evidence",
        "head_count",
        "ordered_at",
        "ordered_by",
        "participants",
        "printed_revision",
        "reason",
        "result",
        "served",
        "served_at",
        "signed",
        "signed_at",
    ]
)
"""Fields that say what happened, or who came."""


def cloned(plan: Plan, event: str, to: str, shift: timedelta) -> tuple[Edit, ...]:
    """
    Give the edits that make a new event of an earlier one.

    Args:
        plan: The plan.
        event: The earlier event's id.
        to: The new one's. The ids of its records begin with it.
        shift: How much later it is.

    Raises:
        UnknownReference: There is no such event.
        Conflict: There is an event with the new id already.
        InvalidInput: So much later, or earlier, there are no days.
    """
    old = cast("Event | None", plan.find("Event", event))
    if old is None:
        raise UnknownReference.of(no_such(Event.__record__, event))
    if plan.find("Event", to) is not None:
        raise Conflict.of(Message.of("there is an event with the id {id} already", id=repr(to)))
    zone = ZoneInfo(old.zone) if is_zone(old.zone) else None
    ids = {("Event", event): to}
    taken: list[Record] = []
    for name in _TAKEN:
        for one in sorted(plan.table(name)):
            record = plan.table(name)[one]
            # Somebody is in one team: a copy of it would have nobody, and all that is asked of its people would pass.
            if _is_of(record, ids) and not (name == "Team" and plan.where(Person, team=one)):
                ids[name, one] = f"{to}.{one}"
                taken.append(record)
    try:
        new: Event = attrs.evolve(_clone(old, ids, shift, zone), previous=event)
        made: list[Record] = [new, *(_clone(record, ids, shift, zone) for record in taken)]
        # What is read does not hang on the time.
        reader = PlainReader(plan, datetime.max.replace(tzinfo=UTC))
        made = [_recounted(reader, one, new) if isinstance(one, Task) else one for one in made]
    except OverflowError:
        said = Message.of("{days} days later is outside the calendar; shift the event by less", days=shift.days)
        raise InvalidInput.of(said) from None
    made += _lessons(plan, event, new, [one for one in made if isinstance(one, Task)])
    return tuple(Put(record) for record in made)


def _is_of(record: Record, ids: dict[tuple[str, str], str]) -> bool:
    """Say whether a record is part of the event: by its own field, or by what it cannot be without."""
    event: str | None = getattr(record, "event", None)
    if event is not None:
        return ("Event", event) in ids
    owners = [(str(spec.refers_to), getattr(record, spec.name)) for spec in record.__record__.refs if spec.required]
    return bool(owners) and any(owner in ids for owner in owners)


def _clone(record: Any, ids: dict[tuple[str, str], str], shift: timedelta, zone: ZoneInfo | None) -> Any:
    rt = record.__record__
    fresh = {attribute.name: attribute.default for attribute in attrs.fields(rt.cls)}
    values: dict[str, Any] = {"id": ids[rt.name, record.id]}
    for spec in rt.fields.values():
        if spec.name != "id":
            stays = not spec.transitions and spec.name not in _NEW_EACH_TIME
            values[spec.name] = (
                _moved(spec, getattr(record, spec.name), ids, shift, zone) if stays else fresh[spec.name]
            )
    return rt.cls(**values)


def _recounted(plan: Reader, task: Task, event: Event) -> Task:
    """Count the working days of a task anew: other days are off in another year."""
    item = plan.get(TemplateItem, task.item) if task.item is not None else None
    if item is None or item.working_days is None or task.due is None or task.due != task.planned:
        return task
    due = item_time(plan, item, event, task.anchored)
    if due is None:
        return task
    local = clock_of(plan, event.previous, due)
    return cast("Task", attrs.evolve(cast("Any", task), due=local, planned=local))


def _moved(
    spec: FieldSpec, value: Any, ids: dict[tuple[str, str], str], shift: timedelta, zone: ZoneInfo | None
) -> Any:
    if spec.refers_to is not None:
        there = spec.refers_to
        return tuple(ids.get((there, one), one) for one in value) if spec.many else ids.get((there, value), value)
    if isinstance(value, Window):
        return Window(_later(value.start, shift, zone), _later(value.end, shift, zone))
    if isinstance(value, datetime):
        return _later(value, shift, zone)
    if isinstance(value, date):
        return value + shift
    return value


def _later(moment: datetime, shift: timedelta, zone: ZoneInfo | None) -> datetime:
    """Move a moment so that clocks in the zone show the same hour, whatever their offset is then."""
    if zone is None:
        return moment + shift
    there = (moment.astimezone(zone).replace(tzinfo=None) + shift).replace(tzinfo=zone)
    return there.astimezone(timezone(there.utcoffset() or timedelta(0)))


def _lessons(plan: Plan, event: str, new: Event, tasks: Sequence[Task]) -> Iterator[Task]:
    """
    Make a task of each thing to do otherwise.

    One that concerns an item of a template is due with the earliest task of that item, and its owner's; all others when
    the event opens, its chief liaison officer's.
    """
    for lesson in plan.where(Lesson, event=event):
        if lesson.good or not lesson.mend:
            continue
        item = plan.get(TemplateItem, lesson.item) if lesson.item is not None else None
        like = [task for task in tasks if task.item is not None and task.item == lesson.item]
        first = min(
            like,
            key=lambda task: (task.due is None, task.due or datetime.max.replace(tzinfo=UTC), task.id),
            default=None,
        )
        named = plan.where(Team, name=item.role) if item is not None and item.role else ()
        opening = new.window.start if new.window is not None else None
        yield Task(
            id=f"{new.id}.lesson.{lesson.id}",
            event=new.id,
            kind="item",
            title=lesson.mend,
            item=lesson.item,
            lessons=(lesson.id,),
            due=first.due if first is not None and first.due is not None else opening,
            responsible=first.responsible if first is not None else new.chief_liaison,
            team=first.team if first is not None else named[0].id if named else None,
        )
