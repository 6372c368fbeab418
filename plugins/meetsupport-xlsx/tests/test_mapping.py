"""Somebody else's workbook, explained by a mapping file."""

# ruff: noqa: DTZ001 - cells hold wall clocks, without a zone

from __future__ import annotations

import os
from collections import Counter
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest

from meetsupport.core.errors import InvalidInput
from meetsupport.core.times import Window
from meetsupport.model import Appearance, Person, Session

EXAMPLES = Path(__file__).parent.parent / "examples"
REAL = Path(os.environ.get("MEETSUPPORT_REAL_DATA") or Path(__file__).parents[4] / "shared" / "real")

MAPPING = """
zone = "Asia/Shanghai"
[[sheet]]
title = "议程表"
heading = 2
[[sheet.record]]
type = "Place"
name = "hall"
key = "{地点}"
id = "hall-{count}"
set = { name = "{地点}" }
[[sheet.record]]
type = "Session"
name = "item"
id = "item-{序号}"
[sheet.record.set]
title = "{内容}（{备注}）"
kind = "talk"
place = "{hall}"
window = { day = "{日期}", start = "{开始}", minutes = "{时长}" }
[[sheet.record]]
type = "Person"
name = "speaker"
each = ["发言人", "@H"]
separator = "、"
parts = "/"
key = "{each.1}"
id = "speaker-{count}"
set = { name = "{each.1}", title = "{each.2}" }
[[sheet.record]]
type = "Appearance"
each = ["发言人", "@H"]
separator = "、"
id = "{item}.{speaker}"
set = { session = "{item}", person = "{speaker}", role = "speaker" }
"""

ROWS: list[list[object]] = [
    ["某会议议程"],
    ["序号", "日期", "开始", "时长", "地点", "内容", "发言人", None, "备注"],
    [1, datetime(2011, 6, 9), time(8, 30), 20, "南厅", "致辞", "甲/东山局", None, "直播"],
    [2, "2011年6月9日", "8:50", 0.5 / 24 * 48, "南 厅", "报告", "乙、甲", "丙/西山局", "录播"],
    [3, "周四 2011-06-09", "下午2点", 40, "北厅", "讨论", None, "甲/东山局", "录播"],
    [None, None, None, None, None, "散会"],
]


def read(office: Any, content: bytes, mapping: object = MAPPING, plan: Any = None) -> Any:
    return office.read(content, plan or office.plan(), mapping=mapping)


def test_one_row_becomes_several_records(office: Any, workbook: Any) -> None:
    records = office.records(read(office, workbook(("议程表", ROWS))))
    assert Counter(type(record).__name__ for record in records.values()) == {
        "Session": 3,
        "Place": 2,
        "Person": 3,
        "Appearance": 5,
    }
    assert records["item-1"] == Session(
        id="item-1",
        title="致辞（直播）",
        kind="talk",
        place="hall-1",
        window=Window.of("2011-06-09T08:30:00+08:00", "2011-06-09T08:50:00+08:00"),
    )
    assert records["item-3"].window == Window.of("2011-06-09T14:00:00+08:00", "2011-06-09T14:40:00+08:00")
    assert records["speaker-1"] == Person(id="speaker-1", name="甲", title="东山局")
    assert records["item-2.speaker-3"] == Appearance(
        id="item-2.speaker-3", session="item-2", person="speaker-3", role="speaker"
    )


def test_read_twice_it_changes_nothing_more(office: Any, workbook: Any) -> None:
    content = workbook(("议程表", ROWS))
    plan, _ = office.plan().moved(read(office, content).edits, 1)
    again = read(office, content, plan=plan)
    assert again.edits == ()
    assert again.questions == ()


@pytest.mark.parametrize("form", [str.encode, str])
def test_a_mapping_is_read_from_bytes_and_text(office: Any, workbook: Any, form: Any) -> None:
    assert len(read(office, workbook(("议程表", ROWS)), form(MAPPING)).edits) == 13


def test_a_mapping_is_read_from_json(office: Any, workbook: Any) -> None:
    record = '{"type": "Place", "id": "a-{row}", "set": {"name": "{n}", "capacity": 5}}'
    mapping = f'{{"sheet": [{{"title": "x", "record": [{record}]}}]}}'
    (edit,) = read(office, workbook(("x", [["n"], ["厅"]])), mapping).edits
    assert (edit.record.id, edit.record.name, edit.record.capacity) == ("a-2", "厅", 5)


