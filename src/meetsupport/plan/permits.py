"""Who may change what, and what stands as it is: `meetsupport.model.EditRight` and `meetsupport.model.Freeze`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any, cast

from meetsupport.core.errors import Fault, Frozen, NotPermitted
from meetsupport.core.messages import Message, termed
from meetsupport.core.records import Record, RecordType, evolved
from meetsupport.core.specs import is_set
from meetsupport.model import EditRight, Event, Freeze, Organization, Person, Recipient, Team
from meetsupport.plan.change import Change, Delta
from meetsupport.plan.plan import Plan

__all__ = ["answers", "guarding", "permit", "speaks_for"]

_STEPS = 3
"""How many references lead from a record to its event at most: a seat's trip, a stay's room and its lodging."""


def permit(before: Plan, after: Plan, change: Change, deltas: Iterable[Delta], now: datetime) -> None:
    """
    Refuse a change of what is not its author's, or of what is frozen.

    What counts are the rights and the freezes before the change, so that none gives itself a right. Who has no part in
    a right may not change it either, nor give another for such records, unless somebody overrides that by name.

    Args:
        before: The plan that it meets.
        after: The plan after it.
        change: The change.
        deltas: What it does.
        now: When the desk takes it. What its author says of when it was made is no way round a freeze.

    Raises:
        NotPermitted: Others have the right to change a record, and the author has not.
        Frozen: A record is frozen or stands by its state, and the change does not say who overrides that.
    """
    rights = [cast("EditRight", one) for one in before.table("EditRight").values()]
    freezes = [cast("Freeze", one) for one in before.table("Freeze").values() if _holds(cast("Freeze", one), now)]
    overridden = is_set(change.override)
    refused: list[Fault] = []
    frozen: list[Fault] = []
    own = _own(before, change.by) if rights else frozenset[str]()
    for delta in deltas:
        if not overridden and change.undoes is None:
            frozen += _settled(delta)
        if not rights and not freezes:
            continue
        fields = _changed(delta)
        events = {_event_of(plan, record) for plan, record in ((before, delta.old), (after, delta.new)) if record}
        wholes = [*_wholes(before, delta.old), *_wholes(after, delta.new)]
        refused += _not_own(
            [one for one in rights if one.event is None or one.event in events], delta, fields, change.by, own, wholes
        )
        if not overridden:
            refused += _taken(before.types, rights, delta, change.by, own)
            frozen += _standing(freezes, delta, fields, events, {key for _, key in wholes})
    if refused:
        raise NotPermitted.of(*refused)
    if frozen:
        raise Frozen.of(*frozen)


def _called(cls: type[Record], id: str) -> Message:
    rt = cls.__record__
    return Message.of("{type}:{id}", type=termed(rt.name, rt.label), id=id)


def _changed(delta: Delta) -> AbstractSet[str] | None:
    """Give the fields that a change sets; ``None`` where the whole record comes or goes."""
    if delta.old is None or delta.new is None:
        return None
    return {name for name in delta.new.__record__.fields if getattr(delta.old, name) != getattr(delta.new, name)}


def _settled(delta: Delta) -> Iterator[Fault]:
    """Find what stands in the state that a record is in and in the one that it comes to, and would be changed or go."""
    if delta.old is None:
        return
    for spec in delta.old.__record__.stateful:
        state = getattr(delta.old, spec.name)
        after = spec.stands.get(state, ()) if delta.new is None else spec.stands.get(getattr(delta.new, spec.name), ())
        moved = [
            name
            for name in spec.stands.get(state, ())
            if name in after and (delta.new is None or getattr(delta.new, name) != getattr(delta.old, name))
        ]
        if moved:
            said = Message.of(
                "{fields} of what is {state} stand as they are: enter a new version, or name who overrides that",
                fields=tuple(termed(name, delta.old.__record__.fields[name].label) for name in moved),
                state=termed(repr(state), spec.words[state]),
            )
            yield Fault.of(f"$.{delta.type}[{delta.id!r}]", said)


def _wholes(plan: Plan, record: Record | None) -> Iterator[tuple[int, tuple[str, str]]]:
    """Name what a record is part of, and what that is part of, each with how many steps away it is."""
    found = [record] if record is not None else []
    for step in range(_STEPS):
        owners = [
            (str(spec.refers_to), one)
            for part in found
            for spec in part.__record__.refs
            if spec.part and (one := getattr(part, spec.name)) is not None
        ]
        yield from ((step, key) for key in owners)
        found = [owner for key in owners if (owner := plan.find(*key)) is not None]


def _touches(limited: tuple[str, ...], delta: Delta, fields: AbstractSet[str] | None) -> bool:
    if not limited:
        return True
    return delta.new is None if fields is None else not fields.isdisjoint(limited)


def _not_own(
    rights: Iterable[EditRight],
    delta: Delta,
    fields: AbstractSet[str] | None,
    by: str,
    own: AbstractSet[str],
    wholes: Iterable[tuple[int, tuple[str, str]]],
) -> Iterator[Fault]:
    """
    Find what others have the right to.

    Whose the whole is, theirs are its parts, unless somebody has a right to the parts themselves. What happens to a
    part, which its state says, is entered by whoever sees it.
    """
    nearest = [[right for right in rights if right.type == delta.type]]
    for step in range(_STEPS):
        types = {type for at, (type, _) in wholes if at == step}
        nearest.append([right for right in rights if right.type in types and not right.fields])
    states = {spec.name for record in (delta.old, delta.new) if record for spec in record.__record__.stateful}
    for name in sorted(fields) if fields is not None else ("",):
        over = [right for right in nearest[0] if not right.fields or name in right.fields]
        if not over and name not in states:
            over = next((some for some in nearest[1:] if some), list[EditRight]())
        if over and not any(by in right.persons or not own.isdisjoint(right.teams) for right in over):
            whose = _whose(over)
            place = f"$.{delta.type}[{delta.id!r}]" + (f".{name}" if name else "")
            said = Message.of(
                "{by} may not change it: it is for {whose}", by=repr(by), whose=tuple(whose) or Message.of("nobody")
            )
            yield Fault.of(place, said)


def _taken(
    types: Mapping[str, RecordType[Any]], rights: Iterable[EditRight], delta: Delta, by: str, own: AbstractSet[str]
) -> Iterator[Fault]:
    """
    Find a right that is given, changed or taken by who has no part in the rights to such records.

    A right to parts is given by who has the right to the parts, or else to the whole. Where there is a right to the
    rights themselves, that alone counts; a right that names nobody guards nothing.
    """
    given = [one for one in (delta.old, delta.new) if isinstance(one, EditRight)]
    if not given or any(right.type == delta.type for right in rights):
        return
    rights = [right for right in rights if right.teams or right.persons]
    over = [right for right in rights if any(right.id == one.id for one in given)]
    for one in given:
        meant = [r for r in rights if _meet(r.event, one.event) and (r.type == one.type or not r.fields)]
        nearest = ([right for right in meant if right.type in step] for step in _owners(types, one.type))
        over += next((some for some in nearest if some), list[EditRight]())
    if over and not any(by in right.persons or not own.isdisjoint(right.teams) for right in over):
        said = Message.of("{by} may not change it: it is for {whose}", by=repr(by), whose=tuple(_whose(over)))
        yield Fault.of(f"$.{delta.type}[{delta.id!r}]", said)


def _owners(types: Mapping[str, RecordType[Any]], type: str) -> Iterator[AbstractSet[str]]:
    """Give a record type, then the types of which its records are parts, and so on."""
    found = {type}
    for _ in range(_STEPS + 1):
        yield found
        specs = (spec for one in found if one in types for spec in types[one].refs)
        found = {str(spec.refers_to) for spec in specs if spec.part}


def _meet(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other


def _whose(rights: Iterable[EditRight]) -> list[Message]:
    rights = tuple(rights)
    teams = sorted({team for right in rights for team in right.teams})
    persons = sorted({person for right in rights for person in right.persons})
    return [*(_called(Team, one) for one in teams), *(_called(Person, one) for one in persons)]


def _standing(
    freezes: Iterable[Freeze],
    delta: Delta,
    fields: AbstractSet[str] | None,
    events: AbstractSet[str | None],
    wholes: AbstractSet[tuple[str, str]],
) -> Iterator[Fault]:
    # What happens is not planned: that a part was used, or somebody came, may be entered.
    states = {spec.name for spec in delta.new.__record__.stateful} if delta.new is not None else set[str]()
    happened = fields is not None and fields <= states
    for freeze in freezes:
        if delta.type == Freeze.__record__.name and delta.id == freeze.id:
            said = Message.of("it holds already: moving it needs somebody who overrides it by name")
            yield Fault.of(f"$.Freeze[{delta.id!r}]", said)
        if freeze.event is not None and freeze.event not in events:
            continue
        itself = (
            freeze.type == delta.type
            and (not freeze.ids or delta.id in freeze.ids)
            and _touches(freeze.fields, delta, fields)
        )
        if itself or (
            not freeze.fields
            and not happened
            and any(freeze.type == type and (not freeze.ids or one in freeze.ids) for type, one in wholes)
        ):
            said = Message.of(
                "frozen ({freeze}): moving it needs somebody who overrides that by name"
                if freeze.since is None
                else "frozen since {since} ({freeze}): moving it needs somebody who overrides that by name",
                freeze=_called(Freeze, freeze.id),
                since=freeze.since.isoformat() if freeze.since is not None else None,
            )
            yield Fault.of(f"$.{delta.type}[{delta.id!r}]", said)


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
    Say whether somebody may answer for a person, a team, a recipient or a body.

    For a team its people answer, those who lead it, and who is reached for it; for a body its contact, its people, and
    who is reached for it.

    Args:
        plan: The plan.
        by: Who answers, by id.
        whom: For whom, by id. For one that is not in the plan nobody speaks.
    """
    if by == whom:
        return answers(plan, whom)
    if whom in plan.table("Team"):
        return whom in _own(plan, by)
    recipient = cast("Recipient | None", plan.find("Recipient", by))
    if whom in plan.table("Person"):
        return recipient is not None and recipient.person == whom
    body = cast("Organization | None", plan.find("Organization", whom))
    if body is None or whom in plan.table("Recipient"):
        return False
    person = cast("Person | None", plan.find("Person", by))
    return (
        by == body.contact
        or (person is not None and person.organization == whom)
        or (recipient is not None and recipient.organization == whom)
    )


