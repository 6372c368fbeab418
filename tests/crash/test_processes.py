"""Eight processes on one file lose nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import defaultdict
from contextlib import closing
from pathlib import Path

from meetsupport.journal import SQLiteJournal

PROCESSES = 8
APPENDS = 20

# Each waits for a line on its input, so that all open and make the file at once.
WRITER = """
import sys
from datetime import UTC, datetime
from meetsupport.core.errors import JournalMoved
from meetsupport.journal import Draft, SQLiteJournal

path, name, appends = sys.argv[1], sys.argv[2], int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
journal = SQLiteJournal(path)
head = 0
for number in range(appends):
    pair = [Draft(name, datetime.now(UTC), (b"%d %d" % (number, half),)) for half in (0, 1)]
    while True:
        try:
            head = journal.append(pair, after=head)[-1].seq
        except JournalMoved as error:
            head = error.head
        else:
            break
journal.close()
"""


def test_eight_processes_appending_to_one_file_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    children = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), f"writer {number}", str(APPENDS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )
        for number in range(PROCESSES)
    ]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
    for child in children:
        child.communicate(b"go\n")
    assert [child.returncode for child in children] == [0] * PROCESSES

    written: dict[str, list[bytes | None]] = defaultdict(list)
    with closing(SQLiteJournal(path)) as journal:
        for entry in journal.read():
            written[entry.kind] += entry.parts
        assert journal.verify().ok
    in_order = [b"%d %d" % (number, half) for number in range(APPENDS) for half in (0, 1)]
    assert written == {f"writer {number}": in_order for number in range(PROCESSES)}
