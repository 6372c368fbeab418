"""The memo: what is done again, what is not, and what happens when evaluations fail or need each other."""

from __future__ import annotations

import itertools
from datetime import timedelta, timezone
from typing import Any

import pytest

from meetsupport.core.errors import DerivationCycle, DerivationFailed
from meetsupport.core.times import Window
from meetsupport.model import Duty, Person, Place, Post, Session, Team
from meetsupport.plan import Node, Put, Reader, Remove, facts_of
from meetsupport.testing import START
from tests.unit.plan.engine_room import Room

HOUR = timedelta(hours=1)


def chain(length: int) -> list[Place]:
    return [Place(id=f"p{n}", within=f"p{n + 1}" if n + 1 < length else None) for n in range(length)]


def depth_in(room: Room) -> Any:
    def depth(plan: Reader, place: str) -> int:
        found = plan.get(Place, place)
        return 0 if found is None or found.within is None else 1 + plan.derive(value, found.within)

    value = room.value(depth)
    return value


def test_a_chain_of_ten_thousand_is_evaluated() -> None:
    room = Room(*chain(10_000))
    assert room.ask(depth_in(room), "p0").value == 9_999
    assert max(room.runs.values()) <= 2


def test_a_chain_of_ten_thousand_follows_a_change_at_its_end() -> None:
    room = Room(*chain(10_000))
    depth = depth_in(room)
    room.ask(depth, "p0")
    room.edit(Place(id="p10000"), Place(id="p9999", within="p10000"))
    assert room.ask(depth, "p0").value == 10_000


def test_a_change_of_the_middle_drops_the_other_half() -> None:
    room = Room(*chain(1_000))
    depth = depth_in(room)
    room.ask(depth, "p0")
    room.edit(Place(id="p499"))
    assert room.ask(depth, "p0").value == 499
    room.engine.collect()
    assert len(room.engine) == 500


@pytest.mark.parametrize("first", ["a", "b", "c"])
def test_a_circle_is_named_alike_whoever_asks_first(first: str) -> None:
    room = Room(Place(id="a", within="b"), Place(id="b", within="c"), Place(id="c", within="a"))
    depth = depth_in(room)
    room.ask(depth, first)
    failures = {room.ask(depth, one).failure for one in "abc"}
    (failure,) = failures
    assert failure is not None
    assert failure.kind == DerivationCycle.__name__
    assert failure.message == "depth('a') → depth('b') → depth('c') → depth('a')"


def test_a_long_circle_is_named_in_short() -> None:
    room = Room(*(Place(id=f"p{n:03}", within=f"p{(n + 1) % 300:03}") for n in range(300)))
    failure = room.ask(depth_in(room), "p007").failure
    assert failure is not None
    assert "(289 more)" in failure.message
    assert failure.message.startswith("depth('p000') → ")


@pytest.mark.parametrize("order", list(itertools.permutations("abcd")))
def test_what_leads_into_a_circle_fails_with_it(order: tuple[str, ...]) -> None:
    room = Room(
        Place(id="a", within="b"), Place(id="b", within="c"), Place(id="c", within="b"), Place(id="d", within="a")
    )
    depth = depth_in(room)
    for one in order:
        room.ask(depth, one)
    messages = {one: room.ask(depth, one).failure for one in "abcd"}
    assert {f.message for f in messages.values() if f} == {"depth('b') → depth('c') → depth('b')"}


def test_a_circle_that_is_broken_is_evaluated() -> None:
    room = Room(Place(id="a", within="b"), Place(id="b", within="a"))
    depth = depth_in(room)
    room.ask(depth, "a")
    room.edit(Place(id="b"))
    assert room.ask(depth, "a").value == 1


def test_a_circle_goes_when_nobody_asks_for_it() -> None:
    room = Room(Place(id="a", within="b"), Place(id="b", within="a"), Place(id="c", within="c"))
    depth = depth_in(room)
    for one in "abc":
        room.ask(depth, one)
    for one in "abc":
        room.engine.forget(depth, one)
    room.engine.collect()
    assert len(room.engine) == 0


