"""A guest house in a closed loop: forty days, 900 meetings, 20,800 meals, a breach and a positive."""

from meetsupport.cli.demo.case4.story import CASE

__all__ = ["CASE"]
