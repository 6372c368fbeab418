"""Closed loops, influenza-like illness and norovirus."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from meetsupport import HealthProtocol, Requirement

__all__ = ["gatherings", "influenza", "norovirus"]

Records = Iterator[HealthProtocol | Requirement]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def gatherings() -> Mapping[str, Callable[[], Records]]:
    """Give the families for closed loops."""
    return {"closed-loop-congress": _congress, "closed-loop-games": _games}


def _congress() -> Records:
    """A congress in a closed loop: three tests in three days, a day apart; nobody meets people from outside."""
    id = "closed-loop-congress-2021"
    source = (
        "closed loop of local congresses 2021 (greatestpersonalive.com; ljxww.com); 三天三检 in notices of meetings"
    )
    yield HealthProtocol(
        id=id,
        name="两会闭环管理（2021）",
        family="closed-loop-congress",
        pathogen="sars-cov-2",
        starts=date(2021, 1, 1),
        source=f"{source}; days were not seen, so it holds from that year on",
        grade="C",
    )
    yield Requirement(id=f"{id}-apart", protocol=id, kind="apart")
    yield Requirement(id=f"{id}-tests", protocol=id, at="opening", test="pcr", within=3 * DAY, count=3, apart=DAY)


def _games() -> Records:
    """The loop of the Winter Games of 2022, as the second edition of its Playbook has it, and as it was amended."""
    source = "Playbook, second edition 2021-12-13 (globaltimes.cn 202112/1241517; en.people.cn 2021-12-14)"
    amended = "Playbook as amended 2022-01-24 (tass.com/sport/1392403)"
    for id, name, first, last, days, seen in (
        ("closed-loop-games-1", "闭环手册第二版", date(2021, 12, 13), date(2022, 1, 23), 14, source),
        ("closed-loop-games-2", "闭环手册第二版（修订）", date(2022, 1, 24), None, 7, amended),
    ):
        yield HealthProtocol(
            id=id,
            name=name,
            family="closed-loop-games",
            pathogen="sars-cov-2",
            authority="Beijing 2022",
            starts=first,
            ends=last,
            source=seen,
            grade="B",
        )
        yield Requirement(id=f"{id}-apart", protocol=id, kind="apart")
        yield Requirement(
            id=f"{id}-before", protocol=id, at="arrival", test="pcr", within=96 * HOUR, count=2, apart=DAY
        )
        yield Requirement(id=f"{id}-daily", protocol=id, kind="round", test="pcr", interval=DAY)
        yield Requirement(
            id=f"{id}-vaccine",
            protocol=id,
            kind="vaccinated",
            within=14 * DAY,
            source=f"{seen}; how many doses are a full course depends on the vaccine: enter the last as dose 1 or more",
        )
        yield Requirement(id=f"{id}-contacts", protocol=id, kind="contacts", within=4 * DAY, days=days)
        if last is None:
            yield Requirement(id=f"{id}-positive", protocol=id, kind="clear", within=10 * DAY)


def influenza() -> Records:
    """Influenza-like illness (38 °C, and cough or a sore throat): ten in a unit in a week, and thirty."""
    id = "influenza-2018"
    yield HealthProtocol(
        id=id,
        name="流感样病例暴发疫情处置指南",
        family="influenza",
        pathogen="influenza",
        source="guide of 2012, revised 2018, on mirrors (hnhlg.com/news/show-113801; boteman.cn/paper/235823774)",
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
            symptoms=("cough", "sore throat"),
        )


def norovirus() -> Records:
    """Norovirus: away until 72 hours without symptoms; who handles food needs consecutive negative tests."""
    id = "norovirus-control"
    yield HealthProtocol(
        id=id,
        name="诺如病毒感染",
        family="norovirus",
        pathogen="norovirus",
        source="doczj.com/doc/2619207104; what makes a cluster, and doses of disinfectant, are not confirmed: left out",
        grade="C",
    )
    yield Requirement(
        id=f"{id}-symptoms", protocol=id, kind="symptoms", within=72 * HOUR, symptoms=("vomiting", "diarrhoea")
    )
    # Two are the fewest that follow each other; how many are needed was not seen.
    yield Requirement(
        id=f"{id}-food", protocol=id, at="duty", cohorts=("food",), test="norovirus", within=72 * HOUR, count=2
    )
