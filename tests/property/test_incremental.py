"""Incremental equals from scratch: what the live desk shows is what a fresh desk computes from the journal."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.property.looking import assert_live_is_fresh
from tests.property.walks import Walk, assert_everybody_can_catch_up


@given(st.data())
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much])
def test_the_live_desk_shows_what_a_fresh_one_does(data: st.DataObject) -> None:
    walk = Walk()
    walk.begin(data.draw, unknown=True)
    assert_live_is_fresh(walk.desk)
    for _ in range(data.draw(st.integers(2, 8))):
        walk.step(data.draw)
        assert_live_is_fresh(walk.desk)


@given(st.data())
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much])
def test_a_notice_brings_any_known_brief_up_to_date(data: st.DataObject) -> None:
    walk = Walk()
    walk.begin(data.draw)
    for _ in range(data.draw(st.integers(4, 12))):
        walk.step(data.draw)
        assert_everybody_can_catch_up(walk)
