"""Rules about bookings, rooms, meals and openings."""

from __future__ import annotations

from meetsupport.plugins import Rule

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = ()
