"""Who does what: teams, posts with the duties that man them, and tasks."""

from datetime import timedelta

from meetsupport.core.fields import Count, Id, field, ref, states
from meetsupport.core.records import Record, record
from meetsupport.core.times import Instant, Window
from meetsupport.model.words import BODIES, GATES, SKILLS, TASKS

__all__ = ["Duty", "Post", "Task", "Team"]


@record(label="工作组")
class Team(Record):
    """A working group with a lead (工作组)."""

    event: Id | None = ref("Event", default=None, label="活动", doc="the event that it works for")
    name: str = field(default="", label="工作组名称", doc="what it is called")
    lead: Id | None = ref("Person", default=None, label="组长", doc="who leads it")
    deputy: Id | None = ref("Person", default=None, label="副组长", doc="who stands in")
    organization: Id | None = ref("Organization", default=None, label="牵头单位", doc="the body that it belongs to")


@record(label="岗位")
class Post(Record):
    """A place to be manned (岗位) in a window with a head count."""

    event: Id | None = ref("Event", default=None, label="活动", doc="the event that it is for")
    session: Id | None = ref("Session", default=None, label="议程", doc="the session that it is for, if it is for one")
    name: str = field(default="", label="岗位名称", doc="what it is called")
    place: Id | None = ref("Place", default=None, label="点位", doc="where")
    team: Id | None = ref(Team, default=None, label="工作组", doc="the team that mans it")
    role: str = field(
        default="",
        words={
            "guide": "引导",
            "tea": "茶水",
            "sign-in": "签到",
            "service-desk": "服务台",
            "guard": "警卫",
            "driver": "驾驶",
            "medical": "医疗",
            "attendant": "服务",
            "service": "会务服务",
            "band": "军乐团",
            "chaperone": "带队",
        },
        label="岗位职责",
        doc="what is done there",
    )
    skill: str = field(default="", words=SKILLS, label="所需技能", doc="only people with this skill or language count")
    heads: Count = field(default=1, label="所需人数", doc="people needed at each moment of its window")
    window: Window | None = field(default=None, label="起止时间", doc="when; without it, the window of its session")


@record(label="值守")
class Duty(Record):
    """A person at a post (值守、上岗)."""

    person: Id = ref("Person", label="工作人员", doc="who")
    post: Id = ref(Post, part=True, label="岗位", doc="where, and what for")
    window: Window | None = field(default=None, label="起止时间", doc="when; without it, as long as the post is manned")


@record(label="任务")
class Task(Record):
    """
    Something that must be done by a time (任务): a checklist item, an order, a thing to make, a round, an inspection.

    One person is responsible. The leader in charge answers for it upwards, the contact is whom others call, and the
    deputy stands in.
    """

    event: Id | None = ref("Event", default=None, label="活动", doc="the event that it is for")
    kind: str = field(
        default="", words=TASKS, also={"巡检": "inspection"}, label="任务类型", doc="what kind of task it is"
    )
    title: str = field(default="", label="任务名称", doc="what is to be done")
    window: Window | None = field(default=None, label="起止时间", doc="when it is done, if it is done at a time")
    due: Instant | None = field(default=None, label="完成时限", doc="by when; without it, by the end of its window")
    place: Id | None = ref("Place", default=None, label="地点", doc="where")
    responsible: Id | None = ref("Person", default=None, label="责任人", doc="the one person responsible")
    leader: Id | None = ref("Person", default=None, label="分管领导", doc="the leader in charge")
    contact: Id | None = ref("Person", default=None, label="联系人", doc="whom to call")
    deputy: Id | None = ref("Person", default=None, label="替补人", doc="who stands in")
    team: Id | None = ref(Team, default=None, label="工作组", doc="the team that it belongs to")
    organization: Id | None = ref("Organization", default=None, label="承办单位", doc="the body that it belongs to")
    after: tuple[Id, ...] = ref("Task", default=(), label="前置任务", doc="the tasks that must be done before")
    needs: tuple[Id, ...] = ref(
        "Organization", default=(), label="所需单位", doc="the bodies that it cannot do without"
    )
    needs_kinds: tuple[str, ...] = field(
        default=(), words=BODIES, label="所需单位类型", doc="the kinds of body that it cannot do without, listed or not"
    )
    session: Id | None = ref("Session", default=None, label="议程", doc="the session that it is for, if it is for one")
    checklist: Id | None = ref("Checklist", default=None, label="检查清单", doc="the checklist that it is an item of")
    item: Id | None = ref("TemplateItem", default=None, label="模板事项", doc="what it was made from")
    planned: Instant | None = field(
        default=None,
        label="模板时限",
        doc="when its template had it due; as long as that is when it is due, nobody has set it by hand",
    )
    anchored: Instant | None = field(
        default=None, label="锚点时间", doc="when the anchor was, from which its template counted"
    )
    document: Id | None = ref(
        "Document", default=None, label="依据方案", doc="the plan that it goes by, or is held against"
    )
    lessons: tuple[Id, ...] = ref(
        "Lesson", default=(), label="经验教训", doc="what was learnt at earlier events that it answers"
    )
    round: Id | None = ref("Round", default=None, label="巡查安排", doc="the round that it is one time of")
    duration: timedelta | None = field(default=None, label="用时", doc="how long the work takes, if it has no window")
    gate: str = field(
        default="", words=GATES, closed=True, label="关口", doc="at which gate it must be closed, if at one"
    )
    question: bool = field(default=False, label="待查明", doc="whether it asks for something that is not known yet")
    result: str = field(
        default="",
        words={"passed": "合格", "failed": "不合格"},
        also={
            "pass": "passed",
            "及格": "passed",
            "通过": "passed",
            "达标": "passed",
            "正常": "passed",
            "无异常": "passed",
            "检查合格": "passed",
            "验收合格": "passed",
            "fail": "failed",
            "not passed": "failed",
            "不及格": "failed",
            "不通过": "failed",
            "未通过": "failed",
            "不达标": "failed",
            "未达标": "failed",
            "异常": "failed",
            "不正常": "failed",
            "检查不合格": "failed",
            "验收不合格": "failed",
        },
        label="结果",
        doc="what an inspection or a test found, or the answer to a question",
    )
    reason: str = field(default="", label="说明", doc="why it is late, or was dropped, in writing")
    ordered_at: Instant | None = field(default=None, label="交办时间", doc="when the order came")
    ordered_by: str = field(default="", label="交办人", doc="on whose order: an id or an office, no name")
    evidence: str = field(default="", label="完成凭证", doc="what shows that it is done")
    accepted_by: Id | None = ref("Person", default=None, label="验收人", doc="who signed that it is done")
    state: str = states(
        {
            "open": ("started", "done", "dropped"),
            "started": ("open", "done", "dropped"),
            "done": ("open", "started", "accepted"),
            "accepted": (),
            "dropped": ("open",),
        },
        default="open",
        needs={"accepted": ("accepted_by",)},
        apart=(("responsible", "accepted_by"),),
        begins=("open", "started", "done", "dropped"),
        words={"open": "待办", "started": "进行中", "done": "已完成", "accepted": "已验收", "dropped": "已取消"},
        label="任务状态",
        doc="where it stands",
    )
