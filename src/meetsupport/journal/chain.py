"""
The chain of digests, apart from what keeps it.

A part's digest is ``sha256(salt + payload)``. Without the salt, which is as long as the digest, nobody can guess a
short payload from its digest; so when both are erased the digest can stay, and with it the chain.
"""

from __future__ import annotations

import contextlib
import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

import msgspec

from meetsupport.core.errors import Fault, InvalidInput, JournalDamaged, UnknownReference
from meetsupport.core.messages import Message
from meetsupport.journal.entries import Draft, Entry, Verification

__all__ = [
    "GENESIS",
    "Part",
    "Row",
    "blank",
    "check_drafts",
    "faults",
    "follow",
    "seal",
    "seal_state",
    "survey",
    "unseal",
]

GENESIS = bytes(32)
"""What stands for the digest before the first entry."""

_SALT_BYTES = 32

# What a digest is taken over begins with what it is, so that no entry can pass for a snapshot, nor a later format for
# this one.
_ENTRY = b"meetsupport entry 1\0"
_STATE = b"meetsupport snapshot 1\0"


class Part(NamedTuple):
    """A payload as it is kept; an erased one has neither salt nor payload."""

    digest: bytes
    salt: bytes | None
    payload: bytes | None


class Row(NamedTuple):
    """
    An entry as it is kept.

    Text is kept encoded, so that a row with a broken byte can still be looked at.
    """

    seq: int
    kind: bytes
    at: bytes
    parts: bytes
    previous: bytes
    digest: bytes


_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(tuple[Part, ...]).decode


def check_drafts(drafts: Sequence[Draft]) -> None:
    """
    Refuse drafts that could not be read back as they are.

    Raises:
        InvalidInput: With every fault.
    """
    found: list[Fault] = []
    for index, draft in enumerate(drafts):
        if draft.at.utcoffset() is None:
            found.append(
                Fault(f"drafts[{index}].at", f"naive time {draft.at.isoformat()}, expected one with an offset")
            )
        try:
            draft.kind.encode()
        except UnicodeEncodeError:
            found.append(Fault(f"drafts[{index}].kind", f"{draft.kind!a} cannot be encoded as UTF-8"))
    if found:
        raise InvalidInput(found, "journal")


def seal(drafts: Iterable[Draft], seq: int, previous: bytes, salt: Callable[[int], bytes]) -> list[tuple[Row, Entry]]:
    """
    Make rows of drafts that `check_drafts` has let pass.

    Args:
        drafts: What to append.
        seq: The last entry that there is.
        previous: Its digest.
        salt: Gives as many random bytes as it is asked for.
    """
    sealed: list[tuple[Row, Entry]] = []
    for draft in drafts:
        seq += 1
        at = draft.at.isoformat()
        parts = tuple(_part(salt(_SALT_BYTES), payload) for payload in draft.parts)
        row = Row(seq, draft.kind.encode(), at.encode(), _pack(parts), previous, b"")
        digest = _link(row, parts)
        # The time is read back from its text, so that an entry is the same whether it was just made or read.
        entry = Entry(seq, draft.kind, datetime.fromisoformat(at), draft.parts, previous, digest)
        sealed.append((row._replace(digest=digest), entry))
        previous = digest
    return sealed


def unseal(row: Row) -> Entry | None:
    """
    Make the entry of a row, or None if anything about the row is wrong; `faults` says what.

    Whether it follows the entry before it is the caller's to check.
    """
    try:
        parts = _unpack(row.parts)
        if _link(row, parts) != row.digest:
            return None
        for digest, salt, payload in parts:
            if salt is None or payload is None:
                if salt is not payload:
                    return None
            elif sha256(salt + payload).digest() != digest:
                return None
        at = datetime.fromisoformat(row.at.decode())
        return Entry(row.seq, row.kind.decode(), at, tuple([part.payload for part in parts]), row.previous, row.digest)
    except (msgspec.MsgspecError, TypeError, ValueError, AttributeError, struct.error):
        # The digests were taken by somebody who made them fit, or a column is not of its type.
        return None


def faults(row: Row) -> list[str]:
    """Name all that is wrong with a row in itself; empty if `unseal` takes it."""
    try:
        parts = _unpack(row.parts)
    except (msgspec.MsgspecError, TypeError):
        return [f"entry {row.seq}: its parts cannot be decoded"]
    found: list[str] = []
    for index, (digest, salt, payload) in enumerate(parts):
        if salt is None or payload is None:
            if salt is not payload:
                found.append(f"entry {row.seq} part {index}: it is half erased")
        elif sha256(salt + payload).digest() != digest:
            found.append(f"entry {row.seq} part {index}: its salt and payload do not match its digest")
    try:
        matches = _link(row, parts) == row.digest
    except (TypeError, AttributeError, struct.error):
        matches = False
    if not matches:
        found.append(
            f"entry {row.seq}: its digest does not match its number, kind, time, predecessor and digests of parts"
        )
    if not found and unseal(row) is None:
        found.append(f"entry {row.seq}: its kind or time cannot be read")
    return found


