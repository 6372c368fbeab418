"""
Who eats a meal: how many heads, and with which diets.

A participant counts with all companions. Who is away for all of a meal does not eat it: before they arrive, after they
depart, and while they are on leave; nor does who works and is on leave then.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import accumulate
from typing import TYPE_CHECKING, TypeAlias

import attrs

from meetsupport.core.times import Window
from meetsupport.model import Arrival, Delegation, Leave, Meal, Participant, Person
from meetsupport.plan import derived
from meetsupport.readings.heads import Attending, delegates, everybody, on_route, unattached

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["diets", "meal_heads"]

THERE = frozenset({"met", "signed-in"})
"""The states of participants who have come, whatever their arrival says."""

_Group: TypeAlias = "tuple[str, str]"
"""A kind of group that eats together (delegation, route, event; unattached: of an event, without one), and its id."""

_EVER, _NEVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def _groups(meal: Meal) -> tuple[_Group, ...]:
    """List the groups of participants who eat a meal, each once; everybody of its event where none is named."""
    named = [("delegation", one) for one in meal.delegations] + [("route", one) for one in meal.routes]
    if not (named or meal.teams) and meal.event is not None:
        return (("event", meal.event),)
    return tuple(dict.fromkeys(named))


def _parted(groups: Iterable[_Group]) -> bool:
    """Say whether nobody can be in two of the groups: a participant has one delegation, and one route."""
    return len({kind for kind, _ in groups}) < 2  # noqa: PLR2004 - one kind or none


_OF = {"event": everybody, "delegation": delegates, "route": on_route, "unattached": unattached}


def _members(plan: Reader, group: _Group) -> Iterator[Attending]:
    kind, id = group
    return (one for one in plan.derive(_OF[kind], id) if not one.away)


# Away


@attrs.frozen
class _Away:
    """Somebody who is away for some time: spans that do not touch, in order."""

    who: str
    heads: int
    spans: tuple[tuple[datetime, datetime], ...]

    def misses(self, meal: Window) -> bool:
        """Say whether they are away for all of a meal."""
        return any(start <= meal.start and meal.end <= end for start, end in self.spans)


def _merged(spans: Iterable[tuple[datetime, datetime]]) -> tuple[tuple[datetime, datetime], ...]:
    found: list[tuple[datetime, datetime]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        elif start < end:
            found.append((start, end))
    return tuple(found)


def _spans(plan: Reader, guest: Participant) -> Iterator[tuple[datetime, datetime]]:
    if guest.arrival is not None and guest.state not in THERE:
        arrival = plan.get(Arrival, guest.arrival)
        if arrival is not None and arrival.due is not None:
            yield _EVER, arrival.due
    if guest.departs is not None:
        yield guest.departs, _NEVER
    for leave in plan.where(Leave, participant=guest.id):
        if leave.window is not None:
            yield leave.window.start, leave.window.end


@derived
def _away(plan: Reader, group: _Group) -> tuple[_Away, ...]:
    """List who of a group is away for some time, once for all its meals."""
    kind, id = group
    if kind == "event":
        parts = [("delegation", one.id) for one in plan.where(Delegation, event=id)]
        return tuple(one for part in (*parts, ("unattached", id)) for one in plan.derive(_away, part))
    found: list[_Away] = []
    for one in _members(plan, group):
        guest = plan.get(Participant, one.participant)
        spans = _merged(_spans(plan, guest)) if guest is not None else ()
        if spans:
            found.append(_Away(one.participant, one.heads, spans))
    return tuple(found)


@attrs.frozen
class _Table:
    """
    How many heads of a group eat at a time, so that a meal costs two searches, however many arrive and depart.

    Attributes:
        heads: All of them.
        arrivals: When those arrive who were never there before, in order.
        missing: How many heads arrive at the first, the first two, …
        departures: When those depart who do not come back, in order.
        gone: How many heads depart at the first, the first two, …
        between: Who is away from then until then: from, until, heads.
    """

    heads: int
    arrivals: tuple[datetime, ...]
    missing: tuple[int, ...]
    departures: tuple[datetime, ...]
    gone: tuple[int, ...]
    between: tuple[tuple[datetime, datetime, int], ...]

    def at(self, meal: Window | None) -> int:
        """Count the heads that are there for some of a meal."""
        if meal is None:
            return self.heads
        here = bisect_left(self.arrivals, meal.end)
        late = self.missing[-1] - (self.missing[here - 1] if here else 0) if self.missing else 0
        left = bisect_right(self.departures, meal.start)
        early = self.gone[left - 1] if left else 0
        away = sum(heads for start, end, heads in self.between if start <= meal.start and meal.end <= end)
        return self.heads - late - early - away


@derived
def _eating(plan: Reader, group: _Group) -> _Table:
    """Count the heads of a group who eat, once for all its meals."""
    spans = [(start, end, one.heads) for one in plan.derive(_away, group) for start, end in one.spans]
    arrivals = sorted((end, heads) for start, end, heads in spans if start == _EVER)
    departures = sorted((start, heads) for start, end, heads in spans if start != _EVER and end == _NEVER)
    return _Table(
        sum(one.heads for one in _members(plan, group)),
        tuple(at for at, _ in arrivals),
        tuple(accumulate(heads for _, heads in arrivals)),
        tuple(at for at, _ in departures),
        tuple(accumulate(heads for _, heads in departures)),
        tuple((start, end, heads) for start, end, heads in spans if start != _EVER and end != _NEVER),
    )


@derived
def _staff(plan: Reader, team: str) -> tuple[_Away, ...]:
    """List the people of a team, and when each is on leave, once for all its meals."""
    return tuple(
        _Away(
            person.id,
            1,
            _merged((w.start, w.end) for one in plan.where(Leave, person=person.id) if (w := one.window) is not None),
        )
        for person in plan.where(Person, team=team)
    )


# Meals


@derived
def _eaters(plan: Reader, meal: str) -> tuple[Attending, ...]:
    """List the participants who eat a meal, each once: only where somebody may be in two of its groups."""
    found = plan.get(Meal, meal)
    groups = _groups(found) if found is not None else ()
    window = found.window if found is not None else None
    away = {
        one.who for group in groups for one in plan.derive(_away, group) if window is not None and one.misses(window)
    }
    eating = {one.participant: one for group in groups for one in _members(plan, group)}
    return tuple(one for one in eating.values() if one.participant not in away)


@derived
def meal_heads(plan: Reader, meal: str) -> int:
    """
    Count who eats a meal: participants of its groups with companions, the people of its teams, and other guests.

    Who is away for all of it is not counted.
    """
    found = plan.get(Meal, meal)
    if found is None:
        return 0
    groups, window = _groups(found), found.window
    if _parted(groups):
        eating = sum(plan.derive(_eating, group).at(window) for group in groups)
    else:
        eating = sum(one.heads for one in plan.derive(_eaters, meal))
    staff = sum(
        1
        for team in dict.fromkeys(found.teams)
        for one in plan.derive(_staff, team)
        if window is None or not one.misses(window)
    )
    return eating + staff + found.guests


@derived(sensitive="health")
def _diets(plan: Reader, group: _Group) -> tuple[tuple[str, str], ...]:
    """List who of a group has a special diet, and which, once for all its meals."""
    return tuple(_with_diet(plan, (one.participant for one in _members(plan, group))))


def _with_diet(plan: Reader, participants: Iterable[str]) -> Iterator[tuple[str, str]]:
    for id in participants:
        who = plan.get(Participant, id)
        if who is not None and who.diet:
            yield id, who.diet


@derived(sensitive="health")
def _diets_away(plan: Reader, group: _Group) -> tuple[tuple[str, _Away], ...]:
    """List who of a group has a special diet and is away for some time, once for all its meals."""
    diets_of: tuple[tuple[str, str], ...] = plan.derive(_diets, group)
    having = dict(diets_of)
    return tuple((having[one.who], one) for one in plan.derive(_away, group) if one.who in having)


@derived(sensitive="health")
def diets(plan: Reader, meal: str) -> tuple[str, ...]:
    """Count the special diets of a meal, without names: ``("halal × 3", "no nuts × 1")``."""
    found = plan.get(Meal, meal)
    if found is None:
        return ()
    groups, window = _groups(found), found.window
    counts: Counter[str] = Counter()
    if _parted(groups):
        for group in groups:
            having: tuple[tuple[str, str], ...] = plan.derive(_diets, group)
            away: tuple[tuple[str, _Away], ...] = plan.derive(_diets_away, group)
            counts.update(diet for _, diet in having)
            counts.subtract(diet for diet, one in away if window is not None and one.misses(window))
    else:
        eating = plan.derive(_eaters, meal)
        counts.update(diet for _, diet in _with_diet(plan, (one.participant for one in eating)))
    return tuple(f"{diet} × {counts[diet]}" for diet in sorted(counts) if counts[diet])
