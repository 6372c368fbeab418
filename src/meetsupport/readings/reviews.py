"""What was said of documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetsupport.model import Review
from meetsupport.plan import derived

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["verdicts"]


@derived
def verdicts(plan: Reader, document: str) -> tuple[tuple[str, str], ...]:
    """
    Give the latest verdict for each step of a document's review: ``(("office", "agreed"),)``.

    Of two at one time that of the later id counts; one without a time is older than all others.
    """
    reviews = plan.where(Review, document=document)
    undated = [review for review in reviews if review.at is None]
    dated = sorted((review.at, review.id, review) for review in reviews if review.at is not None)
    said = {review.step: review.verdict for review in (*undated, *(review for _, _, review in dated))}
    return tuple(sorted(said.items()))
