"""
Write the first workbook of the demo's anniversary.

It has five activities of a city's office, and the reports that fifteen districts owe.

    python examples/case3_workbook.py anniversary.xlsx
    python examples/case3_workbook.py 纪念日.xlsx zh_CN

The suffix chooses the exporter: .xlsx needs the plugin meetsupport-xlsx, .json needs none. ``meetsupport load`` reads
either into a journal.
"""

from __future__ import annotations

import sys
from pathlib import Path

import meetsupport as ms
from meetsupport.cli.demo.case3.records import records
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
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "anniversary.xlsx")
    print(f"{target}: {write(target, sys.argv[2] if len(sys.argv) > 2 else 'en')} records")  # noqa: PLR2004
