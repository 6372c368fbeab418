"""What recipients must know of hazards, incidents, visitors, contractors and who answers for what."""

from __future__ import annotations

from meetsupport.plugins import BriefSection

__all__ = ["SECTIONS"]

SECTIONS: tuple[BriefSection, ...] = ()
