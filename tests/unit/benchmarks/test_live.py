"""The live benchmark measures what it says, at a size that takes no time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.live import changes_of, main, measure, records_of, registry_for, table
from meetsupport.core.codec import Contents
from meetsupport.model import Duty, Person
from meetsupport.plan import Plan

LISTED = {
    "people",
    "records",
    "build_s",
    "check_plain_s",
    "check_untracked_s",
    "check_s",
    "change_median_s",
    "change_p99_s",
    "rss_mb",
}


@pytest.fixture(scope="module")
def figures() -> dict[str, float]:
    return measure(40, rounds=1, changes=10)


def test_all_figures_are_there_and_positive(figures: dict[str, float]) -> None:
    assert figures.keys() >= LISTED
    assert all(figures[name] > 0 for name in LISTED)


def test_two_of_five_changes_tell_somebody(figures: dict[str, float]) -> None:
    assert figures["change_notices"] == 4


def test_a_quarter_of_a_small_staff_uses_the_hall(figures: dict[str, float]) -> None:
    assert figures["hall_people"] == 10


def test_everybody_has_ten_duties_and_forty_tests() -> None:
    made = list(records_of(30))
    assert (sum(isinstance(r, Person) for r in made), sum(isinstance(r, Duty) for r in made)) == (30, 300)
    assert sum(r.__record__.name == "bench.Swab" for r in made) == 1200


def test_changes_concern_one_record_each() -> None:

    plan = Plan.of(registry_for().types, Contents(tuple(records_of(30)), {}, ()))
    assert {len(change) for change in changes_of(plan, 10)} == {1}


def test_table_has_a_column_for_each_size(figures: dict[str, float]) -> None:
    assert table([figures, figures]).splitlines()[0].split() == ["people", "40", "40"]


def test_command_writes_one_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "live.json"
    assert main(["--people", "40", "--memory-only", "--json", str(out)]) == 0
    assert json.loads(out.read_text(encoding="utf-8")).keys() >= LISTED
    assert "check_s / change_median_s" in capsys.readouterr().out
