"""What recipients must know of protocols, clearance and closed loops."""

from __future__ import annotations

from meetsupport.plugins import BriefSection

__all__ = ["SECTIONS"]

SECTIONS: tuple[BriefSection, ...] = ()
