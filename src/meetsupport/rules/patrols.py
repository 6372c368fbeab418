"""Rounds are owned, can be read, and are done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from meetsupport.core.times import Window
from meetsupport.model import Place, Round
from meetsupport.plugins import Problem, Rule
from meetsupport.readings import clock_of, day_reached, round_comes, round_fault, round_slots, round_span
from meetsupport.readings.critical_path import later
from meetsupport.rules._words import named

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["BACK", "RULES"]

BACK = 7
"""For how many days back a missed time is told of; `round_slots` lists those before."""


def check_rule(plan: Reader, round_: Round) -> Iterator[Problem]:
    """Find a round whose recurrence cannot be read, that has no time, or that never comes."""
    fault = round_fault(round_.rule)
    if fault:
        yield Problem(
            "nobody can say when it comes: {fault}",
            key="rule",
            fix="enter a recurrence such as FREQ=HOURLY;INTERVAL=2",
            fault=fault,
        )
    elif round_span(plan, round_) is None:
        yield Problem(
            "it has no time, and no event whose time it keeps", key="window", fix="enter from when until when it goes"
        )
    elif not round_comes(plan, round_):
        yield Problem(
            "it never comes from its beginning to its end: {rule}",
            key="never",
            fix="correct the recurrence, or from when until when it goes",
            rule=round_.rule,
        )


def check_owner(plan: Reader, round_: Round) -> Iterator[Problem]:
    """Find a round that nobody does."""
    if round_.team is None and round_.responsible is None:
        window = round_span(plan, round_)
        yield Problem(
            "nobody does it",
            fix="name the team that does it, or who is responsible",
            settle_by=window.start if window is not None else None,
        )


def check_missed(plan: Reader, round_: Round) -> Iterator[Problem]:
    """
    Find times of the last seven days at which a round was missed, or left out places.

    It is clear once the round was entered as done, or dropped with a written reason. The time between is not lost:
    `round_slots` gives any span.
    """
    window = round_span(plan, round_)
    if window is None or round_fault(round_.rule):
        return
    day = day_reached(plan, window)
    if day is None:
        return
    start = later(window.start, timedelta(days=max(day - BACK, 0)))
    end = min(later(window.start, timedelta(days=day + 1)), window.end)
    if start >= end:
        return
    for slot in round_slots(plan, round_.id, Window(start, end)):
        if slot.state == "missed":
            yield Problem(
                "it was due at {at} and is not done in {missing}"
                if slot.missing
                else "it was due at {at} and is not done",
                key=slot.at.isoformat(),
                fix="do it now, or enter why it was left out",
                about=[Place.ref(place) for place in slot.missing],
                at=clock_of(plan, round_.event, slot.at),
                missing=tuple(named(plan, Place, place) for place in slot.missing),
            )


_ROUNDS = (
    "review of two congresses side by side: five entrances and every area inside were patrolled at raised frequency; "
    "review of a closed-loop reception: public areas were cleaned zone by zone"
)

RULES = (
    Rule("core.round-rule", "A round says when it comes", check_rule, each=Round, basis=_ROUNDS),
    Rule("core.round-without-owner", "Somebody does each round", check_owner, each=Round, basis=_ROUNDS),
    Rule("core.round-missed", "No round is missed", check_missed, each=Round, basis=_ROUNDS),
)
