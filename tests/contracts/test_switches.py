"""The session that switches things off: it hears who notices, and fails when a row notices nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

HEARING = """
import meetsupport as ms
import pytest
from meetsupport.testing import memory_desk

GATE = ms.Task(id="gate", title="Open the gate")

@pytest.fixture(scope="module")
def desk():
    return memory_desk([GATE])

def test_c1_01_asks_first(desk) -> None:
    desk.check()

def test_c1_14_finds_that_nobody_opens_it(desk) -> None:
    assert "core.task-without-responsible" in {finding.code for finding in desk.check()}
"""

DEAF = """
from meetsupport.testing import memory_desk

def test_c1_14_is_glad_of_anything() -> None:
    memory_desk().check()
"""


def switched(folder: Path, text: str, *only: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_gate.py").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "tests.stories.switches", "--folder", str(folder), "--jobs", "1", *only]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_what_a_module_shares_is_heard_by_the_test_that_asks_last(tmp_path: Path) -> None:
    done = switched(tmp_path, HEARING, "core.task-without-responsible")
    assert "rule core.task-without-responsible: c1-14 (" in done.stdout, done.stderr


@pytest.mark.parametrize(("text", "code"), [(HEARING.replace("test_c1_01", "test"), 0), (DEAF, 1)])
def test_a_row_that_notices_nothing_fails(tmp_path: Path, text: str, code: int) -> None:
    done = switched(tmp_path, text)
    assert done.returncode == code, done.stderr
