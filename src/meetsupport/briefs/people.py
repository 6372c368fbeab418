"""What those who work must know: people on duty, team leads, speakers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from meetsupport.briefs._words import NOBODY, OPEN, called, phone_of, plain, session_title, span, word
from meetsupport.model import (
    Appearance,
    Arrival,
    Duty,
    Itinerary,
    Organization,
    Person,
    Place,
    Post,
    Recipient,
    Route,
    Session,
    Supply,
    Task,
    Team,
    Trip,
)
from meetsupport.plugins import BriefSection, Line
from meetsupport.readings import duty_window, post_window

if TYPE_CHECKING:
    from meetsupport.core.messages import Value
    from meetsupport.plan import Reader

__all__ = ["SECTIONS"]


def _purpose(plan: Reader, post: Post) -> Value:
    """Say what a post is for: its session, or what is done there."""
    session = plan.get(Session, post.session) if post.session is not None else None
    return session_title(session) if session is not None else post.role or OPEN


def on_duty(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Tell a person the duties, tasks, pick-ups, drives, escorts and supplies that are theirs."""
    person = recipient.person
    if person is None:
        return
    for duty in plan.where(Duty, person=person):
        yield _own_duty(plan, duty)
    for task in plan.where(Task, responsible=person):
        yield _task(
            plan, task, "you are responsible: {title}, {place}, {when}, due {due}, state {state}, contact {contact}"
        )
    for task in plan.where(Task, deputy=person):
        yield _task(
            plan, task, "you stand in: {title}, {place}, {when}, due {due}, state {state}, contact {contact}", "deputy"
        )
    for arrival in plan.where(Arrival, greeter=person):
        yield Line(
            f"arrival:{arrival.id}",
            "you meet {number} at {place}, due {due}, state {state}; onwards with {trip}",
            number=arrival.number or arrival.id,
            place=called(plan, Place, arrival.place),
            due=arrival.due or OPEN,
            state=word(arrival.state),
            trip=called(plan, Trip, arrival.trip),
        )
    for trip in plan.where(Trip, crew=person):
        yield Line(
            f"crew:{trip.id}",
            "you are crew of {trip}, vehicle {vehicle}, route {route}, {when}; liaison officer {liaison} {phone}",
            window=trip.window,
            trip=trip.name or trip.id,
            vehicle=trip.vehicle or OPEN,
            route=called(plan, Route, trip.route),
            when=span(trip.window),
            liaison=called(plan, Person, trip.liaison, NOBODY),
            phone=phone_of(plan, trip.liaison),
        )
    for item in plan.where(Itinerary, escorts=person):
        yield Line(
            f"escort:{item.id}",
            "you go along: {title}, {place}, {when}",
            window=plain(item.window),
            title=item.title,
            place=called(plan, Place, item.place),
            when=span(item.window),
        )
    for supply in plan.where(Supply, responsible=person):
        yield Line(
            f"supply:{supply.id}",
            "you see to {quantity} {unit} {name} at {place}, due {due}, from {organization}",
            quantity=supply.quantity,
            unit=supply.unit,
            name=supply.name or supply.id,
            place=called(plan, Place, supply.place),
            due=supply.due or OPEN,
            organization=called(plan, Organization, supply.organization),
        )


def _own_duty(plan: Reader, duty: Duty) -> Line:
    window = duty_window(plan, duty)
    post = plan.get(Post, duty.post)
    team = plan.get(Team, post.team) if post is not None and post.team is not None else None
    lead = team.lead if team is not None else None
    return Line(
        f"duty:{duty.id}",
        "you are on duty: {post} ({purpose}), {place}, {when}; team lead {lead} {phone}",
        window=window,
        post=called(plan, Post, duty.post),
        purpose=_purpose(plan, post) if post is not None else OPEN,
        place=called(plan, Place, post.place if post is not None else None),
        when=span(window),
        lead=called(plan, Person, lead, NOBODY),
        phone=phone_of(plan, lead),
    )


def _task(plan: Reader, task: Task, template: str, key: str = "task") -> Line:
    return Line(
        f"{key}:{task.id}",
        template,
        window=task.window,
        title=task.title or task.id,
        place=called(plan, Place, task.place),
        when=span(task.window),
        due=task.due or OPEN,
        state=word(task.state),
        contact=called(plan, Person, task.contact, NOBODY),
        responsible=called(plan, Person, task.responsible, NOBODY),
    )


def team_lead(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Tell the lead of a team its posts, who is on duty at each, and its tasks."""
    team = recipient.team
    if team is None:
        return
    for post in plan.where(Post, team=team):
        window = post_window(plan, post)
        yield Line(
            f"post:{post.id}",
            "post {post} ({purpose}), {place}, {when}: {heads} people",
            window=window,
            post=post.name or post.id,
            purpose=_purpose(plan, post),
            place=called(plan, Place, post.place),
            when=span(window),
            heads=post.heads,
        )
        for duty in plan.where(Duty, post=post.id):
            yield Line(
                f"duty:{duty.id}",
                "{person} is on duty at {post}, {when}",
                window=duty.window or window,
                person=called(plan, Person, duty.person),
                post=post.name or post.id,
                when=span(duty.window or window),
            )
    for task in plan.where(Task, team=team):
        yield _task(plan, task, "task {title}, {place}, {when}, due {due}, state {state}, responsible {responsible}")


def speaker(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Tell somebody who appears in sessions where and when, and as what."""
    appearances: dict[str, Appearance] = {}
    if recipient.person is not None:
        appearances.update((a.id, a) for a in plan.where(Appearance, person=recipient.person))
    if recipient.participant is not None:
        appearances.update((a.id, a) for a in plan.where(Appearance, participant=recipient.participant))
    for appearance in appearances.values():
        session = plan.get(Session, appearance.session)
        if session is None:
            continue
        window = session.window
        yield Line(
            appearance.id,
            "{title} as {role}, {place}, from {start}, {length}"
            if appearance.role
            else "{title}, {place}, from {start}, {length}",
            window=window,
            title=session_title(session),
            role=appearance.role,
            place=called(plan, Place, session.place),
            start=window.start if window is not None else OPEN,
            length=window.length if window is not None else OPEN,
        )


SECTIONS = (
    BriefSection("duty", on_duty, "Duties and tasks of a person", "core.duty"),
    BriefSection("team-lead", team_lead, "Posts, duties and tasks of a team", "core.team-lead"),
    BriefSection("speaker", speaker, "Appearances in sessions", "core.speaker"),
)
