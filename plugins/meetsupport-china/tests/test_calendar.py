"""Working days of known years, and of years that somebody must give."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import meetsupport_china as china
import pytest
from meetsupport_china.calendar import FEWEST
from meetsupport_china.fire import longest_gap
from meetsupport_china.services import mass_event_authority, sample_for

import meetsupport as ms
from meetsupport.core.times import instant
from meetsupport.readings import checklist_for, off_day
from meetsupport.testing import FrozenClock, memory_desk


def days(first: str, last: str) -> dict[str, bool]:
    return {
        one.day.isoformat(): one.working for one in china.work_days(date.fromisoformat(first), date.fromisoformat(last))
    }


def test_the_notice_for_2026() -> None:
    listed = days("2026-01-01", "2026-12-31")
    assert sorted(day for day, working in listed.items() if working) == [
        "2026-01-04",
        "2026-02-14",
        "2026-02-28",
        "2026-05-09",
        "2026-09-20",
        "2026-10-10",
    ]
    assert not listed["2026-02-23"]
    assert "2026-02-22" not in listed  # a Sunday that is off anyway


def test_the_dragon_boat_holiday_before_the_conference_of_2011() -> None:
    assert days("2011-06-01", "2011-06-15") == {"2011-06-06": False}  # the 4th and the 5th are a weekend


def test_a_day_off_has_its_name_and_an_id_that_stays() -> None:
    (one,) = china.work_days(date(2011, 6, 6), date(2011, 6, 6))
    assert (one.id, one.name) == ("china.2011-06-06", "端午")


def test_a_year_without_a_notice_is_refused() -> None:
    beyond = max(china.YEARS) + 1
    with pytest.raises(ms.InvalidInput, match=str(beyond)):
        china.work_days(date(beyond - 1, 12, 1), date(beyond, 1, 31))


def test_the_days_of_a_year_are_taken_into_the_plan() -> None:
    event = ms.Event(id="e", window=ms.Window.of("2011-06-08T09:00+08:00", "2011-06-11T12:00+08:00"))
    desk = memory_desk([event], plugins={"china": china}, clock=FrozenClock(instant("2011-05-25T09:00+08:00")))
    assert [(one.code, one.severity) for one in desk.check() if one.code == "china.workdays-unknown"] == [
        ("china.workdays-unknown", "hint")
    ]
    desk.adopt("china", years=[2011], by="office")
    assert "china.workdays-unknown" not in {one.code for one in desk.check()}
    assert off_day(desk.view(), date(2011, 6, 6))


def load(tmp_path: Path, content: str) -> ms.Desk:
    file = tmp_path / "2099.csv"
    file.write_text(content, encoding="utf-8")
    event = ms.Event(id="e", window=ms.Window.of("2099-02-02T09:00+08:00", "2099-02-02T12:00+08:00"))
    desk = memory_desk([event], plugins={"china": china}, clock=FrozenClock(instant("2098-12-01T09:00+08:00")))
    assert "china.workdays-unknown" in {one.code for one in desk.check()}
    desk.load(file, by="office", importer="workdays")
    return desk


@pytest.mark.parametrize(
    "content",
    [
        "day,working,name\n2099-02-02,false,某节\n2099-02-07,true,\n",
        "日期,上班,名称\n2099-02-02,,某节\n2099-02-07,班,\n",
        '[{"day": "2099-02-02", "working": false, "name": "某节"}, {"day": "2099-02-07", "working": true}]',
    ],
)
def test_a_year_can_be_given_in_a_file(tmp_path: Path, content: str) -> None:
    desk = load(tmp_path, content)
    assert off_day(desk.view(), date(2099, 2, 2))
    assert not off_day(desk.view(), date(2099, 2, 7))


@pytest.mark.parametrize(("count", "said"), [(FEWEST, []), (FEWEST - 1, ["few-2099"]), (1, ["few-2099"])])
def test_a_year_of_which_days_off_are_missing_is_not_known(tmp_path: Path, count: int, said: list[str]) -> None:
    # From the 5th of January on, which is a Monday.
    days = [date(2099, 1, 5) + timedelta(days=n // 5 * 7 + n % 5) for n in range(count)]
    rows = "".join(f"{day},false,\n" for day in days)
    desk = load(tmp_path, f"day,working,name\n{rows}2099-02-07,true,\n")
    found = [one for one in desk.check() if one.code == "china.workdays-unknown"]
    assert [one.key for one in found] == said
    for one in found:
        assert one.severity == "warning"
        assert one.message.values == {"there": count, "year": 2099, "least": FEWEST}


def test_no_year_has_fewer_weekdays_off_than_are_asked_for() -> None:
    def off(year: int) -> int:
        return sum(not working for working in days(f"{year}-01-01", f"{year}-12-31").values())

    assert min(off(year) for year in range(2008, 2027)) == FEWEST


def test_a_day_may_be_written_in_wide_digits(tmp_path: Path) -> None:
    desk = load(tmp_path, "日期,上班,名称\n２０９９-０２-０７,是,补班\n")
    assert not off_day(desk.view(), date(2099, 2, 7))


def test_all_faults_of_a_file_are_listed(tmp_path: Path) -> None:
    wrong = "day,working,name\nsoon,false,\n2099-02-02,perhaps,\n2099-02-02,true,\n2099-02-07,false,\n"
    with pytest.raises(ms.InvalidInput) as refused:
        load(tmp_path, wrong)
    assert [fault.place for fault in refused.value.faults] == ["row 2", "row 3", "row 4", "row 5"]


@pytest.mark.parametrize(
    "content", ["[1]", "[{", "[" * 5000, '{"day": "2099-02-07"}', "", "day,working\n", f"day\n{'1' * 200_000}\n"]
)
def test_what_is_no_list_of_days_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(ms.InvalidInput):
        load(tmp_path, content)


def test_figures_by_date_and_size() -> None:
    assert sample_for(date(2007, 12, 30)) is None
    for day in (date(2007, 12, 31), date(2018, 12, 30)):
        before = sample_for(day)
        assert before is not None
        assert (before.grams, before.hours) == (100, None)
    sample = sample_for(date(2020, 9, 22))
    assert sample is not None
    assert (sample.grams, sample.hours) == (125, 48)
    assert [mass_event_authority(heads) for heads in (4999, 5000)] == ["county", "city"]
    assert mass_event_authority(1000, across_provinces=True) == "state council"


def hours(start: str, end: str) -> ms.Window:
    return ms.Window.of(f"2020-09-22T{start}+08:00", f"2020-09-22T{end}+08:00")


@pytest.mark.parametrize(
    ("times", "gap"),
    [
        ("08:00 10:00 12:00 14:00 16:00 18:00", 2),
        ("", 10),
        ("07:00 19:00", 10),
        ("10:00 15:00", 5),
        ("10:00 12:00 14:00", 4),
    ],
)
def test_the_longest_gap_is_counted_while_it_is_open_and_not_over_the_night(times: str, gap: int) -> None:
    listed = [instant(f"2020-09-22T{time}+08:00") for time in reversed(times.split())]
    assert longest_gap(listed, [hours("08:00", "18:00")]).total_seconds() == gap * 3600


def test_nothing_is_open_and_nobody_is_missed() -> None:
    assert longest_gap([], []).total_seconds() == 0


@pytest.mark.parametrize(("year", "severity"), [(2026, "hint"), (2099, "warning")])
def test_a_window_until_midnight_does_not_touch_the_next_year(year: int, severity: str) -> None:
    # The 1st of January of the year after is in no window that ends with the year.
    window = ms.Window.of(f"{year}-12-30T08:00+08:00", f"{year + 1}-01-01T00:00+08:00")
    desk = memory_desk(
        [ms.Event(id="e", window=window)],
        plugins={"china": china},
        clock=FrozenClock(instant(f"{year}-12-01T08:00+08:00")),
    )
    found = [(one.key, one.severity) for one in desk.check() if one.code == "china.workdays-unknown"]
    assert found == [(str(year), severity)]


def test_a_task_that_counts_working_days_needs_the_days_off_of_the_years_that_it_counts_in() -> None:
    event = ms.Event(
        id="e",
        received=instant("2025-10-01T09:00+08:00"),
        window=ms.Window.of("2026-01-20T09:00+08:00", "2026-01-20T12:00+08:00"),
    )
    desk = memory_desk([event], plugins={"china": china}, clock=FrozenClock(instant("2025-10-01T09:00+08:00")))
    desk.adopt("china", years=[2026], by="office")

    def unknown() -> list[str]:
        return [one.key for one in desk.check() if one.code == "core.working-days-unknown"]

    assert unknown() == []
    desk.adopt(china.LARGE_MEALS, by="office")
    desk.apply(checklist_for(desk.view(), china.LARGE_MEALS, "e", by="office"))
    assert unknown() == ["2025"]
    desk.adopt("china", years=[2025], by="office")
    assert unknown() == []
