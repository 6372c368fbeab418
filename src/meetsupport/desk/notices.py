"""Notices: what each recipient must still be told, and until when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Literal, TypeAlias

import attrs

from meetsupport.core.messages import Message
from meetsupport.desk.known import Lines, NoticeLine, Told, difference
from meetsupport.desk.ledger import Escalation, SentNotice, Standing
from meetsupport.model import Recipient

__all__ = ["Notice", "NoticeState", "compose", "deadline_of"]

NoticeState: TypeAlias = Literal["open", "sending", "sent", "seen", "failed"]
"""*open*: not sent yet; *sending*: about to be sent, or cut off while it was; *sent*: sent, no receipt; *seen*:
somebody else acknowledged it, the recipient did not; *failed*: no channel took it. A notice that was only relayed
stays *sent*."""


@attrs.frozen
class Notice:
    """
    What one recipient must be told so that it acts on the plan as it is now.

    Attributes:
        id: Its identifier, the same until what must be told changes.
        recipient: Whom it is for.
        lines: What is new, changed or withdrawn, by time.
        revision: The revision of the plan that it brings the recipient to.
        since: Since when the recipient may act on an old plan.
        deadline: Until when it must have been read, to the minute before rather than after; ``None`` if nothing in
            it has a time and the recipient has no limit.
        state: How far it has come.
        sent_at: When it was sent.
        seen: Who else acknowledged it, and how.
        escalations: The steps up the ladder that were taken.
    """

    id: str
    recipient: str
    lines: tuple[NoticeLine, ...]
    revision: int
    since: datetime
    deadline: datetime | None
    state: NoticeState
    sent_at: datetime | None
    seen: tuple[tuple[str, str], ...]
    escalations: tuple[Escalation, ...]
    told: Told = attrs.field(eq=False, repr=False)
    brief: Lines = attrs.field(eq=False, repr=False)

    def text(self, language: str = "en") -> str:
        """Say it in a language: one line each."""
        return "\n".join(f"· {line.text(language)}" for line in self.lines)

    def subject(self, language: str = "en") -> str:
        """Give its heading."""
        if self.deadline is None:
            return Message.of("what is new for you: {n}", n=len(self.lines)).text(language)
        return Message.of(
            "what is new for you: {n}, to be read by {deadline}", n=len(self.lines), deadline=self.deadline
        ).text(language)

    def __str__(self) -> str:
        return "\n".join([f"{self.recipient} ({self.id})", self.text()])


def compose(
    recipient: str,
    record: Recipient | None,
    standing: Standing,
    now: Lines,
    revision: int,
    at: datetime,
    zone: tzinfo | None = None,
) -> Notice | None:
    """
    Make the open notice of a recipient, if it must be told anything.

    Args:
        recipient: Its id.
        record: Its record, as it is or was last.
        standing: What it knows.
        now: Its brief now.
        revision: The revision of the plan.
        at: The time to count from where the journal does not say when the brief changed.
        zone: The zone in which to give the times; by default each as it was written.
    """
    told = difference(standing.known, now)
    if not told:
        return None
    last = standing.sent[-1] if standing.sent else None
    current = last if last is not None and not difference([last.lines], now) else None
    since = standing.moves[0][1] if standing.moves else (standing.sent[0].at if standing.sent else at)
    deadline = deadline_of(told.lines, since, record)
    return Notice(
        id=current.key if current else f"{recipient}@{told.digest(last.revision if last else standing.revision)}",
        recipient=recipient,
        lines=told.lines,
        revision=current.revision if current else revision,
        since=_in(zone, since),
        deadline=_in(zone, deadline).replace(second=0, microsecond=0) if deadline is not None else None,
        state=_state(current),
        sent_at=current.at if current else None,
        seen=current.seen if current else (),
        escalations=standing.escalations,
        told=told,
        brief=now,
    )


def _in(zone: tzinfo | None, moment: datetime) -> datetime:
    """Give a moment with the zone's offset as a fixed one."""
    there = moment.astimezone(zone) if zone is not None else moment
    return there.replace(tzinfo=timezone(there.utcoffset() or timedelta()))


def _state(current: SentNotice | None) -> NoticeState:
    if current is None:
        return "open"
    if any(manner != "relayed" for _, manner in current.seen):
        return "seen"
    if current.delivered:
        return "sent"
    return "failed" if current.receipts else "sending"


def deadline_of(lines: Iterable[NoticeLine], since: datetime, record: Recipient | None) -> datetime | None:
    """
    Say until when a notice must have been read.

    That is the recipient's own limit, or its margin before the earliest thing that the notice speaks of, whichever
    comes first. A cancelled or moved thing counts with its old start too; what was over when the notice arose does not.
    """
    limit = record.limit if record is not None else None
    margin = record.margin if record is not None else timedelta(hours=1)
    times = [window.start - margin for line in lines for window in line.windows if window.end > since]
    if limit is not None:
        times.append(since + limit)
    return min(times, default=None)
