"""Tours and transport: routes with their calls, trips of vehicles, and who sits on which."""

from meetsupport.core.fields import Count, Id, field, ref, states
from meetsupport.core.records import Record, record
from meetsupport.core.times import Window
from meetsupport.model.words import BODIES

__all__ = ["Call", "Route", "Seat", "Trip"]


@record(label="线路")
class Route(Record):
    """A tour or a line (线路)."""

    event: Id | None = ref("Event", default=None, label="活动", doc="the event that it belongs to")
    name: str = field(default="", label="线路名称", doc="what it is called")
    lead: Id | None = ref("Person", default=None, label="线路负责人", doc="who is in charge of it")


@record(label="车次")
class Trip(Record):
    """A vehicle that goes somewhere once (车次)."""

    event: Id | None = ref("Event", default=None, label="活动", doc="the event that it is for")
    name: str = field(default="", label="车次名称", doc="what it is called: coach 3")
    route: Id | None = ref(Route, default=None, label="线路", doc="the route that it runs on")
    vehicle: str = field(default="", alike="number", label="车辆", doc="number plate")
    kind: str = field(
        default="coach",
        words={"coach": "大巴", "car": "轿车", "shuttle": "摆渡车", "standby": "备用车"},
        label="车次类型",
        doc="what kind of trip it is; nobody rides a standby vehicle",
    )
    seats: Count | None = field(
        default=None, label="座位数", doc="seats for passengers, without those of the crew and the liaison officer"
    )
    window: Window | None = field(default=None, label="起止时间", doc="from departure to arrival, as planned")
    crew: tuple[Id, ...] = ref("Person", default=(), label="驾乘人员", doc="drivers and attendants")
    liaison: Id | None = ref(
        "Person", default=None, label="随车联络员", doc="the liaison officer on board, who counts heads"
    )
    organization: Id | None = ref("Organization", default=None, label="承运单位", doc="the carrier")
    needs: tuple[Id, ...] = ref(
        "Organization", default=(), label="所需单位", doc="the bodies that it cannot do without"
    )
    needs_kinds: tuple[str, ...] = field(
        default=(), words=BODIES, label="所需单位类型", doc="the kinds of body that it cannot do without, listed or not"
    )
    state: str = states(
        {
            "planned": ("boarded",),
            "boarded": ("planned", "departed"),
            "departed": ("boarded", "arrived"),
            "arrived": ("departed",),
        },
        default="planned",
        words={"planned": "计划", "boarded": "已登车", "departed": "已发车", "arrived": "已到达"},
        label="车次状态",
        doc="where it stands",
    )
    spare: bool = field(default=False, label="备用车", doc="whether it stands by for another vehicle")
    head_count: Count | None = field(
        default=None,
        label="清点人数",
        doc="passengers that the liaison officer counted on board, without crew and liaison officer",
    )


@record(label="乘车安排")
class Seat(Record):
    """A participant on a trip (乘车安排)."""

    trip: Id = ref(Trip, part=True, label="车次", doc="the trip")
    participant: Id = ref("Participant", label="参会人员", doc="who")
    heads: Count | None = field(
        default=None, label="占座人数", doc="seats taken; without it, one and one for each companion of the participant"
    )
    number: str = field(default="", alike="number", label="座位号", doc="the number of the seat")


@record(label="停靠")
class Call(Record):
    """A place on a route (停靠、考察点) with its planned time and its host."""

    route: Id = ref(Route, part=True, label="线路", doc="the route")
    place: Id | None = ref("Place", default=None, label="点位", doc="where")
    window: Window | None = field(default=None, label="停靠时间", doc="from arrival to leaving, as planned")
    host: Id | None = ref("Organization", default=None, label="接待单位", doc="who receives the coaches there")
    trip: Id | None = ref(
        Trip, default=None, label="车次", doc="the one trip that calls; without it, all trips of the route"
    )
    needs: tuple[Id, ...] = ref(
        "Organization", default=(), label="所需单位", doc="the bodies that it cannot do without"
    )
    needs_kinds: tuple[str, ...] = field(
        default=(), words=BODIES, label="所需单位类型", doc="the kinds of body that it cannot do without, listed or not"
    )
    state: str = states(
        {"planned": ("reached", "left"), "reached": ("planned", "left"), "left": ("reached",)},
        default="planned",
        words={"planned": "计划", "reached": "已到", "left": "已驶离"},
        label="停靠状态",
        doc="where it stands",
    )
