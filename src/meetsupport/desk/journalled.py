"""A moment that moves on: the journal behind it, the clock, and what other desks do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from meetsupport.core.errors import JournalMoved, UnknownReference
from meetsupport.core.messages import Message
from meetsupport.core.times import Clock, system_clock
from meetsupport.desk import entries
from meetsupport.desk.entries import pack
from meetsupport.desk.live import Live
from meetsupport.desk.log import LogEntry, log_entry
from meetsupport.desk.moment import Moment
from meetsupport.desk.office import Office
from meetsupport.journal import Draft, Entry, Journal, Verification
from meetsupport.plan import Delta
from meetsupport.plugins import Registry

__all__ = ["SNAPSHOT_EVERY", "Journalled"]

SNAPSHOT_EVERY = 1000
"""How many entries may follow a snapshot before the next is taken."""


class Journalled(Moment):
    """
    The plan as it is now, with the journal that it follows from.

    Args:
        journal: The journal.
        registry: The plugins.
        clock: Tells the time.
    """

    def __init__(self, journal: Journal, registry: Registry, clock: Clock = system_clock) -> None:
        self.journal = journal
        self._clock = clock
        office = Office.from_journal(registry, journal)
        kept = journal.snapshot()
        self._snapshot_at = kept.seq if kept else 0
        self._erasures: int = journal.erasures
        self._unwritten: set[str] = set()
        super().__init__(registry, office, max(clock(), office.at))

    @property
    def now(self) -> datetime:
        """The time by the desk's clock; it never goes back, whatever the clock does."""
        self._now = max(self._now, self._clock(), self._office.at)
        return self._now

    def _live(self) -> Live:
        now = self.now
        if self._reading is None:
            self._reading = Live(self.registry, self.plan, self._ledger, now)
            self._note(self._reading, self._reading.briefs, frozenset())
        elif self._reading.engine.now != now:
            moved = self._reading.advance(now)
            self._note(self._reading, moved.briefs, moved.fresh)
        return self._reading

    def _note(self, live: Live, recipients: Iterable[str], fresh: frozenset[str]) -> None:
        """Remember for whom time or a plugin made something new, until the next entry is written."""
        for recipient in recipients:
            if not live.is_informed(recipient) and (recipient in fresh or not self._ledger.standing(recipient).moves):
                self._unwritten.add(recipient)

    def refresh(self) -> int:
        """
        Take in what other desks on the same journal did.

        Returns:
            How many entries came.
        """
        if self.journal.erasures != self._erasures:
            self._erasures = self.journal.erasures
            self.journal.reread()
            self._office = Office.from_journal(self.registry, self.journal)
            self._reading = None
            return 0
        if self.journal.head == self.revision:
            return 0
        count = 0
        all_deltas: list[Delta] = []
        touched: set[str] = set()
        for entry in self.journal.read(self.revision):
            deltas, recipients = self._office.fold(entry)
            all_deltas += deltas
            touched |= recipients
            count += 1
        if self._reading is not None and count:
            self._reading.move(self.plan, all_deltas)
            self._reading.told(touched)
        self._unwritten = {r for r in self._unwritten if not self.informed(r)}
        return count

    def _pending(self) -> list[Draft]:
        if not self._unwritten:
            return []
        moved = tuple(sorted(self._unwritten))
        settled = tuple(recipient for recipient in moved if self._ledger.standing(recipient).moves)
        return [Draft("moved", self.now, (pack(entries.MovedHead(moved, settled)),))]

    def _append(self, drafts: Sequence[Draft]) -> tuple[Entry, ...]:
        """Append what holds whatever other desks did meanwhile."""
        while True:
            self.refresh()
            try:
                return self._append_here(drafts)
            except JournalMoved:
                continue

    def _append_if(self, make: Callable[[], Draft]) -> Entry:
        """Append what holds only as the journal stands: what another desk does meanwhile is taken in first."""
        while True:
            self.refresh()
            try:
                return self._append_here([make()])[-1]
            except JournalMoved:
                continue

    def _append_here(self, drafts: Sequence[Draft]) -> tuple[Entry, ...]:
        """Append what holds only if no other desk did anything meanwhile; else raise `JournalMoved`."""
        made = self.journal.append([*self._pending(), *drafts], after=self.revision)
        self._unwritten.clear()
        touched: set[str] = set()
        for entry in made:
            touched |= self._office.fold(entry)[1]
        if self._reading is not None:
            self._reading.engine.plan = self.plan
            self._reading.told(touched)
        return made

    def _entry(self, revision: int) -> Entry:
        if 0 < revision <= self.revision:
            for entry in self.journal.read(revision - 1, revision):
                return entry
        raise UnknownReference.of(
            Message.of(
                "no revision {revision}: the journal goes from {first} to {last}",
                revision=revision,
                first=1,
                last=self.revision,
            )
        )

    def keep_snapshot(self) -> None:
        """Write down the state, so that opening need not read every entry."""
        self.journal.save_snapshot(self._office.snapshot())
        self._snapshot_at = self.revision

    def at(self, revision: int | None = None, *, time: datetime | None = None) -> Moment:
        """
        Give the plan as it stood.

        Args:
            revision: At this revision; or
            time: after the last entry up to this time. The rules are judged at that time; for a revision, at its
                entry's time.

        Raises:
            UnknownReference: There is no such revision.
        """
        if time is not None:
            revision = max((entry.seq for entry in self.journal.read() if entry.at <= time), default=0)
        office = Office.from_journal(self.registry, self.journal, self.revision if revision is None else revision)
        return Moment(self.registry, office, time or office.at)

    def log(self, after: int = 0) -> Iterator[LogEntry]:
        """Tell what was done, entry by entry."""
        zone, types = self.zone, self.plan.types
        return (log_entry(entry, zone, types) for entry in self.journal.read(after))

    def verify(self) -> Verification:
        """Walk the whole chain of digests."""
        return self.journal.verify()
