"""Tell the story: ``python -m meetsupport.cli.demo FOLDER``."""

from __future__ import annotations

import argparse
from pathlib import Path

from meetsupport.cli.demo.case import CASES
from meetsupport.cli.demo.running import run


def main() -> None:
    """Read the arguments, and tell the story."""
    parser = argparse.ArgumentParser(prog="python -m meetsupport.cli.demo", description=__doc__)
    parser.add_argument("folder", nargs="?", default="demo-output", type=Path, help="where its papers are left")
    parser.add_argument("--language", default="en", choices=("en", "zh_CN"))
    parser.add_argument("--pace", default=0.0, type=float, metavar="SECONDS", help="how long to wait after each step")
    parser.add_argument("--case", default=5, type=int, choices=CASES)
    chosen = parser.parse_args()
    run(chosen.folder, language=chosen.language, pace=chosen.pace, case=chosen.case)


if __name__ == "__main__":
    main()
