"""
Write the first workbook of the demo's conference: 250 invented participants, four teams, three routes, 75 recipients.

    python examples/case5_workbook.py conference.xlsx
    python examples/case5_workbook.py 会议.xlsx zh_CN

The suffix chooses the exporter: .xlsx needs the plugin meetsupport-xlsx, .json needs none. ``meetsupport load`` reads
either into a journal.
"""

from __future__ import annotations

import sys
from pathlib import Path

import meetsupport as ms
from meetsupport.cli.demo.case5.records import records
from meetsupport.cli.demo.words import Tongue
from meetsupport.cli.demo.world import World


def write(file: Path, language: str) -> int:
    """
    Write the workbook.

    Args:
        file: Where to.
        language: ``en`` or ``zh_CN``.

    Returns:
        How many records it has.
    """
    made = records(World(Tongue(language), outbox="outbox"))
    with ms.Desk.open() as desk:
        desk.apply(ms.Change(tuple(ms.Put(record) for record in made), by="clerk"))
        desk.export(file, "workbook" if file.suffix == ".xlsx" else None, language=language)
    return len(made)


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "conference.xlsx")
    print(f"{target}: {write(target, sys.argv[2] if len(sys.argv) > 2 else 'en')} records")  # noqa: PLR2004
