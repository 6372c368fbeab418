from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from meetsupport.model import DayOff
from meetsupport.readings import last_working_day, off_day
from tests.unit.rules.judging import reader

JUNE = date(2030, 6, 1)


@given(st.dictionaries(st.integers(0, 29), st.booleans()), st.integers(15, 29))
def test_every_day_between_the_last_working_day_and_a_day_is_off(listed: dict[int, bool], day: int) -> None:
    plan = reader(*(DayOff(id=str(n), day=JUNE + timedelta(days=n), working=w) for n, w in listed.items()))
    asked = JUNE + timedelta(days=day)
    found = last_working_day(plan, asked)
    assert found is not None
    assert not off_day(plan, found)
    assert all(off_day(plan, found + timedelta(days=n)) for n in range(1, (asked - found).days))
