"""Plans that hold some of every record type: nothing that is built in fails on any of them."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from meetsupport.plan import Plan
from meetsupport.testing import MODEL, memory_desk, plans


@given(plans(MODEL, least=1, of_each=3))
@settings(
    max_examples=min(40, settings().max_examples),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_no_rule_and_no_section_fails_on_a_plan_of_everything(plan: Plan) -> None:
    assert [str(failure) for failure in memory_desk(plan).check().failures] == []
