"""What is refused is said in the language of the session."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Line

WORDS = re.compile(r"[a-z]{3,} [a-z]{2,} [a-z]{2,}")
"""Three words in a row: a sentence in English."""


@pytest.fixture
def held(line: Line) -> Line:
    line("change", "Person", "anna", "--add", code=None)
    line("change", "Event", "e", "--add", code=None)
    line("change", "Post", "p", "--add", code=None)
    line("change", "Duty", "d", "--add", "person=anna", "post=p", code=None)
    line("change", "Task", "k", "--add", "state=done", code=None)
    line("change", "Hazard", "h", "--add", code=None)
    return line


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["change", "Duty", "d2", "--add", "person=bo", "post=p"], "值 'bo' 无效，应为已有工作人员的编号"),
        (["change", "Person", "anna", "--remove"], "不能删除：Duty:d 仍引用它"),
        (["change", "Person", "bo", "--remove"], "没有编号为 'bo' 的工作人员"),
        (["change", "Task", "k", "due=明天"], "值 '明天' 无效，应为时间，如 2011-06-09T08:00"),
        (["change", "Task", "k", "duration=很久"], "应为时长，如 90分钟"),
        (["change", "Task", "k", "gate=中午"], "'中午' 有误，应为以下之一：before 会前"),
        (["change", "Task", "k", "colour=red"], "任务没有该字段"),
        (["change", "Task", "k", "state=已验收"], "未填写验收人，不得为已验收"),
        (["change", "Hazard", "h", "state=closed"], "发现不得变为已销号，只能变为：已落实责任、已整改"),
        (["change", "Hazard", "h2", "--add", "state=closed"], "不得从已销号开始，只能从发现或已整改开始"),
        (["show", "Task", "nothing"], "没有编号为 'nothing' 的任务"),
        (["show", "Tusk"], "没有记录类型 'Tusk'，应为以下之一：Task 任务"),
        (["plan", "hall-set-up"], "活动 'e' 没有起止时间"),
    ],
)
def test_what_is_refused_is_said_in_chinese(held: Line, given: list[str], said: str) -> None:
    told = held(*given, "--language", "zh_CN", code=2).stderr.replace("\n", "")
    assert said.replace(" ", "") in told.replace(" ", "")
    assert not WORDS.findall(told)


def test_whose_a_record_is_and_what_is_frozen_is_said_in_chinese(held: Line) -> None:
    held("change", "EditRight", "r", "--add", "type=Post", "persons=anna", code=None)
    told = held("change", "Post", "p", "heads=2", "--by", "bo", "--language", "zh_CN", code=2).stderr
    assert "'bo' 无权修改：由工作人员:anna 负责" in told
    held("change", "Freeze", "f", "--add", "type=Task", code=None)
    told = held("change", "Task", "k", "title=x", "--language", "zh_CN", code=2).stderr.replace("\n", "")
    assert "已冻结（冻结:f）：须写明由谁批准方可修改" in told.replace(" ", "")
    assert not WORDS.findall(told)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("Task.csv", "编号,完成时限\nk,明天\n", "值 '明天' 无效，应为时刻"),
        ("任务.csv", "编号,关口\nk,中午\n", "应为以下之一：before 会前"),
        ("Task.csv", "编号,颜色\nk,红\n", "无法识别的表头 '颜色'"),
        ("Duty.csv", "id,window\nd9,\n", "'d9' 为新增记录，缺少列：工作人员、岗位"),
        ("Duty.csv", "id,person,post\nd9,bo,p\n", "值 'bo' 无效，应为已有工作人员的编号"),
        ("list.csv", "编号\nk\n", "不是记录类型"),
        ("plan.json", '{"meetsupport":1,"records":{"Task":[{"id":"k","due":"soon"}]}}', "应为带时差的 ISO 8601 时刻"),
        ("plan.json", '{"meetsupport":1,"records":{"Task":[{"id":"k"},{"id":"k"}]}}', "编号 'k' 重复"),
        ("plan.json", '{"meetsupport":1,"records":{"Duty":[{"id":"d9"}]}}', "缺少 person 的值"),
    ],
)
def test_what_is_wrong_in_a_file_is_said_in_chinese(held: Line, name: str, text: str, said: str) -> None:
    Path(name).write_text(text, encoding="utf-8")
    told = held("load", name, "--language", "zh_CN", code=2).stderr.replace("\n", "")
    assert said.replace(" ", "") in told.replace(" ", "")
    assert not WORDS.findall(told)
