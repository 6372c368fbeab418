"""The command ``plan``: tasks from templates, what they cost, and what moves when an anchor does."""

from __future__ import annotations

import pytest

from tests.unit.cli.conftest import Line

OPENING = "window=2031-03-02T15:00+08:00/2031-03-02T18:00+08:00"
LATER = "window=2031-03-03T15:00+08:00/2031-03-03T18:00+08:00"


@pytest.fixture
def event(line: Line) -> Line:
    line("change", "Event", "e", "--add", "received=2031-03-01T09:00+08:00", OPENING, code=None)
    return line


def test_templates_are_listed_without_a_journal(line: Line) -> None:
    listed = {one["name"]: one["items"] for one in line.json("plan")["templates"]}
    assert listed["hall-set-up"] == 9
    assert "会场布置" in line("plan", "--language", "zh_CN").stdout


def test_a_template_becomes_tasks_in_one_change_that_can_be_undone(event: Line) -> None:
    made = event.json("plan", "commendation", code=1)
    assert len(made["made"]) == 20
    kinds = {one["type"] for one in made["impact"]["changes"]}
    assert kinds == {"ChecklistTemplate", "TemplateItem", "Checklist", "Task"}
    # Mobilise, survey, draft, approve, design, proof, make, install, check: 59 hours, of which there are 30.
    late = {one["task"]: one["seconds"] for one in made["unmet"]}
    assert late["e.commendation:posts"] == (59 - 30) * 3600
    assert "secretariat" in made["unowned"]
    event("undo", str(made["impact"]["revision"]), code=None)
    assert "commendation:posts" not in event("show", "Task").stdout


def test_what_it_would_bring_is_said_without_doing_it(event: Line) -> None:
    said = event("plan", "commendation", "--dry-run", code=1).stdout
    assert "tasks: 20 new, 0 moved" in said
    assert "cannot be met" in said
    assert "Every member of staff at the post  1 d 5 h late" in said
    assert "commendation:posts" not in event("show", "Task").stdout


def test_what_hangs_on_a_time_that_is_not_entered_has_none_and_is_named(line: Line) -> None:
    line("change", "Event", "e", "--add", OPENING, code=None)
    assert line.json("plan", "commendation", "--dry-run", code=None)["undated"] == [
        f"e.commendation:{item}" for item in ("mobilise", "numbers", "precedent", "survey")
    ]
    said = line("plan", "commendation", code=None).stdout
    assert "without a time, since what they hang on is not entered: 4" in said
    assert "Survey the venue at once, at night if need be" in said
    assert "the time received is not entered, on which 4 of its tasks hang" in line("check", code=None).stdout
    line("change", "Event", "e", "received=2031-03-01T09:00+08:00", code=None)
    assert line.json("plan", "commendation", code=None)["undated"] == []
    assert "core.tasks-undated" not in line("check", code=None).stdout


def test_the_same_command_moves_what_hangs_on_an_opening_that_was_moved(event: Line) -> None:
    event("plan", "things-to-make", code=None)
    assert event.json("plan", "things-to-make", code=None)["impact"]["changes"] == []
    event("change", "Event", "e", LATER, code=None)
    moved = event.json("plan", "things-to-make", code=None)
    assert (moved["made"], "e.things-to-make:install" in moved["moved"]) == ([], True)


def test_a_role_is_given_to_a_team_or_found_by_its_chinese_name(event: Line) -> None:
    event("change", "Team", "t", "--add", "event=e", "name=秘书组", code=None)
    event("change", "Person", "p", "--add", code=None)
    made = event.json("plan", "things-to-make", "--team", "decoration=p", code=None)
    assert made["unowned"] == []
    assert event.json("show", "Task", "e.things-to-make:proof")["team"] == "t"
    assert event.json("show", "Task", "e.things-to-make:make")["responsible"] == "p"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["nothing"], "no ChecklistTemplate"),
        (["hall-set-up", "--team", "hall"], "is no ROLE=ID"),
        (["hall-set-up", "--team", "cooks=t"], "no item of 'hall-set-up' has the role 'cooks'"),
        (["rehearsal"], "no session of the kind rehearsal"),
        (["hall-set-up", "--event", "f"], "no Event with the id 'f'"),
    ],
)
def test_what_makes_no_sense_is_refused(event: Line, given: list[str], said: str) -> None:
    assert said in event("plan", *given, code=2).stderr


def test_of_several_events_one_must_be_named(event: Line) -> None:
    event("change", "Event", "f", "--add", code=None)
    assert "there are 2 events" in event("plan", "hall-set-up", code=2).stderr


def test_an_event_that_was_cloned_with_its_list_gets_no_second_one(event: Line) -> None:
    event("plan", "things-to-make", code=None)
    event("clone", "e", "n", "--days", "364", code=None)
    event("change", "Event", "n", "received=2032-02-20T09:00+08:00", code=None)
    said = event("plan", "things-to-make", "--event", "n", code=None).stdout
    assert "there is a list of this template already, and nothing is added to it: n.e.things-to-make" in said
    assert "tasks: 0 new, 0 moved" in said
    again = event.json("plan", "things-to-make", "--event", "n", "--copy", "banners", code=None)
    assert again["others"] == []
    assert "n.things-to-make.banners:make" in again["made"]
    assert event.json("plan", "things-to-make", "--event", "e", code=None)["others"] == []
