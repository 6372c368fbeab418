"""What the rules on the cost of meetings, and on rows of seats, must know besides."""

from decimal import Decimal

from meetsupport import Event, Id, Place, Record, field, record, ref

__all__ = ["MeetingClass", "SeatBlock"]


@record(name="china.MeetingClass", label="会议分类与预算")
class MeetingClass(Record):
    """Of which class a meeting is (会议类别), and what it may cost. One for an event."""

    event: Id = ref(Event, label="活动", doc="the meeting")
    grade: int | None = field(default=None, label="会议类别", doc="1 一类, 2 二类, 3 三类, 4 四类")
    rules: str = field(
        default="central",
        words={"central": "中央和国家机关", "henan": "河南省", "pengyang": "彭阳县"},
        closed=True,
        label="适用规定",
        doc="whose caps it goes by",
    )
    yuan: Decimal | None = field(default=None, label="预算总额", doc="what it is to cost altogether, in yuan")


@record(name="china.SeatBlock", label="座席区")
class SeatBlock(Record):
    """How a block of seats in a hall is laid out (座席区): what lies between one cross aisle and the next."""

    place: Id = ref(Place, label="会场", doc="the hall")
    rows: int | None = field(default=None, label="排数", doc="rows from one cross aisle to the next")
    seats: int | None = field(default=None, label="每排座位数", doc="seats in a row, from aisle to aisle or wall")
    aisles: int = field(default=2, label="纵走道数", doc="aisles that a row ends at: 2, or 1 where it ends at a wall")
    pitch_m: Decimal | None = field(default=None, label="排距", doc="from one row to the next, in metres")
