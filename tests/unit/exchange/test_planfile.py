"""Plan files: what is written is read back into the same plan, and nothing is lost on the way."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetsupport.core.codec import Contents
from meetsupport.core.errors import InvalidInput, MeetSupportError
from meetsupport.core.records import Record, Unknown, evolved
from meetsupport.exchange import PLAN_EXPORTER, PLAN_IMPORTER
from meetsupport.model import Delegation, Itinerary, Participant
from meetsupport.plan import PlainReader, Plan, Put, Remove, View, checked

from .drawing import NOW, TYPES, any_records, plan_of, reader_of, source_of

many = st.lists(any_records, max_size=5)
PARTS = (
    Delegation(id="d-1", name="North"),
    Participant(id="p-1", name="Anna Invented", delegation="d-1", rank="bureau"),
)
ODD = Plan.of(
    TYPES,
    Contents(PARTS, {("Delegation", "d-1"): {"colour": b'"red"'}}, (Unknown("x.Y", "y", b'{"id":"y","z":1}'),)),
    3,
)


def written(plan: Plan) -> bytes:
    return PLAN_EXPORTER.render(PlainReader(plan, NOW), None, "en")


def moved(plan: Plan, content: bytes, **options: Any) -> Plan:
    """Give the plan after reading, without looking at references, which the records drawn here invent."""
    return plan.moved(PLAN_IMPORTER.read(source_of(content, plan, **options)).edits, 1)[0]


@given(many, many)
def test_with_replace_the_plan_becomes_what_the_file_holds(before: list[Record], after: list[Record]) -> None:
    wanted = plan_of(*after)
    assert moved(plan_of(*before), written(wanted), replace=True).same_records(wanted)


@given(many, many)
def test_without_replace_what_the_file_lacks_stays(before: list[Record], after: list[Record]) -> None:
    assert moved(plan_of(*before), written(plan_of(*after))).same_records(plan_of(*before, *after))


@given(many)
def test_reading_a_plans_own_file_changes_nothing(records: list[Record]) -> None:
    plan = plan_of(*records)
    for replace in (False, True):
        assert PLAN_IMPORTER.read(source_of(written(plan), plan, replace=replace)).edits == ()


def test_fields_and_records_that_nobody_knows_are_kept() -> None:
    made = checked(plan_of(), PLAN_IMPORTER.read(source_of(written(ODD))), 1)[1]
    assert made.same_records(ODD)
    assert made.write() == written(ODD)


def test_unknown_fields_that_a_file_lacks_stay_unless_it_replaces() -> None:
    content = written(plan_of(*PARTS))
    assert moved(ODD, content).extra(("Delegation", "d-1")) == {"colour": b'"red"'}
    assert moved(ODD, content, replace=True).extra(("Delegation", "d-1")) == {}


def test_replace_removes_records_that_nobody_knows_too() -> None:
    edits = PLAN_IMPORTER.read(source_of(written(plan_of(*PARTS)), ODD, replace=True)).edits
    assert Remove("x.Y", "y") in edits


def test_only_what_differs_is_put() -> None:
    changed = evolved(PARTS[1], rank="minister")
    change = PLAN_IMPORTER.read(source_of(written(plan_of(PARTS[0], changed)), plan_of(*PARTS, revision=9)))
    assert [edit.record for edit in change.edits if isinstance(edit, Put)] == [changed]
    assert (change.by, change.base) == ("clerk", 9)


def test_replace_is_true_or_false() -> None:
    with pytest.raises(InvalidInput, match="invalid value 'yes' for the option replace"):
        PLAN_IMPORTER.read(source_of(written(ODD), replace="yes"))


def test_a_file_of_one_record_is_refused() -> None:
    with pytest.raises(InvalidInput, match="a plan file holds all records"):
        PLAN_EXPORTER.render(reader_of(*PARTS), Delegation.ref("d-1"), "en")


def test_a_view_writes_dots_and_nothing_that_nobody_knows() -> None:
    content = PLAN_EXPORTER.render(View(PlainReader(ODD, NOW), ()), None, "en")
    read = json.loads(content)["records"]
    assert read["Participant"][0]["name"] == "•••"
    assert "colour" not in read["Delegation"][0]
    assert "x.Y" not in read
    assert "Anna" not in content.decode()


def test_dots_cannot_be_read_back() -> None:
    hidden = Itinerary(id="i", title="Secret")
    plan = plan_of(*PARTS, hidden)
    content = PLAN_EXPORTER.render(View(PlainReader(plan, NOW), ()), None, "en")
    with pytest.raises(MeetSupportError):
        checked(plan, PLAN_IMPORTER.read(source_of(content, plan)), 1)
