"""What this plugin registers."""

from __future__ import annotations

from collections.abc import Iterable

from meetsupport import HealthProtocol, Requirement
from meetsupport.plugins import hookimpl
from meetsupport_epidemic.protocols import FAMILIES, protocols

__all__ = ["meetsupport_protocols"]


@hookimpl
def meetsupport_protocols() -> Iterable[HealthProtocol | Requirement]:
    """Give all protocols with their requirements."""
    return tuple(one for family in FAMILIES for one in protocols(family))
