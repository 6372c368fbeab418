"""The congress at its peak is in order, so that what is timed is judging and not writing findings."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.peak import DAYS, STAFF, allowed, congress, main


def test_everybody_has_a_room_and_two_seats_and_all_staff_a_duty_a_day() -> None:
    counts = Counter(record.__record__.name for record in congress(100))
    assert {counts[name] for name in ("Participant", "Room", "Stay", "Seat", "Placement", "Appearance")} == {100}
    assert (counts["Person"], counts["Duty"]) == (100 * STAFF, 100 * STAFF * DAYS)


def test_four_times_the_people_may_cost_little_more_than_four_times_as_much() -> None:
    assert 4 < allowed(5000, 4) < 8


def test_figures_of_each_size_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "peak.json"
    assert main(["--delegates", "50", "--times", "1,2", "--json", str(out)]) == 0
    found = json.loads(out.read_text(encoding="utf-8"))
    assert [found[size]["delegates"] for size in ("1", "2")] == [50, 100]
    assert "core." in capsys.readouterr().out


def test_no_finding_grows_with_the_people(tmp_path: Path) -> None:
    out = tmp_path / "peak.json"
    main(["--delegates", "100", "--times", "1,2", "--json", str(out)])
    found = json.loads(out.read_text(encoding="utf-8"))
    few, many = (sum(found[size]["findings"].values()) for size in ("1", "2"))
    assert many <= few + 8
