"""Slips of the pen: entries that cannot be, or that say too little for anything to follow from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from meetsupport.core.messages import termed
from meetsupport.core.records import Record
from meetsupport.model import Arrival, Document, Donation, Hazard, HealthTest, Incident, IncidentReport, Post, Visitor
from meetsupport.plugins import Problem, Rule
from meetsupport.readings import post_window
from meetsupport.readings.rosters import post_event
from meetsupport.rules._settling import event_over, settles

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["RULES"]


def check_post(plan: Reader, post: Post) -> Iterator[Problem]:
    """Find a post that needs fewer than nobody, or people at no time."""
    event = post_event(plan, post)
    if event_over(plan, event):
        return
    if post.heads < 0:
        yield Problem(
            "needs {heads} people, which is fewer than nobody",
            key="heads",
            fix="enter how many it needs, or 0",
            heads=post.heads,
        )
    elif post.heads and post_window(plan, post) is None:
        yield Problem(
            "it is not said when it is manned, so nobody is missed there",
            key="window",
            fix="enter from when to when, or the session that it is for",
            settle_by=settles(plan, event),
        )


def in_turn(*moments: str) -> Callable[..., Iterator[Problem]]:
    """Give a check that these moments of a record, as far as they are entered, come in this order."""

    def check(plan: Reader, record: Record) -> Iterator[Problem]:  # noqa: ARG001 - what a rule is called with
        fields = record.__record__.fields
        entered = [(fields[name], at) for name in moments if (at := getattr(record, name)) is not None]
        for (before, earlier), (after, later) in pairwise(entered):
            if later < earlier:
                yield Problem(
                    "{after} is {later}, before {before}, {earlier}",
                    key=after.name,
                    fix="correct one of the two",
                    after=termed(after.name, after.label),
                    later=later,
                    before=termed(before.name, before.label),
                    earlier=earlier,
                )

    return check


def check_report(plan: Reader, report: IncidentReport) -> Iterator[Problem]:
    """Find a report of what had not happened yet."""
    incident = plan.get(Incident, report.incident)
    happened = incident.at if incident is not None else None
    if happened is not None and report.at is not None and report.at < happened:
        yield Problem(
            "it was made at {reported}, before it happened at {happened}",
            fix="correct one of the two",
            reported=report.at,
            happened=happened,
        )


def check_donation(plan: Reader, donation: Donation) -> Iterator[Problem]:
    """Point out a donation that the ledger cannot account for."""
    if not donation.receiver:
        yield Problem(
            "it is not said who received it",
            key="receiver",
            fix="enter the group or body that received it",
            settle_by=settles(plan, donation.event),
        )
    if donation.quantity <= 0:
        yield Problem("it is not said how much was given", key="quantity", fix="enter how much")


_MANNED = "working principle of event offices: each post has its time, its place and its people (定岗定责)"
_DOORS = "review of two congresses side by side: outside visitors were questioned and registered at five entrances"
_CHECKED = "working principle of event offices: what is entered is checked against what else is known (核对)"
_LEDGER = "review of a party-day activity: donations and goods were accounted for by kind and receiver"

RULES = (
    Rule(
        "core.post-unclear", "Each post says when it is manned, and by how many", check_post, each=Post, basis=_MANNED
    ),
    Rule("core.visitor-times", "Nobody leaves before they come", in_turn("came", "went"), each=Visitor, basis=_DOORS),
    Rule(
        "core.hazard-times",
        "A hazard is found, then mended, then verified",
        in_turn("found_at", "mended_at", "verified_at"),
        each=Hazard,
        basis=_CHECKED,
    ),
    Rule(
        "core.test-times",
        "A result comes after its sample",
        in_turn("sampled", "resulted"),
        each=HealthTest,
        basis=_CHECKED,
    ),
    Rule(
        "core.arrival-times",
        "Nobody arrives before they set out",
        in_turn("sets_out", "due"),
        each=Arrival,
        basis=_CHECKED,
    ),
    Rule(
        "core.document-times",
        "A document is submitted before it is approved",
        in_turn("submitted_at", "approved_at"),
        each=Document,
        basis=_CHECKED,
    ),
    Rule(
        "core.report-times", "Nothing is reported before it happens", check_report, each=IncidentReport, basis=_CHECKED
    ),
    Rule(
        "core.donation-unaccounted",
        "Each donation says how much was given, and who received it",
        check_donation,
        each=Donation,
        severity="hint",
        basis=_LEDGER,
    ),
)
"""Slips."""
