"""The values that go into a journal and come out of it."""

from __future__ import annotations

from datetime import datetime

import attrs

__all__ = ["Draft", "Entry", "Snapshot", "Verification"]


@attrs.frozen
class Draft:
    """
    What is to be appended.

    Attributes:
        kind: What it is (``change``, ``sent``, ``acknowledged``, …). The journal does not interpret it.
        at: When it happened, timezone-aware.
        parts: Payloads, each salted and digested apart, so that one can be erased without the others.
    """

    kind: str
    at: datetime
    parts: tuple[bytes, ...] = attrs.field(repr=False)


@attrs.frozen
class Entry:
    """
    What was appended.

    Attributes:
        seq: 1, 2, 3, … without a gap: the revision.
        kind: As drafted.
        at: The instant and the offset that were drafted; a zone's name is not kept.
        parts: As drafted, with None for a part that was erased.
        previous: The digest of the entry before, 32 zero bytes for the first.
        digest: SHA-256 over previous, seq, kind, at and the salted digests of the parts.
    """

    seq: int
    kind: str
    at: datetime
    parts: tuple[bytes | None, ...] = attrs.field(repr=False)
    previous: bytes
    digest: bytes


@attrs.frozen
class Snapshot:
    """
    What a reader made of all entries up to one, kept so that it need not read them again.

    Attributes:
        seq: The last entry that it contains.
        state: The reader's own encoding; it must hold no payload that was erased.
    """

    seq: int
    state: bytes = attrs.field(repr=False)


@attrs.frozen
class Verification:
    """
    What a walk along the whole chain found.

    Attributes:
        entries: How many entries there are.
        erased: How many parts of them were erased.
        ok: Whether nothing is wrong.
        problems: What is wrong, each naming its entry and part, in their order.
    """

    entries: int
    erased: int
    ok: bool
    problems: tuple[str, ...]
