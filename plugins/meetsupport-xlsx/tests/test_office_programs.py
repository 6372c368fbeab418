"""A copy that an office program has saved again is still the same copy."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from meetsupport.core.times import Window
from meetsupport.model import DayOff, Recipient, Role, Session, Supply

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_libreoffice = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")


def doing(title: str, what: str, *arguments: object) -> Callable[[Any], None]:
    """Do something to a sheet."""

    def work(book: Any) -> None:
        getattr(book[title], what)(*arguments)

    return work


def saved_again(content: bytes, folder: Path) -> bytes:
    (folder / "in").mkdir()
    (folder / "in" / "copy.xlsx").write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [
        str(SOFFICE),
        "--headless",
        profile,
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(folder / "out"),
        str(folder / "in" / "copy.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return (folder / "out" / "copy.xlsx").read_bytes()


@pytest.fixture
def plan(office: Any) -> Any:
    return office.small(
        Supply(
            id="007",
            name="=1+1",
            quantity=Decimal("12.25"),
            unit="箱",
            due=datetime.fromisoformat("2011-06-08T07:30:00+08:00"),
        ),
        Supply(id="008", name=" 两端空格 ", unit="第一行\n第二行"),
        DayOff(id="d", day=date(2011, 6, 6), name="㛃𠮷ＡＢ", working=True),
        Recipient(
            id="r",
            name="'引号",
            limit=timedelta(hours=30),
            margin=timedelta(minutes=5),
            addresses=("console:x", "email:a@example.invalid"),
        ),
        Role(id="ro", name="+86", sees=("health",)),
        Session(
            id="s-2",
            title="@",
            event="conference",
            window=Window.of("2011-06-10T00:00:00+08:00", "2011-06-11T00:00:00+08:00"),
        ),
    )


@needs_libreoffice
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_saved_again_by_libreoffice_it_changes_nothing(office: Any, plan: Any, tmp_path: Path, language: str) -> None:
    change = office.read(saved_again(office.export(plan, language), tmp_path), plan)
    assert change.edits == ()
    assert change.questions == ()
    assert change.reason == "copy.xlsx"


@needs_libreoffice
def test_typed_into_and_saved_again_it_changes_what_was_typed(
    office: Any, plan: Any, type_into: Any, tmp_path: Path
) -> None:
    copy = type_into(office.export(plan), {"地点!D2": 150}, doing("地点", "delete_rows", 3))
    change = office.read(saved_again(copy, tmp_path), plan)
    assert [edit.key for edit in change.edits] == [("Place", "hall-1"), ("Place", "hall-2")]
