"""What recipients must know of hand-overs, leave, dress, and those whom they look after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from meetsupport.briefs._words import (
    NO_TIME,
    NOBODY,
    OPEN,
    called,
    plain,
    post_name,
    session_title,
    span,
)
from meetsupport.core.messages import Message
from meetsupport.core.times import Window
from meetsupport.model import (
    Appearance,
    Delegation,
    Duty,
    DutyLimit,
    Handover,
    Leave,
    Participant,
    Person,
    Post,
    Recipient,
    Session,
    Task,
    Team,
)
from meetsupport.plugins import BriefSection, Line
from meetsupport.readings import duty_window, events_of_team, open_at_handover

if TYPE_CHECKING:
    from meetsupport.core.messages import Value
    from meetsupport.plan import Reader

__all__ = ["SECTIONS"]


def shifts(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Tell a person what they take over and hand over, when they are off, what they wear and whom they look after."""
    person = recipient.person
    if person is None:
        return
    for handover in plan.where(Handover, taker=person, state="waiting"):
        yield from _take_over(plan, handover)
    for handover in plan.where(Handover, giver=person, state="waiting"):
        yield Line(
            f"hand-over:{handover.id}",
            "you hand over: {what}, {at}, to {taker}",
            window=_moment(handover.at),
            what=_what(plan, handover),
            at=NO_TIME if handover.at is None else handover.at,
            taker=called(plan, Person, handover.taker, NOBODY),
        )
    for leave in plan.where(Leave, person=person):
        yield Line(f"leave:{leave.id}", "you are off: {when}", window=plain(leave.window), when=span(leave.window))
    own = plan.get(Person, person)
    if own is not None and own.dress != "":
        yield Line(f"dress:{person}", "you wear: {dress}", dress=own.dress)
    yield from _charges(plan, person)


def _take_over(plan: Reader, handover: Handover) -> Iterator[Line]:
    template = "you take over: {what}, {at}, from {giver}; still open: {count}"
    more: dict[str, Value] = {}
    if handover.notes != "":
        template = "you take over: {what}, {at}, from {giver}; still open: {count}; {notes}"
        more["notes"] = handover.notes
    tasks = plan.derive(open_at_handover, handover.id)
    yield Line(
        f"take-over:{handover.id}",
        template,
        window=_moment(handover.at),
        what=_what(plan, handover),
        at=NO_TIME if handover.at is None else handover.at,
        giver=called(plan, Person, handover.giver, NOBODY),
        count=len(tasks),
        **more,
    )
    for id in tasks:
        task = plan.get(Task, id)
        if task is not None:
            yield Line(
                f"open:{handover.id}:{id}",
                "still open when you take over: {task}, due {due}",
                window=_moment(handover.at),
                task=task.title or id,
                due=_due(task),
            )


def _due(task: Task) -> Value:
    if task.due is None and task.window is not None:
        return task.window.end
    return OPEN if task.due is None else task.due


def _charges(plan: Reader, person: str) -> Iterator[Line]:
    """
    Tell a chaperone how many they look after at which post and when, and what these wear.

    A line keeps the key of its first duty, so that a group that is called at another time is one line that changed.
    """
    groups: dict[tuple[str, Window | None], dict[str, str]] = {}
    dress: dict[str, str] = {}
    for one in plan.where(Person, chaperone=person):
        dress[one.id] = one.dress
        for duty in plan.where(Duty, person=one.id):
            groups.setdefault((duty.post, duty_window(plan, duty)), {})[duty.id] = one.id
    for (id, window), duties in groups.items():
        charges = {*duties.values()}
        post = plan.get(Post, id)
        worn = sorted({dress[one] for one in charges} - {""})
        template = "you look after {count} people: {post}, {when}"
        if worn:
            template = "you look after {count} people: {post}, {when}; they wear {dress}"
        yield Line(
            f"charge:{min(duties)}",
            template,
            window=window,
            count=len(charges),
            post=id if post is None else post_name(plan, post),
            when=span(window),
            **({"dress": tuple(worn)} if worn else {}),
        )


def _moment(at: datetime | None) -> Window | None:
    """Give the window of a line about a moment, so that its notice must be read before that."""
    return Window(at, at + timedelta(minutes=1)) if isinstance(at, datetime) else None


