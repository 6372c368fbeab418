"""The plan as a value: reading it, moving it on, and writing it down."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest

from meetsupport.core.codec import Contents
from meetsupport.core.errors import InvalidInput, UnknownReference
from meetsupport.core.fields import field
from meetsupport.core.records import Record, Unknown, record
from meetsupport.core.times import Window
from meetsupport.model import DayOff, Duty, Participant, Person, Place, Post, Session, Task
from meetsupport.plan import Plan, Put, Remove, changes_between
from meetsupport.testing import MODEL, START
from tests.unit.plan.engine_room import plan_of

HOUR = timedelta(hours=1)
PLAN = plan_of(
    Place(id="b", kind="hall"),
    Place(id="a", kind="hall", within="b"),
    Session(id="s", place="a", window=Window(START, START + HOUR)),
    Task(id="t", needs_kinds=("police", "airport")),
)


def test_records_come_in_the_order_of_their_ids() -> None:
    assert [place.id for place in PLAN.all(Place)] == ["a", "b"]
    assert [place.id for place in PLAN.where(Place, kind="hall")] == ["a", "b"]
    assert [str(one.ref(one.id)) for one in PLAN] == ["Place:a", "Place:b", "Session:s", "Task:t"]


def test_a_field_of_several_values_is_asked_by_one_of_them() -> None:
    assert PLAN.where(Task, needs_kinds="airport") == PLAN.all(Task)
    assert PLAN.where(Task, needs_kinds=("police", "airport")) == PLAN.all(Task)
    assert PLAN.where(Task, needs_kinds="railway") == ()


def test_none_is_asked_for_like_any_value() -> None:
    assert [place.id for place in PLAN.where(Place, within=None)] == ["b"]
    assert [place.id for place in PLAN.where(Place, within=None, kind="hall")] == ["b"]


def test_windows_that_only_touch_do_not_overlap() -> None:
    assert PLAN.overlapping(Session, Window(START + HOUR, START + 2 * HOUR)) == ()
    assert PLAN.overlapping(Session, Window(START - HOUR, START)) == ()
    assert PLAN.overlapping(Session, Window(START - HOUR, START + timedelta(microseconds=1))) == PLAN.all(Session)


def test_the_same_instant_in_another_offset_overlaps() -> None:
    window = Window((START + HOUR / 2).astimezone(UTC), (START + HOUR).astimezone(UTC))
    assert PLAN.overlapping(Session, window, place="a") == PLAN.all(Session)
    assert PLAN.overlapping(Session, window, place="b") == ()


@pytest.mark.parametrize("days", [1, 39, 40, 41, 400])
def test_windows_of_any_length_are_found(days: int) -> None:
    wide = Window(START - days * 24 * HOUR, START + HOUR / 2)
    assert PLAN.overlapping(Session, wide) == PLAN.all(Session)
    other = plan_of(Session(id="w", window=wide))
    assert other.overlapping(Session, Window(START, START + HOUR)) == other.all(Session)


def test_a_type_without_a_window_cannot_be_asked_by_one() -> None:
    with pytest.raises(UnknownReference, match="Place has no window"):
        PLAN.overlapping(Place, Window(START, START + HOUR))


def test_a_field_that_is_not_there_is_named() -> None:
    with pytest.raises(UnknownReference, match="Place has no field 'colour', expected one of id, name, kind"):
        PLAN.where(Place, colour="red")


def test_a_type_that_is_not_there_is_named() -> None:
    with pytest.raises(UnknownReference, match=r"unknown record type 'mycity.Gate', expected one of Adoption"):
        PLAN.type_of("mycity.Gate")


def test_who_refers_to_a_record_is_known() -> None:
    assert [record.id for record in PLAN.referring("Place", "b")] == ["a"]
    assert [record.id for record in PLAN.referring("Place", "a")] == ["s"]
    assert not list(PLAN.referring("Place", "c"))


def test_a_plan_never_changes() -> None:
    after, deltas = PLAN.moved([Put(Place(id="c")), Remove(Session, "s"), Put(Place(id="b", kind="gate"))], 1)
    assert len(PLAN) == 4
    assert [place.id for place in PLAN.where(Place, kind="hall")] == ["a", "b"]
    assert [place.id for place in after.where(Place, kind="hall")] == ["a"]
    assert [(d.type, d.id, d.old is None, d.new is None) for d in deltas] == [
        ("Place", "c", True, False),
        ("Session", "s", False, True),
        ("Place", "b", False, False),
    ]


def test_putting_what_is_there_is_no_difference() -> None:
    after, deltas = PLAN.moved([Put(Place(id="b", kind="hall"))], 1)
    assert deltas == ()
    assert after.same_records(PLAN)


def test_the_last_edit_of_a_record_counts() -> None:
    after, deltas = PLAN.moved([Remove(Place, "c"), Put(Place(id="c")), Put(Place(id="c", kind="x"))], 1)
    assert len(deltas) == 1
    assert after.get(Place, "c") == Place(id="c", kind="x")


def test_many_changes_at_once_are_the_same_as_one_after_another() -> None:
    many = [Put(Place(id=str(number), kind="y")) for number in range(50)]
    at_once, _ = PLAN.moved(many, 1)
    step_by_step = PLAN
    for edit in many:
        step_by_step, _ = step_by_step.moved([edit], 1)
    assert at_once.same_records(step_by_step)
    assert at_once.where(Place, kind="y") == step_by_step.where(Place, kind="y")


def test_dangling_references_of_a_file_are_all_named() -> None:
    content = b'{"meetsupport":1,"records":{"Duty":[{"id":"d","person":"nobody","post":"nowhere"}]}}'
    with pytest.raises(InvalidInput) as caught:
        Plan.read(content, MODEL, "plan.json")
    assert sorted(map(str, caught.value.faults)) == [
        "invalid value 'nobody', expected the id of a Person @ $.records.Duty['d'].person",
        "invalid value 'nowhere', expected the id of a Post @ $.records.Duty['d'].post",
    ]


def test_a_dangling_reference_among_several_is_named() -> None:
    plan = plan_of(Task(id="t", after=("t", "u")))
    assert [str(fault.place) for fault in plan.dangling()] == ["$.records.Task['t'].after"]


def test_the_difference_of_plans_has_extras_and_unknown_records() -> None:
    gate = Unknown("x.Gate", "g", b'{"id":"g"}')
    other = Plan.of(MODEL, Contents((Place(id="b", kind="hall"),), {("Place", "b"): {"x": b"1"}}, (gate,)))
    plan = Plan.of(MODEL, Contents((Place(id="b", kind="hall"),), {}, ()))
    there, back = plan.diff(other, by="x"), other.diff(plan)
    assert there.by == "x"
    assert plan.moved(there.edits, 1)[0].same_records(other)
    assert other.moved(back.edits, 1)[0].same_records(plan)
    assert other.unknown_one(("x.Gate", "g")) == gate
    assert list(changes_between(plan, other)) == []


def test_a_repr_names_no_record() -> None:
    assert repr(PLAN) == "<Plan at revision 0: 4 records>"
    assert PLAN.at_revision(0) is PLAN
    assert PLAN.at_revision(7).revision == 7


def test_plans_that_differ_in_one_thing_are_not_the_same() -> None:
    assert not PLAN.same_records(plan_of())
    assert not PLAN.same_records(PLAN.moved([Put(Place(id="b"))], 1)[0])
    assert not PLAN.same_records(PLAN.moved([Put(Place(id="b", kind="hall"), {"x": b"1"})], 1)[0])
    assert not PLAN.same_records(PLAN.moved([Put(Unknown("y", "y", b'{"id":"y"}'))], 1)[0])


def test_a_record_type_of_ones_own_is_indexed_too() -> None:
    @record(name="mycity.Gate", label="闸机")
    class Gate(Record):
        opens: tuple[str, ...] = field(default=())

    plan = Plan.of({**MODEL, "mycity.Gate": Gate.__record__}, Contents((Gate(id="g", opens=("a", "b")),), {}, ()))
    assert plan.where(Gate, opens="b")[0].id == "g"
    assert plan.count(Gate) == plan.count("mycity.Gate") == 1


def test_days_collide_across_types_and_tables() -> None:
    plan = plan_of(
        DayOff(id="x", day=START.date()),
        Person(id="x"),
        Participant(id="x"),
        Post(id="x"),
        Duty(id="x", person="x", post="x"),
    )
    assert [record.__record__.name for record in plan.referring("Person", "x")] == ["Duty"]
    assert plan.find("Person", "x") != plan.find("Participant", "x")
