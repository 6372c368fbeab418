"""What is supported: events with their places, sessions and appearances, and the days off in their calendar."""

from datetime import date, timedelta
from decimal import Decimal

from meetsupport.core.fields import Count, Id, field, ref, states
from meetsupport.core.records import Record, record
from meetsupport.core.times import Instant, Window
from meetsupport.model.words import BODIES, EVENTS

__all__ = ["Appearance", "DayOff", "Event", "Opening", "Place", "Session"]


@record(label="活动")
class Event(Record):
    """The meeting, congress, ceremony or reception (活动) that is supported."""

    name: str = field(default="", label="活动名称", doc="what it is called")
    kind: str = field(
        default="",
        words=EVENTS,
        label="活动类型",
        doc="what kind of event it is",
    )
    zone: str = field(
        default="Asia/Shanghai", label="时区", doc="the IANA name of the time zone that its days are counted in"
    )
    window: Window | None = field(default=None, label="起止时间", doc="from the opening until the end")
    place: Id | None = ref("Place", default=None, label="主会场", doc="the main venue")
    organization: Id | None = ref("Organization", default=None, label="主办单位", doc="the body that holds it")
    received: Instant | None = field(default=None, label="受领任务时间", doc="when the office was given the task")
    arrives: Instant | None = field(
        default=None, label="报到时间", doc="when the first guests come; before the opening"
    )
    preparation: timedelta | None = field(
        default=None, label="筹备时长", doc="how long the office says that it has, from the task to the opening"
    )
    expected: Count | None = field(
        default=None, label="预计人数", doc="heads that are expected, where they are not listed"
    )
    public: bool = field(default=False, label="面向社会", doc="whether anybody may come")
    previous: Id | None = ref("Event", default=None, label="上届活动", doc="the event that it was cloned from")
    registration_closes: Instant | None = field(
        default=None,
        label="报名截止时间",
        doc="until when delegations must have registered; delegations may have their own",
    )
    settles: Instant | None = field(
        default=None,
        label="名单冻结时间",
        doc="until when seats, rosters, rooms and meals may still be open; without it a gap counts at once",
    )
    chief_liaison: Id | None = ref(
        "Person", default=None, label="总联络员", doc="merges the head counts of all coaches and tells the stops"
    )


@record(label="地点")
class Place(Record):
    """A venue, hall, room, entrance, lift, corner or stop (地点、点位)."""

    name: str = field(default="", label="地点名称", doc="what it is called")
    kind: str = field(
        default="",
        words={
            "venue": "会场",
            "hall": "会议厅",
            "room": "房间",
            "lounge": "休息室",
            "entrance": "入口",
            "exit": "出口",
            "gate": "大门",
            "door": "门",
            "lift": "电梯",
            "stair": "楼梯",
            "corner": "转角",
            "aisle": "走道",
            "lodging": "住地",
            "restaurant": "餐厅",
            "stop": "停靠点",
            "airport": "机场",
            "station": "车站",
            "wharf": "码头",
            "gymnasium": "体育馆",
            "scenic area": "风景名胜区",
            "foyer": "前厅",
            "square": "广场",
            "floor": "楼层",
            "kitchen": "厨房",
            "hatch": "取餐口",
        },
        label="地点类型",
        doc="what kind of place it is",
    )
    capacity: Count | None = field(default=None, label="容量", doc="heads that it holds")
    within: Id | None = ref("Place", default=None, label="所属地点", doc="the larger place that it is part of")
    organization: Id | None = ref(
        "Organization", default=None, label="产权或管理单位", doc="the body that owns or runs it"
    )
    address: str = field(default="", label="地址", doc="how to get there")
    zone: str = field(default="", alike="word", label="分区", doc="the zone that it belongs to, for rounds and posts")
    loop: Id | None = ref("Loop", default=None, label="闭环", doc="the closed loop that it lies in")
    width_m: Decimal | None = field(default=None, label="净宽", doc="clear width of a door, stair or aisle, in metres")
    stepped: bool = field(default=False, label="阶梯地面", doc="whether its floor rises in steps")


@record(label="开放时间")
class Opening(Record):
    """When a place is open (开放时间). A place without any is always open."""

    place: Id = ref(Place, label="地点", doc="the place")
    window: Window | None = field(default=None, label="起止时间", doc="when it is open")


@record(label="议程")
class Session(Record):
    """An item of the agenda (议程)."""

    event: Id | None = ref(Event, default=None, label="活动", doc="the event that it belongs to")
    title: str = field(default="", label="议程名称", doc="what it is called")
    kind: str = field(
        default="",
        words={
            "plenary": "全体会议",
            "talks": "会谈",
            "signing": "签约",
            "banquet": "宴会",
            "group photo": "合影",
            "rehearsal": "彩排",
            "tour": "考察",
            "welcome": "迎接",
            "farewell": "送行",
            "sightseeing": "游览",
            "ceremony": "典礼",
            "meeting": "会议",
            "briefing": "碰头会",
            "lecture": "党课或讲座",
            "oath": "宣誓",
            "visit": "参观",
            "care-visit": "慰问",
            "theme-day": "主题党日",
            "study": "集中学习",
        },
        label="议程类型",
        doc="what kind of item it is",
    )
    place: Id | None = ref(Place, default=None, label="地点", doc="where it is held")
    window: Window | None = field(default=None, label="起止时间", doc="when it is held")
    needs: tuple[Id, ...] = ref(
        "Organization", default=(), label="所需单位", doc="the bodies that it cannot do without"
    )
    needs_kinds: tuple[str, ...] = field(
        default=(),
        words=BODIES,
        label="所需单位类型",
        doc="the kinds of body that it cannot do without, listed or not",
    )
    expected: Count | None = field(
        default=None, label="预计人数", doc="heads that are expected; without it, the event's"
    )
    turnover: timedelta | None = field(
        default=None, label="清场时间", doc="time to clean and air the place afterwards, before the next use"
    )


@record(label="出席")
class Appearance(Record):
    """Somebody who is expected in a session (出席), and as what. Give a person or a participant."""

    session: Id = ref(Session, label="议程", doc="the session")
    person: Id | None = ref(
        "Person", default=None, label="工作人员", doc="who, if it is somebody who works at the event"
    )
    participant: Id | None = ref("Participant", default=None, label="参会人员", doc="who, if it is a participant")
    role: str = field(
        default="",
        words={"speaker": "发言人", "chair": "主持人", "interpreter": "翻译"},
        label="出席身份",
        doc="as what",
    )
    state: str = states(
        {
            "awaited": ("confirmed", "present", "on-leave", "absent"),
            "confirmed": ("awaited", "present", "on-leave", "absent"),
            "present": ("awaited", "absent"),
            "on-leave": ("awaited", "present"),
            "absent": ("awaited", "present"),
        },
        default="awaited",
        words={"awaited": "应到", "confirmed": "已确认", "present": "实到", "on-leave": "请假", "absent": "缺席"},
        label="出席状态",
        doc="where it stands",
    )


@record(label="节假日")
class DayOff(Record):
    """A day off that is no weekend (节假日), or a weekend day that is worked instead (调休上班)."""

    day: date = field(label="日期", doc="the day")
    name: str = field(default="", label="名称", doc="what the day is called")
    working: bool = field(default=False, label="调休上班", doc="true for a weekend day on which one works")
