"""
A world for each rule: the types and values that its cases have, to be put together anew, and the cases to begin from.

Few types and few values, so that what a rule asks for meets by chance, and goes again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs
from hypothesis import strategies as st

from meetsupport.briefs import BUILTIN_SECTIONS
from meetsupport.core.codec import Contents
from meetsupport.core.records import Record, RecordType, evolved
from meetsupport.model import Recipient
from meetsupport.plan import Change, Plan, Put
from meetsupport.rules import BUILTIN_RULES
from meetsupport.testing import MODEL, changes, plans
from tests.unit.rules.test_every_rule import FIRES, QUIET

__all__ = ["KINDS", "WORLDS", "World", "told"]


@attrs.frozen
class World:
    """
    What is drawn.

    Attributes:
        types: The record types.
        words: The values of their fields, as ``Type.field``.
        cases: Records that the rule finds wrong, and records that come near and are right.
    """

    types: Mapping[str, RecordType[Any]] = attrs.field(repr=False)
    words: Mapping[str, tuple[Any, ...]] = attrs.field(repr=False)
    cases: tuple[tuple[Record, ...], ...] = attrs.field(repr=False)

    def plans(self) -> st.SearchStrategy[Plan]:
        """Draw what there is at first: a case, or anything."""
        there = [Plan.of(MODEL, Contents(case, {}, ())) for case in self.cases]
        return st.sampled_from(there) | plans(self.types, words=self.words, of_each=3)

    def changes(self, plan: Plan) -> st.SearchStrategy[Change]:
        """Draw a change of what is there."""
        return changes(plan, types=self.types, words=self.words)


def world_of(*cases: tuple[Record, ...]) -> World:
    """Take the types and values of some records."""
    there = [record for case in cases for record in case]
    names = {record.__record__.name for record in there}
    words: dict[str, dict[Any, None]] = {}
    for record in there:
        for spec in record.__record__.fields.values():
            if spec.refers_to is None and not spec.transitions and spec.name != "id":
                values = getattr(record, spec.name)
                seen = words.setdefault(f"{record.__record__.name}.{spec.name}", {})
                seen.update(dict.fromkeys(value for value in (values if spec.many else (values,)) if value is not None))
    known = {name: tuple(values) for name, values in words.items() if values}
    return World({name: MODEL[name] for name in sorted({*names, *needed(names)})}, known, cases)


def needed(names: Iterable[str]) -> set[str]:
    """Name the types that records of some types cannot be without."""
    found = {*names}
    pending = [*found]
    while pending:
        for spec in MODEL[pending.pop()].refs:
            if spec.required and spec.refers_to not in found:
                found.add(str(spec.refers_to))
                pending.append(str(spec.refers_to))
    return found


def _world(code: str) -> World:
    each = next(rule.each for rule in BUILTIN_RULES if rule.code == code)
    world = world_of(*(FIRES[code][:1] if code in FIRES else ()), QUIET[code])
    more = {} if each is None else {name: MODEL[name] for name in needed([each.__record__.name])}
    return attrs.evolve(world, types={**more, **world.types})


WORLDS = {rule.code: _world(rule.code) for rule in BUILTIN_RULES}
"""The world of each rule, by code."""

KINDS = tuple(sorted({section.kind for section in BUILTIN_SECTIONS}))
_STAND_FOR = ("delegation", "organization", "participant", "person", "place", "team")


def told(plan: Plan, *, most: int | None = None) -> Plan:
    """
    Give a plan in which somebody is told all that there is to be told of each person, team, body and place.

    Args:
        plan: The plan.
        most: How many of each type there are that somebody is told of.
    """
    recipients = [
        evolved(Recipient(id=f"r.{field}.{one}", kinds=KINDS, addresses=("recording:a",)), **{field: one})
        for field in _STAND_FOR
        for one in sorted(plan.table(field.capitalize()))[:most]
    ]
    return plan.moved([Put(one) for one in recipients], plan.revision)[0]
