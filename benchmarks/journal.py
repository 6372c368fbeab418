"""
How fast the journal is, beside the floor that its promises set.

::

    python -m benchmarks.journal [--entries 100000] [--appends 400] [--rounds 7] [--json OUT]

*Appending*: one draft with one part of 300 bytes an append, beside a bare ``INSERT`` and commit of the same columns and
bytes under the same PRAGMAs, in alternating rounds of the same run; the median round of each counts.

*Opening*: from the path to every entry read and checked, beside from the path to the newest snapshot and the entries
behind it. `time_opening` takes what is to be built, so that the same files can be opened at a higher level.

*Office*: the same with real changes, from the path to the plan and who knows what: replaying 100,000 changes to 2,000
people beside restoring the newest snapshot.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from meetsupport.desk.builtin import BUILTIN
from meetsupport.desk.office import Office
from meetsupport.journal import Draft, Journal, Snapshot, SQLiteJournal, describe_sqlite
from meetsupport.model import Person
from meetsupport.plan import Plan, Put, body_of
from meetsupport.plugins import Registry

AT = datetime(2020, 9, 8, 8, 30, tzinfo=UTC)
PAYLOAD = b'{"by":"registration","edits":[{"put":"Participant","id":"p-%06d","fields":{"route":"north"}}]}'
SNAPSHOT_BYTES = 7_000_000
BEHIND_THE_SNAPSHOT = 100


def draft(number: int) -> Draft:
    """Make a change of 300 bytes."""
    return Draft("change", AT, ((PAYLOAD % number).ljust(300),))


def append_ours(path: Path, count: int) -> float:
    """Append entries one by one and give the appends per second."""
    with closing(SQLiteJournal(path)) as journal:
        drafts = [[draft(number)] for number in range(count)]
        begin = time.perf_counter()
        for head, one in enumerate(drafts):
            journal.append(one, after=head)
        return count / (time.perf_counter() - begin)


def insert_bare(path: Path, count: int) -> float:
    """Insert the same bytes one by one with nothing but sqlite3 and give the commits per second."""
    model = path.with_name("model.db")
    with closing(SQLiteJournal(model)) as journal:
        journal.append([draft(number) for number in range(count)], after=0)
    with closing(sqlite3.connect(model)) as database:
        rows = database.execute("SELECT seq, kind, at, parts, previous, digest FROM entries").fetchall()
        (schema,) = database.execute("SELECT sql FROM sqlite_master WHERE name = 'entries'").fetchone()
    model.unlink()
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for setting in (f"journal_mode = {describe_sqlite().mode}", "synchronous = FULL", "secure_delete = ON"):
            database.execute(f"PRAGMA {setting}")
        database.execute(schema)
        begin = time.perf_counter()
        for row in rows:
            database.execute("BEGIN IMMEDIATE")
            database.execute(
                "INSERT INTO entries(seq, kind, at, parts, previous, digest) VALUES (?, ?, ?, ?, ?, ?)", row
            )
            database.execute("COMMIT")
        return count / (time.perf_counter() - begin)


def time_appending(folder: Path, count: int, rounds: int) -> dict[str, float]:
    """Give the median appends per second of ours and of bare inserts, and the median of their ratios."""
    ours: list[float] = []
    bare: list[float] = []
    for number in range(rounds):
        ours.append(append_ours(folder / f"ours-{number}.db", count))
        bare.append(insert_bare(folder / f"bare-{number}.db", count))
    return {
        "appends_per_s": statistics.median(ours),
        "bare_inserts_per_s": statistics.median(bare),
        "ratio": statistics.median(one / other for one, other in zip(ours, bare, strict=True)),
    }


def fill(path: Path, entries: int) -> None:
    """Make a journal with a snapshot a hundred entries before its head."""
    with closing(SQLiteJournal(path)) as journal:
        for head in range(0, entries, 1000):
            journal.append([draft(number) for number in range(head, min(head + 1000, entries))], after=head)
        journal.save_snapshot(Snapshot(entries - BEHIND_THE_SNAPSHOT, bytes(SNAPSHOT_BYTES)))


def time_opening(path: Path, build: Callable[[Journal], object], rounds: int = 3) -> float:
    """
    Time from a path to what is built of its journal, in seconds; the best of some rounds.

    Args:
        path: A journal.
        build: Makes of it what is wanted.
        rounds: How often.
    """

    def once() -> float:
        begin = time.perf_counter()
        with closing(SQLiteJournal(path)) as journal:
            build(journal)
            return time.perf_counter() - begin

    return min(once() for _ in range(rounds))


def replay(journal: Journal) -> int:
    """Read all entries."""
    return sum(1 for _ in journal.read())


def restore(journal: Journal) -> int:
    """Read the newest snapshot and the entries behind it."""
    snapshot = journal.snapshot()
    assert snapshot is not None, "there is no sound snapshot"
    return sum(1 for _ in journal.read(after=snapshot.seq))


def fill_changes(path: Path, registry: Registry, changes: int, people: int = 2000) -> None:
    """Make a journal of changes, each to one field of one person, with a snapshot a hundred changes before its head."""
    plan = Plan(registry.types)
    with closing(SQLiteJournal(path)) as journal:
        drafts: list[Draft] = []
        for number in range(changes):
            edit = Put(Person(id=f"person-{number % people:05}", name=f"Name {number}", phone="000-0000"))
            drafts.append(Draft("change", AT, (b'{"by":"hr"}', body_of(plan, edit))))
            plan, _ = plan.moved([edit], number + 1)
            if len(drafts) == 1000 or number == changes - 1:  # noqa: PLR2004 - a batch
                journal.append(drafts, after=number + 1 - len(drafts))
                drafts = []
        journal.save_snapshot(Office.from_journal(registry, journal, changes - BEHIND_THE_SNAPSHOT).snapshot())


def time_office(path: Path, registry: Registry) -> tuple[float, float]:
    """Time replaying all changes, and opening from the snapshot, in seconds; both must come to the same plan."""
    with closing(SQLiteJournal(path)) as journal:
        begin = time.perf_counter()
        office = Office(registry)
        for entry in journal.read():
            office.fold(entry)
        replayed = time.perf_counter() - begin
        assert Office.from_journal(registry, journal).plan.same_records(office.plan), "snapshot and replay differ"
    return replayed, time_opening(path, lambda journal: Office.from_journal(registry, journal))


def time_unclean_opening(path: Path) -> float:
    """Time an opening that finds a rollback journal or log with content, in seconds: the structure is checked then."""
    side = Path(f"{path}-{'wal' if describe_sqlite().mode == 'wal' else 'journal'}")
    # SQLite finds no valid header in it and takes nothing from it, but it does not look clean.
    side.write_bytes(bytes(512))
    return time_opening(path, lambda journal: journal.head, rounds=1)


def main() -> int:
    """Run it from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.journal", description="Time the journal beside its floor."
    )
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--appends", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    facts = describe_sqlite()
    found: dict[str, object] = {"sqlite": facts.version, "mode": facts.mode, "entries": options.entries}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found |= time_appending(folder, options.appends, options.rounds)
        path = folder / "journal.db"
        fill(path, options.entries)
        found["file_mb"] = path.stat().st_size / 1e6
        found["open_only_s"] = time_opening(path, lambda journal: journal.head)
        found["open_replay_s"] = time_opening(path, replay)
        found["open_snapshot_s"] = time_opening(path, restore)
        found["open_unclean_s"] = time_unclean_opening(path)
        found["verify_s"] = time_opening(path, lambda journal: journal.verify(), rounds=1)
        found["erase_one_s"] = time_opening(path, lambda journal: journal.erase([(1, 0)]), rounds=1)
        registry = Registry.of({"core": BUILTIN})
        changes = folder / "changes.db"
        fill_changes(changes, registry, options.entries)
        found["office_replay_s"], found["office_snapshot_s"] = time_office(changes, registry)
    shown = json.dumps(
        {key: round(value, 4) if isinstance(value, float) else value for key, value in found.items()}, indent=2
    )
    print(shown)
    if options.json is not None:
        options.json.write_text(shown + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
