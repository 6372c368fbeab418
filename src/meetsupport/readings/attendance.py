"""Who is due, there and away at a sitting; how many of each rank come; what is open when a shift hands over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs

from meetsupport.model import Appearance, Delegation, Handover, Leave, Participant, Post, Session, Task
from meetsupport.plan import derived
from meetsupport.readings.heads import GONE

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["Attendance", "attendance", "away_from", "open_at_handover", "rank_counts"]

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
    if not named and found.event is not None:
        guests = [(guest, "awaited") for guest in _guests(plan, found.event)]
    return tuple((guest.delegation or "", guest.id, state) for guest, state in guests if guest.state not in GONE)


def _guests(plan: Reader, event: str) -> Iterator[Participant]:
    for delegation in plan.where(Delegation, event=event):
        yield from plan.where(Participant, delegation=delegation.id)
    yield from plan.where(Participant, event=event, delegation=None)


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

    Due are those who are expected in it by name (`Appearance`); where no participant is, all participants of its event,
    of whom nothing is known but that they are on leave. Who was substituted or has left is not due.
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
