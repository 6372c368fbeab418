"""What recipients must know of seat plans, cards and run sheets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from meetsupport.briefs._words import NOBODY, OPEN, called, place_of, session_title
from meetsupport.core.messages import Message
from meetsupport.core.times import Window
from meetsupport.model import Cue, Participant, Person, Placement, Recipient, SeatPlan, Session
from meetsupport.plugins import BriefSection, Line
from meetsupport.readings import cue_times, seat_plan_place, seat_plan_window, state_word

if TYPE_CHECKING:
    from meetsupport.core.messages import Value
    from meetsupport.plan import Reader

__all__ = ["SECTIONS"]


def on_duty(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Tell a person the seat plans that they see to, seat by seat, and the cues that they carry out."""
    person = recipient.person
    if person is None:
        return
    for found in plan.where(SeatPlan, responsible=person):
        window = seat_plan_window(plan, found)
        yield Line(
            f"seat-plan:{found.id}",
            "you see to the seats: {name}, {place}; final by {freezes}, cards placed by {due}, state {state}",
            window=window,
            name=_plan_name(plan, found),
            place=place_of(plan, seat_plan_place(plan, found)),
            freezes=found.freezes or OPEN,
            due=found.due or OPEN,
            state=state_word(SeatPlan, found.state),
        )
        for place in plan.where(Placement, plan=found.id):
            yield Line(
                f"placement:{place.id}",
                "{name}: {who} at {seat}",
                window=window,
                name=_plan_name(plan, found),
                who=_sitter(plan, place),
                seat=_seat(place),
            )
    for cue in plan.where(Cue, person=person):
        yield _cue(plan, cue, "you: {title}, {place}, {when}")


def team_lead(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Tell the lead of a team the cues that the team carries out."""
    if recipient.team is None:
        return
    for cue in plan.where(Cue, team=recipient.team):
        yield _cue(plan, cue, "the team: {title}, {place}, {when}")


def speaker(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """
    Tell somebody who appears in sessions where they sit, once that is final, and their cues.

    Who is told as somebody on duty as well is told the cues there.
    """
    places: dict[str, Placement] = {}
    if recipient.person is not None:
        places.update((one.id, one) for one in plan.where(Placement, person=recipient.person))
    if recipient.participant is not None:
        places.update((one.id, one) for one in plan.where(Placement, participant=recipient.participant))
    for place in places.values():
        yield from _own_seat(plan, place)
    if recipient.person is not None and "duty" not in recipient.kinds:
        for cue in plan.where(Cue, person=recipient.person):
            yield _cue(plan, cue, "you: {title}, {place}, {when}")


def delegation(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Tell the head of a delegation where its members sit, once that is final."""
    if recipient.delegation is None:
        return
    for member in plan.where(Participant, delegation=recipient.delegation):
        for place in plan.where(Placement, participant=member.id):
            yield from _own_seat(plan, place, called(plan, Participant, member.id))


def _own_seat(plan: Reader, place: Placement, who: Value = None) -> Iterator[Line]:
    found = plan.get(SeatPlan, place.plan)
    if found is None or found.state == "drafted":
        return
    window = seat_plan_window(plan, found)
    key, name, at, seat = f"placement:{place.id}", _plan_name(plan, found), seat_plan_place(plan, found), _seat(place)
    if who is None:
        template = "you sit at {seat}: {name}, {place}"
        yield Line(key, template, window=window, name=name, place=place_of(plan, at), seat=seat)
    else:
        template = "{who} sits at {seat}: {name}, {place}"
        yield Line(key, template, window=window, who=who, name=name, place=place_of(plan, at), seat=seat)


def _plan_name(plan: Reader, found: SeatPlan) -> str:
    session = plan.get(Session, found.session) if found.session is not None else None
    return found.name or (session_title(session) if session is not None else found.id)


def _sitter(plan: Reader, place: Placement) -> Value:
    """Say who sits there, and what the card says where that is something else."""
    who: Value = NOBODY
    if place.participant is not None:
        who = called(plan, Participant, place.participant)
    elif place.person is not None:
        who = called(plan, Person, place.person)
    return Message.of("{who}, card “{card}”", who=who, card=place.card) if place.card else who


def _seat(place: Placement) -> Value:
    """Say which seat, as far as it is settled."""
    parts: list[Value] = [place.block] if place.block else []
    if place.row is not None:
        parts.append(Message.of("row {row}", row=place.row))
    if place.number is not None:
        parts.append(Message.of("seat {number}", number=place.number))
    return tuple(parts) or OPEN


def _cue(plan: Reader, cue: Cue, template: str) -> Line:
    """Write up a cue: a moment for one that takes no time. One that may not move is said to be fixed."""
    session = plan.get(Session, cue.session)
    at = cue.place or (session.place if session is not None else None)
    times = cue_times(plan, cue)
    window = Window(*times) if times is not None and times[0] < times[1] else None
    when: Value = OPEN if times is None else window or times[0]
    title: Value = cue.title or cue.id
    if cue.fixed:
        title = Message.of("{title} (fixed)", title=title)
    return Line(
        f"cue:{cue.id}",
        template,
        window=window,
        title=title,
        place=place_of(plan, at),
        when=when,
    )


SECTIONS: tuple[BriefSection, ...] = (
    BriefSection("duty", on_duty, "Seat plans and cues of a person", "core.duty-seating"),
    BriefSection("team-lead", team_lead, "Cues of a team", "core.team-lead-seating"),
    BriefSection("speaker", speaker, "Seat and cues of somebody who appears", "core.speaker-seating"),
    BriefSection("delegation", delegation, "Seats of a delegation", "core.delegation-seating"),
)
