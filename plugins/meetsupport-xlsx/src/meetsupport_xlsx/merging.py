"""
A copy that comes back: what its user changed becomes edits, what has moved on meanwhile becomes questions.

Each cell is compared three ways: with what was written from the plan at the copy's revision, and with the plan as it is
now. Nothing is taken from a cell that was not changed, however old the copy is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, TypeAlias, cast

import attrs

from meetsupport.core.codec import MASK
from meetsupport.core.errors import Fault
from meetsupport.core.messages import Message, Value, show_value, termed
from meetsupport.core.records import Record, RecordType
from meetsupport.core.specs import FieldSpec
from meetsupport.plan import Plan, Put, Remove
from meetsupport.plan.change import Question
from meetsupport.plan.view import masked
from meetsupport_xlsx.cells import MAX_CHARACTERS, Bad, Context, Shown, blank, quoted, same
from meetsupport_xlsx.fields import keys_of, place_of, read_field, unfilled
from meetsupport_xlsx.rows import Candidates, Numbering, alike, id_of, look_alikes
from meetsupport_xlsx.sheets import Row
from meetsupport_xlsx.table import ALL, Table, columns, fold, name_field, row_of, seen

__all__ = ["Base", "Merged", "merge"]

MINE, PLAN = "file", "plan"
RENAMED, REPLACED = "renamed", "removed and added"
SAME, NEW = "the same", "a new one"


Loaded: TypeAlias = "Callable[[Collection[tuple[str, str]]], Mapping[tuple[str, str], Mapping[str, Any]]]"
"""Gives for records, by type and id, the values that files have set last, by field."""


@attrs.frozen
class Base:
    """
    What a copy was written from.

    Attributes:
        plan: The plan at its revision.
        tables: What was written.
    """

    plan: Plan
    tables: Mapping[str, Table]


@attrs.define
class Merged:
    """
    What came of it.

    Attributes:
        edits: What is put and removed.
        questions: What was left out until somebody decides.
        faults: What is wrong.
        places: Where what is put and removed was said: by the JSON path of a record or field, as ``sheet!cell``.
    """

    places: dict[str, str] = attrs.field(factory=dict[str, str])
    edits: list[Put | Remove] = attrs.field(factory=list[Put | Remove])
    questions: list[Question] = attrs.field(factory=list[Question])
    faults: list[Fault] = attrs.field(factory=list[Fault])


def merge(
    plan: Plan,
    base: Base | None,
    rows: Mapping[str, Sequence[Row]],
    about: Context,
    decisions: Mapping[str, str],
    *,
    sees: frozenset[str] = ALL,
    cautious: bool = False,
    loaded: Loaded = lambda _: {},
) -> Merged:
    """
    Make edits of rows.

    Args:
        plan: The plan as it is now.
        base: What the copy was written from; ``None`` for a workbook of one's own: nothing is removed then.
        rows: The rows by record type, for each type that the workbook has a sheet of.
        about: What showing and reading depend on; names are those of the plan now.
        decisions: By place, what was decided on earlier questions.
        sees: What the reader of the workbook might see.
        cautious: Ask about every cell that differs from the plan: the workbook is a copy, but nobody knows of what.
        loaded: Gives what files have set of records: where a workbook of one's own still says that, and the plan has
            moved on, its cell says nothing.
    """
    return _Merge(plan, base, rows, about, decisions, sees=sees, cautious=cautious, loaded=loaded).run()


@attrs.define(eq=False)
class _Known:
    """A row and what it is: the record that it was (``before``), and is now (``now``)."""

    row: Row
    id: str
    before: Record | None
    now: Record | None


class _Merge:
    def __init__(
        self,
        plan: Plan,
        base: Base | None,
        rows: Mapping[str, Sequence[Row]],
        about: Context,
        decisions: Mapping[str, str],
        *,
        sees: frozenset[str],
        cautious: bool,
        loaded: Loaded,
    ) -> None:
        self.sees = sees
        self._loaded = loaded
        self._set: Mapping[tuple[str, str], Mapping[str, Any]] | None = None
        self.plan, self.base, self.rows, self.decisions, self.cautious = plan, base, rows, decisions, cautious
        self.out = Merged()
        self.about = attrs.evolve(about, find=self._find)
        self._in_file: dict[str, dict[str, list[str]]] = {}
        self._elsewhere: dict[str, dict[str, list[str]]] = {}
        self._ids: dict[str, set[str]] = {}
        self.removals: list[Remove] = []

    def run(self) -> Merged:
        known = {name: self._identify(self.plan.types[name], group) for name, group in self.rows.items()}
        for name, group in known.items():
            self._ids[name] = {one.id for one in group}
            self._in_file[name] = self._names_in(self.plan.types[name], group)
        for group in known.values():
            for one in group:
                self._settle(one)
        self.out.edits += self.removals
        return self.out

    # Which record each row is

    def _identify(self, rt: RecordType[Any], rows: Sequence[Row]) -> list[_Known]:
        was = self.base.tables.get(rt.name) if self.base else None
        shown: Mapping[str, tuple[Shown, ...]] = was.rows if was else {}
        claimed: dict[str, Row] = {}
        strangers: list[tuple[Row, str]] = []
        for row in rows:
            one = id_of(row, self.out.faults)
            if one and one in claimed:
                also = claimed[one].places["id"]
                said = Message.of("the id {id} stands twice, also at {place}", id=repr(one), place=also)
                self._fault(row.places["id"], said)
            elif one:
                claimed[one] = row
            if not one or (self.base and one not in shown and self.plan.find(rt.name, one) is None):
                strangers.append((row, one))
        found = [
            self._known(rt, row, one) for one, row in claimed.items() if one in shown or self.plan.find(rt.name, one)
        ]
        missing = self._missing(rt, shown, claimed)
        pairs = look_alikes([row for row, _ in strangers], missing, rt, self.about)
        unclaimed = [
            record for one, record in self.plan.table(rt.name).items() if one not in claimed and one not in shown
        ]
        candidates = Candidates(rt, unclaimed if strangers else (), self.about)
        numbering = Numbering(rt, [*self.plan.table(rt.name), *shown, *claimed])
        for row, one in strangers:
            paired = pairs.get(row)
            if paired is not None:
                made = self._paired(rt, row, one, paired, missing)
                if made is None:
                    continue
                if made:
                    found.append(self._known(rt, row, paired))
                    continue
            there = one or self._already(rt, row, candidates)
            if there is not None:
                found.append(self._known(rt, row, there or numbering.next()))
        if not self.base:
            fresh = [(one, row) for one, row in claimed.items() if self.plan.find(rt.name, one) is None]
            found += [self._known(rt, row, one) for one, row in fresh]
        self._remove(rt, missing)
        return found

    def _known(self, rt: RecordType[Any], row: Row, one: str) -> _Known:
        before = self.base.plan.find(rt.name, one) if self.base else None
        return _Known(row, one, before, self.plan.find(rt.name, one))

    def _missing(
        self, rt: RecordType[Any], shown: Mapping[str, tuple[Shown, ...]], claimed: Mapping[str, Row]
    ) -> dict[str, tuple[Shown, ...]]:
        if not self.base or self.sees != ALL:
            return {}
        return {
            one: row for one, row in shown.items() if one not in claimed and self.plan.find(rt.name, one) is not None
        }

    def _paired(
        self, rt: RecordType[Any], row: Row, said: str, paired: str, missing: dict[str, tuple[Shown, ...]]
    ) -> bool | None:
        """Ask whether a new row is a missing one; ``None`` while that is open."""
        text = (
            Message.of(
                "{type} {id}: its id was changed to {said}, and the two are alike. "
                "Is it the same record, or was that one removed and this one added?",
                type=termed(rt.name, rt.label),
                id=paired,
                said=repr(said),
            )
            if said
            else Message.of(
                "{type} {id}: its row is missing and this one has no id, and the two are alike. "
                "Is it the same record, or was that one removed and this one added?",
                type=termed(rt.name, rt.label),
                id=paired,
            )
        )
        answer = self._ask(row.place, text, (RENAMED, REPLACED))
        if answer == REPLACED:
            return False
        missing.pop(paired)
        return True if answer == RENAMED else None

    def _already(self, rt: RecordType[Any], row: Row, candidates: Candidates) -> str | None:
        """Give the id of the record that a row without an id is; empty for a new one, ``None`` while that is open."""
        for record in candidates.of(row):
            if alike(row, record, self.about):
                return record.id
        named = name_field(rt)
        name = row.cells.get(named.name) if named else None
        namesakes = candidates.saying(named.name, name) if named and isinstance(name, str) and name.strip() else []
        if self.base or len(namesakes) != 1 or named is None:
            return ""
        one = namesakes[0].id
        if not named.sensitive:
            return one
        text = Message.of(
            "{type} {id} has that name, and this row has no id. Is it the same, or somebody else of that name?",
            type=termed(rt.name, rt.label),
            id=one,
        )
        answer = self._ask(row.place, text, (SAME, NEW))
        return None if answer is None else one if answer == SAME else ""

    def _remove(self, rt: RecordType[Any], missing: Mapping[str, tuple[Shown, ...]]) -> None:
        if not missing or self.base is None:
            return
        title = self.rows[rt.name][0].place.rpartition("!")[0] if self.rows[rt.name] else rt.label or rt.name
        for one in sorted(missing):
            if self.plan.find(rt.name, one) != self.base.plan.find(rt.name, one):
                text = Message.of(
                    "{type} {id}: its row was deleted, but it has changed since the copy was written. Remove it?",
                    type=termed(rt.name, rt.label),
                    id=one,
                )
                if self._ask(f"{title}!{one}", text, (MINE, PLAN)) != MINE:
                    continue
            self.removals.append(Remove(rt.name, one))
            self.out.places[_path(rt, one)] = f"{title}!{one}"

    # Names

    def _names_in(self, rt: RecordType[Any], group: Iterable[_Known]) -> dict[str, list[str]]:
        spec = _called(rt)
        found: dict[str, list[str]] = defaultdict(list)
        if spec is None:
            return found
        for one in group:
            cell = one.row.cells.get(spec.name)
            if spec.name not in one.row.cells:
                record = one.now or one.before
                cell = getattr(record, spec.name) if record else None
            if isinstance(cell, (str, float)) and not blank(cell) and cell != MASK:
                text = cell if isinstance(cell, str) else quoted(cell)
                found[_key(spec, text)].append(one.id)
        return found

    def _find(self, type: str, text: str) -> tuple[str, ...]:
        if text in self._ids.get(type, ()) or self.plan.find(type, text) is not None:
            return (text,)
        spec = _called(self.plan.types[type])
        key = _key(spec, text) if spec is not None else ""
        in_file = self._in_file.get(type, {}).get(key)
        if in_file:
            return tuple(sorted(set(in_file)))
        if type not in self._elsewhere:
            self._elsewhere[type] = self._names_elsewhere(self.plan.types[type])
        return tuple(sorted(set(self._elsewhere[type].get(key, ()))))

    def _names_elsewhere(self, rt: RecordType[Any]) -> dict[str, list[str]]:
        spec = _called(rt)
        found: dict[str, list[str]] = defaultdict(list)
        if spec is not None:
            for plan in (self.plan, *([self.base.plan] if self.base else [])):
                for record in seen(plan, rt, self.sees):
                    name = getattr(record, spec.name)
                    if name != MASK and self.plan.find(rt.name, record.id):
                        found[_key(spec, name)].append(record.id)
        return found

    # Cells

    def _settle(self, one: _Known) -> None:
        rt = one.row.rt
        if one.now is None and one.before is None:
            self._add(one)
            return
        shown = self._shown(one)
        wanted: dict[str, tuple[Any, str]] = {}
        for spec in rt.fields.values():
            if spec.name == "id":
                continue
            read = self._changed(one, spec, shown)
            if read is not None:
                wanted[spec.name] = read
        if not wanted:
            return
        if one.now is None:
            place = min(place for _, place in wanted.values())
            text = Message.of(
                "{type} {id} was changed here, but has been removed from the plan since. Put it back?",
                type=termed(rt.name, rt.label),
                id=one.id,
            )
            if self._ask(place, text, (MINE, PLAN)) == MINE:
                self._put(cast("Record", one.before), {name: value for name, (value, _) in wanted.items()})
            return
        taken = {
            name: value for name, (value, place) in wanted.items() if self._wins(one, rt.fields[name], value, place)
        }
        if taken:
            self._locate(one)
            self._put(one.now, taken)

    def _shown(self, one: _Known) -> Mapping[str, Shown]:
        rt = one.row.rt
        table = self.base.tables.get(rt.name) if self.base else None
        if table is not None and one.id in table.rows:
            return dict(zip((c.key for c in table.columns), table.rows[one.id], strict=True))
        now = masked(cast("Record", one.now), self.sees)
        return dict(zip((c.key for c in columns(rt)), row_of(now, self.about), strict=True))

    def _changed(self, one: _Known, spec: FieldSpec, shown: Mapping[str, Shown]) -> tuple[Any, str] | None:
        """Give the new value of a field and its cell's place, if any of its cells was changed and can be read."""
        row = one.row
        keys = [key for key in keys_of(spec) if key in row.cells and not same(shown[key], row.cells[key])]
        if one.before is None and one.now is not None:
            # In a workbook that was not written from the plan, an empty cell says nothing.
            keys = [key for key in keys if not blank(row.cells[key])]
        if not keys:
            return None
        place = row.places[keys[0]]
        for key in keys:
            old = shown[key]
            if old == MASK:
                said = Message.of("{field} is hidden in this copy, and cannot be changed in it", field=_named(spec))
                self._fault(row.places[key], said)
                return None
            if isinstance(old, str) and len(old) >= MAX_CHARACTERS - 1 and old.endswith("…"):
                said = Message.of(
                    "{field} is too long for a cell, and cannot be changed in a workbook", field=_named(spec)
                )
                self._fault(row.places[key], said)
                return None
        record = one.before or one.now
        try:
            value = read_field(row, spec, keys, record, self.about)
        except Bad as error:
            self._fault(place_of(error, row, place), error.message)
            return None
        return None if record is not None and value == getattr(record, spec.name) else (value, place)

    def _wins(self, one: _Known, spec: FieldSpec, value: Any, place: str) -> bool:
        now = getattr(one.now, spec.name)
        if value == now:
            return False
        old = getattr(one.before, spec.name) if one.before is not None else None
        moved = self.cautious or (self.base is not None and (one.before is None or now != old))
        if self.base is None and (said := self._said_before(one, spec)) is not None:
            old = said[0]
            if value == old:  # the plan has moved on since this was read
                return False
            moved = moved or now != old
        if moved and self._ask(place, self._conflict(one, spec, old, now, value), (MINE, PLAN)) != MINE:
            return False
        if spec.transitions and value not in spec.transitions.get(now, ()):
            known = spec.words
            allowed = ", ".join(f"{one} {known[one]}" for one in spec.transitions.get(now, ())) or "nothing 无"
            self._fault(
                place,
                Message.of(
                    "invalid value {value}: {now} may not become that, only {allowed}",
                    value=repr(value),
                    now=repr(now),
                    allowed=allowed,
                ),
            )
            return False
        return True

    def _said_before(self, one: _Known, spec: FieldSpec) -> tuple[Any] | None:
        """Give what a file set of a field last; ``None`` if none did."""
        if self._set is None:
            self._set = self._loaded({(name, id) for name, ids in self._ids.items() for id in ids})
        said = self._set.get((one.row.rt.name, one.id), {})
        return (said[spec.name],) if spec.name in said else None

    def _conflict(self, one: _Known, spec: FieldSpec, old: Any, now: Any, value: Any) -> Message:
        rt = one.row.rt
        about: dict[str, Value] = {
            "type": termed(rt.name, rt.label),
            "id": one.id,
            "field": termed(spec.name, spec.label),
        }
        if spec.sensitive:  # the values are somebody's, and questions end up in logs
            return Message.of(
                "{type} {id}, {field}: the file and the plan have different new values. Which one counts?", **about
            )
        about |= {"now": _said(now), "value": _said(value)}
        if one.before is None:
            return Message.of(
                "{type} {id}, {field}: the plan now has {now}, the file says {value}. Which one counts?", **about
            )
        return Message.of(
            "{type} {id}, {field}: the copy was written with {old}, the plan now has {now}, the file says {value}. "
            "Which one counts?",
            old=_said(old),
            **about,
        )

    def _add(self, one: _Known) -> None:
        row, rt = one.row, one.row.rt
        values: dict[str, Any] = {}
        for spec in rt.fields.values():
            if spec.name == "id":
                continue
            keys = [
                key for key in (spec.name, f"{spec.name}.start", f"{spec.name}.end") if not blank(row.cells.get(key))
            ]
            if not keys:
                if spec.required:
                    place = row.places.get(spec.name) or row.places.get(f"{spec.name}.start") or row.place
                    self._fault(place, unfilled(spec))
                continue
            try:
                values[spec.name] = read_field(row, spec, keys, None, self.about)
            except Bad as error:
                self._fault(place_of(error, row, row.places[keys[0]]), error.message)
        if all(spec.name in values for spec in rt.fields.values() if spec.required and spec.name != "id"):
            self._locate(one)
            self.out.edits.append(Put(cast("Record", rt.cls(id=one.id, **values))))

    def _locate(self, one: _Known) -> None:
        row, path = one.row, _path(one.row.rt, one.id)
        self.out.places[path] = row.place
        for spec in row.rt.fields.values():
            for key in keys_of(spec):
                if key in row.places:
                    self.out.places.setdefault(f"{path}.{spec.name}", row.places[key])

    def _put(self, record: Record, values: Mapping[str, Any]) -> None:
        self.out.edits.append(Put(cast("Record", attrs.evolve(cast("Any", record), **values))))

    # Saying

    def _ask(self, place: str, text: Message, options: tuple[str, ...]) -> str | None:
        answer = self.decisions.get(place)
        if answer in options:
            return answer
        if answer is not None:
            said = Message.of(
                "invalid decision {answer}, expected one of {options}", answer=repr(answer), options=options
            )
            self._fault(place, said)
        self.out.questions.append(Question.of(place, text, options))
        return None

    def _fault(self, place: str, problem: Message) -> None:
        self.out.faults.append(Fault.of(place, problem))


def _called(rt: RecordType[Any]) -> FieldSpec | None:
    """Give the field that others may refer to a record by: its name, or the number of a flight or a room."""
    number = rt.fields.get("number")
    return name_field(rt) or (number if number is not None and number.alike == "number" else None)


def _key(spec: FieldSpec, text: str) -> str:
    return fold(spec.meant(text) if spec.alike is not None else text)


def _path(rt: RecordType[Any], id: str) -> str:
    return f"$.{rt.name}[{id!r}]"


def _named(spec: FieldSpec) -> Message:
    return termed(spec.name, spec.label)


def _said(value: Any) -> str:
    if value is None or value in ("", ()):
        return "nothing"
    try:
        return repr(value) if isinstance(value, str) else show_value(value)
    except (TypeError, ValueError):
        return repr(value)
