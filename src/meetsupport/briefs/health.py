"""
What recipients must know of protocols, clearance and closed loops.

Whoever is on duty is told which tests the duty needs, and when, not how they came out: that follows from the duty and
the edition in force, so a line changes when one of these does. The head of a delegation is told what its people need.
Who is not cleared is told to a team lead, or to the head of a delegation, by name only where the recipient's role may
see health data, and otherwise as a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from meetsupport.briefs._words import called, minute, post_name, session_title, span, trip_name
from meetsupport.core.messages import Message
from meetsupport.model import (
    Appearance,
    Duty,
    Event,
    HealthProtocol,
    Loop,
    LoopStay,
    Participant,
    Person,
    Post,
    Recipient,
    Session,
    Trip,
)
from meetsupport.plan import MASKED, derived
from meetsupport.plugins import BriefSection, Line
from meetsupport.readings.engagements import engagements_of
from meetsupport.readings.heads import GONE
from meetsupport.readings.health import ILLNESS, PARTICIPANT, PERSON, Obligation, asked
from meetsupport.readings.health_clearance import ON_DUTY
from meetsupport.readings.health_lacks import Lack, duty_lacks, guest_lacks
from meetsupport.readings.health_rounds import rounds_due

if TYPE_CHECKING:
    from meetsupport.core.messages import Value
    from meetsupport.core.records import Record
    from meetsupport.core.times import Window
    from meetsupport.model import Requirement
    from meetsupport.plan import Reader

__all__ = ["SECTIONS"]

_TESTS: dict[str, Message] = {"pcr": Message.of("nucleic acid test"), "antigen": Message.of("antigen test")}
_ANY_TEST = Message.of("test")
_ENGAGED: dict[str, type[Record]] = {"Duty": Duty, "Trip": Trip, "Appearance": Appearance}


def _engagement_name(plan: Reader, work: Duty | Trip | Appearance) -> Value:
    if isinstance(work, Trip):
        return trip_name(work)
    if isinstance(work, Duty):
        post = plan.get(Post, work.post)
        return post_name(plan, post) if post is not None else work.post
    session = plan.get(Session, work.session)
    return session_title(session) if session is not None else work.session


def _test(kind: str) -> Value:
    return _TESTS.get(kind, kind or _ANY_TEST)


def _is_test(asks: Requirement) -> bool:
    """Say whether tests are asked of everybody, not only of who was ill."""
    return asks.kind == "test" and asks.after != ILLNESS


def on_duty(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Tell somebody which tests duties need, in which rounds they are tested, what they missed, and their loops."""
    person = recipient.person
    if person is None:
        return
    tests = [one for one in plan.derive(asked, (PERSON, person)) if _is_test(one.requirement)]
    for work, window in engagements_of(plan, person) if tests else ():
        needed = {one.requirement.id: one.requirement for one in tests if one.holds(window.start)}
        for asks in needed.values():
            if asks.at in ON_DUTY and asks.within is not None:
                yield Line(
                    f"test:{work.id}/{asks.id}",
                    "for {post} you need {test}, negative, {n} ×, sampled from {since} on ({protocol})",
                    window=window,
                    post=_engagement_name(plan, work),
                    test=_test(asks.test),
                    n=max(asks.count, 1),
                    since=window.start - asks.within,
                    protocol=called(plan, HealthProtocol, asks.protocol),
                )
    yield from _rounds(plan, person)
    for stay in plan.where(LoopStay, person=person):
        yield Line(
            f"loop:{stay.id}",
            "you are in {loop} and do not leave it: {when}",
            window=stay.window,
            loop=called(plan, Loop, stay.loop),
            when=span(stay.window),
        )


def _rounds(plan: Reader, person: str) -> Iterator[Line]:
    for one, _, missed in rounds_due(plan, (PERSON, person)):
        asks = one.obligation.requirement
        yield Line(
            f"round:{asks.id}",
            "you are tested every {interval} ({test}, {protocol}); the first is due {first}",
            interval=one.interval,
            test=_test(asks.test),
            protocol=called(plan, HealthProtocol, asks.protocol),
            first=one.begins(1),
        )
        if missed:
            yield Line(
                f"overdue:{asks.id}",
                "your test was due {due}: have a sample taken now",
                due=one.begins(missed[-1] + 1),
            )


@derived(sensitive="health")
def _uncleared(plan: Reader, team: str) -> tuple[tuple[str, Lack], ...]:
    return tuple((one.id, lack) for one in plan.where(Person, team=team) for lack in _next_lacks(plan, one.id))


@derived
def _count(plan: Reader, team: str) -> int:
    """Count the people; a number alone is no health data."""
    return sum(bool(_next_lacks(plan, one.id)) for one in plan.where(Person, team=team))


def _next_lacks(plan: Reader, person: str) -> list[Lack]:
    """List what somebody lacks for duties, trips and sessions that are not over, from when it could be met."""
    lacks = plan.derive(duty_lacks, person)
    return [lack for lack in _open_lacks(plan, lacks) if lack.source[0] in _ENGAGED]


def _open_lacks(plan: Reader, lacks: Iterable[Lack]) -> list[Lack]:
    """Leave out what is over, and what could not be met yet."""
    return [
        lack
        for lack in lacks
        if not plan.passed(max(lack.until, lack.moment + timedelta(microseconds=1)))
        and (lack.opens is None or plan.passed(lack.opens))
    ]


