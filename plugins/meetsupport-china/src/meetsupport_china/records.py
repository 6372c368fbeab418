"""What the rules on the cost of meetings must know besides."""

from decimal import Decimal

from meetsupport import Event, Id, Record, field, record, ref

__all__ = ["MeetingClass"]


@record(name="china.MeetingClass", label="会议分类与预算")
class MeetingClass(Record):
    """Of which class a meeting is (会议类别), and what it may cost. One for an event."""

    event: Id = ref(Event, label="活动", doc="the meeting")
    grade: int | None = field(default=None, label="会议类别", doc="1 一类, 2 二类, 3 三类, 4 四类")
    yuan: Decimal | None = field(default=None, label="预算总额", doc="what it is to cost altogether, in yuan")
