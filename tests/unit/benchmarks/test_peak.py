"""The congress at its peak has all that is asked of it, every rule judges something there, and figures are told."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.peak import allowed, main, profile, shown
from benchmarks.peak_world import DAYS, STAFF, congress, world
from meetsupport.core.codec import Contents
from meetsupport.model import Person
from meetsupport.plan import Plan
from tests.thorough import on_one_python
from tests.unit.rules.judging import RULES, TYPES


def test_everybody_has_a_room_and_two_seats_and_all_staff_a_duty_a_day() -> None:
    counts = Counter(record.__record__.name for record in congress(100))
    assert {counts[name] for name in ("Participant", "Room", "Stay", "Seat", "Placement", "Appearance")} == {100}
    assert (counts["Person"], counts["Duty"]) == (100 * STAFF, 100 * STAFF * DAYS)


def test_all_that_is_referred_to_is_there_and_each_rule_has_subjects() -> None:
    records = world(100)
    ids = {(one.__record__.name, one.id) for one in records}
    assert len(ids) == len(records)
    types = {**TYPES, **{one.__record__.name: one.__record__ for one in records}}
    plan = Plan.of(types, Contents(records, {}, ()))
    assert plan.dangling() == []
    assert [code for code, rule in RULES.items() if rule.each is not None and not plan.count(rule.each)] == []


def test_the_more_delegates_the_more_of_each_case() -> None:
    few, many = (Counter(one.__record__.name for one in world(size)) for size in (100, 200))
    assert many["Hazard"] == 2 * few["Hazard"] > 0


def test_four_times_the_people_may_cost_little_more_than_four_times_as_much() -> None:
    assert 4 < allowed(5000, 4) < 8


def test_a_rule_that_grows_too_fast_is_told_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    found = {
        times: {
            "delegates": 5000 * times,
            "rules": {"x.square": 1.0 * times**2, "x.straight": 1.0 * times, "x.short": 0.001 * times**2},
            "sections": {},
            "judged": {"x.square": 1, "x.straight": 0},
            "profiles": {"x.square": ["90% pairs (x.py)"]},
        }
        for times in (1, 2, 4)
    }
    assert shown(5000, found) == 1
    told = capsys.readouterr().out
    assert [line.split()[0] for line in told.splitlines() if line.endswith("TOO FAST")] == ["x.square"]
    assert "with nothing to judge: x.straight" in told


def test_a_profile_names_functions_with_their_shares() -> None:
    plan = Plan.of(TYPES, Contents((Person(id="p", organization=None),), {}, ()))
    assert all("%" in line for line in profile(plan, RULES["core.rest-short"]))


@on_one_python
def test_figures_of_a_size_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "peak.json"
    main(["--delegates", "50", "--times", "1", "--json", str(out)])
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found["1"]["delegates"] == 50
    assert found["1"]["load_s"] > 0
    assert "with nothing to judge: none" in capsys.readouterr().out


def test_part_of_a_delegation_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--delegates", "120"])
    assert "--delegates 120: delegations are of 50" in capsys.readouterr().err
