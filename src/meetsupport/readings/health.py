"""
Who is under which health requirements, and when.

Protocols, editions and requirements are records, so that another epidemic, another authority or another edition is
another set of records. Somebody is a pair of a record type's name and an id: ``("Person", "p-17")``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING, TypeAlias
from zoneinfo import ZoneInfo

import attrs

from meetsupport.model import Adoption, Cohort, Event, HealthProtocol, Participant, Person, Requirement
from meetsupport.plan import derived
from meetsupport.readings.calendar import is_zone
from meetsupport.readings.heads import GONE

if TYPE_CHECKING:
    from meetsupport.core.times import Window
    from meetsupport.plan import Reader

__all__ = [
    "PARTICIPANT",
    "PERSON",
    "Edition",
    "Obligation",
    "Who",
    "asked",
    "cohorts_of",
    "day_number",
    "edition_on",
    "editions",
    "event_asks",
    "event_tests",
    "in_force",
    "members",
    "unasked_tests",
    "zone_of",
]

Who: TypeAlias = "tuple[str, str]"
"""Somebody: the name of a record type, `PERSON` or `PARTICIPANT`, and an id."""

PERSON = "Person"
PARTICIPANT = "Participant"

TESTS = frozenset({"test", "round"})
"""Kinds of requirement that ask for tests."""

ILLNESS = "illness"
"""After what tests are asked only of who was ill."""

JOBS = frozenset({"staff", "risk", "occupational", "food", "periphery"})
"""Kinds of cohort of those who work."""

GUESTS = frozenset({"participant"})
"""Kinds of cohort of those who take part."""

WEAK = "C"
"""The grade of sources that give hints only."""


@attrs.frozen
class Edition:
    """
    The days on which one edition of a family of protocols holds.

    Attributes:
        protocol: The id of the protocol.
        first: The first day; ``None`` for no bound.
        last: The last day; ``None`` for no bound.
    """

    protocol: str
    first: date | None
    last: date | None


@attrs.frozen
class Obligation:
    """
    A requirement that a cohort is under for a time.

    Attributes:
        requirement: What is asked.
        pathogen: What it is against.
        hint: Whether its source is weak, so that nothing more than a hint may rest on it.
        adoption: The id of the adoption that it follows from.
        cohort: The id of the cohort.
        event: The id of the event, whose days are counted.
        start: From when; ``None`` for no bound.
        end: Until just before when; ``None`` for no bound.
    """

    requirement: Requirement
    pathogen: str
    hint: bool
    adoption: str
    cohort: str
    event: str | None
    start: datetime | None
    end: datetime | None

    def holds(self, moment: datetime) -> bool:
        """Say whether it holds at a moment."""
        return (self.start is None or self.start <= moment) and (self.end is None or moment < self.end)


def day_number(first: date, day: date, *, inclusive: bool) -> int:
    """
    Number a day of a stay or a run.

    Both customs are in use: a guest house that closed on 13 March counts 21 April as its fortieth day (inclusive), and
    who leaves a risk area on 1 January has 2 January as the first of seven days (exclusive).

    Args:
        first: The day on which it began.
        day: The day to number.
        inclusive: Whether the first day counts as day 1; otherwise the day after it is day 1.
    """
    return (day - first).days + (1 if inclusive else 0)


def zone_of(plan: Reader, event: str | None) -> tzinfo:
    """Give the time zone that an event counts its days in; UTC without an event or a known zone."""
    found = plan.get(Event, event) if event is not None else None
    return ZoneInfo(found.zone) if found is not None and is_zone(found.zone) else UTC


def midnight(day: date | None, zone: tzinfo) -> datetime | None:
    """Give the moment at which a day begins, as clocks there show it; ``None`` where there is no such moment."""
    if day is None:
        return None
    local = datetime.combine(day, time.min, tzinfo=zone)
    try:
        local.astimezone(UTC)
    except OverflowError:
        return None
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta(0)))


def _after(day: date | None) -> date | None:
    return None if day is None or day == date.max else day + timedelta(days=1)


# Editions


@derived
def editions(plan: Reader, family: str) -> tuple[Edition, ...]:
    """
    List when which edition of a family of protocols holds, in the order of their days.

    Where the days of several editions overlap, the one that came into force last holds.
    """
    of_family = plan.where(HealthProtocol, family=family)
    turns = sorted({day for one in of_family for day in (one.starts, _after(one.ends)) if day is not None})
    found: list[Edition] = []
    for first, following in zip([None, *turns], [*turns, None], strict=True):
        holding = _holding(of_family, first or date.min)
        last = following - timedelta(days=1) if following is not None else None
        if holding is None:
            continue
        if found and found[-1].protocol == holding.id and _after(found[-1].last) == first:
            found[-1] = attrs.evolve(found[-1], last=last)
        else:
            found.append(Edition(holding.id, first, last))
    return tuple(found)


def _holding(of_family: tuple[HealthProtocol, ...], day: date) -> HealthProtocol | None:
    there = [p for p in of_family if (p.starts or date.min) <= day <= (p.ends or date.max)]
    return max(there, key=lambda p: (p.starts or date.min, p.id), default=None)


def edition_on(plan: Reader, family: str, day: date) -> str | None:
    """
    Say which edition of a family of protocols holds on a day.

    Returns:
        The id of the protocol, or ``None`` where no edition holds.
    """
    for one in plan.derive(editions, family):
        if (one.first or date.min) <= day <= (one.last or date.max):
            return one.protocol
    return None


# Cohorts


@derived
def cohorts_of(plan: Reader, who: Who) -> tuple[str, ...]:
    """List the cohorts that somebody belongs to, by name or through a group, at any time."""
    return _cohorts(plan, who)


def _cohorts(plan: Reader, who: Who) -> tuple[str, ...]:
    kind, id = who
    found: list[Cohort] = []
    if kind == PERSON:
        found += plan.where(Cohort, persons=id)
        person = plan.get(Person, id)
        if person is not None and person.team is not None:
            found += plan.where(Cohort, teams=person.team)
        if person is not None and person.organization is not None:
            found += plan.where(Cohort, organizations=person.organization)
    else:
        found += plan.where(Cohort, participants=id)
        guest = plan.get(Participant, id)
        if guest is not None and guest.delegation is not None:
            found += plan.where(Cohort, delegations=guest.delegation)
    return (found[0].id,) if len(found) == 1 else tuple(sorted({one.id for one in found}))


@derived
def members(plan: Reader, cohort: str) -> tuple[Who, ...]:
    """List who belongs to a cohort. Participants who were substituted or have left do not."""
    found = plan.get(Cohort, cohort)
    if found is None:
        return ()
    persons = dict.fromkeys(found.persons)
    for team in found.teams:
        persons.update(dict.fromkeys(p.id for p in plan.where(Person, team=team)))
    for body in found.organizations:
        persons.update(dict.fromkeys(p.id for p in plan.where(Person, organization=body)))
    guests = [plan.get(Participant, one) for one in found.participants]
    guests += [p for one in found.delegations for p in plan.where(Participant, delegation=one)]
    coming = {p.id for p in guests if p is not None and p.state not in GONE}
    return (*((PARTICIPANT, one) for one in sorted(coming)), *((PERSON, one) for one in sorted(persons)))


# What is asked


@derived
def in_force(plan: Reader, cohort: str) -> tuple[Obligation, ...]:
    """
    List what a cohort is asked, and from when to when.

    An adoption is kept by the cohorts that it names, or by all of its event if it names none. Editions hold by whole
    days of its event's zone.
    """
    found = plan.get(Cohort, cohort)
    if found is None:
        return ()
    adoptions = (*plan.where(Adoption, cohorts=cohort), *_general(plan, found.event))
    return tuple(
        one
        for adoption in adoptions
        for one in _obligations(plan, adoption, found)
        if not one.requirement.cohorts or set(one.requirement.cohorts) & set(found.kinds)
    )


@derived
def event_asks(plan: Reader, event: str) -> tuple[Obligation, ...]:
    """List what the protocols that an event keeps ask, of whomever; the cohort of each is empty."""
    named = [a for a in plan.where(Adoption, event=event) if a.cohorts]
    adoptions = {a.id: a for a in (*named, *_general(plan, event))}
    return tuple(one for adoption in adoptions.values() for one in _obligations(plan, adoption, None, event))


@derived
def event_tests(plan: Reader, event: str) -> tuple[Obligation, ...]:
    """List the tests that an event asks for, but for those of who was ill."""
    asks = plan.derive(event_asks, event)
    return tuple(one for one in asks if one.requirement.kind in TESTS and one.requirement.after != ILLNESS)


def unasked_tests(plan: Reader, who: Who, event: str, moment: datetime) -> tuple[Obligation, ...]:
    """
    List the tests that an event asks for, where somebody is asked for none.

    What is asked of cohorts of some kinds alone is missed of those who belong to no cohort, since nobody has said of
    which kind they are; whoever belongs to a cohort of another kind need not do it. Nobody is missed who cannot be of
    the kind: a guest does no job, and staff are no guests. What an event asks of cohorts of staff that it names, it
    asks of no guest.
    """
    wanted = plan.derive(event_tests, event)
    guest = who[0] == PARTICIPANT
    others = JOBS if guest else GUESTS
    if not wanted or any(one.requirement.kind in TESTS and one.holds(moment) for one in plan.derive(asked, who)):
        return ()
    grouped = bool(plan.derive(cohorts_of, who))
    return tuple(
        one
        for one in wanted
        if one.holds(moment)
        and not (one.requirement.cohorts and (grouped or others.issuperset(one.requirement.cohorts)))
        and not (guest and _of_staff(plan, one.adoption))
    )


def _of_staff(plan: Reader, adoption: str) -> bool:
    """Say whether an adoption names cohorts, and in none of them are guests."""
    found = plan.get(Adoption, adoption)
    named = [plan.get(Cohort, one) for one in found.cohorts] if found is not None else []
    return bool(named) and not any(one is not None and (one.participants or one.delegations) for one in named)


def _general(plan: Reader, event: str | None) -> list[Adoption]:
    """List the adoptions that hold for all of an event, and those that hold for every event."""
    found = [a for a in plan.where(Adoption, event=None) if not a.cohorts]
    if event is not None:
        found += [a for a in plan.where(Adoption, event=event) if not a.cohorts]
    return found


def _obligations(
    plan: Reader, adoption: Adoption, cohort: Cohort | None, event: str | None = None
) -> Iterator[Obligation]:
    if event is None:
        event = adoption.event if adoption.event is not None or cohort is None else cohort.event
    zone = zone_of(plan, event)
    for edition in adopted_editions(plan, adoption):
        days = midnight(edition.first, zone), midnight(_after(edition.last), zone)
        start, end = _within(_within(days, adoption.window), cohort.window if cohort is not None else None)
        if start is not None and end is not None and start >= end:
            continue
        protocol = plan.get(HealthProtocol, edition.protocol)
        for requirement in plan.where(Requirement, protocol=edition.protocol):
            grade = requirement.grade or (protocol.grade if protocol is not None else "")
            pathogen = protocol.pathogen if protocol is not None else ""
            whose = cohort.id if cohort is not None else ""
            yield Obligation(requirement, pathogen, grade == WEAK, adoption.id, whose, event, start, end)


def adopted_editions(plan: Reader, adoption: Adoption) -> tuple[Edition, ...]:
    """List when which edition holds under an adoption: the one that it fixes, or those of its family in turn."""
    if adoption.protocol is not None:
        return (Edition(adoption.protocol, None, None),)
    return plan.derive(editions, adoption.family)


def _within(
    span: tuple[datetime | None, datetime | None], window: Window | None
) -> tuple[datetime | None, datetime | None]:
    start, end = span
    if window is None:
        return span
    return (
        window.start if start is None else max(start, window.start),
        window.end if end is None else min(end, window.end),
    )


@derived
def asked(plan: Reader, who: Who) -> tuple[Obligation, ...]:
    """List all that somebody is asked, through any cohort, each requirement once for a span of time."""
    cohorts = _cohorts(plan, who)
    if len(cohorts) == 1:
        return plan.derive(_asked_of, cohorts[0])
    return _once(one for cohort in cohorts for one in plan.derive(in_force, cohort))


@derived
def _asked_of(plan: Reader, cohort: str) -> tuple[Obligation, ...]:
    obligations = plan.derive(in_force, cohort)
    return _once(obligations)


def _once(obligations: Iterable[Obligation]) -> tuple[Obligation, ...]:
    found: dict[tuple[str, datetime | None, datetime | None, str], Obligation] = {}
    for one in obligations:
        # Each cohort has a loop of its own, in which its people stay and while they are in which rounds count.
        cohort = one.cohort if one.requirement.kind in {"stay", "round"} else ""
        found.setdefault((one.requirement.id, one.start, one.end, cohort), one)
    return tuple(found.values())
