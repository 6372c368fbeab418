"""Slips of the pen: entries that cannot be, or that say too little for anything to follow from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from meetsupport.core.messages import termed
from meetsupport.core.records import Record
from meetsupport.model import (
    Arrival,
    Document,
    Donation,
    Hazard,
    HealthTest,
    Incident,
    IncidentReport,
    Post,
    Recipient,
    Visitor,
)
from meetsupport.plugins import Problem, Rule
from meetsupport.readings import post_window
from meetsupport.readings.rosters import post_event
from meetsupport.rules._settling import event_over, settles

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["RULES"]


def check_post(plan: Reader, post: Post) -> Iterator[Problem]:
    """Find a post that needs people at no time."""
    event = post_event(plan, post)
    if event_over(plan, event):
        return
    if post.heads and post_window(plan, post) is None:
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


_STANDS_FOR: Mapping[str, tuple[str, ...]] = {
    "team-lead": ("team",),
    "duty": ("person",),
    "liaison": ("person",),
    "host": ("organization", "place"),
    "delegation": ("delegation",),
    "caterer": ("organization", "team"),
    "lodging": ("organization", "place"),
    "speaker": ("person", "participant"),
}
"""Of each kind of recipient of the library, the fields of which one says whose work it is told of."""


_POINTERS = tuple(sorted({name for names in _STANDS_FOR.values() for name in names}))


def check_recipient(plan: Reader, recipient: Recipient) -> Iterator[Problem]:
    """Find a recipient that would be told nothing, whatever changes."""
    fields = recipient.__record__.fields
    for kind in recipient.kinds:
        named = termed(kind, fields["kinds"].words.get(kind, kind))
        of = _STANDS_FOR.get(kind, ())
        if not plan.tells(kind):
            yield Problem(
                "nothing that is installed has anything to tell a recipient of the kind {kind}",
                key=kind,
                fix="choose one of the kinds that there are, or install the plugin that has this one",
                kind=named,
            )
        elif of and all(getattr(recipient, name) is None for name in of):
            yield Problem(
                "it is of the kind {kind}, and does not say whose work it is told of",
                key=kind,
                fix="enter one of these: {fields}",
                kind=named,
                fields=tuple(termed(name, fields[name].label) for name in of),
            )
    for name in ("escalates_to", "through"):
        if getattr(recipient, name) == recipient.id:
            yield Problem(
                "{field} names this very recipient",
                key=name,
                fix="name somebody else, or nobody",
                field=termed(name, fields[name].label),
            )
    if recipient.kinds or all(getattr(recipient, name) is None for name in _POINTERS):
        return
    if not (plan.where(Recipient, escalates_to=recipient.id) or plan.where(Recipient, through=recipient.id)):
        yield Problem(
            "it has no kind, so that it is told nothing", key="kinds", fix="enter the kinds that say what it must know"
        )


_TOLD = "working principle of event offices: whoever works by the plan is told what changes (通知到人)"
_MANNED = "working principle of event offices: each post has its time, its place and its people (定岗定责)"
_DOORS = "review of two congresses side by side: outside visitors were questioned and registered at five entrances"
_CHECKED = "working principle of event offices: what is entered is checked against what else is known (核对)"
_LEDGER = "review of a party-day activity: donations and goods were accounted for by kind and receiver"

RULES = (
    Rule(
        "core.recipient-unclear",
        "Each recipient says what it must be told, and of whose work",
        check_recipient,
        each=Recipient,
        severity="warning",
        basis=_TOLD,
    ),
    Rule("core.post-unclear", "Each post says when it is manned", check_post, each=Post, basis=_MANNED),
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
