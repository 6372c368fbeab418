"""Changing the plan: the only way that it moves on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TypeVar

import attrs
import msgspec

from meetsupport.core.errors import (
    Conflict,
    JournalMoved,
    NotPermitted,
    UnknownReference,
)
from meetsupport.core.memory import uncollected
from meetsupport.core.messages import Message
from meetsupport.core.records import Record, Ref, Unknown, type_term
from meetsupport.desk import entries
from meetsupport.desk.edit import Editing
from meetsupport.desk.entries import pack
from meetsupport.desk.impact import Impact
from meetsupport.desk.journalled import SNAPSHOT_EVERY, Journalled
from meetsupport.desk.ledger import Held
from meetsupport.desk.live import Moved
from meetsupport.desk.notices import Notice
from meetsupport.desk.office import Office
from meetsupport.desk.undo import inverse
from meetsupport.journal import Draft, Entry
from meetsupport.model import Recipient, RemovalLimit
from meetsupport.plan import Change, Delta, Edit, Plan, Put, body_of, checked
from meetsupport.plan.change import ChangeHead, edited
from meetsupport.plan.permits import permit

__all__ = ["DEFAULT_COUNT", "Changing"]

R = TypeVar("R", bound=Record)

DEFAULT_COUNT = 50
"""From this many removed records of a type on a change is held, unless a `RemovalLimit` says otherwise. In a
recorded congress timetable of 1,019 versions, 51 drop so many entries at once, most of them by accident."""


class Changing(Journalled):
    """The part of a desk that takes changes, holds them, and takes them back."""

    def apply(self, change: Change) -> Impact:
        """
        Take a change, as a whole or not at all.

        Args:
            change: The change. One that was made against an earlier revision is rebased, unless a record that it
                edits has changed since.

        Returns:
            What it did; or, if it removes surprisingly much, that it is held.

        Raises:
            InvalidInput: Records in it are wrong, or references would dangle; every fault is listed.
            RefusedTransition: A state may not follow the one before it.
            StillReferredTo: A record to be removed is still referred to.
            Conflict: A record that it edits has changed since the revision that it was made against.
            NotPermitted: A record in it is somebody else's to change.
            Frozen: A record in it is frozen, and it does not say who overrides that.
        """
        return self._apply(change)

    @uncollected()
    def _apply(self, change: Change, *, confirms: int | None = None) -> Impact:
        while True:
            self.refresh()
            if confirms is not None:
                self._waiting(confirms)
            self._refuse_overtaken(change.base, edited(change.edits))
            edits, after, deltas = checked(self.plan, change, self.revision + 1)
            permit(self.plan, after, change, deltas, self.now)
            if not deltas and not _changes_beside(self.plan, after, edits):
                return Impact(questions=change.questions)
            why = None if confirms is not None or change.undoes is not None else self._surprise(deltas)
            if why is not None:
                return self._hold(change, edits, why)
            before = self.plan
            moved = self._live().move(after, deltas)
            self._office.plan = after
            try:
                draft = self._draft(before, change, edits, moved, confirms)
                (entry,) = self.journal.append([*self._pending(), draft], after=before.revision)[-1:]
            except JournalMoved:
                self._back(before, deltas)
                continue
            except BaseException:
                self._back(before, deltas)
                raise
            self._office.plan = before
            self._written(entry, after, deltas)
            return attrs.evolve(self._impact(change, deltas, moved), revision=entry.seq)

    def _written(self, entry: Entry, after: Plan, deltas: tuple[Delta, ...]) -> None:
        for pending in self.journal.read(self.revision, entry.seq - 1):
            self._office.fold(pending)
        self._unwritten.clear()
        touched = self._office.take(entry, after, deltas)
        if self._reading is not None:
            self._reading.told(touched)
        # The larger the plan, the longer a snapshot takes: beside that, reading a few more entries is nothing.
        if entry.seq - self._snapshot_at >= max(SNAPSHOT_EVERY, len(after) // 10):
            self.keep_snapshot()

    def _back(self, before: Plan, deltas: Iterable[Delta]) -> None:
        self._office.plan = before
        if self._reading is not None:
            self._reading.move(before, [Delta(d.type, d.id, d.new, d.old) for d in deltas])

    @uncollected()
    def preview(self, change: Change) -> Impact:
        """Say what a change would do. Nothing is journalled. Arguments and errors as for `apply`."""
        self.refresh()
        self._refuse_overtaken(change.base, edited(change.edits))
        _, after, deltas = checked(self.plan, change, self.revision + 1)
        permit(self.plan, after, change, deltas, self.now)
        before = self.plan
        moved = self._live().move(after, deltas)
        self._office.plan = after
        try:
            impact = self._impact(change, deltas, moved)
        finally:
            self._back(before, deltas)
        why = self._surprise(deltas)
        return attrs.evolve(impact, held=why is not None, why=why)

    def edit(
        self,
        *,
        by: str = "",
        reason: str = "",
        ordered_by: str = "",
        means: str = "",
        document: str = "",
        override: str = "",
    ) -> Editing:
        """
        Begin a change by hand, against this revision.

        Args:
            by: Who makes it, by id.
            reason: Why.
            ordered_by: On whose order.
            means: By which means the order came.
            document: Which document followed.
            override: Who allows it although records in it are frozen.

        Returns:
            A context manager that gathers edits and applies them when it ends.
        """
        self.refresh()
        about = {"by": by, "reason": reason, "ordered_by": ordered_by, "means": means, "document": document}
        return Editing(self, about | {"override": override})

    def hold_removals(
        self,
        *,
        count: int | None = None,
        share: Decimal | float | str | None = None,
        of: type[Record] | None = None,
        by: str = "",
    ) -> Impact:
        """
        Say from when a change is held because it removes surprisingly much.

        Args:
            count: From this many removed records of one type on.
            share: From this share of all records of one type on, 0 to 1.
            of: The type that this is for; by default every type that has no limit of its own. With neither number,
                nothing is held.
            by: Who says so.
        """
        limit = RemovalLimit(
            id=of.__record__.name if of is not None else "*",
            count=count,
            share=None if share is None else Decimal(str(share)),
        )
        return self.apply(Change.of(Put(limit), by=by))

    def _surprise(self, deltas: Iterable[Delta]) -> Message | None:
        gone: dict[str, int] = {}
        for delta in deltas:
            if delta.new is None:
                gone[delta.type] = gone.get(delta.type, 0) + 1
        reason: Message | None = None
        for name, count in sorted(gone.items()):
            limit = self.plan.get(RemovalLimit, name) or self.plan.get(RemovalLimit, "*")
            most = limit.count if limit is not None else DEFAULT_COUNT
            share = limit.share if limit is not None else None
            there = self.plan.count(name)
            if (most is not None and count >= most) or (share is not None and count >= share * there):
                type = type_term(self.plan.types, name)
                said = Message.of("it removes {count} of {there} {type} records", count=count, there=there, type=type)
                reason = said if reason is None else Message.of("{reason}; {more}", reason=reason, more=said)
        return reason

    def _hold(self, change: Change, edits: Sequence[Edit], why: Message, *, steps: tuple[str, ...] = ()) -> Impact:
        head = _head(change, change.base if change.base is not None else self.revision)
        head.steps = steps
        bodies = [body_of(self.plan, edit) for edit in edits]
        entry = self._append([Draft("held", self.now, (pack(head), *bodies))])[-1]
        return Impact(id=entry.seq, held=True, why=why, questions=change.questions)

    @property
    def held(self) -> tuple[int, ...]:
        """The ids of the changes that wait for a decision."""
        return tuple(sorted(self._ledger.held))

    def confirm(self, held: int | None, *, by: str = "", override: str = "") -> Impact:
        """
        Apply a held change.

        Raises:
            UnknownReference: No such change is held.
            Conflict: A record that it edits has changed since.
            NotPermitted: A record in it is somebody else's to change.
            Frozen: A record in it is frozen, and nobody overrides that.
        """
        self.refresh()
        waiting = self._waiting(held)
        head = waiting.head
        if waiting.returned:
            raise NotPermitted.of(
                Message.of("the proposal {held} was returned: propose it anew, or discard it", held=held)
            )
        if waiting.open_steps:
            raise NotPermitted.of(
                Message.of("the proposal {held} waits for {steps}: review it", held=held, steps=waiting.open_steps)
            )
        # Before they are read: of a record that is gone, only what was to be set is left.
        self._refuse_overtaken(head.base, {_key_of(body) for body in waiting.bodies})
        change = Change(
            self._office.edits_of(waiting.bodies),
            by=by or head.by,
            reason=head.reason,
            ordered_by=head.ordered_by,
            means=head.means,
            document=head.document,
            base=head.base,
            override=override or head.override,
            adopts=head.adopts,
            restores=head.restores,
            read_from=head.read_from,
        )
        return self._apply(change, confirms=waiting.id)

    def discard(self, held: int | None, *, by: str = "", reason: str = "") -> None:
        """
        Drop a held change.

        Raises:
            UnknownReference: No such change is held.
        """
        self._append_if(
            lambda: Draft("discarded", self.now, (pack(entries.DiscardedHead(self._waiting(held).id, by, reason)),))
        )

    def _waiting(self, held: int | None) -> Held:
        found = self._ledger.held.get(held) if held is not None else None
        if found is None:
            raise UnknownReference.of(
                Message.of("no held change {held}, held are: {known}", held=str(held), known=tuple(map(str, self.held)))
            )
        return found

    def undo(self, revision: int, *, by: str = "", reason: str = "", override: str = "") -> Impact:
        """
        Take back a change to the plan, with a new one.

        What was sent and read since stays as it is; whoever was told is told again.

        Args:
            revision: The revision that the change made.
            by: Who takes it back.
            reason: Why.
            override: Who allows it although records in it are frozen.

        Raises:
            UnknownReference: That entry is no change.
            Conflict: What it changed has been changed again since. Otherwise as for `apply`.
        """
        self.refresh()
        entry = self._entry(revision)
        before = Office.from_journal(self.registry, self.journal, revision - 1)
        back = inverse(before.plan, entry, self.plan, by=by, reason=reason)
        return self.apply(attrs.evolve(back, override=override))

    def _refuse_overtaken(self, base: int | None, mine: set[tuple[str, str]]) -> None:
        if base is None or base == self.revision:
            return
        if not 0 <= base <= self.revision:
            raise UnknownReference.of(
                Message.of(
                    "no revision {base} to base a change on: the journal goes to {head}", base=base, head=self.revision
                )
            )
        clashes: list[str] = []
        for entry in self.journal.read(base, self.revision):
            if entry.kind == "change":
                for part in entry.parts[1:]:
                    key = _key_of(part) if part is not None else None
                    if key in mine:
                        clashes.append(f"{key[0]}:{key[1]} (revision {entry.seq})")
        if clashes:
            raise Conflict.of(
                Message.of(
                    "changed since revision {base}: {records}; look at them and decide anew",
                    base=base,
                    records=tuple(clashes),
                )
            )

    def _impact(self, change: Change, deltas: tuple[Delta, ...], moved: Moved) -> Impact:
        seen = {*moved.heard}
        self._leaving = {d.id: d.old for d in deltas if d.new is None and isinstance(d.old, Recipient)}
        return Impact(
            changes=deltas,
            notices=self._notices_of(moved),
            withdrawn=moved.relieved,
            raised=moved.raised,
            cleared=moved.cleared,
            unheard=tuple(Ref(self.plan.types[d.type].cls, d.id) for d in deltas if d not in seen),
            questions=change.questions,
        )

    def _notices_of(self, moved: Moved) -> tuple[Notice, ...]:
        found = (self.notice(recipient) for recipient in moved.briefs)
        return tuple(notice for notice in found if notice is not None)

    def _draft(self, before: Plan, change: Change, edits: Sequence[Edit], moved: Moved, confirms: int | None) -> Draft:
        told = self._live().waiting
        head = _head(change, change.base if change.base is not None else before.revision)
        head.confirms = confirms
        head.moved = tuple(recipient for recipient in moved.briefs if recipient in told)
        head.settled = tuple(r for r in moved.briefs if r not in told or r in moved.fresh)
        return Draft("change", self.now, (pack(head), *(body_of(before, edit) for edit in edits)))


def _head(change: Change, base: int) -> ChangeHead:
    return ChangeHead(
        by=change.by,
        reason=change.reason,
        ordered_by=change.ordered_by,
        means=change.means,
        document=change.document,
        override=change.override,
        base=base,
        undoes=change.undoes,
        made=change.at,
        adopts=change.adopts,
        restores=change.restores,
        read_from=change.read_from,
    )


def _changes_beside(before: Plan, after: Plan, edits: Iterable[Edit]) -> bool:
    """Say whether edits change records of unknown types, or unknown fields."""
    for edit in edits:
        if before.unknown_one(edit.key) != after.unknown_one(edit.key):
            return True
        if dict(before.extra(edit.key)) != dict(after.extra(edit.key)):
            return True
        if isinstance(edit, Put) and isinstance(edit.record, Unknown) and before.unknown_one(edit.key) != edit.record:
            return True
    return False


class _Key(msgspec.Struct):
    type: str
    id: str


_key_decoder = msgspec.json.Decoder(_Key)


def _key_of(body: bytes) -> tuple[str, str]:
    key = _key_decoder.decode(body)
    return key.type, key.id
