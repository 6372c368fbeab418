"""What recipients must know of seat plans, cards and run sheets."""

from __future__ import annotations

from meetsupport.plugins import BriefSection

__all__ = ["SECTIONS"]

SECTIONS: tuple[BriefSection, ...] = ()
