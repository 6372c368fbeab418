"""What a journal in a file promises beyond the others: its settings, its neighbours, and which files it refuses."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from meetsupport.core.errors import JournalDamaged, JournalError, JournalMoved
from meetsupport.journal import Draft, Snapshot, SQLiteJournal, describe_sqlite, open_journal

AT = datetime(2020, 9, 8, 8, 30, tzinfo=UTC)
SOON = timedelta(milliseconds=50)


def drafts(*payloads: bytes) -> list[Draft]:
    return [Draft("change", AT, (payload,)) for payload in payloads]


def filled(file: Path, count: int = 3) -> None:
    with closing(SQLiteJournal(file)) as journal:
        journal.append(drafts(*[b"%d" % n for n in range(count)]), after=0)


def refusal(file: Path) -> str:
    """The message of the error, which must name the file."""
    with pytest.raises(JournalError, match=re.escape(str(file))) as caught:
        open_journal(file)
    return str(caught.value)


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> list[sqlite3.Connection]:
    """The connections that are opened, the newest last."""
    opened: list[sqlite3.Connection] = []
    connect = sqlite3.connect

    def recording(*args: Any, **settings: Any) -> sqlite3.Connection:
        opened.append(connect(*args, **settings))
        return opened[-1]

    monkeypatch.setattr(sqlite3, "connect", recording)
    return opened


def pragma(connection: sqlite3.Connection, name: str) -> int | bytes:
    value: int | bytes
    (value,) = connection.execute(f"PRAGMA {name}").fetchone()
    return value


@pytest.mark.parametrize("mode", ["truncate", "wal"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("busy_timeout", 30_000),
        ("secure_delete", 1),
        ("temp_store", 2),
        ("application_id", 0x4D534A4C),
        ("user_version", 1),
    ],
)
def test_each_connection_is_set_up(
    file: Path,
    connections: list[sqlite3.Connection],
    monkeypatch: pytest.MonkeyPatch,
    mode: str,
    name: str,
    value: int,
) -> None:
    monkeypatch.setattr("meetsupport.journal.modes.choose_mode", lambda: mode)
    filled(file)
    with closing(SQLiteJournal(file)):
        assert pragma(connections[-1], name) == value


@pytest.mark.parametrize("mode", ["truncate", "wal"])
def test_the_file_is_kept_in_the_mode_that_is_said(
    file: Path, connections: list[sqlite3.Connection], monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    monkeypatch.setattr("meetsupport.journal.modes.choose_mode", lambda: mode)
    with closing(SQLiteJournal(file)) as journal:
        assert (journal.mode, pragma(connections[-1], "journal_mode")) == (mode, mode.encode())


def test_the_mode_is_the_one_that_is_described(file: Path) -> None:
    with closing(SQLiteJournal(file)) as journal:
        assert journal.mode == describe_sqlite().mode


def test_a_setting_that_the_file_system_refuses_is_named(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # SQLite answers with the mode that it kept when a file system cannot do the one that was asked for.
    monkeypatch.setattr("meetsupport.journal.modes.choose_mode", lambda: "nonsense")
    assert "expected 'nonsense'" in refusal(file)


def test_a_file_moves_between_modes_with_all_it_holds(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for head, mode in enumerate(("wal", "truncate", "wal")):
        monkeypatch.setattr("meetsupport.journal.modes.choose_mode", lambda: mode)  # noqa: B023
        with closing(SQLiteJournal(file)) as journal:
            journal.append(drafts(b"x"), after=head)
            assert journal.verify().ok


def test_a_mode_switched_by_another_program_is_noticed_before_writing(file: Path) -> None:
    filled(file)
    with closing(SQLiteJournal(file)) as journal, closing(sqlite3.connect(file)) as other:
        wrong = "wal" if journal.mode == "truncate" else "truncate"
        other.execute(f"PRAGMA journal_mode = {wrong}")
        with pytest.raises(JournalError, match=f"switched it to mode {wrong}"):
            journal.append(drafts(b"x"), after=3)
        assert journal.head == 3


def test_what_was_appended_is_there_when_reopened(file: Path) -> None:
    with closing(SQLiteJournal(file)) as journal:
        made = journal.append([Draft("sent", AT, (b"1", b"\x00" * 10_000))], after=0)
        journal.save_snapshot(Snapshot(1, b"state"))
    with closing(SQLiteJournal(file)) as journal:
        assert (tuple(journal.read()), journal.snapshot(), journal.head) == (made, Snapshot(1, b"state"), 1)


def test_a_relative_path_and_odd_names_are_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a b?c#d%41.db", "会议.db", "file:x.db", " "):
        with closing(open_journal(name)) as journal:
            journal.append(drafts(b"1"), after=0)
        assert (tmp_path / name).exists()
        with closing(open_journal(name)) as journal:
            assert journal.head == 1


def test_a_link_leads_to_the_file(file: Path) -> None:
    link = file.with_name("link.db")
    link.symlink_to(file)
    with closing(SQLiteJournal(link)) as journal:
        journal.append(drafts(b"1"), after=0)
    assert file.exists()
    assert link.is_symlink()


def test_making_a_journal_leaves_nothing_else_behind(file: Path) -> None:
    SQLiteJournal(file).close()
    assert {path.name for path in file.parent.iterdir()} <= {file.name, f"{file.name}-journal"}


def test_a_journal_is_made_without_links(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    filled(file)
    with closing(SQLiteJournal(file)) as journal:
        assert journal.head == 3


def test_a_journal_that_somebody_makes_at_the_same_time_is_taken(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = os.link

    def late(source: Path, target: Path) -> None:
        if not target.exists():
            monkeypatch.setattr(os, "link", link)
            filled(target)
        link(source, target)

    monkeypatch.setattr(os, "link", late)
    with closing(SQLiteJournal(file)) as journal:
        assert journal.head == 3


class TestNeighbours:
    @pytest.fixture
    def pair(self, file: Path) -> Iterator[tuple[SQLiteJournal, SQLiteJournal]]:
        with closing(SQLiteJournal(file)) as one, closing(SQLiteJournal(file)) as other:
            one.append(drafts(b"1", b"2"), after=0)
            yield one, other

    def test_what_one_appends_the_other_reads(self, pair: tuple[SQLiteJournal, SQLiteJournal]) -> None:
        one, other = pair
        assert (other.head, list(other.read())) == (2, list(one.read()))

    def test_whoever_has_not_seen_the_others_entry_is_told(self, pair: tuple[SQLiteJournal, SQLiteJournal]) -> None:
        one, other = pair
        one.append(drafts(b"3"), after=2)
        with pytest.raises(JournalMoved) as caught:
            other.append(drafts(b"3"), after=2)
        assert (caught.value.expected, caught.value.head) == (2, 3)

    def test_a_snapshot_made_before_the_other_erased_is_refused(
        self, pair: tuple[SQLiteJournal, SQLiteJournal]
    ) -> None:
        one, other = pair
        other.erase([(1, 0)])
        with pytest.raises(JournalError, match="erased parts"):
            one.save_snapshot(Snapshot(2, b"1 and 2"))
        assert other.snapshot() is None

    def test_erasing_oneself_does_not_hide_what_the_other_erased(
        self, pair: tuple[SQLiteJournal, SQLiteJournal]
    ) -> None:
        one, other = pair
        other.erase([(1, 0)])
        one.erase([(2, 0)])
        with pytest.raises(JournalError, match="erased parts"):
            one.save_snapshot(Snapshot(2, b"1"))

    def test_a_reader_halfway_through_stops_nobody(self, pair: tuple[SQLiteJournal, SQLiteJournal]) -> None:
        one, other = pair
        reading = one.read()
        next(reading)
        other.append(drafts(b"3"), after=2)
        other.erase([(3, 0)])
        assert [entry.parts for entry in reading] == [(b"2",), (None,)]


class TestRefusals:
    def test_a_folder(self, tmp_path: Path) -> None:
        assert "folder" in refusal(tmp_path)

    def test_a_missing_folder(self, tmp_path: Path) -> None:
        refusal(tmp_path / "missing" / "office.db")

    def test_a_file_as_folder(self, file: Path) -> None:
        file.write_text("x")
        refusal(file / "office.db")

    @pytest.mark.parametrize("content", [b"", b"x", b"SQLite format 3\x00", b"text\n" * 1000, bytes(8192)])
    def test_a_file_that_is_no_database(self, file: Path, content: bytes) -> None:
        file.write_bytes(content)
        with pytest.raises(JournalDamaged, match=re.escape(str(file))):
            open_journal(file)
        assert file.read_bytes() == content

    @pytest.mark.parametrize("mode", ["delete", "wal"])
    def test_a_database_of_another_program_and_nothing_is_changed_in_it(self, file: Path, mode: str) -> None:
        with closing(sqlite3.connect(file)) as other:
            other.execute(f"PRAGMA journal_mode = {mode}")
            other.execute("CREATE TABLE entries(seq)")
        before = file.read_bytes()
        assert "another program" in refusal(file)
        assert file.read_bytes() == before

    @pytest.mark.parametrize("version", [0, 2])
    def test_another_format(self, file: Path, version: int) -> None:
        filled(file)
        with closing(sqlite3.connect(file)) as other:
            other.execute(f"PRAGMA user_version = {version}")
        assert f"format {version}, expected 1" in refusal(file)

    def test_a_missing_table(self, file: Path) -> None:
        filled(file)
        with closing(sqlite3.connect(file)) as other:
            other.execute("DROP TABLE snapshots")
        with pytest.raises(JournalDamaged, match="snapshots"):
            open_journal(file)

    def test_a_file_that_is_locked_when_opened(self, file: Path) -> None:
        filled(file)
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            with pytest.raises(JournalError, match=re.escape(str(file)) + ".*locked.*0.05 s"):
                SQLiteJournal(file, busy_timeout=SOON)

    def test_a_file_that_is_locked_when_appended_to(self, file: Path) -> None:
        filled(file)
        with closing(SQLiteJournal(file, busy_timeout=SOON)) as journal:
            with closing(sqlite3.connect(file, isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                with pytest.raises(JournalError, match="locked"):
                    journal.append(drafts(b"x"), after=3)
            journal.append(drafts(b"x"), after=3)

    def test_a_commit_that_a_reader_holds_up_appends_nothing(self, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("meetsupport.journal.modes.choose_mode", lambda: "truncate")
        filled(file)
        with closing(SQLiteJournal(file, busy_timeout=SOON)) as journal:
            with closing(sqlite3.connect(file, isolation_level=None)) as other:
                other.execute("BEGIN")
                other.execute("SELECT * FROM entries").fetchone()
                with pytest.raises(JournalError, match="locked"):
                    journal.append(drafts(b"x"), after=3)
            assert journal.head == 3
            journal.append(drafts(b"x"), after=3)

    def test_a_disk_that_is_full(self, file: Path, connections: list[sqlite3.Connection]) -> None:
        filled(file)
        with closing(SQLiteJournal(file)) as journal:
            connections[-1].execute("PRAGMA max_page_count = 1").fetchall()
            with pytest.raises(JournalError, match="disk is full"):
                journal.append(drafts(bytes(100_000)), after=3)
            assert (journal.head, journal.verify().ok) == (3, True)

    @pytest.fixture
    def unprivileged(self) -> Iterator[Path]:
        """A folder whose files can be made read-only; nothing is read-only to root."""
        folder = Path(tempfile.mkdtemp())
        if os.geteuid():
            yield folder
        else:
            folder.chmod(0o777)
            os.seteuid(65534)
            try:
                yield folder
            finally:
                os.seteuid(0)
        folder.chmod(stat.S_IRWXU)
        shutil.rmtree(folder)

    def test_a_read_only_file(self, unprivileged: Path) -> None:
        file = unprivileged / "office.db"
        filled(file)
        file.chmod(0o444)
        assert "read-only" in refusal(file)

    def test_an_unreadable_file(self, unprivileged: Path) -> None:
        file = unprivileged / "office.db"
        filled(file)
        file.chmod(0)
        assert "cannot be opened" in refusal(file)

    def test_a_read_only_folder_for_a_new_file(self, unprivileged: Path) -> None:
        inner = unprivileged / "inner"
        inner.mkdir()
        inner.chmod(0o555)
        assert "cannot be" in refusal(inner / "office.db")
        inner.chmod(0o755)

    def test_a_read_only_folder_for_the_rollback_journal(self, unprivileged: Path) -> None:
        inner = unprivileged / "inner"
        inner.mkdir()
        file = inner / "office.db"
        filled(file)
        inner.joinpath("office.db-journal").unlink(missing_ok=True)
        inner.chmod(0o555)
        with pytest.raises(JournalError, match=re.escape(str(file))), closing(SQLiteJournal(file)) as journal:
            journal.append(drafts(b"x"), after=3)
        inner.chmod(0o755)
