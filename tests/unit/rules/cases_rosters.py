"""Records that the rules about rosters find wrong, and records that come near and are right."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from meetsupport.core.records import Record
from meetsupport.model import (
    Appearance,
    Document,
    Donation,
    Duty,
    DutyLimit,
    Event,
    Handover,
    Itinerary,
    Leave,
    Lesson,
    Loop,
    LoopStay,
    Participant,
    Person,
    Place,
    Post,
    Recipient,
    Session,
    Task,
    Team,
    Training,
    Trip,
    Visitor,
)
from tests.unit.rules.judging import at, span

HOUR = timedelta(hours=1)
DAY = 24
ANNA = Person(id="anna")
BERT = Person(id="bert")
POST = Post(id="p", heads=0)
EVENT = Event(id="e", window=span(0, 100))
LEADER = Participant(id="leader", rank="minister")


def limited(**limit: object) -> Record:
    """What everybody is held to."""
    return DutyLimit(id="l", basis="office rule", **limit)  # type: ignore[arg-type]


def on(*spans: tuple[float, float], who: str = "anna") -> tuple[Record, ...]:
    """Duties at one post; noon is a Wednesday's."""
    return tuple(Duty(id=f"{who}-{n}", person=who, post="p", window=span(*one)) for n, one in enumerate(spans))


def nightly(count: int) -> tuple[Record, ...]:
    """Duties over midnight, one night after another."""
    return on(*((DAY * n + 10, DAY * n + 16) for n in range(count)))


def minor(**about: object) -> Person:
    """Somebody under age."""
    return Person(id="kim", minor=True, **about)  # type: ignore[arg-type]


def band(**about: object) -> Participant:
    """A guest under age."""
    return Participant(id="lu", minor=True, consent="consent", **about)  # type: ignore[arg-type]


CONSENT = Document(id="consent", kind="consent", state="approved", approver="anna", approved_at=at(-9))

LAST, NEXT = Event(id="2029"), Event(id="2030", previous="2029", window=span(0, 100))
LEARNT = Lesson(id="asked", event="2029", title="nobody asked the airport")
RITE = Session(id="s", window=span(1, 2))
BAND_PLAYS = (ANNA, CONSENT, RITE, Appearance(id="a", session="s", participant="lu"))

