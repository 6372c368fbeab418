"""Who tested positive, since when they were ill, and from when on they may come again."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import attrs

from meetsupport.model import Adoption, HealthProtocol, HealthTest, Requirement
from meetsupport.plan import derived
from meetsupport.readings.health import PARTICIPANT, PERSON, Who, adopted_editions, asked, zone_of
from meetsupport.readings.health_tests import OF_TESTS, POSITIVE, may_show, reports_of, swabs, takes_back

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["ONSET_WITHIN", "RESULT_WITHIN", "Case", "asks_nothing", "cases", "is_ill", "recovers", "standing_positives"]

RESULT_WITHIN = timedelta(days=1)
"""How long a case is taken to go on meeting others where nobody says when the result came; our own judgement."""

ONSET_WITHIN = timedelta(days=14)
"""How long before the sample an illness may have begun: the fourteen days for which people were observed from 2020."""


@attrs.frozen
class Case:
    """
    Somebody whose test is positive.

    Attributes:
        who: Who.
        test: The id of the test.
        sampled: When the sample was taken.
        onset: When the illness began: at the first symptom before the sample, or else when that was taken.
        known: When the result was known, or else when the sample was taken.
        apart: Until when the case met others: until the result was known, or else for `RESULT_WITHIN` after the sample.
    """

    who: Who
    test: str
    sampled: datetime
    onset: datetime
    known: datetime
    apart: datetime


@derived(sensitive="health")
def cases(plan: Reader, key: tuple[str, str]) -> tuple[Case, ...]:
    """
    List the positive tests of a kind, for a pathogen; an empty one is any. A test without any time tells of no case.

    A test that does not say what it is against counts for each pathogen.
    """
    kind, pathogen = key
    found: list[Case] = []
    for test in plan.where(HealthTest, result=POSITIVE):
        sampled = test.sampled or test.resulted
        if sampled is None or (kind and test.kind != kind) or not may_show(test, pathogen):
            continue
        known = max(sampled, test.resulted or sampled)
        apart = max(sampled, test.resulted or sampled + RESULT_WITHIN)
        for who in ((PERSON, test.person), (PARTICIPANT, test.participant)):
            if who[1] is not None:
                of = who[0], who[1]
                found.append(Case(of, test.id, sampled, plan.derive(_onset, (*of, sampled)), known, apart))
    return tuple(found)


@derived(sensitive="health")
def _onset(plan: Reader, key: tuple[str, str, datetime]) -> datetime:
    """
    Say when an illness began of which a sample was taken.

    From the sample back, reports of an illness are of one; a report of somebody who is well, or one more than
    `ONSET_WITHIN` before the sample, is from before it. Ill is who has symptoms, or a temperature that any protocol
    asks of them to be below.
    """
    kind, id, sampled = key
    asks = (one.requirement for one in plan.derive(asked, (kind, id)))
    limits = [one.limit for one in asks if one.kind == "temperature" and one.limit is not None]
    reports = sorted(
        (
            (report.at, report)
            for report in reports_of(plan, (kind, id))
            if report.at is not None and sampled - ONSET_WITHIN <= report.at <= sampled
        ),
        key=lambda entry: (entry[0], entry[1].id),
    )
    onset = sampled
    for at, report in reversed(reports):
        hot = report.temperature is not None and bool(limits) and report.temperature >= min(limits)
        if not (report.symptoms or report.course or hot):
            break
        onset = at
    return onset


def standing_positives(plan: Reader, who: Who) -> tuple[HealthTest, ...]:
    """List somebody's positive tests that no later negative one takes back (`takes_back`), in the order of time."""
    own = plan.derive(swabs, (*who, "", ""))
    return tuple(one for one in own.positive if not any(takes_back(test, one) for test in own.negative))


def recovers(plan: Reader, who: Who, test: HealthTest) -> datetime | None:
    """
    Say after which moment somebody who tested positive may come again without another test.

    That is where they meet all that protocols ask then of who tested positive (*clear*), and at least one does ask it.
    """
    at = test.sampled or test.resulted
    asks = [
        one
        for one in plan.derive(asked, who)
        if one.requirement.kind == "clear" and one.requirement.test in {"", test.kind} and may_show(test, one.pathogen)
    ]
    if at is None:
        return None
    ends = ((at + one.requirement.within, one.start) for one in asks if one.requirement.within is not None)
    for moment in sorted({end if start is None else max(end, start) for end, start in ends}):
        then = [one.requirement.within for one in asks if one.holds(moment)]
        if then and all(within is not None and at + within <= moment for within in then):
            return moment
    return None


def is_ill(plan: Reader, who: Who, moment: datetime) -> bool:
    """Say whether somebody tested positive, and neither a later test nor the time that passed takes it back."""
    return any((well := recovers(plan, who, test)) is None or moment <= well for test in standing_positives(plan, who))


def asks_nothing(plan: Reader, pathogen: str, moment: datetime) -> bool:
    """
    Say whether what is adopted against a pathogen holds at a moment and asks for no tests any more.

    So it is with an edition that ended isolation. Where nothing is adopted against it, that is not known.

    Args:
        plan: What to read.
        pathogen: The pathogen; an empty one is any.
        moment: The moment.
    """
    found = False
    for adoption in plan.all(Adoption):
        day = moment.astimezone(zone_of(plan, adoption.event)).date()
        for edition in adopted_editions(plan, adoption):
            protocol = plan.get(HealthProtocol, edition.protocol)
            if protocol is None or (pathogen and protocol.pathogen not in {"", pathogen}):
                continue
            if (edition.first or date.min) <= day <= (edition.last or date.max):
                if any(one.kind in OF_TESTS for one in plan.where(Requirement, protocol=protocol.id)):
                    return False
                found = True
    return found
