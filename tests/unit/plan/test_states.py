"""What a state needs, and who must not be the same: refused of every change, whoever makes it and by which means."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import meetsupport as ms
from meetsupport.core.errors import RefusedTransition
from meetsupport.plan import Change, Edit, Put, checked
from meetsupport.testing import memory_desk
from tests.unit.plan.engine_room import plan_of

MENDED: dict[str, Any] = {"state": "mended", "mended_by": "p", "measures": "cable fixed"}
VERIFIED: dict[str, Any] = MENDED | {"state": "verified"}
ALONE: dict[str, Any] = VERIFIED | {"verified_by": "p"}
PLAN = plan_of(
    ms.Person(id="p"),
    ms.Person(id="q"),
    ms.Hazard(id="h"),
    ms.Hazard(id="m", **MENDED),
    ms.Document(id="d", state="submitted", author="p"),
    ms.Handover(id="o", giver="p"),
)


def refused(*edits: Edit, **about: Any) -> str:
    with pytest.raises(RefusedTransition) as caught:
        checked(PLAN, Change(edits, **about), 1)
    return str(caught.value)


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        (ms.Hazard(id="h", state="owned"), "may not be 'owned' while owner is not set @ $.Hazard['h'].state"),
        (ms.Hazard(id="new", state="mended", mended_by="p"), "may not be 'mended' while measures is not set"),
        (ms.Hazard(id="m", **VERIFIED), "'verified' while verified_by is not set"),
        (ms.Document(id="d", state="approved", approver="q"), "may not be 'approved' while approved_at is not set"),
        (ms.Incident(id="new", state="handled"), "may not be 'handled' while handler is not set"),
        (ms.Handover(id="o", giver="p", state="taken"), "may not be 'taken' while taker is not set"),
    ],
)
def test_a_state_needs_its_fields(record: ms.Record, problem: str) -> None:
    assert problem in refused(Put(record))


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        (ms.Hazard(id="m", **ALONE), "mended_by and verified_by"),
        (ms.Document(id="d", state="submitted", author="p", approver="p"), "author and approver may not both be 'p'"),
        (ms.Handover(id="o", giver="p", taker="p"), "giver and taker may not both be 'p'"),
    ],
)
def test_who_must_not_be_the_same_is_refused_in_any_state(record: ms.Record, problem: str) -> None:
    assert problem in refused(Put(record))


def test_a_state_that_is_kept_keeps_its_fields() -> None:
    assert "while mended_by is not set" in refused(Put(ms.Hazard(id="m", state="mended", measures="x")))


def test_calling_it_an_undo_is_no_way_round() -> None:
    assert "while owner is not set" in refused(Put(ms.Hazard(id="h", state="owned")), undoes=1)


def test_all_that_a_state_lacks_is_said_at_once() -> None:
    text = refused(Put(ms.Hazard(id="new", state="closed")))
    assert [name for name in ("mended_by", "measures", "verified_by") if f"while {name} is" in text] == [
        "mended_by",
        "measures",
        "verified_by",
    ]


def test_what_is_found_and_mended_on_the_spot_is_one_entry() -> None:
    edits, _, _ = checked(PLAN, Change.of(Put(ms.Hazard(id="new", found_by="p", **MENDED))), 1)
    assert [edit.key for edit in edits] == [("Hazard", "new")]


def desk_with_a_hazard() -> ms.Desk:
    return memory_desk([ms.Person(id="p"), ms.Person(id="q"), ms.Hazard(id="h", **MENDED)])


def test_undo_opens_what_was_closed_and_keeps_what_its_state_needs() -> None:
    desk = desk_with_a_hazard()
    with desk.edit() as edit:
        edit.set(ms.Hazard, "h", state="verified", verified_by="q")
    with desk.edit() as close:
        close.set(ms.Hazard, "h", state="closed")
    desk.undo(close.impact.revision or 0)
    assert desk.get(ms.Hazard, "h").state == "verified"
    assert desk.get(ms.Hazard, "h").verified_by == "q"


BODIES = [
    pytest.param({"id": "n", "state": "mended", "mended_by": "p"}, "while measures is not set", id="needs"),
    pytest.param(
        {"id": "n", "state": "verified", "mended_by": "p", "measures": "x", "verified_by": "p"},
        "may not both be 'p'",
        id="apart",
    ),
]


@pytest.mark.parametrize(("body", "problem"), BODIES)
def test_an_importer_is_refused_like_anybody(body: dict[str, Any], problem: str, tmp_path: Path) -> None:
    path = tmp_path / "hazards.json"
    path.write_text(json.dumps({"meetsupport": 1, "records": {"Hazard": [body]}}), encoding="utf-8")
    desk = desk_with_a_hazard()
    with pytest.raises(RefusedTransition, match=problem):
        desk.load(path)
    assert "n" not in desk.plan.table("Hazard")


@pytest.mark.parametrize(("body", "problem"), BODIES)
def test_a_synced_table_is_refused_like_anybody(body: dict[str, Any], problem: str) -> None:
    desk = desk_with_a_hazard()
    with pytest.raises(RefusedTransition, match=problem):
        desk.sync(ms.Hazard, [desk.get(ms.Hazard, "h"), body])