def test_what_comes_out_equal_is_not_done_again_above() -> None:
    room = Room(Person(id="p", team="t"), Team(id="t"))

    def people(plan: Reader, team: str) -> tuple[str, ...]:
        return tuple(person.id for person in plan.where(Person, team=team))

    names = room.value(people)

    def size(plan: Reader, team: str) -> int:
        return len(plan.derive(names, team))

    top = room.value(size)
    assert room.ask(top, "t").value == 1
    room.edit(Person(id="p", team="t", title="changed"))
    assert room.ask(top, "t").value == 1
    assert room.runs == {("people", "t"): 2, ("size", "t"): 1}
    room.edit(Person(id="q", team="t"))
    assert room.ask(top, "t").value == 2
    assert room.runs == {("people", "t"): 3, ("size", "t"): 2}


def test_an_equal_instant_in_another_offset_is_shown_as_it_reads_now() -> None:
    room = Room(Post(id="p", window=Window(START, START + HOUR)))

    def manned(plan: Reader, post: str) -> Any:
        found = plan.get(Post, post)
        return found and (found.window,)

    window = room.value(manned)

    def told(plan: Reader, post: str) -> str:
        return str(plan.derive(window, post))

    top = room.value(told)
    room.ask(top, "p")
    room.edit(Post(id="p", name="door", window=Window(START.astimezone(timezone(-HOUR)), START + HOUR)))
    assert "days=-1" in room.ask(top, "p").value


def test_one_and_true_are_equal_and_read_otherwise() -> None:
    room = Room(Person(id="p"))

    def here(plan: Reader, person: str) -> Any:
        found = plan.get(Person, person)
        return True if found and found.title else 1

    presence = room.value(here)
    top = room.value(lambda plan, person: str(plan.derive(presence, person)))
    assert room.ask(top, "p").value == "1"
    room.edit(Person(id="p", title="chief"))
    assert room.ask(top, "p").value == "True"


def test_nothing_is_done_for_a_change_that_answers_no_question() -> None:
    room = Room(Person(id="p", team="t"), Team(id="t"))
    people = room.value(lambda plan, team: len(plan.where(Person, team=team)))
    room.ask(people, "t")
    room.engine.touched.clear()
    room.edit(Team(id="u"), Person(id="q"), Place(id="p"))
    assert not room.engine.touched
    room.ask(people, "t")
    assert set(room.runs.values()) == {1}


def test_a_root_that_is_touched_is_listed_once() -> None:
    room = Room(Place(id="a"))
    kind = room.value(lambda plan, place: plan.get(Place, place))
    node = room.ask(kind, "a")
    room.engine.touched.clear()
    room.edit(Place(id="a", kind="hall"))
    room.edit(Place(id="a", kind="gate"))
    assert list(room.engine.touched) == [node]


def test_memory_does_not_grow_with_questions_no_longer_asked() -> None:
    room = Room(Place(id="0"), Team(id="t", name="0"))
    depth = depth_in(room)
    top = room.value(lambda plan, team: plan.derive(depth, plan.all(Team)[0].name))
    for number in range(200):
        room.edit(Team(id="t", name=str(number)), Place(id=str(number)))
        room.ask(top, "t")
        room.engine.collect()
    assert len(room.engine) == 2
    assert room.engine._filed.keys() == {("Team", None, None), ("Place", "id", "199")}  # pyright: ignore[reportPrivateUsage]


def test_moments_that_no_longer_matter_are_swept_out() -> None:
    room = Room(Session(id="s"))
    moments = iter(range(10_000))
    top = room.value(lambda plan, one: (plan.get(Session, one), plan.passed(START + HOUR * (1 + next(moments)))))
    for number in range(1_000):
        room.edit(Session(id="s", title=str(number)))
        room.ask(top, "s")
        room.engine.collect()
    assert len(room.engine._due) < 200  # pyright: ignore[reportPrivateUsage]


def test_a_question_that_is_asked_for_once_goes_with_the_next_change() -> None:
    room = Room(Place(id="a"))
    depth = depth_in(room)
    room.ask(depth, "a", root=False)
    assert len(room.engine) == 1
    room.engine.collect()
    assert len(room.engine) == 0


def test_a_failure_is_kept_until_what_was_read_changes() -> None:
    room = Room(Place(id="a"), Team(id="t"))

    def picky(plan: Reader, place: str) -> str:
        found = plan.get(Place, place)
        if found is None or not found.kind:
            raise ValueError(place)
        return found.kind

    value = room.value(picky)
    for _ in range(3):
        room.ask(value, "a")
        room.edit(Team(id="t", name="x"))
    node = room.ask(value, "a")
    assert node.failure is not None
    assert (node.failure.kind, node.failure.message) == ("ValueError", "a")
    assert room.runs["picky", "a"] == 1
    room.edit(Place(id="a", kind="hall"))
    assert room.ask(value, "a").value == "hall"


