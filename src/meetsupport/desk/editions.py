"""
What became of records that were adopted, and what a newer edition does with each.

The journal knows what every adoption brought. A record that is still as it came is brought to the newer edition, or
taken out with it; one that the office has changed, or removed, is the office's, and is left alone until somebody
decides otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import cast

import attrs

from meetsupport.core.errors import Fault, InvalidInput
from meetsupport.core.messages import Message, termed
from meetsupport.core.records import Record, evolved
from meetsupport.desk.retracing import Key, retraced
from meetsupport.journal import Journal
from meetsupport.plan import Edit, Plan, Put, Question, Remove

__all__ = ["ALL", "Came", "Key", "came", "renewed"]

ALL = "*"
"""The place of a decision on everything that is not decided by itself."""

KEEP, TAKE = "keep", "take"
_SHOWN = 3


@attrs.frozen
class Came:
    """A record as an adoption brought it, and what was adopted then: ``checklist hall-set-up``."""

    record: Record
    of: str


def came(journal: Journal, upto: int, plan: Plan, keys: Collection[Key]) -> Mapping[Key, Came]:
    """
    Find how records came into the plan by adoption.

    Args:
        journal: What was done.
        upto: The last entry to read.
        plan: Any plan of the desk, for its record types.
        keys: The records to look for.

    Returns:
        For each of them that an adoption put, and that adoption was not taken back, what the last one put.
    """
    found: dict[Key, list[tuple[int, Came]]] = {}
    for step in retraced(journal, upto, plan, keys):
        if step.head.undoes is not None:
            for brought in found.values():
                brought[:] = [one for one in brought if one[0] != step.head.undoes]
        for key, _, record in step.records:
            if step.head.adopts and record is not None:
                found.setdefault(key, []).append((step.seq, Came(record, step.head.adopts)))
    return {key: brought[-1][1] for key, brought in found.items() if brought}


def renewed(
    plan: Plan,
    shipped: Sequence[Record],
    dropped: Collection[Key],
    before: Mapping[Key, Came],
    decisions: Mapping[str, str],
) -> tuple[tuple[Edit, ...], tuple[Question, ...]]:
    """
    Bring what was adopted to what is offered now.

    Args:
        plan: The plan as it is.
        shipped: What is offered now.
        dropped: Records in the plan that were adopted and are not offered any more.
        before: How records came, as `came` gives it.
        decisions: By place (``TemplateItem:gates.keys``, or `ALL`), ``keep`` what the office has or ``take`` what is
            offered.

    Returns:
        What is to be put and removed, and what was left alone because the office has made it its own.

    Raises:
        InvalidInput: A decision is about nothing of this, or is no decision.
    """
    keys = {_key(one): one for one in shipped}
    _refuse_strange(decisions, [*keys, *dropped])
    wanted = {key: one for key, one in keys.items() if plan.find(*key) != one}
    gone = set(dropped)
    asked: dict[Key, Message] = {}
    for key in (*wanted, *sorted(gone)):
        why = _own(plan, key, keys.get(key), before.get(key))
        choice = decisions.get(_place(key), decisions.get(ALL))
        if why is not None and choice != TAKE:
            wanted.pop(key, None)
            gone.discard(key)
            if choice != KEEP:
                asked[key] = why
    held = dict(_held_back(plan, wanted, gone))
    questions = [Question.of(_place(key), why, (KEEP, TAKE)) for key, why in asked.items()]
    questions += [
        Question.of(_place(key), why, (KEEP,))
        for key, why in held.items()
        if decisions.get(_place(key), decisions.get(ALL)) != KEEP
    ]
    return (*map(Put, wanted.values()), *(Remove(*key) for key in sorted(gone))), tuple(questions)


def _key(record: Record) -> Key:
    return record.__record__.name, record.id


def _place(key: Key) -> str:
    return f"{key[0]}:{key[1]}"


def _refuse_strange(decisions: Mapping[str, str], keys: Sequence[Key]) -> None:
    places = {ALL, *map(_place, keys)}
    faults = [
        Fault.of(place, Message.of("it is no part of what is adopted")) for place in decisions if place not in places
    ]
    faults += [
        Fault.of(place, Message.of("invalid decision {choice}, expected keep or take", choice=repr(choice)))
        for place, choice in decisions.items()
        if choice not in {KEEP, TAKE}
    ]
    if faults:
        raise InvalidInput(faults)


def _own(plan: Plan, key: Key, offered: Record | None, brought: Came | None) -> Message | None:
    """Say how a record is the office's own; ``None`` if it is as it came, or never was there."""
    there = plan.find(*key)
    if there is None:
        return Message.of("the office has removed it since it was adopted") if brought is not None else None
    if brought is None:
        return Message.of("the office has one of its own; it differs in {fields}", fields=_differing(there, offered))
    if there == brought.record:
        return None
    changed = _differing(there, brought.record)
    if offered is None:
        template = "it is offered no longer, and the office has changed it since it was adopted: {fields}"
        return Message.of(template, fields=changed)
    return Message.of("the office has changed it since it was adopted: {fields}", fields=changed)


def _differing(one: Record, other: Record | None) -> tuple[Message, ...]:
    return tuple(
        termed(name, spec.label)
        for name, spec in one.__record__.fields.items()
        if other is None or getattr(one, name) != getattr(other, name)
    )


def _held_back(plan: Plan, wanted: dict[Key, Record], gone: set[Key]) -> Iterator[tuple[Key, Message]]:
    """Take out of *gone* what others still refer to, and out of *wanted* what refers to records that are not there."""
    while True:
        for key in sorted(gone):
            users = [
                _place(user)
                for user in map(_key, plan.referring(*key))
                if user not in gone and (user not in wanted or key in _referred(wanted[user]))
            ]
            if users:
                gone.discard(key)
                shown = tuple(users[:_SHOWN])
                if users[_SHOWN:]:
                    template = "it is offered no longer, and stays because {users} and {n} more refer to it"
                    yield key, Message.of(template, users=shown, n=len(users) - _SHOWN)
                else:
                    template = "it is offered no longer, and stays because {users} refer to it"
                    yield key, Message.of(template, users=shown)
                break
        else:
            break
    while missing := {
        key: lacking
        for key, record in wanted.items()
        if (lacking := {one for one in _referred(record) if one not in wanted and plan.find(*one) is None})
    }:
        for key, lacking in missing.items():
            wanted[key] = _without(wanted[key], lacking)
            if not lacking.isdisjoint(_referred(wanted[key])):
                # A part of something that the office has removed as a whole.
                del wanted[key]


def _referred(record: Record) -> set[Key]:
    found: set[Key] = set()
    for spec in record.__record__.refs:
        value = getattr(record, spec.name)
        found |= {(cast("str", spec.refers_to), one) for one in (value if spec.many else (value,)) if one is not None}
    return found


def _without(record: Record, missing: Collection[Key]) -> Record:
    """Leave out what a record refers to and the office has removed, where it refers to several."""
    fields: dict[str, object] = {}
    for spec in record.__record__.refs:
        if spec.many:
            value = cast("tuple[str, ...]", getattr(record, spec.name))
            fields[spec.name] = tuple(one for one in value if (spec.refers_to, one) not in missing)
    return evolved(record, **fields)