FIRES: dict[str, tuple[tuple[Record, ...], str]] = {
    "core.minor-guest": ((*BAND_PLAYS, band(chaperone="anna")), "lu/a"),
    "core.training-on-duty": (
        (ANNA, POST, *on((0, 2)), Training(id="t", persons=("anna",), window=span(1, 3))),
        "anna/t:2030-06-05T12:00:00+08:00/2030-06-05T14:00:00+08:00/",
    ),
    "core.responsible-away": (
        (
            ANNA,
            Leave(id="l1", person="anna", window=span(0, 5)),
            Leave(id="l2", person="anna", window=span(5, 9)),
            Task(id="k", responsible="anna", window=span(4, 6)),
        ),
        "k/",
    ),
    "core.lesson-unanswered": ((LAST, NEXT, LEARNT), "2030/asked"),
    "core.post-unclear": ((Post(id="p"),), "p/window"),
    "core.recipient-unclear": ((Recipient(id="lead", kinds=("team-lead",)),), "lead/team-lead"),
    "core.visitor-times": ((Visitor(id="v", came=at(2), went=at(1)),), "v/went"),
    "core.donation-unaccounted": ((Donation(id="rice", quantity=Decimal(3)),), "rice/receiver"),
    "core.rest-short": (
        (ANNA, POST, limited(rest=11 * HOUR), *on((0, 8), (18, 20))),
        "anna/" + at(18).isoformat(),
    ),
    "core.duty-too-long": (
        (ANNA, POST, limited(longest=12 * HOUR), *on((0, 8), (8, 13))),
        "anna/" + at(0).isoformat(),
    ),
    "core.week-too-long": (
        (ANNA, POST, limited(weekly=40 * HOUR), *on(*((DAY * n, DAY * n + 9) for n in range(5)))),
        "anna/",
    ),
    "core.nights-in-a-row": ((ANNA, POST, limited(nights=3), *nightly(4)), "anna/2030-06-06"),
    "core.rotation-due": (
        (
            ANNA,
            limited(weeks=2),
            Loop(id="inner"),
            LoopStay(id="stay", loop="inner", person="anna", window=span(-DAY * 14, DAY)),
        ),
        "anna/stay",
    ),
    "core.on-duty-on-leave": (
        (ANNA, POST, *on((1, 3)), Leave(id="l", person="anna", window=span(2, 9))),
        f"anna/{at(1).isoformat()}/{at(3).isoformat()}/",
    ),
    "core.leave-owed": ((ANNA, POST, limited(), *on((72, 74))), "anna/"),
    "core.many-roles": (
        (
            ANNA,
            POST,
            limited(),
            *on((0, 1)),
            Team(id="t", lead="anna", deputy="anna"),
            Trip(id="c", liaison="anna"),
        ),
        "anna/",
    ),
    "core.nights-uneven": (
        (Team(id="t"), Person(id="anna", team="t"), Person(id="bert", team="t"), POST, limited(), *nightly(3)),
        "t/",
    ),
    "core.units-uneven": (
        (
            EVENT,
            Team(id="t", event="e"),
            Team(id="u", event="e"),
            Person(id="anna", team="t"),
            Person(id="bert", team="u"),
            POST,
            limited(),
            *nightly(3),
        ),
        "e/",
    ),
    "core.minor-unprotected": ((ANNA, CONSENT, minor(consent="consent")), "kim/chaperone"),
    "core.place-unposted": (
        (Place(id="east", kind="entrance"), Place(id="west", kind="entrance"), Post(id="p", place="east", heads=0)),
        "west/",
    ),
    "core.entrance-unmanned": (
        (
            Loop(id="inner"),
            Place(id="gate", kind="entrance", loop="inner"),
            Post(id="p1", place="gate", heads=0, window=span(0, 8)),
            Post(id="p2", place="gate", heads=0, window=span(9, 16)),
        ),
        "gate/" + at(8).isoformat(),
    ),
    "core.handover-untaken": ((Handover(id="h", at=at(0)),), "h/"),
    "core.duty-without-skill": (
        (ANNA, Post(id="p", heads=0, skill="first aid"), *on((0, 1))),
        "anna-0/",
    ),
    "core.minister-unescorted": (
        (LEADER, Itinerary(id="i", participant="leader", window=span(1, 2))),
        "leader/i",
    ),
    "core.link-two-people": (
        (
            ANNA,
            BERT,
            Task(id="k1", kind="link", title="meals", responsible="anna"),
            Task(id="k2", kind="link", title="meals", responsible="bert"),
        ),
        "k2/k1",
    ),
    "core.standby-gap": (
        (
            EVENT,
            ANNA,
            Post(id="p", event="e", skill="driver", heads=0),
            Trip(id="t1", event="e", kind="standby", window=span(0, 90)),
            *on((-1, 40), (48, 99)),
        ),
        "e/" + at(40).isoformat(),
    ),
    "core.spare-vehicles": (
        (EVENT, *(Trip(id=f"c{n}", event="e", vehicle=f"v{n}", kind="car") for n in range(5))),
        "e/",
    ),
}
"""For each rule, records that it finds wrong, and what it finds."""

