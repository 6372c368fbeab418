"""The desk: journal, live plan, plugins and clock behind one facade."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import attrs
import msgspec

from meetsupport.core.codec import MAX_BYTES, decode_body, encode_body
from meetsupport.core.errors import (
    Conflict,
    Fault,
    InvalidInput,
    InvalidRecord,
    JournalMoved,
    PluginError,
    UnknownReference,
    UnreadableFile,
)
from meetsupport.core.records import Record, Ref, Unknown
from meetsupport.core.times import Clock, system_clock
from meetsupport.desk import entries
from meetsupport.desk.builtin import BUILTIN
from meetsupport.desk.edit import Editing
from meetsupport.desk.entries import Manner, pack
from meetsupport.desk.impact import Impact
from meetsupport.desk.live import Live, Moved
from meetsupport.desk.log import LogEntry, log_entry
from meetsupport.desk.moment import Moment
from meetsupport.desk.notices import Notice
from meetsupport.desk.office import Office
from meetsupport.desk.sending import deliver
from meetsupport.desk.undo import inverse
from meetsupport.journal import Draft, Entry, Journal, Verification, open_journal
from meetsupport.model import Recipient, RemovalLimit
from meetsupport.plan import Change, Delta, Edit, Plan, Put, Remove, body_of, checked
from meetsupport.plan.change import ChangeHead, edited
from meetsupport.plugins import Importer, Owned, Registry, Source, guarded

__all__ = ["Desk"]

R = TypeVar("R", bound=Record)

DEFAULT_COUNT = 50
"""From this many removed records of a type on a change is held, unless a `RemovalLimit` says otherwise. In a
recorded congress timetable of 1,019 versions, 51 drop so many entries at once, most of them by accident."""

SNAPSHOT_EVERY = 1000
"""How many entries may follow a snapshot before the next is taken."""

LEASE = timedelta(minutes=1)
"""How long a desk that was about to send is given before another takes it for dead and sends itself."""

LADDER_STEP = timedelta(minutes=15)
"""How long somebody has to whom a notice was escalated, where no limit of its own is known."""


class Desk(Moment):
    """
    The working object: the plan as it is now, and the only way to move it on.

    Made with `open`. It may be used from several threads one at a time, and several desks may work on one journal:
    each takes in what the others did before it writes.
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

    @classmethod
    def open(
        cls, path: str | os.PathLike[str] = ":memory:", *, registry: Registry | None = None, clock: Clock = system_clock
    ) -> Desk:
        """
        Open a journal, made if missing.

        Args:
            path: A SQLite file, or ``:memory:`` for one that is not kept.
            registry: The plugins; by default the built-in one and all that are installed.
            clock: Tells the time.

        Raises:
            JournalError: The file is not a journal, is damaged, or cannot be written.
        """
        return cls(open_journal(path), registry or Registry.load(BUILTIN), clock)

    def close(self) -> None:
        """Keep a snapshot if many entries have come, and let go of the journal."""
        if self.revision - self._snapshot_at >= SNAPSHOT_EVERY // 10:
            self.keep_snapshot()
        self.journal.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Time

    @property
    def now(self) -> datetime:
        """The time by the desk's clock; it never goes back, whatever the clock does."""
        self._now = max(self._now, self._clock(), self._office.at)
        return self._now

    def _live(self) -> Live:
        now = self.now
        if self._reading is None:
            self._reading = Live(self.registry, self.plan, self._ledger, now)
            self._note(self._reading.briefs)
        elif self._reading.engine.now != now:
            self._note(self._reading.advance(now).briefs)
        return self._reading

    def _note(self, recipients: Iterable[str]) -> None:
        """Remember for whom time or a plugin made something new, until the next entry is written."""
        live = self._reading
        for recipient in recipients if live is not None else ():
            if live is not None and not live.is_informed(recipient) and not self._ledger.standing(recipient).moves:
                self._unwritten.add(recipient)

    def next_moment(self) -> datetime | None:
        """Say until when nothing can change by itself: a rule's or a brief's boundary, or a notice's deadline."""
        live = self._live()
        times = [notice.deadline for notice in self.notices() if notice.deadline and notice.deadline > self.now]
        times += [until for notice in self.notices() for until in self._ladder_times(notice) if until > self.now]
        soonest = live.engine.next_moment()
        return min([*times, *([soonest] if soonest else [])], default=None)

    def tick(self) -> tuple[Notice, ...]:
        """
        Do what is due: take in what other desks did, let time pass, and escalate the notices whose deadline is past.

        Returns:
            The notices that were escalated.
        """
        self.refresh()
        self._live()
        if self._unwritten:
            self._append([])
        risen = [notice.recipient for notice in self.notices() if self._escalate(notice.recipient)]
        found = (self.notice(recipient) for recipient in risen)
        return tuple(notice for notice in found if notice is not None)

    # Changing

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
        """
        return self._apply(change)

    def _apply(self, change: Change, *, confirms: int | None = None) -> Impact:
        while True:
            self.refresh()
            if confirms is not None:
                self._waiting(confirms)
            self._refuse_overtaken(change)
            edits, after, deltas = checked(self.plan, change, self.revision + 1)
            if not deltas and not _changes_beside(self.plan, after, edits):
                return Impact(questions=change.questions)
            reason = "" if confirms is not None or change.undoes is not None else self._surprise(deltas)
            if reason:
                return self._hold(change, edits, reason)
            before = self.plan
            moved = self._live().move(after, deltas)
            self._office.plan = after
            impact = self._impact(change, deltas, moved)
            draft = self._draft(before, change, edits, impact, moved, confirms)
            try:
                (entry,) = self.journal.append([*self._pending(), draft], after=before.revision)[-1:]
            except JournalMoved:
                self._back(before, deltas)
                continue
            except BaseException:
                self._back(before, deltas)
                raise
            self._office.plan = before
            self._written(entry, after, deltas)
            return attrs.evolve(impact, revision=entry.seq, notices=self._notices_of(moved))

    def _written(self, entry: Entry, after: Plan, deltas: tuple[Delta, ...]) -> None:
        for pending in self.journal.read(self.revision, entry.seq - 1):
            self._office.fold(pending)
        self._unwritten.clear()
        touched = self._office.take(entry, after, deltas)
        if self._reading is not None:
            self._reading.told(touched)
        if entry.seq - self._snapshot_at >= SNAPSHOT_EVERY:
            self.keep_snapshot()

    def _back(self, before: Plan, deltas: Iterable[Delta]) -> None:
        self._office.plan = before
        if self._reading is not None:
            self._reading.move(before, [Delta(d.type, d.id, d.new, d.old) for d in deltas])

    def preview(self, change: Change) -> Impact:
        """Say what a change would do. Nothing is journalled. Arguments and errors as for `apply`."""
        self.refresh()
        self._refuse_overtaken(change)
        _, after, deltas = checked(self.plan, change, self.revision + 1)
        before = self.plan
        moved = self._live().move(after, deltas)
        self._office.plan = after
        try:
            impact = self._impact(change, deltas, moved)
        finally:
            self._back(before, deltas)
        reason = self._surprise(deltas)
        return attrs.evolve(impact, held=bool(reason), reason=reason)

    def edit(
        self, *, by: str = "", reason: str = "", ordered_by: str = "", means: str = "", document: str = ""
    ) -> Editing:
        """
        Begin a change by hand, against this revision.

        Args:
            by: Who makes it, by id.
            reason: Why.
            ordered_by: On whose order.
            means: By which means the order came.
            document: Which document followed.

        Returns:
            A context manager that gathers edits and applies them when it ends.
        """
        self.refresh()
        about = {"by": by, "reason": reason, "ordered_by": ordered_by, "means": means, "document": document}
        return Editing(self, about)

    def sync(self, cls: type[R], rows: Iterable[R | Mapping[str, Any]], *, by: str = "", reason: str = "") -> Impact:
        """
        Bring a whole table to what one's own database has; the difference is the change.

        Args:
            cls: The record type.
            rows: All its records, as records or as mappings from field names to values. Fields that a mapping lacks
                keep their values.
            by: Who does it, by id.
            reason: Why.

        Raises:
            InvalidInput: Rows are wrong; every fault is listed. Otherwise as for `apply`.
        """
        self.refresh()
        wanted: dict[str, Record] = {}
        faults: list[Fault] = []
        for number, row in enumerate(rows):
            try:
                made = row if isinstance(row, Record) else self._record(cls, row)
            except InvalidRecord as error:
                faults += [attrs.evolve(fault, place=f"row {number}: {fault.place}") for fault in error.faults]
                continue
            if made.id in wanted:
                faults.append(Fault(f"row {number}", f"invalid value {made.id!r} for id: it stands twice"))
            wanted[made.id] = made
        if faults:
            raise InvalidInput(faults, cls.__record__.name)
        table = self.plan.table(cls.__record__.name)
        edits: list[Edit] = [Put(record) for one, record in wanted.items() if table.get(one) != record]
        edits += [Remove(cls, one) for one in sorted(table) if one not in wanted]
        return self.apply(Change(tuple(edits), by=by, reason=reason, base=self.revision))

    def _record(self, cls: type[R], row: Mapping[str, Any]) -> Record:
        rt = cls.__record__
        unknown = [name for name in row if name not in rt.fields]
        if unknown:
            known = ", ".join(rt.fields)
            raise InvalidRecord(
                [Fault(f"$.{name}", f"{rt.name} has no such field, expected one of {known}") for name in unknown]
            )
        old = self.plan.table(rt.name).get(str(row.get("id")))
        try:
            kept: dict[str, Any] = msgspec.json.decode(encode_body(old)) if old is not None else {}
            body = msgspec.json.encode({**kept, **row})
        except (TypeError, ValueError) as error:
            raise InvalidRecord([Fault("$", str(error))]) from error
        return decode_body(rt, body)

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

    def _surprise(self, deltas: Iterable[Delta]) -> str:
        gone: dict[str, int] = {}
        for delta in deltas:
            if delta.new is None:
                gone[delta.type] = gone.get(delta.type, 0) + 1
        reasons: list[str] = []
        for name, count in sorted(gone.items()):
            limit = self.plan.get(RemovalLimit, name) or self.plan.get(RemovalLimit, "*")
            most = limit.count if limit is not None else DEFAULT_COUNT
            share = limit.share if limit is not None else None
            there = self.plan.count(name)
            if (most is not None and count >= most) or (share is not None and count >= share * there):
                reasons.append(f"it removes {count} of {there} {name} records")
        return "; ".join(reasons)

    def _hold(self, change: Change, edits: Sequence[Edit], reason: str) -> Impact:
        head = _head(change, change.base if change.base is not None else self.revision)
        bodies = [body_of(self.plan, edit) for edit in edits]
        entry = self._append([Draft("held", self.now, (pack(head), *bodies))])[-1]
        return Impact(id=entry.seq, held=True, reason=reason, questions=change.questions)

    @property
    def held(self) -> tuple[int, ...]:
        """The ids of the changes that wait for a decision."""
        return tuple(sorted(self._ledger.held))

    def confirm(self, held: int | None, *, by: str = "") -> Impact:
        """
        Apply a held change.

        Raises:
            UnknownReference: No such change is held.
            Conflict: A record that it edits has changed since.
        """
        self.refresh()
        waiting = self._waiting(held)
        head = waiting.head
        change = Change(
            self._office.edits_of(waiting.bodies),
            by=by or head.by,
            reason=head.reason,
            ordered_by=head.ordered_by,
            means=head.means,
            document=head.document,
            base=head.base,
        )
        return self._apply(change, confirms=waiting.id)

    def discard(self, held: int | None, *, by: str = "", reason: str = "") -> None:
        """
        Drop a held change.

        Raises:
            UnknownReference: No such change is held.
        """
        self.refresh()
        head = entries.DiscardedHead(self._waiting(held).id, by, reason)
        self._append([Draft("discarded", self.now, (pack(head),))])

    def _waiting(self, held: int | None) -> Any:
        found = self._ledger.held.get(held) if held is not None else None
        if found is None:
            known = ", ".join(map(str, self.held)) or "none"
            raise UnknownReference(f"no held change {held}, held are: {known}")
        return found

    def undo(self, revision: int, *, by: str = "", reason: str = "") -> Impact:
        """
        Take back a change to the plan, with a new one.

        What was sent and read since stays as it is; whoever was told is told again.

        Args:
            revision: The revision that the change made.
            by: Who takes it back.
            reason: Why.

        Raises:
            UnknownReference: That entry is no change.
            Conflict: What it changed has been changed again since.
        """
        self.refresh()
        entry = self._entry(revision)
        before = Office.from_journal(self.registry, self.journal, revision - 1)
        return self.apply(inverse(before.plan, entry, self.plan, by=by, reason=reason))

    def _entry(self, revision: int) -> Entry:
        if 0 < revision <= self.revision:
            for entry in self.journal.read(revision - 1, revision):
                return entry
        raise UnknownReference(f"no revision {revision}: the journal goes from 1 to {self.revision}")

    def _refuse_overtaken(self, change: Change) -> None:
        if change.base is None or change.base == self.revision:
            return
        if not 0 <= change.base <= self.revision:
            raise UnknownReference(
                f"no revision {change.base} to base a change on: the journal goes to {self.revision}"
            )
        mine = edited(change.edits)
        clashes: list[str] = []
        for entry in self.journal.read(change.base, self.revision):
            if entry.kind == "change":
                for part in entry.parts[1:]:
                    key = _key_of(part) if part is not None else None
                    if key in mine:
                        clashes.append(f"{key[0]}:{key[1]} (revision {entry.seq})")
        if clashes:
            raise Conflict(f"changed since revision {change.base}: {', '.join(clashes)}; look at them and decide anew")

    def _impact(self, change: Change, deltas: tuple[Delta, ...], moved: Moved) -> Impact:
        seen = {*moved.heard}
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

    def _draft(
        self, before: Plan, change: Change, edits: Sequence[Edit], impact: Impact, moved: Moved, confirms: int | None
    ) -> Draft:
        told = {notice.recipient for notice in impact.notices}
        head = _head(change, change.base if change.base is not None else before.revision)
        head.confirms = confirms
        head.moved = tuple(recipient for recipient in moved.briefs if recipient in told)
        head.settled = tuple(recipient for recipient in moved.briefs if recipient not in told)
        return Draft("change", self.now, (pack(head), *(body_of(before, edit) for edit in edits)))

    # The journal

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
        self._unwritten = {r for r in self._unwritten if not self._ledger.standing(r).moves}
        return count

    def _pending(self) -> list[Draft]:
        if not self._unwritten:
            return []
        moved = tuple(sorted(self._unwritten))
        return [Draft("moved", self.now, (pack(entries.MovedHead(moved)),))]

    def _append(self, drafts: Sequence[Draft]) -> tuple[Entry, ...]:
        """Append what holds whatever other desks did meanwhile."""
        while True:
            self.refresh()
            try:
                return self._append_here(drafts)
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
        return (log_entry(entry) for entry in self.journal.read(after))

    def verify(self) -> Verification:
        """Walk the whole chain of digests."""
        return self.journal.verify()

    def erase(self, cls: type[Record] | str, id: str, *, by: str = "", reason: str = "") -> int:
        """
        Erase all that the journal holds of a record.

        That is its edits, and every line that was sent with one of its sensitive values. The chain still verifies.
        The record must have been removed, and whoever knew of it must have acknowledged that.

        Args:
            cls: The record type, or its name.
            id: The record's id.
            by: Who erases it.
            reason: Why: a person's request, a retention date.

        Returns:
            How many payloads were erased.

        Raises:
            Conflict: The record is still in the plan, or in what somebody was told last.
        """
        from meetsupport.desk.erasing import payloads_of  # noqa: PLC0415 - seldom needed

        self.refresh()
        name = cls if isinstance(cls, str) else cls.__record__.name
        if self.plan.find(name, id) is not None or self.plan.unknown_one((name, id)) is not None:
            raise Conflict(f"{name}:{id} is still in the plan: remove it first")
        parts = payloads_of(self.journal, self._ledger, self.registry.types.get(name), name, id)
        head = entries.ErasedHead(name, id, by, reason, len(parts))
        self._append([Draft("erased", self.now, (pack(head),))])
        count = self.journal.erase(parts)
        self._erasures = self.journal.erasures
        self.keep_snapshot()
        return count

    # Files

    def load(
        self, path: str | Path, *, by: str = "", importer: str | None = None, reason: str = "", **options: Any
    ) -> Impact:
        """
        Read a file into one change, and apply it.

        Args:
            path: The file; the importer is chosen by its suffix.
            by: Who imports it, by id.
            importer: The importer's name, where the suffix does not tell.
            reason: Why.
            options: What the importer must know besides: ``mapping``, ``decisions``.

        Raises:
            UnreadableFile: The file is missing, too large, or not what its name says.
            InvalidInput: Its content is wrong; every fault is listed. Otherwise as for `apply`.
            PluginError: The importer failed.
        """
        change = self.read(path, by=by, importer=importer, **options)
        return self.apply(attrs.evolve(change, reason=reason) if reason else change)

    def read(self, path: str | Path, *, by: str = "", importer: str | None = None, **options: Any) -> Change:
        """Read a file into one change, without applying it. Arguments and errors as for `load`."""
        self.refresh()
        file = Path(path)
        owned = self._importer_for(file, importer)
        try:
            if file.stat().st_size > MAX_BYTES:
                raise UnreadableFile(f"more than the {MAX_BYTES} bytes that are read", file.name)
            content = file.read_bytes()
        except OSError as error:
            raise UnreadableFile(f"cannot be read: {error.strerror or error}", file.name) from error
        source = Source(file.name, content, self.plan, self._plan_at, by, self.now, options)
        made, failure = guarded(
            owned.plugin, "meetsupport_importers", owned.value.name, lambda: owned.value.read(source)
        )
        if not isinstance(made, Change):
            raise PluginError(str(failure) if failure else f"the importer {owned.value.name!r} gave no change")
        return made

    def _plan_at(self, revision: int) -> Plan:
        return Office.from_journal(self.registry, self.journal, revision).plan

    def _importer_for(self, file: Path, name: str | None) -> Owned[Importer]:
        known = self.registry.importers
        if name is not None:
            if name not in known:
                raise UnknownReference(f"no importer {name!r}, expected one of {', '.join(sorted(known))}")
            return known[name]
        for owned in known.values():
            if file.suffix.lower() in owned.value.suffixes:
                return owned
        suffixes = ", ".join(sorted({suffix for owned in known.values() for suffix in owned.value.suffixes}))
        raise UnreadableFile(f"no importer for {file.suffix!r}, expected one of {suffixes}", file.name)

    # Telling

    def send(self, recipient: str | None = None, *, by: str = "") -> tuple[Notice, ...]:
        """
        Send each open notice that has not been sent yet, over its recipient's channels.

        That it is about to be sent is written down first, under a key that channels know it by: after a crash it is
        tried again under the same key, and never forgotten.

        Args:
            recipient: Only this one's.
            by: Who sends, by id.

        Returns:
            The notices, as they are now; ``state`` tells whether a channel took them.
        """
        due = self._claim(recipient, by)
        for notice in due:
            heads = deliver(self.registry, self.plan, notice, self._recipient(notice.recipient))
            self._append([Draft("sent", self.now, (pack(head),)) for head in heads])
        found = (self.notice(notice.recipient) for notice in due)
        return tuple(notice for notice in found if notice is not None)

    def _claim(self, recipient: str | None, by: str) -> list[Notice]:
        """Write down what is about to be sent, so that no other desk sends it too; give it."""
        while True:
            self.refresh()
            due = [notice for notice in self.notices(recipient) if self._is_due(notice)]
            unsent = [self._sending(notice, by=by) for notice in due if notice.state == "open"]
            if not unsent:
                return due
            try:
                self._append_here(unsent)
            except JournalMoved:
                continue
            return due

    def _is_due(self, notice: Notice) -> bool:
        if notice.state == "sending" and notice.sent_at is not None:
            return self.now - notice.sent_at >= LEASE
        return notice.state in {"open", "failed"}

    def _sending(self, notice: Notice, *, by: str = "", told: bool = False) -> Draft:
        lines = [line.encoded() for line in (*notice.told.stated.values(), *notice.told.withdrawn.values())]
        head = entries.SendingHead(
            notice.id, notice.recipient, notice.revision, len(notice.told.stated), dict(notice.told.renamed), by, told
        )
        return Draft("sending", self.now, (pack(head), *lines))

    def acknowledge(
        self,
        notice: Notice | str,
        *,
        by: str,
        manner: Manner = "own",
        on_behalf: bool = False,
        called_by: str = "",
        answered_by: str = "",
        when: datetime | None = None,
        note: str = "",
    ) -> None:
        """
        Write down that a notice was received.

        Only the recipient's own receipt, or one given on its behalf, says that it knows. Anybody else's stops the
        ladder and is kept. A notice that was told before it was sent counts as told.

        Args:
            notice: The notice, or the id of an open or sent one.
            by: Who received it, by id.
            manner: How: "own", "deputy", "telephone", "none needed", or "relayed", which is not received.
            on_behalf: Whether *by* answers for the recipient: its deputy, its secretary.
            called_by: For a telephone call, who called.
            answered_by: And who answered.
            when: And when, if that was before now.
            note: Anything else.

        Raises:
            UnknownReference: There is no such notice.
        """
        self.refresh()
        found = self._notice_of(notice)
        recipient, key = found if isinstance(found, tuple) else (found.recipient, found.id)
        drafts: list[Draft] = []
        standing = self._ledger.standing(recipient)
        if not isinstance(found, tuple) and standing.find(key) is None and found.revision > standing.revision:
            drafts.append(self._sending(found, by=called_by or by, told=True))
        head = entries.AcknowledgedHead(key, recipient, by, manner, on_behalf, called_by, answered_by, when, note)
        self._append([*drafts, Draft("acknowledged", self.now, (pack(head),))])

    def _notice_of(self, notice: Notice | str) -> Notice | tuple[str, str]:
        if isinstance(notice, Notice):
            return notice
        for standing_of, standing in self._ledger.standings.items():
            if standing.find(notice):
                return standing_of, notice
        for one in self.notices():
            if one.id == notice:
                return one
        raise UnknownReference(f"no notice {notice!r} is open or waits for a receipt")

    def _escalate(self, recipient: str) -> bool:
        """Take a notice one step up the ladder if it is time; say whether it was."""
        while True:
            notice = self.notice(recipient)
            if notice is None:
                return False
            cut_off = self._cut_off(notice)
            above = self._recipient(cut_off) if cut_off is not None else self._next_above(notice)
            if above is None:
                return False
            if cut_off is None:
                until = self.now + (above.limit or LADDER_STEP)
                head = entries.EscalatedHead(notice.id, recipient, above.id, until)
                try:
                    self._append_here([Draft("escalated", self.now, (pack(head),))])
                except JournalMoved:
                    self.refresh()
                    continue
            heads = list(deliver(self.registry, self.plan, notice, above, escalated=True))
            for sent in heads:
                sent.to = above.id
            self._append([Draft("sent", self.now, (pack(sent),)) for sent in heads])
            return True

    def _cut_off(self, notice: Notice) -> str | None:
        """Name whom the last step was to go to, if the desk that took it was cut off before any channel answered."""
        last = notice.escalations[-1] if notice.escalations else None
        if last is None or last.receipts or notice.state == "seen" or self.now - last.at < LEASE:
            return None
        return last.to

    def _next_above(self, notice: Notice) -> Recipient | None:
        if notice.state == "seen" or notice.deadline is None or notice.deadline > self.now:
            return None
        done = notice.escalations
        if done and (done[-1].until is None or done[-1].until > self.now):
            return None
        last = self._recipient(done[-1].to if done else notice.recipient)
        above = self._recipient(last.escalates_to) if last is not None and last.escalates_to else None
        climbed = {notice.recipient, *(step.to for step in done)}
        return above if above is not None and above.id not in climbed else None

    def _ladder_times(self, notice: Notice) -> Iterator[datetime]:
        if notice.state != "seen" and notice.escalations and notice.escalations[-1].until is not None:
            yield notice.escalations[-1].until


def _head(change: Change, base: int) -> ChangeHead:
    return ChangeHead(
        by=change.by,
        reason=change.reason,
        ordered_by=change.ordered_by,
        means=change.means,
        document=change.document,
        base=base,
        undoes=change.undoes,
        made=change.at,
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
