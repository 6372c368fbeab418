"""Changes: the only way a plan moves on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeAlias

import attrs
import msgspec

from meetsupport.core.codec import Extra
from meetsupport.core.errors import Fault
from meetsupport.core.frozen import fill
from meetsupport.core.messages import Message
from meetsupport.core.records import Record, Unknown

__all__ = ["Change", "Delta", "Edit", "Put", "Question", "Remove"]


@attrs.frozen
class Put:
    """
    Add a record, or replace the one with its type and id.

    Attributes:
        record: The whole record. What is journalled are the fields that differ.
        extra: Fields that its type does not have, as JSON text; ``None`` leaves those that there are.
    """

    record: Record | Unknown
    extra: Extra | None = attrs.field(default=None, repr=False)

    @property
    def key(self) -> tuple[str, str]:
        """The name of the record's type, and its id."""
        if isinstance(self.record, Unknown):
            return self.record.type, self.record.id
        return self.record.__record__.name, self.record.id


_RecordClass: TypeAlias = "type[Record] | str"


@attrs.frozen(init=False)
class Remove:
    """
    Remove a record. Refused while others refer to it.

    Attributes:
        type: The name of its type.
        id: Its id.
    """

    type: str
    id: str

    def __init__(self, type: _RecordClass, id: str) -> None:
        name = type if isinstance(type, str) else type.__record__.name
        fill(self, type=name, id=id)

    @property
    def key(self) -> tuple[str, str]:
        """The name of the record's type, and its id."""
        return self.type, self.id


Edit: TypeAlias = Put | Remove


@attrs.frozen
class Delta:
    """What a change did to one record: it was *old* (``None``: not there), and is *new* (``None``: gone)."""

    type: str
    id: str
    old: Record | None
    new: Record | None


@attrs.frozen
class Question:
    """
    Something that whoever made a change could not decide. What it is about is left out of the change.

    Attributes:
        place: Where: ``sheet!cell``.
        text: What is to be decided, with both values.
        choices: The answers that there are; given back, with the place, when the same file is loaded again.
        message: The text as a message, where it can be said in other languages.
    """

    place: str
    text: str
    choices: tuple[str, ...]
    message: Message | None = attrs.field(default=None, eq=False, repr=False)

    @classmethod
    def of(cls, place: str, message: Message, choices: tuple[str, ...]) -> Question:
        """Make a question of a message."""
        return cls(place, message.text(), choices, message)

    def said(self, language: str) -> str:
        """Ask it in a language; where there is no translation, in English."""
        return self.text if self.message is None else self.message.text(language)


@attrs.frozen
class Change:
    """
    Who changed what, when, why and on whose order.

    Attributes:
        edits: What is put and removed, in order.
        by: Who made the change, by id.
        at: When; ``None`` for the moment at which the desk takes it.
        reason: Why.
        ordered_by: On whose order, by id or office. A call at 23:00 is an order too.
        means: By which means the order came: telephone, meeting, document, in person.
        document: Which document followed or confirms it.
        base: The revision that it was made against; ``None`` for the one that it meets.
        undoes: The revision that it takes back, if it does. Only then may states go back.
        override: Who allows it although records in it are frozen: an id or an office, no name.
        restores: Whether it takes over what stood in another plan, so that its records may begin in any state. Readers
            of files do not decide that: `Desk.load` does.
        questions: What its maker could not decide; it is not journalled.
        adopts: What of a plugin it takes over, as ``checklist hall-set-up``. Only `Desk.adopt` says so.
        read_from: The name of the file that it was read from. `Desk.read` says so.
        places: Where in its file what it puts and removes was said: by the JSON path of a record or field, as
            ``sheet!cell``. What is wrong with it is said with these places; it is not journalled.
    """

    edits: tuple[Edit, ...]
    by: str = ""
    at: datetime | None = None
    reason: str = ""
    ordered_by: str = ""
    means: str = ""
    document: str = ""
    base: int | None = None
    undoes: int | None = None
    override: str = ""
    questions: tuple[Question, ...] = ()
    adopts: str = ""
    restores: bool = False
    read_from: str = ""
    places: Mapping[str, str] = attrs.field(factory=dict[str, str], eq=False, repr=False)

    def located(self, fault: Fault) -> Fault:
        """Give a fault with the place in the file, where that is known: of the field, or else of its record."""
        field, record = fault.place, fault.place.rpartition(".")[0]
        place = self.places.get(field) or self.places.get(record)
        return attrs.evolve(fault, place=place) if place else fault

    @classmethod
    def of(cls, *edits: Edit, **about: Any) -> Change:
        """Make a change of edits; the keywords are the other attributes."""
        return cls(edits, **about)

    def __len__(self) -> int:
        return len(self.edits)


class EditBody(msgspec.Struct, omit_defaults=True):
    """
    An edit as it is journalled.

    Attributes:
        type: The name of the record's type.
        id: The record's id.
        fields: The fields that differ as JSON text, all of them for a new record; empty for a removal.
        new: Whether the record was not there before.
        dropped: Names of unknown fields that were dropped.
    """

    type: str
    id: str
    fields: msgspec.Raw = msgspec.Raw()
    new: bool = False
    dropped: tuple[str, ...] = ()


class ChangeHead(msgspec.Struct, omit_defaults=True):
    """
    What is journalled of a change beside its edits.

    Attributes:
        base: The revision that it was made against; anything but the one before its own shows that it was rebased.
        moved: The recipients whose brief it changed.
        settled: The recipients that had nothing to be told before it, or have nothing after it.
        confirms: The id of the held change that it confirms.
        made: When it was made, where that was before it was taken.
        steps: For a proposal: who must agree to it, in order.
        adopts: What of a plugin it takes over.
        restores: Whether it takes over what stood in another plan.
        read_from: The name of the file that it was read from.
    """

    by: str = ""
    reason: str = ""
    ordered_by: str = ""
    means: str = ""
    document: str = ""
    override: str = ""
    base: int | None = None
    undoes: int | None = None
    confirms: int | None = None
    made: datetime | None = None
    steps: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()
    adopts: str = ""
    restores: bool = False
    read_from: str = ""


def raw_object(fields: Mapping[str, bytes]) -> msgspec.Raw:
    """Write fields, each given as JSON text, as one JSON object."""
    return msgspec.Raw(b"{" + b",".join(msgspec.json.encode(k) + b":" + v for k, v in fields.items()) + b"}")


def edited(edits: Iterable[Edit]) -> set[tuple[str, str]]:
    """Name the records that edits touch."""
    return {edit.key for edit in edits}
