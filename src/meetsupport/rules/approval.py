"""Rules about documents and their reviews, and about what nobody but some may change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from meetsupport.core.messages import Message
from meetsupport.model import Document, EditRight, Freeze, Review
from meetsupport.plugins import Problem, Rule
from meetsupport.readings import review_standing, state_word, step_known

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["RULES"]

DONE = frozenset({"approved", "superseded"})
"""The states in which nobody need decide of a document any more."""


def check_due(plan: Reader, document: Document) -> Iterator[Problem]:  # noqa: ARG001 - what a rule is called with
    """Find a document that must be approved by a time and is not."""
    if document.due is not None and document.state not in DONE:
        yield Problem(
            "version {version} is {state}, and must be approved by {due}",
            fix="have it approved, or set another time",
            settle_by=document.due,
            version=document.version,
            state=state_word(Document, document.state),
            due=document.due,
        )


def check_reviewed(plan: Reader, document: Document) -> Iterator[Problem]:
    """Find a document that was approved although somebody who must review it has not, or has returned it."""
    if document.state != "approved":
        return
    said = dict(plan.derive(review_standing, document.id).said)
    for step in document.steps:
        verdict = said.get(step)
        if verdict != "agreed":
            yield Problem(
                "it is approved, and {step} has not agreed"
                if verdict is None
                else "it is approved, and {step} returned it",
                key=step,
                fix="have {step} review it",
                step=step,
            )


def check_returned(plan: Reader, document: Document) -> Iterator[Problem]:
    """Find a document that was returned, and of which nobody has taken notice."""
    if document.state == "submitted":
        for step, verdict in plan.derive(review_standing, document.id).said:
            if verdict == "returned":
                yield Problem(
                    "{step} returned it, and it still stands as submitted",
                    key=step,
                    fix="set it to returned, mend it, and submit it again",
                    step=step,
                )


def check_turn(plan: Reader, document: Document) -> Iterator[Problem]:
    """Find steps of a review that name nobody, and reviews that do not count."""
    if document.state == "superseded":
        return
    for step in document.steps:
        if not step_known(plan, step):
            yield Problem(
                "its step {step} is no person, team or body of this plan, so that nobody can review it",
                key=f"step:{step}",
                fix="enter who {step} is, or name another step",
                step=step,
            )
    for review, why in plan.derive(review_standing, document.id).void:
        found = plan.get(Review, review)
        yield Problem(
            "the review {review} for {step} does not count: {why}",
            key=review,
            fix="have it reviewed in turn, by who speaks for the step and did not write it, with the time",
            about=[Review.ref(review)],
            review=review,
            step=found.step if found is not None else "",
            why=_WHY[why],
        )


_WHY = {
    "author": Message.of("its author reviewed it"),
    "step": Message.of("the document has no such step"),
    "stranger": Message.of("the reviewer does not speak for the step"),
    "time": Message.of("nobody entered when it was said"),
    "turn": Message.of("a step before it had not agreed"),
}


def check_guard(plan: Reader, guard: EditRight | Freeze) -> Iterator[Problem]:
    """Find a right or a freeze of records that there are not: it protects nothing."""
    rt = plan.types.get(guard.type)
    if rt is None:
        yield Problem(
            "it is for {type}, and no installed plugin has such records",
            key="type",
            fix="install the plugin that has them, or remove this entry",
            type=guard.type,
        )
    elif isinstance(guard, Freeze):
        for one in guard.ids:
            if plan.get(rt.cls, one) is None:
                yield Problem(
                    "it freezes {type}:{id}, which there is not",
                    key=one,
                    fix="set right the id, or take it off the list",
                    type=guard.type,
                    id=one,
                )


def check_one_version(plan: Reader, document: Document) -> Iterator[Problem]:
    """Find two versions that are in force at once."""
    if document.state == "approved":
        for newer in plan.where(Document, supersedes=document.id, state="approved"):
            yield Problem(
                "version {newer} takes its place, and version {version} is still in force",
                key=newer.id,
                fix="set this version to superseded",
                about=[Document.ref(newer.id)],
                newer=newer.version,
                version=document.version,
            )


def check_successor(plan: Reader, document: Document) -> Iterator[Problem]:
    """Find a document that no longer holds, where nothing takes its place; and versions that go backwards."""
    if document.state == "superseded" and not plan.where(Document, supersedes=document.id):
        yield Problem(
            "version {version} no longer holds, and nothing takes its place",
            key="none",
            fix="enter the version that takes its place",
            version=document.version,
        )
    older = plan.get(Document, document.supersedes) if document.supersedes is not None else None
    if older is not None and older.version >= document.version:
        yield Problem(
            "version {version} takes the place of version {older}",
            key="order",
            fix="count versions upwards",
            version=document.version,
            older=older.version,
        )


_BASIS = (
    "commendation conference prepared in 72 hours: three plans were drafted, sent for approval and approved; what is "
    "in force must be one version, with its approver"
)

_GUARDS = (
    "who may change what, and what is frozen, is a record; one that means nothing that there is leaves all as it was, "
    "unseen"
)

RULES: tuple[Rule, ...] = (
    Rule("core.document-due", "A document is approved in time", check_due, each=Document, basis=_BASIS),
    Rule(
        "core.document-unreviewed",
        "A document is approved only when all who must review it agree",
        check_reviewed,
        each=Document,
        basis=_BASIS,
    ),
    Rule(
        "core.document-review-void",
        "A review counts in turn, from who speaks for its step",
        check_turn,
        each=Document,
        severity="warning",
        basis=_BASIS,
    ),
    Rule(
        "core.document-returned",
        "A document that was returned is taken back",
        check_returned,
        each=Document,
        severity="warning",
        basis=_BASIS,
    ),
    Rule(
        "core.document-twice", "One version of a document is in force", check_one_version, each=Document, basis=_BASIS
    ),
    Rule(
        "core.document-order",
        "Versions of a document follow each other",
        check_successor,
        each=Document,
        severity="warning",
        basis=_BASIS,
    ),
    Rule(
        "core.right-without-records",
        "An edit right protects records that there are",
        check_guard,
        each=EditRight,
        basis=_GUARDS,
    ),
    Rule(
        "core.freeze-without-records", "A freeze is of records that there are", check_guard, each=Freeze, basis=_GUARDS
    ),
)
