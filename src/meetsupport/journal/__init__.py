"""How changes last: an append-only chain of entries, in memory or in a SQLite file."""

from __future__ import annotations

from meetsupport.journal.entries import Draft, Entry, Snapshot, Verification
from meetsupport.journal.memory import MemoryJournal
from meetsupport.journal.modes import SQLiteFacts, describe_sqlite
from meetsupport.journal.opening import open_journal
from meetsupport.journal.protocol import Journal
from meetsupport.journal.sqlite import SQLiteJournal

__all__ = [
    "Draft",
    "Entry",
    "Journal",
    "MemoryJournal",
    "SQLiteFacts",
    "SQLiteJournal",
    "Snapshot",
    "Verification",
    "describe_sqlite",
    "open_journal",
]
