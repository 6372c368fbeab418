"""Rules about hazards, incidents, visitors, contractors and who answers for what."""

from __future__ import annotations

from meetsupport.plugins import Rule

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = ()
