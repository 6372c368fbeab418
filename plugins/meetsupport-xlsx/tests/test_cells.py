"""Single cells: what cannot be shown plainly is shown in another way and still recognised."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from meetsupport_xlsx.cells import Bad, Context, fits, parse, same, show
from meetsupport_xlsx.times import Calendar

from meetsupport.model import Call, DayOff, RemovalLimit, Supply

BERLIN = Context("en", Calendar(ZoneInfo("Europe/Berlin")), {})


def shown(cls: Any, field: str, value: object) -> Any:
    return show(cls.__record__.fields[field], value, BERLIN)[0]


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2011, 10, 30, 0, 30, tzinfo=UTC), "2011-10-30T00:30:00+00:00"),
        (datetime(1800, 1, 1, tzinfo=UTC), "1800-01-01T00:00:00+00:00"),
        (datetime(2011, 1, 1, 0, 0, 0, 1, tzinfo=UTC), "2011-01-01T00:00:00.000001+00:00"),
        (datetime(9999, 12, 31, 23, 59, tzinfo=UTC), "9999-12-31T23:59:00+00:00"),
    ],
)
def test_moments_that_a_date_cell_cannot_hold_are_written_out(moment: datetime, text: str) -> None:
    assert shown(Supply, "due", moment) == text
    assert parse(Supply.__record__.fields["due"], text, BERLIN) == moment


@pytest.mark.parametrize("number", [Decimal("11691019519216.482"), Decimal("1e400"), Decimal("0.1234567890123456")])
def test_numbers_beyond_what_a_cell_keeps_are_written_out(number: Decimal) -> None:
    text = shown(Supply, "quantity", number)
    assert isinstance(text, str)
    if number.adjusted() < 100:
        assert parse(Supply.__record__.fields["quantity"], text, BERLIN) == number


def test_days_before_those_of_a_workbook_are_written_out() -> None:
    assert shown(DayOff, "day", date(1899, 1, 1)) == "1899-01-01"


@pytest.mark.parametrize(
    ("wrote", "cell"),
    [
        ("7", 7.0),
        (None, "  "),
        (timedelta(hours=1), time(1, 0)),
        (date(2011, 6, 9), datetime(2011, 6, 9, tzinfo=None)),  # noqa: DTZ001 - cells hold wall clocks
        ("a\r\nb", "a\nb"),
        (5, 5.0),
    ],
)
def test_what_an_office_program_may_make_of_a_cell_is_the_same(wrote: Any, cell: Any) -> None:
    assert same(wrote, cell)


@pytest.mark.parametrize(
    ("wrote", "cell"),
    [
        ("7", 8.0),
        (timedelta(hours=1), "1:00x"),
        (timedelta(hours=1), 5.0),
        (date(2011, 6, 9), "2011-06-10"),
        (1, True),
        ("a", ""),
    ],
)
def test_another_value_is_not_the_same(wrote: Any, cell: Any) -> None:
    assert not same(wrote, cell)


def test_what_has_no_form_of_its_own_is_written_as_json() -> None:
    spec = evolve(Call.__record__.fields["needs"], hint=tuple[int, ...], refers_to=None)
    assert show(spec, (1, 2), BERLIN) == ("[1,2]",)
    assert parse(spec, "[3]", BERLIN) == (3,)
    assert show(spec, (), BERLIN) == (None,)
    with pytest.raises(Bad, match="invalid value"):
        parse(spec, "[3", BERLIN)


def test_a_value_beyond_its_types_bounds_is_named() -> None:
    assert "invalid value" in fits(RemovalLimit.__record__.fields["count"], "x")
    assert fits(RemovalLimit.__record__.fields["count"], 3) == ""
