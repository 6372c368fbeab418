"""Two congresses side by side: five days, five entrances, hazards found and mended."""

from meetsupport.cli.demo.case2.story import CASE

__all__ = ["CASE"]
