"""
The conference as the office knew it on 1 June 2011, before anything changed: records for a workbook.

The figures are those of a real conference's review: about 250 participants, 2 of ministerial and 55 of bureau rank,
four teams, three routes. Everything that has a name is invented.
"""

from __future__ import annotations

from collections.abc import Sequence

import meetsupport as ms
from meetsupport.cli.demo.case5 import guests, planning
from meetsupport.cli.demo.case5.recipients import recipients
from meetsupport.cli.demo.case5.setting import World

__all__ = ["records"]

_PARTS = (
    guests.delegations,  # first, so that the participants bear the names that lists stumble over
    planning.event,
    planning.bodies,
    planning.places,
    planning.teams,
    planning.programme,
    planning.posts,
    planning.tasks,
    guests.lodging,
    guests.routes,
    guests.meals,
    recipients,
)


def records(world: World) -> Sequence[ms.Record]:
    """Give every record of the plan."""
    return tuple(record for part in _PARTS for record in part(world))
