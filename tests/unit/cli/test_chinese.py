"""What a clerk who reads Chinese is shown: terms, not the names and words of the model."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .conftest import Line

ZH = ("--language", "zh_CN")


def test_a_preview_shows_terms_before_and_after(office: Line) -> None:
    office("change", "Place", "hall-1", "kind=hall")
    told = office("preview", "Place", "hall-1", "kind=lounge", *ZH).stdout
    assert "地点类型：会议厅 → 休息室" in told


def test_the_log_names_types_and_fields_by_their_terms(office: Line) -> None:
    office("change", "Place", "hall-1", "capacity=200", "--reason", "门坏了")
    assert "修改 地点:hall-1 的容量（门坏了）" in office("log", "--last", "1", *ZH).stdout


def test_findings_name_their_subject_by_its_term_as_the_log_takes_it(office: Line) -> None:
    office("change", "Task", "late", "event=e", "due=2011-06-08T09:00", "--add", code=None)
    told = office("check", "--facts", *ZH, code=None).stdout
    subjects = re.findall(r"^  - (\w+):[\w-]+：", told, re.MULTILINE)
    assert subjects
    assert not [one for one in subjects if one.isascii()]
    assert not re.search(r"未找到：[A-Z]", told)
    assert "新增" in office("log", "--of", "岗位:tea", *ZH).stdout


def test_why_a_change_is_held_is_said(office: Line) -> None:
    office("change", "RemovalLimit", "*", "count=1", "--add", code=None)
    told = office("change", "Duty", "d-1", "--remove", *ZH, code=1).stdout
    assert "1 条值守记录中将删除 1 条" in told


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("confirm", "9"), "没有编号为 9 的暂缓变更，现有：无"),
        (("undo", "99"), "没有第 99 版：日志为第 1 至"),
        (("export", "x.foo"), "没有适用于 '.foo' 的导出器"),
        (
            ("propose", "Post", "tea", "name=x", "--to", "nobody"),
            "单位 'nobody'：请先录入",
        ),
        (("adopt", "nothing"), "没有防控方案、清单模板或节假日安排 'nothing'"),
        (("check", "--code", "x"), "没有规则 'x'"),
        (("ack", "nobody"), "没有待签收的这一编号的通知或通知对象"),
        (("show", "--desk", "."), "这是文件夹，应为文件"),
    ],
)
def test_what_is_refused_is_said_in_chinese(office: Line, command: tuple[str, ...], said: str) -> None:
    assert said in office(*command, *ZH, code=2).stderr.replace("\n  ", "").replace("\n", "")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("undo", "1", "2"), "多余的参数（2）"),
        (("show", "--rol", "x"), r"是否指 '?--role'?？"),  # older releases of click quote no names
        (("check", "--severity", "bad"), "'bad' 应为以下之一：'blocking'"),
        (("log", "--last"), "选项 '--last' 缺少值"),
    ],
)
def test_how_a_command_is_misused_is_said_in_chinese(office: Line, command: tuple[str, ...], said: str) -> None:
    assert re.search(said, office(*ZH, *command, code=2).stderr)


def test_a_file_that_is_no_journal_says_so_in_chinese(line: Line) -> None:
    Path("x.db").write_bytes(b"not a journal" * 100)
    assert "不是 SQLite 数据库" in line("show", "--desk", "x.db", *ZH, code=2).stderr
