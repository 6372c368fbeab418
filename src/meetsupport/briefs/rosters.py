"""What recipients must know of leave, training of the next shift, and hand-over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from meetsupport.briefs._words import NO_TIME, OPEN, called, post_name, span
from meetsupport.model import Handover, Leave, Person, Post, Recipient, Team
from meetsupport.plugins import BriefSection, Line
from meetsupport.readings import open_at_handover as open_at

if TYPE_CHECKING:
    from meetsupport.core.messages import Value
    from meetsupport.plan import Reader

__all__ = ["SECTIONS"]


def shifts(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Tell a person what they take over and hand over, and when they are off."""
    person = recipient.person
    if person is None:
        return
    for handover in plan.where(Handover, taker=person, state="waiting"):
        yield Line(
            f"take-over:{handover.id}",
            "you take over: {what}, {at}; {count} tasks are open: {tasks}; {notes}",
            what=_what(plan, handover),
            at=NO_TIME if handover.at is None else handover.at,
            count=len(plan.derive(open_at, handover.id)),
            tasks=plan.derive(open_at, handover.id),
            notes=OPEN if handover.notes == "" else handover.notes,
        )
    for handover in plan.where(Handover, giver=person, state="waiting"):
        yield Line(
            f"hand-over:{handover.id}",
            "you hand over: {what}, {at}",
            what=_what(plan, handover),
            at=NO_TIME if handover.at is None else handover.at,
        )
    for leave in plan.where(Leave, person=person):
        yield Line(f"leave:{leave.id}", "you are off: {when}", window=leave.window, when=span(leave.window))


def absences(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Tell a team's lead who of the team is away, and when."""
    if recipient.team is None:
        return
    for person in plan.where(Person, team=recipient.team):
        for leave in plan.where(Leave, person=person.id):
            yield Line(
                f"away:{leave.id}",
                "{person} is away: {when}",
                window=leave.window,
                person=person.id if person.name == "" else person.name,
                when=span(leave.window),
            )


def _what(plan: Reader, handover: Handover) -> Value:
    post = plan.get(Post, handover.post) if handover.post is not None else None
    if post is not None:
        return post_name(plan, post)
    return called(plan, Team, handover.team)


SECTIONS: tuple[BriefSection, ...] = (
    BriefSection("duty", shifts, "Hand-overs and leave of one's own", code="core.duty-rosters"),
    BriefSection("team-lead", absences, "Who of the team is away", code="core.team-lead-rosters"),
)
