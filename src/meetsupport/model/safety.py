"""What is wrong and what happens: hazards, incidents and how they are reported, visitors, what guests thought."""

from datetime import timedelta

from meetsupport.core.fields import Count, Id, field, ref, sensitive, states
from meetsupport.core.records import Record, record
from meetsupport.core.times import Instant, Window
from meetsupport.model.words import ACCIDENTS, GRADES, TELLING

__all__ = ["Answer", "Hazard", "Incident", "IncidentReport", "ReportingClock", "Survey", "Visitor"]


@record(label="隐患")
class Hazard(Record):
    """
    Something found wrong (隐患) until it is closed.

    It has responsibility, measures, funds, deadline and fallback (五落实). Who mends it may not verify it. Found and
    mended on the spot is one record that begins as mended.
    """

    event: Id | None = ref("Event", default=None, label="活动", doc="the event that it endangers")
    title: str = field(default="", label="隐患内容", doc="what is wrong")
    kind: str = field(
        default="",
        words={
            "power": "供电",
            "lighting": "照明",
            "sound": "音响",
            "air-con": "空调",
            "lifts": "电梯",
            "fire": "消防",
            "kitchen": "厨房",
            "crowd": "人流",
        },
        label="隐患类型",
        doc="what kind of thing is wrong",
    )
    grade: str = field(
        default="general",
        words={"general": "一般", "major": "重大"},
        closed=True,
        label="隐患等级",
        doc="how bad it is",
    )
    place: Id | None = ref("Place", default=None, label="地点", doc="where")
    found_at: Instant | None = field(default=None, label="发现时间", doc="when it was found")
    found_by: Id | None = ref("Person", default=None, label="发现人", doc="who found it")
    task: Id | None = ref(
        "Task", default=None, label="检查任务", doc="the inspection, round or rehearsal that found it"
    )
    owner: Id | None = ref("Person", default=None, label="整改责任人", doc="who sees that it is mended (责任)")
    measures: str = field(default="", label="整改措施", doc="what is done (措施)")
    funds: str = field(default="", label="资金", doc="who pays, and how much (资金)")
    due: Instant | None = field(default=None, label="整改时限", doc="by when it must be mended (时限)")
    fallback: str = field(default="", label="预案", doc="what is done until then, or if it fails (预案)")
    mended_by: Id | None = ref("Person", default=None, label="整改人", doc="who mended it")
    mended_at: Instant | None = field(default=None, label="整改时间", doc="when it was mended")
    verified_by: Id | None = ref("Person", default=None, label="验收人", doc="who verified that it is mended")
    verified_at: Instant | None = field(default=None, label="验收时间", doc="when it was verified")
    reason: str = field(default="", label="逾期说明", doc="why it is still open past its time, in writing")
    state: str = states(
        {
            "found": ("owned", "mended"),
            "owned": ("found", "mended"),
            "mended": ("owned", "verified"),
            "verified": ("owned", "closed"),
            "closed": (),
        },
        default="found",
        needs={
            "owned": ("owner",),
            "mended": ("mended_by", "measures"),
            "verified": ("mended_by", "measures", "verified_by"),
            "closed": ("mended_by", "measures", "verified_by"),
        },
        apart=(("mended_by", "verified_by"),),
        stands={"verified": ("mended_by", "verified_by"), "closed": ("mended_by", "verified_by")},
        begins=("found", "mended"),
        words={"found": "发现", "owned": "已落实责任", "mended": "已整改", "verified": "已验收", "closed": "已销号"},
        label="隐患状态",
        doc="where it stands",
    )


