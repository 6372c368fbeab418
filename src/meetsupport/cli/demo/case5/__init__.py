"""A national conference whose lists kept changing, after the review of a real one."""

from meetsupport.cli.demo.case5.story import CASE

__all__ = ["CASE"]
