"""The heads of what is journalled, beside changes: what was done with notices, and what was held or erased."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, TypeAlias

import msgspec

from meetsupport.core.errors import Fault, InvalidInput
from meetsupport.core.messages import Message

__all__ = [
    "AcknowledgedHead",
    "DiscardedHead",
    "ErasedHead",
    "EscalatedHead",
    "Manner",
    "MovedHead",
    "ReviewedHead",
    "SendingHead",
    "SentHead",
    "pack",
    "unpack",
]

Manner: TypeAlias = Literal["own", "deputy", "telephone", "none needed", "relayed"]
"""How a notice was received: by the recipient itself, by a deputy or secretary, by telephone, or it needs no
receipt. Relayed is passed on by somebody, and not received."""


class MovedHead(msgspec.Struct, omit_defaults=True):
    """Briefs that changed by the passing of time, or with a plugin: for whom, and who had nothing to be told before."""

    moved: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()


class SendingHead(msgspec.Struct, omit_defaults=True):
    """
    A notice that is about to be sent. Its lines follow as parts of their own, so that they can be erased.

    Attributes:
        key: The notice's id, and the key under which channels refuse to deliver it twice.
        recipient: Whom it is for.
        revision: The revision of the plan that it brings the recipient to.
        stated: How many of the parts state a line; the others hold lines that are withdrawn.
        onto: The revision of the known brief that the lines are to be applied to.
        renamed: Lines of that brief that go on under another key.
        by: Who sent it, or told it.
        told: Whether it was told by somebody instead of sent over a channel.
    """

    key: str
    recipient: str
    revision: int
    stated: int = 0
    onto: int = 0
    renamed: dict[str, str] = {}
    by: str = ""
    told: bool = False


class SentHead(msgspec.Struct, omit_defaults=True):
    """
    What a channel answered to a delivery.

    Attributes:
        key: The notice.
        recipient: Whom the notice is for.
        channel: The channel.
        delivered: Whether it took it.
        detail: What it said.
        through: Who passes it on, if it was sent to somebody for that.
        to: For an escalation, to whom it was taken.
    """

    key: str
    recipient: str
    channel: str
    delivered: bool
    detail: str = ""
    through: str | None = None
    to: str | None = None


class AcknowledgedHead(msgspec.Struct, omit_defaults=True):
    """A receipt: for which notice, by whom and how; for a telephone call, who called, who answered and when."""

    key: str
    recipient: str
    by: str
    manner: Manner = "own"
    on_behalf: bool = False
    called_by: str = ""
    answered_by: str = ""
    when: datetime | None = None
    note: str = ""


class EscalatedHead(msgspec.Struct, omit_defaults=True):
    """An escalation: which notice, to whom it was taken, and until when that one has time."""

    key: str
    recipient: str
    to: str
    until: datetime | None = None


class DiscardedHead(msgspec.Struct, omit_defaults=True):
    """A held change that was discarded."""

    held: int
    by: str = ""
    reason: str = ""


class ReviewedHead(msgspec.Struct, omit_defaults=True):
    """What somebody said of a proposal, for one of its steps."""

    held: int
    by: str
    step: str
    agreed: bool = True
    comment: str = ""


class ErasedHead(msgspec.Struct, omit_defaults=True):
    """Payloads that were erased: of which record, by whom and why. Only the identifiers are kept."""

    type: str
    id: str
    by: str = ""
    reason: str = ""
    parts: int = 0


_encode = msgspec.json.Encoder().encode


def pack(head: msgspec.Struct) -> bytes:
    """
    Write a head.

    Raises:
        InvalidInput: A text in it cannot be written as UTF-8.
    """
    try:
        return _encode(head)
    except UnicodeEncodeError as error:
        bad = [name for name in head.__struct_fields__ if not _is_text(getattr(head, name))]
        raise InvalidInput(
            [Fault.of(f"$.{name}", Message.of("cannot be written as UTF-8: {why}", why=error.reason)) for name in bad]
        ) from None


def _is_text(value: object) -> bool:
    try:
        _encode(value)
    except UnicodeEncodeError:
        return False
    return True


def unpack(body: bytes | None, kind: type[Any]) -> Any:
    """Read a head; one that was erased comes back empty where it can."""
    return msgspec.json.decode(body or b"{}", type=kind)
