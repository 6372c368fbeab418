"""Who sits where, and what happens minute by minute."""

from datetime import timedelta
from decimal import Decimal

from meetsupport.core.fields import Id, field, ref, states
from meetsupport.core.records import Record, record
from meetsupport.core.times import Instant

__all__ = ["Cue", "Placement", "SeatPlan"]


@record(label="座次安排")
class SeatPlan(Record):
    """The seats, tables or places of one occasion (座次图): platform, hall, banquet, talks, photo, car."""

    event: Id | None = ref("Event", default=None, label="活动", doc="the event")
    session: Id | None = ref("Session", default=None, label="议程", doc="the session that it is for")
    meal: Id | None = ref("Meal", default=None, label="用餐", doc="the meal that it is for")
    place: Id | None = ref("Place", default=None, label="地点", doc="where; without it, that of the session or meal")
    kind: str = field(
        default="hall",
        words={
            "platform": "主席台",
            "hall": "会场",
            "banquet": "宴会",
            "talks": "会谈",
            "signing": "签字",
            "photo": "合影",
            "car": "乘车",
        },
        label="座次类型",
        doc="what is seated",
    )
    name: str = field(default="", label="座次图名称", doc="what it is called")
    rule: str = field(
        default="", label="排座规则", doc="how it was ordered: by rank, by surname strokes, even rule A …"
    )
    responsible: Id | None = ref("Person", default=None, label="责任人", doc="who sees to cards and placing")
    freezes: Instant | None = field(default=None, label="定稿时间", doc="from when on it is not changed any more")
    due: Instant | None = field(default=None, label="摆放时限", doc="by when cards must stand in their places")
    printed_revision: int | None = field(
        default=None, label="已印版本", doc="the revision of the plan that the cards were printed from"
    )
    apart_m: Decimal | None = field(
        default=None, label="座位间距", doc="the distance between neighbouring seats, in metres"
    )
    state: str = states(
        {"drafted": ("final",), "final": ("drafted", "placed"), "placed": ("final",)},
        default="drafted",
        words={"drafted": "起草", "final": "定稿", "placed": "已摆放"},
        label="座次状态",
        doc="where it stands",
    )


@record(label="座位")
class Placement(Record):
    """Somebody's place in a seat plan (座位、桌次、站位)."""

    plan: Id = ref(SeatPlan, part=True, label="座次图", doc="the seat plan")
    participant: Id | None = ref("Participant", default=None, label="参会人员", doc="who, if they take part")
    person: Id | None = ref("Person", default=None, label="工作人员", doc="who, if they work")
    order: int | None = field(default=None, label="位次", doc="the place in the order that the seats follow, from 1")
    block: str = field(default="", alike="word", label="区域或桌号", doc="block, table or car")
    row: int | None = field(default=None, label="排", doc="the row, from 1 at the front")
    number: int | None = field(
        default=None, label="号", doc="the seat in its row or table, from 1 at the sitter's left"
    )
    card: str = field(default="", label="桌签文字", doc="what the card says, where it differs from the name")


@record(label="流程")
class Cue(Record):
    """One step of a run sheet (流程、分镜): to the minute."""

    session: Id = ref("Session", part=True, label="议程", doc="the session")
    after: timedelta = field(
        default=timedelta(0), label="距开始", doc="how long after the session's start; may be negative"
    )
    lasts: timedelta = field(default=timedelta(0), label="时长", doc="how long it takes")
    title: str = field(default="", label="环节", doc="what happens")
    place: Id | None = ref("Place", default=None, label="地点", doc="where; without it, that of the session")
    person: Id | None = ref("Person", default=None, label="执行人", doc="who does it")
    team: Id | None = ref("Team", default=None, label="工作组", doc="the team that does it")
    needs: tuple[Id, ...] = ref("Supply", default=(), label="所需物资", doc="what must be at hand")
    track: str = field(
        default="",
        words={"stage": "台上", "screen": "大屏", "camera": "摄像", "sound": "音响", "guides": "引导"},
        label="工种",
        doc="what runs side by side",
    )
    fixed: bool = field(default=False, label="时间固定", doc="whether it may not move: a live broadcast")
