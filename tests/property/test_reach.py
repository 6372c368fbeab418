"""The strategies reach what they are for: every built-in rule fires and clears, and every kind of brief is written."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from meetsupport.briefs import BUILTIN_SECTIONS
from meetsupport.core.errors import MeetSupportError
from meetsupport.desk import Impact
from meetsupport.rules import BUILTIN_RULES
from meetsupport.testing import MODEL, FrozenClock, changes, memory_desk, plans

UNTIMED = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


ASKED = "Adoption+Cohort+Event+HealthProtocol+Requirement"
AT_WORK = "Duty+HealthTest+Person+Post"
CHAINS = {
    "core.person-not-cleared": f"{ASKED}+{AT_WORK}",
    "core.participant-not-cleared": f"{ASKED}+Appearance+HealthTest+Participant+Session",
    "core.person-test-round": f"{ASKED}+HealthTest+Person",
    "core.participant-test-round": f"{ASKED}+HealthTest+Participant",
    "core.positive-expected": f"{AT_WORK}+Place",
    "core.contact-expected": f"{ASKED}+{AT_WORK}+Place",
    "core.person-untested": f"{ASKED}+Duty+Person+Post",
    "core.adoption-without-edition": "Adoption+Event+HealthProtocol",
    "core.person-loop": "Duty+Loop+LoopStay+Person+Place+Post",
    "core.participant-loop": "Appearance+Loop+LoopStay+Participant+Place+Session",
    "core.loops-meet": "Duty+Loop+LoopStay+Person+Place+Post",
    "core.seat-spacing": "Adoption+Event+HealthProtocol+Requirement+SeatPlan+Session",
    "core.hall-airing": "Adoption+Event+HealthProtocol+Place+Requirement+Session",
    "core.supply-per-person": f"{ASKED}+Person+Supply",
    "core.cluster-unreported": f"{ASKED}+HealthReport+Organization+Person",
    "core.risk-band": "Event+RiskBand+RiskFactor",
    "core.task-impossible": "ChecklistTemplate+Event+Task+TemplateItem",
    "core.task-not-begun": "Event+Task",
    "core.task-ring": "Task",
    "core.task-order": "Task",
    "core.task-evidence": "ChecklistTemplate+Task+TemplateItem",
    "core.task-sign-off": "ChecklistTemplate+Person+Task+TemplateItem",
    "core.gate-open": "Checklist+Event+Session+Task",
    "core.checklist-unsigned": "Checklist+Event+Person+Task",
    "core.round-missed": "Event+Round+Task",
    "core.rehearsal-absent": "Appearance+Event+Person+Session",
    "core.order-overnight": "Event+Task",
}
"""The types that rules rest on which are linked by more than one reference."""


def around(name: str) -> dict[str, Any]:
    """A type, what refers to it, and what those refer to: few enough that rules about it have something to find."""
    if "+" in name:
        return {other: MODEL[other] for other in sorted(name.split("+"))}
    near = {name, *(other for other, rt in MODEL.items() if any(spec.refers_to == name for spec in rt.refs))}
    near |= {str(spec.refers_to) for other in near for spec in MODEL[other].refs} | {"Event"}
    return {other: MODEL[other] for other in sorted(near)}


JUDGES = {rule.code: rule.each.__record__.name if rule.each is not None else "Arrival" for rule in BUILTIN_RULES}
JUDGES |= CHAINS


def test_random_plans_make_every_rule_fire_and_clear() -> None:
    raised: Counter[str] = Counter()
    cleared: Counter[str] = Counter()

    def count(impact: Impact) -> None:
        raised.update(finding.code for finding in impact.raised)
        cleared.update(finding.code for finding in impact.cleared)

    @settings(
        max_examples=12,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )
    @given(st.data())
    def walk(data: st.DataObject) -> None:
        desk = memory_desk(clock=FrozenClock())
        count(desk.apply(desk.plan.diff(data.draw(plans(types, of_each=3)))))
        for _ in range(4):
            try:
                impact = desk.apply(data.draw(changes(desk.plan, types=types)))
                count(impact)
                if impact.revision is not None and data.draw(st.booleans()):
                    count(desk.undo(impact.revision))
            except MeetSupportError:
                continue
            if data.draw(st.booleans()):
                for notice in desk.send():
                    desk.acknowledge(notice, by=notice.recipient)

    of_type = {name: {code for code, type_name in JUDGES.items() if type_name == name} for name in JUDGES.values()}
    for number in range(12):
        for name, own in of_type.items():
            types = around(name)
            if own - (raised.keys() & cleared.keys()):
                seed(number)(walk)()
    codes = {rule.code for rule in BUILTIN_RULES}
    assert codes - raised.keys() == set(), "never fired"
    assert codes - cleared.keys() == set(), "never cleared"


def test_random_plans_make_every_kind_of_brief_say_something() -> None:
    said: Counter[str] = Counter()
    wanted = {section.code for section in BUILTIN_SECTIONS}

    @settings(max_examples=20, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=UNTIMED)
    @given(plans(least=1))
    def look(plan: Any) -> None:
        desk = memory_desk()
        desk.apply(desk.plan.diff(plan))
        for recipient in plan.table("Recipient"):
            said.update(line.key.partition(":")[0] for line in desk.brief(recipient))

    for number in range(20):
        if wanted - said.keys():
            seed(number)(look)()
    assert wanted - said.keys() == set()
