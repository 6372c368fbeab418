"""Which record each row is: known by its id, renamed, new, or there already."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from meetsupport.core.codec import MASK
from meetsupport.core.errors import Fault
from meetsupport.core.messages import Message
from meetsupport.core.records import Record, RecordType
from meetsupport.core.specs import FieldSpec
from meetsupport_xlsx.cells import Bad, Cell, Context, Shown, blank, same, show, split_list
from meetsupport_xlsx.fields import keys_of, read_field
from meetsupport_xlsx.sheets import Row
from meetsupport_xlsx.table import columns, fold, name_field, row_of

__all__ = ["Candidates", "Numbering", "alike", "id_of", "look_alikes", "said_by"]

ALIKE = 0.6
"""From which share of equal cells on a new row looks like a missing one; ids, names and empty cells do not count."""

_COMMON = 50
"""A value that more missing rows than this share does not point at any of them."""


def id_of(row: Row, faults: list[Fault]) -> str:
    """Give the id that a row says; an empty one when it says none."""
    cell = row.cells.get("id")
    if blank(cell):
        return ""
    place = row.places["id"]
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15 else cell  # noqa: PLR2004
    if not isinstance(text, str):
        faults.append(
            Fault(place, "the program made a number or a date of this id; format the cell as text and type it again")
        )
        return ""
    text = text.strip()
    if not text.isprintable() or len(text) > 200 or MASK in text:  # noqa: PLR2004
        faults.append(
            Fault.of(
                place,
                Message.of(
                    "invalid value {value} for an id, expected up to 200 printable characters", value=repr(text[:60])
                ),
            )
        )
        return ""
    return text


class Numbering:
    """
    Makes ids of a record type's name and a number, never of what a record says.

    Args:
        rt: The record type.
        taken: The ids that there are.
    """

    def __init__(self, rt: RecordType[Any], taken: Iterable[str]) -> None:
        self.prefix = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", rt.name.rpartition(".")[2]).lower()
        pattern = re.compile(rf"{re.escape(self.prefix)}-(\d{{1,9}})")
        numbers = [int(found[1]) for one in taken if (found := pattern.fullmatch(one))]
        self.last = max(numbers, default=0)

    def next(self) -> str:
        """Give the next id."""
        self.last += 1
        return f"{self.prefix}-{self.last}"


def said_by(row: Row, *but: str) -> dict[str, Cell]:
    """Give the cells of a row that hold something, without some columns."""
    return {key: cell for key, cell in row.cells.items() if key not in but and not blank(cell)}


class Candidates:
    """
    The records that a row without an id may be, found by the texts that it says rather than by looking at each.

    Args:
        rt: The record type.
        records: The records.
        about: What showing depends on.
    """

    def __init__(self, rt: RecordType[Any], records: Iterable[Record], about: Context) -> None:
        self.records = {record.id: record for record in records}
        self._specs = [
            spec
            for spec in rt.fields.values()
            if spec.name != "id" and spec.base is str and not spec.many and not spec.words
        ]
        self._by_text: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._meant = {spec.name: spec.meant for spec in self._specs if spec.alike is not None}
        for one, record in self.records.items():
            for spec in self._specs:
                value = getattr(record, spec.name)
                if value:
                    names = about.names.get(spec.refers_to or "", {})
                    for text in {fold(value), fold(names.get(value, value))}:
                        self._by_text[spec.name, text].append(one)

    def saying(self, field: str, text: str) -> list[Record]:
        """Give the records that have a text in a field, in the order of their ids."""
        return [self.records[one] for one in sorted(self._having(field, text))]

    def _having(self, field: str, text: str) -> list[str]:
        meant = self._meant[field](text) if field in self._meant else text  # as records have it
        return self._by_text.get((field, fold(meant)), [])

    def of(self, row: Row) -> list[Record]:
        """Give the records that a row may be: those that share the rarest of its texts."""
        said = [
            (spec.name, cell)
            for spec in self._specs
            if isinstance(cell := row.cells.get(spec.name), str) and cell.strip()
        ]
        found = [self._having(name, cell) for name, cell in said]
        return [self.records[one] for one in sorted(min(found, key=len) if found else self.records)]


def alike(row: Row, record: Record, about: Context) -> bool:
    """Say whether everything that a row says, but for its id, is what a record has."""
    shown = dict(zip((c.key for c in columns(row.rt)), row_of(record, about), strict=True))
    said = False
    for spec in row.rt.fields.values():
        keys = [key for key in keys_of(spec) if spec.name != "id" and not blank(row.cells.get(key))]
        if not keys:
            continue
        said = True
        if not all(same(shown[key], row.cells[key]) for key in keys) and not _means(row, spec, keys, record, about):
            return False
    return said


def _means(row: Row, spec: FieldSpec, keys: Sequence[str], record: Record, about: Context) -> bool:
    value = getattr(record, spec.name)
    if spec.refers_to:  # what a name stands for is not known before it is known which record each row is
        cell = row.cells[spec.name]
        words = split_list(cell) if isinstance(cell, str) else []
        ids = [value] if not spec.many else list(value or ())
        names = about.names.get(spec.refers_to, {})
        return len(ids) == len(words) and all(
            word == one or fold(word) == fold(names.get(one, one or "")) for word, one in zip(words, ids, strict=True)
        )
    try:
        return bool(read_field(row, spec, keys, None, about) == value)
    except Bad:
        return False


def look_alikes(
    strangers: Sequence[Row], missing: Mapping[str, tuple[Shown, ...]], rt: RecordType[Any], about: Context
) -> dict[Row, str]:
    """
    Pair rows that are new with rows that are missing, where most of what they say is equal.

    Args:
        strangers: The new rows.
        missing: By id, what the missing rows showed.
        rt: The record type.
        about: What showing depends on.

    Returns:
        For a new row, the id of the missing one that it looks like; each missing one at most once, the likest first.
    """
    if not strangers or not missing:
        return {}
    likeness = _Likeness(missing, rt, about)
    scored = sorted((-score, number, one) for number, row in enumerate(strangers) for score, one in likeness.of(row))
    found: dict[Row, str] = {}
    used: set[str] = set()
    for _, number, one in scored:
        row = strangers[number]
        if row not in found and one not in used:
            found[row] = one
            used.add(one)
    return found


class _Likeness:
    def __init__(self, missing: Mapping[str, tuple[Shown, ...]], rt: RecordType[Any], about: Context) -> None:
        named = name_field(rt)
        self.skipped = {"id", named.name if named else ""}
        self.holders: dict[tuple[str, object], list[str]] = defaultdict(list)
        keys = [column.key for column in columns(rt)]
        for one, shown in missing.items():
            for key, value in zip(keys, shown, strict=True):
                if value is not None and value != MASK:
                    self.holders[key, _bare(value)].append(one)
        # What many have, or every new record, tells nothing of one.
        limit = max(_COMMON, len(missing) // 20)
        usual = {(key, _bare(value)) for key, value in zip(keys, _defaults(rt, about), strict=True)}
        self.idle = usual | {
            at for at, holders in self.holders.items() if len(holders) > limit and at[0] not in self.skipped
        }
        self.weight = Counter(
            one
            for at, holders in self.holders.items()
            if at not in self.idle and at[0] not in self.skipped
            for one in holders
        )

    def of(self, row: Row) -> Iterator[tuple[float, str]]:
        """Give the missing rows that a row looks like, each with how much."""
        equal: Counter[str] = Counter()
        namesakes: set[str] = set()
        count = 0
        for key, cell in said_by(row, "id").items():
            at = key, _bare(cell)
            if key in self.skipped:
                namesakes.update(self.holders.get(at, ()))
            elif at not in self.idle:
                count += 1
                equal.update(self.holders.get(at, ()))
        for one in {*equal, *namesakes}:
            together = count + self.weight[one] - equal[one]
            share = equal[one] / together if together else 0.0
            if (
                one in namesakes
            ):  # the same name under another id: that row's id was edited, whatever else was changed in it
                yield 1 + share, one
            elif share >= ALIKE and equal[one] >= min(2, self.weight[one]):
                yield share, one


def _defaults(rt: RecordType[Any], about: Context) -> list[Shown]:
    shown: list[Shown] = []
    for spec in rt.fields.values():
        default = None if spec.required else getattr(attrs.fields(rt.cls), spec.name).default
        shown += show(spec, default, about)
    return shown


def _bare(value: Cell | Shown) -> object:
    if isinstance(value, str):
        return fold(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return fold(str(int(value)) if float(value).is_integer() else repr(value))
    return str(value)[:16]
