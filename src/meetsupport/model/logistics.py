"""Rooms, meals and things."""

from decimal import Decimal

from meetsupport.core.records import Id, Record, field, record, ref
from meetsupport.core.times import Instant, Window

__all__ = ["Lodging", "Meal", "RoomDemand", "Supply"]


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
    rooms: int = field(default=0, label="房间数", doc="rooms held")
    beds: int | None = field(default=None, label="床位数", doc="heads that they sleep; without it, one a room")


@record(label="用房需求")
class RoomDemand(Record):
    """Rooms that somebody needs beside the participants (用房需求): guards, press, an office."""

    lodging: Id = ref(Lodging, label="住地", doc="where")
    organization: Id | None = ref("Organization", default=None, label="需求单位", doc="for whom")
    rooms: int = field(default=0, label="房间数", doc="rooms needed")
    reason: str = field(default="", label="用途", doc="what for")
    ordered_at: Instant | None = field(default=None, label="交办时间", doc="when the demand came")
    ordered_by: str = field(default="", label="交办人", doc="on whose order: an id or an office, no name")


@record(label="用餐")
class Meal(Record):
    """A meal at a place and a time (用餐), for the groups that it names, or for all of its event if it names none."""

    event: Id | None = ref("Event", default=None, label="活动", doc="the event that it is for")
    name: str = field(default="", label="用餐名称", doc="what it is called")
    kind: str = field(default="", label="用餐类型", doc="breakfast, lunch, dinner, banquet, tea, box …")
    place: Id | None = ref("Place", default=None, label="餐厅", doc="where")
    window: Window | None = field(default=None, label="用餐时间", doc="when")
    covers: int = field(default=0, label="订餐份数", doc="heads that it was ordered for")
    guests: int = field(default=0, label="其他用餐人数", doc="heads beside those of the groups")
    delegations: tuple[Id, ...] = ref(
        "Delegation", default=(), label="用餐代表团", doc="whose participants and companions eat"
    )
    routes: tuple[Id, ...] = ref("Route", default=(), label="用餐线路", doc="whose participants and companions eat")
    teams: tuple[Id, ...] = ref("Team", default=(), label="用餐工作组", doc="whose people eat")
    organization: Id | None = ref("Organization", default=None, label="餐饮单位", doc="the caterer")
    team: Id | None = ref("Team", default=None, label="保障工作组", doc="the team that sees to it")


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
