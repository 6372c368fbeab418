"""Whether somebody may come or be on duty at a moment, requirement by requirement, and why not."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import attrs

from meetsupport.core.messages import Message
from meetsupport.model import Duty
from meetsupport.plan import derived
from meetsupport.readings.health import PERSON, Who, asked, members
from meetsupport.readings.health_judges import (
    MET,
    NOT_MET,
    NOT_PERSONAL,
    UNKNOWN,
    WAITING,
    WORST_FIRST,
    State,
    judge_for,
    last_opening,
)
from meetsupport.readings.whereabouts import duty_window

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = [
    "ON_DUTY",
    "Clearance",
    "CohortClearance",
    "Outcome",
    "clearance",
    "cohort_clearance",
    "duty_clearance",
]

ON_DUTY = frozenset({"duty", "entry", "always"})
"""When what is asked counts for somebody on duty. What is asked on *entry* does, since they go in."""


# At a moment


@attrs.frozen
class Outcome:
    """
    How one requirement stands for somebody at a moment.

    Attributes:
        requirement: The id of the requirement.
        kind: Its kind.
        at: When it is asked.
        state: Whether it is met.
        reason: Why not.
        records: The types and ids of the records that show it.
        hint: Whether its source is weak.
        opens: Where it is not met: when the last time begins in which it could be, which is that of the round that the
            moment lies in, or so long before the moment as a test counts. ``None`` where no such time is to come.
    """

    requirement: str
    kind: str
    at: str
    state: State
    reason: Message | None
    records: tuple[tuple[str, str], ...]
    hint: bool
    opens: datetime | None = None


@attrs.frozen
class Clearance:
    """
    Whether somebody is cleared at a moment.

    Attributes:
        who: Who.
        moment: When.
        outcomes: One for each requirement that is in force then; none where nothing is asked.
    """

    who: Who
    moment: datetime
    outcomes: tuple[Outcome, ...]

    @property
    def state(self) -> State:
        """The worst of all outcomes: not met, unknown, pending, met."""
        states = {one.state for one in self.outcomes}
        for state in WORST_FIRST:
            if state in states:
                return state
        return MET

    @property
    def clear(self) -> bool:
        """Whether all that is asked is met; what is unknown or pending clears nobody."""
        return self.state == MET

    def at(self, *occasions: str) -> Clearance:
        """Give the same for what is asked on some occasions: duty, entry, arrival, opening, always."""
        return attrs.evolve(self, outcomes=tuple(one for one in self.outcomes if one.at in occasions))


@derived(sensitive="health")
def _clearance(plan: Reader, key: tuple[str, str, datetime]) -> Clearance:
    kind, id, moment = key
    who = kind, id
    found: dict[str, Outcome] = {}
    for one in plan.derive(asked, who):
        asks = one.requirement
        if asks.kind in NOT_PERSONAL or not one.holds(moment):
            continue
        state, reason, records = judge_for(plan, who, one)(moment)
        if asks.id in found and WORST_FIRST.index(state) >= WORST_FIRST.index(found[asks.id].state):
            continue
        shown = tuple((record.__record__.name, record.id) for record in records)
        opens = last_opening(plan, who, one, moment, state) if state != MET else None
        found[asks.id] = Outcome(asks.id, asks.kind, asks.at, state, reason, shown, one.hint, opens)
    return Clearance(who, moment, tuple(found.values()))


def clearance(plan: Reader, who: Who, moment: datetime) -> Clearance:
    """
    Say whether somebody may come, enter or be on duty at a moment, and why not.

    It is health data: a view that may not see that gets a masked value.

    Args:
        plan: What to read.
        who: ``("Person", id)`` or ``("Participant", id)``.
        moment: The moment. A test sampled exactly at the limit still counts; one whose result came only after the
            moment does not, it is pending.

    Returns:
        One outcome for each requirement of the protocols in force then, for all occasions; see `Clearance.at`.
    """
    return plan.derive(_clearance, (*who, moment))


def duty_clearance(plan: Reader, duty: str) -> Clearance | None:
    """
    Say whether somebody may begin a duty, and why not: what is asked on duty, on entry and always.

    It is health data, as `clearance` is. `all_duty_lacks` says for every duty at once what is not met.

    Args:
        plan: What to read.
        duty: The id of the duty.

    Returns:
        One outcome for each such requirement at the start of the duty; ``None`` for a duty without a time.
    """
    found = plan.get(Duty, duty)
    window = duty_window(plan, found) if found is not None else None
    if found is None or window is None:
        return None
    return plan.derive(_duty_clearance, (found.person, window.start))


@derived(sensitive="health")
def _duty_clearance(plan: Reader, key: tuple[str, datetime]) -> Clearance:
    person, moment = key
    return clearance(plan, (PERSON, person), moment).at(*ON_DUTY)


@attrs.frozen
class CohortClearance:
    """
    Who of a cohort is cleared.

    Attributes:
        people: How many belong to it.
        clear: How many are cleared.
        pending: Who waits for a result.
        barred: Who is not cleared for another reason.
    """

    people: int
    clear: int
    pending: tuple[Who, ...]
    barred: tuple[Who, ...]


def cohort_clearance(plan: Reader, cohort: str, moment: datetime) -> CohortClearance:
    """Say who of a cohort is cleared at a moment. It is health data, as `clearance` is."""
    states = {who: clearance(plan, who, moment).state for who in plan.derive(members, cohort)}
    pending = tuple(who for who, state in states.items() if state == WAITING)
    barred = tuple(who for who, state in states.items() if state in {NOT_MET, UNKNOWN})
    return CohortClearance(len(states), len(states) - len(pending) - len(barred), pending, barred)
