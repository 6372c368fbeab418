"""Rooms, meals and things."""

from datetime import date, timedelta
from decimal import Decimal

from meetsupport.core.fields import Count, Id, field, ref, states
from meetsupport.core.records import Record, record
from meetsupport.core.times import Instant, Window
from meetsupport.model.words import THINGS

__all__ = [
    "Booking",
    "Donation",
    "KitItem",
    "Lodging",
    "Meal",
    "Movement",
    "Room",
    "RoomDemand",
    "Stay",
    "Supply",
]


@record(label="住地")
class Lodging(Record):
    """Rooms that are held in one building (住地)."""

    event: Id | None = ref("Event", default=None, label="活动", doc="the event that they are held for")
    name: str = field(default="", label="住地名称", doc="what it is called")
    place: Id | None = ref("Place", default=None, label="楼宇", doc="the building")
    organization: Id | None = ref("Organization", default=None, label="酒店", doc="who runs it")
    window: Window | None = field(
        default=None, label="入住离店时间", doc="from the first check-in to the last check-out"
    )
    rooms: Count = field(default=0, label="房间数", doc="rooms held")
    beds: Count | None = field(default=None, label="床位数", doc="heads that they sleep; without it, one a room")


@record(label="用房需求")
class RoomDemand(Record):
    """Rooms that somebody needs beside the participants (用房需求): guards, press, an office."""

    lodging: Id = ref(Lodging, label="住地", doc="where")
    organization: Id | None = ref("Organization", default=None, label="需求单位", doc="for whom")
    rooms: Count = field(default=0, label="房间数", doc="rooms needed")
    reason: str = field(default="", label="用途", doc="what for")
    ordered_at: Instant | None = field(default=None, label="交办时间", doc="when the demand came")
    ordered_by: str = field(default="", label="交办人", doc="on whose order: an id or an office, no name")


@record(label="客房")
class Room(Record):
    """A room of a lodging (客房)."""

    lodging: Id = ref(Lodging, part=True, label="住地", doc="the building")
    number: str = field(default="", alike="number", label="房间号", doc="the number on the door")
    floor: str = field(default="", alike="number", label="楼层", doc="the floor")
    kind: str = field(
        default="",
        words={"single": "单间", "twin": "标间", "suite": "套间", "barrier-free": "无障碍房"},
        label="房型",
        doc="what kind of room it is",
    )
    beds: Count = field(default=1, label="床位", doc="heads that it sleeps")
    loop: Id | None = ref("Loop", default=None, label="闭环", doc="the closed loop that it lies in")
    state: str = states(
        {
            "fitting": ("checked",),
            "checked": ("fitting", "ready"),
            "ready": ("fitting", "occupied"),
            "occupied": ("ready", "fitting"),
        },
        default="ready",
        words={"fitting": "布置中", "checked": "已检查", "ready": "可入住", "occupied": "已入住"},
        label="客房状态",
        doc="where it stands",
    )


@record(label="住宿安排")
class Stay(Record):
    """Somebody's nights in a room (住宿安排)."""

    room: Id = ref(Room, part=True, label="客房", doc="the room")
    participant: Id | None = ref("Participant", default=None, label="参会人员", doc="who, if they take part")
    person: Id | None = ref("Person", default=None, label="工作人员", doc="who, if they work")
    window: Window | None = field(default=None, label="起止时间", doc="from check-in to check-out")


@record(label="场地预订")
class Booking(Record):
    """A place that is kept for something (场地预订)."""

    event: Id | None = ref("Event", default=None, label="活动", doc="the event")
    session: Id | None = ref("Session", default=None, label="议程", doc="what it is for, if it is for a session")
    place: Id = ref("Place", label="地点", doc="the place")
    window: Window | None = field(default=None, label="起止时间", doc="from when to when it is kept")
    turnover: timedelta | None = field(
        default=None, label="清场时间", doc="time to clean and air it afterwards, before the next use"
    )
    purpose: str = field(default="", label="用途", doc="what for")
    fallback: Id | None = ref("Place", default=None, label="备用场地", doc="where it moves to if this falls through")
    answer_by: Instant | None = field(default=None, label="确认时限", doc="until when it must be confirmed")
    state: str = states(
        {"held": ("confirmed", "released"), "confirmed": ("held", "released"), "released": ("held",)},
        default="held",
        words={"held": "暂留", "confirmed": "已确认", "released": "已释放"},
        label="预订状态",
        doc="where it stands",
    )


