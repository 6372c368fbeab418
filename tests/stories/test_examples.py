"""The workbook of each case is written by its script, in either language, and read back as it was."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeAlias

import pytest

import meetsupport as ms
from tests.thorough import on_one_python

EXAMPLES = Path(__file__).parents[2] / "examples"
CASES = (1, 2, 3, pytest.param(4, marks=on_one_python), 5)


def written(case: int, file: Path, *language: str) -> str:
    script = EXAMPLES / f"case{case}_workbook.py"
    done = subprocess.run([sys.executable, script, file, *language], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def held(file: Path) -> dict[str, tuple[ms.Record, ...]]:
    with ms.Desk.open() as desk:
        desk.load(file, by="clerk")
        return {name: desk.show(name) for name in desk.registry.types}


def ids(plan: dict[str, tuple[ms.Record, ...]]) -> dict[str, list[str]]:
    return {name: [record.id for record in records] for name, records in plan.items() if records}


English: TypeAlias = Callable[[int], tuple[str, dict[str, tuple[ms.Record, ...]]]]


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> English:
    """Give what the script of a case says, and what its plan file in English holds."""

    @cache
    def of(case: int) -> tuple[str, dict[str, tuple[ms.Record, ...]]]:
        file = tmp_path_factory.mktemp("case") / "plan.json"
        return written(case, file), held(file)

    return of


@pytest.mark.parametrize("case", CASES)
def test_the_workbook_holds_what_the_plan_file_holds(case: int, english: English, tmp_path: Path) -> None:
    pytest.importorskip("meetsupport_xlsx")
    said, plan = english(case)
    written(case, tmp_path / "plan.xlsx")
    assert held(tmp_path / "plan.xlsx") == plan
    assert said.endswith(f": {sum(map(len, plan.values()))} records")


@pytest.mark.parametrize("case", CASES)
def test_in_chinese_it_has_the_same_records(case: int, english: English, tmp_path: Path) -> None:
    written(case, tmp_path / "plan.json", "zh_CN")
    assert ids(held(tmp_path / "plan.json")) == ids(english(case)[1])
