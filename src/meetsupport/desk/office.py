"""The office's state: plan and ledger, as they follow from the journal."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec

from meetsupport.core.codec import read_file
from meetsupport.core.errors import InvalidInput, JournalDamaged, UnknownReference
from meetsupport.core.memory import uncollected
from meetsupport.core.messages import Message, sayable
from meetsupport.desk.ledger import Ledger
from meetsupport.journal import Entry, Journal, Snapshot
from meetsupport.model import Recipient
from meetsupport.plan import Delta, Edit, Plan, edit_of
from meetsupport.plugins import Registry

__all__ = ["Office"]

SNAPSHOT_FORMAT = 1


class _State(msgspec.Struct):
    format: int
    at: datetime
    plan: msgspec.Raw
    ledger: dict[str, Any]


class Office:
    """
    Plan and ledger after an entry of the journal.

    Attributes:
        plan: The plan; its revision is the number of the last entry.
        ledger: Who knows what, and what is held.
        at: When the last entry was made.
    """

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.plan = Plan(registry.types)
        self.ledger = Ledger()
        self.at = datetime.min.replace(tzinfo=UTC)

    @classmethod
    @uncollected()
    def from_journal(cls, registry: Registry, journal: Journal, upto: int | None = None) -> Office:
        """
        Read a journal, from its newest sound snapshot on.

        Args:
            registry: The record types.
            journal: The journal.
            upto: The last entry to take; all by default.

        Raises:
            UnknownReference: The journal has no such entry.
            JournalDamaged: An entry cannot be read.
        """
        made = cls(registry)
        head = journal.head
        if upto is not None and not 0 <= upto <= head:
            raise UnknownReference.of(
                Message.of(
                    "no revision {revision}: the journal goes from {first} to {last}", revision=upto, first=0, last=head
                )
            )
        snapshot = journal.snapshot(upto)
        if snapshot is not None:
            made._restore(snapshot)
        for entry in journal.read(made.plan.revision, upto):
            made.fold(entry)
        return made

    def fold(self, entry: Entry) -> tuple[tuple[Delta, ...], set[str]]:
        """
        Take one more entry.

        Returns:
            What it did to the plan, and the recipients whose standing it touched.
        """
        deltas: tuple[Delta, ...] = ()
        if entry.kind == "change":
            try:
                edits = [edit_of(self.plan, part) for part in entry.parts[1:] if part is not None]
            except (InvalidInput, msgspec.MsgspecError) as error:
                raise JournalDamaged.of(
                    Message.of("entry {entry} cannot be read: {why}", entry=entry.seq, why=sayable(error))
                ) from error
            self.plan, deltas = self.plan.moved(edits, entry.seq)
        else:
            self.plan = self.plan.at_revision(entry.seq)
        self.at = max(self.at, entry.at)
        return deltas, self.ledger.fold(entry, deltas)

    def take(self, entry: Entry, plan: Plan, deltas: tuple[Delta, ...]) -> set[str]:
        """Take an entry whose outcome is known already."""
        self.plan = plan.at_revision(entry.seq)
        self.at = max(self.at, entry.at)
        return self.ledger.fold(entry, deltas)

    def edits_of(self, bodies: tuple[bytes, ...]) -> tuple[Edit, ...]:
        """Read journalled edits against the plan as it is now."""
        return tuple(edit_of(self.plan, body) for body in bodies)

    def snapshot(self) -> Snapshot:
        """Write the state, so that opening need not read everything."""
        state = _State(SNAPSHOT_FORMAT, self.at, msgspec.Raw(self.plan.write()), self.ledger.encoded())
        return Snapshot(self.plan.revision, msgspec.json.encode(state))

    def _restore(self, snapshot: Snapshot) -> None:
        try:
            state = msgspec.json.decode(snapshot.state, type=_State)
            plan = bytes(state.plan)
            contents = read_file(plan, self.registry.types, f"snapshot {snapshot.seq}", most=len(plan))
            ledger = Ledger.decoded(state.ledger, self.registry.types[Recipient.__record__.name])
        except (msgspec.MsgspecError, InvalidInput, ValueError, KeyError, TypeError):
            return  # of another version, or of record types as they were: the entries themselves decide
        if state.format != SNAPSHOT_FORMAT:
            return
        self.plan = Plan.of(self.registry.types, contents, snapshot.seq)
        self.ledger = ledger
        self.at = state.at
