"""
How seats are laid out and taken: rows between aisles, platform and group photo by rank, and tables of a banquet.

The figures of rows are those of GB 50016 as secondary pages quote it, the customs of seating those of `protocol`: all
of grade C, so they give hints.
"""

from __future__ import annotations

from collections import Counter
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

TABLE = 10
"""People at a table of a banquet at most."""


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
    if seats.kind == "platform":
        yield from _by_rank(plan, seats)


def check_photo(plan: Reader, seats: SeatPlan) -> Iterator[Problem]:
    """
    Find a group photo that is not placed as a platform is, or one for which nobody chose a custom.

    Where both people and participants are in it, they are hosts and guests, who alternate: that is not judged here, for
    the order of the one among the other is no single list.
    """
    if seats.kind != "photo":
        return
    if len({one.participant is None for one in plan.where(Placement, plan=seats.id)}) == 1:
        yield from _by_rank(plan, seats)


def check_tables(plan: Reader, seats: SeatPlan) -> Iterator[Problem]:
    """Find a table of a banquet with more than ten people, or with an odd number of them."""
    if seats.kind != "banquet":
        return
    tables = Counter(one.block for one in plan.where(Placement, plan=seats.id))
    for block, count in sorted(tables.items()):
        if count > TABLE:
            yield Problem(
                "{count} sit at table {table}, and {most} are the most by custom",
                key=f"many-{block}",
                fix="lay another table",
                count=count,
                table=block or seats.name or seats.id,
                most=TABLE,
            )
        elif count % 2:
            yield Problem(
                "{count} sit at table {table}, and by custom it is an even number",
                key=f"odd-{block}",
                fix="seat one more or one fewer there",
                count=count,
                table=block or seats.name or seats.id,
            )


def _by_rank(plan: Reader, seats: SeatPlan) -> Iterator[Problem]:
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
    Rule(
        "china.photo-places",
        "A group photo is placed by rank and by one custom",
        check_photo,
        each=SeatPlan,
        severity="hint",
        basis="合影: among officials as on a platform, with its two customs for an even number; secondary pages, "
        "grade C",
    ),
    Rule(
        "china.banquet-tables",
        "A table of a banquet has ten people at most, and an even number",
        check_tables,
        each=SeatPlan,
        severity="hint",
        basis="宴会桌次: at most ten people at a table, and an even number; secondary pages, grade C",
    ),
)
