"""What rules call the records that they speak of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from meetsupport.core.messages import Message
from meetsupport.core.records import Record, Ref
from meetsupport.model import Appearance, Arrival, Call, Duty, Place, Post, Session, Task

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["grounds", "named", "ref_named"]

_NAMED_AFTER: dict[type[Record], tuple[str, type[Record]]] = {
    Appearance: ("session", Session),
    Call: ("place", Place),
    Duty: ("post", Post),
}
"""Records without a name, and the reference to the one that they are called after."""

_FIELDS: dict[type[Record], str] = {Arrival: "number", Session: "title", Task: "title"}


def named(plan: Reader, cls: type[Record], id: str) -> str:
    """
    Say what a record is called where anybody may know it, and give its id otherwise.

    Args:
        plan: What to read.
        cls: The record's type.
        id: The record's id. People, recipients and a leader's itinerary go by their ids.
    """
    found: Any = plan.get(cls, id)
    if found is None:
        return id
    if cls in _NAMED_AFTER:
        field, other = _NAMED_AFTER[cls]
        target = getattr(found, field)
        return id if target is None else named(plan, other, target)
    spec = cls.__record__.fields.get(_FIELDS.get(cls, "name"))
    if spec is None or spec.sensitive is not None:
        return id
    name: str = getattr(found, spec.name)
    return name or id


def ref_named(plan: Reader, ref: Ref[Any]) -> str:
    """Say what a record is called, given a pointer to it."""
    return named(plan, ref.type, ref.id)


def grounds(basis: str) -> str | Message:
    """Say on what a limit of an office rests, or that nobody has said so."""
    return basis or Message.of("no basis entered")
