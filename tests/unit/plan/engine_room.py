"""An engine over a few places, and derived values that count how often they are computed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable
from datetime import datetime
from typing import Any

from meetsupport.core.codec import Contents
from meetsupport.core.records import Record
from meetsupport.plan import Derived, Edit, Engine, Node, Plan, Put, Reader
from meetsupport.testing import MODEL, START


def plan_of(*records: Record) -> Plan:
    return Plan.of(MODEL, Contents(records, {}, ()))


class Room:
    """An engine whose plan can be edited, and that counts runs."""

    def __init__(self, *records: Record, now: datetime = START) -> None:
        self.knowing: set[str] = set()
        self.engine = Engine(plan_of(*records), now, self.knowing.__contains__, lambda _: True)
        self.runs: Counter[tuple[str, Hashable]] = Counter()

    def value(self, compute: Callable[[Reader, Any], Any]) -> Derived[Any, Any]:
        def counted(plan: Reader, key: Any) -> Any:
            self.runs[compute.__name__, key] += 1
            return compute(plan, key)

        made: Derived[Any, Any] = Derived(counted)
        made.__name__ = compute.__name__
        return made

    def edit(self, *edits: Edit | Record) -> None:
        puts = [edit if not isinstance(edit, Record) else Put(edit) for edit in edits]
        after, deltas = self.engine.plan.moved(puts, self.engine.plan.revision + 1)
        self.engine.move(after, deltas)

    def ask(self, value: Derived[Any, Any], key: Hashable = "", *, root: bool = True) -> Node:
        return self.engine.ask(value, key, root=root)
