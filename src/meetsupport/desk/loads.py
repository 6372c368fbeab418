"""What files have said: a file that is read again says nothing new where it says the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any, TypeAlias

import msgspec

from meetsupport.core.codec import fields_of
from meetsupport.core.errors import MeetSupportError
from meetsupport.desk.entries import unpack
from meetsupport.journal import Journal
from meetsupport.plan import Plan, Remove, edit_of
from meetsupport.plan.change import ChangeHead, EditBody

__all__ = ["loaded"]

Key = tuple[str, str]
"""The name of a record's type, and its id."""

_Said: TypeAlias = "defaultdict[str, list[tuple[int, Any]]]"
"""By field: the entry of each file that set it, and to what."""

_decoder = msgspec.json.Decoder(EditBody)


def loaded(journal: Journal, upto: int, plan: Plan, keys: Collection[Key]) -> Mapping[Key, Mapping[str, Any]]:
    """
    Find which values of records were set by files.

    Args:
        journal: What was done.
        upto: The last entry to read.
        plan: Any plan of the desk, for its record types.
        keys: The records to look for.

    Returns:
        For each of them that a file put, and that was not taken back, what files have set of it last, by field.
    """
    wanted = frozenset(keys)
    seen = Plan(plan.types)
    found: dict[Key, _Said] = {}
    for entry in journal.read(0, upto):
        if entry.kind != "change" or entry.parts[0] is None:
            continue
        head = unpack(entry.parts[0], ChangeHead)
        if head.undoes is not None:
            _take_back(found, head.undoes)
        for body in entry.parts[1:]:
            edit = _decoder.decode(body) if body is not None else None
            if body is None or edit is None or (key := (edit.type, edit.id)) not in wanted:
                continue
            seen = _moved(seen, key, body, entry.seq)
            record = seen.find(*key)
            if record is None:
                found.pop(key, None)
            elif head.read_from:
                said = found.setdefault(key, defaultdict(list))
                for name in record.__record__.fields if edit.new else fields_of(bytes(edit.fields)):
                    if name in record.__record__.fields:
                        said[name].append((entry.seq, getattr(record, name)))
    return {key: {name: values[-1][1] for name, values in said.items() if values} for key, said in found.items()}


def _take_back(found: Mapping[Key, _Said], seq: int) -> None:
    for said in found.values():
        for values in said.values():
            values[:] = [one for one in values if one[0] != seq]


def _moved(seen: Plan, key: Key, body: bytes, seq: int) -> Plan:
    try:
        return seen.moved([edit_of(seen, body)], seq)[0]
    except MeetSupportError:
        # What it was before was erased: nobody can say any more what it became.
        return seen.moved([Remove(*key)], seq)[0]
