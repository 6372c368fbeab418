"""Where the command ``meetsupport`` begins: without click it says how to get it."""

from __future__ import annotations

import sys
from typing import NoReturn

__all__ = ["main"]

MISSING = """\
the command line of meetsupport needs click and rich, which are not installed
  install them with: python -m pip install "meetsupport[cli]"
命令行需要 click 和 rich，尚未安装；安装命令见上一行
"""


def main() -> NoReturn:
    """Run the command line with the arguments of this process, and leave with its exit code."""
    try:
        from meetsupport.cli.app import app  # noqa: PLC0415 - needs click
    except ModuleNotFoundError as error:
        if error.name != "click":
            raise
        _forgive(sys.stderr)
        sys.stderr.write(MISSING)
        raise SystemExit(2) from None
    for stream in (sys.stdout, sys.stderr):
        _forgive(stream)
    raise SystemExit(app.main())


def _forgive(stream: object) -> None:
    """Show what a terminal's encoding does not have as an escape; a name must not stop the office."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")