def test_bad_cells_are_named_at_their_places(office: Any, workbook: Any) -> None:
    rows = [
        *ROWS[:2],
        [1, "9日", "8:30", 20, "南厅", "致辞", None, None, "x"],
        [2, "2011-06-09", "八点", 20, "=A1", "致辞", None, None, "x"],
    ]
    with pytest.raises(InvalidInput) as caught:
        read(office, workbook(("议程表", rows)))
    assert {fault.place for fault in caught.value.faults} == {"议程表!C3", "议程表!C4", "议程表!E4"}


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (('type = "Place"', 'type = "Plaza"'), "$.sheet[0].record[0].type"),
        (('role = "speaker"', 'rule = "speaker"'), "$.sheet[0].record[3].set.rule"),
        (('zone = "Asia/Shanghai"', 'zone = "Mars"'), "$.zone"),
        (("heading = 2", "heading = 0"), "$.sheet[0].heading"),
        (('kind = "talk"', "kind = { day = '{日期}' }"), "$.sheet[0].record[1].set.kind"),
        (('kind = "talk"', "kind = ['a']"), "$.sheet[0].record[1].set.kind"),
        (("[[sheet]]", "[[shet]]"), ""),
        (('id = "hall-{count}"', "id = 5"), ""),
        (("zone =", "zone :"), ""),
    ],
)
def test_a_mapping_that_is_wrong_is_refused_with_its_path(
    office: Any, workbook: Any, change: tuple[str, str], place: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        read(office, workbook(("议程表", ROWS)), MAPPING.replace(*change))
    assert caught.value.source == "mapping"
    assert [fault.place for fault in caught.value.faults] == [place]


@pytest.mark.parametrize(
    "change",
    [('"议程表"', '"日程表"'), ("{内容}", "{内容2}"), ('"发言人"', '"发言者"'), ("heading = 2", "heading = 1")],
)
def test_what_the_workbook_does_not_have_is_named(office: Any, workbook: Any, change: tuple[str, str]) -> None:
    with pytest.raises(InvalidInput, match=r"no sheet|no column"):
        read(office, workbook(("议程表", ROWS)), MAPPING.replace(*change))


def real(name: str) -> bytes:
    path = REAL / name
    if not path.exists():
        pytest.skip(f"{name} is not here: it is in the folder named by MEETSUPPORT_REAL_DATA or in ../shared/real")
    return path.read_bytes()


def test_a_scheduling_workbook_that_nobody_here_made(office: Any) -> None:
    content, mapping = real("conference-108talks.xlsx"), (EXAMPLES / "conference-108talks.toml").read_bytes()
    change = read(office, content, mapping)
    kinds = Counter((type(edit.record).__name__, getattr(edit.record, "kind", "")) for edit in change.edits)
    assert kinds["Session", "timeslot"] == 18
    assert kinds["Session", "Lab"] + kinds["Session", "Breakout"] == 108
    assert kinds["Place", "room"] == 10
    assert kinds["Person", ""] == 72
    assert kinds["Appearance", ""] == 159
    scheduled = [edit.record for edit in change.edits if isinstance(edit.record, Session) and edit.record.place]
    assert {(session.id, session.window) for session in scheduled} == {
        ("talk-S009", Window.of("2018-10-01T10:15:00+02:00", "2018-10-01T12:15:00+02:00")),
        ("talk-S103", Window.of("2018-10-01T10:15:00+02:00", "2018-10-01T11:00:00+02:00")),
    }
    plan = office.plan().moved(change.edits, 1)[0]
    assert plan.dangling() == []
    assert read(office, content, mapping, plan).edits == ()


def test_a_citys_agenda_that_its_own_staff_typed(office: Any) -> None:
    content, mapping = real("city-conference.xlsx"), (EXAMPLES / "city-conference.toml").read_bytes()
    change = read(office, content, mapping)
    counts = Counter(type(edit.record).__name__ for edit in change.edits)
    assert counts == {"Event": 1, "Session": 13, "Place": 2, "Person": 15, "Appearance": 18}
    windows = [edit.record.window for edit in change.edits if isinstance(edit.record, Session)]
    assert min(window.start for window in windows if window).isoformat() == "2016-10-27T09:00:00+02:00"
    assert max(window.start for window in windows if window).isoformat() == "2016-10-27T16:45:00+02:00"
    assert office.plan().moved(change.edits, 1)[0].dangling() == []
