"""What recipients must know of hazards, incidents, visitors, training, and what they answer for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from meetsupport.briefs._words import NO_PLACE, OPEN, SOMEWHERE, called, contact, minute, place_of, plain, span
from meetsupport.core.messages import Message
from meetsupport.model import (
    Coordination,
    Delegation,
    Hazard,
    Incident,
    Organization,
    Person,
    Recipient,
    Responsibility,
    Round,
    Survey,
    Task,
    Team,
    Training,
    Visitor,
)
from meetsupport.plugins import BriefSection, Line
from meetsupport.readings import found_by, reports_due, unfollowed, verifier, verify_by

if TYPE_CHECKING:
    from meetsupport.core.messages import Value
    from meetsupport.plan import Reader

__all__ = ["SECTIONS"]

_BODIES = ("host", "caterer", "lodging", "team-lead")
"""
Kinds of recipient that stand for a body. One that has several is told what it answers for in the first of them, so that
it is not told twice.
"""


def on_duty(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Tell a person the hazards, incidents, visitors, meetings and trainings that are theirs, and what rounds found."""
    person = recipient.person
    if person is None:
        return
    yield from _hazards(plan, person)
    for incident in plan.where(Incident, handler=person):
        if incident.state != "closed":
            yield from _incident(plan, incident)
    yield from _inspections(plan, person)
    yield from _meetings(plan, person)
    for visitor in plan.where(Visitor, host=person):
        yield Line(
            f"visitor:{visitor.id}",
            "you receive the visitor {visitor} from {organization}, {when}, at {entrance}",
            window=plain(visitor.window),
            visitor=called(plan, Visitor, visitor.id),
            organization=visitor.organization or OPEN,
            when=span(visitor.window),
            entrance=place_of(plan, visitor.entrance, SOMEWHERE),
        )
    for training in _trainings(plan, person):
        yield _training(training, "training", "you must read this and sign: {training}, {when}, by {due}")


def _hazards(plan: Reader, person: str) -> Iterator[Line]:
    for hazard in plan.where(Hazard, owner=person):
        if hazard.state != "closed":
            yield _hazard(
                plan, hazard, "hazard", "you see that this is mended: {hazard}, by {due}; measures: {measures}"
            )
    for hazard in plan.where(Hazard, mended_by=person):
        if hazard.state in {"found", "owned"} and hazard.owner != person:
            yield _hazard(plan, hazard, "mend", "you mend: {hazard}, by {due}; measures: {measures}")
    for hazard in _looked_after(plan, person).values():
        if hazard.state == "mended" and verifier(plan, hazard) == person:
            due = verify_by(plan, hazard)
            yield Line(
                f"verify:{hazard.id}",
                "you verify that this is mended: {hazard}, by {due}; mended by {mender}; measures: {measures}",
                window=minute(due),
                hazard=_what(plan, hazard),
                due=due or OPEN,
                mender=contact(plan, hazard.mended_by),
                measures=hazard.measures or OPEN,
            )


def _looked_after(plan: Reader, person: str) -> Mapping[str, Hazard]:
    """Find the hazards that somebody may have to verify, by id; one that several ways lead to is there once."""
    ways = [plan.where(Hazard, **{role: person}) for role in ("verified_by", "found_by", "owner")]
    for role in ("leader", "responsible"):
        ways += [plan.where(Hazard, task=task.id) for task in plan.where(Task, **{role: person})]
    return {hazard.id: hazard for found in ways for hazard in found}


def _inspections(plan: Reader, person: str) -> Iterator[Line]:
    for task in plan.where(Task, leader=person):
        hazards = plan.derive(found_by, task.id)
        if hazards:
            yield Line(
                f"found:{task.id}",
                "your inspection {task} found: {hazards}",
                task=task.title or task.id,
                hazards=tuple(_titled(plan.get(Hazard, one), one) for one in hazards),
            )
    for task in _answered_for(plan, person):
        yield from _failed(plan, task)


