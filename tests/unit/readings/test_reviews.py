"""Which reviews of a document count."""

from __future__ import annotations

from itertools import permutations, product

import pytest

from meetsupport.core.records import Record
from meetsupport.model import Document, Organization, Person, Review, Team
from meetsupport.readings import ReviewStanding, review_standing, reviews_for
from tests.unit.rules.judging import at, changed, found, reader

OFFICE: tuple[Record, ...] = (
    Team(id="t", lead="lead", deputy="deputy"),
    Organization(id="bureau", contact="contact"),
    *(Person(id=one) for one in ("author", "lead", "deputy", "contact", "boss", "stranger")),
    Person(id="member", team="t"),
    Person(id="clerk", organization="bureau"),
)
PAPER = Document(id="d", author="author", state="submitted", submitted_at=at(0), steps=("t", "boss"))


def said(hour: float | None, step: str, by: str | None, verdict: str = "agreed") -> Review:
    moment = None if hour is None else at(hour)
    return Review(id=f"{step}-{hour}", document="d", step=step, reviewer=by, verdict=verdict, at=moment)


def standing(*reviews: Review, **about: object) -> ReviewStanding:
    return reader(*OFFICE, changed(PAPER, **about), *reviews).derive(review_standing, "d")


def test_all_agree_in_their_turn() -> None:
    assert standing(said(1, "t", "lead"), said(2, "boss", "boss")) == ReviewStanding(
        (("boss", "agreed"), ("t", "agreed")), ()
    )


def test_who_comes_before_their_turn_does_not_count() -> None:
    assert standing(said(1, "boss", "boss"), said(2, "t", "lead")) == ReviewStanding(
        (("t", "agreed"),), (("boss-1", "turn"),)
    )


@pytest.mark.parametrize(
    ("review", "why"),
    [
        (said(1, "t", "author"), "author"),
        (said(1, "t", "stranger"), "stranger"),
        (said(1, "t", "boss"), "stranger"),
        (said(1, "t", None), "stranger"),
        (said(1, "boss", "lead"), "stranger"),
        (said(1, "elsewhere", "lead"), "step"),
        (said(None, "t", "lead"), "time"),
        (said(1, "t", "stranger", "returned"), "stranger"),
    ],
)
def test_a_review_that_does_not_count_says_why(review: Review, why: str) -> None:
    assert standing(review) == ReviewStanding((), ((review.id, why),))


def test_the_author_reviews_nothing_even_as_a_member_of_the_team() -> None:
    assert standing(said(1, "t", "member"), author="member").void == (("t-1", "author"),)


def test_what_was_agreed_to_before_the_last_submission_is_past() -> None:
    assert standing(said(-1, "t", "lead"), said(1, "boss", "boss")) == ReviewStanding((), (("boss-1", "turn"),))
    assert standing(said(0, "t", "lead")).said == (("t", "agreed"),)


def test_a_return_ends_the_round_for_all() -> None:
    again = (said(1, "t", "lead"), said(2, "boss", "boss", "returned"), said(3, "boss", "boss"))
    assert standing(*again, submitted_at=None) == ReviewStanding((("boss", "returned"),), (("boss-3", "turn"),))
    assert standing(*again, said(4, "t", "lead"), said(5, "boss", "boss")).said == (
        ("boss", "agreed"),
        ("t", "agreed"),
    )


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_only_in_the_order_of_the_steps_all_agree(order: tuple[int, ...]) -> None:
    steps = ("t", "boss", "bureau")
    who = ("member", "boss", "clerk")
    reviews = [said(1 + order[n], steps[n], who[n]) for n in range(3)]
    agreed = {step for step, _ in standing(*reviews, steps=steps).said}
    assert (agreed == set(steps)) is (order == (0, 1, 2))
    assert agreed == {step for n, step in enumerate(steps) if all(order[m] < order[m + 1] for m in range(n))}


def test_who_speaks_for_whom() -> None:
    speaks = {
        "boss": {"boss"},
        "t": {"lead", "deputy", "member"},
        "bureau": {"contact", "clerk"},
        "nowhere": set[str](),
    }
    people = ("author", "lead", "deputy", "contact", "boss", "stranger", "member", "clerk", "nobody")
    plan = reader(*OFFICE)
    for step, person in product(speaks, people):
        assert reviews_for(plan, person, step) is (person in speaks[step])


def test_an_approval_on_what_others_agreed_to_earlier_is_found() -> None:
    approved = changed(PAPER, state="approved", approver="boss", approved_at=at(4))
    records = (*OFFICE, approved, said(-1, "t", "lead"), said(1, "boss", "boss"))
    assert found("core.document-unreviewed", *records) == ["d/t", "d/boss"]
    assert found("core.document-review-void", *records) == ["d/boss-1"]


def test_a_step_that_is_nobody_is_found_before_anybody_waits_for_it() -> None:
    paper = changed(PAPER, state="drafted", submitted_at=None, steps=("t", "省委办公厅"))
    assert found("core.document-review-void", *OFFICE, paper) == ["d/step:省委办公厅"]
