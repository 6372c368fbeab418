"""Who takes part: organizations and their meetings, delegations, participants, how they arrive, and who works."""

from datetime import date, timedelta

from meetsupport.core.fields import Count, Id, field, ref, sensitive, states
from meetsupport.core.records import Record, record
from meetsupport.core.times import Instant, Window
from meetsupport.model.words import BODIES, LANGUAGES, MEANS, RANKS, SKILLS

__all__ = ["Arrival", "Coordination", "Delegation", "Itinerary", "Organization", "Participant", "Person"]


@record(label="单位")
class Organization(Record):
    """An inner unit, a contractor or a partner body (单位). That the record exists is what "listed" means."""

    name: str = field(default="", label="单位名称", doc="what it is called")
    role: str = field(
        default="partner",
        words={
            "host": "主办",
            "undertake": "承办",
            "assist": "协办",
            "contractor": "承包",
            "partner": "协作",
            "inner": "内设",
        },
        label="承担角色",
        doc="its part in the event",
    )
    kinds: tuple[str, ...] = field(
        default=(),
        words=BODIES,
        label="单位类型",
        doc="what it can be needed as",
    )
    contact: Id | None = ref("Person", default=None, label="联系人", doc="whom to call there")
    scope: str = field(default="", label="服务范围", doc="what a contractor does")
    qualification: str = field(default="", label="资质", doc="the licence that it works under")
    qualified_until: date | None = field(default=None, label="资质有效期", doc="the last day of the licence")
    on_call: str = field(default="", label="值班电话", doc="the line that is answered at any hour")
    response: timedelta | None = field(default=None, label="响应时限", doc="how soon it is there when called")


@record(label="协调会")
class Coordination(Record):
    """A coordination meeting (协调会): who was invited, and who came."""

    event: Id | None = ref("Event", default=None, label="活动", doc="the event that it prepares")
    title: str = field(default="", label="会议名称", doc="what it is called")
    window: Window | None = field(default=None, label="起止时间", doc="when it is held")
    place: Id | None = ref("Place", default=None, label="地点", doc="where it is held")
    convener: Id | None = ref(
        Organization, default=None, label="召集单位", doc="the body that called it; it counts as present"
    )
    invited: tuple[Id, ...] = ref(Organization, default=(), label="受邀单位", doc="the bodies that were invited")
    attended: tuple[Id, ...] = ref(Organization, default=(), label="到会单位", doc="the bodies that came")


@record(label="代表团")
class Delegation(Record):
    """A group of participants that one body sends (代表团)."""

    event: Id | None = ref("Event", default=None, label="活动", doc="the event that it comes to")
    name: str = field(default="", label="代表团名称", doc="what it is called")
    organization: Id | None = ref(Organization, default=None, label="派出单位", doc="the body that sends it")
    head: Id | None = ref("Participant", default=None, label="团长", doc="who leads it")
    quota: Count | None = field(default=None, label="名额", doc="heads that may come, companions included")
    approved: Count = field(default=0, label="核准超额人数", doc="heads beyond the quota that were approved")
    approved_by: str = field(default="", label="超额核准人", doc="who approved them: an office, no name")
    registers_by: Instant | None = field(
        default=None, label="报名截止时间", doc="its own deadline for registration, where it differs from the event's"
    )


@record(label="抵达")
class Arrival(Record):
    """A flight, train or car that brings participants and is met (抵达、接站)."""

    event: Id | None = ref("Event", default=None, label="活动", doc="the event that they come to")
    means: str = field(default="", words=MEANS, closed=True, label="交通方式", doc="how they travel")
    number: str = field(default="", alike="number", label="航班或车次", doc="the number of the flight or train")
    place: Id | None = ref("Place", default=None, label="抵达地点", doc="the airport, station or gate")
    sets_out: Instant | None = field(default=None, label="出发时间", doc="when it sets out")
    due: Instant | None = field(default=None, label="预计抵达时间", doc="when it is expected now")
    state: str = states(
        {"due": ("delayed", "landed", "met"), "delayed": ("due", "landed", "met"), "landed": ("met",), "met": ()},
        default="due",
        words={"due": "待达", "delayed": "晚点", "landed": "已到", "met": "已接到"},
        label="抵达状态",
        doc="where it stands",
    )
    greeter: Id | None = ref("Person", default=None, label="接站人", doc="who meets it")
    trip: Id | None = ref("Trip", default=None, label="接站车次", doc="the trip that takes them on")
    needs: tuple[Id, ...] = ref(Organization, default=(), label="所需单位", doc="the bodies that it cannot do without")
    needs_kinds: tuple[str, ...] = field(
        default=(),
        words=BODIES,
        label="所需单位类型",
        doc="kinds of body that it cannot do without, beside those that its means implies",
    )


