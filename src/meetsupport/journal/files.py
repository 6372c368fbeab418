"""
SQLite files: making, opening and refusing them.

Nothing here opens the database file itself. On POSIX systems closing any handle of a file drops all locks that the
process holds on it, SQLite's too, and another journal object of this process would write unprotected from then on
(https://sqlite.org/howtocorrupt.html, 2.2). Sizes come from stat, all else through SQLite.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import sqlite3
from datetime import timedelta
from pathlib import Path

from meetsupport.core.errors import JournalDamaged, JournalError
from meetsupport.core.messages import Message, sayable

__all__ = ["connect", "create", "translate"]

_APPLICATION_ID = 0x4D534A4C  # "MSJL"
_FORMAT = 1
_SMALLEST_PAGE = 512

# The parts stand last, since SQLite follows a long row from page to page to reach a column behind them.
_SCHEMA = """
BEGIN;
CREATE TABLE entries(
    seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, at TEXT NOT NULL,
    previous BLOB NOT NULL, digest BLOB NOT NULL, parts BLOB NOT NULL);
CREATE TABLE snapshots(
    seq INTEGER PRIMARY KEY REFERENCES entries, chain BLOB NOT NULL, digest BLOB NOT NULL, state BLOB NOT NULL);
CREATE TABLE erasures(times INTEGER NOT NULL, unfinished INTEGER NOT NULL);
INSERT INTO erasures VALUES (0, 0);
COMMIT;
"""
_TABLES = {b"entries", b"snapshots", b"erasures"}


def create(path: Path) -> None:
    """
    Make an empty journal, unless somebody else makes it first.

    It appears under its name complete or not at all. So an empty file is never one that is being made, and can be
    refused as one that has lost everything.

    Raises:
        JournalError: The folder is missing or cannot be written.
    """
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}.new")
    try:
        database = sqlite3.connect(draft, isolation_level=None)
        try:
            database.execute("PRAGMA synchronous = EXTRA")
            database.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
            database.execute(f"PRAGMA user_version = {_FORMAT}")
            database.executescript(_SCHEMA)
        finally:
            database.close()
        _publish(draft, path)
    except sqlite3.Error as error:
        raise translate(error, path) from error
    except OSError as error:
        raise JournalError.of(
            Message.of("{path}: it cannot be made: {why}", path=sayable(path), why=sayable(error.strerror))
        ) from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink()


def _publish(draft: Path, path: Path) -> None:
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    except OSError:
        # A file system without links. A process that dies in here leaves a file that is refused as cut off.
        with contextlib.suppress(FileExistsError), path.open("xb") as file:
            file.write(draft.read_bytes())
            file.flush()
            os.fsync(file.fileno())
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def connect(path: Path, mode: str, busy_timeout: timedelta) -> sqlite3.Connection:
    """
    Open a journal's file and make sure that it is one, whole, and kept as it must be.

    Nothing is written to a file that is refused, but for what SQLite itself does to recover it after a crash.

    Args:
        path: An existing file, without symbolic links.
        mode: The SQLite journal mode.
        busy_timeout: How long to wait for other connections.

    Raises:
        JournalDamaged: The file is cut off or broken.
        JournalError: It is no journal, of a newer version, locked, or read-only, or a setting was refused.
    """
    if path.is_dir():
        raise JournalError.of(Message.of("{path}: it is a folder, expected a file", path=sayable(path)))
    size = _size(path)
    if size < _SMALLEST_PAGE:
        raise JournalDamaged.of(
            Message.of(
                "{path}: the file has {size} bytes, so it was cut off or is no journal; "
                "restore it from a copy, or remove it to begin anew",
                path=sayable(path),
                size=size,
            )
        )
    # A process died while it wrote, or another one is writing right now. After the first, a file that was cut off can
    # come back at its full size, with zeros where pages were.
    unclean = any(_size(path, suffix) for suffix in ("-journal", "-wal"))
    try:
        # mode=rw: a file that somebody removes at this moment must not come back empty.
        database = sqlite3.connect(
            f"{path.as_uri()}?mode=rw",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            timeout=busy_timeout.total_seconds(),
        )
        try:
            database.text_factory = bytes
            _identify(database, path)
            _configure(database, path, mode, busy_timeout)
            _check_whole(database, path, mode, unclean=unclean)
        except BaseException:
            database.close()
            raise
    except sqlite3.Error as error:
        raise translate(error, path, busy_timeout) from error
    return database


def _identify(database: sqlite3.Connection, path: Path) -> None:
    identity = _pragma(database, "application_id")
    if identity != _APPLICATION_ID:
        raise JournalError.of(
            Message.of(
                "{path}: it is a SQLite database of another program (application id {identity}); choose another file",
                path=sayable(path),
                identity=identity,
            )
        )
    version = _pragma(database, "user_version")
    if version != _FORMAT:
        raise JournalError.of(
            Message.of(
                "{path}: it has journal format {version}, expected {format}; "
                "open it with the version of meetsupport that wrote it",
                path=sayable(path),
                version=version,
                format=_FORMAT,
            )
        )
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if missing := sorted(name.decode() for name in _TABLES - tables):
        raise JournalDamaged.of(
            Message.of(
                "{path}: the tables {missing} are missing; restore the file from a copy",
                path=sayable(path),
                missing=tuple(missing),
            )
        )


def _configure(database: sqlite3.Connection, path: Path, mode: str, busy_timeout: timedelta) -> None:
    milliseconds = busy_timeout // timedelta(milliseconds=1)
    for name, value, expected in (
        ("journal_mode", mode, mode),
        ("synchronous", "FULL", 2),
        ("foreign_keys", "ON", 1),
        ("busy_timeout", milliseconds, milliseconds),
        ("secure_delete", "ON", 1),
        # VACUUM, which ends an erasure, would otherwise copy the journal to the system's folder for temporary files.
        ("temp_store", "MEMORY", 2),
    ):
        database.execute(f"PRAGMA {name} = {value}").fetchall()
        actual = _pragma(database, name)
        if actual != expected:
            raise JournalError.of(
                Message.of(
                    "{path}: SQLite keeps {name} at {actual}, expected {expected}; put the file on a local disk",
                    path=sayable(path),
                    name=name,
                    actual=repr(actual),
                    expected=repr(expected),
                )
            )


def _check_whole(database: sqlite3.Connection, path: Path, mode: str, *, unclean: bool) -> None:
    # The lock keeps others from changing the file's size meanwhile.
    database.execute("BEGIN IMMEDIATE")
    try:
        # SQLite opens what it may not write for reading only, and says so at the first write; better now than later.
        database.execute("UPDATE erasures SET times = times")
        expected = int(_pragma(database, "page_count")) * int(_pragma(database, "page_size"))
        size = _size(path)
        # A log that is not empty may hold the pages that the file does not.
        if size < expected and not (mode == "wal" and _size(path, "-wal")):
            raise JournalDamaged.of(
                Message.of(
                    "{path}: the file is cut off at {size} of {expected} bytes; restore it from a copy",
                    path=sayable(path),
                    size=size,
                    expected=expected,
                )
            )
        if unclean:
            found = [text.decode() for (text,) in database.execute("PRAGMA quick_check(3)")]
            if found != ["ok"]:
                raise JournalDamaged.of(
                    Message.of(
                        "{path}: the file is damaged: {found}; restore it from a copy",
                        path=sayable(path),
                        found=sayable("; ".join(found)),
                    )
                )
    finally:
        # SQLite has rolled back by itself if the file turned out to be broken.
        if database.in_transaction:
            database.execute("ROLLBACK")


def translate(error: sqlite3.Error, path: Path, busy_timeout: timedelta | None = None) -> JournalError:
    """
    Say in our words what SQLite refused.

    Args:
        error: What SQLite raised.
        path: The file.
        busy_timeout: How long it was waited for, if it was.
    """
    where = sayable(path)
    match getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            template = "{path}: another program kept it locked; close that program, or try again"
            if busy_timeout:
                template = "{path}: another program kept it locked for {waited} s; close that program, or try again"
            waited = f"{busy_timeout.total_seconds():g}" if busy_timeout else ""
            return JournalError.of(Message.of(template, path=where, waited=waited))
        case sqlite3.SQLITE_READONLY:
            template = "{path}: it is read-only, expected a file that can be written; change that, or copy it"
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            template = "{path}: it cannot be opened; check that it and its folder can be read and written"
        case sqlite3.SQLITE_FULL:
            template = "{path}: the disk is full; make room and reopen the journal"
        case sqlite3.SQLITE_NOTADB:
            template = "{path}: it is not a SQLite database, or its first page is destroyed"
            return JournalDamaged.of(Message.of(template, path=where))
        case sqlite3.SQLITE_CORRUPT:
            template = "{path}: the file is damaged or cut off ({why}, {size} bytes); restore it from a copy"
            return JournalDamaged.of(Message.of(template, path=where, why=sayable(error), size=_size(path)))
        case _:
            return JournalError.of(Message.of("{path}: SQLite reports: {why}", path=where, why=sayable(error)))
    return JournalError.of(Message.of(template, path=where))


def _pragma(database: sqlite3.Connection, name: str) -> int | str:
    value: int | bytes
    (value,) = database.execute(f"PRAGMA {name}").fetchone()
    return value.decode() if isinstance(value, bytes) else value


def _size(path: Path, suffix: str = "") -> int:
    try:
        return path.with_name(path.name + suffix).stat().st_size
    except OSError:
        return 0
