"""The protocols against covid-19: what meetings were asked, from the guidance of 2020 to the end of isolation."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from meetsupport import HealthProtocol, Requirement
from meetsupport_epidemic.editions import CORONAVIRUS, DAY, HOUR, Records, on_arrival

__all__ = ["coronavirus", "health_form"]

FEVER = Decimal("37.3")
"""°C; from this on people are turned away in all later notices (one of 2021 has 37.2)."""

GOVERNMENT = "szzf.gd.gov.cn post_3667992"
MASKS = (
    "guide to masks, 联防联控机制发〔2020〕33号: 8 hours at most in all, 4 where the work is a risk "
    "(xiantaokouzhao.com/601; cititic.com 20200318)"
)
NOTICES = "notices of meetings 2021–2022 (csohns2021.sciconf.cn; mm.sciconf.cn 15211)"
ADDED = "days in a facility and at home are added, since nobody works in either"
FOUR_DAYS = "four days back: Shanghai 2022 (yzzsnet.com/news/85905)"


def _edition(id: str, name: str, first: date | None, last: date | None, source: str) -> HealthProtocol:
    return HealthProtocol(
        id=id,
        name=name,
        family="covid-19",
        pathogen=CORONAVIRUS,
        starts=first,
        ends=last,
        source=source,
        grade="C",
    )


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


def _masks(protocol: str) -> Records:
    for name, cohorts, hours in (("masks", (), 8), ("masks-at-risk", ("occupational",), 4)):
        yield Requirement(
            id=f"{protocol}-{name}",
            protocol=protocol,
            kind="supply",
            cohorts=cohorts,
            item="mask",
            within=hours * HOUR,
            source=MASKS,
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


def _traced(protocol: str, days: int, *, step: int, on_days: tuple[int, ...] = ()) -> Requirement:
    return Requirement(
        id=f"{protocol}-contacts-{step}",
        protocol=protocol,
        kind="contacts",
        count=step,
        within=4 * DAY,
        days=days,
        on_days=on_days,
        source=f"{ADDED}; {FOUR_DAYS}",
    )


def _watched(
    protocol: str, whom: str, days: int, on_days: tuple[int, ...] = (), *, after: str = "arrival", source: str = ADDED
) -> Requirement:
    return Requirement(
        id=f"{protocol}-{whom}",
        protocol=protocol,
        kind="observation",
        cohorts=(whom,),
        days=days,
        on_days=on_days,
        after=after,
        source=source,
    )


def _guidance_of_2020() -> Records:
    """Meetings in 2020. Of the day of issue only the year was seen; it ends where certificates begin."""
    id = "covid-19-2020"
    source = (
        "会议防控指引 2020 (hyqw.com.cn News/Info/id/253; en89.com/d/110923; wfsisic.com 229180): of the day of issue "
        "only the year was seen"
    )
    yield _edition(id, "会议防控指引（2020）", date(2020, 1, 1), date(2021, 8, 31), source)
    yield Requirement(id=f"{id}-airing", protocol=id, kind="airing", within=timedelta(minutes=30), interval=HOUR)
    yield Requirement(id=f"{id}-spacing", protocol=id, kind="spacing", limit=Decimal(1))
    yield Requirement(id=f"{id}-stop", protocol=id, kind="stop")
    yield _fever(id)
    yield from _masks(id)


def _certificates_of_2021() -> Records:
    """September and October 2021: 72 hours."""
    id = "covid-19-72h"
    source = "notices of meetings, September 2021 (csohns2021.sciconf.cn)"
    yield _edition(id, "72小时核酸证明", date(2021, 9, 1), date(2021, 10, 31), source)
    yield _certificate(id, 72, "", "")
    yield _fever(id)
    yield from _masks(id)


def _before_the_ninth() -> Records:
    """November 2021 until the ninth edition: 48 hours and a test on arrival; 14 days apart and 7 at home."""
    id = "covid-19-before-9"
    source = "what the ninth edition replaced (163.com/dy/article/HB2O19DG0514TRJ8); notices of meetings 2021–2022"
    yield _edition(id, "第九版以前（第八版）", date(2021, 11, 1), date(2022, 6, 27), source)
    yield _certificate(id, 48, GOVERNMENT, "A")
    yield on_arrival(id, NOTICES)
    yield _fever(id)
    yield from _masks(id)
    yield _traced(id, 21, step=1, on_days=(1, 4, 7, 14))
    yield _traced(id, 7, step=2)
    yield _watched(id, "arrivals", 21, (1, 4, 7, 14))


def _ninth() -> Records:
    """The ninth edition: 7 days and 3 at home for contacts, 7 at home for theirs; risk jobs tested daily."""
    id = "covid-19-9"
    source = "新型冠状病毒肺炎防控方案（第九版）, seen as 163.com/dy/article/HB2O19DG0514TRJ8"
    yield _edition(id, "第九版", date(2022, 6, 28), date(2022, 11, 10), source)
    yield _certificate(id, 48, GOVERNMENT, "A")
    yield on_arrival(id, NOTICES)
    yield _fever(id)
    yield from _masks(id)
    # The third day at home is the tenth of all.
    yield _traced(id, 10, step=1, on_days=(1, 2, 3, 5, 7, 10))
    yield _traced(id, 7, step=2, on_days=(1, 4, 7))
    yield _watched(id, "arrivals", 10, (1, 2, 3, 5, 7, 10))
    yield Requirement(id=f"{id}-daily", protocol=id, kind="round", cohorts=("risk",), test="pcr", interval=DAY)
    yield _watched(
        id,
        "risk",
        7,
        after="leaving",
        source="what the twenty measures replaced (yzzsnet.com c5a78a91): 7 days at home",
    )
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
    yield _edition(id, "二十条优化措施", date(2022, 11, 11), date(2022, 12, 6), source)
    yield _certificate(id, 48, GOVERNMENT, "A")
    yield on_arrival(id, NOTICES)
    yield _fever(id)
    yield from _masks(id)
    yield _traced(id, 8, step=1)
    yield _watched(id, "arrivals", 8, source=f"{ADDED}; that it holds for arrivals too follows from the edition before")
    yield _watched(id, "high-risk-area", 7, (1, 3, 5, 7), source="")
    yield Requirement(id=f"{id}-daily", protocol=id, kind="round", cohorts=("risk",), test="pcr", interval=DAY)
    yield _watched(id, "risk", 5, (1, 3, 5), after="leaving", source="")


def _ten_measures() -> Records:
    """The ten measures: no tests for crossing regions; what they say of contacts was not seen, so nothing is asked."""
    id = "covid-19-10-measures"
    yield _edition(id, "新十条", date(2022, 12, 7), date(2023, 1, 7), "新十条 (dimsumdaily.hk)")


def _end_of_isolation() -> Records:
    """Class B managed as class B: no isolation, no tracing, tests for those who want them; so nothing is asked."""
    id = "covid-19-class-b"
    yield _edition(id, "乙类乙管", date(2023, 1, 8), None, "乙类乙管 (hz.bendibao.com/traffic/20211214/110163)")


def coronavirus() -> Records:
    """Give the editions of the family, in the order of their days."""
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


def health_form() -> Records:
    """
    Fourteen days of temperature, in the morning and in the afternoon, and of symptoms, before one comes.

    That four hours lie between morning and afternoon at least is our own judgement. Left out, since no record says it:
    that whoever has symptoms brings two negative tests, and the 56 days after an entry from abroad.
    """
    id = "covid-19-health-form-2022"
    yield HealthProtocol(
        id=id,
        name="会前14天健康监测",
        family="covid-19-health-form",
        pathogen=CORONAVIRUS,
        starts=date(2022, 1, 1),
        ends=date(2023, 1, 7),
        source="notices of 2022 (yzzsnet.com/news/76839, Zhejiang; 苏防控防指〔2021〕49号 as a congress quotes it); "
        "of the first day only the year was seen, and it ends with isolation",
        grade="C",
    )
    for kind, count, apart, limit in (("temperature", 2, 4 * HOUR, FEVER), ("symptoms", 1, None, None)):
        yield Requirement(
            id=f"{id}-{kind}",
            protocol=id,
            kind=kind,
            at="entry",
            within=14 * DAY,
            days=14,
            count=count,
            apart=apart,
            limit=limit,
        )