def follow(rows: Iterable[Row], after: int, anchor: bytes | None) -> Iterator[Entry]:
    """
    Make entries of rows, as long as each is sound and follows the one before it.

    Args:
        rows: Those behind *after*, in order.
        after: The entry that they follow, 0 for none.
        anchor: Its digest; None if it is not there.

    Raises:
        JournalDamaged: At the first row that does not.
    """
    previous = anchor
    for row in rows:
        if previous is None:
            raise JournalDamaged.of(
                Message.of(
                    "entry {after} is missing, but entry {next} is there; verify the journal", after=after, next=row.seq
                )
            )
        entry = unseal(row)
        if entry is None:
            raise JournalDamaged("; ".join(faults(row)))
        if misplaced := _misplaced(row, after, previous):
            raise JournalDamaged(misplaced)
        yield entry
        after, previous = row.seq, row.digest


def survey(rows: Iterable[Row]) -> Verification:
    """
    Look at all rows and say what is wrong with them.

    Args:
        rows: All there are, in order of their numbers. It may raise JournalDamaged where the store cannot be read on.
    """
    entries = erased = after = 0
    previous = GENESIS
    problems: list[str] = []
    try:
        for row in rows:
            entries += 1
            problems += faults(row)
            if misplaced := _misplaced(row, after, previous):
                problems.append(misplaced)
            after, previous = row.seq, row.digest
            with contextlib.suppress(msgspec.MsgspecError, TypeError):
                erased += sum(part.payload is None for part in _unpack(row.parts))
    except JournalDamaged as error:
        problems.append(f"behind entry {after} nothing can be read: {error}")
    return Verification(entries, erased, not problems, tuple(problems))


def blank(parts: Iterable[tuple[int, int]], fetch: Callable[[int], Row | None]) -> tuple[list[Row], int]:
    """
    Take payload and salt out of parts.

    Args:
        parts: (seq, index of the part) pairs.
        fetch: Gives the row of a seq, or None if there is none.

    Returns:
        The rows that change, as they must be now, and how many parts were taken out.

    Raises:
        UnknownReference: With every entry or part that is not there.
        JournalDamaged: The parts of an entry cannot be decoded.
    """
    wanted: dict[int, set[int]] = {}
    for seq, index in parts:
        wanted.setdefault(seq, set()).add(index)
    rows: list[Row] = []
    count = 0
    unknown: list[str] = []
    for seq, indices in sorted(wanted.items()):
        row = fetch(seq)
        if row is None:
            unknown.append(f"entry {seq}")
            continue
        try:
            kept = list(_unpack(row.parts))
        except (msgspec.MsgspecError, TypeError) as error:
            raise JournalDamaged("; ".join(faults(row))) from error
        unknown += [f"entry {seq} part {index}" for index in sorted(indices) if not 0 <= index < len(kept)]
        present = [index for index in indices if 0 <= index < len(kept) and kept[index].payload is not None]
        for index in present:
            kept[index] = Part(kept[index].digest, None, None)
        if present:
            rows.append(row._replace(parts=_pack(kept)))
            count += len(present)
    if unknown:
        raise UnknownReference.of(
            Message.of("the journal has no {unknown}; nothing was erased", unknown=tuple(unknown))
        )
    return rows, count


def seal_state(seq: int, chain: bytes, state: bytes) -> bytes:
    """
    Take the digest of a snapshot.

    Args:
        seq: The entry that it was taken at.
        chain: That entry's digest.
        state: The snapshot's state.
    """
    digest = sha256(_STATE + struct.pack(">q", seq) + chain)
    digest.update(state)
    return digest.digest()


def _misplaced(row: Row, after: int, previous: bytes) -> str:
    if row.seq == after + 1:
        return "" if row.previous == previous else f"entry {row.seq}: it does not follow {_before(after)}"
    if row.seq <= after:
        return f"entry {row.seq}: it has no place in the chain"
    missing = f"entry {after + 1} is" if row.seq == after + 2 else f"entries {after + 1} to {row.seq - 1} are"
    return f"{missing} missing before entry {row.seq}"


def _before(after: int) -> str:
    return f"entry {after} as it is now" if after else "the beginning"


def _part(salt: bytes, payload: bytes) -> Part:
    return Part(sha256(salt + payload).digest(), salt, payload)


def _link(row: Row, parts: Sequence[Part]) -> bytes:
    # Lengths stand before what may vary, so that no two entries are digested over the same bytes.
    return sha256(
        b"".join(
            [
                _ENTRY,
                row.previous,
                struct.pack(">qqqq", row.seq, len(row.kind), len(row.at), len(parts)),
                row.kind,
                row.at,
                *[part.digest for part in parts],
            ]
        )
    ).digest()
