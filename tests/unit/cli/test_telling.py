"""How the demo's lines stand on a terminal."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from meetsupport.cli.demo.telling import Teller
from meetsupport.cli.demo.words import Tongue

AT = datetime(2030, 6, 24, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Goods for households in need, the day before the festival"),
        ("zh_CN", "节前一天向困难家庭发放物资和慰问品" * 2),
    ],
)
def test_a_long_heading_goes_on_beneath_its_text_and_no_line_ends_in_a_blank(
    language: str, text: str, tmp_path: Path
) -> None:
    out = io.StringIO()
    teller = Teller(Tongue(language), Console(file=out, width=40), tmp_path / "log.md")
    teller.title("title", text)
    teller.heading(AT, text)
    lines = out.getvalue().splitlines()
    assert max(map(cell_len, lines)) <= 40
    assert [line for line in lines if line != line.rstrip()] == []
    heading = lines[lines.index("") + 1 :]
    beneath = cell_len(teller.moment(AT)) + 2
    assert len(heading) > 1
    assert {len(line) - len(line.lstrip()) for line in heading[1:]} == {beneath}
