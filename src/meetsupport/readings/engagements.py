"""What somebody who works is to do, and when: duties, trips, and sessions in which they appear."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeAlias

from meetsupport.model import Appearance, Duty, Participant, Post, Session, Trip
from meetsupport.readings.attendance import sessions_due
from meetsupport.readings.heads import GONE
from meetsupport.readings.rosters import post_event
from meetsupport.readings.whereabouts import duty_window

if TYPE_CHECKING:
    from meetsupport.core.times import Window
    from meetsupport.plan import Reader

__all__ = ["AWAY", "Engagement", "engagement_event", "engagements_of", "sessions_of", "timed"]

Engagement: TypeAlias = "tuple[Duty | Trip | Appearance, Window]"
"""What somebody is to do, and when."""

AWAY = frozenset({"on-leave", "absent"})
"""The states of an appearance that does not take place."""


def engagements_of(plan: Reader, person: str) -> list[Engagement]:
    """List what somebody who works is to do: duties, trips as crew or liaison officer, and sessions they appear in."""
    trips = {one.id: one for one in (*plan.where(Trip, crew=person), *plan.where(Trip, liaison=person))}
    riding = [trips[id] for id in sorted(trips)]
    return timed(plan, plan.where(Duty, person=person), riding, plan.where(Appearance, person=person))


def timed(
    plan: Reader, duties: Iterable[Duty], trips: Iterable[Trip], appearances: Iterable[Appearance]
) -> list[Engagement]:
    """Give each its time, and leave out those without one and the appearances that do not take place."""
    found: list[Engagement] = [
        (duty, window) for duty in duties if (window := duty.window or duty_window(plan, duty)) is not None
    ]
    found += [(trip, trip.window) for trip in trips if trip.window is not None]
    for there in appearances:
        session = plan.get(Session, there.session) if there.state not in AWAY else None
        if session is not None and session.window is not None:
            found.append((there, session.window))
    return found


def sessions_of(plan: Reader, participant: str) -> list[tuple[Session | Appearance, Session]]:
    """
    List the sessions that somebody who takes part is to come to, each with the record that says so.

    That is the session itself where they come to it as all do, and their appearance where they are named.
    """
    guest = plan.get(Participant, participant)
    if guest is None or guest.state in GONE:
        return []
    found: list[tuple[Session | Appearance, Session]] = [(one, one) for one in plan.derive(sessions_due, participant)]
    for there in plan.where(Appearance, participant=participant):
        named = plan.get(Session, there.session)
        if named is not None and there.state not in AWAY:
            found.append((there, named))
    return found


def engagement_event(plan: Reader, work: Duty | Trip | Appearance) -> str | None:
    """Say which event it is for."""
    if isinstance(work, Duty):
        return post_event(plan, plan.get(Post, work.post))
    if isinstance(work, Trip):
        return work.event
    session = plan.get(Session, work.session)
    return session.event if session is not None else None
