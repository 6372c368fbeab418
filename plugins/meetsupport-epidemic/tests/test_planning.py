"""Double loops and rounds of tests as changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from meetsupport_epidemic import double_loop, plan_rounds

import meetsupport as ms
from meetsupport.testing import memory_desk

START = ms.instant("2022-03-13T00:00+08:00")
DAY = timedelta(days=1)


def desk_with(*records: ms.Record) -> ms.Desk:
    return memory_desk(
        [
            ms.Event(id="e"),
            ms.Person(id="a"),
            ms.Participant(id="b", event="e"),
            ms.Cohort(id="inside", event="e", name="内环", persons=("a",), participants=("b",)),
            *(ms.Place(id=place, name=place) for place in ("hall", "gate", "dock")),
            *records,
        ]
    )


def test_places_are_zoned_and_keep_the_rest() -> None:
    desk = desk_with()
    desk.apply(double_loop(desk.plan, "e", inner=["hall"], outer=["gate"], buffer=["dock"], by="office"))
    assert {one.id: one.loop for one in desk.plan.all(ms.Place)} == {
        "dock": "e-buffer",
        "gate": "e-outer",
        "hall": "e-inner",
    }
    assert {one.id: one.kind for one in desk.plan.all(ms.Loop)} == {
        "e-buffer": "buffer",
        "e-inner": "inner",
        "e-outer": "outer",
    }
    assert desk.get(ms.Place, "hall").name == "hall"


@pytest.mark.parametrize(
    ("inner", "buffer", "said"),
    [(["hall", "nowhere"], [], "unknown place 'nowhere'"), (["hall"], ["hall"], "one zone")],
)
def test_a_place_that_is_not_there_or_stands_in_two_zones_is_refused(
    inner: list[str], buffer: list[str], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        double_loop(desk_with().plan, "e", inner=inner, outer=[], buffer=buffer, by="office")


def test_rounds_follow_each_other_and_are_due_at_their_end() -> None:
    desk = desk_with()
    desk.apply(plan_rounds(desk.plan, ["inside"], first=START, interval=DAY, count=3, by="office"))
    tasks = desk.plan.all(ms.Task)
    assert [one.due for one in tasks] == [START + DAY, START + 2 * DAY, START + 3 * DAY]
    assert {one.kind for one in tasks} == {"round"}
    assert desk.plan.count(ms.HealthTest) == 0


def test_the_list_of_who_is_due_names_each_member_once_a_round() -> None:
    desk = desk_with()
    desk.apply(plan_rounds(desk.plan, ["inside"], first=START, interval=DAY, count=3, by="office", tests=True))
    tests = desk.plan.all(ms.HealthTest)
    assert len(tests) == 6
    second = desk.plan.all(ms.Task)[1].id
    assert [(one.person, one.participant) for one in tests if one.id.startswith(second)] == [
        (None, "b"),
        ("a", None),
    ]
    assert {(one.sampled, one.result) for one in tests} == {(None, "pending")}


def test_rounds_that_are_planned_on_leave_what_was_done_as_it_is() -> None:
    desk = desk_with()
    desk.apply(plan_rounds(desk.plan, ["inside"], first=START, interval=DAY, count=2, by="office", tests=True))
    done = desk.plan.all(ms.HealthTest)[0].id
    with desk.edit(by="clinic") as edit:
        edit.set(ms.HealthTest, done, sampled=START, result="positive")
        edit.set(ms.Task, desk.plan.all(ms.Task)[0].id, responsible="a", state="done")
    before = {one.id: one for one in (*desk.plan.all(ms.Task), *desk.plan.all(ms.HealthTest))}
    desk.apply(plan_rounds(desk.plan, ["inside"], first=START + DAY, interval=DAY, count=2, by="office", tests=True))
    after = {one.id: one for one in (*desk.plan.all(ms.Task), *desk.plan.all(ms.HealthTest))}
    assert {id: one for id, one in after.items() if id in before} == before
    assert [task.due for task in desk.plan.all(ms.Task)] == [START + (n + 1) * DAY for n in range(3)]
    assert desk.plan.all(ms.Task)[2].title.endswith("第 3 轮检测")


@pytest.mark.parametrize(
    ("cohort", "count", "said"), [("nobody", 1, "unknown cohort"), ("inside", 0, "invalid rounds")]
)
def test_rounds_of_nobody_or_of_no_number_are_refused(cohort: str, count: int, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        plan_rounds(desk_with().plan, [cohort], first=START, interval=DAY, count=count, by="office")
