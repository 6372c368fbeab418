"""Rules about meals: in time, hot, not too many, and where they belong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from meetsupport.core.times import Window
from meetsupport.model import (
    Delegation,
    Event,
    Lodging,
    Meal,
    Participant,
    Place,
    Recipient,
    Role,
    Route,
    Session,
    Team,
)
from meetsupport.plan import derived
from meetsupport.plugins import Problem, Rule
from meetsupport.readings import (
    GONE,
    day_of,
    diets,
    hot_until,
    kind_word,
    meal_heads,
    sees_to_meals,
    serve_at,
    within,
    zone_of,
)
from meetsupport.rules._settling import over
from meetsupport.rules._words import named

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["RULES"]

MINISTERIAL = frozenset({"minister", "vice-minister", "ministerial", "部级", "省部级", "正部级", "副部级"})
"""What a rank is called that is ministerial."""

EVERYDAY = frozenset({"breakfast", "lunch", "dinner"})

LATE = timedelta(hours=22)
"""From when in the evening a session calls for a late meal."""

TENTH = 10
TABLE = 10

TAKEN_AWAY = frozenset({"box"})
"""Kinds of meal that nobody sits down to where they are handed out."""


def check_orders(plan: Reader, meal: Meal) -> Iterator[Problem]:
    """Find a meal that was ordered for many more heads than eat it: more than a tenth, and a table at least."""
    if over(plan, meal.window) or meal.served_at is not None:
        return
    heads = plan.derive(meal_heads, meal.id)
    if heads and meal.covers - heads >= TABLE and (meal.covers - heads) * TENTH > heads:
        yield Problem(
            "{heads} heads eat, and {covers} covers are ordered",
            fix="give back {over} covers",
            heads=heads,
            covers=meal.covers,
            over=meal.covers - heads,
        )


def check_hot(plan: Reader, meal: Meal) -> Iterator[Problem]:
    """Find a meal that is cold, or over, when the session that it follows ends."""
    if meal.session is None or meal.served_at is not None or over(plan, meal.window):
        return
    start, hot = serve_at(plan, meal), hot_until(meal)
    if start is None or meal.window is None:
        return
    if hot is not None and start > hot:
        yield Problem(
            "is hot until {hot}, and {session} ends at {start}",
            key="cold",
            fix="have it cooked later, or keep it hot until {start}",
            about=(Session.ref(meal.session),),
            hot=hot,
            session=named(plan, Session, meal.session),
            start=start,
        )
    elif start >= meal.window.end:
        yield Problem(
            "is served until {end}, and {session} ends at {start}",
            key="over",
            fix="serve it from {start}",
            about=(Session.ref(meal.session),),
            end=meal.window.end,
            session=named(plan, Session, meal.session),
            start=start,
        )


def check_late_meal(plan: Reader, session: Session) -> Iterator[Problem]:
    """Find a session that runs late into the night and is followed by no meal, where meals are seen to at all."""
    if session.window is None or session.event is None or over(plan, session.window):
        return
    zone = zone_of(plan, session.event, session.window.start)
    late = datetime.combine(day_of(plan, session.event, session.window.start), time.min, zone) + LATE
    if session.window.end <= late or not plan.derive(sees_to_meals, session.event):
        return
    if not plan.where(Meal, session=session.id):
        yield Problem(
            "runs until {end}, and no late meal follows it",
            fix="order a meal that follows it",
            end=session.window.end,
        )


def check_ministers(plan: Reader, event: Event) -> Iterator[Problem]:
    """Find a day on which guests of ministerial rank would have to leave their building for an everyday meal."""
    houses = [h for h in plan.where(Lodging, event=event.id) if h.place is not None and _lodges_ministers(plan, h)]
    if not houses or over(plan, event.window):
        return
    served: dict[tuple[str, str], list[Meal]] = {}
    for meal in plan.where(Meal, event=event.id):
        if meal.place is not None and meal.kind in EVERYDAY:
            served.setdefault((_day(plan, event.id, meal), meal.kind), []).append(meal)
    within_houses = {house.id: plan.derive(within, house.place or "") for house in houses}
    for (day, kind), meals in sorted(served.items()):
        places = {meal.place for meal in meals}
        if all(over(plan, meal.window) for meal in meals):
            continue
        for house in houses:
            if places.isdisjoint(within_houses[house.id]):
                yield Problem(
                    "guests of ministerial rank sleep in {lodging}, and no {kind} is served there on {day}"
                    if day
                    else "guests of ministerial rank sleep in {lodging}, and no {kind} is served there",
                    key=f"{house.id}:{day}:{kind}",
                    fix="have {kind} served in their own building",
                    about=(Lodging.ref(house.id), Meal.ref(meals[0].id)),
                    lodging=house.name or house.id,
                    kind=kind_word(kind),
                    day=day,
                )


def _day(plan: Reader, event: str, meal: Meal) -> str:
    return day_of(plan, event, meal.window.start).isoformat() if meal.window is not None else ""


def _lodges_ministers(plan: Reader, house: Lodging) -> bool:
    guests = plan.where(Participant, lodging=house.id)
    return any(p.rank in MINISTERIAL and p.state not in GONE for p in guests)


def check_room_to_eat(plan: Reader, place: Place) -> Iterator[Problem]:
    """Find the first moment at which more heads eat in a place than it holds, over all events. Costs n log n."""
    if place.capacity is None:
        return
    steps: list[tuple[datetime, int, Meal]] = []
    for meal in plan.where(Meal, place=place.id):
        if meal.window is None or meal.kind in TAKEN_AWAY or meal.served_at is not None or over(plan, meal.window):
            continue
        heads = plan.derive(meal_heads, meal.id)
        steps += [(meal.window.start, heads, meal), (meal.window.end, -heads, meal)]
    eating = 0
    there: dict[str, Meal] = {}
    for at, heads, meal in sorted(steps, key=lambda step: (step[0], step[1], step[2].id)):
        eating += heads
        if heads < 0:
            del there[meal.id]
            continue
        there[meal.id] = meal
        if eating > place.capacity:
            yield Problem(
                "{heads} heads eat there at {at}, and it holds {capacity}",
                fix="have them eat in turns, one meal after the other, or find another place",
                about=tuple(Meal.ref(one) for one in there),
                heads=eating,
                at=at,
                capacity=place.capacity,
            )
            return


def check_delegation_meals(plan: Reader, delegation: Delegation) -> Iterator[Problem]:
    """Find meals at the same time at each of which all of a delegation are counted."""
    return _at_once(plan, plan.where(Meal, delegations=delegation.id))


def check_route_meals(plan: Reader, route: Route) -> Iterator[Problem]:
    """Find meals at the same time at each of which all of a route are counted."""
    return _at_once(plan, plan.where(Meal, routes=route.id))


def check_team_meals(plan: Reader, team: Team) -> Iterator[Problem]:
    """Find meals at the same time at each of which all of a team are counted."""
    return _at_once(plan, plan.where(Meal, teams=team.id))


def _at_once(plan: Reader, meals: Iterable[Meal]) -> Iterator[Problem]:
    timed = sorted(((m.window, m) for m in meals if m.window is not None), key=lambda one: (one[0].start, one[1].id))
    longest: tuple[Window, Meal] | None = None
    for window, meal in timed:
        if longest is not None and longest[0].overlaps(window) and not over(plan, window):
            yield Problem(
                "eats at {earlier} and at {later}, which overlap, and is counted at both",
                key=meal.id,
                fix="take it off one of {earlier} and {later}, or move one of them",
                about=(Meal.ref(longest[1].id), Meal.ref(meal.id)),
                earlier=longest[1].name or longest[1].id,
                later=meal.name or meal.id,
            )
        if longest is None or window.end > longest[0].end:
            longest = window, meal


@derived
def _dieting(plan: Reader, caterer: tuple[str, str]) -> tuple[str, int] | None:
    """Name the first meal of a body (``organization`` and its id) or a team that has special diets, and count them."""
    field, id = caterer
    meals = plan.where(Meal, organization=id) if field == "organization" else plan.where(Meal, team=id)
    special = [one for one in meals if not over(plan, one.window) and plan.derive(diets, one.id)]
    return (special[0].name or special[0].id, len(special)) if special else None


def check_told_diets(plan: Reader, recipient: Recipient) -> Iterator[Problem]:
    """Find a caterer that may not see the diets of who eats, so that it is not told which, nor when they change."""
    role = plan.get(Role, recipient.role) if recipient.role is not None else None
    if "caterer" not in recipient.kinds or (role is not None and "health" in role.sees):
        return
    for field, id in (("organization", recipient.organization), ("team", recipient.team)):
        special = plan.derive(_dieting, (field, id)) if id is not None else None
        if special is not None:
            yield Problem(
                "special diets are asked for at meals that it sees to ({n} of them, the first {first}), and it may not "
                "see them: it is not told which they are, nor when they change",
                key=field,
                fix="give it a role that sees health data, or tell it by another way",
                n=special[1],
                first=special[0],
            )


_ONCE = "nobody eats two meals at once: covers would be ordered twice"

RULES = (
    Rule(
        "core.meal-room",
        "No more heads eat in a place at once than it holds",
        check_room_to_eat,
        each=Place,
        severity="warning",
        basis="a dining hall seats so many and no more; its capacity is in the plan",
    ),
    Rule(
        "core.delegation-meals-overlap",
        "No delegation is counted at two meals at once",
        check_delegation_meals,
        each=Delegation,
        severity="warning",
        basis=_ONCE,
    ),
    Rule(
        "core.route-meals-overlap",
        "No route is counted at two meals at once",
        check_route_meals,
        each=Route,
        severity="warning",
        basis=_ONCE,
    ),
    Rule(
        "core.team-meals-overlap",
        "No team is counted at two meals at once",
        check_team_meals,
        each=Team,
        severity="warning",
        basis=_ONCE,
    ),
    Rule(
        "core.meal-over-ordered",
        "A meal is not ordered for many more than eat it",
        check_orders,
        each=Meal,
        severity="hint",
        basis="review of a national conference: the catering team adjusted its orders to the head count; "
        "that a tenth is too much, and a table of ten, is this library's own line",
    ),
    Rule(
        "core.diets-untold",
        "Whoever caters is told the special diets",
        check_told_diets,
        each=Recipient,
        severity="warning",
        basis="working principle of event offices: whoever works by the plan is told what changes (通知到人)",
    ),
    Rule(
        "core.meal-cold",
        "A meal that follows a session is hot when it ends",
        check_hot,
        each=Meal,
        severity="warning",
        basis="closed-loop reception of a state guest house, 2022: meal times follow the meetings, so that meals are "
        "hot",
    ),
    Rule(
        "core.late-meal",
        "A session that runs late is followed by a meal",
        check_late_meal,
        each=Session,
        severity="hint",
        basis="closed-loop reception of a state guest house, 2022: most meetings ran late, and 2,800 late meals were "
        "served in 40 days",
    ),
    Rule(
        "core.minister-eats-elsewhere",
        "Guests of ministerial rank eat in their own building",
        check_ministers,
        each=Event,
        severity="hint",
        basis="working practice of a national conference with two guests of ministerial rank",
    ),
)
