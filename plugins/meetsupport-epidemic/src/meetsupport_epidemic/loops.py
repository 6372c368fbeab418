"""Closed loops: local congresses, and the Winter Games of 2022."""

from __future__ import annotations

from datetime import date

from meetsupport import HealthProtocol, Requirement
from meetsupport_epidemic.editions import CORONAVIRUS, DAY, HOUR, Records, on_arrival

__all__ = ["congress", "congress_certificate", "games"]

ZONES_END = date(2023, 1, 7)
"""The last day before isolation and zones came to an end, and closed loops with them (乙类乙管)."""


def _loop(id: str, family: str, name: str, first: date, source: str) -> Records:
    yield HealthProtocol(
        id=id,
        name=name,
        family=family,
        pathogen=CORONAVIRUS,
        starts=first,
        ends=ZONES_END,
        source=source,
        grade="C",
    )
    yield Requirement(id=f"{id}-apart", protocol=id, kind="apart")


def congress() -> Records:
    """A congress in a closed loop: three tests in three days, a day apart; nobody meets people from outside."""
    id = "closed-loop-congress-2021"
    source = (
        "closed loop of a local congress 2021 (greatestpersonalive.com); 三天三检 in notices of meetings; of the first "
        "day only the year was seen, and it ends with zones"
    )
    yield from _loop(id, "closed-loop-congress", "两会闭环管理（2021）", date(2021, 1, 1), source)
    yield Requirement(id=f"{id}-tests", protocol=id, at="opening", test="pcr", within=3 * DAY, count=3, apart=DAY)


def congress_certificate() -> Records:
    """A congress in a closed loop, the other way: a test within 24 hours, and another on arrival."""
    id = "closed-loop-congress-24h"
    source = "closed loop of a local congress, December 2021 (ljxww.com/html/5/20211224); it ends with zones"
    family = "closed-loop-congress-certificate"
    yield from _loop(id, family, "两会闭环管理（24小时核酸加落地检）", date(2021, 12, 24), source)
    yield Requirement(id=f"{id}-before", protocol=id, at="arrival", test="pcr", within=24 * HOUR)
    yield on_arrival(id)


def games() -> Records:
    """
    The loop of the Winter Games of 2022, as the second edition of its Playbook has it, and as it was amended.

    Left out, since no record says it: that one leaves within 48 hours after the last event, that 21 days of quarantine
    stand in for a vaccination, and which masks are worn.
    """
    source = "Playbook, second edition 2021-12-13 (globaltimes.cn 202112/1241517; en.people.cn 2021-12-14 and 12-28)"
    amended = "Playbook as amended 2022-01-24 (tass.com/sport/1392403; sputniknews 1091487721)"
    before = f"{source}; until the loop comes into force"
    for id, name, first, last, seen in (
        ("closed-loop-games-1", "闭环手册第二版（闭环启用前）", date(2021, 12, 13), date(2022, 1, 22), before),
        ("closed-loop-games-2", "闭环手册第二版", date(2022, 1, 23), date(2022, 1, 23), source),
        (
            "closed-loop-games-3",
            "闭环手册第二版（修订）",
            date(2022, 1, 24),
            ZONES_END,
            f"{amended}; it ends with zones",
        ),
    ):
        yield HealthProtocol(
            id=id,
            name=name,
            family="closed-loop-games",
            pathogen=CORONAVIRUS,
            authority="Beijing 2022",
            starts=first,
            ends=last,
            source=seen,
            grade="B",
        )
        yield from _of_playbook(id, seen, in_force=first >= date(2022, 1, 23), amended=first >= date(2022, 1, 24))


def _of_playbook(id: str, source: str, *, in_force: bool, amended: bool) -> Records:
    yield Requirement(id=f"{id}-before", protocol=id, at="departure", test="pcr", within=96 * HOUR, count=2, apart=DAY)
    yield Requirement(id=f"{id}-reports", protocol=id, kind="symptoms", at="arrival", within=14 * DAY, days=14)
    yield on_arrival(id)
    yield Requirement(
        id=f"{id}-vaccine",
        protocol=id,
        kind="vaccinated",
        within=14 * DAY,
        source=f"{source}; how many doses are a full course depends on the vaccine: enter the last as dose 1 or more",
    )
    yield Requirement(
        id=f"{id}-booster",
        protocol=id,
        kind="vaccinated",
        cohorts=("staff",),
        count=2,
        within=14 * DAY,
        source=f"{source}; a booster is the second dose at least: after a course of two, set 3",
    )
    yield Requirement(id=f"{id}-daily", protocol=id, kind="round", test="pcr", interval=DAY)
    yield Requirement(
        id=f"{id}-contacts",
        protocol=id,
        kind="contacts",
        within=4 * DAY,
        days=7 if amended else 14,
        interval=12 * HOUR if amended else None,
        source=f"{source}; four days back: Shanghai 2022 (yzzsnet.com/news/85905)",
    )
    if in_force:
        yield Requirement(id=f"{id}-apart", protocol=id, kind="apart")
    if amended:
        yield Requirement(id=f"{id}-positive", protocol=id, kind="clear", within=10 * DAY)
