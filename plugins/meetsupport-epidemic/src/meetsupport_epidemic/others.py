"""Influenza-like illness and norovirus."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from meetsupport import HealthProtocol, Requirement
from meetsupport_epidemic.editions import DAY, HOUR, Records

__all__ = ["influenza", "norovirus"]


ILL = ("cough", "sore throat")
"""What counts as influenza-like, with a fever."""


def influenza() -> Records:
    """
    Influenza-like illness (38 °C, and cough or a sore throat): ten in a unit in a week; thirty, or worse, in two hours.

    What is worse: five in hospital, or two deaths. It has no last day, since nothing is known to have replaced it.
    """
    id = "influenza-2018"
    yield HealthProtocol(
        id=id,
        name="流感样病例暴发疫情处置指南",
        family="influenza",
        pathogen="influenza",
        starts=date(2018, 1, 1),
        source="guide of 2012, revised 2018, on mirrors (hnhlg.com/news/show-113801; boteman.cn/paper/235823774); of "
        "the first day only the year was seen",
        grade="C",
    )
    for count, within in ((10, None), (30, 2 * HOUR)):
        yield Requirement(
            id=f"{id}-{count}",
            protocol=id,
            kind="report",
            count=count,
            interval=7 * DAY,
            within=within,
            limit=Decimal(38),
            symptoms=ILL,
        )
    for course, count in (("hospital", 5), ("dead", 2)):
        yield Requirement(
            id=f"{id}-{course}",
            protocol=id,
            kind="report",
            count=count,
            interval=7 * DAY,
            within=2 * HOUR,
            symptoms=ILL,
            course=course,
        )


def norovirus() -> Records:
    """Norovirus: away until 72 hours without symptoms; who handles food and was ill needs consecutive negatives."""
    seen = "doczj.com/doc/2619207104; what makes a cluster, and doses of disinfectant, are not confirmed: left out"
    later = (
        "edition of 2025, published 2025-11-04 (digipub.cc): its numbers were not seen, those of the guide before stay"
    )
    for id, first, last, source in (
        ("norovirus-before-2025", None, date(2025, 11, 3), f"{seen}; of its first day nothing was seen"),
        ("norovirus-2025", date(2025, 11, 4), None, f"{later} ({seen})"),
    ):
        yield HealthProtocol(
            id=id,
            name="诺如病毒感染",
            family="norovirus",
            pathogen="norovirus",
            starts=first,
            ends=last,
            source=source,
            grade="C",
        )
        yield Requirement(
            id=f"{id}-symptoms", protocol=id, kind="symptoms", within=72 * HOUR, symptoms=("vomiting", "diarrhoea")
        )
        yield Requirement(id=f"{id}-positive", protocol=id, kind="clear", within=72 * HOUR)
        # Two are the fewest that follow each other; how many are needed, and how far apart, was not seen.
        yield Requirement(
            id=f"{id}-food",
            protocol=id,
            at="duty",
            cohorts=("food",),
            after="illness",
            symptoms=("vomiting", "diarrhoea"),
            count=2,
        )
