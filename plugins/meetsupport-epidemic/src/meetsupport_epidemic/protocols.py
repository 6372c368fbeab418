"""
The protocols, as records.

Each edition says where it was seen and how good that source is: A is a government page, B a reputable secondary source,
C a mirror, a vendor or an unnamed site. What rests on grade C gives hints. An office that holds the paper itself adopts
the records and sets the grade; what it adopts is in its plan, and this plugin is not asked again.

Numbers that no source gives are left out, however well known they seem.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from meetsupport import HealthProtocol, Requirement
from meetsupport_epidemic.others import gatherings, influenza, norovirus

__all__ = ["FAMILIES", "protocols"]

Records = Iterator[HealthProtocol | Requirement]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FEVER = Decimal("37.3")
"""°C; from this on people are turned away in all later notices (one of 2021 has 37.2)."""

GOVERNMENT = "szzf.gd.gov.cn post_3667992"
MASKS = "guide to masks, 联防联控机制发〔2020〕33号: disposable ones 8 hours at most, at work 4 (mirrors)"
CORONAVIRUS = "covid-19"


def _edition(id: str, name: str, first: date | None, last: date | None, source: str, grade: str) -> HealthProtocol:
    return HealthProtocol(
        id=id,
        name=name,
        family=CORONAVIRUS,
        pathogen="sars-cov-2",
        starts=first,
        ends=last,
        source=source,
        grade=grade,
    )


def _guidance_of_2020() -> Records:
    """Meetings in 2020. The day of issue was not seen, so it has no first day; it ends where certificates begin."""
    id = "covid-19-2020"
    source = "会议防控指引 2020 (hyqw.com.cn News/Info/id/253; en89.com/d/110923): the day of issue was not seen"
    yield _edition(id, "会议防控指引（2020）", None, date(2021, 8, 31), source, "C")
    yield Requirement(id=f"{id}-airing", protocol=id, kind="airing", within=timedelta(minutes=30))
    yield Requirement(id=f"{id}-spacing", protocol=id, kind="spacing", limit=Decimal(1))
    yield _fever(id)
    yield Requirement(id=f"{id}-masks", protocol=id, kind="supply", item="mask", within=8 * HOUR, source=MASKS)


def _fever(protocol: str) -> Requirement:
    return Requirement(
        id=f"{protocol}-fever",
        protocol=protocol,
        kind="temperature",
        at="entry",
        within=12 * HOUR,
        limit=FEVER,
        source=f"{GOVERNMENT}; the half day before entry follows from reports in the morning and in the afternoon",
        grade="A",
    )


def _certificate(protocol: str, hours: int, source: str, grade: str) -> Requirement:
    return Requirement(
        id=f"{protocol}-certificate",
        protocol=protocol,
        at="entry",
        test="pcr",
        within=hours * HOUR,
        source=source,
        grade=grade,
    )


def _traced(protocol: str, days: int, *, step: int, back: timedelta = 4 * DAY) -> Requirement:
    return Requirement(
        id=f"{protocol}-contacts-{step}",
        protocol=protocol,
        kind="contacts",
        count=step,
        within=back,
        days=days,
        source="days in a facility and at home are added, since nobody works in either; four days back: Shanghai 2022 "
        "(yzzsnet.com/news/85905)",
    )


def _certificates_of_2021() -> Records:
    """September and October 2021: 72 hours."""
    id = "covid-19-72h"
    source = "notices of meetings, September 2021 (csohns2021.sciconf.cn)"
    yield _edition(id, "72小时核酸证明", date(2021, 9, 1), date(2021, 10, 31), source, "C")
    yield _certificate(id, 72, "", "")
    yield _fever(id)


def _before_the_ninth() -> Records:
    """November 2021 until the ninth edition: 48 hours; 14 days apart and 7 at home for contacts."""
    id = "covid-19-before-9"
    source = "what the ninth edition replaced (163.com/dy/article/HB2O19DG0514TRJ8); notices of meetings 2021–2022"
    yield _edition(id, "第九版以前（第八版）", date(2021, 11, 1), date(2022, 6, 27), source, "C")
    yield _certificate(id, 48, GOVERNMENT, "A")
    yield _fever(id)
    yield _traced(id, 21, step=1)
    yield _traced(id, 7, step=2)


def _ninth() -> Records:
    """The ninth edition: 7 days and 3 at home for contacts, 7 at home for theirs; risk jobs tested daily."""
    id = "covid-19-9"
    source = "新型冠状病毒肺炎防控方案（第九版）, seen as 163.com/dy/article/HB2O19DG0514TRJ8"
    yield _edition(id, "第九版", date(2022, 6, 28), date(2022, 11, 10), source, "C")
    yield _certificate(id, 48, GOVERNMENT, "A")
    yield _fever(id)
    yield _traced(id, 10, step=1)
    yield _traced(id, 7, step=2)
    yield Requirement(id=f"{id}-daily", protocol=id, kind="round", cohorts=("risk",), test="pcr", interval=DAY)
    yield Requirement(
        id=f"{id}-arrival",
        protocol=id,
        at="arrival",
        cohorts=("low-risk-county",),
        test="pcr",
        within=3 * DAY,
        count=2,
    )


def _twenty_measures() -> Records:
    """The twenty measures: 5 days and 3 at home for contacts, whose own contacts are not traced any more."""
    id = "covid-19-20-measures"
    source = "二十条 (yzzsnet.com c5a78a91; m.qubaike.com/hotnews/u8d6ejpw)"
    yield _edition(id, "二十条优化措施", date(2022, 11, 11), date(2022, 12, 6), source, "C")
    yield _certificate(id, 48, GOVERNMENT, "A")
    yield _fever(id)
    yield _traced(id, 8, step=1)
    yield Requirement(id=f"{id}-daily", protocol=id, kind="round", cohorts=("risk",), test="pcr", interval=DAY)


def _ten_measures() -> Records:
    """The ten measures: no tests for crossing regions; what they say of contacts was not seen, so nothing is asked."""
    id = "covid-19-10-measures"
    yield _edition(id, "新十条", date(2022, 12, 7), date(2023, 1, 7), "新十条 (dimsumdaily.hk)", "C")


def _end_of_isolation() -> Records:
    """Class B managed as class B: no isolation, no tracing, tests for those who want them; so nothing is asked."""
    id = "covid-19-class-b"
    yield _edition(id, "乙类乙管", date(2023, 1, 8), None, "乙类乙管 (hz.bendibao.com/traffic/20211214/110163)", "C")


def _coronavirus() -> Records:
    for edition in (
        _guidance_of_2020,
        _certificates_of_2021,
        _before_the_ninth,
        _ninth,
        _twenty_measures,
        _ten_measures,
        _end_of_isolation,
    ):
        yield from edition()


FAMILIES: dict[str, Callable[[], Records]] = {
    CORONAVIRUS: _coronavirus,
    **gatherings(),
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
