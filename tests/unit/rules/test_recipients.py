"""Recipients that would be told nothing."""

from __future__ import annotations

from typing import Any

import pytest

from meetsupport.briefs import BUILTIN_SECTIONS
from meetsupport.model import Recipient, Team
from meetsupport.plan import Reader
from meetsupport.plugins import BriefSection, Line
from meetsupport.testing import memory_desk, plugin
from tests.unit.rules.judging import TYPES, changed, found, judge, reader

CODE = "core.recipient-unclear"
TEAM = Team(id="x")
KINDS = TYPES["Recipient"].fields["kinds"].words
POINTERS = {"person", "team", "organization", "delegation", "participant", "place"}


class Watched:
    """A recipient that stands for nobody, and knows which of its fields were looked at."""

    def __init__(self, kind: str) -> None:
        self.recipient = Recipient(id="r", kinds=(kind,))
        self.seen: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self.seen.add(name)
        return getattr(self.recipient, name)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_to_say_whose_work_it_is_told_of_in_a_field_that_its_sections_read(kind: str) -> None:
    ((_, problem),) = judge(reader(Recipient(id="r", kinds=(kind,))), CODE)
    asked = {one.values["name"] for one in problem.message.values["fields"]}  # type: ignore[union-attr]
    watched = Watched(kind)
    # What is safe or not a body is told besides, also through one of its teams.
    for section in (one for one in BUILTIN_SECTIONS if one.kind == kind and not one.code.endswith("-safety")):
        assert list(section.compose(reader(), watched)) == []  # type: ignore[arg-type]
    assert asked == watched.seen & POINTERS


def test_who_has_no_kind_is_told_nothing() -> None:
    assert found(CODE, TEAM, Recipient(id="r", team="x")) == ["r/kinds"]


def test_who_only_passes_notices_on_or_gets_them_from_below_needs_no_kind() -> None:
    relay, chief = Recipient(id="relay", team="x"), Recipient(id="chief", team="x")
    lead = Recipient(id="lead", team="x", kinds=("team-lead",), through="relay", escalates_to="chief")
    assert found(CODE, TEAM, relay, chief, lead) == []
    assert found(CODE, Recipient(id="office")) == []


def _says_nothing(plan: Reader, recipient: Recipient) -> tuple[Line, ...]:
    return ()


def test_a_kind_that_nothing_installed_is_for_is_found_until_its_plugin_is_there() -> None:
    guard = Recipient(id="guard", kinds=("guard",))
    without = memory_desk([guard])
    assert [(f.code, f.key) for f in without.check() if f.code == CODE] == [(CODE, "guard")]
    section = BriefSection("guard", _says_nothing)
    assert not [f for f in memory_desk([guard], plugins={"mycity": plugin(briefs=[section])}).check() if f.code == CODE]


def test_a_slip_of_the_pen_is_told_when_it_is_made() -> None:
    desk = memory_desk([TEAM])
    with desk.edit(by="office") as edit:
        edit.add(Recipient, "r", kinds=("组长们",), team="x")
    assert [(f.code, f.key) for f in edit.impact.raised] == [(CODE, "组长们")]
    assert "组长们" in edit.impact.raised[0].text("zh_CN")


@pytest.mark.parametrize("field", ["escalates_to", "through"])
def test_who_stands_in_for_itself_is_found(field: str) -> None:
    lead = Recipient(id="r", kinds=("team-lead",), team="x")
    assert found(CODE, TEAM, changed(lead, **{field: "r"})) == [f"r/{field}"]
    assert found(CODE, TEAM, changed(lead, **{field: "s"}), changed(lead, id="s")) == []
