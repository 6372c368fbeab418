"""How work is planned: templates, checklists, rounds, plan documents, responsibilities, approval."""

from datetime import timedelta

from meetsupport.core.fields import Id, field, ref, states
from meetsupport.core.records import Record, record
from meetsupport.core.times import Instant, Window
from meetsupport.model.words import BODIES, EVENTS, GATES, ROLES, TASKS

__all__ = [
    "Checklist",
    "ChecklistTemplate",
    "Document",
    "EditRight",
    "Freeze",
    "Lesson",
    "Responsibility",
    "Review",
    "Round",
    "TemplateItem",
]


@record(label="清单模板")
class ChecklistTemplate(Record):
    """A kind of work that comes again (清单模板), as items that hang on anchors. It becomes a checklist of tasks."""

    name: str = field(default="", label="模板名称", doc="what it is for")
    kinds: tuple[str, ...] = field(
        default=(),
        words=EVENTS,
        label="适用活动类型",
        doc="the kinds of event that it fits; none: any",
    )
    basis: str = field(default="", label="依据", doc="where it comes from")


@record(label="模板事项")
class TemplateItem(Record):
    """One item of a template (模板事项)."""

    template: Id = ref(ChecklistTemplate, part=True, label="模板", doc="the template")
    title: str = field(default="", label="事项", doc="what is to be done")
    kind: str = field(
        default="item", words=TASKS, also={"巡检": "inspection"}, label="事项类型", doc="the kind of the task"
    )
    anchor: str = field(
        default="opening",
        words={
            "received": "受领任务",
            "arrival": "报到",
            "opening": "开幕",
            "session": "每场会议",
            "session-end": "每场会议结束",
            "closing": "闭幕",
        },
        closed=True,
        label="锚点",
        doc="what its time hangs on",
    )
    offset: timedelta = field(
        default=timedelta(0), label="相对时间", doc="when it must be done, from the anchor; negative is before"
    )
    duration: timedelta = field(default=timedelta(0), label="用时", doc="how long the work takes")
    after: tuple[Id, ...] = ref("TemplateItem", default=(), label="前置事项", doc="the items that must be done before")
    gate: str = field(
        default="", words=GATES, closed=True, label="关口", doc="at which gate it must be closed, if at one"
    )
    role: str = field(
        default="", words=ROLES, label="承担职责", doc="whose it is: the name of a team, or a role that one has"
    )
    evidence: str = field(default="", label="凭证要求", doc="what must show that it is done")
    needs_kinds: tuple[str, ...] = field(
        default=(), words=BODIES, label="所需单位类型", doc="the kinds of body that it cannot do without"
    )
    question: bool = field(default=False, label="待查明", doc="whether it asks for something that is not known yet")
    working_days: int | None = field(
        default=None,
        label="相对工作日",
        doc="how many working days from the day of the anchor it must be done, instead of the offset in days; "
        "negative is before",
    )
    force: str = field(
        default="",
        words={"fixed": "刚性时限", "unconfirmed": "依据待核实"},
        closed=True,
        label="时限效力",
        doc="whether its time may not be compressed; empty: it may",
    )
    basis: str = field(default="", label="依据", doc="where its time is laid down")
    sign_off: bool = field(default=False, label="须验收", doc="whether somebody else must sign that it is done")


@record(label="检查清单")
class Checklist(Record):
    """Tasks that are ticked off together (检查清单), mostly made from a template."""

    event: Id | None = ref("Event", default=None, label="活动", doc="the event that it is for")
    session: Id | None = ref("Session", default=None, label="议程", doc="the session that it is for, if it is for one")
    place: Id | None = ref("Place", default=None, label="地点", doc="where")
    template: Id | None = ref(ChecklistTemplate, default=None, label="模板", doc="what it was made from")
    name: str = field(default="", label="清单名称", doc="what it is called")
    signs: Id | None = ref("Person", default=None, label="签字人", doc="who signs that all is done")
    signed_at: Instant | None = field(default=None, label="签字时间", doc="when it was signed")


