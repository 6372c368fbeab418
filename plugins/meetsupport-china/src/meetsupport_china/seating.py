"""
How seats are laid out and taken: rows between aisles, and the platform by rank.

The figures of rows are those of GB 50016 as secondary pages quote it, the customs of the platform those of `protocol`:
all of grade C, so they give hints.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from meetsupport import Place, Placement, SeatPlan
from meetsupport.plugins import Problem, Rule
from meetsupport_china.crowd import GB, STADIUMS
from meetsupport_china.protocol import EvenRule, platform_rows
from meetsupport_china.records import SeatBlock

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["RULES", "seats_in_row"]

ROWS = 20
"""Rows at most from one cross aisle to the next."""

ROW_SEATS, STADIUM_SEATS, MOST_SEATS = 22, 26, 50
WIDE_PITCH_M = Decimal("0.9")


def seats_in_row(*, stadium: bool = False, wide: bool = False, aisles: int = 2) -> int:
    """
    Give how many seats a row may have between its aisles: 22, in a stadium 26.

    Args:
        stadium: Whether it is in a stadium.
        wide: Whether rows are 0.9 m apart or more: then it may have twice as many, up to 50.
        aisles: With an aisle at one end only, it may have half as many.
    """
    seats = STADIUM_SEATS if stadium else ROW_SEATS
    if wide:
        seats = min(2 * seats, MOST_SEATS)
    return seats // 2 if aisles < 2 else seats  # noqa: PLR2004 - both ends


def check_block(plan: Reader, block: SeatBlock) -> Iterator[Problem]:
    """Find a block of seats with too many rows between cross aisles, or too many seats in a row."""
    if block.rows is not None and block.rows > ROWS:
        yield Problem(
            "{rows} rows lie between cross aisles, and {most} are the most",
            key="rows",
            fix="leave a cross aisle free",
            rows=block.rows,
            most=ROWS,
        )
    hall = plan.get(Place, block.place)
    wide = block.pitch_m is not None and block.pitch_m >= WIDE_PITCH_M
    most = seats_in_row(stadium=hall is not None and hall.kind in STADIUMS, wide=wide, aisles=block.aisles)
    if block.seats is not None and block.seats > most:
        yield Problem(
            "a row has {seats} seats, and {most} are the most",
            key="seats",
            fix="leave an aisle free, or put the rows farther apart",
            seats=block.seats,
            most=most,
        )


def _custom(rule: str) -> EvenRule | None:
    words = rule.split()
    return "A" if words[-1:] == ["A"] else "B" if words[-1:] == ["B"] else None


def check_platform(plan: Reader, seats: SeatPlan) -> Iterator[Problem]:
    """Find a platform that is not seated by the order of its sitters, or one for which nobody chose a custom."""
    if seats.kind != "platform":
        return
    rows: dict[int, list[tuple[int, int]]] = {}
    for one in plan.where(Placement, plan=seats.id):
        if one.order is not None and one.number is not None:
            rows.setdefault(one.row or 1, []).append((one.number, one.order))
    counts = [len(rows[row]) for row in sorted(rows)]
    custom = _custom(seats.rule)
    if custom is None and any(count % 2 == 0 for count in counts):
        yield Problem(
            "a row of it has an even number of seats, for which there are two customs, and none is chosen",
            key="custom",
            fix="enter as its rule 'even A' or 'even B', and seat it by that",
        )
        return
    seated = [order for row in sorted(rows) for _, order in sorted(rows[row])]
    rank = {order: number for number, order in enumerate(sorted(seated), start=1)}
    wanted = [one for row in platform_rows(counts, custom) for one in row]
    wrong = sum(rank[order] != one for order, one in zip(seated, wanted, strict=True))
    if wrong:
        yield Problem(
            "{wrong} of {count} seats do not follow the order by rank",
            key="order",
            fix="seat it anew by its order, or write down another rule",
            wrong=wrong,
            count=len(seated),
        )


RULES = (
    Rule(
        "china.seat-block",
        "Rows of seats are near enough to an aisle",
        check_block,
        each=SeatBlock,
        severity="hint",
        basis=GB,
    ),
    Rule(
        "china.platform-seats",
        "A platform is seated by rank and by one custom",
        check_platform,
        each=SeatPlan,
        severity="hint",
        basis="主席台座次: the front before the back, the centre before the sides, the left before the right; for an "
        "even number two customs are published; secondary pages, grade C",
    ),
)
