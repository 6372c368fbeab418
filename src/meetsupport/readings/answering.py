"""Who answers for what, who may work, who has signed, and what guests said."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING

import attrs

from meetsupport.model import (
    Answer,
    Coordination,
    Lodging,
    Meal,
    Organization,
    Person,
    Place,
    Responsibility,
    Supply,
    Survey,
    Task,
    Team,
    Training,
    Trip,
)
from meetsupport.plan import derived
from meetsupport.readings.whereabouts import spots

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = [
    "DirectoryEntry",
    "MatrixRow",
    "Satisfaction",
    "directory",
    "events_of_body",
    "matters_of_place",
    "matters_wanting",
    "must_sign",
    "responsibility_matrix",
    "satisfaction",
    "unsigned",
]


@attrs.frozen
class MatrixRow:
    """
    One row of a responsibility matrix: ids of bodies.

    Attributes:
        id: The id of the `Responsibility`.
        matter: What it is about.
        place: Where, by id, if it is about a place.
        responsible: Who answers for it; one, if all is well.
        supporting: Who helps.
        informed: Who is told.
    """

    id: str
    matter: str
    place: str | None
    responsible: tuple[str, ...]
    supporting: tuple[str, ...]
    informed: tuple[str, ...]


@derived
def responsibility_matrix(plan: Reader, event: str) -> tuple[MatrixRow, ...]:
    """List who answers for what at an event (责任分工表), by matter and then by place."""
    rows = (
        MatrixRow(r.id, r.matter, r.place, r.responsible, r.supporting, r.informed)
        for r in plan.where(Responsibility, event=event)
    )
    return tuple(sorted(rows, key=lambda row: (row.matter, row.place or "", row.id)))


@derived
def matters_of_place(plan: Reader, place: str) -> frozenset[tuple[str | None, str]]:
    """Give the matters of a place itself that the matrix names, each with the id of its event."""
    return frozenset((r.event, r.matter) for r in plan.where(Responsibility, place=place) if r.matter)


@derived
def _matters_of_siblings(plan: Reader, kind: tuple[str, str | None]) -> frozenset[tuple[str | None, str]]:
    name, within = kind
    places = plan.where(Place, kind=name, within=within)
    return frozenset(matter for place in places for matter in plan.derive(matters_of_place, place.id))


@derived
def _matters_everywhere(plan: Reader, event: str | None) -> frozenset[tuple[str | None, str]]:
    return frozenset((r.event, r.matter) for r in plan.where(Responsibility, event=event) if r.place is None)


@derived
def matters_wanting(plan: Reader, place: str) -> tuple[tuple[str | None, str], ...]:
    """
    List the matters that the matrix names for other places of the same kind beside this one, and not for it.

    A place is covered by what is said of it, of a larger place that it is part of, and of no place at all.

    Returns:
        The ids of the events with the matters, in their order.
    """
    found = plan.get(Place, place)
    if found is None or not found.kind:
        return ()
    asked = plan.derive(_matters_of_siblings, (found.kind, found.within))
    covered = {matter for spot in plan.derive(spots, place) for matter in plan.derive(matters_of_place, spot)}
    wanting = [
        (event, matter)
        for event, matter in asked - covered
        if (event, matter) not in plan.derive(_matters_everywhere, event)
    ]
    return tuple(sorted(wanting, key=lambda one: (one[0] or "", one[1])))


_WORKED_FOR: tuple[type[Lodging | Meal | Supply | Task | Team | Trip], ...] = (Lodging, Meal, Supply, Task, Team, Trip)
"""What is done by a body for an event."""


@derived
def events_of_body(plan: Reader, organization: str) -> tuple[str, ...]:
    """
    List the events that a body works for, in the order of their ids.

    Those are the events of what it answers for or supports, and of its tasks, teams, trips, meals, buildings and
    supplies. A body that none of these name may work for any event of the plan; then there is none in the list.
    """
    events: set[str | None] = set()
    for role in ("responsible", "supporting"):
        events |= {r.event for r in plan.where(Responsibility, **{role: organization})}
    for cls in _WORKED_FOR:
        events |= {one.event for one in plan.where(cls, organization=organization)}
    return tuple(sorted(event for event in events if event is not None))


@attrs.frozen
class DirectoryEntry:
    """
    A body in the directory (协作单位名录).

    Attributes:
        organization: Its id.
        role: host, undertake, assist, contractor, partner or inner.
        kinds: What it can be needed as.
        contact: Whom to call there, by id.
        on_call: The line that is answered at any hour.
        invited: To how many coordination meetings it was invited.
        attended: To how many it came, whether invited or not; a meeting that it called counts.
    """

    organization: str
    role: str
    kinds: tuple[str, ...]
    contact: str | None
    on_call: str
    invited: int
    attended: int

    @property
    def never_came(self) -> bool:
        """Whether it was invited and came to none."""
        return self.invited > 0 and self.attended == 0


def directory(plan: Reader, role: str = "") -> tuple[DirectoryEntry, ...]:
    """
    List the bodies that one works with, and how often each came to the coordination meetings.

    Args:
        plan: What to read.
        role: Only bodies of this role: partner, contractor, inner …
    """
    bodies = plan.where(Organization, role=role) if role else plan.all(Organization)
    return tuple(
        DirectoryEntry(
            body.id,
            body.role,
            body.kinds,
            body.contact,
            body.on_call,
            len(plan.where(Coordination, invited=body.id)),
            len(
                {m.id for field in ("attended", "convener") for m in plan.where(Coordination, **{field: body.id})},
            ),
        )
        for body in bodies
    )


@derived
def must_sign(plan: Reader, training: str) -> tuple[str, ...]:
    """List who must have read a training, or been there, in the order of their ids: named, or of its groups."""
    found = plan.get(Training, training)
    if found is None:
        return ()
    people = set(found.persons)
    people |= {person.id for team in found.teams for person in plan.where(Person, team=team)}
    people |= {person.id for body in found.organizations for person in plan.where(Person, organization=body)}
    return tuple(sorted(people))


@derived
def unsigned(plan: Reader, training: str) -> tuple[str, ...]:
    """List who must sign for a training and has not, in the order of their ids."""
    found = plan.get(Training, training)
    signed = frozenset(found.signed) if found is not None else frozenset[str]()
    return tuple(person for person in plan.derive(must_sign, training) if person not in signed)


@attrs.frozen
class Satisfaction:
    """
    What guests said, counted (满意度).

    Attributes:
        asked: How many were asked.
        counts: How many gave each score, from 1 to the best.
        invalid: How many gave a score that there is not; they count in nothing else.
    """

    asked: int
    counts: tuple[int, ...]
    invalid: int

    @property
    def answers(self) -> int:
        """How many answered with a score that there is."""
        return sum(self.counts)

    @property
    def rate(self) -> Decimal | None:
        """The share that answered, to four places; ``None`` where nobody was asked."""
        return _share(self.answers, self.asked, "0.0001") if self.asked > 0 else None

    @property
    def mean(self) -> Decimal | None:
        """The mean score, to two places; ``None`` where nobody answered."""
        total = sum(score * count for score, count in enumerate(self.counts, 1))
        return _share(total, self.answers, "0.01") if self.answers else None


def _share(part: int, whole: int, step: str) -> Decimal:
    return (Decimal(part) / Decimal(whole)).quantize(Decimal(step), rounding=ROUND_HALF_EVEN)


MOST_SCORES = 100
"""The best score that is counted; a survey with a better one has a slip of the pen."""


@derived
def satisfaction(plan: Reader, survey: str) -> Satisfaction:
    """Count the answers to a survey."""
    found = plan.get(Survey, survey)
    if found is None:
        return Satisfaction(0, (), 0)
    counts = [0] * min(max(found.best, 0), MOST_SCORES)
    invalid = 0
    for answer in plan.where(Answer, survey=survey):
        if 1 <= answer.score <= len(counts):
            counts[answer.score - 1] += 1
        else:
            invalid += 1
    return Satisfaction(found.asked, tuple(counts), invalid)
