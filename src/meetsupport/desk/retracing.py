"""What became of records, change by change, as the journal tells it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import attrs
import msgspec

from meetsupport.core.errors import MeetSupportError
from meetsupport.core.records import Record
from meetsupport.desk.entries import unpack
from meetsupport.journal import Journal
from meetsupport.plan import Plan, Remove, edit_of
from meetsupport.plan.change import ChangeHead, EditBody

__all__ = ["Key", "Step", "retraced"]

Key = tuple[str, str]
"""The name of a record's type, and its id."""

_decoder = msgspec.json.Decoder(EditBody)


@attrs.frozen
class Step:
    """
    One change, and what became of the records that are looked for.

    Attributes:
        seq: The number of its entry.
        head: What is journalled of it beside its edits.
        records: The edits of these records, each with the record after it; ``None`` for one that is gone.
    """

    seq: int
    head: ChangeHead
    records: tuple[tuple[Key, EditBody, Record | None], ...]


def retraced(journal: Journal, upto: int, plan: Plan, keys: Collection[Key]) -> Iterator[Step]:
    """
    Go through all changes, and follow some records.

    Args:
        journal: What was done.
        upto: The last entry to read.
        plan: Any plan of the desk, for its record types.
        keys: The records to follow.
    """
    seen = Plan(plan.types)
    for entry in journal.read(0, upto):
        if entry.kind != "change" or entry.parts[0] is None:
            continue
        found: list[tuple[Key, EditBody, Record | None]] = []
        for body in entry.parts[1:]:
            edit = _decoder.decode(body) if body is not None else None
            if body is None or edit is None or (key := (edit.type, edit.id)) not in keys:
                continue
            try:
                seen, _ = seen.moved([edit_of(seen, body)], entry.seq)
            except MeetSupportError:
                # What it was before was erased: nobody can say any more what it became.
                seen, _ = seen.moved([Remove(*key)], entry.seq)
            found.append((key, edit, seen.find(*key)))
        yield Step(entry.seq, unpack(entry.parts[0], ChangeHead), tuple(found))
