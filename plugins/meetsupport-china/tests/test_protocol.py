"""Seating against the published examples, and what holds for any number of people."""

from __future__ import annotations

from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from meetsupport_china import (
    CAPTIONS,
    EvenRule,
    audience_view,
    banquet,
    car,
    coach,
    meeting,
    photo,
    platform,
    platform_rows,
    signing,
    tables,
    talks,
    viewed,
)

from meetsupport import InvalidInput

RULES: tuple[EvenRule, ...] = ("A", "B")


def test_eight_on_a_platform_by_rule_a() -> None:
    assert platform(8, "A") == (7, 5, 3, 1, 2, 4, 6, 8)
    assert audience_view(platform(8, "A")) == (8, 6, 4, 2, 1, 3, 5, 7)


def test_eight_on_a_platform_by_rule_b() -> None:
    assert platform(8, "B") == (8, 6, 4, 2, 1, 3, 5, 7)
    assert audience_view(platform(8, "B")) == (7, 5, 3, 1, 2, 4, 6, 8)


def test_the_digits_of_one_rule_are_those_of_the_other_seen_from_the_other_side_so_charts_need_a_caption() -> None:
    assert platform(8, "A") == audience_view(platform(8, "B"))
    own, audience = (viewed(platform(8, "A"), view) for view in ("own", "audience"))
    assert own[0] == CAPTIONS["own"]
    assert audience == (CAPTIONS["audience"], platform(8, "B"))


def test_an_odd_platform_needs_no_rule() -> None:
    assert platform(1) == (1,)
    assert platform(3) == (2, 1, 3)
    assert platform(7) == platform(7, "A") == platform(7, "B") == (6, 4, 2, 1, 3, 5, 7)


@pytest.mark.parametrize("count", [2, 8])
def test_an_even_platform_without_a_rule_is_refused(count: int) -> None:
    with pytest.raises(InvalidInput, match="two customs"):
        platform(count)


def test_fewer_than_nobody_is_refused() -> None:
    assert platform(0) == ()
    with pytest.raises(InvalidInput):
        platform(-1)


@given(st.integers(1, 60), st.sampled_from(RULES))
def test_everybody_sits_once_and_the_higher_never_sits_further_out(count: int, rule: EvenRule) -> None:
    seats = platform(count, rule)
    assert sorted(seats) == list(range(1, count + 1))
    middle = (count - 1) / 2
    outwards = [abs(seats.index(rank) - middle) for rank in range(1, count + 1)]
    assert outwards == sorted(outwards)


@given(st.integers(1, 30))
def test_two_sits_at_the_left_of_one_by_rule_b_and_at_the_right_by_rule_a(pairs: int) -> None:
    a, b = platform(2 * pairs, "A"), platform(2 * pairs, "B")
    assert a.index(2) == a.index(1) + 1
    assert b.index(2) == b.index(1) - 1


def test_ranks_run_on_from_row_to_row() -> None:
    assert platform_rows([3, 2], "A") == ((2, 1, 3), (4, 5))


def test_the_first_guest_sits_at_the_senior_side() -> None:
    assert meeting(2, 3, foreign=True) == (("host", 2), ("host", 1), ("guest", 1), ("guest", 2), ("guest", 3))
    assert meeting(2, 2, foreign=False) == (("guest", 2), ("guest", 1), ("host", 1), ("host", 2))


def test_at_talks_the_interpreter_is_at_the_right_of_the_principal() -> None:
    sides = talks(3, 5, table="across", foreign=True, interpreters=True)
    assert sides.hosts == (3, 1, 0, 2)
    assert sides.guests == (5, 3, 1, 0, 2, 4)
    assert sides.where.startswith("guests face the door")
    assert "right" in talks(3, 3, table="end-on", foreign=False).where
    assert talks(3, 3, table="end-on", foreign=False).hosts == (2, 1, 3)


def test_at_a_signing_the_highest_stand_behind_their_signer() -> None:
    assert signing(2, 2) == (("host", 2), ("host", 1), ("guest", 1), ("guest", 2))
    with pytest.raises(InvalidInput, match="equal"):
        signing(2, 3)


def test_a_banquet_table_as_published() -> None:
    table = banquet(10, 4)
    assert (table[0], table[5]) == (("host", 1), ("host", 2))
    assert (table[1], table[9]) == (("guest", 1), ("guest", 2))  # right and left of the first host
    assert (table[6], table[4]) == (("guest", 3), ("guest", 4))  # right and left of the second, who faces the other way


@given(st.integers(2, 6), st.integers(0, 12), st.integers(1, 4))
def test_at_a_banquet_everybody_sits_once(half: int, guests: int, hosts: int) -> None:
    if guests + hosts > 2 * half:
        with pytest.raises(InvalidInput):
            banquet(2 * half, guests, hosts)
        return
    seated = [one for one in banquet(2 * half, guests, hosts) if one is not None]
    assert sorted(seated) == sorted(
        [*(("host", n) for n in range(1, hosts + 1)), *(("guest", n) for n in range(1, guests + 1))]
    )


@pytest.mark.parametrize("seats", [3, 9, 2])
def test_a_table_has_an_even_number_of_seats(seats: int) -> None:
    with pytest.raises(InvalidInput, match="even"):
        banquet(seats, 1)


def test_the_nearer_table_is_higher_and_then_the_right_one() -> None:
    assert tables([(2, 0), (1, -1), (1, 1)]) == (2, 1, 0)


def test_in_a_photo_hosts_and_guests_alternate_from_the_first_host_on() -> None:
    assert photo(3, 3) == (("host", 3), ("guest", 2), ("host", 1), ("guest", 1), ("host", 2), ("guest", 3))
    assert photo(8, even="A") == tuple(("host", rank) for rank in (7, 5, 3, 1, 2, 4, 6, 8))


def test_cars_and_coaches() -> None:
    assert car() == ("rear right", "rear left", "front")
    assert car(three_behind=True) == ("rear right", "rear left", "rear middle", "front")
    assert car(host_drives=True) == ("front", "rear right", "rear left")
    assert coach(2)[0] == (1, 1)
    assert coach(1, 3, wagon=True) == ((1, 3), (1, 2), (1, 1))
    assert sorted(coach(12)) == [(row, seat) for row in range(1, 13) for seat in range(1, 5)]


@pytest.mark.parametrize("count", [7, 8])
def test_a_custom_that_there_is_not_is_no_silent_choice(count: int) -> None:
    with pytest.raises(InvalidInput, match="invalid value 'a' for the rule"):
        platform(count, cast("Any", "a"))


@pytest.mark.parametrize(("hosts", "guests", "who"), [(-1, 2, "hosts"), (2, -1, "guests"), (-1, -1, "hosts")])
def test_a_negative_number_of_people_is_refused(hosts: int, guests: int, who: str) -> None:
    for seat in (
        lambda: meeting(hosts, guests, foreign=True),
        lambda: talks(hosts, guests, table="across", foreign=True),
        lambda: signing(hosts, guests),
        lambda: banquet(10, guests, hosts),
        lambda: photo(hosts, guests),
    ):
        with pytest.raises(InvalidInput, match=f"invalid value -1 for the {who}, expected none or more"):
            seat()
