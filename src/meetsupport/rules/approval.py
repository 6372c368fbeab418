"""Rules about documents and their reviews."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from meetsupport.model import Document
from meetsupport.plugins import Problem, Rule
from meetsupport.readings import state_word, verdicts

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
    given = plan.derive(verdicts, document.id)
    said = dict(given)
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
        for step, verdict in plan.derive(verdicts, document.id):
            if verdict == "returned":
                yield Problem(
                    "{step} returned it, and it still stands as submitted",
                    key=step,
                    fix="set it to returned, mend it, and submit it again",
                    step=step,
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
)