def absences(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Tell a team's lead who of the team is away, and when, and what the team hands over."""
    if recipient.team is None:
        return
    for person in plan.where(Person, team=recipient.team):
        for leave in plan.where(Leave, person=person.id):
            yield Line(
                f"away:{leave.id}",
                "{person} is away: {when}",
                window=plain(leave.window),
                person=called(plan, Person, person.id),
                when=span(leave.window),
            )
    handed = {one.id: one for one in plan.where(Handover, team=recipient.team, state="waiting")}
    for post in plan.where(Post, team=recipient.team):
        handed |= {one.id: one for one in plan.where(Handover, post=post.id, state="waiting")}
    for handover in handed.values():
        yield Line(
            f"handover:{handover.id}",
            "{what} is handed over, {at}: {giver} to {taker}",
            window=_moment(handover.at),
            what=_what(plan, handover),
            at=NO_TIME if handover.at is None else handover.at,
            giver=called(plan, Person, handover.giver, NOBODY),
            taker=called(plan, Person, handover.taker, NOBODY),
        )


def _held_to(limit: DutyLimit) -> Iterator[Message]:
    if limit.rest is not None:
        yield Message.of("{limit} of rest between two duties at least", limit=limit.rest)
    if limit.longest is not None:
        yield Message.of("{limit} on duty at a time at most", limit=limit.longest)
    if limit.weekly is not None:
        yield Message.of("{limit} in seven days at most", limit=limit.weekly)
    if limit.nights is not None:
        yield Message.of("{limit} nights in a row at most", limit=limit.nights)
    if limit.weeks is not None:
        yield Message.of("{limit} weeks inside a closed loop at most", limit=limit.weeks)


def limits(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Tell a team's lead how much its people may be on duty."""
    team = recipient.team
    if team is None:
        return
    for one in (*plan.where(DutyLimit, team=None), *plan.where(DutyLimit, team=team)):
        if one.event is not None and one.event not in plan.derive(events_of_team, team):
            continue
        said = tuple(_held_to(one))
        if said:
            yield Line(
                f"limit:{one.id}",
                "your people are held to: {limits} ({basis})",
                limits=said,
                basis=one.basis or Message.of("no basis entered"),
            )


def members_away(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Tell the head of a delegation which members are on leave, from what, and who did not come to a sitting."""
    found = plan.get(Delegation, recipient.delegation) if recipient.delegation is not None else None
    if found is None:
        return
    for member in plan.where(Participant, delegation=found.id):
        who = called(plan, Participant, member.id)
        for leave in plan.where(Leave, participant=member.id):
            yield Line(
                f"leave:{leave.id}",
                "{person} is on leave, {when}: {missed}",
                window=plain(leave.window),
                person=who,
                when=span(leave.window),
                missed=_missed(plan, found, leave.window),
            )
        for appearance in plan.where(Appearance, participant=member.id):
            session = plan.get(Session, appearance.session)
            if session is not None and appearance.state in {"on-leave", "absent"}:
                template = "{person} is excused from {title}, {when}"
                if appearance.state == "absent":
                    template = "{person} was expected at {title}, {when}, and is not there"
                yield Line(
                    f"{appearance.state}:{appearance.id}",
                    template,
                    window=session.window,
                    person=who,
                    title=session_title(session),
                    when=span(session.window),
                )


def _missed(plan: Reader, delegation: Delegation, window: Window | None) -> Value:
    if delegation.event is None or not isinstance(window, Window):
        return OPEN
    missed = plan.overlapping(Session, window, event=delegation.event)
    return tuple(session_title(session) for session in missed) or Message.of("no sitting is missed")


def _what(plan: Reader, handover: Handover) -> Value:
    post = plan.get(Post, handover.post) if handover.post is not None else None
    if post is not None:
        return post_name(plan, post)
    return called(plan, Team, handover.team)


SECTIONS: tuple[BriefSection, ...] = (
    BriefSection("duty", shifts, "Hand-overs, leave, dress and charges of one's own", code="core.duty-rosters"),
    BriefSection("team-lead", absences, "Absences and hand-overs of a team", code="core.team-lead-rosters"),
    BriefSection("team-lead", limits, "How much the people of a team may be on duty", code="core.team-lead-limits"),
    BriefSection("delegation", members_away, "Who of the delegation is away", code="core.delegation-rosters"),
)