@record(label="突发事件")
class Incident(Record):
    """Something that happened (突发事件): reported, handled, closed."""

    event: Id | None = ref("Event", default=None, label="活动", doc="the event that it happened at")
    title: str = field(default="", label="事件内容", doc="what happened")
    kind: str = field(default="", words=ACCIDENTS, label="事件类型", doc="what kind of thing happened")
    grade: str = field(default="", words=GRADES, label="事件等级", doc="the grade whose reporting clock runs")
    place: Id | None = ref("Place", default=None, label="地点", doc="where")
    organization: Id | None = ref(
        "Organization", default=None, label="发生单位", doc="whose people it struck, if it struck those of one body"
    )
    at: Instant | None = field(default=None, label="发生时间", doc="when it happened")
    reported_by: Id | None = ref("Person", default=None, label="报告人", doc="who reported it")
    handler: Id | None = ref("Person", default=None, label="处置人", doc="who handles it")
    measures: str = field(default="", label="处置措施", doc="what was done")
    state: str = states(
        {"reported": ("handled",), "handled": ("reported", "closed"), "closed": ()},
        default="reported",
        needs={"handled": ("handler",), "closed": ("handler", "measures")},
        begins=("reported",),
        words={"reported": "已报告", "handled": "处置中", "closed": "已办结"},
        also={"settled": "closed"},
        label="处置状态",
        doc="where it stands",
    )


@record(label="报告时限")
class ReportingClock(Record):
    """Within what time an incident of a grade must be reported (报告时限), and to whom: this varies locally."""

    grade: str = field(default="", words=GRADES, label="事件等级", doc="the grade of incident; empty: every grade")
    kinds: tuple[str, ...] = field(
        default=(), words=ACCIDENTS, label="事件类型", doc="only these kinds of incident; none: all"
    )
    means: str = field(default="telephone", words=TELLING, label="报告方式", doc="how it is reported")
    within: timedelta = field(label="时限", doc="how long after it happened")
    to: Id | None = ref("Organization", default=None, label="报告对象", doc="the body that must be told")
    source: str = field(default="", label="依据", doc="where the clock is laid down")


@record(label="事件报告")
class IncidentReport(Record):
    """That an incident was reported (事件报告): first, continued or final report."""

    incident: Id = ref(Incident, label="突发事件", doc="the incident")
    stage: str = field(
        default="first",
        words={"first": "初报", "continued": "续报", "final": "终报"},
        closed=True,
        label="报告阶段",
        doc="which report it is",
    )
    means: str = field(default="telephone", words=TELLING, label="报告方式", doc="how it was reported")
    to: Id | None = ref("Organization", default=None, label="报告对象", doc="the body that was told")
    at: Instant | None = field(default=None, label="报告时间", doc="when")
    by: Id | None = ref("Person", default=None, label="报告人", doc="who reported")


@record(label="来访人员")
class Visitor(Record):
    """Somebody from outside who came in (来访人员), was questioned and registered, and left again."""

    event: Id | None = ref("Event", default=None, label="活动", doc="the event")
    name: str = sensitive("personal", default="", label="姓名", doc="the full name")
    organization: str = field(default="", label="来访单位", doc="where they come from")
    reason: str = field(default="", label="事由", doc="the purpose of their visit")
    host: Id | None = ref("Person", default=None, label="接待人", doc="the person whom they visit")
    questioned_by: Id | None = ref(
        "Person", default=None, label="盘问登记人", doc="who stopped them, asked and registered"
    )
    entrance: Id | None = ref("Place", default=None, label="入口", doc="where they came in")
    badge: str = field(default="", alike="number", label="证件号", doc="the number of the badge that they were given")
    window: Window | None = field(default=None, label="许可时段", doc="when they may be inside")
    came: Instant | None = field(default=None, label="进入时间", doc="when they came in")
    went: Instant | None = field(default=None, label="离开时间", doc="when they left; the badge came back then")


@record(label="满意度调查")
class Survey(Record):
    """A question that guests were asked (满意度调查)."""

    event: Id | None = ref("Event", default=None, label="活动", doc="the event")
    question: str = field(default="", label="问题", doc="what was asked")
    asked: Count = field(default=0, label="发放份数", doc="how many were asked")
    best: int = field(default=5, label="满分", doc="the best score; the worst is 1")


@record(label="调查答卷")
class Answer(Record):
    """One answer to a survey (答卷), without a name."""

    survey: Id = ref(Survey, label="满意度调查", doc="the survey")
    delegation: Id | None = ref("Delegation", default=None, label="代表团", doc="which delegation answered, if it said")
    score: int = field(default=0, label="评分", doc="from 1 to the survey's best")
    comment: str = field(default="", label="意见", doc="what was said, without names")
