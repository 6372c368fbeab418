"""The demo: a conference whose lists kept changing, told as a story."""

from meetsupport.cli.demo.running import Ending, FolderTaken, StoryBroken, run

__all__ = ["Ending", "FolderTaken", "StoryBroken", "run"]
