"""What a journal promises, whatever keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from meetsupport.journal.entries import Draft, Entry, Snapshot, Verification

__all__ = ["Journal"]


class Journal(Protocol):
    """
    An append-only chain of entries.

    Each entry holds the digest of the one before it, so a change, a swap, an insertion or a removal inside the chain
    shows. What the chain alone cannot show is a tail that was cut off at an entry's end, nor a chain that was written
    anew from
    some entry on: an office that must be able to prove these writes down `head` and `head_digest` elsewhere.

    One object may be used from several threads, one at a time. It must not be carried into a forked process.
    """

    @property
    def head(self) -> int:
        """The seq of the last entry in the store now, 0 if there is none."""
        ...

    @property
    def head_digest(self) -> bytes:
        """The digest of the last entry in the store now, 32 zero bytes if there is none."""
        ...

    @property
    def erasures(self) -> int:
        """
        How often parts were erased from this store.

        A reader whose state was built when this number was lower may still hold what has been erased since.
        """
        ...

    def reread(self) -> None:
        """Take notice of what was erased elsewhere. Whoever calls it has let go of all that it had read before."""
        ...

    def append(self, drafts: Sequence[Draft], *, after: int) -> tuple[Entry, ...]:
        """
        Append all drafts or none; they are durable when this returns.

        Args:
            drafts: What to append, in order.
            after: The last entry that the caller knows.

        Returns:
            The new entries, equal to what `read` will return.

        Raises:
            JournalMoved: The last entry is another one.
            InvalidInput: A draft's time is naive, or its kind cannot be encoded as UTF-8; every such fault is named.
            JournalError: The store cannot be written. Nothing was appended that a reopened journal does not show.
        """
        ...

    def read(self, after: int = 0, upto: int | None = None) -> Iterator[Entry]:
        """
        Read entries in order, each checked against its digests and its predecessor.

        Args:
            after: Begin behind this entry; 0 for the first.
            upto: The last entry to read; without it, on to the head, with what is appended meanwhile.

        Raises:
            JournalDamaged: An entry is missing or broken; the sound ones before it have been yielded.
        """
        ...

    def snapshot(self, upto: int | None = None) -> Snapshot | None:
        """
        Give the newest sound snapshot.

        A snapshot is sound if its own digest holds and it was taken of the very chain that is in the store, which its
        entry's digest tells. Unsound ones are passed over: a snapshot only ever saves time.

        Args:
            upto: The last entry that it may contain.
        """
        ...

    def save_snapshot(self, snapshot: Snapshot) -> None:
        """
        Keep a snapshot, and drop all but the newest few.

        Raises:
            UnknownReference: There is no entry of its seq.
            JournalError: Somebody else erased parts since this object was opened. What the snapshot was made from may
                hold them, so it is refused; reopen the journal.
        """
        ...

    def verify(self) -> Verification:
        """Walk the whole chain and name every broken entry and part."""
        ...

    def erase(self, parts: Iterable[tuple[int, int]]) -> int:
        """
        Erase payloads with their salts for good; the chain still verifies.

        All snapshots are dropped, since they may hold the same data. What leaves this store is not in reach: backups,
        copies, and the blocks that a file system or a drive keeps of what was overwritten.

        Args:
            parts: (seq, index of the part) pairs.

        Returns:
            How many were erased now; those that had been erased before do not count.

        Raises:
            UnknownReference: An entry or part that is not there; nothing was erased.
            JournalError: Another program kept the file busy. If the payloads are out of reach already but copies of
                them may be left in freed pages, the message says so, and the next call or opening finishes the work.
        """
        ...

    def close(self) -> None:
        """Let go of the store. Every later use but another close is a JournalError."""
        ...
