"""An anniversary that several agencies keep, each in its way: what they did, gave and reported."""

from meetsupport.cli.demo.case3.story import CASE

__all__ = ["CASE"]
