"""The workbook of each case is written by its script, in either language, and read back as it was."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import meetsupport as ms

EXAMPLES = Path(__file__).parents[2] / "examples"
CASES = (1, 2, 3, 4, 5)


def written(case: int, file: Path, *language: str) -> str:
    script = EXAMPLES / f"case{case}_workbook.py"
    done = subprocess.run([sys.executable, script, file, *language], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def held(file: Path) -> dict[str, tuple[ms.Record, ...]]:
    with ms.Desk.open() as desk:
        desk.load(file, by="clerk")
        return {name: desk.show(name) for name in desk.registry.types}


def people_apart(plan: dict[str, tuple[ms.Record, ...]]) -> dict[str, list[str]]:
    return {name: [record.id for record in records] for name, records in plan.items() if records}


@pytest.mark.parametrize("case", CASES)
def test_the_workbook_holds_what_the_plan_file_holds(case: int, tmp_path: Path) -> None:
    pytest.importorskip("meetsupport_xlsx")
    said = written(case, tmp_path / "plan.json")
    written(case, tmp_path / "plan.xlsx")
    plan = held(tmp_path / "plan.json")
    assert held(tmp_path / "plan.xlsx") == plan
    assert said.endswith(f": {sum(map(len, plan.values()))} records")


@pytest.mark.parametrize("case", CASES)
def test_in_chinese_it_has_the_same_records(case: int, tmp_path: Path) -> None:
    written(case, tmp_path / "en.json")
    written(case, tmp_path / "zh.json", "zh_CN")
    assert people_apart(held(tmp_path / "zh.json")) == people_apart(held(tmp_path / "en.json"))
