from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

import meetsupport as ms
from meetsupport.model import DayOff
from meetsupport.readings import last_working_day, off_day, working_day
from meetsupport.testing import START, FrozenClock, memory_desk
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


def test_days_off_that_become_known_later_are_counted_when_the_checklist_is_made_again() -> None:
    opening = START + timedelta(days=30)
    desk = memory_desk(
        [
            ms.Event(id="e", window=ms.Window(opening, opening + timedelta(hours=3)), received=START),
            ms.ChecklistTemplate(id="w"),
            ms.TemplateItem(id="w.apply", template="w", working_days=-3, force="fixed"),
        ],
        clock=FrozenClock(START),
    )
    unknown = "core.working-days-unknown"
    desk.apply(desk.draft_checklist("w", "e").change)
    before = desk.get(ms.Task, "e.w:apply").due
    assert [one.key for one in desk.check() if one.code == unknown] == [str(opening.year)]
    off = working_day(desk.view(), opening.date(), -1)
    assert off is not None
    desk.apply(ms.Change.of(ms.Put(ms.DayOff(id="o", day=off))))
    assert [one.key for one in desk.check() if one.code == unknown] == []
    desk.apply(desk.draft_checklist("w", "e").change)
    after = desk.get(ms.Task, "e.w:apply").due
    assert before is not None
    assert after is not None
    assert after < before
