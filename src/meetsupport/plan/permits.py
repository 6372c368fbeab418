"""Who may change what, and what stands as it is: `meetsupport.model.EditRight` and `meetsupport.model.Freeze`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import cast

from meetsupport.core.errors import Fault, Frozen, NotPermitted
from meetsupport.core.records import Record
from meetsupport.model import EditRight, Event, Freeze, Person, Recipient, Team
from meetsupport.plan.change import Change, Delta
from meetsupport.plan.plan import Plan

__all__ = ["permit", "speaks_for"]

_STEPS = 3
"""How many references lead from a record to its event at most: a seat's trip, a stay's room and its lodging."""


def permit(before: Plan, after: Plan, change: Change, deltas: Iterable[Delta], now: datetime) -> None:
    """
    Refuse a change of what is not its author's, or of what is frozen.

    What counts are the rights and the freezes before the change, so that none gives itself a right.

    Args:
        before: The plan that it meets.
        after: The plan after it.
        change: The change.
        deltas: What it does.
        now: When it is made, if it does not say so itself.

    Raises:
        NotPermitted: Others have the right to change a record, and the author has not.
        Frozen: A record is frozen, and the change does not say who overrides that.
    """
    rights = [cast("EditRight", one) for one in before.table("EditRight").values()]
    freezes = [cast("Freeze", one) for one in before.table("Freeze").values()]
    if not rights and not freezes:
        return
    refused: list[Fault] = []
    frozen: list[Fault] = []
    own = _own(before, change.by)
    moment = change.at or now
    for delta in deltas:
        fields = _changed(delta)
        events = {_event_of(plan, record) for plan, record in ((before, delta.old), (after, delta.new)) if record}
        refused += _not_own(rights, delta, fields, events, change.by, own)
        if not change.override:
            frozen += _standing(freezes, delta, fields, events, moment)
    if refused:
        raise NotPermitted("; ".join(map(str, refused)))
    if frozen:
        raise Frozen("; ".join(map(str, frozen)))


def _changed(delta: Delta) -> AbstractSet[str] | None:
    """Give the fields that a change sets; ``None`` where the whole record comes or goes."""
    if delta.old is None or delta.new is None:
        return None
    return {name for name in delta.new.__record__.fields if getattr(delta.old, name) != getattr(delta.new, name)}


def _touches(limited: tuple[str, ...], fields: AbstractSet[str] | None) -> bool:
    return not limited or (fields is not None and not fields.isdisjoint(limited))


def _not_own(
    rights: Iterable[EditRight],
    delta: Delta,
    fields: AbstractSet[str] | None,
    events: AbstractSet[str | None],
    by: str,
    own: AbstractSet[str],
) -> Iterator[Fault]:
    concerned = [
        right for right in rights if right.type == delta.type and (right.event is None or right.event in events)
    ]
    for name in sorted(fields) if fields is not None else ("",):
        over = [right for right in concerned if not right.fields or name in right.fields]
        if over and not any(by in right.persons or not own.isdisjoint(right.teams) for right in over):
            whose = sorted({f"Team:{one}" for right in over for one in right.teams})
            whose += sorted({f"Person:{one}" for right in over for one in right.persons})
            place = f"$.{delta.type}[{delta.id!r}]" + (f".{name}" if name else "")
            yield Fault(place, f"{by!r} may not change it: it is for {', '.join(whose) or 'nobody'}")


def _standing(
    freezes: Iterable[Freeze],
    delta: Delta,
    fields: AbstractSet[str] | None,
    events: AbstractSet[str | None],
    moment: datetime,
) -> Iterator[Fault]:
    if delta.type == Freeze.__record__.name and isinstance(delta.old, Freeze) and _holds(delta.old, moment):
        yield Fault(f"$.Freeze[{delta.id!r}]", "it holds already: moving it needs somebody who overrides it by name")
    for freeze in freezes:
        if (
            freeze.type == delta.type
            and _holds(freeze, moment)
            and (freeze.event is None or freeze.event in events)
            and (not freeze.ids or delta.id in freeze.ids)
            and _touches(freeze.fields, fields)
        ):
            since = f" since {freeze.since.isoformat()}" if freeze.since is not None else ""
            yield Fault(
                f"$.{delta.type}[{delta.id!r}]",
                f"frozen{since} (Freeze:{freeze.id}): moving it needs somebody who overrides that by name",
            )


def _holds(freeze: Freeze, moment: datetime) -> bool:
    return freeze.since is None or freeze.since <= moment


def _own(plan: Plan, by: str) -> AbstractSet[str]:
    """Name the teams that somebody belongs to or leads, or for which they speak as a recipient."""
    recipient = cast("Recipient | None", plan.find("Recipient", by))
    who = {by, recipient.person if recipient is not None else None}
    teams = {by} if by in plan.table("Team") else set[str]()
    if recipient is not None and recipient.team is not None:
        teams.add(recipient.team)
    for one in who:
        person = cast("Person | None", plan.find("Person", one)) if one else None
        if person is not None:
            teams |= {person.team} if person.team else set()
            teams |= {
                team.id
                for team in cast("Iterable[Team]", plan.table("Team").values())
                if one in {team.lead, team.deputy}
            }
    return teams


def speaks_for(plan: Plan, by: str, whom: str) -> bool:
    """
    Say whether somebody may answer for a person, a team or a recipient, or for an office that the plan does not know.

    Args:
        plan: The plan.
        by: Who answers, by id.
        whom: For whom: an id, or the name of an office. An office that is not in the plan is anybody's to speak for;
            the journal says who did.
    """
    if by == whom:
        return True
    if whom in plan.table("Team"):
        return whom in _own(plan, by)
    if whom in plan.table("Person"):
        recipient = cast("Recipient | None", plan.find("Recipient", by))
        return recipient is not None and recipient.person == whom
    return whom not in plan.table("Recipient")


def _event_of(plan: Plan, record: Record) -> str | None:
    """Follow a record's required references, which say what it is part of, until one has an event."""
    if isinstance(record, Event):
        return record.id
    found: list[Record] = [record]
    for _ in range(_STEPS):
        for one in found:
            event: str | None = getattr(one, "event", None)
            if event is not None:
                return event
        found = [
            owner
            for one in found
            for spec in one.__record__.refs
            if spec.required
            and not spec.many
            and (owner := plan.find(str(spec.refers_to), getattr(one, spec.name))) is not None
        ]
    return None
