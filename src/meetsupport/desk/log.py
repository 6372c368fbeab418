"""The log: what was done, entry by entry, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, tzinfo
from types import MappingProxyType
from typing import Any, TypeAlias

import attrs
import msgspec

from meetsupport.core.messages import Message, termed
from meetsupport.core.records import RecordType, type_term
from meetsupport.core.specs import FieldSpec
from meetsupport.desk import entries
from meetsupport.desk.entries import unpack
from meetsupport.journal import Entry
from meetsupport.plan.change import ChangeHead, EditBody

__all__ = ["LogEntry", "LoggedEdit", "log_entry"]

_Types: TypeAlias = Mapping[str, RecordType[Any]]
_NO_TYPES: _Types = MappingProxyType({})


@attrs.frozen
class LoggedEdit:
    """An edit as it was journalled: which record, whether it was added, set or removed, and which fields were set."""

    type: str
    id: str
    kind: str
    fields: tuple[str, ...]


@attrs.frozen
class LogEntry:
    """
    One entry of the log.

    Attributes:
        revision: Its number.
        kind: What was done: change, held, reviewed, discarded, sending, sent, acknowledged, escalated, moved, erased.
        at: When.
        by: Who did it, by id.
        what: What was done.
        why: Why, where somebody said so.
        edits: For a change, its edits.
    """

    revision: int
    kind: str
    at: datetime
    by: str
    what: Message
    why: str = ""
    edits: tuple[LoggedEdit, ...] = ()

    def text(self, language: str = "en") -> str:
        """Say it in a language, on one line."""
        by = f" {self.by}" if self.by else ""
        why = f" ({self.why})" if self.why else ""
        return f"{self.revision} {self.at.strftime('%Y-%m-%d %H:%M')}{by}: {self.what.text(language)}{why}"

    def __str__(self) -> str:
        return self.text()


def log_entry(entry: Entry, zone: tzinfo | None = None, types: _Types = _NO_TYPES) -> LogEntry:
    """
    Put an entry in words.

    Args:
        entry: The entry.
        zone: The zone in which to tell its time; by default as it was written.
        types: The record types that there are, for their terms and those of their fields; what is not known goes by
            its name.
    """
    if zone is not None:
        entry = attrs.evolve(entry, at=entry.at.astimezone(zone))
    head = entry.parts[0]
    match entry.kind:
        case "change" | "held":
            return _change(entry, types)
        case "sending":
            s = unpack(head, entries.SendingHead)
            template = "told {recipient} {n} lines ({key})" if s.told else "is sending {recipient} {n} lines ({key})"
            what, by = Message.of(template, recipient=s.recipient, n=len(entry.parts) - 1, key=s.key), s.by
        case "sent":
            t = unpack(head, entries.SentHead)
            template = "{channel} took {key}" if t.delivered else "{channel} did not take {key}: {detail}"
            what, by = Message.of(template, channel=t.channel or "-", key=t.key, detail=t.detail), ""
        case "acknowledged":
            a = unpack(head, entries.AcknowledgedHead)
            template = "acknowledged {key} ({manner})"
            if a.by != a.recipient:
                template = "acknowledged {key} on behalf of {recipient} ({manner})"
                if not a.on_behalf:
                    template = "acknowledged {key} for its own part, not for {recipient} ({manner})"
            what, by = Message.of(template, key=a.key, recipient=a.recipient, manner=Message(a.manner)), a.by
        case "escalated":
            e = unpack(head, entries.EscalatedHead)
            what, by = (
                Message.of(
                    "took {key} to {to}: {recipient} has not answered", key=e.key, to=e.to, recipient=e.recipient
                ),
                "",
            )
        case "moved":
            m = unpack(head, entries.MovedHead)
            what, by = Message.of("time made something new for {recipients}", recipients=tuple(m.moved)), ""
        case "reviewed" | "discarded":
            return _decision(entry)
        case "erased":
            x = unpack(head, entries.ErasedHead)
            what = Message.of("erased {n} payloads of {type}:{id}", n=x.parts, type=type_term(types, x.type), id=x.id)
            return LogEntry(entry.seq, entry.kind, entry.at, x.by, what, x.reason)
        case other:
            what, by = Message.of("{kind}, written by a later version", kind=other), ""
    return LogEntry(entry.seq, entry.kind, entry.at, by, what)


def _decision(entry: Entry) -> LogEntry:
    """Put in words what somebody decided of a change that waits."""
    head = entry.parts[0]
    if entry.kind == "discarded":
        d = unpack(head, entries.DiscardedHead)
        what = Message.of("discarded the held change {held}", held=d.held)
        return LogEntry(entry.seq, entry.kind, entry.at, d.by, what, d.reason)
    r = unpack(head, entries.ReviewedHead)
    template = "agreed to the proposal {held} for {step}"
    if not r.agreed:
        template = "returned the proposal {held} for {step}"
    return LogEntry(entry.seq, entry.kind, entry.at, r.by, Message.of(template, held=r.held, step=r.step), r.comment)


def _change(entry: Entry, types: _Types) -> LogEntry:
    head: ChangeHead = unpack(entry.parts[0], ChangeHead)
    edits: list[LoggedEdit] = []
    erased = 0
    for part in entry.parts[1:]:
        if part is None:
            erased += 1
            continue
        body = msgspec.json.decode(part, type=EditBody)
        fields = bytes(body.fields)
        names = tuple(msgspec.json.decode(fields, type=dict[str, msgspec.Raw])) if fields else ()
        kind = "removed" if not fields else "added" if body.new else "set"
        edits.append(LoggedEdit(body.type, body.id, kind, names))
    counts = Counter((edit.kind, edit.type) for edit in edits)
    parts = tuple(
        Message.of("{kind} {n} {type}", kind=Message(kind), n=n, type=type_term(types, name))
        if n > 1
        else _single(edits, kind, name, types)
        for (kind, name), n in sorted(counts.items())
    )
    template = "{parts}"
    if entry.kind == "held":
        template = "proposed: {parts}" if head.steps else "held: {parts}"
    elif head.undoes is not None:
        template = "took back revision {undoes}: {parts}"
    elif head.confirms is not None:
        template = "confirmed {confirms}: {parts}"
    shown = (*parts, Message.of("{n} erased", n=erased)) if erased else parts
    what = Message.of(template, parts=shown, undoes=head.undoes, confirms=head.confirms)
    why = "; ".join(part for part in (head.reason, head.ordered_by, head.means, head.document, head.override) if part)
    return LogEntry(entry.seq, entry.kind, entry.at, head.by, what, why, tuple(edits))


def _single(edits: list[LoggedEdit], kind: str, name: str, types: _Types) -> Message:
    edit = next(edit for edit in edits if (edit.kind, edit.type) == (kind, name))
    word, type = Message(kind), type_term(types, name)
    if kind == "set":
        known: Mapping[str, FieldSpec] = types[name].fields if name in types else {}
        fields = tuple(termed(one, known[one].label if one in known else one) for one in edit.fields)
        return Message.of("{kind} {fields} of {type}:{id}", kind=word, fields=fields, type=type, id=edit.id)
    return Message.of("{kind} {type}:{id}", kind=word, type=type, id=edit.id)