def _answered_for(plan: Reader, person: str) -> Iterator[Task]:
    """List the tasks whose result is somebody's to follow up: the leader's, or else that of whoever is responsible."""
    yield from plan.where(Task, leader=person)
    yield from (task for task in plan.where(Task, responsible=person) if task.leader is None)
    for one in plan.where(Round, responsible=person):
        yield from (task for task in plan.where(Task, round=one.id) if (task.leader, task.responsible) == (None, None))


def _failed(plan: Reader, task: Task) -> Iterator[Line]:
    """Tell of an inspection that found something wrong, until a hazard is entered."""
    if unfollowed(plan, task):
        yield Line(
            f"failed:{task.id}",
            "{task} found something wrong: see that the hazard is entered and mended, and have it looked at again",
            window=minute(task.due),
            task=task.title or task.id,
        )


def _meetings(plan: Reader, person: str) -> Iterator[Line]:
    """Tell the contact of a body where that is invited."""
    for body in plan.where(Organization, contact=person):
        for meeting in plan.where(Coordination, invited=body.id):
            yield _meeting(
                plan,
                meeting,
                f"meeting:{body.id}",
                "{body}, whose contact you are, is invited to {meeting}, {where}, {when}; {convener}",
                body=body.name or body.id,
            )


def _titled(hazard: Hazard | None, id: str) -> str:
    return (hazard.title if hazard is not None else "") or id


def _what(plan: Reader, hazard: Hazard) -> Message:
    return Message.of("{name} ({what})", name=_titled(hazard, hazard.id), what=place_of(plan, hazard.place))


def _hazard(plan: Reader, hazard: Hazard, key: str, template: str) -> Line:
    return Line(
        f"{key}:{hazard.id}",
        template,
        window=minute(hazard.due),
        hazard=_what(plan, hazard),
        due=hazard.due or OPEN,
        measures=hazard.measures or OPEN,
    )


def _incident(plan: Reader, incident: Incident) -> Iterator[Line]:
    """Tell who handles an incident what it is, and which reports are still to be made."""
    name = incident.title or incident.id
    yield Line(
        f"incident:{incident.id}",
        "you handle: {incident}, {place}, since {at}",
        window=minute(incident.at),
        incident=name,
        place=place_of(plan, incident.place),
        at=incident.at or OPEN,
    )
    for one in plan.derive(reports_due, incident.id):
        if one.made is None:
            body: Value = Message.of("whom it may concern") if one.to is None else called(plan, Organization, one.to)
            yield Line(
                f"report:{incident.id}:{one.clock}",
                "you report {incident} {means} to {body}, by {due}",
                window=minute(one.due),
                incident=name,
                means=_MEANS.get(one.means, one.means),
                body=body,
                due=one.due or OPEN,
            )


_MEANS = {"telephone": Message.of("by telephone"), "written": Message.of("in writing")}


def _trainings(plan: Reader, person: str) -> Iterable[Training]:
    who = plan.get(Person, person)
    found = {training.id: training for training in plan.where(Training, persons=person)}
    if who is not None and who.team is not None:
        found.update((training.id, training) for training in plan.where(Training, teams=who.team))
    if who is not None and who.organization is not None:
        found.update((training.id, training) for training in plan.where(Training, organizations=who.organization))
    return found.values()


def _training(training: Training, key: str, template: str) -> Line:
    """Write up a training. Who has signed is not told: they did it themselves."""
    return Line(
        f"{key}:{training.id}",
        template,
        window=training.window or minute(training.due),
        training=training.title or training.id,
        when=span(training.window),
        due=training.due or OPEN,
    )


def _body_of(plan: Reader, recipient: Recipient) -> str | None:
    if recipient.organization is not None or recipient.team is None:
        return recipient.organization
    team = plan.get(Team, recipient.team)
    return team.organization if team is not None else None


