"""What those who work must know: people on duty, team leads, speakers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from meetsupport.briefs._words import (
    NO_TIME,
    OPEN,
    SOMEWHERE,
    called,
    contact,
    expected,
    place_of,
    plain,
    post_name,
    session_title,
    span,
    trip_on_route,
)
from meetsupport.core.messages import Message
from meetsupport.model import (
    Appearance,
    Arrival,
    Duty,
    Itinerary,
    Organization,
    Person,
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
from meetsupport.readings import duty_window, kind_word, post_place, post_window, state_word

if TYPE_CHECKING:
    from meetsupport.core.messages import Value
    from meetsupport.plan import Reader

__all__ = ["SECTIONS"]


def on_duty(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Tell a person the duties, charges, tasks, pick-ups, drives, escorts and supplies that are theirs."""
    person = recipient.person
    if person is None:
        return
    for duty in plan.where(Duty, person=person):
        yield _own_duty(plan, duty)
    yield from _charges(plan, person)
    for task in plan.where(Task, responsible=person):
        template = "you are responsible: {task}, {when}, state {state}"
        if task.contact is not None:
            template = "you are responsible: {task}, {when}, state {state}; contact {contact}"
        yield _task(plan, task, template)
    for task in plan.where(Task, deputy=person):
        template = "you stand in: {task}, {when}, state {state}; responsible {responsible}"
        if task.contact is not None:
            template = "you stand in: {task}, {when}, state {state}; responsible {responsible}, contact {contact}"
        yield _task(plan, task, template, "deputy")
    for arrival in plan.where(Arrival, greeter=person):
        yield from _pick_up(plan, arrival)
    for trip in plan.where(Trip, crew=person):
        yield _drive(plan, trip)
    for item in plan.where(Itinerary, escorts=person):
        yield Line(
            f"escort:{item.id}",
            "you go along: {title}, {place}, {when}",
            window=plain(item.window),
            title=item.id if item.title == "" else item.title,
            place=place_of(plan, item.place),
            when=span(item.window),
        )
    for supply in plan.where(Supply, responsible=person):
        yield _supply(plan, supply)


def _charges(plan: Reader, person: str) -> Iterator[Line]:
    """Tell somebody of the teams and routes that they lead: whoever becomes a lead must know it."""
    for team in plan.where(Team, lead=person):
        yield Line(f"lead:team:{team.id}", "you lead the team {team}", team=team.name or team.id)
    for team in plan.where(Team, deputy=person):
        yield Line(f"deputy:team:{team.id}", "you stand in for the lead of the team {team}", team=team.name or team.id)
    for route in plan.where(Route, lead=person):
        yield Line(f"lead:route:{route.id}", "you are in charge of the route {route}", route=route.name or route.id)


def _own_duty(plan: Reader, duty: Duty) -> Line:
    window = duty_window(plan, duty)
    post = plan.get(Post, duty.post)
    team = plan.get(Team, post.team) if post is not None and post.team is not None else None
    template = "you are on duty: {post}, {place}, {when}"
    if team is not None:
        template = "you are on duty: {post}, {place}, {when}; team lead {lead}"
    return Line(
        f"duty:{duty.id}",
        template,
        window=window,
        post=post_name(plan, post) if post is not None else duty.post,
        place=place_of(plan, post_place(plan, post) if post is not None else None),
        when=span(window),
        **({"lead": contact(plan, team.lead)} if team is not None else {}),
    )


def _task(plan: Reader, task: Task, template: str, key: str = "task") -> Line:
    """
    Write up a task.

    A task need not have a place, nor a time beside its due instant; so these are said only where they are.
    """
    title = task.title or task.id
    when: Value = Message.of("due {due}", due=OPEN if task.due is None else task.due)
    if task.window is not None:
        when = task.window
        if task.due is not None:
            when = Message.of("{when}, due {due}", when=task.window, due=task.due)
    what = Message.of("{name} ({what})", name=title, what=place_of(plan, task.place))
    values: dict[str, Any] = {"responsible": contact(plan, task.responsible), "contact": contact(plan, task.contact)}
    return Line(
        f"{key}:{task.id}",
        template,
        window=task.window,
        task=title if task.place is None else what,
        when=when,
        state=state_word(Task, task.state),
        **{name: value for name, value in values.items() if f"{{{name}}}" in template},
    )


