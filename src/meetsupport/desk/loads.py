"""What files have said: a file that is read again says nothing new where it says the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any, TypeAlias

from meetsupport.core.codec import fields_of
from meetsupport.desk.retracing import Key, retraced
from meetsupport.journal import Journal
from meetsupport.plan import Plan

__all__ = ["loaded"]

_Said: TypeAlias = "defaultdict[str, list[tuple[int, Any]]]"
"""By field: the entry of each file that set it, and to what."""


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
    found: dict[Key, _Said] = {}
    for step in retraced(journal, upto, plan, frozenset(keys)):
        if step.head.undoes is not None:
            _take_back(found, step.head.undoes)
        for key, edit, record in step.records:
            if record is None:
                found.pop(key, None)
            elif step.head.read_from:
                said = found.setdefault(key, defaultdict(list))
                for name in record.__record__.fields if edit.new else fields_of(bytes(edit.fields)):
                    if name in record.__record__.fields:
                        said[name].append((step.seq, getattr(record, name)))
    return {key: {name: values[-1][1] for name, values in said.items() if values} for key, said in found.items()}


def _take_back(found: Mapping[Key, _Said], seq: int) -> None:
    for said in found.values():
        for values in said.values():
            values[:] = [one for one in values if one[0] != seq]
