"""A journal that lasts as long as its object: for tests, rehearsals and what-ifs."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from threading import Lock

from meetsupport.core.errors import JournalError, JournalMoved, UnknownReference
from meetsupport.core.messages import Message
from meetsupport.journal.chain import GENESIS, Row, blank, check_drafts, follow, seal, seal_state, survey
from meetsupport.journal.entries import Draft, Entry, Snapshot, Verification

__all__ = ["MemoryJournal"]

_KEPT_SNAPSHOTS = 3


class MemoryJournal:
    """
    A journal in memory. `meetsupport.journal.Journal` says what its methods promise.

    Args:
        salt: Gives as many random bytes as it is asked for.
    """

    def __init__(self, *, salt: Callable[[int], bytes] = secrets.token_bytes) -> None:
        self._salt = salt
        self._lock = Lock()
        self._rows: list[Row] = []
        self._snapshots: dict[int, tuple[bytes, bytes, bytes]] = {}
        self._erasures = 0
        self._closed = False

    @property
    def head(self) -> int:
        """The seq of the last entry, 0 if there is none."""
        return len(self._open_rows())

    @property
    def head_digest(self) -> bytes:
        """The digest of the last entry, 32 zero bytes if there is none."""
        rows = self._open_rows()
        return rows[-1].digest if rows else GENESIS

    @property
    def erasures(self) -> int:
        """How often parts were erased."""
        self._open_rows()
        return self._erasures

    def reread(self) -> None:
        """Do nothing: nobody else writes to it."""

    def append(self, drafts: Sequence[Draft], *, after: int) -> tuple[Entry, ...]:
        """Append all drafts or none."""
        check_drafts(drafts)
        with self._lock:
            rows = self._open_rows()
            if len(rows) != after:
                raise JournalMoved(expected=after, head=len(rows))
            sealed = seal(drafts, after, rows[-1].digest if rows else GENESIS, self._salt)
            rows.extend(row for row, _ in sealed)
        return tuple(entry for _, entry in sealed)

    def read(self, after: int = 0, upto: int | None = None) -> Iterator[Entry]:
        """Read entries in order, each checked."""
        rows = self._open_rows()
        after = max(after, 0)
        if after > len(rows):
            return
        anchor = rows[after - 1].digest if after else GENESIS
        yield from follow(_between(rows, after, upto), after, anchor)

    def snapshot(self, upto: int | None = None) -> Snapshot | None:
        """Give the newest sound snapshot."""
        with self._lock:
            rows = self._open_rows()
            for seq, (chain, digest, state) in sorted(self._snapshots.items(), reverse=True):
                if upto is not None and seq > upto:
                    continue
                if chain == rows[seq - 1].digest and digest == seal_state(seq, chain, state):
                    return Snapshot(seq, state)
        return None

    def save_snapshot(self, snapshot: Snapshot) -> None:
        """Keep a snapshot, and drop all but the newest few."""
        with self._lock:
            rows = self._open_rows()
            if not 1 <= snapshot.seq <= len(rows):
                raise UnknownReference.of(
                    Message.of("the journal has no entry {seq} that a snapshot could be of", seq=snapshot.seq)
                )
            chain = rows[snapshot.seq - 1].digest
            self._snapshots[snapshot.seq] = (chain, seal_state(snapshot.seq, chain, snapshot.state), snapshot.state)
            for seq in sorted(self._snapshots)[:-_KEPT_SNAPSHOTS]:
                del self._snapshots[seq]

    def verify(self) -> Verification:
        """Walk the whole chain and name every broken entry and part."""
        with self._lock:
            return survey(self._open_rows())

    def erase(self, parts: Iterable[tuple[int, int]]) -> int:
        """Erase payloads with their salts, and drop all snapshots."""
        with self._lock:
            rows = self._open_rows()
            changed, count = blank(parts, lambda seq: rows[seq - 1] if 1 <= seq <= len(rows) else None)
            for row in changed:
                rows[row.seq - 1] = row
            if changed:
                self._snapshots.clear()
                self._erasures += 1
        return count

    def close(self) -> None:
        """Let go of the entries."""
        self._closed = True
        self._rows, self._snapshots = [], {}

    def _open_rows(self) -> list[Row]:
        if self._closed:
            raise JournalError(":memory:: the journal is closed")
        return self._rows


def _between(rows: Sequence[Row], after: int, upto: int | None) -> Iterator[Row]:
    # By index, so that rows appended meanwhile are seen and those before cost nothing.
    while after < len(rows) and (upto is None or after < upto):
        yield rows[after]
        after += 1
