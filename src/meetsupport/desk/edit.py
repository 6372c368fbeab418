"""Edits by hand, gathered into one change."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from meetsupport.core.errors import Fault, InvalidRecord, UnknownReference
from meetsupport.core.messages import Message
from meetsupport.core.records import Record, evolved, no_such
from meetsupport.plan import Change, Edit, Put, Remove

if TYPE_CHECKING:
    from meetsupport.desk.changing import Changing
    from meetsupport.desk.impact import Impact

__all__ = ["Editing"]

R = TypeVar("R", bound=Record)


class Editing:
    """
    A change in the making.

    Made with `Desk.edit`; it is applied as a whole when its ``with`` block ends without an exception.

    Attributes:
        impact: What it did, once it is applied.
    """

    def __init__(self, desk: Changing, about: dict[str, Any]) -> None:
        self._desk = desk
        self._plan = desk.plan
        self._about = about
        self._edits: dict[tuple[str, str], Edit] = {}
        self._impact: Impact | None = None

    @property
    def impact(self) -> Impact:
        """
        What the change did.

        Raises:
            UnknownReference: It has not been applied yet.
        """
        if self._impact is None:
            raise UnknownReference("the change has not been applied: its with block has not ended")
        return self._impact

    @property
    def change(self) -> Change:
        """The change as it is so far, for `Desk.preview`."""
        return Change(tuple(self._edits.values()), base=self._plan.revision, **self._about)

    def get(self, cls: type[R], id: str, /) -> R:
        """
        Give a record as it is after the edits so far.

        Raises:
            UnknownReference: There is none.
        """
        edit = self._edits.get((cls.__record__.name, id))
        found = self._plan.get(cls, id) if edit is None else edit.record if isinstance(edit, Put) else None
        if not isinstance(found, cls):
            raise UnknownReference.of(no_such(cls.__record__, id))
        return found

    def set(self, cls: type[R], id: str, /, **fields: Any) -> R:
        """
        Set fields of a record that is there.

        Raises:
            UnknownReference: There is no such record or field.
        """
        rt = cls.__record__
        for name in fields:
            if name not in rt.fields or name == "id":
                known = ", ".join(f for f in rt.fields if f != "id")
                raise UnknownReference(f"{rt.name} has no field {name!r} to set, expected one of {known}")
        old = self.get(cls, id)
        try:
            made = evolved(old, **fields)
        except (TypeError, ValueError) as error:
            raise InvalidRecord([Fault(f"$.{rt.name}[{id!r}]", str(error))]) from error
        self.put(made)
        return made

    def put(self, record: Record) -> None:
        """Add a record, or replace the one with its type and id."""
        put = Put(record)
        self._edits[put.key] = put

    def add(self, cls: type[R], id: str, /, **fields: Any) -> R:
        """
        Add a record.

        Raises:
            InvalidRecord: There is one of that type and id, or a field is wrong.
        """
        rt = cls.__record__
        there = self._edits.get((rt.name, id))
        if self._plan.get(cls, id) is not None if there is None else isinstance(there, Put):
            said = Message.of("there is one already: set its fields instead")
            raise InvalidRecord.of(Fault.of(f"$.{rt.name}[{id!r}]", said))
        try:
            made = cls(id=id, **fields)
        except (TypeError, ValueError) as error:
            raise InvalidRecord([Fault(f"$.{rt.name}[{id!r}]", str(error))]) from error
        self.put(made)
        return made

    def remove(self, cls: type[Record], id: str, /) -> None:
        """Remove a record. One that these edits added is as if it had never been there."""
        edit = Remove(cls, id)
        if isinstance(self._edits.get(edit.key), Put) and self._plan.get(cls, id) is None:
            del self._edits[edit.key]
        else:
            self._edits[edit.key] = edit

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._impact = self._desk.apply(self.change)
