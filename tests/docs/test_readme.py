"""What README.md says of its two code blocks is so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import meetsupport as ms
from meetsupport.testing import memory_desk
from tests.docs.world import SWITCHED, build, installed

README = Path(__file__).parents[2] / "README.md"


def blocks() -> list[str]:
    return re.findall(r"^```python\n(.*?)^```$", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def test_there_are_two_code_blocks() -> None:
    assert len(blocks()) == 2


def test_the_two_nox_commands_come_first() -> None:
    lines = README.read_text(encoding="utf-8").split("```sh\n", 1)[1].split("```")[0].splitlines()
    assert [line.partition("#")[0].strip() for line in lines] == [
        "python3 -m pip install nox && python3 -m nox -s demo",
        "python3 -m pip install nox && python3 -m nox -s tests",
    ]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """Run the first block in a folder that holds what it names."""
    if not installed("xlsx"):
        pytest.skip("the block reads a workbook, and the plugin meetsupport-xlsx is not installed")
    folder = tmp_path_factory.mktemp("readme")
    names: dict[str, Any] = {"rows": build(folder)}
    with chdir(folder):
        exec(compile(blocks()[0], str(README), "exec"), names)  # noqa: S102 - the block is what is tested
    yield SimpleNamespace(folder=folder, **names)
    names["desk"].close()


def test_the_workbook_is_loaded_without_a_question(story: SimpleNamespace) -> None:
    assert (story.loaded.revision, story.loaded.held, story.loaded.questions) == (1, False, ())
    assert story.desk.plan.count(ms.Participant) == 24


def test_the_route_is_changed(story: SimpleNamespace) -> None:
    assert story.desk.get(ms.Participant, SWITCHED).route == "route-beihai"


def test_who_must_be_told_are_the_hosts_of_both_stops_the_liaison_officer_and_the_delegation(
    story: SimpleNamespace,
) -> None:
    assert {notice.recipient for notice in story.impact.notices} == {
        "host.beihai",
        "host.nanshan",
        "liaison.coach-1",
        "head.delegation-2",
    }


def test_the_host_of_the_new_stop_is_told_who_comes(story: SimpleNamespace) -> None:
    (notice,) = (notice for notice in story.impact.notices if notice.recipient == "host.beihai")
    assert any("Guest 17" in str(line) for line in notice.lines)


def test_the_change_raises_that_the_new_coach_has_no_seat_for_the_participant(story: SimpleNamespace) -> None:
    assert {finding.code for finding in story.impact.raised} == {"core.participant-unseated", "core.seat-stale"}


def test_what_was_printed_are_findings_with_a_basis(story: SimpleNamespace) -> None:
    assert all(finding.basis for finding in story.desk.check())


def test_a_table_of_another_database_changes_only_what_differs(story: SimpleNamespace) -> None:
    (entry,) = (entry for entry in story.desk.log() if entry.by == "hr-system")
    assert [(edit.id, edit.fields) for edit in entry.edits] == [("p-003", ("title",))]


def test_every_open_notice_was_sent(story: SimpleNamespace) -> None:
    told = {path.name for path in story.folder.iterdir() if path.is_dir()}
    assert told == {recipient.id for recipient in story.desk.plan.all(ms.Recipient)}


def test_the_host_that_acknowledged_is_informed_and_the_others_are_not(story: SimpleNamespace) -> None:
    assert story.desk.informed("host.beihai")
    assert {notice.recipient for notice in story.desk.uninformed()} == {
        recipient.id for recipient in story.desk.plan.all(ms.Recipient)
    } - {"host.beihai"}


def test_the_manifest_of_the_coach_is_written(story: SimpleNamespace) -> None:
    assert (story.folder / "manifest.xlsx").stat().st_size > 0


def test_revision_12_is_the_plan_as_it_stood_before_the_last_entries(story: SimpleNamespace) -> None:
    assert story.desk.revision > 12
    assert story.desk.at(revision=12).revision == 12


@pytest.fixture
def rule() -> Any:
    names: dict[str, Any] = {}
    exec(compile(blocks()[1], str(README), "exec"), names)  # noqa: S102 - the block is what is tested
    return SimpleNamespace(meetsupport_rules=names["meetsupport_rules"])


def test_the_rule_fires_where_no_guide_is_posted_and_clears_when_one_is(rule: Any) -> None:
    desk = memory_desk([ms.Place(id="gate", name="East gate", kind="entrance")], plugins={"mycity": rule})
    (finding,) = (finding for finding in desk.check() if finding.code == "mycity.entrance-guide")
    assert (str(finding.subject), str(finding.message)) == ("Place:gate", "no guide is posted at East gate")
    with desk.edit(by="lead") as edit:
        edit.add(ms.Post, "guide", place="gate", role="guide")
    assert [found.code for found in edit.impact.cleared] == ["mycity.entrance-guide"]


def test_the_rule_says_nothing_of_a_place_that_is_no_entrance(rule: Any) -> None:
    desk = memory_desk([ms.Place(id="hall", kind="hall")], plugins={"mycity": rule})
    assert "mycity.entrance-guide" not in {finding.code for finding in desk.check()}
