"""What was said of documents, and what of it counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs

from meetsupport.model import Document, Organization, Person, Review, Team
from meetsupport.plan import derived

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["ReviewStanding", "review_standing", "reviews_for", "step_known"]


@attrs.frozen
class ReviewStanding:
    """
    How the review of a document stands.

    Attributes:
        said: The latest verdict for each step, of the reviews that count: ``(("office", "agreed"),)``.
        void: The ids of reviews since the last submission that do not count, each with why: ``step`` (the document has
            no such step), ``author``, ``stranger`` (whoever wrote it does not speak for the step), ``time`` (nobody
            entered when), ``turn`` (a step before had not agreed).
    """

    said: tuple[tuple[str, str], ...]
    void: tuple[tuple[str, str], ...]


@derived
def review_standing(plan: Reader, document: str) -> ReviewStanding:
    """
    Say how the review of a document stands.

    A review counts if its reviewer speaks for the step and is not the author, if it was made since the last
    submission, and if the steps before had agreed. A return ends the round: what others agreed to before it does not
    count for what is submitted after it. Of two at one time that of the later id is the later.
    """
    found = plan.get(Document, document)
    if found is None:
        return ReviewStanding((), ())
    reviews = plan.where(Review, document=document)
    undated = [review for review in reviews if review.at is None]
    dated = sorted((review.at, review.id, review) for review in reviews if review.at is not None)
    said: dict[str, str] = {}
    void: dict[str, str] = {}
    for review in (*undated, *(review for _, _, review in dated)):
        if found.submitted_at is not None and review.at is not None and review.at < found.submitted_at:
            continue
        why = _wrong(plan, found, review)
        if not why and review.verdict != "returned" and not _in_turn(found, review.step, said):
            why = "turn"
        if why:
            void[review.id] = why
        elif review.verdict == "returned":
            said = {review.step: review.verdict}
        else:
            said[review.step] = review.verdict
    return ReviewStanding(tuple(sorted(said.items())), tuple(sorted(void.items())))


def _wrong(plan: Reader, document: Document, review: Review) -> str:
    if review.step not in document.steps:
        return "step"
    if review.reviewer is not None and review.reviewer == document.author:
        return "author"
    if review.reviewer is None or not reviews_for(plan, review.reviewer, review.step):
        return "stranger"
    return "time" if review.at is None and document.submitted_at is not None else ""


def _in_turn(document: Document, step: str, said: dict[str, str]) -> bool:
    before = document.steps[: document.steps.index(step)]
    return all(said.get(one) == "agreed" for one in before)


def reviews_for(plan: Reader, person: str, step: str) -> bool:
    """
    Say whether somebody speaks for a step of a review.

    Args:
        plan: What to read.
        person: Who reviewed, by id.
        step: The id of a person; of a team, for which its people and those who lead it speak; or of a body, for which
            its people and its contact speak.
    """
    return person in _speakers(plan, person, step)


def _speakers(plan: Reader, person: str, step: str) -> Iterator[str | None]:
    who = plan.get(Person, person)
    if who is None:
        return
    if step == person:
        yield person
    team = plan.get(Team, step)
    if team is not None:
        yield from (team.lead, team.deputy, person if who.team == step else None)
    body = plan.get(Organization, step)
    if body is not None:
        yield from (body.contact, person if who.organization == step else None)


def step_known(plan: Reader, step: str) -> bool:
    """Say whether there is somebody to review for a step: a person, a team or a body of that id."""
    return any(plan.get(cls, step) is not None for cls in (Person, Team, Organization))
