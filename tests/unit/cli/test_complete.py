from __future__ import annotations

from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from meetsupport.cli.app import app
from tests.unit.cli.conftest import Line


def offered(*args: str, incomplete: str = "") -> list[str]:
    complete = ShellComplete(app, {}, "meetsupport", "_MEETSUPPORT_COMPLETE")
    return [item.value for item in complete.get_completions(list(args), incomplete)]


def test_commands_are_offered() -> None:
    assert offered(incomplete="un") == ["undo", "uninformed"]


def test_options_are_offered() -> None:
    assert "--facts" in offered("check", incomplete="--")


def test_record_types_are_offered() -> None:
    assert offered("show", incomplete="Pa") == ["Participant"]


def test_ids_of_the_type_are_offered(office: Line) -> None:
    assert offered("show", "Place", incomplete="hall") == ["hall-1", "hall-2"]


def test_ids_come_from_the_desk_that_was_named(office: Line) -> None:
    Path("conference.db").rename("other.db")
    assert offered("change", "--desk", "other.db", "Place") == ["hall-1", "hall-2"]


def test_fields_are_offered() -> None:
    assert offered("change", "Place", "hall-1", incomplete="ca") == ["capacity="]


def test_recipients_and_notices_are_offered(office: Line) -> None:
    assert [one.partition("@")[0] for one in offered("ack")] == ["r.w-1", "r.w-1"]


@pytest.mark.parametrize("args", [("show", "Place"), ("ack",), ("confirm",)])
def test_without_a_journal_nothing_is_offered_and_none_is_made(line: Line, args: tuple[str, ...]) -> None:
    assert offered(*args) == []
    assert not Path("conference.db").exists()


def test_a_broken_journal_offers_nothing(line: Line) -> None:
    Path("conference.db").write_bytes(b"no journal" * 1000)
    assert offered("show", "Place") == []


def test_exporters_and_held_changes_are_offered(office: Line) -> None:
    assert "plan" in offered("export", "x")
    assert offered("confirm") == []
