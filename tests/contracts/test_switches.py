"""The session that switches things off: it hears who notices, and fails when a row misses what serves it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from meetsupport.desk import BUILTIN
from meetsupport.plugins import Registry
from tests.stories.rows import ROWS, WAITING
from tests.stories.served import SERVED
from tests.stories.switches import switchable
from tests.thorough import on_one_python

ROOT = Path(__file__).parents[2]

HEARING = """
import meetsupport as ms
import pytest
from meetsupport.testing import memory_desk

GATE = ms.Task(id="gate", title="Open the gate")

@pytest.fixture(scope="module")
def desk():
    return memory_desk([GATE])

def test_c1_14_asks_first(desk) -> None:
    desk.check()

def test_c5_21_finds_that_nobody_opens_it(desk) -> None:
    assert "core.task-without-responsible" in {finding.code for finding in desk.check()}
"""

DEAF = """
import meetsupport as ms
from meetsupport.testing import memory_desk

def test_c5_21_is_glad_of_anything() -> None:
    memory_desk([ms.Task(id="gate")]).check()
"""

SILENT = """
def test_c5_21_looks_at_nothing() -> None:
    pass
"""

BROKEN = HEARING.replace("in {", "not in {")
SERVING = "rule core.task-without-responsible"


def switched(folder: Path, text: str, *only: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_gate.py").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "tests.stories.switches", "--folder", str(folder), "--jobs", "1", *only]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@on_one_python
def test_what_a_module_shares_is_heard_by_the_test_that_asks_last(tmp_path: Path) -> None:
    done = switched(tmp_path, HEARING, "c5-21")
    assert f"{SERVING}: c5-21 (" in done.stdout, done.stderr
    assert done.returncode == 0


@on_one_python
@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (DEAF, f"c5-21 does not notice {SERVING}"),
        (SILENT, f"c5-21 does not notice {SERVING}"),
        (HEARING, "c1-14 does not notice rule core.place-unposted"),
        (BROKEN, "fails as it is: test_gate.py::test_c5_21_finds_that_nobody_opens_it"),
        (DEAF.replace("c5_21", "c5_77"), "c5-77 is served by nothing"),
    ],
    ids=["it does not look", "it never asks", "one of two rows", "it fails as it is", "no such row"],
)
def test_a_row_that_does_not_notice_what_serves_it_fails(tmp_path: Path, text: str, fault: str) -> None:
    done = switched(tmp_path, text)
    assert fault in done.stdout.splitlines(), done.stderr
    assert done.returncode == 1


def test_every_row_that_does_not_wait_is_served_by_something() -> None:
    assert {row for row, keys in SERVED.items() if keys} == set(ROWS) - WAITING


def test_what_serves_a_row_is_there() -> None:
    there = set(switchable(Registry.load(BUILTIN)))
    assert {key for keys in SERVED.values() for key in keys} <= there
