"""
The protocols, as records.

Each edition says where it was seen and how good that source is: A is a government page, B a reputable secondary source,
C a mirror, a vendor or an unnamed site. What rests on grade C gives hints. An office that holds the paper itself adopts
the records and sets the grade; what it adopts is in its plan, and this plugin is not asked again.

Numbers that no source gives are left out, however well known they seem.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from meetsupport import HealthProtocol, Requirement
from meetsupport_epidemic.coronavirus import coronavirus, health_form
from meetsupport_epidemic.loops import congress, congress_certificate, games
from meetsupport_epidemic.others import influenza, norovirus

__all__ = ["FAMILIES", "protocols"]

FAMILIES: dict[str, Callable[[], Iterator[HealthProtocol | Requirement]]] = {
    "covid-19": coronavirus,
    "covid-19-health-form": health_form,
    "closed-loop-congress": congress,
    "closed-loop-congress-certificate": congress_certificate,
    "closed-loop-games": games,
    "influenza": influenza,
    "norovirus": norovirus,
}
"""The families of protocols, and what gives the records of each."""


def protocols(family: str) -> tuple[HealthProtocol | Requirement, ...]:
    """
    Give the editions of a family with their requirements.

    Args:
        family: One of `FAMILIES`.

    Raises:
        KeyError: There is no such family.
    """
    return tuple(FAMILIES[family]())
