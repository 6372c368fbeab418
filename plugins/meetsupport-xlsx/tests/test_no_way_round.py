"""What nobody may enter does not come in by a workbook either."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import meetsupport_xlsx
import pytest

import meetsupport as ms
from meetsupport.testing import START, memory_desk

PEOPLE: tuple[ms.Record, ...] = (ms.Person(id="p"), ms.Person(id="q"), ms.Person(id="author"))
CLOSED = ms.Hazard(id="h", title="灯不亮", state="closed", mended_by="p", measures="换灯", verified_by="q")
PAPER = ms.Document(
    id="d", title="方案", author="author", state="approved", approver="q", approved_at=START, steps=("p",)
)


def desk_with(*records: ms.Record) -> ms.Desk:
    return memory_desk(records, plugins={"xlsx": meetsupport_xlsx})


def saved(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("title", "rows", "problem"),
    [
        (
            "编辑权限",
            [["编号", "记录类型"], ["r", "座次按排"]],
            "no record type '座次按排', expected one of .*SeatPlan",
        ),
        ("冻结", [["编号", "记录类型", "字段"], ["f", "座次安排", "座位数"]], "SeatPlan has no field '座位数'"),
        (
            "隐患",
            [["编号", "隐患内容", "隐患状态", "整改人", "整改措施", "验收人"], ["n", "x", "已销号", "p", "换灯", "q"]],
            "may not begin as 'closed'",
        ),
        ("隐患", [["编号", "隐患状态", "整改人", "整改措施"], ["n", "已整改", "p", "　"]], "while measures is not set"),
        (
            "突发事件",
            [["编号", "处置状态", "处置人", "处置措施"], ["i", "已办结", "p", "关阀"]],
            "may not begin as 'closed'",
        ),
        ("方案文件", [["编号", "文件名称"], ["d", "另一方案"]], "title of what is 'approved' stand"),
    ],
)
def test_a_workbook_is_refused_like_anybody(
    workbook: Any, tmp_path: Path, title: str, rows: list[list[object]], problem: str
) -> None:
    desk = desk_with(*PEOPLE, PAPER)
    before = desk.revision
    path = saved(tmp_path / "clerk.xlsx", workbook((title, rows)))
    with pytest.raises(ms.MeetSupportError, match=problem):
        desk.load(path, by="clerk")
    assert desk.revision == before


def test_the_terms_of_type_and_fields_mean_them(workbook: Any, tmp_path: Path) -> None:
    desk = desk_with()
    rows = [["编号", "记录类型", "字段"], ["f", "座次安排", "座次图名称"]]
    desk.load(saved(tmp_path / "clerk.xlsx", workbook(("冻结", rows))), by="clerk")
    freeze = desk.get(ms.Freeze, "f")
    assert (freeze.type, freeze.fields) == ("SeatPlan", ("name",))


def test_what_was_exported_comes_back_into_its_desk_into_an_empty_one_and_by_name_into_another(tmp_path: Path) -> None:
    desk, empty, running = desk_with(*PEOPLE, CLOSED), desk_with(), desk_with(*PEOPLE)
    path = tmp_path / "ledger.xlsx"
    desk.export(str(path))
    assert desk.load(path, by="clerk").revision is None
    empty.load(path, by="clerk")
    with pytest.raises(ms.RefusedTransition, match="may not begin as 'closed'"):
        running.load(path, by="clerk")
    running.load(path, by="clerk", restores=True)
    assert {one.get(ms.Hazard, "h").state for one in (desk, empty, running)} == {"closed"}
