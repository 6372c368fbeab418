"""Who is due, there and away at a sitting; how many of each rank come; what is open when a shift hands over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

import attrs

from meetsupport.model import Appearance, Delegation, Handover, Leave, Participant, Post, Session, Task
from meetsupport.plan import derived
from meetsupport.readings.heads import ABSENT, GONE

if TYPE_CHECKING:
    from meetsupport.plan import Derived, Reader

__all__ = [
    "NAMED_ONLY",
    "Attendance",
    "attendance",
    "away_from",
    "due_at",
    "open_at",
    "open_at_handover",
    "rank_counts",
    "sessions_due",
    "sessions_for_all",
    "sessions_open",
]

NAMED_ONLY = frozenset({"rehearsal", "talks", "signing", "group photo", "welcome", "farewell"})
"""Kinds of session to which nobody comes who is not named."""

FOR_ALL = frozenset({"plenary"})
"""Kinds of session to which everybody comes, whatever else is held at the same time."""

_TELLING = {"present": 2, "on-leave": 1}
"""Which state holds for somebody who appears twice in a session, as a speaker and as a delegate."""


@attrs.frozen
class Attendance:
    """
    The attendance of one delegation at a session.

    Attributes:
        delegation: The delegation's id; empty for those without one.
        due: How many should be there (应到).
        present: How many are (实到).
        on_leave: How many are excused (请假).
        unknown: Of how many nobody has said anything: neither there, nor excused, nor absent (情况不明).
    """

    delegation: str
    due: int
    present: int
    on_leave: int
    unknown: int

    @property
    def missing(self) -> int:
        """How many are due, not there and not excused: absent, or unknown."""
        return self.due - self.present - self.on_leave


@derived
def sessions_for_all(plan: Reader, event: str) -> tuple[Session, ...]:
    """
    List the sessions that all participants of an event attend with their delegations, in the order of time.

    They are those for which no participant is named (`Appearance`), but for the kinds to which nobody comes who is not
    named (`NAMED_ONLY`), and for those at the same time as another, since nobody can be at both: then only plenary
    meetings are for all.
    """
    open_to_all = [
        (one.window, one)
        for one in plan.where(Session, event=event)
        if one.window is not None
        and one.kind not in NAMED_ONLY
        and not any(there.participant is not None for there in plan.where(Appearance, session=one.id))
    ]
    open_to_all.sort(key=lambda entry: (entry[0].start, entry[0].end, entry[1].id))
    found: list[Session] = []
    latest: datetime | None = None
    for number, (window, session) in enumerate(open_to_all):
        following = open_to_all[number + 1][0] if number + 1 < len(open_to_all) else None
        alone = (latest is None or latest <= window.start) and (following is None or window.end <= following.start)
        if alone or session.kind in FOR_ALL:
            found.append(session)
        latest = window.end if latest is None else max(latest, window.end)
    return tuple(found)


@derived
def sessions_due(plan: Reader, participant: str) -> tuple[Session, ...]:
    """List the `sessions_for_all` that a participant is due at: all of the event that no leave keeps them from."""
    guest = plan.get(Participant, participant)
    return () if guest is None or guest.state in ABSENT else plan.derive(sessions_open, participant)


@derived
def sessions_open(plan: Reader, participant: str) -> tuple[Session, ...]:
    """List the sessions that a participant is or was due at, also of one who is on leave or has left by now."""
    guest = plan.get(Participant, participant)
    delegation = plan.get(Delegation, guest.delegation) if guest is not None and guest.delegation is not None else None
    event = delegation.event if delegation is not None else guest.event if guest is not None else None
    if guest is None or event is None:
        return ()
    away = [one.window for one in plan.where(Leave, participant=participant) if one.window is not None]
    due = plan.derive(sessions_for_all, event)
    return tuple(s for s in due if s.window is not None and not any(s.window.overlaps(one) for one in away))


@derived
def _expected(plan: Reader, session: str) -> tuple[tuple[str, str, str], ...]:
    """List who is due: delegation, participant, and the state of the appearance."""
    found = plan.get(Session, session)
    if found is None:
        return ()
    named: dict[str, str] = {}
    for one in plan.where(Appearance, session=session):
        if one.participant is not None and _TELLING.get(one.state, 0) >= _TELLING.get(
            named.get(one.participant, ""), 0
        ):
            named[one.participant] = one.state
    guests = [(guest, state) for id, state in named.items() if (guest := plan.get(Participant, id)) is not None]
    if not named and found.event is not None and _is_for_all(plan, found):
        guests = [(guest, "awaited") for guest in _guests(plan, found.event)]
    return tuple((guest.delegation or "", guest.id, state) for guest, state in guests if guest.state not in GONE)


def _is_for_all(plan: Reader, session: Session) -> bool:
    """Say whether all participants come to a session; one without a time may be for all."""
    if session.window is None or session.event is None:
        return session.kind not in NAMED_ONLY
    return any(one.id == session.id for one in plan.derive(sessions_for_all, session.event))


def _guests(plan: Reader, event: str) -> Iterator[Participant]:
    for delegation in plan.where(Delegation, event=event):
        yield from plan.where(Participant, delegation=delegation.id)
    yield from plan.where(Participant, event=event, delegation=None)


@derived
def due_at(plan: Reader, session: str) -> tuple[str, ...]:
    """List the participants who are due at a session with their delegations, without being named, and not away."""
    return _with_delegations(plan, session, sessions_due)


@derived
def open_at(plan: Reader, session: str) -> tuple[str, ...]:
    """List those who are or were due at a session so, also who is on leave or has left by now."""
    return _with_delegations(plan, session, sessions_open)


def _with_delegations(plan: Reader, session: str, sessions: Derived[str, tuple[Session, ...]]) -> tuple[str, ...]:
    found = plan.get(Session, session)
    if found is None or found.window is None or found.event is None or not _is_for_all(plan, found):
        return ()
    if any(one.participant is not None for one in plan.where(Appearance, session=session)):
        return ()
    return tuple(
        guest.id
        for guest in _guests(plan, found.event)
        if any(one.id == session for one in plan.derive(sessions, guest.id))
    )


@derived
def away_from(plan: Reader, session: str) -> tuple[tuple[str, str], ...]:
    """
    List who is due at a session and excused: the delegation and the participant, in the order of both.

    Excused are those whose appearance or own state says so, and those with a leave (`Leave`) that overlaps the session;
    who is there all the same is not.
    """
    found = plan.get(Session, session)
    window = found.window if found is not None else None
    given = (
        {leave.participant for leave in plan.overlapping(Leave, window)} if window is not None else set[str | None]()
    )
    away: list[tuple[str, str]] = []
    for delegation, participant, state in plan.derive(_expected, session):
        guest = plan.get(Participant, participant)
        told = state == "on-leave" or (guest is not None and guest.state == "on-leave")
        if state != "present" and (told or participant in given):
            away.append((delegation, participant))
    return tuple(sorted(away))


@derived
def attendance(plan: Reader, session: str) -> tuple[Attendance, ...]:
    """
    Count who is due, present and on leave (`away_from`) at a session, by delegation in the order of ids.

    Due are those who are expected in it by name (`Appearance`); where no participant is, and all come
    (`sessions_for_all`), all participants of its event, of whom nothing is known but that they are on leave. Who was
    substituted or has left is not due.
    """
    due: Counter[str] = Counter()
    present: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    excused = plan.derive(away_from, session)
    away = frozenset(excused)
    for delegation, guest, state in plan.derive(_expected, session):
        due[delegation] += 1
        present[delegation] += state == "present"
        unknown[delegation] += state in {"awaited", "confirmed"} and (delegation, guest) not in away
    left = Counter(delegation for delegation, _ in excused)
    return tuple(Attendance(one, due[one], present[one], left[one], unknown[one]) for one in sorted(due))


@derived
def rank_counts(plan: Reader, event: str) -> tuple[tuple[str, int], ...]:
    """Count the participants of an event by rank, in the order of the words; who no longer comes does not count."""
    ranks = Counter(guest.rank for guest in _guests(plan, event) if guest.state not in GONE)
    return tuple(sorted(ranks.items()))


@derived
def open_at_handover(plan: Reader, handover: str) -> tuple[str, ...]:
    """
    List the open tasks that a hand-over passes on, by id.

    They are those of the team that hands over and of the post's team, and those whose person responsible goes off duty.
    """
    found = plan.get(Handover, handover)
    if found is None:
        return ()
    post = plan.get(Post, found.post) if found.post is not None else None
    tasks = [
        task
        for team in {found.team, post.team if post is not None else None} - {None}
        for task in plan.where(Task, team=team)
    ]
    if found.giver is not None:
        tasks += plan.where(Task, responsible=found.giver)
    return tuple(sorted({task.id for task in tasks if task.state in {"open", "started"}}))
