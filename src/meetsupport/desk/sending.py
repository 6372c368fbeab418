"""Delivering: over which channel, in whose language, through whom."""

from __future__ import annotations

from collections.abc import Iterator

from meetsupport.core.messages import Message
from meetsupport.desk import entries
from meetsupport.desk.notices import Notice
from meetsupport.model import Recipient
from meetsupport.plan import Plan
from meetsupport.plugins import Delivery, Receipt, Registry, guarded, within

__all__ = ["deliver"]


def deliver(
    registry: Registry, plan: Plan, notice: Notice, to: Recipient | None, *, escalated: bool = False
) -> Iterator[entries.SentHead]:
    """
    Try somebody's addresses in order until a channel takes the notice.

    Its own addresses come first, then those of whoever passes notices on to it.

    Args:
        registry: The channels.
        plan: Where the records of those who pass on are.
        notice: The notice.
        to: To whom: the recipient, or somebody above it.
        escalated: Whether it goes to somebody above because the recipient has not answered.

    Yields:
        What each channel answered; at least one answer.
    """
    tried = False
    for address, owner in _addresses(plan, to):
        tried = True
        through = owner.id if to is not None and owner.id != to.id else None
        delivery = _delivery(notice, address.partition(":")[2], owner, _heading(notice, owner, through, escalated))
        receipt, channel = _try(registry, address.partition(":")[0], delivery)
        yield entries.SentHead(notice.id, notice.recipient, channel, receipt.delivered, receipt.detail, through)
        if receipt.delivered:
            return
    if not tried:
        yield entries.SentHead(notice.id, notice.recipient, "", delivered=False, detail="no address")


def _addresses(plan: Plan, record: Recipient | None) -> Iterator[tuple[str, Recipient]]:
    if record is None:
        return
    yield from ((address, record) for address in record.addresses)
    relay = plan.get(Recipient, record.through) if record.through else None
    if relay is not None:
        yield from ((address, relay) for address in relay.addresses)


def _try(registry: Registry, name: str, delivery: Delivery) -> tuple[Receipt, str]:
    owned = registry.channels.get(name)
    if owned is None:
        known = ", ".join(sorted(registry.channels))
        return Receipt(delivered=False, detail=f"no channel {name!r}, expected one of {known}"), name
    channel = owned.value

    def send() -> Receipt:
        made = within(channel.timeout, lambda: channel.send(delivery))
        if not isinstance(made, Receipt):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError(f"expected a Receipt, got {type(made).__name__}")
        return made

    receipt, failure = guarded(owned.plugin, "meetsupport_channels", name, send, may_refuse=False)
    if receipt is not None:
        return receipt, name
    return Receipt(delivered=False, detail=str(failure)), name


def _heading(notice: Notice, owner: Recipient, through: str | None, escalated: bool) -> str:  # noqa: FBT001
    subject = notice.subject(owner.language)
    if escalated:
        template = "{recipient} has not answered; {subject}"
    elif through is not None:
        template = "To pass on to {recipient}: {subject}"
    else:
        return subject
    return Message.of(template, recipient=notice.recipient, subject=subject).text(owner.language)


def _delivery(notice: Notice, address: str, owner: Recipient, subject: str) -> Delivery:
    lines = [line.text(owner.language) for line in notice.lines]
    text = "\n".join([subject, *(f"· {line}" for line in lines)])
    return Delivery(notice.id, notice.recipient, address, subject, text, owner.language, notice.deadline, lines)
