"""A commendation for 2,600 people, prepared in three days by an office without precedent."""

from meetsupport.cli.demo.case1.story import CASE

__all__ = ["CASE"]
