"""Who eats a meal, beside a count that goes through everybody hour by hour."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from meetsupport.core.records import Record
from meetsupport.core.times import Window, instant
from meetsupport.model import Arrival, Delegation, Event, Leave, Meal, Participant, Person, Route, Team
from meetsupport.readings import diets, meal_heads
from meetsupport.testing import memory_desk

START = instant("2030-06-05T00:00+08:00")
HOUR = timedelta(hours=1)


def hour(number: int) -> datetime:
    return START + number * HOUR


HOURS = st.integers(0, 12)
SPANS = st.tuples(HOURS, HOURS).filter(lambda span: span[0] != span[1]).map(lambda span: (min(span), max(span)))


@st.composite
def guests(draw: st.DrawFn) -> list[Record]:
    """Some who come, each with what keeps them away."""
    found: list[Record] = []
    for number in range(draw(st.integers(0, 5))):
        id = f"g{number}"
        due = draw(st.none() | HOURS)
        if due is not None:
            found.append(Arrival(id=f"a-{id}", event="e", due=hour(due)))
        departs = draw(st.none() | HOURS)
        found.append(
            Participant(
                id=id,
                event="e",
                delegation=draw(st.sampled_from((None, "d", "f"))),
                route=draw(st.sampled_from((None, "r"))),
                arrival=f"a-{id}" if due is not None else None,
                departs=hour(departs) if departs is not None else None,
                companions=draw(st.integers(0, 2)),
                diet=draw(st.sampled_from(("", "halal", "no nuts"))),
                state=draw(st.sampled_from(("expected", "registered", "signed-in", "on-leave", "left"))),
            )
        )
        for turn, (start, end) in enumerate(draw(st.lists(SPANS, max_size=2))):
            found.append(Leave(id=f"l-{id}-{turn}", participant=id, window=Window(hour(start), hour(end))))
    for number in range(draw(st.integers(0, 2))):
        found.append(Person(id=f"w{number}", team="t"))
        for turn, (start, end) in enumerate(draw(st.lists(SPANS, max_size=2))):
            found.append(Leave(id=f"l-w{number}-{turn}", person=f"w{number}", window=Window(hour(start), hour(end))))
    return found


@st.composite
def meals(draw: st.DrawFn) -> Meal:
    start, end = draw(SPANS)
    return Meal(
        id="m",
        event="e",
        window=draw(st.sampled_from((Window(hour(start), hour(end)), None))),
        delegations=tuple(draw(st.sets(st.sampled_from(("d", "f"))))),
        routes=tuple(draw(st.sets(st.just("r")))),
        teams=tuple(draw(st.sets(st.just("t")))),
        guests=draw(st.integers(0, 2)),
    )


def is_there(records: list[Record], who: Participant | Person, moment: datetime) -> bool:
    leaves = (one.window for one in records if isinstance(one, Leave) and who.id in {one.participant, one.person})
    if any(window.start <= moment < window.end for window in leaves if window is not None):
        return False
    if isinstance(who, Person):
        return True
    landed = [one.due for one in records if isinstance(one, Arrival) and one.id == who.arrival]
    late = who.state != "signed-in" and any(due is not None and moment < due for due in landed)
    return not late and (who.departs is None or moment < who.departs)


def eats(records: list[Record], who: Participant | Person, meal: Meal) -> bool:
    """Go through a meal by the hour: everything that happens here happens on the hour."""
    if meal.window is None:
        return True
    hours = (meal.window.end - meal.window.start) // HOUR
    return any(is_there(records, who, meal.window.start + number * HOUR) for number in range(hours))


@given(records=guests(), meal=meals())
@example(  # on leave until the very hour at which they depart
    records=[
        Participant(id="g0", event="e", state="registered", departs=hour(4)),
        Leave(id="l", participant="g0", window=Window(hour(2), hour(4))),
    ],
    meal=Meal(id="m", event="e", window=Window(hour(3), hour(5))),
)
def test_a_meal_is_eaten_by_who_is_there_for_some_of_it(records: list[Record], meal: Meal) -> None:
    everybody = not (meal.delegations or meal.routes or meal.teams)
    coming = [
        one
        for one in records
        if isinstance(one, Participant)
        and one.state not in {"left", "on-leave"}
        and (everybody or one.delegation in meal.delegations or one.route in meal.routes)
        and eats(records, one, meal)
    ]
    staff = [one for one in records if isinstance(one, Person) and meal.teams and eats(records, one, meal)]
    groups = [Event(id="e"), Delegation(id="d", event="e"), Delegation(id="f", event="e"), Route(id="r"), Team(id="t")]
    desk = memory_desk([*groups, *records, meal])
    assert desk.derive(meal_heads, "m") == sum(1 + one.companions for one in coming) + len(staff) + meal.guests
    wanted = Counter(one.diet for one in coming if one.diet)
    assert desk.derive(diets, "m") == tuple(f"{diet} × {wanted[diet]}" for diet in sorted(wanted))