def test_a_failure_is_passed_on_with_its_first_cause() -> None:
    room = Room()

    def fails(plan: Reader, key: str) -> int:
        raise ValueError("first cause")

    value = room.value(fails)
    middle = room.value(lambda plan, key: plan.derive(value, key))
    top = room.value(lambda plan, key: plan.derive(middle, key))
    failure = room.ask(top, "x").failure
    assert failure is not None
    assert failure.kind == DerivationFailed.__name__
    assert failure.message == "fails('x'): ValueError: first cause"


def test_a_value_that_cannot_be_hashed_is_a_failure() -> None:
    room = Room()
    failure = room.ask(room.value(lambda plan, key: [key])).failure
    assert failure is not None
    assert "unhashable" in failure.message


def test_a_value_that_cannot_be_compared_counts_as_changed() -> None:
    class Odd:
        __hash__ = object.__hash__

        def __eq__(self, other: object) -> bool:
            raise RuntimeError("not with me")

    room = Room(Place(id="a"))
    made = room.value(lambda plan, place: (plan.get(Place, place), Odd())[1])
    top = room.value(lambda plan, place: id(plan.derive(made, place)))
    before = room.ask(top, "a").value
    room.edit(Place(id="a", kind="hall"))
    assert room.ask(top, "a").value != before
    assert room.runs["<lambda>", "a"] == 4


def test_swallowing_every_exception_does_not_stop_a_deep_chain() -> None:
    room = Room(*chain(300))

    def greedy(plan: Reader, place: str) -> int:
        found = plan.get(Place, place)
        try:
            return 0 if found is None or found.within is None else 1 + plan.derive(value, found.within)
        except:  # noqa: E722 - what a careless author writes
            return -1

    value = room.value(greedy)
    assert room.ask(value, "p0").value == 299


def test_swallowing_every_exception_does_not_hide_a_circle() -> None:
    room = Room(Place(id="a", within="b"), Place(id="b", within="a"))

    def greedy(plan: Reader, place: str) -> int:
        try:
            found = plan.get(Place, place)
            return 0 if found is None else int(plan.derive(value, found.within)) + 1
        except BaseException:  # noqa: BLE001
            return -1

    value = room.value(greedy)
    for one in "ab":
        failure = room.ask(value, one).failure
        assert failure is not None
        assert failure.kind == DerivationCycle.__name__


def test_an_interrupt_leaves_the_engine_usable() -> None:
    room = Room(*chain(50))
    interrupted = [True]

    def depth(plan: Reader, place: str) -> int:
        if place == "p40" and interrupted:
            interrupted.clear()
            raise KeyboardInterrupt
        found = plan.get(Place, place)
        return 0 if found is None or found.within is None else 1 + plan.derive(value, found.within)

    value = room.value(depth)
    with pytest.raises(KeyboardInterrupt):
        room.ask(value, "p0")
    assert room.ask(value, "p0").value == 49
    room.edit(Place(id="p40"))
    assert room.ask(value, "p0").value == 40


# Time


def test_an_answer_changes_at_the_very_instant() -> None:
    room = Room()
    due = room.value(lambda plan, key: plan.passed(START + HOUR))
    assert room.ask(due).value is False
    assert room.engine.next_moment() == START + HOUR
    room.engine.advance(START + HOUR - timedelta(microseconds=1))
    assert room.ask(due).value is False
    assert len(room.runs) == 1
    room.engine.advance(START + HOUR)
    assert room.ask(due).value is True
    assert room.engine.next_moment() is None


def test_only_the_earliest_moment_is_waited_for() -> None:
    room = Room()
    stage = room.value(lambda plan, key: sum(plan.passed(START + HOUR * n) for n in (3, 1, 2)))
    seen: list[int] = []
    for hours in range(5):
        room.engine.advance(START + HOUR * hours)
        seen.append(room.ask(stage).value)
    assert seen == [0, 1, 2, 3, 3]
    assert room.runs["<lambda>", ""] == 4


def test_time_that_touches_nothing_does_nothing() -> None:
    room = Room()
    room.ask(room.value(lambda plan, key: plan.passed(START - HOUR)))
    room.engine.touched.clear()
    room.engine.advance(START + HOUR)
    assert not room.engine.touched


