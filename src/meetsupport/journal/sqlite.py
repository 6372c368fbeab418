"""A journal in a SQLite file."""

from __future__ import annotations

import os
import secrets
import sqlite3
import weakref
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Lock
from typing import Final

from meetsupport.core.errors import JournalDamaged, JournalError, JournalMoved, UnknownReference
from meetsupport.core.messages import Message, sayable
from meetsupport.journal import modes
from meetsupport.journal.chain import GENESIS, Row, blank, check_drafts, follow, seal, seal_state, survey
from meetsupport.journal.entries import Draft, Entry, Snapshot, Verification
from meetsupport.journal.files import connect, create, translate

__all__ = ["SQLiteJournal"]

_KEPT_SNAPSHOTS = 3
# Enough that a query costs little beside its rows. Rows are fetched whole, so that no lock is held between two of them.
_BATCH = 256
_LARGEST = 2**63 - 1


class SQLiteJournal:
    """
    A journal in a SQLite file. `meetsupport.journal.Journal` says what its methods promise.

    Several processes may use one file on a local disk, each with an object of its own.

    Args:
        path: The file; made if it is missing, but not its folder.
        salt: Gives as many random bytes as it is asked for.
        busy_timeout: How long to wait for other connections.

    Attributes:
        path: The file, absolute.
        mode: How SQLite keeps it: ``wal`` or ``truncate`` (see `meetsupport.journal.modes`).

    Raises:
        JournalDamaged: The file is cut off or broken.
        JournalError: The file is no journal, of another version, locked or read-only, or its folder cannot be used.
    """

    path: Final[Path]
    mode: Final[str]

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        salt: Callable[[int], bytes] = secrets.token_bytes,
        busy_timeout: timedelta = timedelta(seconds=30),
    ) -> None:
        self.path = Path(path).resolve()
        self.mode = modes.choose_mode()
        self._salt = salt
        self._busy_timeout = busy_timeout
        self._lock = Lock()
        if not self.path.exists():
            create(self.path)
        self._database: sqlite3.Connection | None = connect(self.path, self.mode, busy_timeout)
        # Whoever drops a journal without closing it lets go of the file all the same.
        self._let_go = weakref.finalize(self, self._database.close)
        try:
            with self._using() as database:
                self._seen_erasures, unfinished = _erasures(database)
                if unfinished:
                    self._finish_erasure(database)
        except BaseException:
            self.close()
            raise

    @property
    def head(self) -> int:
        """The seq of the last entry in the file now, 0 if there is none."""
        with self._using() as database:
            return _head(database)[0]

    @property
    def head_digest(self) -> bytes:
        """The digest of the last entry in the file now, 32 zero bytes if there is none."""
        with self._using() as database:
            return _head(database)[1]

    @property
    def erasures(self) -> int:
        """How often parts were erased from this file, by whichever process."""
        with self._using() as database:
            return _erasures(database)[0]

    def reread(self) -> None:
        """Take notice of what was erased elsewhere."""
        self._seen_erasures = self.erasures

    def append(self, drafts: Sequence[Draft], *, after: int) -> tuple[Entry, ...]:
        """Append all drafts or none; they are on the disk when this returns."""
        check_drafts(drafts)
        with self._writing() as database:
            head, digest = _head(database)
            if head != after:
                raise JournalMoved(expected=after, head=head)
            sealed = seal(drafts, head, digest, self._salt)
            database.executemany(
                "INSERT INTO entries(seq, kind, at, parts, previous, digest) VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (row.seq, row.kind.decode(), row.at.decode(), row.parts, row.previous, row.digest)
                    for row, _ in sealed
                ],
            )
        return tuple([entry for _, entry in sealed])

    def read(self, after: int = 0, upto: int | None = None) -> Iterator[Entry]:
        """Read entries in order, each checked."""
        after = min(max(after, 0), _LARGEST)
        anchor: bytes | None = GENESIS
        if after:
            with self._using() as database:
                found = database.execute("SELECT digest FROM entries WHERE seq = ?", (after,)).fetchone()
                anchor = found[0] if found else None
        try:
            yield from follow(self._rows(after, _LARGEST if upto is None else min(upto, _LARGEST)), after, anchor)
        except JournalDamaged as error:
            raise self._named(error) from error

    def snapshot(self, upto: int | None = None) -> Snapshot | None:
        """Give the newest sound snapshot."""
        with self._using() as database:
            seqs = database.execute(
                "SELECT seq FROM snapshots WHERE seq <= ? ORDER BY seq DESC",
                (_LARGEST if upto is None else min(upto, _LARGEST),),
            ).fetchall()
            for (seq,) in seqs:
                found = database.execute(
                    "SELECT chain, s.digest, state, e.digest FROM snapshots s JOIN entries e USING (seq) WHERE seq = ?",
                    (seq,),
                ).fetchone()
                # Another process may have dropped it since.
                if found is None:
                    continue
                chain, digest, state, current = found
                if chain == current and digest == seal_state(seq, chain, state):
                    return Snapshot(seq, state)
        return None

    def save_snapshot(self, snapshot: Snapshot) -> None:
        """Keep a snapshot, and drop all but the newest few."""
        seq = snapshot.seq
        with self._writing() as database:
            found = (
                database.execute("SELECT digest FROM entries WHERE seq = ?", (seq,)).fetchone()
                if abs(seq) <= _LARGEST
                else None
            )
            if found is None:
                raise UnknownReference.of(
                    Message.of(
                        "{path}: the journal has no entry {seq} that a snapshot could be of",
                        path=sayable(self.path),
                        seq=seq,
                    )
                )
            if _erasures(database)[0] != self._seen_erasures:
                raise JournalError.of(
                    Message.of(
                        "{path}: another process erased parts of the journal since it was opened here, "
                        "and a snapshot could bring them back; reopen the journal",
                        path=sayable(self.path),
                    )
                )
            database.execute(
                "INSERT OR REPLACE INTO snapshots(seq, chain, digest, state) VALUES (?, ?, ?, ?)",
                (seq, found[0], seal_state(seq, found[0], snapshot.state), snapshot.state),
            )
            database.execute(
                "DELETE FROM snapshots WHERE seq NOT IN (SELECT seq FROM snapshots ORDER BY seq DESC LIMIT ?)",
                (_KEPT_SNAPSHOTS,),
            )

    def verify(self) -> Verification:
        """Walk the file's structure and the whole chain and name every broken entry and part."""
        with self._using() as database:
            try:
                found = [text.decode() for (text,) in database.execute("PRAGMA integrity_check(10)")]
            except sqlite3.DatabaseError as error:
                found = [str(error)]
        chain = survey(self._rows(-_LARGEST, _LARGEST))
        if found == ["ok"]:
            return chain
        return Verification(
            chain.entries, chain.erased, ok=False, problems=(*chain.problems, *(f"file: {text}" for text in found))
        )

    def erase(self, parts: Iterable[tuple[int, int]]) -> int:
        """Erase payloads with their salts for good, drop all snapshots, and write the file anew without freed pages."""
        with self._writing() as database:
            try:
                changed, count = blank(parts, lambda seq: _row(database, seq))
            except JournalDamaged as error:
                raise self._named(error) from error
            if changed:
                database.executemany(
                    "UPDATE entries SET parts = ? WHERE seq = ?", [(row.parts, row.seq) for row in changed]
                )
                database.execute("DELETE FROM snapshots")
                database.execute("UPDATE erasures SET times = times + 1, unfinished = 1")
        with self._using() as database:
            # Counted only once committed. If another process has erased too, this object stays behind, as it must.
            self._seen_erasures += 1 if changed else 0
            if _erasures(database)[1]:
                self._finish_erasure(database)
        return count

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._let_go()
            self._database = None

    @contextmanager
    def _using(self) -> Generator[sqlite3.Connection]:
        with self._lock:
            if self._database is None:
                raise JournalError.of(
                    Message.of("{path}: the journal is closed; open it again", path=sayable(self.path))
                )
            try:
                yield self._database
            except sqlite3.Error as error:
                raise translate(error, self.path, self._busy_timeout) from error

    @contextmanager
    def _writing(self) -> Generator[sqlite3.Connection]:
        with self._using() as database:
            database.execute("BEGIN IMMEDIATE")
            try:
                # A program with another SQLite may have switched the file since it was opened, to a mode that is not
                # safe here.
                (mode,) = database.execute("PRAGMA journal_mode").fetchone()
                if mode != self.mode.encode():
                    raise JournalError.of(
                        Message.of(
                            "{path}: another program switched it to mode {mode}, expected {expected}; "
                            "close that program and reopen the journal",
                            path=sayable(self.path),
                            mode=mode.decode(),
                            expected=self.mode,
                        )
                    )
                yield database
                database.execute("COMMIT")
            finally:
                if database.in_transaction:
                    database.execute("ROLLBACK")

    def _rows(self, after: int, upto: int) -> Iterator[Row]:
        while after < upto:
            with self._using() as database:
                found = database.execute(
                    "SELECT seq, kind, at, parts, previous, digest FROM entries "
                    "WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?",
                    (after, upto, _BATCH),
                ).fetchall()
            if not found:
                return
            yield from map(Row._make, found)
            after = found[-1][0]

    def _finish_erasure(self, database: sqlite3.Connection) -> None:
        # secure_delete has overwritten what was freed, but not the stale copies that SQLite leaves when it moves a
        # row within its page or to another; only a file written anew is sure to hold none. A mark in the file lets
        # whoever comes next finish it.
        try:
            times, _ = _erasures(database)
            database.execute("VACUUM")
            if self.mode == "wal":
                (busy, _, _) = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                if busy:
                    raise sqlite3.OperationalError("other connections are reading")
            database.execute("UPDATE erasures SET unfinished = 0 WHERE times = ?", (times,))
        except sqlite3.Error as error:
            raise JournalError.of(
                Message.of(
                    "{path}: the payloads are erased, but copies may be left in freed pages of the file ({why}); "
                    "close other programs that use it, and erase again or reopen the journal",
                    path=sayable(self.path),
                    why=sayable(error),
                )
            ) from error

    def _named(self, error: JournalDamaged) -> JournalDamaged:
        text = str(error)
        return error if text.startswith(str(self.path)) else JournalDamaged(f"{self.path}: {text}")


def _head(database: sqlite3.Connection) -> tuple[int, bytes]:
    found: tuple[int, bytes] | None = database.execute(
        "SELECT seq, digest FROM entries ORDER BY seq DESC LIMIT 1"
    ).fetchone()
    return found or (0, GENESIS)


def _row(database: sqlite3.Connection, seq: int) -> Row | None:
    if abs(seq) > _LARGEST:
        return None
    found = database.execute(
        "SELECT seq, kind, at, parts, previous, digest FROM entries WHERE seq = ?", (seq,)
    ).fetchone()
    return Row._make(found) if found else None


def _erasures(database: sqlite3.Connection) -> tuple[int, int]:
    times, unfinished = database.execute("SELECT times, unfinished FROM erasures").fetchone()
    return times, unfinished
