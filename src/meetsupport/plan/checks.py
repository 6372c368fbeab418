"""What must hold of a change before it is taken, and how its edits are journalled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

import msgspec

from meetsupport.core.codec import Extra, decode_body, encode_body, fields_of, normalised
from meetsupport.core.errors import (
    Fault,
    InvalidInput,
    InvalidRecord,
    MeetSupportError,
    RefusedTransition,
    StillReferredTo,
    UnknownReference,
)
from meetsupport.core.messages import Message, Value, termed
from meetsupport.core.records import Record, Unknown, not_the_id
from meetsupport.core.specs import FieldSpec, is_set
from meetsupport.model import EditRight, Freeze
from meetsupport.plan.change import Change, Delta, Edit, EditBody, Put, Remove, raw_object
from meetsupport.plan.permits import guarding
from meetsupport.plan.plan import Plan

__all__ = ["body_of", "checked", "edit_of"]

_SHOWN = 5
_decoder = msgspec.json.Decoder(EditBody)
_encode = msgspec.json.Encoder().encode


def checked(plan: Plan, change: Change, revision: int) -> tuple[tuple[Edit, ...], Plan, tuple[Delta, ...]]:
    """
    Check a change against a plan, as a whole: nothing of it is taken when anything of it is wrong.

    Args:
        plan: The plan that it meets.
        change: The change.
        revision: The revision of the plan after it.

    Returns:
        The edits with their records normalised, the plan after them, and what they did.

    Raises:
        InvalidRecord: Fields of records do not have their types.
        RefusedTransition: A state may not follow the one before it.
        UnknownReference: A record refers to one that is not there, or one to be removed is not there.
        StillReferredTo: A record to be removed is still referred to.
        InvalidInput: Several of these at once.
    """
    errors: list[tuple[type[MeetSupportError], Fault]] = []
    edits = tuple(_normalised(plan, change.edits, errors))
    errors += _bad_states(plan, edits, undoing=change.undoes is not None, restoring=change.restores)
    if not errors:
        edits = tuple(_last_of_each(plan, edits))
        after, deltas = plan.moved(edits, revision)
        errors += _broken(after, deltas)
        if not errors:
            return edits, after, deltas
    kinds = {kind for kind, _ in errors}
    faults = [change.located(fault) for _, fault in errors]
    if kinds <= {InvalidRecord}:
        raise InvalidRecord(faults)
    if len(kinds) == 1:
        raise kinds.pop().of(*faults)
    raise InvalidInput(faults)


def _normalised(
    plan: Plan, edits: Iterable[Edit], errors: list[tuple[type[MeetSupportError], Fault]]
) -> Iterator[Edit]:
    gone: set[tuple[str, str]] = set()
    there: set[tuple[str, str]] = set()
    for edit in edits:
        name, one = edit.key
        place = f"$.{name}[{one!r}]"
        if isinstance(edit, Remove):
            known = edit.key in there or plan.find(name, one) or plan.unknown_one(edit.key)
            if not known or edit.key in gone:
                said = Message.of("no {type} with the id {id} to remove", type=_type(plan, name), id=repr(one))
                errors.append((UnknownReference, Fault.of(place, said)))
            gone.add(edit.key)
            there.discard(edit.key)
            yield edit
            continue
        there.add(edit.key)
        gone.discard(edit.key)
        if isinstance(edit.record, Unknown):
            errors += [(InvalidRecord, fault) for fault in _bad_raw(plan, edit.record, place)]
            yield edit
        elif plan.types.get(name) is not edit.record.__record__:
            said = Message.of("no installed plugin defines the record type {type}", type=repr(name))
            errors.append((UnknownReference, Fault.of(place, said)))
        else:
            errors += [(InvalidRecord, fault) for fault in _bad_extra(edit.record, edit.extra or {}, place)]
            try:
                record = normalised(edit.record)[0]
            except InvalidInput as error:
                errors += [(InvalidRecord, fault) for fault in error.faults]
                continue
            if isinstance(record, EditRight | Freeze):
                record, faults = guarding(plan.types, record)
                errors += [(InvalidRecord, fault) for fault in faults]
            yield Put(record, edit.extra)


def _bad_raw(plan: Plan, record: Unknown, place: str) -> Iterator[Fault]:
    """Find what would make a record that is kept as it is unreadable, or another one."""
    if record.type in plan.types or not record.type.isprintable() or not record.type:
        yield Fault(place, f"invalid value {record.type!r} for the name of an unknown record type")
    try:
        one = msgspec.json.decode(fields_of(record.raw)["id"], type=str)
    except (msgspec.MsgspecError, KeyError, RecursionError, UnicodeError) as error:
        yield Fault(place, f"expected a JSON object with an id: {error}")
        return
    if one != record.id or not one.isprintable() or one != one.strip() or not one:
        yield Fault(f"{place}.id", f"invalid value {one!r}, expected {record.id!r}, printable")


def _bad_extra(record: Record, extra: Extra, place: str) -> Iterator[Fault]:
    for name, raw in extra.items():
        if name in record.__record__.fields:
            yield Fault(f"{place}.{name}", "is a field of the type: set it on the record")
        try:
            msgspec.json.decode(raw.decode())
            _encode(name)
        except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
            yield Fault(f"{place}.{name!r}", f"expected JSON: {error}")


def _last_of_each(plan: Plan, edits: Iterable[Edit]) -> Iterator[Edit]:
    for edit in {edit.key: edit for edit in edits}.values():
        if isinstance(edit, Put) or plan.find(*edit.key) or plan.unknown_one(edit.key):
            yield edit


def _bad_states(
    plan: Plan, edits: Iterable[Edit], *, undoing: bool, restoring: bool
) -> Iterator[tuple[type[MeetSupportError], Fault]]:
    latest: dict[tuple[str, str], Record | None] = {}
    for edit in edits:
        before = latest.get(edit.key) or plan.find(*edit.key)
        record = edit.record if isinstance(edit, Put) and isinstance(edit.record, Record) else None
        latest[edit.key] = record
        if record is None:
            continue
        for spec in record.__record__.stateful:
            allowed = spec.transitions or {}
            state = getattr(record, spec.name)
            place = f"$.{edit.key[0]}[{edit.key[1]!r}].{spec.name}"
            if state not in allowed:
                said = Message.of(
                    "invalid value {value}, expected one of {words}",
                    value=repr(state),
                    words=tuple(termed(one, spec.words[one]) for one in allowed),
                )
                yield InvalidRecord, Fault.of(place, said)
            elif before is not None and not undoing:
                yield from _bad_step(spec, before, record, place)
            elif before is None and spec.begins and state not in spec.begins and not (undoing or restoring):
                begins = _state(spec, spec.begins[0])
                for one in spec.begins[1:]:
                    begins = Message.of("{one} or {other}", one=begins, other=_state(spec, one))
                said = Message.of(
                    "may not begin as {state}, only as {begins}", state=_state(spec, state), begins=begins
                )
                yield RefusedTransition, Fault.of(place, said)
            for name in spec.needs.get(state, ()):
                if not is_set(getattr(record, name)):
                    said = Message.of(
                        "may not be {state} while {field} is not set",
                        state=_state(spec, state),
                        field=_field(record, name),
                    )
                    yield RefusedTransition, Fault.of(place, said)
            for one, other in spec.apart:
                value = getattr(record, one)
                if value is not None and value == getattr(record, other):
                    said = Message.of(
                        "{one} and {other} may not both be {value}",
                        one=_field(record, one),
                        other=_field(record, other),
                        value=repr(value),
                    )
                    yield RefusedTransition, Fault.of(place, said)


def _type(plan: Plan, name: str) -> Message:
    rt = plan.types.get(name)
    return termed(name, rt.label if rt is not None else name)


def _field(record: Record, name: str) -> Message:
    return termed(name, record.__record__.fields[name].label)


def _state(spec: FieldSpec, state: str) -> Message:
    return termed(repr(state), spec.words.get(state, repr(state)))


def _bad_step(
    spec: FieldSpec, before: Record, record: Record, place: str
) -> Iterator[tuple[type[MeetSupportError], Fault]]:
    old, state = getattr(before, spec.name), getattr(record, spec.name)
    if state == old:
        return
    following = (spec.transitions or {}).get(old, ())
    if state not in following:
        said = Message.of(
            "{old} may not become {state}, only {following}",
            old=_state(spec, old),
            state=_state(spec, state),
            following=tuple(termed(one, spec.words[one]) for one in following) or Message.of("nothing"),
        )
        yield RefusedTransition, Fault.of(place, said)
    since = spec.anew.get(state)
    if since is not None:
        earlier, later = getattr(before, since), getattr(record, since)
        if earlier is not None and later is not None and later <= earlier:
            said = Message.of(
                "may become {state} again only with a later {field}",
                state=_state(spec, state),
                field=_field(record, since),
            )
            yield RefusedTransition, Fault.of(place, said)


def _broken(after: Plan, deltas: Iterable[Delta]) -> Iterator[tuple[type[MeetSupportError], Fault]]:
    for delta in deltas:
        if delta.new is None:
            users = [f"{r.__record__.name}:{r.id}" for r in after.referring(delta.type, delta.id)]
            if users:
                shown: Value = tuple(users[:_SHOWN])
                if len(users) > _SHOWN:
                    shown = Message.of("{shown} and {n} more", shown=shown, n=len(users) - _SHOWN)
                said = Message.of("cannot be removed while {users} refer to it", users=shown)
                yield StillReferredTo, Fault.of(f"$.{delta.type}[{delta.id!r}]", said)
            continue
        for spec in delta.new.__record__.refs:
            target = after.table(cast("str", spec.refers_to))
            value = getattr(delta.new, spec.name)
            for one in value if spec.many else (value,):
                if one is not None and one not in target:
                    place = f"$.{delta.type}[{delta.id!r}].{spec.name}"
                    said = not_the_id(after.types, one, str(spec.refers_to))
                    yield UnknownReference, Fault.of(place, said)


def body_of(plan: Plan, edit: Edit) -> bytes:
    """Write an edit for the journal: the fields that differ from what the plan has."""
    name, one = edit.key
    if isinstance(edit, Remove):
        return _encode(EditBody(name, one))
    if isinstance(edit.record, Unknown):
        return _encode(EditBody(name, one, msgspec.Raw(edit.record.raw), new=True))
    old = plan.find(name, one)
    fields = fields_of(encode_body(edit.record))
    dropped: tuple[str, ...] = ()
    if old is not None:
        before = fields_of(encode_body(old))
        fields = {field: raw for field, raw in fields.items() if before.get(field) != raw}
    if edit.extra is not None:
        before_extra = plan.extra(edit.key)
        fields.update({field: raw for field, raw in edit.extra.items() if before_extra.get(field) != raw})
        dropped = tuple(field for field in before_extra if field not in edit.extra)
    return _encode(EditBody(name, one, raw_object(fields), new=old is None, dropped=dropped))


def edit_of(plan: Plan, body: bytes) -> Edit:
    """
    Read an edit from the journal, against the plan that it met.

    Raises:
        InvalidRecord: It does not fit the record type as it is defined today.
    """
    edit = _decoder.decode(body)
    key = edit.type, edit.id
    if not bytes(edit.fields):
        return Remove(*key)
    rt = plan.types.get(edit.type)
    if rt is None:
        old_raw = plan.unknown_one(key)
        if edit.new or old_raw is None:
            return Put(Unknown(edit.type, edit.id, bytes(edit.fields)))
        merged = fields_of(old_raw.raw) | fields_of(bytes(edit.fields))
        for name in edit.dropped:
            merged.pop(name, None)
        return Put(Unknown(edit.type, edit.id, bytes(raw_object(merged))))
    fields = fields_of(bytes(edit.fields))
    extra = {name: fields.pop(name) for name in list(fields) if name not in rt.fields}
    old = None if edit.new else plan.find(*key)
    if old is not None:
        fields = fields_of(encode_body(old)) | fields
    record = decode_body(rt, bytes(raw_object(fields)))
    if not extra and not edit.dropped:
        return Put(record)
    kept = {} if edit.new else {n: raw for n, raw in plan.extra(key).items() if n not in edit.dropped}
    return Put(record, {**kept, **extra})
