"""Telling people: sending notices, writing down receipts, and going up the ladder when there is none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from meetsupport.core.errors import JournalMoved, UnknownReference
from meetsupport.core.messages import Message
from meetsupport.desk import entries
from meetsupport.desk.entries import Manner, pack
from meetsupport.desk.journalled import Journalled
from meetsupport.desk.known import Told, difference
from meetsupport.desk.notices import Notice
from meetsupport.desk.sending import deliver
from meetsupport.journal import Draft
from meetsupport.model import Recipient

__all__ = ["LADDER_STEP", "LEASE", "Telling"]

LEASE = timedelta(minutes=1)
"""How long a desk that was about to send is given before another takes it for dead and sends itself."""

LADDER_STEP = timedelta(minutes=15)
"""How long somebody has to whom a notice was escalated, where no limit of its own is known."""


class Telling(Journalled):
    """The part of a desk that tells people, and knows who has read what."""

    def next_moment(self) -> datetime | None:
        """Say until when nothing can change by itself: a rule's or a brief's boundary, or a notice's deadline."""
        live = self._live()
        times = [notice.deadline for notice in self.notices() if notice.deadline and notice.deadline > self.now]
        times += [until for notice in self.notices() for until in self._ladder_times(notice) if until > self.now]
        soonest = live.engine.next_moment()
        return min([*times, *([soonest] if soonest else [])], default=None)

    def _ladder_times(self, notice: Notice) -> Iterator[datetime]:
        if notice.state != "seen" and notice.escalations and notice.escalations[-1].until is not None:
            yield notice.escalations[-1].until

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
            unsent = [
                self._sending(notice, notice.told, self._ledger.standing(notice.recipient).latest_revision, by=by)
                for notice in due
                if notice.state == "open"
            ]
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

    def _sending(self, notice: Notice, lines: Told, onto: int, *, by: str, told: bool = False) -> Draft:
        parts = [line.encoded() for line in (*lines.stated.values(), *lines.withdrawn.values())]
        head = entries.SendingHead(
            key=notice.id,
            recipient=notice.recipient,
            revision=notice.revision,
            stated=len(lines.stated),
            onto=onto,
            renamed=dict(lines.renamed),
            by=by,
            told=told,
        )
        return Draft("sending", self.now, (pack(head), *parts))

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
        head = entries.AcknowledgedHead(key, recipient, by, manner, on_behalf, called_by, answered_by, when, note)
        receipt = Draft("acknowledged", self.now, (pack(head),))
        while True:
            standing = self._ledger.standing(recipient)
            drafts = [receipt]
            if not isinstance(found, tuple) and standing.find(key) is None and found.revision > standing.revision:
                told = difference([standing.baseline], found.brief)
                drafts = [self._sending(found, told, standing.revision, by=called_by or by, told=True), receipt]
            try:
                self._append_here(drafts)
            except JournalMoved:
                self.refresh()
                continue
            return

    def _notice_of(self, notice: Notice | str) -> Notice | tuple[str, str]:
        if isinstance(notice, Notice):
            return notice
        for standing_of, standing in self._ledger.standings.items():
            if standing.find(notice):
                return standing_of, notice
        for one in self.notices():
            if one.id == notice:
                return one
        raise UnknownReference.of(Message.of("no notice {notice} is open or waits for a receipt", notice=repr(notice)))

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
