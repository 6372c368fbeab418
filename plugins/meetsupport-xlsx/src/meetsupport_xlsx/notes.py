"""The instruction sheet: how a workbook is filled in, and what each column takes."""

from __future__ import annotations

from collections.abc import Mapping

from meetsupport.core.messages import translate
from meetsupport_xlsx.cells import Kind
from meetsupport_xlsx.out import Book, Sheet, lines_of
from meetsupport_xlsx.table import Column, Table
from meetsupport_xlsx.words import is_chinese, word

__all__ = ["form", "taken_at", "write"]

_FORMS: Mapping[Kind, tuple[str, str]] = {
    "text": ("text", "文字"),
    "number": ("a number, without a unit", "数字，不带单位"),
    "flag": ("yes or no", "是或否"),
    "instant": ("day and time: 2011-06-09 08:00", "日期和时间：2011-06-09 08:00"),
    "window": ("day and time: 2011-06-09 08:00", "日期和时间：2011-06-09 08:00"),
    "day": ("day: 2011-06-09", "日期：2011-06-09"),
    "span": ("a length of time: 1:30 or 90 min", "时长：1:30 或 90分钟"),
    "json": ("JSON; leave as it is", "JSON，请勿改动"),
}

_EN = (
    "One sheet a kind of record, one row a record. Columns marked * must be filled in; the others may stay empty.",
    (
        "Leave the column Id empty for a new row: an id is given to it. "
        "Never change an id, and never use a name or a phone number as one."
    ),
    "Where a column asks for somebody or something of another sheet, write the name as it stands there, or the id.",
    "Several values in one cell: put a comma or ; between them.",
    (
        "Times are those of the zone {zone}. "
        "A whole range may be written into the first of the two cells: 2011-06-09 08:00–12:00."
    ),
    (
        "A time must say its day and its hour. "
        "What can be read in two ways is refused with the cell's address; nothing is guessed."
    ),
    "An empty cell means: not known, or the usual value.",
    (
        "Rows may be sorted, columns moved, headings in English or Chinese mixed. "
        "Total rows are left out. Do not rename sheets."
    ),
)
_EN_EMPTY = (
    (
        "Sheets that only some offices need (rooms by night, seat plans, checklists, hazards, health …) are hidden: "
        "right-click the tab of any sheet and choose Unhide. The list below has them all."
    ),
)
_EN_STALE = (
    "This copy was written at revision {revision}. When it comes back, only the cells that were changed count.",
    "A cell that has changed in the plan meanwhile is asked about; so is a row that looks like a renamed one.",
    "A row that was deleted here is removed from the plan. A sheet that was deleted removes nothing.",
)
_EN_MASKED = (
    (
        "••• stands for what this copy does not show. Leave it as it is. "
        "Rows deleted from this copy are not removed from the plan."
    ),
)
_ZH = (
    "每类记录一张表，每条记录一行。带 * 的列必须填写，其余可以留空。",
    "新增的行“编号”留空，系统自动编号。不要改动编号，也不要用姓名、电话作编号。",
    "需要填写其他表中的人、单位或事项时，照那张表里的名称填写，或填编号。",
    "一格填多项时，用顿号或分号隔开。",
    "所有时间按时区 {zone} 计算。起止时间可以整段写在第一格：2011-06-09 08:00–12:00。",
    "时间要写明日期和钟点。有两种读法的内容会按单元格退回，不作猜测。",
    "留空表示未知，或取通常的值。",
    "行可以排序，列可以移动，中英文表头可以混用。合计行不读入。请勿更改工作表名称。",
)
_ZH_EMPTY = (
    "按夜住宿、座次、检查清单、隐患、健康等只有部分单位使用的工作表已隐藏：右键单击任一工作表标签，选“取消隐藏”。下面的列表包括全部工作表。",
)
_ZH_STALE = (
    "本表取自第 {revision} 版。交回时只采用改动过的单元格。",
    "其间计划中已另有变化的单元格逐格询问；疑似改名的行也会询问。",
    "在本表中删除的行将从计划中删除；删除整张工作表则不删除任何记录。",
)
_ZH_MASKED = ("••• 表示本表不显示的内容，请保持原样。从本表删除的行不会从计划中删除。",)
_WIDTHS: Mapping[int, float] = {0: 18, 1: 24, 2: 46, 3: 46}
_HEADS = (("Sheet", "Column", "What it takes", "What it is"), ("工作表", "列", "填写内容", "说明"))


