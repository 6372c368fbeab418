"""Slips of the pen: entries that cannot be, or that say too little for anything to follow from them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from meetsupport.model import Donation, Post, Visitor
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


def check_visitor(plan: Reader, visitor: Visitor) -> Iterator[Problem]:  # noqa: ARG001 - what a rule is called with
    """Find a visitor who left before they came."""
    if visitor.came is not None and visitor.went is not None and visitor.went < visitor.came:
        yield Problem(
            "left at {went}, before they came at {came}",
            fix="correct one of the two",
            went=visitor.went,
            came=visitor.came,
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
_LEDGER = "review of a party-day activity: donations and goods were accounted for by kind and receiver"

RULES = (
    Rule(
        "core.post-unclear", "Each post says when it is manned, and by how many", check_post, each=Post, basis=_MANNED
    ),
    Rule("core.visitor-times", "Nobody leaves before they come", check_visitor, each=Visitor, basis=_DOORS),
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
