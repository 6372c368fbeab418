"""The demo's commendation, as law and custom of China see it: the workbook that is shipped, and the story."""

from __future__ import annotations

import io
from decimal import Decimal
from importlib.metadata import EntryPoint
from pathlib import Path

import meetsupport_china as china
import pytest
from rich.console import Console

import meetsupport as ms
from meetsupport.cli.demo import law
from meetsupport.cli.demo.case1.records import EVENT, at, records
from meetsupport.cli.demo.office import Clock, Office
from meetsupport.cli.demo.telling import Teller
from meetsupport.cli.demo.words import Tongue
from meetsupport.cli.demo.world import World
from meetsupport.testing import FrozenClock, memory_desk


def desk_of(*more: ms.Record, students: bool = False) -> ms.Desk:
    listed = [*records(World(Tongue("en"), "outbox")), *more]
    if students:
        listed += [ms.Person(id=f"student-{n}", team="students", organization="school", minor=True) for n in range(200)]
    desk = memory_desk(listed, plugins={"china": china}, clock=FrozenClock(at("18T20:00")))
    desk.adopt("china", years=[2020], by="office")
    return desk


def found(desk: ms.Desk) -> dict[str, ms.Finding]:
    report = desk.check()
    assert not list(report.failures)
    return {one.code.removeprefix("china."): one for one in report if one.code.startswith("china.")}


@pytest.mark.parametrize("students", [False, True])
def test_48_of_the_shipped_workbook_are_staff_and_no_band_and_no_students(students: bool) -> None:  # noqa: FBT001
    band = found(desk_of(students=students))["staff-band"].message.values
    assert (band["staff"], band["heads"], band["share"]) == (48, 2600, Decimal("1.8"))


def test_what_is_found_in_the_shipped_workbook_is_what_it_lacks() -> None:
    there = found(desk_of())
    assert there.keys() == {"staff-band", "hall-width", "fire-patrol", "catering-notice", "food-sample"}
    width = there["hall-width"].message.values
    assert (width["needed"], width["there"]) == (Decimal("16.90"), Decimal("22.0"))
    # Twenty working days before Tuesday 22 September 2020, no holiday between.
    assert str(there["catering-notice"].message.values["by"]) == "2020-08-25"
    assert {one.severity for one in there.values()} == {"hint"}


def test_the_shipped_workbook_has_what_the_bulletin_names() -> None:
    desk = desk_of()
    posted = {desk.get(ms.Place, one.place).kind for one in desk.view().all(ms.Post) if one.place is not None}
    assert {"entrance", "exit", "stair", "corner", "lift", "lounge", "door"} <= posted
    table = {desk.get(ms.Supply, one.supply).kind for one in desk.view().all(ms.KitItem)}
    assert table == {"mask", "gel", "water", "breakfast", "tea", "cup"}
    codes = {one.code for one in desk.check()}
    assert "core.preparation-differs" in codes  # 72 h are stated, and by the clock there are 90
    assert not codes & {"core.place-unposted", "core.kit-short"}


def test_flowers_and_a_carpet_at_a_commendation_are_not_flagged() -> None:
    things = [ms.Supply(id=kind, event=EVENT, kind=kind) for kind in ("flowers", "carpet", "banner", "backdrop")]
    assert found(desk_of(*things)).keys() == found(desk_of()).keys()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_story_tells_what_the_rules_say_where_they_are_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    say = Tongue(language)
    said = io.StringIO()
    desk = memory_desk(records(World(say, "outbox")), clock=FrozenClock(at("18T20:00")))
    office = Office(desk, Clock(at("18T20:00")), Teller(say, Console(file=said, width=100), tmp_path / "log.md"))
    revision = desk.revision
    law.by_the_book(office)
    told = said.getvalue()
    for figure in ("2600", "16.90", "22.0", "48", "1.8 %" if language == "en" else "1.8%", "2020-08-25"):
        assert figure in told
    assert desk.revision == revision  # a copy is judged

    def nothing_installed(**_: str) -> tuple[()]:
        return ()

    def one_that_is_broken(**_: str) -> tuple[EntryPoint]:
        return (EntryPoint("china", "no_such_module", "meetsupport"),)

    for points in (nothing_installed, one_that_is_broken):
        monkeypatch.setattr(law, "entry_points", points)
        law.by_the_book(office)
        assert said.getvalue() == told
