"""When and where somebody or something is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetsupport.model import Call, Duty, Person, Place, Post, Session, Trip
from meetsupport.plan import derived

if TYPE_CHECKING:
    from meetsupport.core.times import Window
    from meetsupport.plan import Reader

__all__ = ["duty_window", "has_skill", "post_place", "post_window", "spots", "trips_of_call"]


def post_window(plan: Reader, post: Post) -> Window | None:
    """Say when a post is to be manned: in its own window, or that of its session."""
    if post.window is None and post.session is not None:
        session = plan.get(Session, post.session)
        return session.window if session is not None else None
    return post.window


def post_place(plan: Reader, post: Post) -> str | None:
    """Say where a post is, by id: at its own place, or that of its session."""
    if post.place is None and post.session is not None:
        session = plan.get(Session, post.session)
        return session.place if session is not None else None
    return post.place


def has_skill(person: Person, skill: str) -> bool:
    """Say whether somebody has a skill, in small letters or capitals; a language that they speak is one."""
    wanted = skill.casefold()
    return any(one.casefold() == wanted for one in (*person.skills, *person.languages))


def duty_window(plan: Reader, duty: Duty) -> Window | None:
    """Say when a duty is done: in its own window, or as long as its post is manned."""
    if duty.window is not None:
        return duty.window
    post = plan.get(Post, duty.post)
    return post_window(plan, post) if post is not None else None


@derived
def spots(plan: Reader, place: str) -> tuple[str, ...]:
    """
    List a place and the larger places that it is part of, the smallest first.

    A ring of places ends where it closes.
    """
    found: dict[str, None] = {}
    at: str | None = place
    while at is not None and at not in found:
        found[at] = None
        one = plan.get(Place, at)
        at = one.within if one is not None else None
    return tuple(found)


def trips_of_call(plan: Reader, call: Call) -> tuple[Trip, ...]:
    """List the trips that stop at a call: the one that it names, or all of its route."""
    if call.trip is not None:
        trip = plan.get(Trip, call.trip)
        return (trip,) if trip is not None else ()
    return plan.where(Trip, route=call.route)