def form(column: Column, language: str, named: Mapping[str, str]) -> str:
    """Say in a few words what a column takes; *named* are the titles of the sheets."""
    zh = is_chinese(language)
    known = column.spec.words
    if known:
        words = [label if zh else value for value, label in known.items()]
        said = ("、" if zh else ", ").join(words) + ("" if column.spec.closed else " …")
        return (f"可多选：{said}" if zh else f"any of: {said}") if column.spec.many else said
    if column.spec.refers_to:
        to = named.get(column.spec.refers_to, column.spec.refers_to)
        many = ("，可填多项" if zh else "; several may be given") if column.spec.many else ""
        return f"“{to}”表中的名称或编号{many}" if zh else f"a name or id of the sheet {to}{many}"
    said = _FORMS[column.kind][zh]
    return said + (
        ("，可填多项" if zh else "; several may be given") if column.spec.many and column.kind == "text" else ""
    )


def taken_at(revision: int | None, language: str) -> str:
    """Say which revision a sheet was written from, for paper that outlives it; nothing if from none."""
    if revision is None:
        return ""
    return f"取自第 {revision} 版" if is_chinese(language) else f"as of revision {revision}"


def write(
    book: Book,
    made: Mapping[str, Table],
    named: Mapping[str, str],
    language: str,
    zone: str,
    revision: int | None,
    *,
    masked: bool,
    all_fields: bool,
) -> None:
    """
    Write the sheet.

    Args:
        book: Where to.
        made: The tables of the workbook.
        named: The title of each one's sheet.
        language: The language.
        zone: The zone of all times.
        revision: The revision that the workbook was written from, if from one.
        masked: Whether something is hidden in it.
        all_fields: Whether to list all columns.
    """
    zh = is_chinese(language)
    sheet = book.sheet(word("how", language))
    lines: list[str] = list(_ZH if zh else _EN)
    if revision is not None:
        lines += _ZH_STALE if zh else _EN_STALE
    if all_fields:
        lines += _ZH_EMPTY if zh else _EN_EMPTY
    if masked:
        lines += _ZH_MASKED if zh else _EN_MASKED
    sheet.text(0, 0, word("how", language), bold=True, font_size=14)
    for row, line in enumerate(lines, start=1):
        sheet.raw.merge_range(row, 0, row, 3, "", book.format(text_wrap=True))
        sheet.text(row, 0, f"{row}. " + line.format(zone=zone, revision=revision), text_wrap=True)
        sheet.raw.set_row(row, 32 if len(line) > (55 if zh else 120) else 18)
    sheet.widths(_WIDTHS)
    sheet.raw.hide_gridlines(2)
    sheet.raw.set_landscape()
    sheet.raw.set_paper(9)
    sheet.raw.fit_to_pages(1, 0)
    sheet.heads_pages(taken_at(revision, language))
    if all_fields:
        _fields(sheet, made, named, language, len(lines) + 2)


def _fields(sheet: Sheet, made: Mapping[str, Table], named: Mapping[str, str], language: str, row: int) -> None:
    lines: list[tuple[str, ...]] = []
    for name, table in made.items():
        for column in table.columns:
            if column.spec.name != "id":
                doc = translate(column.spec.doc, language)
                said = "" if is_chinese(language) and doc == column.spec.doc else doc
                lines.append((named[name], column.heading(language), form(column, language, named), said))
    for index, heading in enumerate(_HEADS[is_chinese(language)]):
        sheet.text(row, index, heading, bold=True, bg_color="#DDE7F0", border=1, border_color="#A0B0C0")
    sheet.raw.repeat_rows(row)
    for number, line in enumerate(lines, start=row + 1):
        for index, text in enumerate(line):
            sheet.text(number, index, text, text_wrap=True, border=1, border_color="#D0D0D0", valign="top")
        # Not all programs fit rows to wrapped texts when they open a file.
        lines_shown = max(lines_of(text, _WIDTHS[index]) for index, text in enumerate(line))
        sheet.raw.set_row(number, 14 * lines_shown + 2)
