"""Who is under age has consent, and somebody of age with them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from meetsupport.core.times import Window
from meetsupport.model import Appearance, Document, Duty, Participant, Person, Post, Session
from meetsupport.plugins import Problem, Rule
from meetsupport.readings import GONE, duty_window, participant_event, post_place, spots
from meetsupport.rules._settling import event_over, over
from meetsupport.rules.posts import gaps

if TYPE_CHECKING:
    from meetsupport.plan import Reader

__all__ = ["RULES"]

CONSENT = "consent"
"""The kind of document with which school and guardians agree (同意书)."""

_NOT_THERE = frozenset({"on-leave", "absent"})


def check_minor(plan: Reader, person: Person) -> Iterator[Problem]:
    """
    Find somebody under age without consent, or on duty without whoever looks after them.

    The chaperone is with them when on duty for the whole time, at the same place, a larger one that holds it, or one
    within it; a post without a place is taken to be there.
    """
    if not person.minor:
        return
    yield from _consent(plan, person)
    chaperone = plan.get(Person, person.chaperone) if person.chaperone is not None else None
    if chaperone is None or chaperone.minor:
        yield Problem("is under age, and nobody of age looks after them", key="chaperone", fix="name who does")
        return
    for duty in plan.where(Duty, person=person.id):
        window = duty_window(plan, duty)
        if window is not None and not over(plan, window) and any(gaps(window, 1, _near(plan, duty, chaperone))):
            yield Problem(
                "is under age and on duty {when}, when {chaperone} is not there all the time",
                key=duty.id,
                fix="put {chaperone} on duty with them for that time, or name another",
                about=[Duty.ref(duty.id), Person.ref(chaperone.id)],
                when=window,
                chaperone=chaperone.id,
            )


def _near(plan: Reader, duty: Duty, chaperone: Person) -> Iterator[tuple[str, Window]]:
    post = plan.get(Post, duty.post)
    return _beside(plan, post_place(plan, post) if post is not None else None, chaperone)


def _beside(plan: Reader, place: str | None, chaperone: Person) -> Iterator[tuple[str, Window]]:
    """List when somebody is on duty at a place, a larger one or one within it."""
    for other in plan.where(Duty, person=chaperone.id):
        window, at = duty_window(plan, other), plan.get(Post, other.post)
        where = post_place(plan, at) if at is not None else None
        near = place is None or where is None or place in spots(plan, where) or where in spots(plan, place)
        if window is not None and near:
            yield chaperone.id, window


def _consent(plan: Reader, who: Person | Participant) -> Iterator[Problem]:
    consent = plan.get(Document, who.consent) if who.consent is not None else None
    if consent is None or consent.kind != CONSENT or consent.state != "approved":
        yield Problem(
            "is under age, and there is no consent of school and guardians",
            key="consent",
            fix="get the consent, and enter it as an approved document of that kind",
        )


def check_minor_guest(plan: Reader, guest: Participant) -> Iterator[Problem]:
    """
    Find a guest under age without consent, or at a session without anybody who looks after them.

    That is the chaperone, on duty there or expected in it too, or the guest of age whom they come with, expected in it
    too.
    """
    if not guest.minor or guest.state in GONE or event_over(plan, participant_event(plan, guest)):
        return
    yield from _consent(plan, guest)
    chaperone = plan.get(Person, guest.chaperone) if guest.chaperone is not None else None
    elder = plan.get(Participant, guest.accompanies) if guest.accompanies is not None else None
    chaperone = None if chaperone is None or chaperone.minor else chaperone
    elder = None if elder is None or elder.minor or elder.state in GONE else elder
    if chaperone is None and elder is None:
        yield Problem("is under age, and nobody of age looks after them", key="chaperone", fix="name who does")
        return
    for one in plan.where(Appearance, participant=guest.id):
        session = plan.get(Session, one.session)
        if session is None or session.window is None or one.state in _NOT_THERE or over(plan, session.window):
            continue
        expected = [
            *(plan.where(Appearance, session=session.id, person=chaperone.id) if chaperone is not None else ()),
            *(plan.where(Appearance, session=session.id, participant=elder.id) if elder is not None else ()),
        ]
        there = any(other.state not in _NOT_THERE for other in expected)
        shifts = _beside(plan, session.place, chaperone) if chaperone is not None else ()
        if not there and any(gaps(session.window, 1, shifts)):
            yield Problem(
                "is under age and expected in {session}, and nobody who looks after them is there all the time",
                key=one.id,
                fix="have somebody who looks after them expected there, or on duty for all of it",
                about=[Session.ref(session.id)],
                session=session.title or session.id,
            )


_MINORS = "commendation conference: 200 students of a school formed the welcome party; PIPL art. 28 for those under 14"

RULES: tuple[Rule, ...] = (
    Rule(
        "core.minor-unprotected",
        "Those under age have consent and a chaperone",
        check_minor,
        each=Person,
        basis=_MINORS,
    ),
    Rule(
        "core.minor-guest",
        "Guests under age have consent, and somebody with them",
        check_minor_guest,
        each=Participant,
        basis=_MINORS,
    ),
)
