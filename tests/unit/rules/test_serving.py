"""Who eats where and when, beside a count by hand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from meetsupport.model import Delegation, Meal, Place
from tests.unit.rules.cases_serving import catered
from tests.unit.rules.judging import at, found, judge, reader, span

SPANS = st.tuples(st.integers(1, 6), st.integers(1, 3)).map(lambda one: (one[0], one[0] + one[1]))
MEALS = st.lists(st.tuples(SPANS, st.integers(0, 4)), max_size=6)


@given(MEALS)
def test_the_first_moment_at_which_too_many_eat_is_found(served: list[tuple[tuple[int, int], int]]) -> None:
    meals = [Meal(id=f"m{n}", place="p", window=span(*when), guests=heads) for n, (when, heads) in enumerate(served)]
    hours = [hour for hour in range(10) if sum(h for (start, end), h in served if start <= hour < end) > 4]
    problems = [problem for _, problem in judge(reader(Place(id="p", capacity=4), *meals), "core.meal-room")]
    assert [problem.message.values["at"] for problem in problems] == [at(hour) for hour in hours[:1]]


@given(st.lists(SPANS, max_size=6))
def test_a_group_at_two_meals_at_once_is_found(spans: list[tuple[int, int]]) -> None:
    meals = [Meal(id=f"m{n}", delegations=("d",), window=span(*when)) for n, when in enumerate(spans)]
    ordered = sorted(range(len(spans)), key=lambda n: (spans[n][0], f"m{n}"))
    later = {
        f"m{two}" for place, two in enumerate(ordered) if any(spans[one][1] > spans[two][0] for one in ordered[:place])
    }
    keys = {p.key for _, p in judge(reader(Delegation(id="d"), *meals), "core.delegation-meals-overlap")}
    assert keys == later


def test_who_caters_without_a_role_is_not_told_diets_and_that_is_found() -> None:
    assert found("core.diets-untold", *catered(diet="halal", role=None)) == ["cook/organization"]
    assert found("core.diets-untold", *catered(diet="", role=None)) == []
    assert found("core.diets-untold", *catered(diet="halal", role=None, ends=-1)) == []
