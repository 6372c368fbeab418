"""Taking a change back, with a new one."""

from __future__ import annotations

from collections.abc import Iterator

from meetsupport.core.errors import Conflict, UnknownReference
from meetsupport.core.messages import Message
from meetsupport.core.records import Record, Unknown, evolved
from meetsupport.journal import Entry
from meetsupport.plan import Change, Edit, Plan, Put, Remove, edit_of

__all__ = ["inverse"]


def inverse(before: Plan, entry: Entry, now: Plan, *, by: str = "", reason: str = "") -> Change:
    """
    Make the change that takes a change back.

    Args:
        before: The plan that the change met.
        entry: The change's entry.
        now: The plan as it is now.
        by: Who takes it back.
        reason: Why.

    Raises:
        UnknownReference: The entry is no change, or parts of it were erased.
        Conflict: What it changed has been changed again since.
    """
    if entry.kind != "change":
        said = Message.of("revision {n} is no change to the plan: it is {kind}", n=entry.seq, kind=repr(entry.kind))
        raise UnknownReference.of(said)
    if None in entry.parts:
        said = Message.of("parts of revision {n} were erased, so it cannot be taken back", n=entry.seq)
        raise UnknownReference.of(said)
    made = [edit_of(before, part) for part in entry.parts[1:] if part is not None]
    after, _ = before.moved(made, entry.seq)
    clashes: list[str] = []
    edits = tuple(edit for one in made for edit in _back(before, after, now, one.key, clashes))
    if clashes:
        said = Message.of(
            "changed again since revision {n}: {records}; take that back first", n=entry.seq, records=tuple(clashes)
        )
        raise Conflict.of(said)
    return Change(edits, by=by, reason=reason, base=now.revision, undoes=entry.seq)


def _back(before: Plan, after: Plan, now: Plan, key: tuple[str, str], clashes: list[str]) -> Iterator[Edit]:
    if key[0] not in now.types:
        yield from _unknown_back(before, after, now, key, clashes)
        return
    was, made, there = (plan.find(*key) for plan in (before, after, now))
    extra = before.extra(key)
    put_extra = extra if dict(extra) != dict(after.extra(key)) else None
    if was is None:
        if there is not None and there != made:
            clashes.append(":".join(key))
        elif there is not None:
            yield Remove(*key)
    elif made is None:
        if there is not None:
            clashes.append(":".join(key))
        else:
            yield Put(was, extra)
    elif there is None:
        clashes.append(":".join(key))
    else:
        fields = _fields_back(was, made, there, key, clashes)
        yield Put(evolved(there, **fields), put_extra)


def _fields_back(
    was: Record, made: Record, there: Record, key: tuple[str, str], clashes: list[str]
) -> dict[str, object]:
    fields: dict[str, object] = {}
    for name in was.__record__.fields:
        old, new, current = getattr(was, name), getattr(made, name), getattr(there, name)
        if old == new:
            continue
        if current != new:
            clashes.append(f"{key[0]}:{key[1]}.{name}")
        fields[name] = old
    return fields


def _unknown_back(before: Plan, after: Plan, now: Plan, key: tuple[str, str], clashes: list[str]) -> Iterator[Edit]:
    was, made, there = (plan.unknown_one(key) for plan in (before, after, now))
    if there != made:
        clashes.append(":".join(key))
    elif isinstance(was, Unknown):
        yield Put(was)
    else:
        yield Remove(*key)
