"""What those who work must know of rounds and checklists. Their single tasks are told by `people`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from meetsupport.briefs._words import NO_TIME, OPEN, called, contact, place_of, plain, session_title, span
from meetsupport.core.messages import Message
from meetsupport.model import Checklist, Document, Place, Recipient, Round, Session, Task, Team
from meetsupport.plugins import BriefSection, Line
from meetsupport.readings import round_span, state_word

if TYPE_CHECKING:
    from meetsupport.core.messages import Value
    from meetsupport.plan import Reader

__all__ = ["SECTIONS"]

_EVERY = {
    "MINUTELY": Message.of("every minute"),
    "HOURLY": Message.of("every hour"),
    "DAILY": Message.of("every day"),
    "WEEKLY": Message.of("every week"),
    "MONTHLY": Message.of("every month"),
    "YEARLY": Message.of("every year"),
}


def how_often(rule: str) -> Value:
    """Say in words how often a round comes; a recurrence with more in it than a length is given as it is."""
    split = (part.partition("=") for part in rule.removeprefix("RRULE:").split(";"))
    parts = {name: value for name, _, value in split}
    freq, interval = parts.pop("FREQ", ""), parts.pop("INTERVAL", "1")
    if parts or freq not in _EVERY or not interval.isdecimal():
        return rule or OPEN
    if interval == "1":
        return _EVERY[freq]
    if freq == "MINUTELY":
        return Message.of("every {n} minutes", n=int(interval))
    if freq == "HOURLY":
        return Message.of("every {n} hours", n=int(interval))
    return Message.of("every {n} days", n=int(interval)) if freq == "DAILY" else rule


def _round(plan: Reader, one: Round, template: str) -> Line:
    window = round_span(plan, one)
    places: Value = tuple(called(plan, Place, place) for place in one.places)
    return Line(
        f"round:{one.id}",
        template,
        window=plain(window),
        round=one.id if one.name == "" else one.name,
        often=how_often(one.rule),
        places=places or OPEN,
        within=one.within,
        when=span(window),
    )


def _for(plan: Reader, checklist: Checklist) -> Value:
    session = plan.get(Session, checklist.session) if checklist.session is not None else None
    name: Value = checklist.id if checklist.name == "" else checklist.name
    if session is None:
        return name
    return Message.of("{name}, for {session}", name=name, session=session_title(session))


def _begins(plan: Reader, checklist: Checklist) -> Value:
    session = plan.get(Session, checklist.session) if checklist.session is not None else None
    return NO_TIME if session is None or session.window is None else session.window


def on_duty(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Tell a person the rounds that they answer for, the plans that their tasks go by, and what they sign."""
    person = recipient.person
    if person is None:
        return
    for one in plan.where(Round, responsible=person):
        yield _round(
            plan, one, "you answer for the round {round}: {often}, {places}, each time within {within}, {when}"
        )
    for role in ("responsible", "leader"):
        for task in plan.where(Task, **{role: person}):
            document = plan.get(Document, task.document) if task.document is not None else None
            if (
                document is not None
                and task.state in {"open", "started"}
                and (role, person) != ("leader", task.responsible)
            ):
                yield Line(
                    f"plan:{task.id}",
                    "{task} goes by {document}, version {version}, state {state}",
                    window=task.window,
                    task=task.title or task.id,
                    document=document.title or document.id,
                    version=document.version,
                    state=state_word(Document, document.state),
                )
    for checklist in plan.where(Checklist, signs=person):
        yield Line(
            f"sign:{checklist.id}",
            "you sign the checklist {checklist}, {place}, {when}",
            checklist=_for(plan, checklist),
            place=place_of(plan, checklist.place),
            when=_begins(plan, checklist),
        )


def team_lead(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Tell the lead of a team its rounds, and the checklists that its tasks are on."""
    team = recipient.team
    if team is None or plan.get(Team, team) is None:
        return
    for one in plan.where(Round, team=team):
        yield _round(plan, one, "round {round}: {often}, {places}, each time within {within}, {when}")
    lists = {task.checklist for task in plan.where(Task, team=team) if task.checklist is not None}
    for id in sorted(lists):
        checklist = plan.get(Checklist, id)
        if checklist is not None:
            yield Line(
                f"checklist:{id}",
                "checklist {checklist}, {place}, {when}; signed by {signs}",
                checklist=_for(plan, checklist),
                place=place_of(plan, checklist.place),
                when=_begins(plan, checklist),
                signs=contact(plan, checklist.signs),
            )


SECTIONS: tuple[BriefSection, ...] = (
    BriefSection("duty", on_duty, "Rounds and checklists of a person", "core.duty-planning"),
    BriefSection("team-lead", team_lead, "Rounds and checklists of a team", "core.team-lead-planning"),
)
