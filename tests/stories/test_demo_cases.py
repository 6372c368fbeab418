"""The other four cases of the demo: what breaks in which step, what mends it, and the figures of the case."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TypeAlias

import pytest
from rich.console import Console

import meetsupport as ms
from meetsupport.cli.demo import Ending, run
from meetsupport.cli.demo.case4.setting import day
from meetsupport.cli.demo.case4.story import CONTACTS, INFECTED
from tests.thorough import REASON, SHORT

Teller: TypeAlias = Callable[[int], tuple[Ending, str]]


FORTY_DAYS = 4


@pytest.fixture(scope="module")
def tell(tmp_path_factory: pytest.TempPathFactory) -> Teller:
    @cache
    def told(case: int) -> tuple[Ending, str]:
        if case == FORTY_DAYS and SHORT:
            pytest.skip(REASON)
        said = io.StringIO()
        return run(tmp_path_factory.mktemp(f"case{case}"), Console(file=said, width=100), case=case), said.getvalue()

    return told


@pytest.fixture(scope="module")
def reception(tell: Teller) -> Iterator[ms.Desk]:
    with ms.Desk.open(tell(4)[0].journal, clock=lambda: day(40, "22:00")) as desk:
        yield desk


def raised(ending: Ending, scene: str) -> set[str]:
    return {code.removeprefix("core.") for code, *_ in ending.scene(scene).raised}


def cleared(ending: Ending, scene: str) -> set[str]:
    return {code.removeprefix("core.") for code, *_ in ending.scene(scene).cleared}


def before(held: ms.Window | None, end: int) -> bool:
    return held is not None and held.start < day(end + 1, "04:00")


@pytest.mark.parametrize(
    ("case", "scene", "codes"),
    [
        (1, "plans", {"document-due"}),
        (1, "supplies", {"entrance-uncovered"}),
        (1, "party", {"minor-unprotected"}),
        (1, "tests", {"person-untested", "person-not-cleared"}),
        (1, "rehearsal", {"hazard-open", "hazard-elements"}),
        (1, "night", {"task-overdue"}),
        (1, "morning", {"on-duty-on-leave"}),
        (2, "joint", {"matter-owner", "contractor-unqualified"}),
        (2, "inspected", {"inspection-without-hazard"}),
        (2, "registered", {"hazard-elements", "inspection-result"}),
        (2, "opened", {"task-overdue"}),
        (2, "visitor", {"visitor-unregistered", "visitor-overstays", "round-missed"}),
        (2, "incident", {"incident-unhandled", "incident-report"}),
        (3, "same-hour", {"person-in-two-places", "place-overlap"}),
        (3, "theme-day", {"task-overdue"}),
        (3, "late", {"task-overdue"}),
        (4, "breach", {"person-loop"}),
        (4, "positive", {"positive-expected", "contact-expected", "person-not-cleared"}),
    ],
)
def test_each_step_mends_what_it_broke(tell: Teller, case: int, scene: str, codes: set[str]) -> None:
    assert codes <= cleared(tell(case)[0], scene)


@pytest.mark.parametrize("case", [1, 2, 3, 4])
def test_at_the_end_nobody_is_uninformed(tell: Teller, case: int) -> None:
    ending, said = tell(case)
    assert ending.scenes[-1].unread == []
    assert "Everybody is informed, nothing blocking stands." in said


@pytest.mark.parametrize(("case", "most"), [(1, 220), (2, 200), (3, 160), (4, 220)])
def test_it_takes_a_few_screens(tell: Teller, case: int, most: int) -> None:
    assert 60 <= len(tell(case)[1].splitlines()) <= most


class TestCase1:
    def test_248_are_tested_and_the_pending_one_is_named(self, tell: Teller) -> None:
        said = " ".join(tell(1)[1].split())
        assert "247 results are in, all negative; that of student-117 is pending." in said

    def test_the_band_is_missing_from_the_tested_groups(self, tell: Teller) -> None:
        assert sum(code == "core.person-untested" for code, *_ in tell(1)[0].scene("load").raised) == 40


class TestCase3:
    def test_thirteen_of_fifteen_are_late_and_twelve_send_nothing(self, tell: Teller) -> None:
        late = tell(3)[0].scene("late")
        assert sum(code == "core.task-overdue" for code, *_ in late.raised) == 13

    def test_how_many_were_told_is_said_once_where_all_are_of_one_kind(self, tell: Teller) -> None:
        assert "told       13 on duty\n" in tell(3)[1]

    def test_it_says_that_the_bulletin_comes_later(self, tell: Teller) -> None:
        assert "not built yet" in " ".join(tell(3)[1].split())


class TestCase4:
    def test_the_records_add_up_to_what_the_article_quotes(self, reception: ms.Desk) -> None:
        meals = [one for one in reception.show("Meal") if isinstance(one, ms.Meal) and before(one.window, 40)]
        late = sum(one.covers for one in meals if one.kind == "late")
        meetings = [one for one in reception.show("Session") if isinstance(one, ms.Session) and one.kind == "meeting"]
        assert (len(meetings), sum(one.covers for one in meals) - late, late) == (900, 18_000, 2_800)

    def test_each_evening_the_totals_so_far_are_those_of_the_records(self, tell: Teller) -> None:
        said = " ".join(tell(4)[1].split())
        assert "900 meetings, 18000 boxes, 2800 late meals, 7983 tests inside in 40 rounds, 800 outside" in said

    def test_a_round_reaches_all_200_until_one_is_taken_to_hospital(self, reception: ms.Desk) -> None:
        tests = [one for one in reception.show("HealthTest") if isinstance(one, ms.HealthTest)]
        by_day = {
            n: sum(one.id.startswith(f"t-{n:02}-") and "periphery" not in one.id for one in tests) for n in (1, 40)
        }
        assert by_day == {1: 200, 40: 199}

    def test_the_positive_and_those_who_met_them_have_no_duty_for_a_week(self, reception: ms.Desk) -> None:
        held = ms.Window(day(24), day(30))
        duties = [one for one in reception.show("Duty") if isinstance(one, ms.Duty)]
        there = {one.person for one in duties if one.window is not None and one.window.overlaps(held)}
        assert there.isdisjoint({INFECTED, *CONTACTS})

    def test_every_entrance_is_manned_by_one_guide_round_the_clock(self, reception: ms.Desk) -> None:
        duties = [one for one in reception.show("Duty") if isinstance(one, ms.Duty) and one.id.startswith("guide-")]
        hours = sum((one.window.length.total_seconds() for one in duties if one.window is not None), 0.0) / 3600
        assert hours == 3 * (40 * 24 - 8)

    def test_no_story_leaves_a_file_beside_its_own(self, tell: Teller) -> None:
        ending = tell(4)[0]
        names = {paper.name for paper in ending.papers}
        assert {"guest-house.xlsx", "guest-house-final.xlsx", "log.md"} <= names
        assert {Path(paper).parent for paper in ending.papers} == {ending.journal.parent}
