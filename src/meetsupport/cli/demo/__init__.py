"""The demo: a conference whose lists kept changing, told as a story."""

from meetsupport.cli.demo.running import Ending, run

__all__ = ["Ending", "run"]