def answers(plan: Plan, whom: str) -> bool:
    """Say whether there is somebody of that id to answer: a person, a team, a recipient or a body."""
    return any(whom in plan.table(name) for name in ("Person", "Team", "Recipient", "Organization"))


def guarding(types: Mapping[str, RecordType[Any]], guard: EditRight | Freeze) -> tuple[Record, list[Fault]]:
    """
    Find which type and fields a right or a freeze means: those that there are not would be protected unseen.

    Args:
        types: The record types that there are.
        guard: The right or freeze, with the names or the Chinese terms of its type and fields.

    Returns:
        It with their names, and what of it there is not. The type of a plugin that is not installed is none of that:
        a plan loads without the plugin.
    """
    place = f"$.{guard.__record__.name}[{guard.id!r}]"
    name, near = _meant({rt.name: rt.label for rt in types.values()}, guard.type)
    if name is None:
        said = Message.of("no record type {type}, expected one of {near}", type=repr(guard.type), near=near)
        return guard, [] if "." in guard.type else [Fault.of(f"{place}.type", said)]
    terms = {spec.name: spec.label for spec in types[name].fields.values() if spec.name != "id"}
    fields: list[str] = []
    faults: list[Fault] = []
    for one in guard.fields:
        field, near = _meant(terms, one)
        if field is None:
            said = Message.of(
                "{type} has no field {field}, expected one of {near}",
                type=termed(name, types[name].label),
                field=repr(one),
                near=near,
            )
            faults.append(Fault.of(f"{place}.fields", said))
        else:
            fields.append(field)
    return guard if faults else evolved(guard, type=name, fields=tuple(fields)), faults


def _meant(terms: Mapping[str, str], wanted: str) -> tuple[str | None, tuple[str, ...]]:
    """Find a name by itself or by its term; or else say what is near."""
    if wanted in terms:
        return wanted, ()
    folded = wanted.strip().casefold()
    for name, term in terms.items():
        if folded in {name.casefold(), term.casefold()}:
            return name, ()
    import difflib  # noqa: PLC0415 - only who is refused waits for it

    words = {word.casefold(): name for name, term in terms.items() for word in (name, term) if word}
    close = {words[word] for word in difflib.get_close_matches(folded, words, n=3, cutoff=0.5)}
    shown = sorted(close) or sorted(terms)
    return None, tuple(f"{name} {terms[name]}".strip() for name in shown)


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
