"""Health: protocols and their requirements, cohorts and closed loops, tests, reports, vaccinations, risk."""

from datetime import date, timedelta
from decimal import Decimal

from meetsupport.core.fields import Id, field, ref, sensitive
from meetsupport.core.records import Record, record
from meetsupport.core.times import Instant, Window
from meetsupport.model.words import COHORTS, COURSES, PATHOGENS, SYMPTOMS, THINGS

__all__ = [
    "Adoption",
    "Cohort",
    "HealthProtocol",
    "HealthReport",
    "HealthTest",
    "Loop",
    "LoopStay",
    "Requirement",
    "RiskBand",
    "RiskFactor",
    "Vaccination",
]


@record(label="闭环")
class Loop(Record):
    """A zone that people do not leave and others do not enter (闭环), or the buffer between two (缓冲区)."""

    event: Id | None = ref("Event", default=None, label="活动", doc="the event")
    name: str = field(default="", label="闭环名称", doc="what it is called")
    kind: str = field(
        default="inner",
        words={"inner": "内环", "outer": "外环", "buffer": "缓冲区"},
        closed=True,
        label="闭环类型",
        doc="whether it is a zone or a buffer",
    )


@record(label="人群")
class Cohort(Record):
    """People under the same requirements (人群): those that are named, and those of the groups."""

    event: Id | None = ref("Event", default=None, label="活动", doc="the event")
    name: str = field(default="", label="人群名称", doc="what it is called")
    kinds: tuple[str, ...] = field(default=(), words=COHORTS, label="人群类型", doc="which requirements are meant")
    loop: Id | None = ref(Loop, default=None, label="闭环", doc="the loop that they are kept in")
    persons: tuple[Id, ...] = ref("Person", default=(), label="工作人员", doc="who, by name")
    participants: tuple[Id, ...] = ref("Participant", default=(), label="参会人员", doc="who, by name")
    teams: tuple[Id, ...] = ref("Team", default=(), label="工作组", doc="whose people")
    organizations: tuple[Id, ...] = ref("Organization", default=(), label="单位", doc="whose people")
    delegations: tuple[Id, ...] = ref("Delegation", default=(), label="代表团", doc="whose participants")
    window: Window | None = field(default=None, label="起止时间", doc="when; without it, always")


@record(label="防控方案")
class HealthProtocol(Record):
    """A dated set of requirements with its authority (防控方案). Editions of one family follow each other."""

    name: str = field(default="", label="方案名称", doc="what it is called")
    family: str = field(
        default="", alike="word", label="方案系列", doc="editions of the same family take each other's place"
    )
    pathogen: str = field(default="", words=PATHOGENS, label="病原体", doc="what it is against")
    authority: str = field(default="", label="发布单位", doc="who laid it down")
    starts: date | None = field(default=None, label="生效日期", doc="the first day on which it holds")
    ends: date | None = field(default=None, label="失效日期", doc="the last day on which it holds")
    source: str = field(default="", label="来源", doc="where it was seen")
    grade: str = field(
        default="",
        words={"A": "A", "B": "B", "C": "C"},
        closed=True,
        label="来源等级",
        doc="A: law, standard or government page; B: reputable; C: weak, so it gives hints",
    )