def test_a_moment_waited_for_below_is_waited_for_above() -> None:
    room = Room()
    due = room.value(lambda plan, key: plan.passed(START + HOUR))
    top = room.value(lambda plan, key: plan.derive(due, key))
    room.ask(top)
    room.engine.advance(START + HOUR)
    assert room.ask(top).value is True


# Who is informed


def test_being_informed_is_read_like_a_field() -> None:
    room = Room()
    knows = room.value(lambda plan, one: plan.informed(one))
    assert room.ask(knows, "r").value is False
    room.knowing.add("r")
    assert room.ask(knows, "r").value is False
    room.engine.recipients_informed(["r"])
    assert room.ask(knows, "r").value is True


# Facts


def test_facts_are_walked_from_below_with_what_was_not_found() -> None:
    room = Room(Place(id="a", within="b"), Place(id="b"), Post(id="x", place="a"), Person(id="p"))
    depth = depth_in(room)
    window = Window(START, START + HOUR)

    def rule(plan: Reader, place: str) -> int:
        plan.where(Duty, person="p", post="x")
        plan.overlapping(Session, window)
        plan.overlapping(Session, window, place=place)
        plan.where(Post, place=place)
        plan.all(Person)
        plan.get(Team, "t")
        plan.informed("r")
        deep: int = plan.derive(depth, place)
        return deep

    facts = facts_of(room.engine.plan, room.ask(room.value(rule), "a"))
    assert [str(record.__record__.name + ":" + record.id) for record in facts.records] == [
        "Person:p",
        "Place:a",
        "Place:b",
        "Post:x",
    ]
    assert facts.derived == ("depth('a')", "depth('b')")
    shown = [str(question) for question in facts.asked]
    assert "Post: place = a: x" in shown
    assert "Person: all: p" in shown
    assert "Duty: person = p, post = x: none" in shown
    assert "Team: id = t: none" in shown
    assert any(text.startswith("Session: all in 2030-06-05T08:00") for text in shown)
    assert any(text.startswith("Session: place = a in") for text in shown)
    assert {one.type for one in facts.missing} == {"@informed", "Duty", "Session", "Team"}


def test_removing_what_was_found_is_noticed() -> None:
    room = Room(Place(id="a"), Person(id="p"))
    count = room.value(lambda plan, key: len(plan.all(Person)))
    room.ask(count)
    room.edit(Remove(Person, "p"))
    assert room.ask(count).value == 0
    room.edit(Put(Person(id="q")))
    assert room.ask(count).value == 1


@pytest.mark.parametrize("many", [20, 40])
def test_who_read_all_of_a_type_is_asked_about_once_however_many_records_change(many: int) -> None:
    room = Room(*(Place(id=f"p{n}") for n in range(many)))
    everything = room.value(lambda plan, _: len(plan.all(Place)))
    for n in range(many):
        room.ask(everything, n)
    after, deltas = room.engine.plan.moved([Put(Place(id=f"p{n}", kind="hall")) for n in range(many)], 1)
    room.engine.move(after, deltas)
    asked: list[Node] = []

    def unwanted(node: Node) -> bool:
        asked.append(node)
        return False

    assert list(room.engine.concerning(deltas, unwanted)) == []
    assert len(asked) == many
    asked.clear()
    assert list(room.engine.concerning(deltas, lambda node: unwanted(node) or node.key == many // 2)) == list(deltas)
    assert len(asked) <= many


def test_what_a_question_does_not_answer_concerns_nobody_who_asked_it() -> None:
    room = Room(Place(id="a", kind="hall"), Place(id="b", kind="hall"))
    big = room.value(lambda plan, size: len(plan.where(Place, kind="hall", capacity=size)))
    for size in (10, 20):
        room.ask(big, size)
    edits = [Put(Place(id="a", kind="hall", capacity=20)), Put(Place(id="b", kind="hall", capacity=30))]
    after, deltas = room.engine.plan.moved(edits, 1)
    room.engine.move(after, deltas)
    assert [delta.id for delta in room.engine.concerning(deltas, lambda node: node.key == 20)] == ["a"]
    assert [delta.id for delta in room.engine.concerning(deltas, lambda node: node.key == 10)] == []
    assert [room.ask(big, size).value for size in (10, 20, 30)] == [0, 1, 1]