@record(label="巡查安排")
class Round(Record):
    """Something that is done again and again (巡查、保洁、检查、消毒). Each time is a task of this round."""

    event: Id | None = ref("Event", default=None, label="活动", doc="the event that it is for, and whose zone it keeps")
    name: str = field(default="", label="巡查名称", doc="what it is called")
    kind: str = field(
        default="patrol",
        words={
            "patrol": "巡逻",
            "hygiene": "保洁",
            "inspection": "检查",
            "disinfection": "消毒",
            "airing": "通风",
            "fire": "防火",
        },
        also={"巡检": "inspection"},
        label="巡查类型",
        doc="what is done",
    )
    rule: str = field(
        default="", label="重复规则", doc="an RFC 5545 recurrence, such as FREQ=HOURLY;INTERVAL=2; no COUNT, no UNTIL"
    )
    window: Window | None = field(default=None, label="起止时间", doc="from the first time on; without it, the event's")
    within: timedelta = field(
        default=timedelta(hours=1), label="完成时限", doc="how long after its time it may still be done"
    )
    places: tuple[Id, ...] = ref("Place", default=(), label="巡查区域", doc="the places that each time must cover")
    team: Id | None = ref("Team", default=None, label="工作组", doc="the team that does it")
    responsible: Id | None = ref("Person", default=None, label="责任人", doc="who answers for it")


_PAPER = ("event", "title", "kind", "version", "supersedes", "author", "steps", "place", "submitted_at")
_APPROVED = (*_PAPER, "approver", "approved_at")


@record(label="方案文件")
class Document(Record):
    """
    A plan or another paper that goes through approval (方案、文件).

    While it is under review the paper stands, and so does what was approved: another text is a new version, or a draft
    that is submitted anew. A paper that comes approved from outside begins as approved.
    """

    event: Id | None = ref("Event", default=None, label="活动", doc="the event that it is for")
    title: str = field(default="", label="文件名称", doc="what it is called")
    kind: str = field(
        default="plan",
        words={
            "plan": "方案",
            "emergency plan": "预案",
            "consent": "同意书",
            "menu": "菜单",
            "permit": "许可",
            "security plan": "安保方案",
            "catering notice": "餐饮报告",
            "official letter": "公函",
        },
        label="文件类型",
        doc="what kind of paper it is",
    )
    version: int = field(default=1, label="版本", doc="counted from 1")
    supersedes: Id | None = ref(
        "Document", default=None, label="替代文件", doc="the version that it takes the place of"
    )
    author: Id | None = ref("Person", default=None, label="起草人", doc="who drafted it")
    submitted_at: Instant | None = field(
        default=None, label="送审时间", doc="when it was last submitted; only what was said since then counts"
    )
    approver: Id | None = ref("Person", default=None, label="审批人", doc="who approves it")
    approved_at: Instant | None = field(default=None, label="批准时间", doc="when it was approved")
    steps: tuple[str, ...] = field(
        default=(), label="审核环节", doc="who must review it before it is approved, in order: ids of people or teams"
    )
    due: Instant | None = field(default=None, label="批准时限", doc="by when it must be approved")
    place: str = field(default="", label="存放位置", doc="where the paper is: a file name or number")
    state: str = states(
        {
            "drafted": ("submitted", "superseded"),
            "submitted": ("drafted", "returned", "approved"),
            "returned": ("drafted", "submitted", "superseded"),
            "approved": ("superseded",),
            "superseded": (),
        },
        default="drafted",
        needs={"submitted": ("submitted_at",), "approved": ("approver", "approved_at")},
        apart=(("author", "approver"),),
        begins=("drafted", "submitted", "approved"),
        stands={"submitted": _PAPER, "approved": _APPROVED, "superseded": _APPROVED},
        anew={"submitted": "submitted_at"},
        words={"drafted": "起草", "submitted": "送审", "returned": "退回", "approved": "批准", "superseded": "被替代"},
        label="文件状态",
        doc="where it stands",
    )


