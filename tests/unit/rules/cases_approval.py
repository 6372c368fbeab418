"""Records that the rules about approval find wrong, and records that come near and are right."""

from __future__ import annotations

from meetsupport.core.records import Record
from meetsupport.model import Document, EditRight, Freeze, Person, Post, Review, Team
from tests.unit.rules.judging import at

CHIEF = Person(id="chief")
ANNA = Person(id="anna", team="office")
OFFICE = (Team(id="office"), CHIEF, ANNA)


def approved(id: str, **about: object) -> Document:
    """A document that the chief has approved."""
    return Document(id=id, state="approved", approver="chief", approved_at=at(0), **about)  # type: ignore[arg-type]


def said(id: str, verdict: str, hour: float) -> Review:
    """What the office said of the plan."""
    return Review(id=id, document="plan", step="office", reviewer="anna", verdict=verdict, at=at(hour))


FIRES: dict[str, tuple[tuple[Record, ...], str]] = {
    "core.document-times": ((Document(id="plan", submitted_at=at(1), approved_at=at(0)),), "plan/approved_at"),
    "core.document-due": ((Document(id="plan", due=at(0)),), "plan/"),
    "core.document-unreviewed": (
        (*OFFICE, approved("plan", steps=("office",)), said("r1", "agreed", 0), said("r2", "returned", 1)),
        "plan/office",
    ),
    "core.document-review-void": ((*OFFICE, Document(id="plan", steps=("chief",)), said("r", "agreed", 0)), "plan/r"),
    "core.document-returned": (
        (
            *OFFICE,
            Document(id="plan", state="submitted", submitted_at=at(0), steps=("office",)),
            said("r", "returned", 0),
        ),
        "plan/office",
    ),
    "core.right-without-records": ((EditRight(id="r", type="mycity.Gate"),), "r/type"),
    "core.freeze-without-records": ((Freeze(id="f", type="Post", ids=("gate",)),), "f/gate"),
    "core.document-twice": ((CHIEF, approved("plan"), approved("new", supersedes="plan", version=2)), "plan/new"),
    "core.document-order": ((CHIEF, Document(id="plan", state="superseded")), "plan/none"),
}
"""For each rule, records that it finds wrong, and what it finds."""

QUIET: dict[str, tuple[Record, ...]] = {
    "core.document-times": (
        Document(id="plan", submitted_at=at(0), approved_at=at(0)),
        Document(id="only", approved_at=at(0)),
    ),
    "core.document-due": (CHIEF, approved("plan", due=at(0))),
    "core.document-unreviewed": (
        *OFFICE,
        approved("plan", steps=("office",)),
        said("r1", "agreed", 1),
        said("r2", "returned", 0),
    ),
    "core.document-review-void": (*OFFICE, approved("plan", steps=("office",)), said("r", "agreed", 0)),
    "core.document-returned": (
        *OFFICE,
        Document(id="plan", state="returned", steps=("office",)),
        said("r", "returned", 0),
    ),
    "core.right-without-records": (EditRight(id="r", type="Post"),),
    "core.freeze-without-records": (Post(id="gate"), Freeze(id="f", type="Post", ids=("gate",))),
    "core.document-twice": (
        CHIEF,
        Document(id="plan", state="superseded"),
        approved("new", supersedes="plan", version=2),
    ),
    "core.document-order": (
        CHIEF,
        Document(id="plan", state="superseded"),
        approved("new", supersedes="plan", version=2),
    ),
}
"""For each rule, records that come near and are right."""
