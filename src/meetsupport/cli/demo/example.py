"""What the scripts in ``examples`` share: the records of a case become a workbook, or a plan file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import meetsupport as ms
from meetsupport.cli.demo.words import Tongue
from meetsupport.cli.demo.world import World

__all__ = ["main"]


def main(records: Callable[[World], Sequence[ms.Record]], name: str) -> None:
    """
    Write the records of a case into the file, and in the language, that the command line names.

    Args:
        records: Makes the records of the case.
        name: The file if none is named. The suffix chooses the exporter: .xlsx needs the plugin meetsupport-xlsx.
    """
    parser = argparse.ArgumentParser(description="Write the first workbook of a case, or with .json its plan file.")
    parser.add_argument("file", nargs="?", type=Path, default=Path(name), help="where to (default: %(default)s)")
    parser.add_argument("language", nargs="?", choices=("en", "zh_CN"), default="en", help="default: %(default)s")
    asked = parser.parse_args()
    made = records(World(Tongue(asked.language), outbox="outbox"))
    with ms.Desk.open() as desk:
        desk.apply(ms.Change(tuple(ms.Put(record) for record in made), by="clerk"))
        desk.export(asked.file, "workbook" if asked.file.suffix == ".xlsx" else None, language=asked.language)
    sys.stdout.write(f"{asked.file}: {len(made)} records\n")