@record(label="审核意见")
class Review(Record):
    """
    What somebody said of a document (审核意见).

    It counts if the reviewer speaks for the step and did not write the document, if those of the steps before had
    agreed, and if the document was not submitted again, or returned, since.
    """

    document: Id = ref(Document, label="文件", doc="the document")
    step: str = field(default="", label="审核环节", doc="for which step of its review")
    reviewer: Id | None = ref("Person", default=None, label="审核人", doc="who reviewed it")
    verdict: str = field(
        default="agreed",
        words={"agreed": "同意", "returned": "退回"},
        closed=True,
        label="审核结论",
        doc="what was said",
    )
    comment: str = field(default="", label="意见", doc="what must be changed")
    at: Instant | None = field(default=None, label="审核时间", doc="when")


@record(label="编辑权限")
class EditRight(Record):
    """
    Whose a kind of record is (编辑权限): once somebody has the right, nobody else may change such records.

    With whole records their parts are meant, as for a freeze, unless somebody has a right to the parts themselves.
    """

    type: str = field(label="记录类型", doc="the record type that may be changed: Seat, Meal …")
    event: Id | None = ref("Event", default=None, label="活动", doc="only records of this event")
    fields: tuple[str, ...] = field(default=(), label="字段", doc="only these fields; none: the whole record")
    teams: tuple[Id, ...] = ref("Team", default=(), label="工作组", doc="the teams whose people may")
    persons: tuple[Id, ...] = ref("Person", default=(), label="工作人员", doc="the people who may")


@record(label="冻结")
class Freeze(Record):
    """
    From when on records stand as they are (冻结). Only a change that names who overrides it moves them.

    With a whole record its parts are frozen: seats with their plan, duties with their post. Their states still move,
    since what happens is not planned. With single fields only these are.
    """

    type: str = field(label="记录类型", doc="the record type that is frozen: Seat, Meal …")
    event: Id | None = ref("Event", default=None, label="活动", doc="only records of this event")
    fields: tuple[str, ...] = field(default=(), label="字段", doc="only these fields; none: the whole record")
    ids: tuple[str, ...] = field(default=(), label="记录编号", doc="only these records; none: all")
    since: Instant | None = field(default=None, label="冻结时间", doc="from when; without it, at once")
    by: str = field(default="", label="冻结人", doc="who froze it: an id or an office, no name")
    reason: str = field(default="", label="冻结原因", doc="why")


@record(label="责任分工")
class Responsibility(Record):
    """Who answers for a matter (责任分工): exactly one body is responsible, others support it or are informed."""

    event: Id | None = ref("Event", default=None, label="活动", doc="the event")
    matter: str = field(default="", alike="word", label="事项", doc="what it is about")
    place: Id | None = ref("Place", default=None, label="地点", doc="where, if it is about a place")
    responsible: tuple[Id, ...] = ref("Organization", default=(), label="责任单位", doc="who answers for it: one")
    supporting: tuple[Id, ...] = ref("Organization", default=(), label="配合单位", doc="who helps")
    informed: tuple[Id, ...] = ref("Organization", default=(), label="知会单位", doc="who is told")


@record(label="经验教训")
class Lesson(Record):
    """What went wrong, or well, and what to do about it next time (经验教训)."""

    event: Id | None = ref("Event", default=None, label="活动", doc="where it was learnt")
    title: str = field(default="", label="情况", doc="what happened")
    cause: str = field(default="", label="原因", doc="why: late change, nobody invited, nobody told, no reserve …")
    good: bool = field(default=False, label="做得好", doc="whether it went well")
    mend: str = field(default="", label="改进措施", doc="what to do next time")
    template: Id | None = ref(ChecklistTemplate, default=None, label="模板", doc="the template that should have it")
    item: Id | None = ref(TemplateItem, default=None, label="模板事项", doc="the item that it became")
