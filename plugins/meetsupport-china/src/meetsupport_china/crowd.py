"""
Doors, widths and aisles of halls, and how long it takes to leave them.

The figures are those of GB 50016 (5.5.x) for cinemas, theatres and halls (影剧院、礼堂), as secondary pages quote it:
grade C. So they give hints. Where a table ends, it is said, and not stretched.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING

from meetsupport import InvalidInput, Place, Session
from meetsupport.plugins import Problem, Rule
from meetsupport.readings import session_heads
from meetsupport_china.basis import is_over

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["GB", "RULES", "doors_needed", "evacuation_minutes", "hall_of", "streams", "width_needed_m"]

STADIUMS = frozenset({"stadium", "gymnasium", "体育场"})
"""The kinds of place with doors and a control time of their own. (体育馆 is the field's own term for ``gymnasium``.)"""

HALLS = STADIUMS | frozenset(
    {
        "hall",
        "venue",
        "auditorium",
        "theatre",
        "礼堂",
        "大礼堂",
        "会堂",
        "大会堂",
        "大厅",
        "报告厅",
        "剧场",
        "剧院",
        "影剧院",
    }
)
"""The kinds of place that the figures are for. (会场 and 会议厅 are the field's own terms for the first two.)"""

DOORS = frozenset({"door", "exit", "entrance", "gate", "疏散门", "安全门", "安全出口", "疏散出口", "太平门"})
"""
The kinds of place that are doors of the place they are within.

(门, 出口, 入口 and 大门 are the field's own terms for the first four.)
"""

TABLE_SEATS = 2500
"""Seats up to which the table of widths goes, for buildings of fire class 1 and 2."""

CLASS_3, CLASS_3_SEATS = 3, 1200
"""The third fire class (三级耐火等级), and the seats up to which the table has widths for it."""

STREAM_M = Decimal("0.55")
"""The width that one stream of people takes (单股人流宽度), in metres."""

RATE, STEPPED_RATE = 40, 37
"""People a minute in one stream; worked examples have 40 in general and 37 on steps. (43 on the flat: no source.)"""

AISLE_SHARE_M = Decimal("0.60")
"""Clear width of aisles for each 100 people."""

CONTROL_MINUTES = Decimal(2)
"""Within how many minutes a hall of fire class 1 or 2 should be empty."""

DOOR_M = Decimal("1.4")
AISLE_M = Decimal("1.0")
SIDE_AISLE_M = Decimal("0.8")
LANE_M = Decimal("3.0")
"""The least widths of a door, an aisle, an aisle along a wall, and a lane outside that people leave by."""

SIDE_AISLES = frozenset({"side aisle", "边走道", "侧走道"})
AISLES = frozenset({"aisle", "纵走道", "横走道"}) | SIDE_AISLES
LANES = frozenset({"lane", "室外疏散通道", "疏散小巷"})
STAIRS = frozenset({"stair", "疏散楼梯"})

STAIR_SHARE_M = Decimal("0.75")
"""Clear width of stairs for each 100 people."""

STADIUM_MINUTES = Decimal("3.5")
"""Within how many minutes a large block of a stadium should be empty."""

STADIUM_DOOR = 700
"""People a door of a stadium at most; the source has 400 to 700, so more are clearly too many."""


def doors_needed(heads: int, *, stadium: bool = False) -> int:
    """
    Count the doors that a hall needs: at most 250 people a door, and at most 400 for those beyond 2,000.

    Never fewer than two. 2,600 people need 8 + 2 = 10.

    Args:
        heads: How many people.
        stadium: In a stadium 400 to 700 people may go by one door, so this counts with 700.
    """
    if stadium:
        return max(2, math.ceil(heads / STADIUM_DOOR))
    return max(2, math.ceil(min(heads, 2000) / 250) + math.ceil(max(heads - 2000, 0) / 400))


def width_needed_m(
    heads: int, *, stepped: bool = False, stairs: bool = False, fire_class: int = 2
) -> tuple[Decimal, bool]:
    """
    Give the clear width of doors that a hall needs: 0.65 m per 100 people on the flat, 0.75 m on steps.

    In a building of fire class 3 it is 0.85 m on the flat and 1.00 m on steps.

    Args:
        heads: How many people.
        stepped: Whether the floor rises in steps.
        stairs: Whether to give the width of stairs instead: 0.75 m, and 1.00 m in fire class 3.
        fire_class: The building's fire class (耐火等级), 1 to 3. No record has it: the rules go by 1 and 2.

    Returns:
        The width in metres, and whether the table covers it. It ends at 2,500 seats, for fire class 3 at 1,200; beyond,
        the width is an estimate by the last row of the table and nothing more: 16.9 m for 2,600.

    Raises:
        InvalidInput: The table has no such fire class.
    """
    if fire_class not in {1, 2, CLASS_3}:
        raise InvalidInput(f"invalid value {fire_class} for the fire class of a building, expected 1, 2 or 3")
    third = fire_class == CLASS_3
    if stairs or stepped:
        share = Decimal("1.00") if third else STAIR_SHARE_M if stairs else Decimal("0.75")
    else:
        share = Decimal("0.85") if third else Decimal("0.65")
    width = (Decimal(heads) * share / 100).quantize(Decimal("0.01"), ROUND_CEILING)
    return width, heads <= (CLASS_3_SEATS if third else TABLE_SEATS)


def streams(width_m: Decimal) -> int:
    """Count how many streams of people a door lets through at once; a door of less than one lets nobody through."""
    return int(width_m / STREAM_M)


def evacuation_minutes(heads: int, widths_m: Sequence[Decimal], rate: int = RATE) -> Decimal | None:
    """
    Estimate how long it takes until everybody is out, if all doors are used evenly.

    Args:
        heads: How many people.
        widths_m: Clear width of each door, in metres.
        rate: People a minute in one stream.

    Returns:
        Minutes, to a tenth; ``None`` where no door lets anybody through.
    """
    total = sum(streams(width) for width in widths_m)
    if not total or rate <= 0:
        return None
    return (Decimal(heads) / (total * rate)).quantize(Decimal("0.1"), ROUND_CEILING)


def hall_of(plan: Reader, session: Session) -> Place | None:
    """Give the hall of a sitting that is still to come, if it has one."""
    place = plan.get(Place, session.place) if session.place is not None else None
    if place is None or place.kind not in HALLS or is_over(plan, session.event):
        return None
    return place if session.window is None or not plan.passed(session.window.end) else None


def _doors(plan: Reader, hall: Place) -> list[Place]:
    return [one for one in plan.where(Place, within=hall.id) if one.kind in DOORS]


def check_doors(plan: Reader, session: Session) -> Iterator[Problem]:
    """Find a hall with fewer doors than those who are expected need."""
    hall = hall_of(plan, session)
    heads = session_heads(plan, session)
    if hall is None or heads <= 0:
        return
    needed, there = doors_needed(heads, stadium=hall.kind in STADIUMS), len(_doors(plan, hall))
    if there < needed:
        yield Problem(
            "{heads} people need at least {needed} doors, and {there} are listed for {hall}",
            fix="list the doors that are missing, open more of them, or admit fewer people",
            about=(Place.ref(hall.id),),
            heads=heads,
            needed=needed,
            there=there,
            hall=hall.name or hall.id,
        )


def check_width(plan: Reader, session: Session) -> Iterator[Problem]:
    """
    Find a hall whose doors are too narrow together; and say so where the table ends, or widths are not entered.

    No record has the fire class of a building, so it is taken to be 1 or 2.
    """
    hall = hall_of(plan, session)
    heads = session_heads(plan, session)
    if hall is None or heads <= 0 or hall.kind in STADIUMS:  # the table is that of halls
        return
    doors = _doors(plan, hall)
    widths = [one.width_m for one in doors if one.width_m is not None]
    needed, covered = width_needed_m(heads, stepped=hall.stepped)
    there = sum(widths, Decimal(0))
    if not covered:
        yield Problem(
            "{heads} people are outside the table, which ends at {limit} seats; {needed} m of doors is an estimate "
            "only, and {there} m are listed",
            key="outside",
            fix="have the fire department or a designer work it out",
            about=(Place.ref(hall.id),),
            heads=heads,
            limit=TABLE_SEATS,
            needed=needed,
            there=there,
        )
    elif len(widths) < len(doors) and there < needed:
        yield Problem(
            "{heads} people need {needed} m of doors; of {missing} doors of {hall} no width is entered, and the others "
            "have {there} m",
            key="unmeasured",
            fix="measure the doors, and enter their clear width",
            about=(Place.ref(hall.id),),
            heads=heads,
            needed=needed,
            missing=len(doors) - len(widths),
            hall=hall.name or hall.id,
            there=there,
        )
    elif widths and there < needed:
        yield Problem(
            "{heads} people need {needed} m of doors, and those of {hall} have {there} m",
            key="narrow",
            fix="open more doors, or admit fewer people",
            about=(Place.ref(hall.id),),
            heads=heads,
            needed=needed,
            there=there,
            hall=hall.name or hall.id,
        )


def check_aisles(plan: Reader, session: Session) -> Iterator[Problem]:
    """Find a hall whose aisles are too narrow together, where they are listed."""
    yield from _too_narrow(
        plan,
        session,
        AISLES,
        AISLE_SHARE_M,
        "{heads} people need {needed} m of aisles, and those of {hall} have {there} m",
        "widen them, or admit fewer people",
    )


def check_stairs(plan: Reader, session: Session) -> Iterator[Problem]:
    """Find a hall whose stairs are too narrow together, where they are listed."""
    yield from _too_narrow(
        plan,
        session,
        STAIRS,
        STAIR_SHARE_M,
        "{heads} people need {needed} m of stairs, and those of {hall} have {there} m",
        "have fewer of them above or below, or guide some by another way",
    )


def _too_narrow(
    plan: Reader, session: Session, kinds: frozenset[str], share_m: Decimal, template: str, fix: str
) -> Iterator[Problem]:
    hall = hall_of(plan, session)
    heads = session_heads(plan, session)
    if hall is None or heads <= 0:
        return
    widths = [one.width_m for one in plan.where(Place, within=hall.id) if one.kind in kinds and one.width_m is not None]
    needed = (Decimal(heads) * share_m / 100).quantize(Decimal("0.01"), ROUND_CEILING)
    there = sum(widths, Decimal(0))
    if widths and there < needed:
        yield Problem(
            template,
            fix=fix,
            about=(Place.ref(hall.id),),
            heads=heads,
            needed=needed,
            there=there,
            hall=hall.name or hall.id,
        )


def check_time(plan: Reader, session: Session) -> Iterator[Problem]:
    """Find a hall that takes too long to leave."""
    hall = hall_of(plan, session)
    heads = session_heads(plan, session)
    if hall is None or heads <= 0:
        return
    widths = [one.width_m for one in _doors(plan, hall) if one.width_m is not None]
    minutes = evacuation_minutes(heads, widths, STEPPED_RATE if hall.stepped else RATE)
    control = STADIUM_MINUTES if hall.kind in STADIUMS else CONTROL_MINUTES
    if minutes is not None and minutes > control:
        yield Problem(
            "by the doors that are listed it takes {minutes} min to leave {hall}; {control} min is what to reach",
            fix="open more doors, admit fewer people, or guide them out in an order that was rehearsed",
            about=(Place.ref(hall.id),),
            minutes=minutes,
            hall=hall.name or hall.id,
            control=control,
        )


LEAST: Mapping[str, Decimal] = {
    **dict.fromkeys(DOORS, DOOR_M),
    **dict.fromkeys(AISLES, AISLE_M),
    **dict.fromkeys(SIDE_AISLES, SIDE_AISLE_M),
    **dict.fromkeys(LANES, LANE_M),
}
"""The least width of each kind of place, in metres."""


def check_clear(plan: Reader, place: Place) -> Iterator[Problem]:  # noqa: ARG001 - what a rule is called with
    """Find a door or an aisle that is narrower than each must be."""
    least = LEAST.get(place.kind)
    if least is not None and place.width_m is not None and place.width_m < least:
        yield Problem(
            "it is {width} m wide, and {least} m is the least",
            fix="clear it, or do not count it as a way out",
            width=place.width_m,
            least=least,
        )


GB = "GB 50016 (5.5.x) for cinemas, theatres and halls, as quoted by secondary pages; grade C"

RULES = (
    Rule("china.hall-doors", "A hall has enough doors", check_doors, each=Session, severity="hint", basis=GB),
    Rule(
        "china.hall-width", "The doors of a hall are wide enough", check_width, each=Session, severity="hint", basis=GB
    ),
    Rule(
        "china.hall-evacuation",
        "A hall can be left in time",
        check_time,
        each=Session,
        severity="hint",
        basis="control time of halls of fire class 1 and 2, 3.5 min for a large block of a stadium, with streams of "
        "0.55 m and 40 people a minute each, as worked examples have it; grade C",
    ),
    Rule(
        "china.hall-aisles",
        "The aisles of a hall are wide enough",
        check_aisles,
        each=Session,
        severity="hint",
        basis=GB,
    ),
    Rule(
        "china.hall-stairs",
        "The stairs of a hall are wide enough",
        check_stairs,
        each=Session,
        severity="hint",
        basis=GB,
    ),
    Rule(
        "china.clear-width", "Doors and aisles are not too narrow", check_clear, each=Place, severity="hint", basis=GB
    ),
)
