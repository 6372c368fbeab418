"""Rules about seat plans, cards and run sheets."""

from __future__ import annotations

from meetsupport.plugins import Rule

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = ()
