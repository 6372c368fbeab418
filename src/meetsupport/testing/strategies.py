"""
Hypothesis strategies for records, plans and changes, made from the metadata of record types.

All references hold, ids are few and shared by all types, times lie near each other: so things collide, and rules
have something to find. Types of one's own work as the built-in ones do: give them with ``types=registry.types``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar, cast

import attrs
import msgspec
from hypothesis import strategies as st

from meetsupport import model
from meetsupport.core.codec import Contents
from meetsupport.core.errors import NotPermitted
from meetsupport.core.records import Record, RecordType, Unknown
from meetsupport.core.specs import FieldSpec
from meetsupport.plan import Change, Edit, Plan, Put, Remove
from meetsupport.plan.permits import permit
from meetsupport.testing.clock import START
from meetsupport.testing.states import Targets, meet
from meetsupport.testing.values import field_values

__all__ = ["IDS", "MODEL", "changes", "ids", "plans", "records", "unknowns"]

R = TypeVar("R", bound=Record)
Types: TypeAlias = "Mapping[str, RecordType[Any]]"
Words: TypeAlias = "Mapping[str, Sequence[Any]] | None"
_Tables: TypeAlias = "dict[str, dict[str, Record]]"

MODEL: Types = {name: getattr(model, name).__record__ for name in sorted(model.__all__)}
"""The record types that come with the library."""

IDS = ("a", "b", "丙 3")
"""The ids that are drawn, the same for all types, so that what confuses two types shows."""

_LIMITS = ("*", "Duty", "Seat")
_FOREIGN = ("elsewhere.Gate", "elsewhere.闸机")
_WRITINGS = (
    b'{"id":%s,"opens":1.50}',
    b'{ "name" : "\xe4\xb8\x9c\xe9\x97\xa8" , "id" : %s }',
    b'{"id":%s,"list":[ 1,null ]}',
)
_EXTRAS: tuple[dict[str, bytes], ...] = (
    {"x_colour": b'"red"'},
    {"x_colour": b'"blue"', "\u53f7": b"1.50"},
    {"x_nested": b'{ "a" : [1, 2] }'},
)
_ALWAYS = frozenset({"kinds", "window"})
"""Fields that are always drawn, since most rules and briefs hang on them."""

_AT_ONCE = 5
"""A removal takes with it at most so many records that refer to what is removed."""


def ids(name: str = "") -> st.SearchStrategy[str]:
    """Draw an id for a record of the type of that name."""
    return st.sampled_from(_LIMITS if name == "RemovalLimit" else IDS)


def _fields(rt: RecordType[Any]) -> list[FieldSpec]:
    return [spec for name, spec in rt.fields.items() if name != "id"]


def _targets(tables: _Tables | None) -> Targets:
    return lambda spec: IDS if tables is None else sorted(tables.get(str(spec.refers_to), ()))


def _value(draw: Any, rt: RecordType[Any], spec: FieldSpec, tables: _Tables | None, words: Words) -> Any:
    if spec.refers_to is None:
        return draw(field_values(spec, rt.name, words))
    targets = _targets(tables)(spec)
    if spec.many:
        return tuple(draw(st.lists(st.sampled_from(targets), max_size=2, unique=True))) if targets else ()
    if not targets:
        return None
    # A reference that is there is worth more than none: most rules follow it.
    return draw(st.sampled_from([*targets, *targets, None] if spec.optional else targets))


def _state(draw: Any, spec: FieldSpec, old: Record | None) -> Any:
    transitions = spec.transitions or {}
    if old is None:
        return draw(st.sampled_from(spec.begins or sorted(transitions)))
    now = getattr(old, spec.name)
    return draw(st.sampled_from([*transitions[now], now]))


def _made(
    draw: Any, rt: RecordType[Any], one: str, tables: _Tables | None, words: Words, old: Record | None = None
) -> Record | None:
    """Make a record, or none where what its state needs is not there; a new one can always be made."""
    specs = _fields(rt)
    size = (len(specs) + 7) // 8
    # One draw of bytes says which fields are set: a draw for each costs more, and a large integer is mostly small.
    chosen = int.from_bytes(draw(st.binary(min_size=size, max_size=size)), "big")
    given: dict[str, Any] = {}
    for bit, spec in enumerate(specs):
        if spec.transitions:
            given[spec.name] = _state(draw, spec, old)
        elif spec.required or spec.name in _ALWAYS or spec.refers_to or chosen >> bit & 1:
            given[spec.name] = _value(draw, rt, spec, tables, words)
    met = meet(draw, rt, given, None if old is None else _fields_of(old), _targets(tables), words)
    return cast("Record", rt.cls(id=one, **given)) if met else None


def _fields_of(record: Record) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__record__.fields}


@st.composite
def records(draw: Any, cls: type[R], plan: Plan | None = None, *, words: Words = None) -> R:
    """
    Draw a record of a type.

    Args:
        draw: Given by Hypothesis.
        cls: The type.
        plan: What its references point into; without it they point to any of `IDS`. A plan that lacks what a required
            reference needs gives ``None`` there.
        words: What to draw for fields, by field or ``Type.field``; it comes before that of the kit.
    """
    rt = cls.__record__
    return cast("R", _made(draw, rt, draw(ids(rt.name)), None if plan is None else _tables_of(plan), words))


def _tables_of(plan: Plan) -> _Tables:
    # Sorted, since the maps of a plan have no order, and a strategy must draw the same each time.
    return {name: dict(sorted(plan.table(name).items())) for name in sorted(plan.types) if plan.count(name)}


def _needed(rt: RecordType[Any]) -> list[str]:
    return [cast("str", spec.refers_to) for spec in rt.refs if not spec.many and not spec.optional]


def _in_order(types: Types) -> Iterator[RecordType[Any]]:
    """List types so that what a required reference points to comes before."""
    left = dict(types)
    while left:
        free = [name for name, rt in left.items() if not any(need in left for need in _needed(rt) if need != name)]
        for name in free or list(left):
            yield left.pop(name)


@st.composite
def plans(
    draw: Any, types: Types = MODEL, *, words: Words = None, least: int = 0, of_each: int = 2, unknown: bool = False
) -> Plan:
    """
    Draw a plan whose references hold.

    Args:
        draw: Given by Hypothesis.
        types: The record types.
        words: As for `records`.
        least: How many records there are at least of each type, where the references that it requires allow any.
        of_each: How many there are at most, up to three.
        unknown: Whether there may be records of unknown types, and unknown fields.
    """
    tables: _Tables = {}
    for rt in _in_order(types):
        if all(tables.get(need) for need in _needed(rt)):
            pool = _LIMITS if rt.name == "RemovalLimit" else IDS
            most = 1 if rt.name == "RemovalLimit" else of_each
            there = pool[: draw(st.integers(min(least, most), min(most, len(pool))))]
            tables[rt.name] = dict.fromkeys(there, cast("Record", None))
    for name, table in tables.items():
        for one in table:
            table[one] = cast("Record", _made(draw, types[name], one, tables, words))
    everything = [record for table in tables.values() for record in table.values()]
    extras: dict[tuple[str, str], Mapping[str, bytes]] = {}
    foreign: list[Unknown] = []
    if unknown:
        foreign = draw(st.lists(unknowns(), max_size=3, unique_by=lambda one: (one.type, one.id)))
        for record in draw(st.lists(st.sampled_from(everything), max_size=3)) if everything else ():
            extras[record.__record__.name, record.id] = draw(st.sampled_from(_EXTRAS))
    return Plan.of(types, Contents(tuple(everything), extras, tuple(foreign)))


@st.composite
def unknowns(draw: Any) -> Unknown:
    """Draw a record of a type that no plugin defines, written in one of several ways."""
    one = draw(st.sampled_from(IDS))
    raw = draw(st.sampled_from(_WRITINGS)) % msgspec.json.encode(one)
    return Unknown(draw(st.sampled_from(_FOREIGN)), one, raw)


@st.composite
def changes(
    draw: Any,
    plan: Plan,
    *,
    words: Words = None,
    max_edits: int = 4,
    types: Types | None = None,
    unknown: bool = False,
    based: bool = True,
) -> Change:
    """
    Draw a change that the plan can take.

    References hold after it, states follow each other as they may, and somebody makes it who has the right to, or
    nothing is changed. Somebody overrides what is frozen or stands.

    Args:
        draw: Given by Hypothesis.
        plan: What it is made against.
        words: As for `records`.
        max_edits: How many edits it has at most, beside those that a removal brings with it.
        types: Only touch records of these types.
        unknown: Whether it may touch records of unknown types, and unknown fields.
        based: Whether it says which revision it was made against.
    """
    origin, tables = _tables_of(plan), _tables_of(plan)
    touchable = {name: plan.types[name] for name in sorted(types or plan.types)}
    foreign = {(one.type, one.id): one for one in plan.unknown()} if unknown else None
    edits: list[Edit] = []
    for _ in range(draw(st.integers(1, max_edits))):
        edits += _edits(draw, touchable, plan.types, tables, foreign, words, origin)
    change = Change(tuple(edits), by=draw(st.sampled_from(IDS)), base=plan.revision if based else None)
    return _permitted(plan, change)


def _permitted(plan: Plan, change: Change) -> Change:
    """Let somebody make a change who may."""
    change = attrs.evolve(change, override="office")
    if not plan.table("EditRight"):
        return change
    after, deltas = plan.moved(change.edits, plan.revision)
    for by in (change.by, *IDS):
        allowed = attrs.evolve(change, by=by)
        try:
            permit(plan, after, allowed, deltas, START)
        except NotPermitted:
            continue
        return allowed
    return attrs.evolve(change, edits=())


def _edits(
    draw: Any,
    types: Types,
    known: Types,
    tables: _Tables,
    foreign: dict[tuple[str, str], Unknown] | None,
    words: Words,
    origin: _Tables,
) -> list[Edit]:
    there = [(name, one) for name in types for one in tables.get(name, ())]
    kind = draw(
        st.sampled_from(("set", "set", "set", "put", "remove", *(("foreign", "extra") if foreign is not None else ())))
    )
    if kind == "foreign" and foreign is not None:
        return [_foreign(draw, foreign)]
    if kind == "put" or not there:
        return _put(draw, types, tables, words, origin)
    name, one = draw(st.sampled_from(there))
    if kind == "remove":
        return _removal(tables, known, name, one)
    record = tables[name][one]
    if kind == "set":
        record = _set(draw, types[name], record, tables, words)
        tables[name][one] = record
        return [Put(record)]
    return [Put(record, draw(st.sampled_from(({}, *_EXTRAS))))]


def _foreign(draw: Any, foreign: dict[tuple[str, str], Unknown]) -> Edit:
    if foreign and draw(st.booleans()):
        gone = draw(st.sampled_from(sorted(foreign)))
        del foreign[gone]
        return Remove(*gone)
    one = draw(unknowns())
    foreign[one.type, one.id] = one
    return Put(one)


def _put(draw: Any, types: Types, tables: _Tables, words: Words, origin: _Tables) -> list[Edit]:
    possible = [name for name, rt in types.items() if all(tables.get(need) for need in _needed(rt))]
    if not possible:
        return []
    name = draw(st.sampled_from(possible))
    one = draw(ids(name))
    # Of a record that the same change removed, the state must follow all the same.
    old = tables.get(name, {}).get(one) or origin.get(name, {}).get(one)
    record = _made(draw, types[name], one, tables, words, old)
    if record is None:
        return []
    tables.setdefault(name, {})[one] = record
    return [Put(record)]


def _set(draw: Any, rt: RecordType[Any], record: Record, tables: _Tables, words: Words) -> Record:
    given = _fields_of(record)
    for spec in draw(st.lists(st.sampled_from(_fields(rt)), min_size=1, max_size=3, unique_by=lambda s: s.name)):
        given[spec.name] = _state(draw, spec, record) if spec.transitions else _value(draw, rt, spec, tables, words)
    met = meet(draw, rt, given, _fields_of(record), _targets(tables), words)
    return cast("Record", rt.cls(**given)) if met else record


def _removal(tables: _Tables, types: Types, name: str, one: str) -> list[Edit]:
    """Remove a record and what refers to it, or nothing where that is much."""
    gone: dict[tuple[str, str], None] = {}
    pending = [(name, one)]
    while pending and len(gone) <= _AT_ONCE:
        key = pending.pop()
        if key not in gone:
            gone[key] = None
            pending += _referring(tables, types, *key)
    if pending or len(gone) > _AT_ONCE:
        return []
    for key in gone:
        del tables[key[0]][key[1]]
    return [Remove(*key) for key in gone]


def _referring(tables: _Tables, types: Types, name: str, one: str) -> Iterator[tuple[str, str]]:
    for other, rt in types.items():
        for spec in rt.refs:
            if spec.refers_to == name:
                for record in tables.get(other, {}).values():
                    value = getattr(record, spec.name)
                    if one in value if spec.many else value == one:
                        yield other, record.id
