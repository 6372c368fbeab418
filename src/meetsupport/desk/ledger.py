"""The ledger: who knows which brief, what was sent, and what is held; a fold over the journal's entries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

import attrs
import msgspec

from meetsupport.core.codec import decode_body, encode_body
from meetsupport.core.records import RecordType
from meetsupport.desk import entries
from meetsupport.desk.known import BriefLine, Lines, apply
from meetsupport.journal import Entry
from meetsupport.model import Recipient
from meetsupport.plan import Delta
from meetsupport.plan.change import ChangeHead

__all__ = ["Escalation", "Held", "Ledger", "Receipt", "SentNotice", "Standing"]


@attrs.frozen
class Receipt:
    """What a channel answered."""

    channel: str
    delivered: bool
    detail: str = ""
    through: str | None = None


@attrs.frozen
class SentNotice:
    """
    A notice that was sent, or told, and is not yet overtaken by a receipt.

    Attributes:
        key: Its id.
        revision: The revision of the plan that it brings the recipient to.
        at: When it was sent.
        lines: The brief that the recipient has if it has read it.
        told: Whether somebody told it, so that no channel need deliver it.
        receipts: What the channels answered.
        seen: Who else acknowledged it, and how: that stops the ladder and moves no baseline.
    """

    key: str
    revision: int
    at: datetime
    lines: Lines
    told: bool = False
    receipts: tuple[Receipt, ...] = ()
    seen: tuple[tuple[str, str], ...] = ()

    @property
    def delivered(self) -> bool:
        """Whether any channel took it, or somebody told it."""
        return self.told or any(receipt.delivered for receipt in self.receipts)


@attrs.frozen
class Escalation:
    """
    A step up the ladder.

    Attributes:
        key: For which notice.
        to: To whom it was taken.
        at: When.
        until: Until when that one has time.
        receipts: What the channels answered.
    """

    key: str
    to: str
    at: datetime
    until: datetime | None = None
    receipts: tuple[Receipt, ...] = ()


@attrs.frozen
class Standing:
    """
    What one recipient knows.

    Attributes:
        revision: The revision of the brief that it acknowledged last; 0 if none. It never goes back.
        baseline: The lines of that brief.
        sent: What was sent since, by revision.
        moves: When its brief changed since: revision and time.
        escalations: The steps taken since it last knew everything.
    """

    revision: int = 0
    baseline: Lines = attrs.field(factory=dict[str, BriefLine])
    sent: tuple[SentNotice, ...] = ()
    moves: tuple[tuple[int, datetime], ...] = ()
    escalations: tuple[Escalation, ...] = ()

    @property
    def known(self) -> tuple[Lines, ...]:
        """The briefs that the recipient may act on, the latest last."""
        return (self.baseline, *(notice.lines for notice in self.sent))

    @property
    def latest_revision(self) -> int:
        """The revision of the latest of them."""
        return self.sent[-1].revision if self.sent else self.revision

    @property
    def latest(self) -> Lines:
        """The latest of them."""
        return self.sent[-1].lines if self.sent else self.baseline

    def find(self, key: str) -> SentNotice | None:
        """Give the notice of that id, if it was sent and is not overtaken."""
        return next((notice for notice in self.sent if notice.key == key), None)


@attrs.frozen
class Held:
    """
    A change that waits for a decision.

    Attributes:
        id: The number of its entry.
        at: When it was held.
        head: Who made it, and against which revision.
        bodies: Its edits as journalled.
        reviews: For a proposal, what was said of it.
    """

    id: int
    at: datetime
    head: ChangeHead
    bodies: tuple[bytes, ...]
    reviews: tuple[entries.ReviewedHead, ...] = ()

    @property
    def returned(self) -> bool:
        """Whether somebody did not agree."""
        return any(not review.agreed for review in self.reviews)

    @property
    def open_steps(self) -> tuple[str, ...]:
        """Who must still agree."""
        return self.head.steps[len(self.reviews) :]


class Ledger:
    """
    What follows from the entries so far, beside the plan.

    Attributes:
        standings: What each recipient knows.
        gone: Recipients that were removed and must still be told; as they were last.
        held: The changes that wait for a decision, by id.
    """

    def __init__(self) -> None:
        self.standings: dict[str, Standing] = {}
        self.gone: dict[str, Recipient] = {}
        self.held: dict[int, Held] = {}

    def standing(self, recipient: str) -> Standing:
        """Give what a recipient knows; nothing, if it was never told anything."""
        return self.standings.get(recipient) or _NOTHING

    def fold(self, entry: Entry, deltas: Iterable[Delta] = ()) -> set[str]:
        """
        Take one more entry.

        Args:
            entry: The entry.
            deltas: For a change, what it did to the plan.

        Returns:
            The recipients whose standing it touched.
        """
        match entry.kind:
            case "change":
                return self._changed(entry, deltas)
            case "moved":
                head = entries.unpack(entry.parts[0], entries.MovedHead)
                return self._moved(entry, head.moved, head.settled)
            case "sending":
                return self._sending(entry)
            case "sent":
                return self._sent(entry)
            case "acknowledged":
                return self._acknowledged(entry)
            case "escalated":
                return self._escalated(entry)
            case "held":
                head = entries.unpack(entry.parts[0], ChangeHead)
                bodies = tuple(part for part in entry.parts[1:] if part is not None)
                self.held[entry.seq] = Held(entry.seq, entry.at, head, bodies)
            case "reviewed":
                review = entries.unpack(entry.parts[0], entries.ReviewedHead)
                found = self.held.get(review.held)
                if found is not None:
                    self.held[review.held] = attrs.evolve(found, reviews=(*found.reviews, review))
            case "discarded":
                self.held.pop(entries.unpack(entry.parts[0], entries.DiscardedHead).held, None)
            case _:  # erased, or of a later version: nothing to take
                pass
        return set()

    def _changed(self, entry: Entry, deltas: Iterable[Delta]) -> set[str]:
        head = entries.unpack(entry.parts[0], ChangeHead)
        if head.confirms is not None:
            self.held.pop(head.confirms, None)
        touched: set[str] = set()
        for delta in deltas:
            if delta.type != Recipient.__record__.name:
                continue
            touched.add(delta.id)
            if delta.new is not None:
                self.gone.pop(delta.id, None)
            elif isinstance(delta.old, Recipient) and any(self.standing(delta.id).known):
                self.gone[delta.id] = delta.old
        return touched | self._moved(entry, head.moved, head.settled)

    def _moved(self, entry: Entry, moved: Iterable[str], settled: Iterable[str]) -> set[str]:
        for recipient in settled:
            self._settle(recipient)
        for recipient in moved:
            standing = self.standing(recipient)
            self.standings[recipient] = attrs.evolve(standing, moves=(*standing.moves, (entry.seq, entry.at)))
        return {*moved, *settled}

    def _settle(self, recipient: str) -> None:
        standing = self.standing(recipient)
        if standing.moves or standing.escalations:
            self.standings[recipient] = attrs.evolve(standing, moves=(), escalations=())
        if recipient in self.gone and not any(self.standing(recipient).known):
            del self.gone[recipient]

    def _sending(self, entry: Entry) -> set[str]:
        head = entries.unpack(entry.parts[0], entries.SendingHead)
        standing = self.standing(head.recipient)
        if standing.find(head.key) or head.revision < standing.revision:
            return set()
        parts = [BriefLine.decoded(part) if part is not None else None for part in entry.parts[1:]]
        stated = {line.key: line for line in parts[: head.stated] if line is not None}
        withdrawn = [line.key for line in parts[head.stated :] if line is not None]
        base = next((notice.lines for notice in standing.sent if notice.revision == head.onto), standing.baseline)
        renamed = {old: new for old, new in head.renamed.items() if old in base}
        lines = apply(base, stated, withdrawn, renamed)
        notice = SentNotice(head.key, head.revision, entry.at, lines, head.told)
        sent = tuple(sorted((*standing.sent, notice), key=_revision))
        self.standings[head.recipient] = attrs.evolve(standing, sent=sent)
        return {head.recipient}

    def _sent(self, entry: Entry) -> set[str]:
        head = entries.unpack(entry.parts[0], entries.SentHead)
        receipt = Receipt(head.channel, head.delivered, head.detail, head.through)
        if head.to is not None:
            return self._answered(head, receipt)

        def received(notice: SentNotice) -> SentNotice:
            return attrs.evolve(notice, receipts=(*notice.receipts, receipt))

        return self._evolve(head.recipient, head.key, received)

    def _answered(self, head: entries.SentHead, receipt: Receipt) -> set[str]:
        standing = self.standing(head.recipient)
        steps = tuple(
            attrs.evolve(step, receipts=(*step.receipts, receipt))
            if (step.key, step.to) == (head.key, head.to)
            else step
            for step in standing.escalations
        )
        self.standings[head.recipient] = attrs.evolve(standing, escalations=steps)
        return {head.recipient}

    def _acknowledged(self, entry: Entry) -> set[str]:
        head = entries.unpack(entry.parts[0], entries.AcknowledgedHead)
        standing = self.standing(head.recipient)
        notice = standing.find(head.key)
        if notice is None:
            return set()
        if not counts_as_own(head):
            seen = head.by, head.manner

            def noticed(notice: SentNotice) -> SentNotice:
                return attrs.evolve(notice, seen=(*notice.seen, seen))

            return self._evolve(head.recipient, head.key, noticed)
        if notice.revision < standing.revision:  # a late receipt of something older: baselines never move backwards
            return set()
        later = tuple(other for other in standing.sent if other.revision > notice.revision)
        moves = tuple(move for move in standing.moves if move[0] > notice.revision)
        self.standings[head.recipient] = Standing(notice.revision, notice.lines, later, moves)
        if head.recipient in self.gone and not notice.lines and not later:
            self._settle(head.recipient)
        return {head.recipient}

    def _escalated(self, entry: Entry) -> set[str]:
        head = entries.unpack(entry.parts[0], entries.EscalatedHead)
        standing = self.standing(head.recipient)
        step = Escalation(head.key, head.to, entry.at, head.until)
        self.standings[head.recipient] = attrs.evolve(standing, escalations=(*standing.escalations, step))
        return {head.recipient}

    def _evolve(self, recipient: str, key: str, make: Callable[[SentNotice], SentNotice]) -> set[str]:
        standing = self.standing(recipient)
        sent = tuple(make(notice) if notice.key == key else notice for notice in standing.sent)
        self.standings[recipient] = attrs.evolve(standing, sent=sent)
        return {recipient}

    # Snapshots

    def encoded(self) -> dict[str, Any]:
        """Give the ledger as something that JSON can hold."""
        return {
            "standings": {one: _encode_standing(standing) for one, standing in self.standings.items()},
            "gone": {one: msgspec.Raw(encode_body(recipient)) for one, recipient in self.gone.items()},
            "held": [
                [h.id, h.at, h.head, [msgspec.Raw(body) for body in h.bodies], h.reviews] for h in self.held.values()
            ],
        }

    @classmethod
    def decoded(cls, raw: Mapping[str, Any], recipients: RecordType[Any]) -> Ledger:
        """Read what `encoded` gave."""
        made = cls()
        made.standings = {one: _decode_standing(standing) for one, standing in raw["standings"].items()}
        for one, body in raw["gone"].items():
            record = decode_body(recipients, msgspec.json.encode(body))
            if isinstance(record, Recipient):
                made.gone[one] = record
        for one, at, head, bodies, *reviews in raw["held"]:
            texts = tuple(msgspec.json.encode(body) for body in bodies)
            # Snapshots of earlier versions have no reviews.
            said = msgspec.convert(reviews[0] if reviews else [], tuple[entries.ReviewedHead, ...])
            made.held[one] = Held(one, datetime.fromisoformat(at), msgspec.convert(head, ChangeHead), texts, said)
        return made


_NOTHING = Standing()


def counts_as_own(head: entries.AcknowledgedHead) -> bool:
    """Say whether a receipt is the recipient's own, or stands for it. Passing a notice on is not receiving it."""
    return head.manner != "relayed" and (head.by == head.recipient or head.on_behalf or head.manner == "none needed")


