"""The plan: an immutable value that holds all records of one office at one revision."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any, TypeVar, cast

from rpds import HashTrieMap

from meetsupport.core.codec import Contents, Extra, capped, read_file, write_file
from meetsupport.core.errors import Fault, InvalidInput, UnknownReference
from meetsupport.core.records import Record, RecordType, Unknown, not_the_id, unknown_type
from meetsupport.core.times import Window
from meetsupport.plan import index as indexes
from meetsupport.plan.change import Change, Delta, Edit, Put, Remove
from meetsupport.plan.index import DAYS, WIDE, Bucket, Index, days_of

__all__ = ["Plan"]

R = TypeVar("R", bound=Record)
_NO_RECORDS: HashTrieMap[str, Any] = HashTrieMap()
_NO_INDEX: Index = HashTrieMap()


class Plan:
    """
    All records at one revision. It never changes: a change gives a new plan, which shares all but what changed.

    Args:
        types: The record types that are known, by name.
        revision: The number of the journal's entry that made it.
    """

    __slots__ = ("_extras", "_indexes", "_ordered", "_tables", "_unknown", "revision", "types")

    def __init__(self, types: Mapping[str, RecordType[Any]], revision: int = 0) -> None:
        self.types = types
        self.revision = revision
        self._tables: dict[str, HashTrieMap[str, Record]] = {}
        self._unknown: HashTrieMap[tuple[str, str], Unknown] = HashTrieMap()
        self._extras: HashTrieMap[tuple[str, str], Extra] = HashTrieMap()
        # Filled as questions are asked, so two equal plans may hold different ones; nobody can tell from outside.
        self._indexes: dict[tuple[str, str], Index] = {}
        self._ordered: dict[str, tuple[Record, ...]] = {}

    # Reading

    def type_of(self, cls: type[R] | str) -> RecordType[R]:
        """
        Give what is known of a record type.

        Raises:
            UnknownReference: No installed plugin defines it.
        """
        name = cls if isinstance(cls, str) else cls.__record__.name
        found = self.types.get(name)
        if found is None:
            raise UnknownReference.of(unknown_type(self.types, name, sorted(self.types)))
        return cast("RecordType[R]", found)

    def get(self, cls: type[R], id: str) -> R | None:
        """Give the record of that type and id, or ``None``."""
        return cast("R | None", self._tables.get(cls.__record__.name, _NO_RECORDS).get(id))

    def find(self, type: str, id: str) -> Record | None:
        """Give the record of the type of that name and id, or ``None``."""
        return self._tables.get(type, _NO_RECORDS).get(id)

    def table(self, name: str) -> Mapping[str, Record]:
        """Give all records of the type of that name, by id."""
        found: Mapping[str, Record] = self._tables.get(name, _NO_RECORDS)
        return found

    def count(self, cls: type[Record] | str) -> int:
        """Count the records of a type."""
        return len(self.table(cls if isinstance(cls, str) else cls.__record__.name))

    def all(self, cls: type[R]) -> tuple[R, ...]:
        """Give all records of a type in the order of their ids."""
        name = cls.__record__.name
        found = self._ordered.get(name)
        if found is None:
            found = self._ordered[name] = tuple(sorted(self.table(name).values(), key=indexes.by_id))
        return cast("tuple[R, ...]", found)

    def where(self, cls: type[R], /, **equal: Hashable) -> tuple[R, ...]:
        """
        Give the records whose fields have these values, in the order of their ids.

        For a field that holds several values, those that hold this one among them.

        Raises:
            UnknownReference: The type has no such field.
        """
        return cast("tuple[R, ...]", self.select(cls.__record__, equal))

    def overlapping(self, cls: type[R], window: Window, /, **equal: Hashable) -> tuple[R, ...]:
        """
        Give the records whose window shares a moment with this one, in the order of their ids.

        Raises:
            UnknownReference: The type has no window, or no such field.
        """
        return cast("tuple[R, ...]", self.select(cls.__record__, equal, window))

    def select(
        self, rt: RecordType[Any], equal: Mapping[str, Hashable], window: Window | None = None
    ) -> tuple[Record, ...]:
        """Give the records that have these values and overlap that window."""
        if window is None and len(equal) == 1:
            ((field, value),) = equal.items()
            index = self._indexes.get((rt.name, field))
            # The usual question, answered without further ado; most of the time of a full check goes here.
            if index is not None and value is not None and not isinstance(value, tuple):
                return indexes.read(index.get(value) or ())
        if window is not None and rt.window is None:
            raise UnknownReference(f"{rt.name} has no window")
        for field in equal:
            if field not in rt.fields:
                raise UnknownReference(f"{rt.name} has no field {field!r}, expected one of {', '.join(rt.fields)}")
        if not equal:
            if window is None:
                return self.all(rt.cls)
            return self._in_window(rt, window)
        best = self._narrowest(rt, equal)
        if best is None:
            records: Iterable[Record] = self.all(rt.cls)
        elif len(equal) == 1 and window is None and "id" not in equal:
            return indexes.read(best)
        else:
            records = indexes.read(best)
        return tuple(r for r in records if matches(rt, r, equal, window))

    def _narrowest(self, rt: RecordType[Any], equal: Mapping[str, Hashable]) -> Bucket | None:
        """Give the smallest bucket that they are in, or ``None`` where only ``None`` or whole tuples were asked for."""
        if "id" in equal:
            found = self.find(rt.name, str(equal["id"]))
            return () if found is None else (found,)
        asked = [field for field, value in equal.items() if value is not None and not isinstance(value, tuple)]
        known = [field for field in asked if (rt.name, field) in self._indexes or rt.fields[field].refers_to]
        buckets = [self._index(rt, field).get(equal[field], ()) for field in known or asked[:1]]
        return min(buckets, key=indexes.size) if buckets else None

    def _in_window(self, rt: RecordType[Any], window: Window) -> tuple[Record, ...]:
        index = self._index(rt, DAYS)
        days = days_of(window)
        if WIDE in days:
            candidates: dict[str, Record] = {r.id: r for r in self.all(rt.cls)}
        else:
            candidates = {r.id: r for day in (*days, WIDE) for r in indexes.read(index.get(day) or ())}
        return tuple(candidates[one] for one in sorted(candidates) if matches(rt, candidates[one], {}, window))

    def _index(self, rt: RecordType[Any], field: str) -> Index:
        """Give the index of a field, made on the first demand."""
        found = self._indexes.get((rt.name, field))
        if found is None:
            found = indexes.build(rt, field, self.all(rt.cls))
            self._indexes[rt.name, field] = found
        return found

    def referring(self, type: str, id: str) -> Iterator[Record]:
        """Give the records that refer to one."""
        for rt in self.types.values():
            for spec in rt.refs:
                if spec.refers_to == type and self._tables.get(rt.name):
                    yield from indexes.read(self._index(rt, spec.name).get(id) or ())

    def unknown(self) -> tuple[Unknown, ...]:
        """Give the records whose types no installed plugin defines."""
        return tuple(self._unknown[key] for key in sorted(self._unknown))

    def unknown_one(self, key: tuple[str, str]) -> Unknown | None:
        """Give one record of an unknown type."""
        return self._unknown.get(key)

    def extra(self, key: tuple[str, str]) -> Extra:
        """Give the fields of a record that its type does not have, as JSON text."""
        return self._extras.get(key) or {}

    def __len__(self) -> int:
        return sum(map(len, self._tables.values())) + len(self._unknown)

    def __iter__(self) -> Iterator[Record]:
        for name in sorted(self._tables):
            yield from self.all(self.types[name].cls)

    def same_records(self, other: Plan) -> bool:
        """Say whether two plans hold the same records, whatever their revisions."""
        mine = {name: table for name, table in self._tables.items() if table}
        theirs = {name: table for name, table in other._tables.items() if table}
        return (
            mine.keys() == theirs.keys()
            and all(dict(mine[n].items()) == dict(theirs[n].items()) for n in mine)
            and dict(self._unknown.items()) == dict(other._unknown.items())
            and {k: dict(v) for k, v in self._extras.items()} == {k: dict(v) for k, v in other._extras.items()}
        )

    # Moving on

    def moved(self, edits: Iterable[Edit], revision: int) -> tuple[Plan, tuple[Delta, ...]]:
        """
        Give the plan after edits that have been checked, and what they did.

        Args:
            edits: What is put and removed. Records must be normalised.
            revision: The new plan's revision.
        """
        old: dict[tuple[str, str], Record | None] = {}
        new: dict[tuple[str, str], Record | None] = {}
        made = self._copy(revision)
        for edit in edits:
            key = edit.key
            if isinstance(edit, Remove):
                made._unknown = made._unknown.discard(key)
                made._extras = made._extras.discard(key)
            elif isinstance(edit.record, Unknown):
                made._unknown = made._unknown.insert(key, edit.record)
                continue
            elif edit.extra is not None:
                made._extras = made._extras.insert(key, edit.extra) if edit.extra else made._extras.discard(key)
            if key[0] in self.types:
                if key not in old:
                    old[key] = self.find(*key)
                new[key] = cast("Record", edit.record) if isinstance(edit, Put) else None
        deltas = tuple(
            Delta(*key, old[key], new[key]) for key in new if old[key] is not new[key] and old[key] != new[key]
        )
        made._take(deltas)
        return made, deltas

    def at_revision(self, revision: int) -> Plan:
        """Give the same records under another revision."""
        return self if revision == self.revision else self._copy(revision)

    def _copy(self, revision: int) -> Plan:
        made = Plan(self.types, revision)
        made._tables = dict(self._tables)
        made._unknown = self._unknown
        made._extras = self._extras
        made._indexes = dict(self._indexes)
        made._ordered = dict(self._ordered)
        return made

    def _take(self, deltas: Iterable[Delta]) -> None:
        groups: dict[str, list[Delta]] = {}
        for delta in deltas:
            groups.setdefault(delta.type, []).append(delta)
        for name, group in groups.items():
            self._tables[name] = _table_after(self._tables.get(name, _NO_RECORDS), group)
            self._ordered.pop(name, None)
        for name, field in list(self._indexes):
            if name in groups:
                values = indexes.values_of(self.types[name], field)
                self._indexes[name, field] = indexes.updated(self._indexes[name, field], values, groups[name])

    def diff(self, newer: Plan, **about: Any) -> Change:
        """
        Make the change that turns this plan into another.

        It restores what stood there: its records may begin in any state.

        Args:
            newer: The plan after it.
            about: The other attributes of the `Change`.
        """
        edits: list[Edit] = []
        touched: set[tuple[str, str]] = set()
        for delta in changes_between(self, newer):
            key = delta.type, delta.id
            touched.add(key)
            if delta.new is None:
                edits.append(Remove(*key))
            else:
                extra = newer.extra(key)
                edits.append(Put(delta.new, extra if extra != self.extra(key) else None))
        for key in sorted({*self._extras, *newer._extras} - touched):
            record = newer.find(*key)
            if record is not None and dict(newer.extra(key)) != dict(self.extra(key)):
                edits.append(Put(record, newer.extra(key)))
        edits += [Put(one) for one in newer.unknown() if self.unknown_one((one.type, one.id)) != one]
        edits += [Remove(one.type, one.id) for one in self.unknown() if newer.unknown_one((one.type, one.id)) is None]
        about.setdefault("restores", True)
        return Change(tuple(edits), **about)

    # Files

    @classmethod
    def of(cls, types: Mapping[str, RecordType[Any]], contents: Contents, revision: int = 0) -> Plan:
        """Make a plan of what a file held, without looking whether its references hold."""
        made = cls(types, revision)
        groups: dict[str, dict[str, Record]] = {}
        name, group = "", dict[str, Record]()
        for record in contents.records:
            if record.__record__.name != name:
                name = record.__record__.name
                group = groups.setdefault(name, {})
            group[record.id] = record
        made._tables = {name: HashTrieMap(group) for name, group in groups.items()}
        made._ordered = {name: tuple(sorted(group.values(), key=indexes.by_id)) for name, group in groups.items()}
        made._extras = HashTrieMap(dict(contents.extras))
        made._unknown = HashTrieMap({(u.type, u.id): u for u in contents.unknown})
        return made

    @classmethod
    def read(cls, content: bytes, types: Mapping[str, RecordType[Any]], source: str = "") -> Plan:
        """
        Read a plan's file; see `meetsupport.core.codec.read_file`.

        Raises:
            InvalidInput: It is not such a file, records in it are wrong, or references dangle; every fault is listed.
        """
        made = cls.of(types, read_file(content, types, source))
        faults = made.dangling()
        if faults:
            raise InvalidInput(faults, source)
        return made

    def write(self) -> bytes:
        """Write the plan as a file; see `meetsupport.core.codec.write_file`."""
        groups: dict[str, list[Record | Unknown]] = {}
        for name in self._tables:
            groups[name] = list(self.all(self.types[name].cls))
        for one in self.unknown():
            groups.setdefault(one.type, []).append(one)
        return write_file({name: groups[name] for name in sorted(groups)}, dict(self._extras.items()))

    def dangling(self) -> list[Fault]:
        """List the references to records that are not there, up to `MOST_FAULTS`."""
        return capped(self._dangling())

    def _dangling(self) -> Iterator[Fault]:
        for rt in self.types.values():
            for spec in rt.refs if self._tables.get(rt.name) else ():
                target = self.table(cast("str", spec.refers_to))
                index = self._index(rt, spec.name)
                missing = [v for v in indexes.distinct(rt, spec.name, self.all(rt.cls)) if v not in target]
                for value in sorted(missing):
                    for record in indexes.read(index.get(value) or ()):
                        place = f"$.records.{rt.name}[{record.id!r}].{spec.name}"
                        yield Fault.of(place, not_the_id(self.types, value, str(spec.refers_to)))

    def __repr__(self) -> str:
        return f"<Plan at revision {self.revision}: {len(self)} records>"


def _table_after(table: HashTrieMap[str, Record], deltas: list[Delta]) -> HashTrieMap[str, Record]:
    if len(deltas) * 4 > len(table):
        merged = dict(table.items())
        for delta in deltas:
            if delta.new is None:
                merged.pop(delta.id, None)
            else:
                merged[delta.id] = delta.new
        return HashTrieMap(merged)
    for delta in deltas:
        table = table.discard(delta.id) if delta.new is None else table.insert(delta.id, delta.new)
    return table


def matches(rt: RecordType[Any], record: Record, equal: Mapping[str, Hashable], window: Window | None) -> bool:
    """Say whether a record has these values and overlaps that window."""
    for field, wanted in equal.items():
        value = getattr(record, field)
        if value != wanted and not (rt.fields[field].many and value is not None and wanted in value):
            return False
    if window is None:
        return True
    own: Window | None = getattr(record, cast("str", rt.window))
    return own is not None and own.overlaps(window)


def changes_between(old: Plan, new: Plan) -> Iterator[Delta]:
    """Compare two plans record by record."""
    for name, rt in sorted(old.types.items()):
        if old.table(name) is new.table(name):
            continue
        # In dictionaries, since walking a persistent map takes ten times as long.
        before: dict[str, Record] = {record.id: record for record in old.all(rt.cls)}
        after: dict[str, Record] = {record.id: record for record in new.all(rt.cls)}
        for one in sorted({*before, *after}):
            was, now = before.get(one), after.get(one)
            if was is not now and was != now:
                yield Delta(name, one, was, now)
