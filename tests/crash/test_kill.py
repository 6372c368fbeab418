"""The short version of ``python -m benchmarks.crash``."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from benchmarks.crash import Mark, Report, kill_children, look
from meetsupport.journal import Draft, SQLiteJournal


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return kill_children(tmp_path_factory.mktemp("kills"), kills=25, seed=7)


def test_nothing_acknowledged_is_lost_and_nothing_is_half_there(report: Report) -> None:
    assert report.problems == []


def test_the_kills_came_while_something_was_being_done(report: Report) -> None:
    assert report.kills == 25
    assert report.acknowledged > 25
    assert report.inside_a_commit > 0


class TestTheLookItself:
    """The check would notice what it is there for."""

    @pytest.fixture
    def journal(self, tmp_path: Path) -> tuple[Path, dict[int, str]]:
        path = tmp_path / "office.db"
        with closing(SQLiteJournal(path)) as journal:
            drafts = [
                Draft("c", datetime(2020, 9, 8, tzinfo=UTC), (msgspec.json.encode(Mark("b", index, 3)), b"SECRET"))
                for index in range(3)
            ]
            made = journal.append(drafts, after=0)
        return path, {entry.seq: entry.digest.hex() for entry in made}

    def test_it_finds_nothing_in_a_sound_journal(self, journal: tuple[Path, dict[int, str]]) -> None:
        path, digests = journal
        assert look(path, digests, {}) == (3, [])

    def test_it_finds_a_lost_entry_and_a_half_batch(self, journal: tuple[Path, dict[int, str]]) -> None:
        path, digests = journal
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            database.execute("DELETE FROM entries WHERE seq = 3")
        assert look(path, digests, {})[1] == [
            "entry 3 was acknowledged and is lost",
            "the batch at entry 1 is half there",
        ]

    def test_it_finds_an_entry_that_is_another(self, journal: tuple[Path, dict[int, str]]) -> None:
        path, digests = journal
        assert look(path, digests | {2: "00"}, {})[1] == ["entry 2 was acknowledged and is another now"]

    def test_it_finds_what_should_be_erased(self, journal: tuple[Path, dict[int, str]]) -> None:
        path, digests = journal
        assert look(path, digests, {1: b"SECRET"})[1] == [
            "the erased part of entry 1 is back",
            "bytes of the erased part of entry 1 are left",
        ]
