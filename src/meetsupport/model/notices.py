"""Who is told: recipients, and what their roles may see."""

from datetime import timedelta

from meetsupport.core.fields import Id, field, ref, sensitive
from meetsupport.core.records import Record, record
from meetsupport.core.specs import Sensitivity

__all__ = ["Recipient", "Role"]


@record(label="角色")
class Role(Record):
    """What somebody may see (角色)."""

    name: str = field(default="", label="角色名称", doc="what it is called")
    sees: tuple[Sensitivity, ...] = field(
        default=(),
        words={"personal": "个人信息", "health": "健康信息", "confidential": "保密信息"},
        label="可见信息",
        doc="what it may see; the rest is masked",
    )


@record(label="通知对象")
class Recipient(Record):
    """Whom a notice goes to (通知对象): a person, a team, the host of a stop. The kinds say what it must know."""

    name: str = sensitive("personal", default="", label="名称", doc="how it is addressed")
    kinds: tuple[str, ...] = field(
        default=(),
        words={
            "team-lead": "组长",
            "duty": "值守人员",
            "liaison": "联络员",
            "host": "接待单位",
            "delegation": "代表团",
            "caterer": "餐饮单位",
            "lodging": "住地",
            "speaker": "发言人",
        },
        label="通知类型",
        doc="what it must know; plugins add theirs",
    )
    addresses: tuple[str, ...] = sensitive(
        "personal", default=(), label="通知地址", doc="channel:address, in the order in which they are tried"
    )
    language: str = field(
        default="zh_CN", words={"zh_CN": "中文", "en": "英文"}, label="语言", doc="the language that it reads"
    )
    person: Id | None = ref("Person", default=None, label="工作人员", doc="the person that it stands for")
    team: Id | None = ref("Team", default=None, label="工作组", doc="the team that it stands for")
    organization: Id | None = ref("Organization", default=None, label="单位", doc="the body that it stands for")
    delegation: Id | None = ref("Delegation", default=None, label="代表团", doc="the delegation that it stands for")
    participant: Id | None = ref(
        "Participant", default=None, label="参会人员", doc="the participant that it stands for"
    )
    place: Id | None = ref(
        "Place", default=None, label="地点", doc="the place that it stands for: a desk in a building"
    )
    limit: timedelta | None = field(default=None, label="签收时限", doc="within what time it must have read a notice")
    margin: timedelta = field(
        default=timedelta(hours=1), label="提前量", doc="how long before the start of a thing it must have read of it"
    )
    through: Id | None = ref(
        "Recipient", default=None, label="转达人", doc="who passes notices on; relayed is not received"
    )
    escalates_to: Id | None = ref(
        "Recipient", default=None, label="升级对象", doc="who is told when it does not answer in time"
    )
    role: Id | None = ref(
        Role,
        default=None,
        label="角色",
        doc="what it may see; without one, personal data and nothing else that is masked",
    )
