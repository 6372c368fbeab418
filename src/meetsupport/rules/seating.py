"""Everybody expected has one place, cards stand in time, and a run sheet can be played."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from meetsupport.core.records import Ref
from meetsupport.model import Cue, Person, Placement, SeatPlan, Session, Supply
from meetsupport.plugins import Problem, Rule
from meetsupport.readings import (
    Sitting,
    TimedCue,
    cue_overlaps,
    cue_times,
    gone_sitters,
    room_for,
    run_sheet,
    seat_plan_window,
    seated_twice,
    seats_together,
    sittings,
    unplaced,
)
from meetsupport.rules._settling import over
from meetsupport.rules._words import named

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["RULES"]

FEW = 5
"""How many of those that a problem is about are shown with it; the count says how many there are."""


def _over(plan: Reader, found: SeatPlan) -> bool:
    return over(plan, seat_plan_window(plan, found))


def _seat(place: Sitting) -> str:
    """Say which seat: block, row and number, as far as there are any; the same in all languages."""
    block, row, number = place.seat
    return "-".join(str(part) for part in (block, row, number) if part)


def check_taken_twice(plan: Reader, found: SeatPlan) -> Iterator[Problem]:
    """
    Find a seat that two have, or that somebody has though it is kept free for a card.

    Where only the table is said, a table has room for many.
    """
    if _over(plan, found):
        return
    first: dict[tuple[str, int, int], Sitting] = {}
    for place in plan.derive(sittings, found.id):
        if not place.seat[2] or (place.who is None and not place.reserved):
            continue
        other = first.setdefault(place.seat, place)
        if other is not place and (other.who is None or other.who != place.who):
            yield Problem(
                "seat {seat} is given to both {first} and {second}",
                key=place.placement,
                fix="give one of them another seat",
                settle_by=found.freezes,
                about=(_holder(other), _holder(place)),
                seat=_seat(place),
                first=_holder(other).id,
                second=_holder(place).id,
            )


def _holder(place: Sitting) -> Ref[Any]:
    return place.who or Placement.ref(place.placement)


def check_seated_twice(plan: Reader, found: SeatPlan) -> Iterator[Problem]:
    """Find somebody who has two seats in the room."""
    if _over(plan, found):
        return
    for who, places in plan.derive(seated_twice, found.id):
        yield Problem(
            "{who} has {count} places: {seats}",
            key=f"{who}",
            fix="keep one of them",
            settle_by=found.freezes,
            about=(who,),
            who=who.id,
            count=len(places),
            seats=tuple(f"{named(plan, SeatPlan, place.plan)} {_seat(place)}".strip() for place in places),
        )


def check_unplaced(plan: Reader, found: SeatPlan) -> Iterator[Problem]:
    """Find who is expected and has no place. Of the plans of one room, the first by id says it."""
    together = seats_together(plan, found)
    if _over(plan, found) or together[0].id != found.id:
        return
    missing = plan.derive(unplaced, found.id)
    if missing:
        ends = [one.freezes for one in together if one.freezes is not None]
        yield Problem(
            "{count} who are expected have no place, {first} among them",
            fix="give them a place, or say that they do not come",
            settle_by=max(ends) if ends else None,
            about=missing[:FEW],
            count=len(missing),
            first=missing[0].id,
        )


def check_gone(plan: Reader, found: SeatPlan) -> Iterator[Problem]:
    """Find seats of people who will not come."""
    if _over(plan, found):
        return
    for place in plan.derive(gone_sitters, found.id):
        if place.who is not None:
            yield Problem(
                "{who} has the seat {seat} and will not come",
                key=place.placement,
                fix="take the card away, and close the gap or give the seat to somebody else",
                settle_by=found.freezes,
                about=(place.who,),
                who=place.who.id,
                seat=_seat(place),
            )


def check_capacity(plan: Reader, found: SeatPlan) -> Iterator[Problem]:
    """Find a plan with more places than its room holds."""
    room = plan.derive(room_for, found.id)
    if room is None or _over(plan, found):
        return
    placed = sum(place.who is not None for place in plan.derive(sittings, found.id))
    if placed > room:
        yield Problem(
            "{placed} places are given, and the room holds {room}",
            fix="take a larger room, or seat {surplus} elsewhere",
            settle_by=found.freezes,
            placed=placed,
            room=room,
            surplus=placed - room,
        )


def check_responsible(plan: Reader, found: SeatPlan) -> Iterator[Problem]:
    """Find a plan that nobody sees to."""
    if found.responsible is None and not _over(plan, found):
        yield Problem(
            "nobody sees to its cards and their placing",
            fix="name one person who is responsible",
            settle_by=found.freezes or found.due,
        )


def check_final(plan: Reader, found: SeatPlan) -> Iterator[Problem]:
    """Find a plan that is still a draft when it should stand."""
    if found.state == "drafted" and found.freezes is not None and not _over(plan, found):
        yield Problem(
            "it is still a draft; it was to be final by {freezes}",
            fix="make it final, or set another time and tell whoever prints the cards",
            settle_by=found.freezes,
            freezes=found.freezes,
        )


def check_placed(plan: Reader, found: SeatPlan) -> Iterator[Problem]:
    """Find cards that do not stand when they should."""
    if found.state != "placed" and found.due is not None and not _over(plan, found):
        yield Problem(
            "its cards are not in their places; they were due {due}",
            fix="print what changed, place the cards, and say so",
            settle_by=found.due,
            due=found.due,
        )


def check_tracks(plan: Reader, session: Session) -> Iterator[Problem]:
    """Find cues of one track that collide."""
    if over(plan, session.window):
        return
    tracks: dict[str, list[TimedCue]] = {}
    for cue in plan.derive(run_sheet, session.id):
        tracks.setdefault(cue.track, []).append(cue)
    for track, cues in tracks.items():
        # Cues without a track need not be one after the other: nobody said that they share anything.
        for earlier, later in cue_overlaps(cues) if track else ():
            yield Problem(
                "on the track {track}, {later} begins at {start}, before {earlier} ends at {end}",
                key=f"{earlier.cue}/{later.cue}",
                fix="cut {earlier} short, or move {later}" if not later.fixed else "cut {earlier}: {later} is fixed",
                about=(Cue.ref(earlier.cue), Cue.ref(later.cue)),
                track=track,
                earlier=_title(plan, earlier.cue),
                later=_title(plan, later.cue),
                start=later.start,
                end=earlier.end,
            )


def _title(plan: Reader, cue: str) -> str:
    found = plan.get(Cue, cue)
    return (found.title if found is not None else "") or cue


def check_performer(plan: Reader, person: Person) -> Iterator[Problem]:
    """Find somebody who has two cues at once, in whatever sessions."""
    cues = [
        TimedCue(cue.id, *times, cue.track, cue.person, cue.fixed)
        for cue in plan.where(Cue, person=person.id)
        if (times := cue_times(plan, cue)) is not None
    ]
    for earlier, later in cue_overlaps(cues):
        if not plan.passed(earlier.end):
            yield Problem(
                "has the cues {earlier} and {later} at once, from {start} until {end}",
                key=f"{earlier.cue}/{later.cue}",
                fix="give one of them to somebody else, or move it",
                about=(Cue.ref(earlier.cue), Cue.ref(later.cue)),
                earlier=_title(plan, earlier.cue),
                later=_title(plan, later.cue),
                start=later.start,
                end=min(earlier.end, later.end),
            )


def check_outside(plan: Reader, cue: Cue) -> Iterator[Problem]:
    """Find a cue that ends when its session is over. Before it there may be some: people come in, a band plays."""
    times = cue_times(plan, cue)
    session = plan.get(Session, cue.session)
    if times is None or session is None or session.window is None or over(plan, session.window):
        return
    if times[1] > session.window.end:
        yield Problem(
            "it ends at {end}, and its session at {closes}",
            fix="cut it or what is before it, or let the session take longer",
            end=times[1],
            closes=session.window.end,
        )


def check_needs(plan: Reader, cue: Cue) -> Iterator[Problem]:
    """Find a cue whose things come after it begins."""
    times = cue_times(plan, cue)
    if times is None or plan.passed(times[1]):
        return
    for id in cue.needs:
        supply = plan.get(Supply, id)
        if supply is not None and supply.due is not None and supply.due > times[0]:
            yield Problem(
                "it needs {supply} at {start}, which is due only {due}",
                key=id,
                fix="have {supply} there before",
                about=(Supply.ref(id),),
                supply=named(plan, Supply, id),
                start=times[0],
                due=supply.due,
            )


_SEATS = "working principle of conference offices: everybody who comes has one place, with a card at it"
_LATE = (
    "review of a national conference: seats and photo places were settled at 22:00 of the eve, and cards were printed "
    "and placed until 04:00"
)
_SHEET = "working principle of ceremonies and live broadcasts: the run sheet holds to the minute (流程精确到分钟)"

RULES: tuple[Rule, ...] = (
    Rule("core.seat-taken-twice", "No seat is given to two people", check_taken_twice, each=SeatPlan, basis=_SEATS),
    Rule("core.sitter-seated-twice", "Nobody has two places", check_seated_twice, each=SeatPlan, basis=_SEATS),
    Rule("core.sitter-unplaced", "Everybody expected has a place", check_unplaced, each=SeatPlan, basis=_SEATS),
    Rule(
        "core.sitter-gone",
        "No place is kept for somebody who will not come",
        check_gone,
        each=SeatPlan,
        severity="warning",
        basis=_SEATS,
    ),
    Rule(
        "core.seats-over-capacity",
        "A room has as many places as are given",
        check_capacity,
        each=SeatPlan,
        basis="the capacity of the room, as the plan has it",
    ),
    Rule(
        "core.seat-plan-without-responsible",
        "Somebody sees to each seat plan",
        check_responsible,
        each=SeatPlan,
        severity="warning",
        basis="in the reviewed conference each link had one named person",
    ),
    Rule("core.seat-plan-not-final", "A seat plan is final in time", check_final, each=SeatPlan, basis=_LATE),
    Rule("core.cards-not-placed", "Cards stand in their places in time", check_placed, each=SeatPlan, basis=_LATE),
    Rule("core.cue-track-overlap", "The cues of a track follow each other", check_tracks, each=Session, basis=_SHEET),
    Rule("core.cue-person-overlap", "Nobody has two cues at once", check_performer, each=Person, basis=_SHEET),
    Rule(
        "core.cue-outside-session",
        "A run sheet ends with its session",
        check_outside,
        each=Cue,
        severity="warning",
        basis=_SHEET,
    ),
    Rule(
        "core.cue-supply-late",
        "What a cue needs is there before it",
        check_needs,
        each=Cue,
        severity="warning",
        basis=_SHEET,
    ),
)
