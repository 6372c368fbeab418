"""
Indexes: from a field's value to the records that have it, kept in persistent maps beside the tables.

Fields that refer to other records are always indexed; any other field is from the first time that somebody asks by
it. Windows are indexed by the UTC days that they touch.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any, TypeAlias, cast

from rpds import HashTrieMap

from meetsupport.core.records import Record, RecordType
from meetsupport.core.specs import FieldSpec
from meetsupport.core.times import Window
from meetsupport.plan.change import Delta

__all__ = ["DAYS", "EVERY", "WIDE", "Bucket", "Index", "days_of", "values_of"]

DAYS = "@days"
"""The name under which windows are indexed and noted; no field can have it."""

WIDE = -1
"""The day under which windows of more than `WIDEST` days stand."""

EVERY = -2
"""The day under which only records with wide windows look for notes: they may overlap any."""

WIDEST = 40
_SMALL = 64
by_id = attrgetter("id")
_NOTHING: HashTrieMap[str, Record | None] = HashTrieMap()


class Large:
    """A bucket of many records: cheap to change. What changed stands beside the rest until the bucket is read."""

    __slots__ = ("_size", "_state")

    def __init__(self, in_order: tuple[Record, ...]) -> None:
        # In one tuple, since another thread may read the bucket while this one brings it in order.
        self._state = in_order, _NOTHING
        self._size = len(in_order)

    def changed(self, changes: Mapping[str, Record | None]) -> Large:
        """Give the bucket after changes: under each id the record, or ``None`` where it has gone."""
        rest, changed = self._state
        made = Large(rest)
        made._size = self._size
        for one, record in changes.items():
            there = changed[one] is not None if one in changed else _place(rest, one)[1]
            made._size += (record is not None) - there
            changed = changed.insert(one, record)
        made._state = rest, changed
        if len(changed) * 4 > len(rest):
            made.sorted()
        return made

    def sorted(self) -> tuple[Record, ...]:
        rest, changed = self._state
        if not len(changed):
            return rest
        made: list[Record] = []
        at = 0
        for one in sorted(changed):
            here, there = _place(rest, one, at)
            made += rest[at:here]
            at = here + there
            record = changed[one]
            if record is not None:
                made.append(record)
        made += rest[at:]
        in_order = tuple(made)
        self._state = in_order, _NOTHING
        return in_order

    def __len__(self) -> int:
        return self._size


def _place(records: tuple[Record, ...], id: str, start: int = 0) -> tuple[int, bool]:
    """Say where in records in the order of their ids one stands, or would, and whether it is there."""
    at = bisect_left(records, id, start, key=by_id)
    return at, at < len(records) and records[at].id == id


Bucket: TypeAlias = "tuple[Record, ...] | Large"
Index: TypeAlias = "HashTrieMap[Hashable, Bucket]"


def size(bucket: Bucket) -> int:
    """Say how many records a bucket holds."""
    return len(bucket)


def read(bucket: Bucket) -> tuple[Record, ...]:
    """Give a bucket's records in the order of their ids."""
    return bucket if isinstance(bucket, tuple) else bucket.sorted()


def days_of(window: Window) -> Iterable[int]:
    """Number the UTC days that a window touches, or `WIDE` alone where they are many."""
    first = day_of(window.start)
    last = -int(-window.end.timestamp() // 86400)
    return (WIDE,) if last - first > WIDEST else range(first, last)


def day_of(moment: datetime) -> int:
    """Number the UTC day of a moment."""
    return int(moment.timestamp() // 86400)


def values_of(rt: RecordType[Any], field: str) -> Callable[[Record], Iterable[Hashable]]:
    """Make the function that gives the values under which a record stands in a field's index."""
    if field == DAYS:
        window = attrgetter(cast("str", rt.window))
        return lambda record: () if (w := window(record)) is None else days_of(w)
    spec: FieldSpec = rt.fields[field]
    get = attrgetter(field)
    if spec.many:
        return lambda record: get(record) or ()
    return lambda record: () if (value := get(record)) is None else (value,)


def build(rt: RecordType[Any], field: str, records: Sequence[Record]) -> Index:
    """Index all records of a table, given in the order of their ids."""
    groups: defaultdict[Hashable, list[Record]] = defaultdict(list)
    if field == DAYS or rt.fields[field].many:
        values = values_of(rt, field)
        for record in records:
            for value in dict.fromkeys(values(record)):
                groups[value].append(record)
    else:
        for value, record in zip(map(attrgetter(field), records), records, strict=True):
            if value is not None:
                groups[value].append(record)
    return HashTrieMap({value: _bucket(group) for value, group in groups.items()})


def distinct(rt: RecordType[Any], field: str, records: Iterable[Record]) -> set[str]:
    """Give all values of a field that refers to records."""
    if rt.fields[field].many:
        return {value for record in records for value in getattr(record, field) or ()}
    return set(map(attrgetter(field), records)) - {None}


def _bucket(records: list[Record]) -> Bucket:
    """Make a bucket of records that are in the order of their ids."""
    return tuple(records) if len(records) <= _SMALL else Large(tuple(records))


def _sorted_bucket(records: Iterable[Record]) -> Bucket:
    return _bucket(sorted(records, key=by_id))


def updated(index: Index, values: Callable[[Record], Iterable[Hashable]], deltas: Iterable[Delta]) -> Index:
    """Give the index as it is after changes."""
    touched: dict[Hashable, dict[str, Record | None]] = {}
    for delta in deltas:
        if delta.old is not None:
            for value in values(delta.old):
                touched.setdefault(value, {})[delta.id] = None
        if delta.new is not None:
            for value in values(delta.new):
                touched.setdefault(value, {})[delta.id] = delta.new
    for value, changes in touched.items():
        bucket = _changed(index.get(value) or (), changes)
        index = index.insert(value, bucket) if size(bucket) else index.remove(value)
    return index


def _changed(bucket: Bucket, changes: dict[str, Record | None]) -> Bucket:
    if isinstance(bucket, tuple) and len(changes) == 1:
        ((one, record),) = changes.items()
        at, there = _place(bucket, one)
        made = (*bucket[:at], *(() if record is None else (record,)), *bucket[at + there :])
        return made if len(made) <= _SMALL else _bucket(list(made))
    if isinstance(bucket, tuple):
        merged: dict[str, Record | None] = {r.id: r for r in bucket}
        merged.update(changes)
        return _sorted_bucket(r for r in merged.values() if r is not None)
    grown = bucket.changed(changes)
    return grown if len(grown) > _SMALL // 2 else grown.sorted()