def team_lead(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Tell the lead of a team who of it is not cleared for a duty, or how many are not."""
    team = recipient.team
    if team is None:
        return
    lacks: Any = plan.derive(_uncleared, team)
    if lacks is MASKED:
        count = plan.derive(_count, team)
        if count:
            yield Line("uncleared", "{n} of your people are not cleared for a duty", n=count)
        return
    first: dict[tuple[str, tuple[str, str]], Lack] = {(who, lack.source): lack for who, lack in reversed(lacks)}
    for (person, (kind, id)), lack in first.items():
        work = plan.get(_ENGAGED[kind], id)
        if isinstance(work, Duty | Trip | Appearance):
            yield Line(
                f"uncleared:{id}/{person}" if kind == "Trip" else f"uncleared:{id}",
                "{person} is not cleared for {post}, {when}: {reason}",
                person=called(plan, Person, person),
                post=_engagement_name(plan, work),
                when=lack.moment,
                reason=lack.reason,
            )


# Delegations

_OCCASIONS: dict[str, Message] = {
    "departure": Message.of("setting out"),
    "arrival": Message.of("arriving"),
    "opening": Message.of("the opening"),
    "entry": Message.of("each entry"),
    "always": Message.of("each entry"),
}
_REPORTED: dict[str, Message] = {"temperature": Message.of("temperature"), "symptoms": Message.of("symptoms")}


def delegation(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Tell the head of a delegation which tests and reports its people need, and who of them is not cleared."""
    if recipient.delegation is None:
        return
    asks: dict[str, Obligation] = {}
    for member in plan.where(Participant, delegation=recipient.delegation):
        for one in plan.derive(asked, (PARTICIPANT, member.id)) if member.state not in GONE else ():
            if one.end is None or not plan.passed(one.end):
                asks.setdefault(one.requirement.id, one)
    for one in asks.values():
        yield from _needed(plan, one)
    yield from _loops(plan, recipient.delegation)
    lacks: Any = plan.derive(_uncleared_guests, recipient.delegation)
    if lacks is MASKED:
        count = plan.derive(_count_guests, recipient.delegation)
        if count:
            yield Line("uncleared", "{n} of your delegation are not cleared for what they come to", n=count)
        return
    for guest, lack in lacks:
        yield Line(
            f"uncleared:{guest}",
            "{person} is not cleared, {when}: {reason}",
            person=called(plan, Participant, guest),
            when=lack.moment,
            reason=lack.reason,
        )


def _loops(plan: Reader, delegation: str) -> Iterator[Line]:
    """Tell how many are in which loop; a line keeps the key of its first stay, so that other times are one change."""
    groups: dict[tuple[str, Window | None], list[str]] = {}
    for member in plan.where(Participant, delegation=delegation):
        for stay in plan.where(LoopStay, participant=member.id):
            groups.setdefault((stay.loop, stay.window), []).append(stay.id)
    for (loop, window), stays in groups.items():
        yield Line(
            f"loop:{min(stays)}",
            "{n} of your delegation are in {loop} and do not leave it: {when}",
            window=window,
            n=len(stays),
            loop=called(plan, Loop, loop),
            when=span(window),
        )


def _needed(plan: Reader, one: Obligation) -> Iterator[Line]:
    asks, key = one.requirement, f"asks:{one.requirement.id}"
    protocol = called(plan, HealthProtocol, asks.protocol)
    event = plan.get(Event, one.event) if one.event is not None else None
    opening = event.window.start if event is not None and event.window is not None else None
    occasion = _OCCASIONS.get(asks.at)
    if asks.kind == "round" and asks.interval is not None:
        yield Line(
            key,
            "your delegation is tested every {interval} ({test}, {protocol})",
            interval=asks.interval,
            test=_test(asks.test),
            protocol=protocol,
        )
    elif _is_test(asks) and asks.within is not None and occasion is not None:
        yield Line(
            key,
            "your delegation needs {test}, negative, {n} ×, at most {within} before {occasion} ({protocol})",
            window=minute(opening),
            test=_test(asks.test),
            n=max(asks.count, 1),
            within=asks.within,
            occasion=occasion,
            protocol=protocol,
        )
    elif asks.kind in _REPORTED and asks.days is not None and occasion is not None:
        yield Line(
            key,
            "your delegation reports its {what}, {n} × on each of the {days} days before {occasion} ({protocol})",
            window=minute(opening),
            what=_REPORTED[asks.kind],
            n=max(asks.count, 1),
            days=asks.days,
            occasion=occasion,
            protocol=protocol,
        )


@derived(sensitive="health")
def _uncleared_guests(plan: Reader, delegation: str) -> tuple[tuple[str, Lack], ...]:
    """List who of a delegation is not cleared, each with what comes first."""
    found: list[tuple[str, Lack]] = []
    for guest in plan.where(Participant, delegation=delegation):
        lacks = _guest_lacks(plan, guest.id)
        if lacks:
            found.append((guest.id, min(lacks, key=lambda lack: (lack.moment, lack.requirement))))
    return tuple(found)


@derived
def _count_guests(plan: Reader, delegation: str) -> int:
    """Count them; a number alone is no health data."""
    guests = plan.where(Participant, delegation=delegation)
    return sum(bool(_guest_lacks(plan, guest.id)) for guest in guests)


def _guest_lacks(plan: Reader, guest: str) -> list[Lack]:
    lacks = plan.derive(guest_lacks, guest)
    return _open_lacks(plan, lacks)


SECTIONS = (
    BriefSection("duty", on_duty, "Tests that duties need, and closed loops", "core.duty-health"),
    BriefSection("delegation", delegation, "Tests that a delegation needs, and closed loops", "core.delegation-health"),
    BriefSection("team-lead", team_lead, "Who of a team is not cleared", "core.team-lead-health"),
)