def _pick_up(plan: Reader, arrival: Arrival) -> Iterator[Line]:
    """
    Tell whoever meets an arrival what comes, where and when, and that it is there while nobody has met it.

    That it was met is not told, since the greeter did it. So the first line is the same when it is due, there or met,
    and that it is there is a line of its own, which asks for something to be done, and goes when that is done.
    """
    number = arrival.number or arrival.id
    more: dict[str, Any] = {}
    template = "you meet {number} at {place}, time of arrival {due}"
    if arrival.trip is not None:
        template = "you meet {number} at {place}, time of arrival {due}; onwards with {trip}"
        more["trip"] = called(plan, Trip, arrival.trip)
    yield Line(
        f"arrival:{arrival.id}",
        template,
        number=number,
        place=place_of(plan, arrival.place, SOMEWHERE),
        due=expected(arrival),
        **more,
    )
    if arrival.state == "landed":
        yield Line(
            f"landed:{arrival.id}",
            "{number} is there: meet it now",
            number=number,
        )


def _drive(plan: Reader, trip: Trip) -> Line:
    officer = trip.liaison is not None or trip.route is not None
    template = "you are crew of {trip}, vehicle {vehicle}, {when}"
    if officer:
        template = "you are crew of {trip}, vehicle {vehicle}, {when}; liaison officer {liaison}"
    return Line(
        f"crew:{trip.id}",
        template,
        window=trip.window,
        trip=trip_on_route(plan, trip),
        vehicle=trip.vehicle or OPEN,
        when=span(trip.window),
        **({"liaison": contact(plan, trip.liaison)} if officer else {}),
    )


def _supply(plan: Reader, supply: Supply) -> Line:
    more: dict[str, Any] = {}
    template = "you see to {what}, {place}, due {due}"
    if supply.organization is not None:
        template = "you see to {what}, {place}, due {due}, from {organization}"
        more["organization"] = called(plan, Organization, supply.organization)
    name = supply.name or supply.id
    amount = Message.of("{quantity} {unit} {name}", quantity=supply.quantity, unit=supply.unit, name=name)
    if not supply.unit:
        amount = Message.of("{quantity} {name}", quantity=supply.quantity, name=name)
    return Line(
        f"supply:{supply.id}",
        template,
        what=amount if supply.quantity else name,
        place=place_of(plan, supply.place),
        due=supply.due or OPEN,
        **more,
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
            "post {post}, {place}, {when}; people needed: {heads}",
            window=window,
            post=post_name(plan, post),
            place=place_of(plan, post_place(plan, post)),
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
        yield _task(plan, task, "task: {task}, {when}, state {state}; responsible {responsible}")


def speaker(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Tell somebody who appears in sessions where and when, and as what."""
    appearances: dict[str, Appearance] = {}
    if recipient.person is not None:
        appearances.update((a.id, a) for a in plan.where(Appearance, person=recipient.person))
    if recipient.participant is not None:
        appearances.update((a.id, a) for a in plan.where(Appearance, participant=recipient.participant))
    for appearance in appearances.values():
        session = plan.get(Session, appearance.session)
        if session is not None:
            yield _appearance(plan, appearance, session)


def _appearance(plan: Reader, appearance: Appearance, session: Session) -> Line:
    title: Value = session_title(session)
    if appearance.role:
        title = Message.of("{title} as {role}", title=title, role=kind_word(appearance.role))
    place = place_of(plan, session.place)
    window = session.window
    if window is None:
        return Line(appearance.id, "{title}, {place}, {when}", title=title, place=place, when=NO_TIME)
    return Line(
        appearance.id,
        "{title}, {place}, from {start}, {length}",
        window=window,
        title=title,
        place=place,
        start=window.start,
        length=window.length,
    )


SECTIONS = (
    BriefSection("duty", on_duty, "Duties and tasks of a person", "core.duty"),
    BriefSection("team-lead", team_lead, "Posts, duties and tasks of a team", "core.team-lead"),
    BriefSection("speaker", speaker, "Appearances in sessions", "core.speaker"),
)
