"""The strategies reach what they are for: every built-in rule fires and clears, and every section of a brief speaks."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from meetsupport.briefs import BUILTIN_SECTIONS
from meetsupport.core.errors import MeetSupportError
from meetsupport.desk import Impact
from meetsupport.plan import Plan
from meetsupport.testing import FrozenClock, memory_desk, plans
from tests.property.worlds import WORLDS, World, told
from tests.thorough import on_one_python
from tests.unit.rules.judging import NOON

UNTIMED = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
ROUNDS = 12
"""How often a world is walked through again where something was not reached."""


@on_one_python
def test_random_changes_make_every_rule_fire_and_clear() -> None:
    raised: Counter[str] = Counter()
    cleared: Counter[str] = Counter()

    def count(impact: Impact) -> None:
        raised.update(finding.code for finding in impact.raised)
        cleared.update(finding.code for finding in impact.cleared)

    def walk(world: World, number: int) -> None:
        @seed(number)
        @settings(max_examples=12, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=UNTIMED)
        @given(st.data())
        def walked(data: st.DataObject) -> None:
            desk = memory_desk(clock=FrozenClock(NOON))
            count(desk.apply(desk.plan.diff(data.draw(world.plans()))))
            for _ in range(4):
                try:
                    impact = desk.apply(data.draw(world.changes(desk.plan)))
                    count(impact)
                    if impact.revision is not None and data.draw(st.booleans()):
                        count(desk.undo(impact.revision))
                except MeetSupportError:
                    continue
                if data.draw(st.booleans()):
                    for notice in desk.send():
                        desk.acknowledge(notice, by=notice.recipient)

        walked()

    for number in range(ROUNDS):
        for code, world in WORLDS.items():
            if not (raised[code] and cleared[code]):
                walk(world, number)
    assert WORLDS.keys() - raised.keys() == set(), "never fired"
    assert WORLDS.keys() - cleared.keys() == set(), "never cleared"


def test_random_plans_make_every_section_of_a_brief_say_something() -> None:
    said: Counter[str] = Counter()
    wanted = {section.code for section in BUILTIN_SECTIONS}

    @settings(max_examples=20, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=UNTIMED)
    @given(plans(least=1).map(told))
    def look(plan: Plan) -> None:
        desk = memory_desk(clock=FrozenClock(NOON))
        desk.apply(desk.plan.diff(plan))
        for recipient in plan.table("Recipient"):
            said.update(line.key.partition(":")[0] for line in desk.brief(recipient))

    for number in range(ROUNDS):
        if wanted - said.keys():
            seed(number)(look)()
    assert wanted - said.keys() == set()
