"""
What is acknowledged has been synced.

Killing a process does not show this, since the operating system keeps what was written; a power cut would not. So the
system calls are watched: at each acknowledgement no write to the journal's files may be without a sync behind it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

APPENDS = 10

WRITER = """
import os, sys
from datetime import UTC, datetime
from meetsupport.journal import Draft, Snapshot, SQLiteJournal, modes

path, mode, synchronous = sys.argv[1:4]
modes.choose_mode = lambda: mode
journal = SQLiteJournal(path)
if synchronous:
    journal._database.execute(f"PRAGMA synchronous = {synchronous}")
os.write(1, b"acknowledged\\n")
for head in range(int(sys.argv[4])):
    journal.append([Draft("c", datetime.now(UTC), (b"x" * 300,))], after=head)
    os.write(1, b"acknowledged\\n")
"""

CALL = re.compile(r"(?P<name>\w+)\((?P<fd>\d+)<(?P<path>[^>]*)>")


def strace() -> str:
    found = shutil.which("strace")
    if found is None:
        pytest.skip("strace is not installed; it shows the system calls")
    if subprocess.run([found, "-o", os.devnull, "true"], check=False, capture_output=True).returncode:
        pytest.skip("strace may not trace here")
    return found


def acknowledgements(tmp_path: Path, mode: str, synchronous: str) -> list[tuple[int, set[str]]]:
    """For each acknowledgement: how many syncs since the one before, and which files were written and not synced."""
    path, log = tmp_path / "office.db", tmp_path / "calls.txt"
    calls = "write,pwrite64,pwritev,ftruncate,?link,linkat,fsync,fdatasync"
    subprocess.run(
        [
            *(strace(), "-y", "-e", f"trace={calls}", "-s", "16", "-o", str(log)),
            *(sys.executable, "-c", WRITER, str(path), mode, synchronous, str(APPENDS)),
        ],
        check=True,
        capture_output=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    found: list[tuple[int, set[str]]] = []
    unsynced: set[str] = set()
    syncs = 0
    for line in log.read_text().splitlines():
        call = CALL.match(line)
        if call is None:
            # A new name stands in its folder, and lasts once the folder is synced.
            unsynced |= {str(tmp_path)} if line.startswith("link") else set()
        elif call["name"] == "write" and call["fd"] == "1":
            found.append((syncs, set(unsynced)))
            syncs = 0
        elif call["name"] in {"fsync", "fdatasync"}:
            unsynced.discard(call["path"])
            syncs += 1
        # The shared index of a log is made anew after a crash and is never synced.
        elif call["path"].startswith(str(path)) and not call["path"].endswith("-shm"):
            unsynced.add(call["path"])
    assert len(found) == APPENDS + 1
    return found


@pytest.mark.parametrize("mode", ["truncate", "wal"])
def test_nothing_is_acknowledged_before_all_of_it_is_synced(tmp_path: Path, mode: str) -> None:
    found = acknowledgements(tmp_path, mode, "")
    assert [unsynced for _, unsynced in found] == [set()] * (APPENDS + 1)


@pytest.mark.parametrize(("mode", "fewest"), [("truncate", 4), ("wal", 1)])
def test_each_append_syncs(tmp_path: Path, mode: str, fewest: int) -> None:
    # Rollback: the journal, its header, the file, and the journal again once it is cut to nothing. Log: the log.
    found = acknowledgements(tmp_path, mode, "")
    assert min(syncs for syncs, _ in found[1:]) >= fewest


def test_a_new_file_is_synced_with_its_folder_before_it_is_used(tmp_path: Path) -> None:
    syncs, unsynced = acknowledgements(tmp_path, "truncate", "")[0]
    assert syncs >= 2
    assert unsynced == set()


@pytest.mark.parametrize("mode", ["truncate", "wal"])
def test_the_watch_would_notice_missing_syncs(tmp_path: Path, mode: str) -> None:
    found = acknowledgements(tmp_path, mode, "OFF")
    assert any(unsynced for _, unsynced in found[1:])
    assert {syncs for syncs, _ in found[1:]} == {0}
