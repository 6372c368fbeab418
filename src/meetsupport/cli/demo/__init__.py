"""The demo: a conference whose lists kept changing, told as a story."""

from meetsupport.cli.demo.running import Ending, FolderTaken, StoryBroken, own_plugins, run

__all__ = ["Ending", "FolderTaken", "StoryBroken", "own_plugins", "run"]