QUIET: dict[str, tuple[Record, ...]] = {
    "core.minor-guest": (
        *BAND_PLAYS,
        band(chaperone="anna"),
        Post(id="p", session="s"),
        Duty(id="d", person="anna", post="p"),
        Participant(id="ho", minor=True, consent="consent", accompanies="leader"),
        LEADER,
        Appearance(id="b", session="s", participant="ho"),
        Appearance(id="c", session="s", participant="leader"),
    ),
    "core.training-on-duty": (
        ANNA,
        BERT,
        POST,
        *on((0, 2)),
        Training(id="t", persons=("anna",), window=span(2, 3)),
        Training(id="signed", persons=("anna",), signed=("anna",), window=span(0, 3)),
        Training(id="bert's", persons=("bert",), window=span(0, 3)),
    ),
    "core.responsible-away": (
        ANNA,
        BERT,
        Leave(id="l1", person="anna", window=span(0, 5)),
        Task(id="back", responsible="anna", window=span(4, 6)),
        Task(id="deputy", responsible="anna", deputy="bert", window=span(1, 2)),
        Task(id="done", responsible="anna", state="done", window=span(1, 2)),
        Task(id="any", responsible="anna", due=at(2)),
    ),
    "core.lesson-unanswered": (
        LAST,
        NEXT,
        LEARNT,
        Lesson(id="good", event="2029", good=True),
        Lesson(id="next", event="2030"),
        Task(id="k", event="2030", lessons=("asked",)),
    ),
    "core.recipient-unclear": (
        Team(id="x"),
        Recipient(id="lead", team="x", kinds=("team-lead", "caterer"), escalates_to="chief"),
        Recipient(id="chief", team="x"),
    ),
    "core.post-unclear": (
        Post(id="p", heads=0),
        Session(id="s", window=span(0, 1)),
        Post(id="q", session="s"),
    ),
    "core.visitor-times": (Visitor(id="v", came=at(1), went=at(1)), Visitor(id="in", came=at(1))),
    "core.donation-unaccounted": (Donation(id="rice", quantity=Decimal(3), receiver="households"),),
    "core.rest-short": (ANNA, POST, limited(rest=10 * HOUR), *on((0, 8), (18, 20))),
    "core.duty-too-long": (ANNA, POST, limited(longest=13 * HOUR), *on((0, 8), (8, 13))),
    "core.week-too-long": (ANNA, POST, limited(weekly=45 * HOUR), *on(*((DAY * n, DAY * n + 9) for n in range(5)))),
    "core.nights-in-a-row": (ANNA, POST, limited(nights=3), *nightly(3)),
    "core.rotation-due": (
        ANNA,
        limited(weeks=3),
        Loop(id="inner"),
        LoopStay(id="stay", loop="inner", person="anna", window=span(-DAY * 14, DAY)),
    ),
    "core.on-duty-on-leave": (ANNA, POST, *on((1, 2)), Leave(id="l", person="anna", window=span(2, 9))),
    "core.leave-owed": (
        ANNA,
        POST,
        limited(),
        *on((72, 74)),
        Leave(id="l", person="anna", kind="make-up", window=span(200, 224)),
    ),
    "core.many-roles": (ANNA, POST, limited(), *on((0, 1)), Team(id="t", lead="anna")),
    "core.nights-uneven": (
        Team(id="t"),
        Person(id="anna", team="t"),
        Person(id="bert", team="t"),
        POST,
        limited(),
        *nightly(2),
    ),
    "core.units-uneven": (
        EVENT,
        Team(id="t", event="e"),
        Team(id="u", event="e"),
        Team(id="nobody", event="e"),
        Person(id="anna", team="t"),
        Person(id="bert", team="u"),
        POST,
        limited(),
        *nightly(2),
    ),
    "core.minor-unprotected": (
        ANNA,
        CONSENT,
        POST,
        minor(consent="consent", chaperone="anna"),
        *on((0, 5)),
        *on((1, 5), who="kim"),
    ),
    "core.place-unposted": (Place(id="east", kind="lift"), Place(id="west", kind="lift")),
    "core.entrance-unmanned": (
        Loop(id="inner"),
        Place(id="gate", kind="entrance", loop="inner"),
        Post(id="p1", place="gate", heads=0, window=span(0, 8)),
        Post(id="p2", place="gate", heads=0, window=span(8, 16)),
    ),
    "core.handover-untaken": (BERT, Handover(id="h", at=at(0), state="taken", taker="bert")),
    "core.duty-without-skill": (
        Person(id="anna", languages=("English",)),
        Post(id="p", heads=0, skill="English"),
        *on((0, 1)),
    ),
    "core.minister-unescorted": (
        ANNA,
        LEADER,
        Itinerary(id="i", participant="leader", window=span(1, 2), escorts=("anna",)),
        Itinerary(id="past", participant="leader", window=span(-2, 0)),
        Participant(id="other", rank="bureau"),
        Itinerary(id="j", participant="other", window=span(1, 2)),
    ),
    "core.link-two-people": (
        ANNA,
        BERT,
        Task(id="k1", kind="link", title="meals", responsible="anna"),
        Task(id="k2", kind="link", title="meals", responsible="anna"),
        Task(id="k3", kind="link", title="meals", responsible="bert", state="dropped"),
        Task(id="k4", kind="link", title="tours", responsible="bert"),
        Task(id="k5", kind="order", title="meals", responsible="bert"),
    ),
    "core.standby-gap": (
        EVENT,
        ANNA,
        BERT,
        Post(id="p", event="e", skill="driver", heads=0),
        Trip(id="t1", event="e", kind="standby", crew=("bert",), window=span(0, 50)),
        Trip(id="t2", event="e", kind="standby", window=span(50, 90)),
        *on((48, 70), (70, 90)),
    ),
    "core.spare-vehicles": (
        EVENT,
        *(Trip(id=f"c{n}", event="e", vehicle=f"v{n}", kind="car") for n in range(5)),
        Trip(id="spare", event="e", vehicle="v9", kind="standby"),
    ),
}
"""For each rule, records that come near and are right."""
