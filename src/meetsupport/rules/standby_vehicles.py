"""Vehicles stand by: enough of them, and each with a driver."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from meetsupport.core.times import Window
from meetsupport.model import Duty, Event, Post, Trip
from meetsupport.plugins import Problem, Rule
from meetsupport.readings import duty_window
from meetsupport.rules._settling import event_over, over, settles
from meetsupport.rules.posts import gaps

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["RULES"]

SPARE_SHARES = (Decimal("0.1"), Decimal("0.2"))
"""The share of spare vehicles that a vendor advises (10 to 20 %); a weak source."""

DRIVER = "driver"
"""The skill that posts for drivers ask for."""

FEW_VEHICLES = 5
"""With fewer vehicles one stands by for all, and a share says nothing."""


def check_spare(plan: Reader, event: Event) -> Iterator[Problem]:
    """Point out an event with few spare vehicles, until it is over."""
    if event_over(plan, event.id):
        return
    trips = plan.where(Trip, event=event.id)
    used = {trip.vehicle or trip.id for trip in trips if trip.kind != "standby" and not trip.spare}
    spare = {trip.vehicle or trip.id for trip in trips if trip.kind == "standby" or trip.spare} - used
    least, most = (int((share * len(used)).to_integral_value("ROUND_CEILING")) for share in SPARE_SHARES)
    # Where standby vehicles are planned as posts of drivers, each of those is one.
    standing = max(len(spare), len(plan.where(Post, event=event.id, skill=DRIVER)))
    if len(used) >= FEW_VEHICLES and standing < least:
        yield Problem(
            "{spare} vehicles stand by for {used}; 10 to 20 in a hundred are advised, so {least} to {most}",
            fix="have more vehicles stand by",
            spare=standing,
            used=len(used),
            least=least,
            most=most,
        )


def check_standby(plan: Reader, event: Event) -> Iterator[Problem]:
    """
    Find when no vehicle with a driver stands by, at an event that has standby vehicles.

    One is needed from when the first begins to stand by until the last ends. The driver is of its crew; or, for a
    vehicle without a crew, whoever is on duty then at a post of the event for drivers.
    """
    trips = [
        (trip, trip.window) for trip in plan.where(Trip, event=event.id, kind="standby") if trip.window is not None
    ]
    if not trips:
        return
    needed = Window(min(window.start for _, window in trips), max(window.end for _, window in trips))
    drivers = [
        window
        for post in plan.where(Post, event=event.id, skill=DRIVER)
        for duty in plan.where(Duty, post=post.id)
        if (window := duty_window(plan, duty)) is not None
    ]
    manned = [window for trip, window in trips if trip.crew]
    manned += _both([window for trip, window in trips if not trip.crew], drivers)
    for gap, _ in gaps(needed, 1, ((str(number), window) for number, window in enumerate(manned))):
        if not over(plan, gap):
            yield Problem(
                "no vehicle with a driver stands by, {gap}",
                key=gap.start.isoformat(),
                fix="name a driver, or have another vehicle stand by",
                settle_by=settles(plan, event.id),
                gap=gap,
            )


def _both(some: Iterable[Window], others: Iterable[Window]) -> list[Window]:
    """List when a window of each lasts, in order. Sorted and swept, so that it costs n log n."""
    edges: list[tuple[datetime, int, bool]] = []
    for which, windows in ((False, some), (True, others)):
        edges += [edge for one in windows for edge in ((one.start, 1, which), (one.end, -1, which))]
    found: list[Window] = []
    lasting = [0, 0]
    since: datetime | None = None
    for moment, step, which in sorted(edges):
        lasting[which] += step
        if since is None and all(lasting):
            since = moment
        elif since is not None and not all(lasting):
            found.append(Window(since, moment))
            since = None
    return found


RULES: tuple[Rule, ...] = (
    Rule(
        "core.spare-vehicles",
        "Vehicles stand by",
        check_spare,
        each=Event,
        severity="hint",
        basis="a vendor's figure of 10 to 20 spare vehicles in a hundred; no standard was found (grade C)",
    ),
    Rule(
        "core.standby-gap",
        "A standby vehicle waits round the clock with its driver",
        check_standby,
        each=Event,
        severity="warning",
        basis="review of a national conference: one standby vehicle at the residence round the clock, with its driver",
    ),
)
