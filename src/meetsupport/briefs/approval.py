"""What recipients must know of documents and their reviews, and of what is frozen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from meetsupport.briefs._words import OPEN, called, minute
from meetsupport.core.messages import Message
from meetsupport.model import Document, EditRight, Freeze, Person, Recipient, Review, Team
from meetsupport.plugins import BriefSection, Line
from meetsupport.readings import state_word, type_word

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["SECTIONS"]


def papers(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Tell a person what becomes of the documents that they drafted, and which ones wait for them."""
    person = recipient.person
    if person is None:
        return
    for document in plan.where(Document, author=person):
        yield Line(
            f"document:{document.id}",
            "your document: {title}, version {version}, {state}",
            title=document.title or document.id,
            version=document.version,
            state=state_word(Document, document.state),
        )
        for review in plan.where(Review, document=document.id, verdict="returned"):
            yield Line(
                f"returned:{review.id}",
                "{step} returned {title}: {comment}",
                step=called(plan, Person, review.reviewer, missing=review.step),
                title=document.title or document.id,
                comment=review.comment or OPEN,
            )
    for document in plan.where(Document, approver=person, state="submitted"):
        yield _waiting(document, "approve", "for you to approve: {title}, version {version}, by {due}")
    for step in _steps(plan, person):
        for document in plan.where(Document, steps=step, state="submitted"):
            yield _waiting(document, f"review:{step}", "for you to review: {title}, version {version}, by {due}")


def _steps(plan: Reader, person: str) -> Iterator[str]:
    """Name the steps of reviews that are somebody's: their own, and their team's."""
    yield person
    found = plan.get(Person, person)
    if found is not None and found.team is not None and found.team != person:
        yield found.team


def _waiting(document: Document, key: str, template: str) -> Line:
    return Line(
        f"{key}:{document.id}",
        template,
        title=document.title or document.id,
        version=document.version,
        due=OPEN if document.due is None else document.due,
    )


def frozen(plan: Reader, recipient: Recipient) -> Iterator[Line]:
    """Tell a team what stands as it is, and from when on: of its event, and of what others have no right to."""
    team = plan.get(Team, recipient.team) if recipient.team is not None else None
    if team is None:
        return
    freezes = [one for event in dict.fromkeys((None, team.event)) for one in plan.where(Freeze, event=event)]
    for freeze in sorted(freezes, key=lambda one: one.id):
        rights = plan.where(EditRight, type=freeze.type)
        if rights and not any(team.id in one.teams for one in rights):
            continue
        rt = plan.types.get(freeze.type)
        yield Line(
            f"frozen:{freeze.id}",
            "{records} stand as they are from {since} on; whoever must change one names who allows it; {reason}",
            window=minute(freeze.since),
            records=type_word(rt) if rt is not None else freeze.type,
            since=Message.of("now") if freeze.since is None else freeze.since,
            reason=freeze.reason or Message.of("no reason is given"),
        )


SECTIONS: tuple[BriefSection, ...] = (
    BriefSection("duty", papers, "Documents of one's own, and those that wait for one", code="core.duty-approval"),
    BriefSection("team-lead", frozen, "What a team may no longer change", code="core.team-lead-approval"),
)
