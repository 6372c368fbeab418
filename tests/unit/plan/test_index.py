"""Buckets: small ones are tuples, in large ones changes stand aside until they are read."""

from __future__ import annotations

import pytest

from meetsupport.model import Session
from meetsupport.plan import Edit, Plan, Put, Remove
from meetsupport.testing import MODEL


def ids(plan: Plan) -> list[str]:
    return [session.id for session in plan.where(Session, kind="x")]


def moved(plan: Plan, *edits: Edit) -> Plan:
    return plan.moved(edits, plan.revision + 1)[0]


@pytest.mark.parametrize("step", [1, 3, 50, 200])
def test_a_bucket_grows_and_shrinks(step: int) -> None:
    plan = Plan(MODEL)
    assert ids(plan) == []
    names = [f"{number:03}" for number in range(200)]
    for at in range(0, 200, step):
        plan = moved(plan, *(Put(Session(id=one, kind="x")) for one in names[at : at + step]))
        assert ids(plan) == names[: at + step]
    for at in range(0, 200, step):
        plan = moved(plan, *(Remove(Session, one) for one in names[at : at + step]))
        assert ids(plan) == names[at + step :]


def test_a_record_that_is_put_again_stands_once() -> None:
    plan = moved(Plan(MODEL), *(Put(Session(id=f"{number:03}", kind="x")) for number in range(100)))
    assert len(ids(plan)) == 100
    plan = moved(plan, Put(Session(id="050", kind="x", title="again")))
    assert len(ids(plan)) == 100
    assert plan.where(Session, kind="x")[50].title == "again"
    assert [session.id for session in plan.where(Session, kind="x", title="again")] == ["050"]
