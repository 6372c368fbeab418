"""Dated epidemic protocols, closed loops and rounds of tests."""

from __future__ import annotations

from meetsupport_epidemic.hooks import meetsupport_protocols
from meetsupport_epidemic.planning import double_loop, plan_rounds
from meetsupport_epidemic.protocols import FAMILIES, protocols

__all__ = ["FAMILIES", "double_loop", "meetsupport_protocols", "plan_rounds", "protocols"]