@record(label="防控要求")
class Requirement(Record):
    """
    One thing that a protocol asks (防控要求). Which fields count depends on its kind.

    *test*: *count* negative tests within *within* before the moment, taken at least *apart* from each other; *after* an
    illness, that is of who reported one of *symptoms* or tested positive, all of them since then. *round*: a negative
    test in each *interval*. *clear*: no positive test within *within* (without it: ever). *temperature*: each
    report within *within* is below *limit* °C. *symptoms*: no symptom reported within *within*. Both: where *days* is
    given, *count* reports on each of the *days* days before. *vaccinated*: *count* doses, the last at least *within*
    before. *stay*: *days* days in the loop before, the first day counted or not (*inclusive*). *apart*: does not meet
    people of another loop. *supply*: *count* pieces a person of what *item* names, each used for at most *within*.
    *spacing*: *limit* metres between seats. *airing*: a hall is aired for *within* before, and each *interval* while it
    is in use. *report*: *count* or more people ill with *symptoms*, and of *limit* °C or more if it is given, or else
    those whose illness took the *course*, in one unit within *interval* are reported within *within*. *stop*: *count*
    cases stop the meeting. *contacts*: who met somebody within *within* before their positive test, over at most
    *count* steps, is held for *days* days, the day of the result counted or not (*inclusive*). *observation*: who
    arrived or left a loop (*after*) is held for *days* days, counted as for contacts; without *days* they are not held.
    Both: a test is taken on each of *on_days*, and in each *interval* while they are held.
    """

    protocol: Id = ref(HealthProtocol, part=True, label="方案", doc="the protocol")
    kind: str = field(
        default="test",
        words={
            "test": "检测",
            "round": "轮次检测",
            "clear": "无阳性",
            "contacts": "密接管控",
            "observation": "观察",
            "temperature": "体温",
            "symptoms": "症状",
            "vaccinated": "接种",
            "stay": "停留",
            "apart": "分开",
            "supply": "防护物资",
            "spacing": "间距",
            "airing": "通风",
            "report": "报告",
            "stop": "停会",
        },
        closed=True,
        label="要求类型",
        doc="what is asked; see above",
    )
    at: str = field(
        default="always",
        words={
            "duty": "上岗",
            "entry": "入场",
            "departure": "出发",
            "arrival": "抵达",
            "opening": "开幕",
            "always": "随时",
        },
        closed=True,
        label="时点",
        doc="when it is asked",
    )
    cohorts: tuple[str, ...] = field(
        default=(), words=COHORTS, label="适用人群", doc="kinds of cohort that it is for; none: all"
    )
    test: str = field(
        default="", words={"pcr": "核酸", "antigen": "抗原"}, label="检测类型", doc="the kind of test; empty: any"
    )
    within: timedelta | None = field(default=None, label="时限", doc="see its kind")
    interval: timedelta | None = field(default=None, label="间隔", doc="see its kind")
    apart: timedelta | None = field(default=None, label="采样间隔", doc="time between two tests or reports, at least")
    count: int = field(default=1, label="次数", doc="see its kind")
    days: int | None = field(default=None, label="天数", doc="see its kind")
    on_days: tuple[int, ...] = field(
        default=(), label="检测日", doc="the days that have a test, numbered as for *days*"
    )
    after: str = field(
        default="",
        words={"arrival": "抵达", "leaving": "离开闭环", "illness": "患病"},
        closed=True,
        label="起因",
        doc="what an observation follows: an arrival, or leaving a loop; or an illness, after which tests are asked",
    )
    inclusive: bool = field(default=False, label="含当日", doc="whether the first day counts")
    limit: Decimal | None = field(default=None, label="限值", doc="see its kind; °C or metres")
    item: str = field(default="", words=THINGS, label="物资", doc="what is supplied")
    symptoms: tuple[str, ...] = field(default=(), words=SYMPTOMS, label="症状", doc="which symptoms count; none: any")
    course: str = field(
        default="", words=COURSES, closed=True, label="病程", doc="which course of an illness counts; empty: any"
    )
    source: str = field(default="", label="来源", doc="where it was seen, if elsewhere than the protocol")
    grade: str = field(
        default="",
        words={"A": "A", "B": "B", "C": "C"},
        closed=True,
        label="来源等级",
        doc="as for the protocol, if it differs",
    )


@record(label="执行方案")
class Adoption(Record):
    """That an event keeps a family of protocols (执行方案): at each day the edition that holds then."""

    event: Id | None = ref("Event", default=None, label="活动", doc="the event")
    family: str = field(alike="word", label="方案系列", doc="the family of protocols")
    protocol: Id | None = ref(HealthProtocol, default=None, label="方案", doc="this edition, whatever the day")
    cohorts: tuple[Id, ...] = ref(Cohort, default=(), label="人群", doc="for whom; none: all cohorts of the event")
    window: Window | None = field(default=None, label="起止时间", doc="when; without it, always")