@record(label="参会人员")
class Participant(Record):
    """Somebody who comes to an event (参会人员、代表)."""

    name: str = sensitive("personal", default="", label="姓名", doc="the full name")
    delegation: Id | None = ref(Delegation, default=None, label="代表团", doc="the delegation")
    event: Id | None = ref("Event", default=None, label="活动", doc="the event, for somebody without a delegation")
    rank: str = field(
        default="",
        words=RANKS,
        label="级别",
        doc="minister, bureau, division …; what follows from it is the office's affair",
    )
    title: str = field(default="", label="单位职务", doc="body and office held")
    phone: str = sensitive("personal", default="", label="手机号码", doc="how to reach them")
    companions: Count = field(default=0, label="随行人数", doc="heads that come along: family, aides")
    diet: str = sensitive(
        "health", default="", label="饮食需求", doc="what may not be eaten: it tells of belief or health"
    )
    mobility: str = sensitive("health", default="", label="行动需求", doc="wheelchair, no stairs …")
    arrival: Id | None = ref(Arrival, default=None, label="抵达班次", doc="how they arrive")
    departs: Instant | None = sensitive("personal", default=None, label="返程时间", doc="when the return trip leaves")
    departs_by: str = field(default="", words=MEANS, label="返程方式", doc="how they travel back")
    departs_on: str = sensitive(
        "personal", default="", alike="number", label="返程航班或车次", doc="the number of the flight or train"
    )
    route: Id | None = ref("Route", default=None, label="考察线路", doc="the study tour that they chose")
    lodging: Id | None = ref("Lodging", default=None, label="住地", doc="where they sleep")
    room: str = sensitive("personal", default="", alike="number", label="房号", doc="the room")
    state: str = states(
        {
            "expected": ("registered", "met", "signed-in", "substituted", "left"),
            "registered": ("expected", "met", "signed-in", "substituted", "left"),
            "met": ("signed-in", "left"),
            "signed-in": ("on-leave", "left"),
            "on-leave": ("signed-in", "left"),
            "substituted": ("expected", "registered"),
            "left": ("registered", "signed-in"),
        },
        default="expected",
        words={
            "expected": "待报名",
            "registered": "已报名",
            "met": "已接到",
            "signed-in": "已签到",
            "on-leave": "请假",
            "substituted": "已替换",
            "left": "已离会",
        },
        label="参会状态",
        doc="where it stands",
    )
    substitute: Id | None = ref("Participant", default=None, label="替换人", doc="who comes instead")
    kind: str = field(
        default="delegate",
        words={
            "delegate": "代表",
            "family": "家属",
            "secretary": "秘书",
            "driver": "司机",
            "guard": "警卫",
            "press": "记者",
        },
        label="人员类别",
        doc="what kind of guest it is",
    )
    accompanies: Id | None = ref("Participant", default=None, label="随行对象", doc="whom they come with")
    languages: tuple[str, ...] = field(
        default=(), words=LANGUAGES, label="语言", doc="the languages that they need or speak"
    )
    minor: bool = sensitive("personal", default=False, label="未成年人", doc="whether they are under age")
    chaperone: Id | None = ref(
        "Person", default=None, label="带队人", doc="who of the staff looks after somebody under age"
    )
    consent: Id | None = ref(
        "Document", default=None, label="同意书", doc="the consent of school and guardians for somebody under age"
    )


@record(label="行程")
class Itinerary(Record):
    """One item of a leader's programme (行程): confidential as a whole, but for whom it concerns."""

    event: Id | None = ref("Event", default=None, label="活动", doc="the event that it belongs to")
    participant: Id | None = ref(Participant, default=None, label="参会人员", doc="whose it is")
    escorts: tuple[Id, ...] = ref("Person", default=(), label="陪同人员", doc="who goes along")
    title: str = sensitive("confidential", default="", label="安排", doc="what happens")
    place: Id | None = ref("Place", default=None, sensitive="confidential", label="地点", doc="where")
    window: Window | None = sensitive("confidential", default=None, label="起止时间", doc="when")


@record(label="工作人员")
class Person(Record):
    """Somebody who works at an event (工作人员): staff, attendant, driver, volunteer, performer."""

    name: str = sensitive("personal", default="", label="姓名", doc="the full name")
    team: Id | None = ref("Team", default=None, label="工作组", doc="the team")
    organization: Id | None = ref(Organization, default=None, label="单位", doc="the body that sends them")
    title: str = field(default="", label="职务", doc="the office held")
    phone: str = sensitive("personal", default="", label="手机号码", doc="how to reach them")
    skills: tuple[str, ...] = field(
        default=(), words=SKILLS, label="技能", doc="what they can be posted as: first aid, English …"
    )
    languages: tuple[str, ...] = field(default=(), words=LANGUAGES, label="语言", doc="the languages that they speak")
    minor: bool = sensitive("personal", default=False, label="未成年人", doc="whether they are under age")
    chaperone: Id | None = ref("Person", default=None, label="带队人", doc="who looks after somebody under age")
    consent: Id | None = ref(
        "Document", default=None, label="同意书", doc="the consent of school and guardians for somebody under age"
    )
    dress: str = field(default="", label="着装", doc="what they wear")
