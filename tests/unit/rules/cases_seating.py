"""Records that the rules about seating find wrong, and records that come near and are right."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from meetsupport.core.records import Record
from meetsupport.model import Appearance, Cue, Participant, Person, Place, Placement, SeatPlan, Session, Supply
from tests.unit.rules.judging import at, span

Records = tuple[Record, ...]

HALL = Place(id="hall", capacity=2)
SESSION = Session(id="s", title="Plenary", place="hall", window=span(20, 22))
PAT, KIM, LEE = Participant(id="pat"), Participant(id="kim"), Participant(id="lee")
ANNA = Person(id="anna")
COMES = (Appearance(id="a1", session="s", participant="pat"), Appearance(id="a2", session="s", participant="kim"))


def seats(*placed: tuple[str, str, int], **about: Any) -> Records:
    """A hall with a seat plan, and who sits in which row and at which number."""
    given: dict[str, Any] = {"session": "s", "responsible": "anna", **about}
    return (
        HALL,
        SESSION,
        PAT,
        KIM,
        LEE,
        ANNA,
        SeatPlan(id="plan", **given),
        *(
            Placement(id=f"p{n}", plan="plan", participant=who, block=block, row=1, number=number)
            for n, (who, block, number) in enumerate(placed)
        ),
    )


def cue(id: str, start: int, lasts: int, **about: Any) -> Cue:
    """A cue of the session: minutes after its start, and how many it takes."""
    return Cue(id=id, session="s", after=timedelta(minutes=start), lasts=timedelta(minutes=lasts), **about)


STAGE: Records = (HALL, SESSION, ANNA)

FIRES: dict[str, tuple[Records, str]] = {
    "core.seat-taken-twice": (seats(("pat", "A", 1), ("kim", "A", 1)), "plan/p1"),
    "core.sitter-seated-twice": (seats(("pat", "A", 1), ("pat", "A", 2)), "plan/Participant:pat"),
    "core.sitter-unplaced": ((*seats(("pat", "A", 1)), *COMES), "plan/"),
    "core.sitter-gone": (
        (*seats(("pat", "A", 1)), Appearance(id="a1", session="s", participant="pat", state="on-leave")),
        "plan/p0",
    ),
    "core.seats-over-capacity": (seats(("pat", "A", 1), ("kim", "A", 2), ("lee", "A", 3)), "plan/"),
    "core.seat-plan-without-responsible": (seats(responsible=None), "plan/"),
    "core.seat-plan-not-final": (seats(freezes=at(0)), "plan/"),
    "core.cards-not-placed": (seats(state="final", due=at(0)), "plan/"),
    "core.cue-track-overlap": ((*STAGE, cue("c1", 0, 5, track="stage"), cue("c2", 4, 1, track="stage")), "s/c1/c2"),
    "core.cue-person-overlap": (
        (*STAGE, cue("c1", 0, 5, track="stage", person="anna"), cue("c2", 4, 1, track="sound", person="anna")),
        "anna/c1/c2",
    ),
    "core.cue-outside-session": ((*STAGE, cue("c1", 119, 2)), "c1/"),
    "core.cue-supply-late": (
        (*STAGE, Supply(id="flag", due=at(20.5)), cue("c1", 10, 2, needs=("flag",))),
        "c1/flag",
    ),
}
"""For each rule, records that it finds wrong, and what it finds."""

QUIET: dict[str, Records] = {
    "core.seat-taken-twice": seats(("pat", "A", 1), ("kim", "B", 1)),
    "core.sitter-seated-twice": seats(("pat", "A", 1), ("kim", "A", 2)),
    "core.sitter-unplaced": (*seats(("pat", "A", 1), ("kim", "A", 2)), *COMES),
    "core.sitter-gone": (*seats(("pat", "A", 1)), *COMES),
    "core.seats-over-capacity": seats(("pat", "A", 1), ("kim", "A", 2)),
    "core.seat-plan-without-responsible": seats(),
    "core.seat-plan-not-final": seats(freezes=at(0), state="final"),
    "core.cards-not-placed": seats(state="placed", due=at(0)),
    "core.cue-track-overlap": (*STAGE, cue("c1", 0, 5, track="stage"), cue("c2", 5, 1, track="stage")),
    "core.cue-person-overlap": (*STAGE, cue("c1", 0, 5, person="anna"), cue("c2", 5, 1, person="anna")),
    "core.cue-outside-session": (*STAGE, cue("c1", -10, 2), cue("c2", 118, 2)),
    "core.cue-supply-late": (*STAGE, Supply(id="flag", due=at(20)), cue("c1", 0, 2, needs=("flag",))),
}
"""For each rule, records that come near and are right."""
