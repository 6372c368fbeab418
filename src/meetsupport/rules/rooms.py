"""Rules about bookings, rooms, meals and openings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from meetsupport.core.records import Ref
from meetsupport.core.times import Window
from meetsupport.model import Booking, Meal, Place, Session, Supply, Task
from meetsupport.plugins import Problem, Rule
from meetsupport.readings import (
    clashing_uses,
    events_at,
    fallback_taken,
    first_moved,
    is_moved,
    open_hours,
    session_heads,
    spots,
)
from meetsupport.rules import lodging, meals, sleeping
from meetsupport.rules._settling import over, settles
from meetsupport.rules._words import named, ref_named
from meetsupport.rules.posts import CLOSED

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["RULES"]


def check_place(plan: Reader, place: Place) -> Iterator[Problem]:
    """Find uses of a place that overlap, or overlap with one of a larger place, with the time to clean and air it."""
    for later, earlier, where in clashing_uses(plan, place.id):
        if plan.passed(min(later.window.end, earlier.window.end)):
            continue
        inner = where != place.id
        # What an agenda says of a whole venue is often loose: arrival day, registration, an exhibition.
        loose = inner and later.event == earlier.event and later.of.type is earlier.of.type is Session
        yield Problem(
            "{later}, {when}, and {earlier}, {then}, need {place} at once, cleaning and airing included",
            key=f"{later.of}@{where}" if inner else str(later.of),
            fix="move one of {later} and {earlier}, or find another place for it",
            severity="warning" if loose else None,
            about=(later.of, earlier.of),
            later=ref_named(plan, later.of),
            earlier=ref_named(plan, earlier.of),
            when=later.window,
            then=earlier.window,
            place=named(plan, Place, where),
        )


def _answer_by(plan: Reader, booking: Booking) -> datetime | None:
    start = booking.window.start if booking.window is not None else None
    return booking.answer_by or settles(plan, booking.event) or start


def check_answer(plan: Reader, booking: Booking) -> Iterator[Problem]:
    """Find a place that is only on hold when it must be confirmed."""
    by = _answer_by(plan, booking)
    if booking.state == "held" and by is not None and not over(plan, booking.window):
        yield Problem(
            "{place} is on hold and not confirmed; the answer is due {by}",
            fix="have the booking confirmed, or move to the fallback",
            settle_by=by,
            place=named(plan, Place, booking.place),
            by=by,
        )


def check_fallback(plan: Reader, booking: Booking) -> Iterator[Problem]:
    """Find a place on hold without a fallback, or with one that is taken then, or too small."""
    if booking.state != "held" or over(plan, booking.window):
        return
    spare = plan.get(Place, booking.fallback) if booking.fallback is not None else None
    if spare is None:
        if booking.answer_by is not None:
            yield Problem(
                "{place} is on hold, and there is no fallback",
                key="none",
                severity="hint",
                fix="find another place in case it falls through",
                place=named(plan, Place, booking.place),
            )
        return
    if spare.id in plan.derive(spots, booking.place) or booking.place in plan.derive(spots, spare.id):
        yield Problem(
            "the fallback, {fallback}, is the place itself or a part of it",
            key="same",
            fix="find another place",
            fallback=spare.name or spare.id,
        )
        return
    taken = fallback_taken(plan, booking)
    if taken is not None:
        yield Problem(
            "the fallback, {fallback}, is in use at that time: {taken}, {when}",
            key="taken",
            fix="find another place",
            about=(taken.of,),
            fallback=spare.name or spare.id,
            taken=ref_named(plan, taken.of),
            when=taken.window,
        )
    session = plan.get(Session, booking.session) if booking.session is not None else None
    heads = session_heads(plan, session) if session is not None else 0
    if spare.capacity is not None and heads > spare.capacity:
        yield Problem(
            "the fallback, {fallback}, holds {capacity}, and {heads} are expected",
            key="small",
            fix="find a larger place",
            fallback=spare.name or spare.id,
            capacity=spare.capacity,
            heads=heads,
        )


def check_moved(plan: Reader, session: Session) -> Iterator[Problem]:
    """Find a session that is not held where and when its place is kept for it."""
    if session.window is None or session.place is None or over(plan, session.window):
        return
    bookings = plan.where(Booking, session=session.id)
    around = plan.derive(spots, session.place)
    kept = [b for b in bookings if b.state != "released"]
    here = [b for b in kept if b.place in around]
    if any(_holds(b, session.window) for b in here):
        return
    if here:
        yield Problem(
            "is held {when}, and {place} is kept for it {kept}",
            key="time",
            fix="have the booking changed, or move the session back",
            about=tuple(Booking.ref(b.id) for b in here),
            when=session.window,
            place=named(plan, Place, here[0].place),
            kept=here[0].window,
        )
    elif kept:
        yield Problem(
            "is held in {place}, and {kept} is kept for it",
            key="place",
            fix="book {place} for it",
            about=tuple(Booking.ref(b.id) for b in kept),
            place=named(plan, Place, session.place),
            kept=named(plan, Place, kept[0].place),
        )
    elif bookings:
        yield Problem(
            "is held in {place}, and what was kept for it is released",
            key="released",
            fix="book {place} for it",
            about=tuple(Booking.ref(b.id) for b in bookings),
            place=named(plan, Place, session.place),
        )


def _holds(booking: Booking, window: Window) -> bool:
    return booking.window is None or (booking.window.start <= window.start and window.end <= booking.window.end)


def check_left_behind(plan: Reader, session: Session) -> Iterator[Problem]:
    """
    Find what was made or ordered for the place from which a session was moved.

    A place that was kept for a session and is no longer where it is held is one that it was moved from, as long as
    nothing else of the event is held there. Then the tasks of the session in that place were meant for it, and so
    were the meals and supplies of the event there, and its tasks that are for no session; where several sessions were
    moved from there, these are told with the first.
    """
    if session.place is None or session.window is None or over(plan, session.window):
        return
    old = dict.fromkeys(booking.place for booking in plan.where(Booking, session=session.id))
    for place in old:
        if not is_moved(plan, session, place) or session.event in plan.derive(events_at, place):
            continue
        for task in plan.where(Task, session=session.id):
            if task.place == place:
                yield from _task_left(plan, session, task)
        if (session.event, session.id) in plan.derive(first_moved, place):
            yield from _event_left(plan, session, place)


def _task_left(plan: Reader, session: Session, task: Task) -> Iterator[Problem]:
    if task.state != "dropped" and task.place is not None:
        remade = task.kind == "make" or task.state in CLOSED
        yield _left(plan, session, Task.ref(task.id), task.title or task.id, task.place, remade=remade)


def _event_left(plan: Reader, session: Session, place: str) -> Iterator[Problem]:
    for task in plan.where(Task, place=place):
        if task.session is None and task.event == session.event:
            yield from _task_left(plan, session, task)
    for meal in plan.where(Meal, place=place):
        if meal.event == session.event and not over(plan, meal.window):
            yield _left(plan, session, Meal.ref(meal.id), meal.name or meal.id, place, remade=False)
    for supply in plan.where(Supply, place=place):
        if supply.event == session.event:
            yield _left(plan, session, Supply.ref(supply.id), supply.name or supply.id, place, remade=False)


def _left(plan: Reader, session: Session, what: Ref[Any], name: str, old: str, *, remade: bool) -> Problem:
    return Problem(
        "{what} is for {old}, and the session is now in {place}",
        key=f"{what}@{old}",
        fix="remake {what} for {place}, or enter that it serves there" if remade else "move {what} to {place}",
        what=name,
        old=named(plan, Place, old),
        place=named(plan, Place, session.place or ""),
    )


def _closed_at(plan: Reader, place: str | None, window: Window | None) -> Iterator[str]:
    """List the places, of a place and the larger ones that contain it, that are not open for a whole window."""
    if place is None or window is None or over(plan, window):
        return
    for at in plan.derive(spots, place):
        hours = plan.derive(open_hours, at)
        if hours is not None and not any(h.start <= window.start and window.end <= h.end for h in hours):
            yield at


def _closed(plan: Reader, at: str, window: Window | None) -> Problem:
    return Problem(
        "{place} is not open for all of {when}",
        key=at,
        fix="move it into the opening hours, or have {place} opened",
        place=named(plan, Place, at),
        when=window,
    )


def check_session_open(plan: Reader, session: Session) -> Iterator[Problem]:
    """Find a session at a time at which its place, or a larger place that contains it, is not open."""
    for at in _closed_at(plan, session.place, session.window):
        yield _closed(plan, at, session.window)


def check_booking_open(plan: Reader, booking: Booking) -> Iterator[Problem]:
    """Find a booking for a time at which its place, or a larger place that contains it, is not open."""
    if booking.state != "released":
        for at in _closed_at(plan, booking.place, booking.window):
            yield _closed(plan, at, booking.window)


def check_meal_open(plan: Reader, meal: Meal) -> Iterator[Problem]:
    """Find a meal at a time at which its place, or a larger place that contains it, is not open."""
    if meal.served_at is None:
        for at in _closed_at(plan, meal.place, meal.window):
            yield _closed(plan, at, meal.window)


def check_capacity(plan: Reader, session: Session) -> Iterator[Problem]:
    """Find a session for more heads than its place, or a larger place that contains it, holds."""
    if session.place is None or over(plan, session.window):
        return
    heads = session_heads(plan, session)
    for at in plan.derive(spots, session.place):
        place = plan.get(Place, at)
        if place is not None and place.capacity is not None and heads > place.capacity:
            yield Problem(
                "{heads} are expected, and {place} holds {capacity}",
                key=at,
                fix="find a larger place, or have fewer come",
                # Without a number of its own, all of the event are taken to come, which may be too many.
                severity="warning" if session.expected is None else None,
                settle_by=settles(plan, session.event),
                heads=heads,
                place=place.name or place.id,
                capacity=place.capacity,
            )


_HOLD = (
    "review of a national conference: the hall was taken away at 18:00 two days before, and backdrop, posters and tea "
    "were remade and bought in the night"
)
_OPENING = "a place that is closed cannot be used; its hours are in the plan"

RULES = (
    Rule(
        "core.place-overlap",
        "A place is used for one thing at a time, with time to clean and air it",
        check_place,
        each=Place,
        basis="one place cannot hold two meetings; in a closed-loop reception over 900 meetings were held in 40 days, "
        "with cleaning and airing in between",
    ),
    Rule("core.booking-unanswered", "A place on hold is confirmed in time", check_answer, each=Booking, basis=_HOLD),
    Rule(
        "core.booking-fallback",
        "A place on hold has a fallback that is free and large enough",
        check_fallback,
        each=Booking,
        severity="warning",
        basis=_HOLD,
    ),
    Rule(
        "core.session-off-booking",
        "A session is held where and when its place is kept for it",
        check_moved,
        each=Session,
        basis=_HOLD,
    ),
    Rule(
        "core.left-at-old-place",
        "What was made or ordered for a session moves with it",
        check_left_behind,
        each=Session,
        basis=_HOLD,
    ),
    Rule(
        "core.session-outside-opening",
        "A session is held while its place is open",
        check_session_open,
        each=Session,
        basis=_OPENING,
    ),
    Rule(
        "core.booking-outside-opening",
        "A place is booked for when it is open",
        check_booking_open,
        each=Booking,
        basis=_OPENING,
    ),
    Rule(
        "core.meal-outside-opening",
        "A meal is served while its place is open",
        check_meal_open,
        each=Meal,
        basis=_OPENING,
    ),
    Rule(
        "core.session-over-capacity",
        "A session has room for everybody who is expected",
        check_capacity,
        each=Session,
        basis="a hall holds so many heads and no more; its capacity is in the plan",
    ),
    *sleeping.RULES,
    *lodging.RULES,
    *meals.RULES,
)
