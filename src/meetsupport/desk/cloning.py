"""An event made of an earlier one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from typing import Any, cast
from zoneinfo import ZoneInfo

import attrs

from meetsupport.core.errors import Conflict, UnknownReference
from meetsupport.core.records import FieldSpec, Record
from meetsupport.core.times import Window
from meetsupport.model import Event, Lesson, Task
from meetsupport.plan import Edit, Plan, Put
from meetsupport.readings import is_zone

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
    "Meal",
    "Supply",
    "KitItem",
    "SeatPlan",
    "Cue",
    "Responsibility",
    "DutyLimit",
    "EditRight",
    "Freeze",
    "Loop",
    "Cohort",
    "Adoption",
)
"""What is planned of an event. Who came, and what happened, is not: that is another year's."""

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
    """
    old = cast("Event | None", plan.find("Event", event))
    if old is None:
        raise UnknownReference(f"no event with the id {event!r}")
    if plan.find("Event", to) is not None:
        raise Conflict(f"there is an event with the id {to!r} already")
    zone = ZoneInfo(old.zone) if is_zone(old.zone) else None
    ids = {("Event", event): to}
    taken: list[Record] = []
    for name in _TAKEN:
        for one in sorted(plan.table(name)):
            record = plan.table(name)[one]
            if _is_of(record, ids):
                ids[name, one] = f"{to}.{one}"
                taken.append(record)
    made = [attrs.evolve(_clone(old, ids, shift, zone), previous=event)]
    made += [_clone(record, ids, shift, zone) for record in taken]
    made += _lessons(plan, event, to)
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


def _lessons(plan: Plan, event: str, to: str) -> Iterator[Task]:
    for one in sorted(plan.table("Lesson")):
        lesson = cast("Lesson", plan.table("Lesson")[one])
        if lesson.event == event and not lesson.good and lesson.mend:
            yield Task(id=f"{to}.lesson.{one}", event=to, kind="item", title=lesson.mend, item=lesson.item)
