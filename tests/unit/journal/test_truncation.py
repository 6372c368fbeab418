"""A file that was cut off is recovered whole or refused by name, never half read."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from meetsupport.core.errors import JournalDamaged
from meetsupport.journal import Draft, Entry, Snapshot, SQLiteJournal

AT = datetime(2020, 9, 8, 8, 30, tzinfo=UTC)
PAGE = 4096


@pytest.fixture
def whole(file: Path) -> tuple[Entry, ...]:
    """Entries over leaf pages, inner pages and overflow pages, and a snapshot over many."""
    with closing(SQLiteJournal(file)) as journal:
        made = journal.append([Draft("c", AT, (bytes([n % 256]) * (n % 9 * 700),)) for n in range(60)], after=0)
        journal.save_snapshot(Snapshot(60, b"state" * 4_000))
    return made


def outcome(file: Path, whole: tuple[Entry, ...]) -> str:
    try:
        with closing(SQLiteJournal(file)) as journal:
            sound = tuple(journal.read()) == whole and journal.verify().ok
            # A snapshot whose last page was lost is passed over; it only saves time.
            sound = sound and journal.snapshot() in {None, Snapshot(60, b"state" * 4_000)}
            return "recovered" if sound else "half read"
    except JournalDamaged as error:
        return "refused" if str(error).startswith(str(file)) else "refused without its name"


def test_cut_off_at_each_page_it_is_refused(file: Path, whole: tuple[Entry, ...]) -> None:
    content = file.read_bytes()
    assert len(content) > 30 * PAGE
    for size in range(0, len(content), PAGE):
        file.write_bytes(content[:size])
        assert outcome(file, whole) == "refused", size
        assert file.stat().st_size == size


@pytest.mark.parametrize("missing", [1, 100, 2048, 4095])
def test_cut_off_inside_a_page_it_is_refused(file: Path, whole: tuple[Entry, ...], missing: int) -> None:
    content = file.read_bytes()
    file.write_bytes(content[:-missing])
    assert outcome(file, whole) == "refused"


def interrupted(file: Path, copy: Path) -> None:
    """Copy the file and its rollback journal as a process that dies halfway through a commit leaves them."""
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = truncate")
        database.execute("PRAGMA cache_size = 1")
        database.execute("BEGIN IMMEDIATE")
        database.execute("UPDATE entries SET parts = x'90'")
        shutil.copy(file, copy)
        shutil.copy(f"{file}-journal", f"{copy}-journal")
        database.execute("ROLLBACK")


def test_a_commit_that_was_interrupted_is_taken_back(file: Path, whole: tuple[Entry, ...]) -> None:
    copy = file.with_name("copy.db")
    interrupted(file, copy)
    assert copy.read_bytes() != file.read_bytes()
    assert outcome(copy, whole) == "recovered"


def test_cut_off_during_a_commit_it_is_recovered_or_refused(file: Path, whole: tuple[Entry, ...]) -> None:
    copy = file.with_name("copy.db")
    interrupted(file, copy)
    content, rollback = copy.read_bytes(), Path(f"{copy}-journal").read_bytes()
    outcomes: set[str] = set()
    for size in range(0, len(content) + 1, PAGE):
        copy.write_bytes(content[:size])
        Path(f"{copy}-journal").write_bytes(rollback)
        outcomes.add(outcome(copy, whole))
    assert outcomes == {"recovered", "refused"}


def test_zeros_where_pages_were_are_refused_after_a_crash(file: Path, whole: tuple[Entry, ...]) -> None:
    # The rollback journal brings the file back to its full size, but only those pages back that it holds.
    copy = file.with_name("copy.db")
    interrupted(file, copy)
    content = copy.read_bytes()
    copy.write_bytes(content[: len(content) // 2])
    with pytest.raises(JournalDamaged, match=re.escape(str(copy))):
        SQLiteJournal(copy)


def test_a_log_that_was_cut_off_gives_an_earlier_state_or_is_refused(
    file: Path, whole: tuple[Entry, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The documented limit of the chain: a tail that is missing as a whole does not show.
    monkeypatch.setattr("meetsupport.journal.modes.choose_mode", lambda: "wal")
    copy = file.with_name("copy.db")
    heads: set[int] = set()
    with closing(SQLiteJournal(file)) as journal:
        for head in range(60, 70):
            journal.append([Draft("c", AT, (b"later",))], after=head)
        content, log = file.read_bytes(), Path(f"{file}-wal").read_bytes()
        later = tuple(journal.read())
    for size in [*range(0, len(log), 1024), len(log)]:
        copy.write_bytes(content)
        Path(f"{copy}-wal").write_bytes(log[:size])
        with closing(SQLiteJournal(copy)) as cut:
            assert tuple(cut.read()) == later[: cut.head]
            heads.add(cut.head)
        Path(f"{copy}-wal").unlink(missing_ok=True)
    assert heads == set(range(60, 71))
