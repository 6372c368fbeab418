"""What was erased is nowhere in the file or beside it."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from meetsupport.core.errors import JournalError
from meetsupport.journal import Draft, Snapshot, SQLiteJournal

AT = datetime(2022, 2, 4, 12, 0, tzinfo=UTC)


def left_of(file: Path, secret: bytes) -> list[str]:
    return [path.name for path in file.parent.iterdir() if secret in path.read_bytes()]


@pytest.fixture(params=["truncate", "wal"])
def journal(request: pytest.FixtureRequest, file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SQLiteJournal]:
    monkeypatch.setattr("meetsupport.journal.modes.choose_mode", lambda: request.param)
    with closing(SQLiteJournal(file, busy_timeout=timedelta(milliseconds=50))) as opened:
        yield opened


@pytest.mark.parametrize("size", [1, 30, 500, 5_000, 200_000])
def test_no_byte_of_an_erased_payload_or_salt_is_left(file: Path, journal: SQLiteJournal, size: int) -> None:
    secret = b"SECRET" * size
    journal.append([Draft("c", AT, (b"a" * 100, b"keep %d" % n)) for n in range(200)], after=0)
    journal.append([Draft("c", AT, (secret, b"kept"))], after=200)
    journal.append([Draft("c", AT, (b"b" * 100,)) for _ in range(200)], after=201)
    assert left_of(file, b"SECRET")
    journal.erase([(201, 0)])
    assert left_of(file, b"SECRET") == []
    assert (journal.verify().ok, journal.head) == (True, 401)


def test_no_salt_is_left(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(SQLiteJournal(file, salt=lambda size: b"SALTSALT" * (size // 8))) as journal:
        journal.append([Draft("c", AT, (b"x",))], after=0)
        assert left_of(file, b"SALTSALT")
        journal.erase([(1, 0)])
        assert left_of(file, b"SALTSALT") == []


def test_nothing_is_left_after_rows_have_moved_between_pages(file: Path, journal: SQLiteJournal) -> None:
    # Rows of uneven sizes, erased a few at a time, make SQLite move and balance; each erasure must leave nothing.
    chance = random.Random(5)  # noqa: S311
    journal.append(
        [
            Draft("c", AT, (b"[SECRET %d]" % n * chance.randrange(1, 60), bytes(chance.randrange(2_000))))
            for n in range(1, 301)
        ],
        after=0,
    )
    order = list(range(1, 301))
    chance.shuffle(order)
    for begin in range(0, 300, 50):
        journal.erase([(seq, 0) for seq in order[begin : begin + 50]])
        for seq in order[: begin + 50]:
            assert left_of(file, b"[SECRET %d]" % seq) == []


def test_nothing_is_left_in_snapshots(file: Path, journal: SQLiteJournal) -> None:
    journal.append([Draft("c", AT, (b"SECRET",))], after=0)
    journal.save_snapshot(Snapshot(1, b"state with SECRET" + bytes(20_000)))
    journal.erase([(1, 0)])
    assert left_of(file, b"SECRET") == []


def test_an_erasure_that_was_cut_short_is_finished_by_the_next_opening(file: Path, journal: SQLiteJournal) -> None:
    journal.append([Draft("c", AT, (b"SECRET",)), Draft("c", AT, (b"kept",))], after=0)
    journal.erase([(1, 0)])
    journal.close()
    # The mark that stands in the file until it is written anew, and what a freed page might still hold.
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("UPDATE erasures SET unfinished = 1")
        database.execute("CREATE TABLE freed AS SELECT 'STALE' || seq FROM entries")
        database.execute("PRAGMA secure_delete = OFF")
        database.execute("DROP TABLE freed")
    assert left_of(file, b"STALE")
    with closing(SQLiteJournal(file)) as reopened:
        assert left_of(file, b"STALE") == []
        assert reopened.verify().ok


def test_an_erasure_that_a_reader_holds_up_says_so_and_is_finished_later(file: Path, journal: SQLiteJournal) -> None:
    journal.append([Draft("c", AT, (b"SECRET",)), Draft("c", AT, (b"kept",))], after=0)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM entries").fetchone()
        with pytest.raises(JournalError, match=r"locked|copies may be left"):
            journal.erase([(1, 0)])
    journal.erase([(1, 0)])
    assert left_of(file, b"SECRET") == []
    assert [entry.parts for entry in journal.read()] == [(None,), (b"kept",)]