@record(label="检测")
class HealthTest(Record):
    """A test of somebody (检测)."""

    person: Id | None = ref("Person", default=None, label="工作人员", doc="who, if they work")
    participant: Id | None = ref("Participant", default=None, label="参会人员", doc="who, if they take part")
    kind: str = field(
        default="pcr", words={"pcr": "核酸", "antigen": "抗原"}, label="检测类型", doc="what kind of test it was"
    )
    against: str = field(
        default="",
        words=PATHOGENS,
        label="针对病原体",
        doc="the pathogen; empty where the protocols that are kept test for one only",
    )
    sampled: Instant | None = field(default=None, label="采样时间", doc="when the sample was taken")
    result: str = sensitive(
        "health",
        default="pending",
        words={"pending": "待出结果", "negative": "阴性", "positive": "阳性"},
        closed=True,
        label="检测结果",
        doc="what came out",
    )
    resulted: Instant | None = field(default=None, label="结果时间", doc="when the result was known")


@record(label="健康报告")
class HealthReport(Record):
    """How somebody is (健康监测)."""

    person: Id | None = ref("Person", default=None, label="工作人员", doc="who, if they work")
    participant: Id | None = ref("Participant", default=None, label="参会人员", doc="who, if they take part")
    at: Instant | None = field(default=None, label="报告时间", doc="when")
    temperature: Decimal | None = sensitive("health", default=None, label="体温", doc="in °C")
    symptoms: tuple[str, ...] = sensitive("health", default=(), words=SYMPTOMS, label="症状", doc="what they feel")
    course: str = sensitive(
        "health", default="", words=COURSES, closed=True, label="病程", doc="what became of it; empty: nothing of note"
    )


@record(label="疫苗接种")
class Vaccination(Record):
    """A dose that somebody was given (疫苗接种)."""

    person: Id | None = ref("Person", default=None, label="工作人员", doc="who, if they work")
    participant: Id | None = ref("Participant", default=None, label="参会人员", doc="who, if they take part")
    against: str = field(default="", words=PATHOGENS, label="针对病原体", doc="the pathogen")
    dose: int = sensitive("health", default=1, label="剂次", doc="counted from 1")
    day: date | None = sensitive("health", default=None, label="接种日期", doc="the day")


@record(label="闭环停留")
class LoopStay(Record):
    """When somebody is in a loop (进出闭环). That they were in one is not secret; what they have is."""

    loop: Id = ref(Loop, label="闭环", doc="the loop")
    person: Id | None = ref("Person", default=None, label="工作人员", doc="who, if they work")
    participant: Id | None = ref("Participant", default=None, label="参会人员", doc="who, if they take part")
    window: Window | None = field(default=None, label="起止时间", doc="from coming in to leaving")


@record(label="风险因素")
class RiskFactor(Record):
    """One line of a risk table (风险因素): what is scored, and how much it counts. The table is the office's own."""

    event: Id | None = ref("Event", default=None, label="活动", doc="the event that is scored")
    table: str = field(default="", alike="word", label="评分表", doc="which table it belongs to")
    title: str = field(default="", label="因素", doc="what is scored")
    score: Decimal = field(default=Decimal(0), label="得分", doc="its score")
    weight: Decimal = field(default=Decimal(1), label="权重", doc="what the score is multiplied by")
    source: str = field(default="", label="来源", doc="where score and weight come from")


@record(label="风险等级")
class RiskBand(Record):
    """From which total on a risk table says what (风险等级)."""

    table: str = field(default="", alike="word", label="评分表", doc="the table")
    least: Decimal = field(default=Decimal(0), label="起始总分", doc="the lowest total that is in the band")
    name: str = field(default="", label="等级", doc="what it is called")
    severity: str = field(
        default="",
        words={"blocking": "必须处理", "warning": "警告", "hint": "提示"},
        closed=True,
        label="处置程度",
        doc="what is said of it; empty: nothing",
    )
    source: str = field(default="", label="来源", doc="where the band comes from")