def _revision(notice: SentNotice) -> int:
    return notice.revision


def _encode_lines(lines: Lines) -> list[msgspec.Raw]:
    return [msgspec.Raw(line.encoded()) for line in lines.values()]


def _decode_lines(raw: Iterable[Mapping[str, Any]]) -> dict[str, BriefLine]:
    return {line.key: line for line in map(BriefLine.decoded, raw)}


def _encode_standing(standing: Standing) -> list[Any]:
    return [
        standing.revision,
        _encode_lines(standing.baseline),
        [
            [n.key, n.revision, n.at, _encode_lines(n.lines), n.told, [attrs.astuple(r) for r in n.receipts], n.seen]
            for n in standing.sent
        ],
        standing.moves,
        [attrs.astuple(step) for step in standing.escalations],
    ]


def _decode_standing(raw: list[Any]) -> Standing:
    revision, baseline, sent, moves, escalations = raw
    at = datetime.fromisoformat
    return Standing(
        revision,
        _decode_lines(baseline),
        tuple(
            SentNotice(
                key,
                made,
                at(when),
                _decode_lines(lines),
                told,
                tuple(Receipt(*receipt) for receipt in receipts),
                tuple((by, manner) for by, manner in seen),
            )
            for key, made, when, lines, told, receipts, seen in sent
        ),
        tuple((made, at(when)) for made, when in moves),
        tuple(
            Escalation(
                key, to, at(when), at(until) if until else None, tuple(Receipt(*receipt) for receipt in receipts)
            )
            for key, to, when, until, receipts in escalations
        ),
    )
