"""Rules about protocols, clearance and closed loops."""

from __future__ import annotations

from meetsupport.plugins import Rule

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = ()