def _answering(kind: str) -> Callable[[Reader, Recipient], Iterator[Line]]:
    def compose(plan: Reader, recipient: Recipient) -> Iterator[Line]:
        """Tell a body what it answers for, where it helps, what it is told of, and which meetings prepare it."""
        if kind == "team-lead" and recipient.team is not None:
            for training in plan.where(Training, teams=recipient.team):
                yield _training(training, "sign", "your people must read this and sign: {training}, {when}, by {due}")
            for task in plan.where(Task, team=recipient.team):
                yield from _failed(plan, task)
        if next((one for one in _BODIES if one in recipient.kinds), None) != kind:
            return
        body = _body_of(plan, recipient)
        if body is not None:
            yield from _matters(plan, body)
            for meeting in plan.where(Coordination, invited=body):
                yield _meeting(plan, meeting, "invited", "you are invited to {meeting}, {where}, {when}; {convener}")
            for meeting in plan.where(Coordination, convener=body):
                yield _meeting(plan, meeting, "convened", "you convene {meeting}, {where}, {when}; invited: {bodies}")

    return compose


def _meeting(plan: Reader, meeting: Coordination, key: str, template: str, **about: Value) -> Line:
    """Write up a coordination meeting. A body that is not told of it is missing there, and all that hangs on it."""
    if "{bodies}" in template:
        about["bodies"] = _named(plan, meeting.invited)
    else:
        about["convener"] = Message.of("convened by {body}", body=called(plan, Organization, meeting.convener))
    return Line(
        f"{key}:{meeting.id}",
        template,
        window=plain(meeting.window),
        meeting=meeting.title or Message.of("the coordination meeting"),
        where=place_of(plan, meeting.place, NO_PLACE),
        when=span(meeting.window),
        **about,
    )


def asked(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Tell a delegation what its members are asked. Of single answers nobody is told: they have no name."""
    found = plan.get(Delegation, recipient.delegation) if recipient.delegation is not None else None
    if found is not None and found.event is not None:
        for survey in plan.where(Survey, event=found.event):
            yield Line(
                f"survey:{survey.id}", "your delegation is asked: {question}", question=survey.question or survey.id
            )


def _matters(plan: Reader, body: str) -> Iterator[Line]:
    for one in plan.where(Responsibility, responsible=body):
        yield Line(
            f"responsible:{one.id}",
            "you answer for {matter}; supported by {bodies}",
            matter=_matter(plan, one),
            bodies=_named(plan, one.supporting),
        )
    for one in plan.where(Responsibility, supporting=body):
        yield Line(
            f"supporting:{one.id}",
            "you support {bodies} in {matter}",
            matter=_matter(plan, one),
            bodies=_named(plan, one.responsible),
        )
    for one in plan.where(Responsibility, informed=body):
        yield Line(
            f"informed:{one.id}",
            "you are kept informed of {matter}; {bodies} answers for it",
            matter=_matter(plan, one),
            bodies=_named(plan, one.responsible),
        )


def _named(plan: Reader, bodies: Iterable[str]) -> Value:
    found = tuple(called(plan, Organization, body) for body in bodies)
    return found or Message.of("nobody")


def _matter(plan: Reader, one: Responsibility) -> Value:
    matter = one.matter or one.id
    if one.place is None:
        return matter
    return Message.of("{name} ({what})", name=matter, what=place_of(plan, one.place, NO_PLACE))


SECTIONS: tuple[BriefSection, ...] = (
    BriefSection("duty", on_duty, "Hazards, incidents, visitors and trainings of a person", "core.duty-safety"),
    *(
        BriefSection(
            kind,
            _answering(kind),
            "What a body answers for, where it is invited, and what its people must sign",
            f"core.{kind}-safety",
        )
        for kind in _BODIES
    ),
    BriefSection("delegation", asked, "What a delegation is asked", "core.delegation-safety"),
)
