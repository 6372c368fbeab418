from __future__ import annotations

from typing import Any

import pytest

from meetsupport.core.codec import normalised
from meetsupport.model import Hazard, Person, Round, Task
from tests.unit.rules.judging import changed, found


def entered(**about: Any) -> Task:
    """A task as it is when somebody has entered it."""
    task = normalised(Task(id="k", state="done", **about))[0]
    assert isinstance(task, Task)
    return task


@pytest.mark.parametrize("kind", ["inspection", "rehearsal", "巡查", "巡检", "sweep"])
@pytest.mark.parametrize("result", ["不及格", "不合格", "未通过", "failed"])
def test_what_failed_is_found_however_it_was_written(kind: str, result: str) -> None:
    task = entered(kind=kind, result=result)
    assert found("core.inspection-without-hazard", task) == ["k/"]
    assert found("core.inspection-without-hazard", task, Hazard(id="h", task="k")) == []


@pytest.mark.parametrize("about", [{"kind": "inspection"}, {"kind": "round"}, {"kind": "airing", "round": "r"}])
def test_a_result_that_says_neither_passed_nor_failed_is_found(about: dict[str, str]) -> None:
    records = (Round(id="r"), entered(result="灯管闪烁", **about))
    assert found("core.inspection-result", *records) == ["k/word"]
    assert found("core.inspection-result", Round(id="r"), entered(result="正常", **about)) == []


@pytest.mark.parametrize("about", [{"kind": "order"}, {"kind": "inspection", "question": True}])
def test_what_is_no_inspection_may_have_any_result(about: dict[str, Any]) -> None:
    assert found("core.inspection-result", entered(result="1,200 seats", **about)) == []


def test_a_mended_hazard_that_nobody_but_its_mender_could_verify_is_found() -> None:
    anna, bo = Person(id="anna"), Person(id="bo")
    alone = Hazard(id="h", state="mended", found_by="anna", mended_by="anna", measures="new lamp")
    assert found("core.hazard-open", anna, alone) == ["h/verifier"]
    assert found("core.hazard-open", anna, bo, changed(alone, verified_by="bo")) == []
    assert found("core.hazard-open", anna, changed(alone, state="owned", owner="anna")) == []
