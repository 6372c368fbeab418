"""Dates that contradict each other: most are of a wrong day, month or year."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from meetsupport.core.messages import termed
from meetsupport.core.times import Window
from meetsupport.model import Arrival, Call, Duty, Event, Meal, Post, Session, Trip
from meetsupport.plugins import Problem, Rule
from meetsupport.readings import post_window
from meetsupport.rules._settling import over
from meetsupport.rules._words import named

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["RULES"]

FAR = timedelta(days=30)
"""How long before or after its event something is taken for a slip of the pen; our own judgement."""


def _apart(one: Window, other: Window) -> timedelta:
    """Say how long lies between two windows; nothing where they touch or overlap."""
    return max(one.start - other.end, other.start - one.end, timedelta(0))


def _far(when: Callable[[Any], Window | None]) -> Callable[..., Iterator[Problem]]:
    """Give a check that something is not far away from its event."""

    def check(plan: Reader, record: Any) -> Iterator[Problem]:
        window = when(record)
        event = plan.get(Event, record.event) if record.event is not None else None
        if window is None or event is None or event.window is None or over(plan, event.window):
            return
        apart = _apart(window, event.window)
        if apart > FAR:
            yield Problem(
                "it is at {start}, {apart} from {event}",
                fix="correct the day, month or year, or the event that it is for",
                about=(Event.ref(event.id),),
                start=window.start,
                apart=apart,
                event=named(plan, Event, event.id),
            )

    return check


def _due(arrival: Arrival) -> Window | None:
    return Window(arrival.due, arrival.due + timedelta(microseconds=1)) if arrival.due is not None else None


def check_call(plan: Reader, call: Call) -> Iterator[Problem]:
    """Find a stop at which no coach of its route can call, since none is on its way then."""
    when = call.window
    if when is None or call.state != "planned" or over(plan, when):
        return
    of = (plan.get(Trip, call.trip),) if call.trip is not None else plan.where(Trip, route=call.route)
    trips = [(trip, trip.window) for trip in of if trip is not None and trip.window is not None]
    if trips and not any(window.overlaps(when) for _, window in trips):
        trip, window = min(trips, key=lambda entry: (_apart(entry[1], when), entry[0].id))
        yield Problem(
            "it is planned for {when}, and {trip} is on its way {on_its_way}",
            key=trip.id,
            fix="correct the time of one of the two",
            about=(Trip.ref(trip.id),),
            when=when,
            trip=named(plan, Trip, trip.id),
            on_its_way=window,
        )


def check_duty(plan: Reader, duty: Duty) -> Iterator[Problem]:
    """Find a duty at a time at which its post is not manned."""
    post = plan.get(Post, duty.post)
    manned = post_window(plan, post) if post is not None else None
    if duty.window is None or manned is None or over(plan, duty.window) or duty.window.overlaps(manned):
        return
    yield Problem(
        "it is {when}, and {post} is manned {manned}",
        fix="correct the time of one of the two",
        about=(Post.ref(duty.post),),
        when=duty.window,
        post=named(plan, Post, duty.post),
        manned=manned,
    )


def check_event(plan: Reader, event: Event) -> Iterator[Problem]:
    """Find an event whose lists are closed only when it is over."""
    if event.window is None or over(plan, event.window):
        return
    for name in ("received", "registration_closes", "settles"):
        at = getattr(event, name)
        if at is not None and at > event.window.end:
            spec = event.__record__.fields[name]
            yield Problem(
                "{field} is {at}, after the event ends at {ends}",
                key=name,
                fix="correct one of the two",
                field=termed(spec.name, spec.label),
                at=at,
                ends=event.window.end,
            )


_CHECKED = "working principle of event offices: what is entered is checked against what else is known (核对)"

RULES = (
    Rule(
        "core.call-off-trip", "A stop is called at while a coach is on its way", check_call, Call, "warning", _CHECKED
    ),
    Rule("core.duty-off-post", "A duty is while its post is manned", check_duty, Duty, "warning", _CHECKED),
    Rule("core.event-dates", "Lists are closed before the event is over", check_event, Event, "warning", _CHECKED),
    Rule(
        "core.session-far-off", "Sessions are near their event", _far(lambda s: s.window), Session, "warning", _CHECKED
    ),
    Rule("core.meal-far-off", "Meals are near their event", _far(lambda m: m.window), Meal, "warning", _CHECKED),
    Rule("core.trip-far-off", "Trips are near their event", _far(lambda t: t.window), Trip, "warning", _CHECKED),
    Rule(
        "core.arrival-far-off",
        "Arrivals are near their event",
        _far(_due),
        Arrival,
        "warning",
        _CHECKED,
    ),
)
"""Dates."""
