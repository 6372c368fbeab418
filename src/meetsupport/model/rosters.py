"""What those who work need: rest, leave, training, hand-over."""

from datetime import timedelta

from meetsupport.core.fields import Id, field, ref, sensitive, states
from meetsupport.core.records import Record, record
from meetsupport.core.times import Instant, Window

__all__ = ["DutyLimit", "Handover", "Leave", "Training"]


@record(label="值守限制")
class DutyLimit(Record):
    """How much somebody may be on duty (值守限制). What is not given is not limited."""

    event: Id | None = ref("Event", default=None, label="活动", doc="the event")
    team: Id | None = ref("Team", default=None, label="工作组", doc="only people of this team")
    rest: timedelta | None = field(default=None, label="最短休息", doc="rest between two duties, at least")
    longest: timedelta | None = field(default=None, label="最长连续值守", doc="one duty, at most")
    weekly: timedelta | None = field(default=None, label="七日工时", doc="in any seven days, at most")
    nights: int | None = field(default=None, label="连续夜班", doc="nights in a row, at most")
    weeks: int | None = field(default=None, label="连续在岗周数", doc="weeks inside a closed loop, at most")
    basis: str = field(default="", label="依据", doc="where the limit is laid down")


@record(label="请假")
class Leave(Record):
    """Time that somebody is away (请假), or is given off for work on a day off (调休)."""

    person: Id | None = ref("Person", default=None, label="工作人员", doc="who, if they work")
    participant: Id | None = ref("Participant", default=None, label="参会人员", doc="who, if they take part")
    kind: str = field(
        default="leave",
        words={"leave": "事假", "sick": "病假", "make-up": "调休"},
        label="请假类型",
        doc="what kind of leave it is",
    )
    window: Window | None = field(default=None, label="起止时间", doc="when")
    approved_by: str = field(default="", label="批准人", doc="who allowed it: an id or an office, no name")
    reason: str = sensitive("health", default="", label="请假原因", doc="why")


@record(label="交接")
class Handover(Record):
    """One shift, or one department, hands over to another (交接班)."""

    event: Id | None = ref("Event", default=None, label="活动", doc="the event")
    post: Id | None = ref("Post", default=None, label="岗位", doc="the post that is handed over")
    team: Id | None = ref("Team", default=None, label="工作组", doc="the team that hands over")
    giver: Id | None = ref("Person", default=None, label="交班人", doc="who hands over")
    taker: Id | None = ref("Person", default=None, label="接班人", doc="who takes over")
    at: Instant | None = field(default=None, label="交接时间", doc="when")
    notes: str = field(default="", label="交接事项", doc="what the next must know beside the open tasks")
    state: str = states(
        {"waiting": ("taken",), "taken": ()},
        default="waiting",
        needs={"taken": ("taker",)},
        apart=(("giver", "taker"),),
        words={"waiting": "待交接", "taken": "已接班"},
        label="交接状态",
        doc="where it stands",
    )


@record(label="培训")
class Training(Record):
    """A briefing or training (培训、交底), and who has signed for it."""

    event: Id | None = ref("Event", default=None, label="活动", doc="the event")
    title: str = field(default="", label="培训内容", doc="what it is about")
    window: Window | None = field(default=None, label="起止时间", doc="when it is held")
    due: Instant | None = field(default=None, label="签字时限", doc="by when all must have signed")
    teams: tuple[Id, ...] = ref("Team", default=(), label="工作组", doc="whose people need it")
    organizations: tuple[Id, ...] = ref("Organization", default=(), label="单位", doc="whose people need it")
    persons: tuple[Id, ...] = ref("Person", default=(), label="工作人员", doc="who needs it besides")
    signed: tuple[Id, ...] = ref(
        "Person", default=(), label="已签字人员", doc="who has read it, or was there, and signed"
    )