@record(label="用餐")
class Meal(Record):
    """A meal at a place and a time (用餐), for the groups that it names, or for all of its event if it names none."""

    event: Id | None = ref("Event", default=None, label="活动", doc="the event that it is for")
    name: str = field(default="", label="用餐名称", doc="what it is called")
    kind: str = field(
        default="",
        words={
            "breakfast": "早餐",
            "lunch": "午餐",
            "dinner": "晚餐",
            "banquet": "宴会",
            "tea": "茶歇",
            "box": "盒饭",
            "late": "夜餐",
        },
        label="用餐类型",
        doc="what kind of meal it is",
    )
    place: Id | None = ref("Place", default=None, label="餐厅", doc="where")
    window: Window | None = field(default=None, label="用餐时间", doc="when")
    covers: Count = field(default=0, label="订餐份数", doc="heads that it was ordered for")
    guests: Count = field(default=0, label="其他用餐人数", doc="heads beside those of the groups")
    delegations: tuple[Id, ...] = ref(
        "Delegation", default=(), label="用餐代表团", doc="whose participants and companions eat"
    )
    routes: tuple[Id, ...] = ref("Route", default=(), label="用餐线路", doc="whose participants and companions eat")
    teams: tuple[Id, ...] = ref("Team", default=(), label="用餐工作组", doc="whose people eat")
    organization: Id | None = ref("Organization", default=None, label="餐饮单位", doc="the caterer")
    team: Id | None = ref("Team", default=None, label="保障工作组", doc="the team that sees to it")
    session: Id | None = ref(
        "Session", default=None, label="随会议程", doc="the session after which it is served, when that overruns too"
    )
    hot: timedelta | None = field(
        default=None, label="保温时长", doc="how long it stays hot from the start of its window"
    )
    served_at: Instant | None = field(default=None, label="实际开餐时间", doc="when it was served")
    served: Count | None = field(default=None, label="实际用餐份数", doc="heads that were served")


@record(label="物资")
class Supply(Record):
    """Something that is requisitioned, placed and used (物资)."""

    event: Id | None = ref("Event", default=None, label="活动", doc="the event that it is for")
    name: str = field(default="", label="物资名称", doc="what it is")
    quantity: Decimal = field(default=Decimal(0), label="数量", doc="how much, in the unit beside it")
    unit: str = field(default="", label="计量单位", doc="piece, set, box …")
    place: Id | None = ref("Place", default=None, label="放置地点", doc="where it is needed")
    organization: Id | None = ref("Organization", default=None, label="提供单位", doc="who provides it")
    responsible: Id | None = ref("Person", default=None, label="责任人", doc="who sees to it")
    due: Instant | None = field(default=None, label="到位时限", doc="by when it must be there")
    kind: str = field(default="", words=THINGS, label="物资类型", doc="what kind of thing it is")
    lasts: timedelta | None = field(default=None, label="使用时长", doc="how long one piece may be used: a mask")


@record(label="物资流转")
class Movement(Record):
    """Some of a supply that goes on its way (物资流转): never more than there is."""

    supply: Id = ref(Supply, label="物资", doc="the supply")
    kind: str = field(
        default="received",
        words={
            "requested": "申领",
            "received": "入库",
            "allocated": "分配",
            "placed": "摆放",
            "used": "使用",
            "returned": "退回",
            "lost": "损耗",
        },
        closed=True,
        label="流转类型",
        doc="what is done with it",
    )
    quantity: Decimal = field(default=Decimal(0), label="数量", doc="how much, in the supply's unit")
    at: Instant | None = field(default=None, label="时间", doc="when; without it, it is only planned")
    place: Id | None = ref("Place", default=None, label="地点", doc="where to, or where it is used")
    team: Id | None = ref("Team", default=None, label="工作组", doc="for whom")
    by: Id | None = ref("Person", default=None, label="经办人", doc="who did it")


@record(label="物资包")
class KitItem(Record):
    """What each of a group is handed (物资包), of one supply."""

    event: Id | None = ref("Event", default=None, label="活动", doc="the event")
    kit: str = field(
        default="", alike="word", label="物资包名称", doc="what the kit is called; items of one name belong together"
    )
    supply: Id = ref(Supply, part=True, label="物资", doc="what is handed out")
    each: Decimal = field(default=Decimal(1), label="每人数量", doc="how much each gets, in the supply's unit")
    teams: tuple[Id, ...] = ref("Team", default=(), label="工作组", doc="whose people get it")
    delegations: tuple[Id, ...] = ref(
        "Delegation", default=(), label="代表团", doc="whose heads get it; without any group, all heads of the event"
    )


@record(label="捐赠")
class Donation(Record):
    """What was given (捐赠): money or goods."""

    event: Id | None = ref("Event", default=None, label="活动", doc="the event at which it was given")
    organization: Id | None = ref("Organization", default=None, label="捐赠单位", doc="who gave it")
    receiver: str = field(default="", label="接受对象", doc="who got it: a group or a body, no name")
    kind: str = field(default="goods", words={"money": "钱款", "goods": "物品"}, label="捐赠类型", doc="what was given")
    name: str = field(default="", label="物品", doc="what was given: rice, oil …")
    quantity: Decimal = field(default=Decimal(0), label="数量", doc="how much")
    unit: str = field(default="", label="计量单位", doc="yuan, bag, box …")
    day: date | None = field(default=None, label="日期", doc="when")
