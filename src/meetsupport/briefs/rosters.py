"""What recipients must know of rest, leave, training and hand-over."""

from __future__ import annotations

from meetsupport.plugins import BriefSection

__all__ = ["SECTIONS"]

SECTIONS: tuple[BriefSection, ...] = ()
