"""Planted damage: whatever is changed in the store, verify names it and read does not give it out."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from meetsupport.core.errors import JournalDamaged
from meetsupport.journal import Draft, Snapshot, SQLiteJournal

AT = datetime(2020, 9, 8, 8, 30, tzinfo=UTC)


@pytest.fixture
def journal(file: Path) -> Iterator[SQLiteJournal]:
    with closing(SQLiteJournal(file)) as opened:
        opened.append(
            [Draft(f"kind-{n}", AT.replace(minute=n), (b"payload %d a" % n, b"payload %d b" % n)) for n in range(1, 6)],
            after=0,
        )
        yield opened


def tamper(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        for statement in statements:
            database.execute(statement)


def flip(file: Path, found: bytes) -> None:
    content = bytearray(file.read_bytes())
    assert content.count(found) == 1
    content[content.index(found) + len(found) - 1] ^= 1
    file.write_bytes(content)


def stored_parts(file: Path, seq: int) -> list[list[bytes]]:
    with closing(sqlite3.connect(file)) as database:
        (blob,) = database.execute("SELECT parts FROM entries WHERE seq = ?", (seq,)).fetchone()
    return msgspec.msgpack.decode(blob, type=list[list[bytes]])


def named(journal: SQLiteJournal) -> list[str]:
    found = journal.verify()
    assert found.ok == (not found.problems)
    return re.findall(r"^(entr(?:y|ies) \d+(?: to \d+)?(?: part \d+)?)", "\n".join(found.problems), re.MULTILINE)


BYTES: list[tuple[Callable[[Path], bytes], str]] = [
    (lambda file: b"payload 3 b", "entry 3 part 1"),
    (lambda file: stored_parts(file, 3)[0][1], "entry 3 part 0"),
    (lambda file: b"kind-3", "entry 3"),
    (lambda file: b"2020-09-08T08:03:00+00:00", "entry 3"),
]


@pytest.mark.parametrize(
    ("what", "place"),
    BYTES,
    ids=["payload", "salt", "kind", "at"],
)
def test_one_flipped_bit_in_the_file_is_named(
    journal: SQLiteJournal, file: Path, what: Callable[[Path], bytes], place: str
) -> None:
    found = what(file)
    journal.close()
    flip(file, found)
    with closing(SQLiteJournal(file)) as reopened:
        assert named(reopened) == [place]


def test_a_flipped_bit_in_the_digest_of_a_part_breaks_part_and_entry(journal: SQLiteJournal, file: Path) -> None:
    found = stored_parts(file, 3)[0][0]
    journal.close()
    flip(file, found)
    with closing(SQLiteJournal(file)) as reopened:
        assert named(reopened) == ["entry 3 part 0", "entry 3"]


@pytest.mark.parametrize(
    ("statement", "places"),
    [
        ("UPDATE entries SET digest = zeroblob(32) WHERE seq = 3", ["entry 3", "entry 4"]),
        ("UPDATE entries SET previous = zeroblob(32) WHERE seq = 3", ["entry 3", "entry 3"]),
        ("UPDATE entries SET previous = zeroblob(32) WHERE seq = 5", ["entry 5", "entry 5"]),
        ("UPDATE entries SET previous = x'01' WHERE seq = 1", ["entry 1", "entry 1"]),
        ("UPDATE entries SET kind = CAST(x'ff' AS TEXT) WHERE seq = 3", ["entry 3"]),
        ("UPDATE entries SET kind = 7 WHERE seq = 3", ["entry 3"]),
        ("UPDATE entries SET at = '2020-09-08T08:03:00Z' WHERE seq = 3", ["entry 3"]),
        ("UPDATE entries SET at = x'' WHERE seq = 3", ["entry 3"]),
        ("UPDATE entries SET parts = x'' WHERE seq = 3", ["entry 3"]),
        ("UPDATE entries SET parts = x'90' WHERE seq = 3", ["entry 3"]),
        ("UPDATE entries SET parts = 5 WHERE seq = 3", ["entry 3"]),
        ("UPDATE entries SET digest = 'text' WHERE seq = 3", ["entry 3", "entry 4"]),
        ("DELETE FROM entries WHERE seq = 3", ["entry 3"]),
        ("DELETE FROM entries WHERE seq IN (2, 3)", ["entries 2 to 3"]),
        ("DELETE FROM entries WHERE seq = 1", ["entry 1"]),
        ("UPDATE entries SET parts = (SELECT parts FROM entries WHERE seq = 2) WHERE seq = 3", ["entry 3"]),
        ("UPDATE entries SET seq = 9 WHERE seq = 5", ["entry 9", "entries 5 to 8"]),
        (
            "INSERT INTO entries SELECT 0, kind, at, previous, digest, parts FROM entries WHERE seq = 1",
            ["entry 0", "entry 0", "entry 1"],
        ),
        (
            "INSERT INTO entries SELECT 6, kind, at, previous, digest, parts FROM entries WHERE seq = 5",
            ["entry 6", "entry 6"],
        ),
    ],
)
def test_a_changed_store_is_named(journal: SQLiteJournal, file: Path, statement: str, places: list[str]) -> None:
    tamper(file, statement)
    assert named(journal) == places


def test_two_swapped_entries_are_named(journal: SQLiteJournal, file: Path) -> None:
    tamper(
        file,
        "UPDATE entries SET seq = 99 WHERE seq = 2",
        "UPDATE entries SET seq = 2 WHERE seq = 4",
        "UPDATE entries SET seq = 4 WHERE seq = 99",
    )
    assert set(named(journal)) == {"entry 2", "entry 3", "entry 4", "entry 5"}
    assert named(journal)[0] == "entry 2"


def test_a_half_erased_part_is_named(journal: SQLiteJournal, file: Path) -> None:
    (digest, _, payload), other = stored_parts(file, 3)
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        half = msgspec.msgpack.encode([[digest, None, payload], other])
        database.execute("UPDATE entries SET parts = ? WHERE seq = 3", (half,))
    assert named(journal) == ["entry 3 part 0"]


def test_an_entry_whose_digest_was_made_to_fit_breaks_the_link_behind_it(journal: SQLiteJournal, file: Path) -> None:
    with closing(SQLiteJournal(file.with_name("forged.db"))) as forged:
        forged.append([Draft(f"kind-{n}", AT, (b"forged",)) for n in range(1, 6)], after=0)
    tamper(
        file,
        f"ATTACH '{forged.path}' AS forged",
        "DELETE FROM entries WHERE seq = 3",
        "INSERT INTO entries SELECT * FROM forged.entries WHERE seq = 3",
    )
    assert named(journal) == ["entry 3", "entry 4"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET kind = 'other' WHERE seq = 3",
        "UPDATE entries SET parts = CAST(replace(parts, 'payload 3 b', 'payload 3 c') AS BLOB) WHERE seq = 3",
        "UPDATE entries SET previous = zeroblob(32) WHERE seq = 3",
        "DELETE FROM entries WHERE seq = 3",
    ],
)
def test_reading_stops_with_an_error_at_the_broken_entry(journal: SQLiteJournal, file: Path, statement: str) -> None:
    tamper(file, statement)
    seen: list[int] = []
    with pytest.raises(JournalDamaged, match=re.escape(str(file)) + ".*entry 3"):
        seen.extend(entry.seq for entry in journal.read())
    with pytest.raises(JournalDamaged, match="entry 3"):
        list(journal.read(after=2))
    assert list(journal.read(upto=2))


def test_reading_behind_a_missing_entry_is_refused(journal: SQLiteJournal, file: Path) -> None:
    tamper(file, "DELETE FROM entries WHERE seq = 3")
    with pytest.raises(JournalDamaged, match="entry 3 is missing"):
        next(journal.read(after=3))


def test_erasing_from_an_entry_that_cannot_be_decoded_is_refused(journal: SQLiteJournal, file: Path) -> None:
    tamper(file, "UPDATE entries SET parts = x'' WHERE seq = 3")
    with pytest.raises(JournalDamaged, match=re.escape(str(file)) + ".*entry 3"):
        journal.erase([(3, 0)])


def test_a_broken_page_is_named_by_verify_and_refused_by_read(journal: SQLiteJournal, file: Path) -> None:
    journal.append([Draft("filler", AT, (bytes(3000),)) for _ in range(20)], after=5)
    journal.close()
    content = bytearray(file.read_bytes())
    page = content.index(b"filler") // 4096
    content[page * 4096 : page * 4096 + 8] = b"\xff" * 8
    file.write_bytes(content)
    with closing(SQLiteJournal(file)) as reopened:
        found = reopened.verify()
        assert any("nothing can be read" in problem for problem in found.problems)
        assert any(problem.startswith("file: ") for problem in found.problems)
        with pytest.raises(JournalDamaged, match=re.escape(str(file))):
            list(reopened.read())


class TestSnapshots:
    def test_one_whose_state_was_changed_is_passed_over(self, journal: SQLiteJournal, file: Path) -> None:
        journal.save_snapshot(Snapshot(2, b"two"))
        journal.save_snapshot(Snapshot(4, b"four"))
        tamper(file, "UPDATE snapshots SET state = x'00' WHERE seq = 4")
        assert journal.snapshot() == Snapshot(2, b"two")

    def test_one_of_another_entry_is_passed_over(self, journal: SQLiteJournal, file: Path) -> None:
        journal.save_snapshot(Snapshot(4, b"four"))
        tamper(file, "UPDATE snapshots SET seq = 3")
        assert journal.snapshot() is None

    def test_one_of_another_chain_is_passed_over(self, journal: SQLiteJournal, file: Path) -> None:
        with closing(SQLiteJournal(file.with_name("other.db"))) as other:
            other.append([Draft("kind", AT, (b"",))] * 5, after=0)
            other.save_snapshot(Snapshot(4, b"of the other"))
        tamper(file, f"ATTACH '{other.path}' AS other", "INSERT INTO snapshots SELECT * FROM other.snapshots")
        assert journal.snapshot() is None

    def test_one_of_a_tail_that_was_cut_off_and_written_anew_is_passed_over(
        self, journal: SQLiteJournal, file: Path
    ) -> None:
        journal.save_snapshot(Snapshot(5, b"old tail"))
        tamper(file, "DELETE FROM entries WHERE seq = 5")
        assert journal.snapshot() is None
        journal.append([Draft("kind-5", AT, (b"new tail",))], after=4)
        assert journal.snapshot() is None
