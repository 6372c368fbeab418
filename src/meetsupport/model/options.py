"""Options of the office. What influences an answer is in the plan."""

from decimal import Decimal

from meetsupport.core.fields import field
from meetsupport.core.records import Record, record

__all__ = ["RemovalLimit"]


@record(label="删除限制")
class RemovalLimit(Record):
    """
    From when a change that removes records is held until somebody confirms it (删除限制).

    The id is the name of a record type, or ``*`` for those that have no limit of their own.
    """

    count: int | None = field(
        default=None, label="删除条数上限", doc="held from this many removed records of the type on"
    )
    share: Decimal | None = field(
        default=None, label="删除比例上限", doc="held from this share on, 0 to 1, of the records of the type"
    )
