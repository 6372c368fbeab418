"""Rules about who is cleared, who is tested, and who must stay away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from meetsupport.model import (
    Adoption,
    Appearance,
    Arrival,
    Duty,
    Event,
    HealthTest,
    Participant,
    Person,
    Requirement,
    Session,
    Trip,
)
from meetsupport.plan import derived
from meetsupport.plugins import Problem, Rule, Severity
from meetsupport.readings import day_of
from meetsupport.readings.engagements import engagement_event, engagements_of, sessions_of
from meetsupport.readings.heads import GONE
from meetsupport.readings.health import PARTICIPANT, PERSON, Who, adopted_editions, asked, event_tests, unasked_tests
from meetsupport.readings.health_cases import Case, asks_nothing, cases, recovers, standing_positives
from meetsupport.readings.health_contacts import holds
from meetsupport.readings.health_lacks import Lack, duty_lacks, guest_lacks
from meetsupport.readings.health_presence import Presence, presences_of
from meetsupport.readings.health_rounds import rounds_due
from meetsupport.readings.health_substitutes import stand_ins
from meetsupport.readings.health_watches import watches_of
from meetsupport.readings.lodging import participant_event
from meetsupport.rules import health_places, health_units, health_watches
from meetsupport.rules._settling import over
from meetsupport.rules._words import named, ref_named

if TYPE_CHECKING:
    from meetsupport.core.records import Record, Ref
    from meetsupport.core.times import Window
    from meetsupport.plan import Reader

__all__ = ["RULES"]

AT_ONCE = frozenset({"clear", "apart"})
"""Kinds of requirement that no test taken before the time would mend."""

NOT_EXPECTED = frozenset({"Stay", "Participant", "Call"})
"""Where somebody is without being expected: in their room; or at a stop, which is told with the trip."""

SUBSTITUTES = 3
"""How many who can stand in are named in a fix; `stand_ins` lists all."""

LOOKED_AT = 200
"""How many people a rule looks at for that, so that it stays quick where nobody is free."""

_SOURCES: dict[str, type[Record]] = {
    "Appearance": Appearance,
    "Arrival": Arrival,
    "Duty": Duty,
    "Event": Event,
    "Session": Session,
    "Trip": Trip,
}


def check_person(plan: Reader, person: Person) -> Iterator[Problem]:
    """Find a duty, or an opening, for which somebody is not cleared."""
    for lack in plan.derive(duty_lacks, person.id):
        yield from _lacking(plan, lack)


def check_guest(plan: Reader, participant: Participant) -> Iterator[Problem]:
    """Find an arrival, a session or an opening for which somebody is not cleared."""
    for lack in plan.derive(guest_lacks, participant.id):
        yield from _lacking(plan, lack)


def _lacking(plan: Reader, lack: Lack) -> Iterator[Problem]:
    """Say what is lacking, from when it could be met until it does not matter any more."""
    if lack.kind == "contacts" or (lack.until > lack.moment and plan.passed(lack.until)):
        return
    if lack.until == lack.moment and plan.passed(lack.until + timedelta(days=1)):
        return
    if lack.opens is not None and not plan.passed(lack.opens):
        return
    type, id = lack.source
    yield Problem(
        "is not cleared for {what}, {when}: {reason}",
        key=f"{type}:{id}/{lack.requirement}",
        fix="see that it is met before {when}, or send somebody else",
        settle_by=None if lack.hint or lack.kind in AT_ONCE else lack.moment,
        severity="hint" if lack.hint else None,
        about=(_SOURCES[type].ref(id), Requirement.ref(lack.requirement)),
        what=named(plan, _SOURCES[type], id),
        when=lack.moment,
        reason=lack.reason,
    )


def check_person_rounds(plan: Reader, person: Person) -> Iterator[Problem]:
    """Find a round of tests that somebody who works missed, or is due for."""
    yield from _rounds(plan, (PERSON, person.id))


def check_guest_rounds(plan: Reader, participant: Participant) -> Iterator[Problem]:
    """Find a round of tests that somebody who takes part missed, or is due for."""
    if participant.state not in GONE:
        yield from _rounds(plan, (PARTICIPANT, participant.id))


def _rounds(plan: Reader, who: Who) -> Iterator[Problem]:
    for one, begun, missed in rounds_due(plan, who):
        if not begun:
            continue
        severity: Severity | None = "hint" if one.obligation.hint else None
        requirement = one.obligation.requirement.id
        if missed:
            yield Problem(
                "was not tested in {n} rounds; the last was due {due}",
                key=requirement,
                fix="have a sample taken now",
                severity=severity,
                about=(Requirement.ref(requirement),),
                n=len(missed),
                due=one.begins(missed[-1] + 1),
            )
        elif not one.has(begun - 1) and one.counts(begun - 1):
            due = one.begins(begun)
            yield Problem(
                "is due for a test by {due}",
                key=requirement,
                fix="have a sample taken by {due}",
                settle_by=None if severity is not None else due,
                severity=severity,
                about=(Requirement.ref(requirement),),
                due=due,
            )


def check_positive(plan: Reader) -> Iterator[Problem]:
    """
    Find somebody who tested positive and is still expected somewhere.

    They come again after a negative test that takes it back, or after as long as the protocols ask of who tested
    positive. Where these ask for no tests any more it is a hint.
    """
    for case in plan.derive(cases, ("", "")):
        yield from plan.derive(_expected, case)


@derived(sensitive="health")
def _expected(plan: Reader, case: Case) -> tuple[Problem, ...]:
    """Find where one case is expected: by itself, so that another case does not look for who can stand in again."""
    standing = [(one, recovers(plan, case.who, one)) for one in standing_positives(plan, case.who)]
    if not any(one.id == case.test for one, _ in standing):
        return ()
    found: list[Problem] = []
    for presence in plan.derive(presences_of, case.who):
        window = presence.window
        ill = [one for one, well in standing if _is_then(one, window) and (well is None or window.start <= well)]
        # Whoever is ill of several things is told once, with what was found last.
        if ill and ill[-1].id == case.test and presence.source[0] not in NOT_EXPECTED and not over(plan, window):
            found.append(_still_expected(plan, case, presence, ill))
    return tuple(found)


def _is_then(test: HealthTest, window: Window) -> bool:
    """Say whether a test was taken before a window is over."""
    at = test.sampled or test.resulted
    return at is not None and at < window.end


def _still_expected(plan: Reader, case: Case, presence: Presence, ill: list[HealthTest]) -> Problem:
    moment = max(presence.window.start, case.sampled)
    free = all(asks_nothing(plan, one.against, moment) for one in ill)
    instead, fix = _instead(
        plan,
        presence.source,
        "take them off and trace whom they met",
        "take them off and trace whom they met; {instead} can stand in",
        "take them off and trace whom they met; {instead} can stand in once they have the test that is still to come",
    )
    return Problem(
        "{who} tested positive and is expected at {what}, {when}",
        key=f"{case.who[0]}:{case.who[1]}/{presence.source[0]}:{presence.source[1]}",
        fix="the protocol asks for nothing any more: leave it to them" if free else fix,
        severity="hint" if free else None,
        about=(_ref(case.who), presence.ref, HealthTest.ref(case.test)),
        who=case.who[1],
        what=ref_named(plan, presence.ref),
        when=presence.window,
        instead=instead,
    )


def check_contacts(plan: Reader) -> Iterator[Problem]:
    """Find somebody who is held as a contact and expected on duty or in a session."""
    for requirement in plan.where(Requirement, kind="contacts"):
        for who in dict.fromkeys(hold.who for hold in plan.derive(holds, requirement.id)):
            for presence, hint in _while_held(plan, who, requirement.id):
                yield _held(plan, who, presence, requirement.id, hint=hint)


def _while_held(plan: Reader, who: Who, requirement: str) -> Iterator[tuple[Presence, bool]]:
    """Give where somebody is expected while a requirement holds them, and whether its source is weak."""
    asks = [one for one in plan.derive(asked, who) if one.requirement.id == requirement]
    watches = [watch for one in asks for watch in watches_of(plan, who, one)]
    for presence in plan.derive(presences_of, who) if watches else ():
        window = presence.window
        if presence.source[0] in NOT_EXPECTED or over(plan, window):
            continue
        met = [(watch, max(window.start, watch.since)) for watch in watches if watch.since < window.end]
        held = [watch.obligation for watch, at in met if watch.holds(at) and watch.obligation.holds(at)]
        if held:
            yield presence, all(one.hint for one in held)


def _held(plan: Reader, who: Who, presence: Presence, requirement: str, *, hint: bool) -> Problem:
    type, id = presence.source
    instead, fix = _instead(
        plan,
        presence.source,
        "take them off, and find somebody who is cleared",
        "take them off; {instead} can stand in",
        "take them off; {instead} can stand in once they have the test that is still to come",
    )
    return Problem(
        "{who} is held as a contact and expected at {what}, {when}",
        key=f"{who[0]}:{who[1]}/{type}:{id}/{requirement}",
        fix=fix,
        severity="hint" if hint else None,
        about=(_ref(who), presence.ref),
        who=who[1],
        what=ref_named(plan, presence.ref),
        when=presence.window,
        instead=instead,
    )


def _ref(who: Who) -> Ref[Any]:
    return Person.ref(who[1]) if who[0] == PERSON else Participant.ref(who[1])


def _instead(
    plan: Reader, source: tuple[str, str], nobody: str, cleared: str, later: str
) -> tuple[tuple[str, ...], str]:
    """Say who can stand in, and which fix says so: for nobody, for who is cleared, or else for who may yet be."""
    able = stand_ins(plan, source[1], most=SUBSTITUTES, among=LOOKED_AT) if source[0] == "Duty" else ()
    now = tuple(one.person for one in able if not one.later)
    if now:
        return now, cleared
    return tuple(one.person for one in able), later if able else nobody


def check_tested(plan: Reader, person: Person) -> Iterator[Problem]:
    """Find somebody who is on duty at an event with tests and belongs to no tested cohort."""
    seen: set[str] = set()
    for work, window in engagements_of(plan, person.id):
        event = engagement_event(plan, work)
        if event is None or event in seen or over(plan, window):
            continue
        wanting = unasked_tests(plan, (PERSON, person.id), event, window.start)
        if wanting:
            seen.add(event)
            yield Problem(
                "is on duty at {post}, {when}, and belongs to no cohort that is tested",
                key=event,
                fix="put them into a cohort that is tested, or take them off duty",
                severity="hint" if all(one.hint for one in wanting) else None,
                about=(type(work).ref(work.id),),
                post=named(plan, type(work), work.id),
                when=window,
            )


def check_guest_tested(plan: Reader, participant: Participant) -> Iterator[Problem]:
    """Find somebody who comes to a session of an event with tests and belongs to no tested cohort."""
    named_to = (plan.get(Session, there.session) for there in plan.where(Appearance, participant=participant.id))
    events = {participant_event(plan, participant), *(one.event for one in named_to if one is not None)}
    if not any(plan.derive(event_tests, event) for event in events if event is not None):
        return
    seen: set[str] = set()
    for source, session in sessions_of(plan, participant.id):
        event, window = session.event, session.window
        if event is None or event in seen or window is None or over(plan, window):
            continue
        wanting = unasked_tests(plan, (PARTICIPANT, participant.id), event, window.start)
        if wanting:
            seen.add(event)
            yield Problem(
                "is expected at {what}, {when}, and belongs to no cohort that is tested",
                key=event,
                fix="put them into a cohort that is tested",
                severity="hint" if all(one.hint for one in wanting) else None,
                about=(type(source).ref(source.id),),
                what=named(plan, Session, session.id),
                when=window,
            )


def check_adoption(plan: Reader, adoption: Adoption) -> Iterator[Problem]:
    """Find the first day on which an adopted family of protocols has no edition."""
    if adoption.protocol is not None:
        return
    event = plan.get(Event, adoption.event) if adoption.event is not None else None
    window = adoption.window or (event.window if event is not None else None)
    known = adopted_editions(plan, adoption)
    if window is None or over(plan, window):
        if not known and window is None:
            yield Problem(
                "no edition of {family} is known",
                fix="enter the protocol, or adopt another",
                family=adoption.family,
            )
        return
    day = day_of(plan, adoption.event, window.start)
    last = day_of(plan, adoption.event, window.end - timedelta(microseconds=1))
    for one in known:
        if one.first is not None and one.first > day:
            break
        if one.last is None or one.last >= last:
            return
        if one.last >= day:
            day = one.last + timedelta(days=1)
    yield Problem(
        "no edition of {family} holds on {day}",
        key=day.isoformat(),
        fix="enter the edition of that day, or end the adoption before it",
        family=adoption.family,
        day=day,
    )


_PROTOCOL = "what the protocols ask that the event has adopted, each with its own source, from the records of the plan"
_CASE = (
    "one confirmed case stops a meeting (meeting guidance of 2020); whoever tested positive stays away until a later "
    "test says otherwise"
)

RULES = (
    Rule(
        "core.person-not-cleared",
        "Whoever is on duty is cleared",
        check_person,
        each=Person,
        basis=_PROTOCOL,
    ),
    Rule(
        "core.participant-not-cleared",
        "Whoever takes part is cleared",
        check_guest,
        each=Participant,
        basis=_PROTOCOL,
    ),
    Rule(
        "core.person-test-round",
        "Whoever works is tested in every round",
        check_person_rounds,
        each=Person,
        basis=_PROTOCOL,
    ),
    Rule(
        "core.participant-test-round",
        "Whoever takes part is tested in every round",
        check_guest_rounds,
        each=Participant,
        basis=_PROTOCOL,
    ),
    Rule("core.positive-expected", "Nobody who tested positive is expected anywhere", check_positive, basis=_CASE),
    Rule(
        "core.contact-expected",
        "Nobody who is held as a contact is expected anywhere",
        check_contacts,
        basis=_PROTOCOL,
    ),
    Rule(
        "core.person-untested",
        "Whoever is on duty at an event with tests belongs to a tested cohort",
        check_tested,
        each=Person,
        basis="commendation conference of 2020: three groups were tested, and the band and the guard of honour, who "
        "were on duty too, were in none of them",
    ),
    Rule(
        "core.participant-untested",
        "Whoever comes to an event with tests belongs to a tested cohort",
        check_guest_tested,
        each=Participant,
        basis=_PROTOCOL,
    ),
    Rule(
        "core.adoption-without-edition",
        "An adopted family of protocols has an edition for each day",
        check_adoption,
        each=Adoption,
        basis="protocols are dated, and follow each other; on a day without one nobody can say what is asked",
    ),
    *health_places.RULES,
    *health_units.RULES,
    *health_watches.RULES,
)
