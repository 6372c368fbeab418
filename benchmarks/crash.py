"""
Kill a writing process at random moments, and see what its journal holds afterwards.

::

    python -m benchmarks.crash [--kills 1000] [--seed 1] [--json OUT]

A child appends batches, saves snapshots and erases parts, and prints what it did each time *after* the journal has
returned. It is killed with SIGKILL at a random moment, opening included. Then the journal must hold each entry that was
printed, unchanged; hold batches whole or not at all; verify; and hold nothing that was printed as erased, in any file.

A SIGKILL leaves what was written in the hands of the operating system, so this shows nothing about syncing: for that,
``tests/crash/test_syncs.py`` watches the system calls.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import secrets
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import attrs
import msgspec

from meetsupport.core.errors import JournalError
from meetsupport.journal import Draft, Snapshot, SQLiteJournal

KILLS_PER_FILE = 50
# Of what the child does; all else is appending.
ERASING = 0.05
SAVING = 0.10
LONGEST_LIFE_S = 0.08


class Mark(msgspec.Struct):
    """The first part of each entry: which batch it belongs to, and where in it."""

    batch: str
    index: int
    size: int


@attrs.define
class Report:
    """
    What the kills did.

    Attributes:
        kills: How many children were killed.
        before_opening: How many of them had not printed anything yet.
        inside_a_commit: After how many a rollback journal or log with content was left.
        acknowledged: How many entries were printed.
        erased: How many parts were printed as erased.
        entries: How many entries the journals hold.
        problems: What must not be; empty if all is well.
    """

    kills: int = 0
    before_opening: int = 0
    inside_a_commit: int = 0
    acknowledged: int = 0
    erased: int = 0
    entries: int = 0
    problems: list[str] = attrs.Factory(list[str])


def write_forever(path: Path, seed: int) -> None:
    """Be the child: change the journal until killed."""
    chance = random.Random(seed)
    print("begin", flush=True)
    journal = SQLiteJournal(path)
    head = journal.head
    while True:
        draw = chance.random()
        if draw < ERASING and head:
            seq = chance.randrange(1, head + 1)
            (entry,) = journal.read(seq - 1, seq)
            if entry.parts[1] is not None:
                journal.erase([(seq, 1)])
                print("erased", seq, entry.parts[1][:32].decode(), flush=True)
        elif draw < ERASING + SAVING and head:
            journal.save_snapshot(Snapshot(head, bytes(chance.randrange(20_000))))
        else:
            batch, size = secrets.token_hex(8), chance.randrange(1, 5)
            drafts = [
                Draft(
                    "change",
                    datetime.now(UTC),
                    (
                        msgspec.json.encode(Mark(batch, index, size)),
                        secrets.token_hex(16).encode() * chance.randrange(1, 200),
                    ),
                )
                for index in range(size)
            ]
            for entry in journal.append(drafts, after=head):
                head = entry.seq
                print("appended", entry.seq, entry.digest.hex(), flush=True)


def kill_children(folder: Path, kills: int, seed: int) -> Report:
    """
    Start children and kill them, and look at the journal after each.

    Args:
        folder: Where the journals are kept.
        kills: How many children.
        seed: What the moments are drawn from.
    """
    report = Report()
    chance = random.Random(seed)
    digests: dict[int, str] = {}
    gone: dict[int, bytes] = {}
    for number in range(kills):
        path = folder / f"{number // KILLS_PER_FILE}.db"
        if number % KILLS_PER_FILE == 0:
            digests, gone = {}, {}
        said = _life(path, chance.randrange(2**32), chance.uniform(0, LONGEST_LIFE_S))
        report.kills += 1
        report.before_opening += not said
        for word, seq, value in said:
            if word == "appended":
                digests[int(seq)] = value
                report.acknowledged += 1
            else:
                gone[int(seq)] = value.encode()
                report.erased += 1
        report.inside_a_commit += any(
            side.exists() and side.stat().st_size for side in (Path(f"{path}-journal"), Path(f"{path}-wal"))
        )
        if path.exists():
            try:
                head, problems = look(path, digests, gone)
            except JournalError as error:
                head, problems = 0, [str(error)]
            report.entries += head if number % KILLS_PER_FILE == KILLS_PER_FILE - 1 or number == kills - 1 else 0
            report.problems += [f"kill {number}: {problem}" for problem in problems]
        elif digests:
            report.problems.append(f"kill {number}: the file is gone")
    return report


def _life(path: Path, seed: int, life_s: float) -> list[tuple[str, str, str]]:
    child = subprocess.Popen(
        [sys.executable, __file__, "--child", str(path), "--seed", str(seed)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert child.stdout is not None
    with child, child.stdout as lines:
        assert lines.readline() == "begin\n", "the child did not start"
        time.sleep(life_s)
        assert child.poll() is None, "the child ended by itself"
        child.kill()
        said = lines.read()
    # What stands behind the last line break was being printed: perhaps acknowledged, perhaps not.
    words = [line.split() for line in said[: said.rfind("\n") + 1].splitlines()]
    return [(word, seq, value) for word, seq, value in words]


def look(path: Path, digests: dict[int, str], gone: dict[int, bytes]) -> tuple[int, list[str]]:
    """
    Say what a journal must not hold, or should and does not.

    Args:
        path: The journal.
        digests: Of each entry that was acknowledged.
        gone: Of each entry whose second part was erased, how that began.

    Returns:
        The head, and the problems.
    """
    problems: list[str] = []
    with closing(SQLiteJournal(path)) as journal:
        entries = list(journal.read())
        problems += journal.verify().problems
    stored = {entry.seq: entry for entry in entries}
    for seq, digest in digests.items():
        if seq not in stored:
            problems.append(f"entry {seq} was acknowledged and is lost")
        elif stored[seq].digest.hex() != digest:
            problems.append(f"entry {seq} was acknowledged and is another now")
    marks = [msgspec.json.decode(entry.parts[0] or b"", type=Mark) for entry in entries]
    position = 0
    while position < len(marks):
        size = marks[position].size
        if marks[position : position + size] != [Mark(marks[position].batch, index, size) for index in range(size)]:
            problems.append(f"the batch at entry {position + 1} is half there")
        position += size
    contents = [file.read_bytes() for file in path.parent.glob(f"{path.name}*")]
    for seq, begin in gone.items():
        if seq in stored and stored[seq].parts[1] is not None:
            problems.append(f"the erased part of entry {seq} is back")
        if any(begin in content for content in contents):
            problems.append(f"bytes of the erased part of entry {seq} are left")
    return len(entries), problems


def main() -> int:
    """Run it from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.crash", description="Kill a writing process and look at its journal."
    )
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child is not None:
        write_forever(options.child, options.seed)
    begin = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        report = kill_children(Path(folder), options.kills, options.seed)
    shown = json.dumps(attrs.asdict(report) | {"seconds": round(time.perf_counter() - begin, 1)}, indent=2)
    print(shown)
    if options.json is not None:
        options.json.write_text(shown + "\n", encoding="utf-8")
    return 1 if report.problems else 0


if __name__ == "__main__":
    sys.exit(main())
