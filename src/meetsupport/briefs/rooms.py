"""What recipients must know of bookings, rooms, meals and openings."""

from __future__ import annotations

from meetsupport.plugins import BriefSection

__all__ = ["SECTIONS"]

SECTIONS: tuple[BriefSection, ...] = ()
