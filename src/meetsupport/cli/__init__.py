"""The command line (extra ``cli``). Nothing else in the library imports click or rich."""

from meetsupport.cli.entry import main

__all__ = ["main"]
