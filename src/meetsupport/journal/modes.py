"""
Which SQLite journal mode is safe and fast here, and what SQLite this is.

Write-ahead logging appends to one file and syncs it once a commit, but up to 3.51.2 a checkpoint that resets the log
while another connection commits can lose that commit; 3.51.3 has the fix, and 3.50.7 and 3.44.6 have it for their
branches (https://sqlite.org/wal.html#walresetbug). Everywhere else it is the rollback journal.

Of the rollback modes TRUNCATE is taken. At ``synchronous=FULL`` it syncs the journal after it has cut it to nothing,
so a commit that has returned is on the disk. DELETE does not sync the folder after it has unlinked the journal unless
synchronous is EXTRA: after a power cut the journal may be back, and SQLite would roll the commit back with it. DELETE
with EXTRA costs as many syncs as TRUNCATE with FULL (five a commit) and was slower in each measurement (1,140 to
1,240 commits a second beside 1,220 to 1,540). PERSIST would leave the old content of changed pages in its file, which
an erasure must not.
"""

from __future__ import annotations

import sqlite3

import attrs

__all__ = ["SQLiteFacts", "choose_mode", "describe_sqlite"]


@attrs.frozen
class SQLiteFacts:
    """
    What SQLite this Python runs on.

    Attributes:
        version: The version of the SQLite library, not of Python's module.
        mode: The journal mode that files are opened with: ``wal`` or ``truncate``.
        wal_reset_fixed: Whether write-ahead logging is safe with several connections.
    """

    version: str
    mode: str
    wal_reset_fixed: bool


def choose_mode(version: tuple[int, ...] | None = None) -> str:
    """
    Give the journal mode for a version of SQLite.

    Args:
        version: (major, minor, patch); that of the running library if none is given.
    """
    version = sqlite3.sqlite_version_info if version is None else version
    fixed = version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
    return "wal" if fixed else "truncate"


def describe_sqlite() -> SQLiteFacts:
    """Say which SQLite this is and how journals are kept with it."""
    mode = choose_mode()
    return SQLiteFacts(sqlite3.sqlite_version, mode, mode == "wal")
