"""What an answer rests on, walked from the live evaluations when somebody asks."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

import attrs

from meetsupport.core.records import Record
from meetsupport.core.times import Window
from meetsupport.plan.index import DAYS
from meetsupport.plan.node import Node
from meetsupport.plan.plan import Plan
from meetsupport.plan.reader import NoteKey, Question

__all__ = ["Asked", "Facts", "facts_of"]


@attrs.frozen
class Asked:
    """
    A question that an answer rests on.

    Attributes:
        type: The name of the record type that was asked about.
        equal: The values that were asked for, by field; empty when all were.
        window: The window that was asked for, if any.
        found: The ids of the records that answer it, in order; empty where there is none.
    """

    type: str
    equal: tuple[tuple[str, Hashable], ...]
    window: Window | None
    found: tuple[str, ...]

    def __str__(self) -> str:
        wanted = ", ".join(f"{field} = {value}" for field, value in self.equal) or "all"
        when = f" in {self.window.start.isoformat()}/{self.window.end.isoformat()}" if self.window else ""
        return f"{self.type}: {wanted}{when}: {', '.join(self.found) or 'none'}"


@attrs.frozen
class Facts:
    """
    What an answer rests on.

    Attributes:
        asked: The questions, those of the answer itself and of all derived values under it.
        records: The records that were found, each once.
        derived: The derived values under it, by name.
    """

    asked: tuple[Asked, ...]
    records: tuple[Record, ...]
    derived: tuple[str, ...]

    @property
    def missing(self) -> tuple[Asked, ...]:
        """The questions that found nothing."""
        return tuple(question for question in self.asked if not question.found)


def facts_of(plan: Plan, top: Node) -> Facts:
    """
    Walk down from an evaluation.

    Args:
        plan: The plan that the evaluations have read.
        top: Where to begin.
    """
    asked: dict[Asked, None] = {}
    records: dict[tuple[str, str], Record] = {}
    labels: list[str] = []
    seen = {top}
    pending = [top]
    while pending:
        node = pending.pop()
        if node is not top:
            labels.append(node.label)
        for key, questions in node.notes.items():
            for one, answers in _answers(plan, key, questions):
                asked[one] = None
                records.update({(one.type, record.id): record for record in answers})
        for child in node.children:
            if child not in seen:
                seen.add(child)
                pending.append(child)
    order = sorted(asked, key=lambda one: (one.type, str(one.equal), str(one.window)))
    return Facts(tuple(order), tuple(records[key] for key in sorted(records)), tuple(sorted(labels)))


def _answers(
    plan: Plan, key: NoteKey, questions: frozenset[Question] | None
) -> Iterator[tuple[Asked, tuple[Record, ...]]]:
    name, field, value = key
    rt = plan.types.get(name)
    if rt is None:  # whether a recipient is informed: no question about the plan
        yield Asked(name, ((field or "", value),), None, ()), ()
        return
    if questions is not None:
        for question in questions:
            found = plan.select(rt, dict(question.equal), question.window)
            yield Asked(name, question.equal, question.window, tuple(r.id for r in found)), found
    elif field == "id":
        one = plan.find(name, str(value))
        found = () if one is None else (one,)
        yield Asked(name, (("id", value),), None, tuple(r.id for r in found)), found
    elif field is None or field == DAYS:
        found = plan.all(rt.cls)
        yield Asked(name, (), None, tuple(r.id for r in found)), found
    else:
        found = plan.select(rt, {field: value})
        yield Asked(name, ((field, value),), None, tuple(r.id for r in found)), found
