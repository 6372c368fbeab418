"""One evaluation, how it stands, and how it failed."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import datetime
from typing import Any

import attrs

from meetsupport.core.errors import DerivationCycle, DerivationFailed
from meetsupport.plan.derived import Derived
from meetsupport.plan.reader import Notes

__all__ = ["CLEAN", "NEW", "RUNNING", "STALE", "UNSURE", "Failure", "Node", "is_wanted", "passed_on"]

NEW, STALE, UNSURE, CLEAN, RUNNING = range(5)
"""How an evaluation stands: never done; to be done again; resting on one that may have to be; done; being done."""


@attrs.frozen
class Failure:
    """
    An exception that an evaluation raised. It is kept like a value, until what was read changes.

    Attributes:
        kind: The exception's type.
        message: What it said.
    """

    kind: str
    message: str

    @classmethod
    def of(cls, error: BaseException) -> Failure:
        """Describe an exception."""
        return cls(type(error).__name__, str(error))


class Node:
    """One evaluation: a derived value and a key, what it read, and how it came out."""

    __slots__ = (
        "changed",
        "children",
        "computed",
        "cyclic",
        "failure",
        "key",
        "notes",
        "on_path",
        "parents",
        "query",
        "reads_informed",
        "root",
        "state",
        "until",
        "value",
    )

    def __init__(self, query: Derived[Any, Any], key: Hashable) -> None:
        self.query = query
        self.key = key
        self.value: Any = None
        self.failure: Failure | None = None
        self.notes: Notes = {}
        self.children: dict[Node, None] = {}
        self.parents: dict[Node, None] = {}
        self.until: datetime | None = None
        self.state = NEW
        self.computed = 0
        self.changed = 0
        self.root = False
        self.on_path = False
        self.cyclic = False
        self.reads_informed = False

    @property
    def label(self) -> str:
        """Its name, for messages."""
        return self.query.label(self.key)

    def __repr__(self) -> str:
        return f"<{self.label}>"


def is_wanted(node: Node) -> bool:
    """Say whether a root rests on an evaluation. Those in a circle read each other, which counts for nothing."""
    if node.root or not node.cyclic:
        return node.root or bool(node.parents)
    seen = {node}
    pending = [node]
    while pending:
        one = pending.pop()
        if one.root:
            return True
        fresh = [parent for parent in one.parents if parent not in seen]
        seen.update(fresh)
        pending += fresh
    return False


def passed_on(label: str, failure: Failure) -> Exception:
    """Make the error that whoever asked for a failed value gets: the first cause, not the way it took."""
    if failure.kind == DerivationCycle.__name__:
        return DerivationCycle(failure.message)
    if failure.kind == DerivationFailed.__name__:
        return DerivationFailed(failure.message)
    return DerivationFailed(f"{label}: {failure.kind}: {failure.message}")
