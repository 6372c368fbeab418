"""Help for guests who find it hard to move."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from meetsupport import Delegation, Participant, Post, Session
from meetsupport.plan import derived
from meetsupport.plugins import Problem, Rule
from meetsupport_china.crowd import hall_of

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["RULES", "guests_with_needs"]


@derived(sensitive="health")
def guests_with_needs(plan: Reader, event: str) -> int:
    """Count the participants of an event who need help to move, without saying who: their needs are health data."""
    guests: Iterable[Participant] = (
        *(one for d in plan.where(Delegation, event=event) for one in plan.where(Participant, delegation=d.id)),
        *plan.where(Participant, event=event, delegation=None),
    )
    return sum(bool(one.mobility) and one.state not in {"substituted", "left"} for one in guests)


HELP = ("mobility", "accessible", "barrier-free", "无障碍", "行动不便")
"""Words of a post's role or skill that say that it helps people who find it hard to move."""


@derived
def helped(plan: Reader, event: str) -> bool:
    """Say whether an event has a post that helps people who find it hard to move."""
    posts = (
        *plan.where(Post, event=event),
        *(post for session in plan.where(Session, event=event) for post in plan.where(Post, session=session.id)),
    )
    return any(word in f"{post.role} {post.skill}".lower() for post in posts for word in HELP)


def check_help(plan: Reader, session: Session) -> Iterator[Problem]:
    """Find a sitting in a hall with guests who need help to move, and nobody posted who helps."""
    if session.event is None or hall_of(plan, session) is None:
        return
    count = plan.derive(guests_with_needs, session.event)
    if count and not plan.derive(helped, session.event):
        yield Problem(
            "{count} guests need help to move, and no post is there for it",
            fix="add a post with the role 'mobility help' at the entrance, and a way without steps",
            count=count,
        )


RULES = (
    Rule(
        "china.mobility-help",
        "Guests who find it hard to move are helped",
        check_help,
        each=Session,
        severity="warning",
        basis="a city's commendation conference of 2020 posted help for people with limited mobility, as the bulletin "
        "of its offices tells; grade B: practice of one city, and no rule",
    ),
)
