"""From a path to a journal."""

from __future__ import annotations

import os

from meetsupport.journal.memory import MemoryJournal
from meetsupport.journal.protocol import Journal
from meetsupport.journal.sqlite import SQLiteJournal

__all__ = ["open_journal"]


def open_journal(path: str | os.PathLike[str]) -> Journal:
    """
    Open the journal at a path.

    Args:
        path: A SQLite file, made if missing, or ``:memory:``.

    Raises:
        JournalError: The file cannot be used; the message names it and says why.
    """
    return MemoryJournal() if os.fspath(path) == ":memory:" else SQLiteJournal(path)
