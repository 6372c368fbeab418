"""The table of what the five cases demand: how it is collected, and that it is whole."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.stories.rows import ROWS, WAITING, named_row, shown, table

ROOT = Path(__file__).parents[2]


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    return folder


def test_there_are_93_rows_in_five_cases() -> None:
    assert Counter(row.partition("-")[0] for row in ROWS) == {"c1": 20, "c2": 16, "c3": 12, "c4": 18, "c5": 27}


def test_the_rows_of_a_case_are_numbered_without_a_gap() -> None:
    for case in range(1, 6):
        numbers = [int(row[3:]) for row in ROWS if row.startswith(f"c{case}-")]
        assert numbers == list(range(1, len(numbers) + 1))


def test_eighteen_rows_wait_for_the_summaries() -> None:
    assert len(WAITING) == 18
    assert set(ROWS) >= WAITING


@pytest.mark.parametrize(
    ("test", "row"),
    [
        ("test_c4_06_contacts", "c4-06"),
        ("test_c4_06", "c4-06"),
        ("test_c9_99_nothing", "c9-99"),
        ("test_case_4", None),
        ("test_c4_contacts", None),
        ("test_c4_06contacts", None),
    ],
)
def test_a_name_begins_with_its_row(test: str, row: str | None) -> None:
    assert named_row(test) == row


def test_functions_and_methods_are_found_and_helpers_are_not(tmp_path: Path) -> None:
    text = """
def test_c1_01_doors(): ...
def help_c1_02(): ...
async def test_c1_03_plans(): ...
class TestNight:
    def test_c1_04_gantt(self): ...
    def look_c1_05(self): ...
class Night:
    def test_c1_06_hours(self): ...
"""
    found = shown(write(tmp_path, test_one=text, one="def test_c1_07_party(): ..."))
    assert {row: tests for row, tests in found.rows.items() if tests} == {
        "c1-01": ["test_one.py::test_c1_01_doors"],
        "c1-03": ["test_one.py::test_c1_03_plans"],
        "c1-04": ["test_one.py::TestNight::test_c1_04_gantt"],
    }


def test_rows_without_a_test_are_missing_but_for_those_that_wait(tmp_path: Path) -> None:
    found = shown(write(tmp_path, test_one="def test_c1_01_doors(): ..."))
    assert set(found.missing) == set(ROWS) - WAITING - {"c1-01"}


def test_a_test_of_a_row_that_there_is_not_is_told(tmp_path: Path) -> None:
    found = shown(write(tmp_path, test_one="def test_c1_77_nothing(): ..."))
    assert list(table(found))[-1] == "no such row: test_one.py::test_c1_77_nothing"


def test_the_table_has_a_line_for_each_test(tmp_path: Path) -> None:
    text = "def test_c1_01_doors(): ...\ndef test_c1_01_widths(): ..."
    lines = list(table(shown(write(tmp_path, test_one=text))))
    assert [line.split()[-1] for line in lines[:3]] == [
        "test_one.py::test_c1_01_doors",
        "test_one.py::test_c1_01_widths",
        "TEST",
    ]
    assert lines[-1] == "1 of 93 rows are shown, 18 wait, 74 have no test"


def test_every_row_that_does_not_wait_is_shown() -> None:
    found = shown()
    assert (found.missing, found.strangers) == ([], [])


def test_the_exit_code_says_whether_all_are_shown() -> None:
    done = subprocess.run([sys.executable, "-m", "tests.stories.rows"], cwd=ROOT, capture_output=True, check=False)
    found = shown()
    assert done.returncode == (1 if found.missing or found.strangers else 0)
