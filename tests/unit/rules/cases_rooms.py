"""Records that the rules about rooms find wrong, and records that come near and are right."""

from __future__ import annotations

from datetime import timedelta

from meetsupport.core.records import Record
from meetsupport.core.times import Window, instant
from meetsupport.model import (
    Arrival,
    Booking,
    Delegation,
    Event,
    Lodging,
    Loop,
    LoopStay,
    Meal,
    Opening,
    Participant,
    Person,
    Place,
    Post,
    Room,
    Session,
    Stay,
    Supply,
)
from tests.unit.rules.judging import at, span

Records = tuple[Record, ...]

HALF = timedelta(minutes=30)
EVENT = Event(id="e", window=span(20, 60))
HALL, YARD = Place(id="hall", within="centre"), Place(id="yard")
CENTRE = Place(id="centre")
PLACES: Records = (EVENT, CENTRE, HALL, YARD)
TALK = Session(id="talk", event="e", place="hall", window=span(1, 2))
HOTEL = Place(id="hotel", kind="lodging")
INN = Lodging(id="inn", event="e", place="hotel", window=span(0, 72), rooms=2)
ROOM = Room(id="r1", lodging="inn", number="101", floor="1", beds=2)
NEXT = Room(id="r2", lodging="inn", number="102", floor="1", beds=2)
PAT, SAM = Participant(id="pat", event="e", lodging="inn"), Participant(id="sam", event="e")
HOUSE: Records = (EVENT, HOTEL, INN, ROOM, NEXT, PAT, SAM)
INNER, OUTER = Loop(id="inner"), Loop(id="outer")


def night(id: str, room: str, who: str, start: float, end: float) -> Stay:
    """A participant's stay."""
    return Stay(id=id, room=room, participant=who, window=span(start, end))


def full(beds: int, heads: int, *, state: str = "registered") -> Records:
    """A building with so many beds, and one delegate with company in it."""
    return (
        EVENT,
        INN_OF[beds],
        Participant(id="pat", event="e", lodging="inn", companions=heads - 1, state=state),
    )


INN_OF = {beds: Lodging(id="inn", event="e", rooms=beds) for beds in (24, 25, 26)}


def asked(quota: int) -> Records:
    """A building of two beds, and a delegation that has registered nobody."""
    return (EVENT, Lodging(id="inn", event="e", rooms=2), Delegation(id="d", event="e", quota=quota))


def dinner(place: str, **about: object) -> Meal:
    """A dinner after three hours."""
    return Meal(id="m", event="e", kind="dinner", place=place, window=span(3, 5), **about)  # type: ignore[arg-type]


def closing(closes: float, **about: object) -> Records:
    """A delegation whose registration closes then, with one member."""
    member = Participant(id="pat", delegation="d", state="registered", **about)  # type: ignore[arg-type]
    return (EVENT, Delegation(id="d", event="e", registers_by=at(closes)), member)


def alone(closes: float, **about: object) -> Records:
    """An event whose registration closes then, with one participant without a delegation."""
    event = Event(id="e", window=span(20, 60), registration_closes=at(closes))
    return (event, Participant(id="pat", event="e", **about))  # type: ignore[arg-type]


LATE = Window(instant("2030-06-05T20:00+08:00"), instant("2030-06-06T01:00+08:00"))
EVENING = Window(instant("2030-06-05T20:00+08:00"), instant("2030-06-05T22:00+08:00"))
MINISTER = Participant(id="pat", event="e", lodging="inn", rank="minister")


FIRES: dict[str, tuple[Records, str]] = {
    "core.place-overlap": (
        (*PLACES, TALK, Booking(id="b", place="hall", window=span(0, 1), turnover=HALF)),
        "hall/Session:talk",
    ),
    "core.booking-unanswered": ((*PLACES, Booking(id="b", place="hall", window=span(9, 10), answer_by=at(0))), "b/"),
    "core.booking-fallback": (
        (
            *PLACES,
            TALK,
            Booking(id="b", place="yard", fallback="hall", window=span(1, 2), answer_by=at(0)),
        ),
        "b/taken",
    ),
    "core.session-off-booking": (
        (*PLACES, TALK, Booking(id="b", place="yard", session="talk", window=span(1, 2))),
        "talk/place",
    ),
    "core.left-at-old-place": (
        (
            *PLACES,
            TALK,
            Booking(id="b", place="yard", session="talk", window=span(1, 2), state="released"),
            Supply(id="s", event="e", place="yard"),
        ),
        "talk/Supply:s@yard",
    ),
    "core.session-outside-opening": (
        (*PLACES, TALK, Opening(id="o", place="centre", window=span(0, 1.5))),
        "talk/centre",
    ),
    "core.booking-outside-opening": (
        (
            *PLACES,
            Booking(id="b", place="hall", window=span(1, 2)),
            Opening(id="o", place="hall", window=span(0, 1)),
            Opening(id="o2", place="hall", window=span(1.5, 3)),
        ),
        "b/hall",
    ),
    "core.session-over-capacity": (
        (
            Event(id="e", expected=11),
            Place(id="hall", capacity=10),
            Session(id="talk", event="e", place="hall", window=span(1, 2)),
        ),
        "talk/hall",
    ),
    "core.room-overbooked": (
        (
            *HOUSE,
            Participant(id="kim", companions=1),
            night("s1", "r1", "pat", 0, 48),
            night("s2", "r1", "kim", 24, 72),
        ),
        "r1/2030-06-06T04:00:00+00:00",
    ),
    "core.room-two-parties": (
        (*HOUSE, night("s1", "r1", "pat", 0, 48), night("s2", "r1", "sam", 24, 72)),
        "r1/s2",
    ),
    "core.room-not-ready": (
        (*HOUSE, Room(id="r3", lodging="inn", state="fitting"), night("s1", "r3", "pat", 1, 48)),
        "r3/fitting",
    ),
    "core.room-loops-mixed": (
        (
            *HOUSE,
            INNER,
            OUTER,
            Room(id="r3", lodging="inn", loop="inner"),
            LoopStay(id="l", loop="outer", participant="pat"),
            night("s1", "r3", "pat", 0, 48),
        ),
        "r3/s1",
    ),
    "core.floor-loops-mixed": (
        (
            *HOUSE,
            INNER,
            OUTER,
            Room(id="r3", lodging="inn", floor="2", loop="inner"),
            Room(id="r4", lodging="inn", floor="2", loop="outer"),
        ),
        "inn/2",
    ),
    "core.two-rooms": (
        (*HOUSE, night("s1", "r1", "pat", 0, 48), night("s2", "r2", "pat", 24, 72)),
        "s2/s1",
    ),
    "core.night-without-room": ((*HOUSE, night("s1", "r1", "pat", 0, 48)), "pat/"),
    "core.room-buffer": (full(25, 25), "e/"),
    "core.beds-forecast": (asked(3), "e/"),
    "core.lodging-not-held": (
        (
            EVENT,
            Arrival(id="f", event="e", due=at(2)),
            Participant(id="pat", event="e", lodging="inn", arrival="f", departs=at(50)),
            Participant(id="sam", event="e", lodging="inn", arrival="f", departs=at(23)),
            Lodging(id="inn", event="e", window=span(0, 30)),
        ),
        "inn/",
    ),
    "core.service-desk": ((*HOUSE, Post(id="p", place="hotel", role="tea")), "inn/"),
    "core.delegation-return-open": (closing(0), "d/"),
    "core.event-return-open": (alone(0, state="registered"), "e/"),
    "core.arrival-unmet": ((Arrival(id="f", due=at(-2)), Participant(id="pat", arrival="f")), "f/"),
    "core.last-arrival-greeter": (
        (
            EVENT,
            Person(id="anna"),
            Arrival(id="f1", event="e", due=at(1), greeter="anna"),
            Arrival(id="f2", event="e", due=at(2)),
            Participant(id="pat", event="e", arrival="f2"),
        ),
        "e/f2",
    ),
    "core.meal-over-ordered": ((*HOUSE, dinner("hotel", covers=12)), "m/"),
    "core.meal-cold": (
        (
            *PLACES,
            Session(id="long", event="e", window=span(1, 4.5)),
            dinner("hall", session="long", hot=timedelta(hours=1)),
        ),
        "m/cold",
    ),
    "core.late-meal": ((*HOUSE, dinner("hotel"), Session(id="talk", event="e", window=LATE)), "talk/"),
    "core.minister-eats-elsewhere": (
        (EVENT, HOTEL, YARD, CENTRE, INN, MINISTER, dinner("yard")),
        "e/inn:2030-06-05:dinner",
    ),
}
"""For each rule, records that it finds wrong, and what it finds."""

QUIET: dict[str, Records] = {
    "core.place-overlap": (
        *PLACES,
        TALK,
        Booking(id="frame", event="e", place="centre", window=span(0, 9)),
        Session(id="early", event="e", place="hall", window=span(0, 0.5), turnover=HALF),
        Booking(id="gone", place="hall", window=span(1, 2), state="released"),
    ),
    "core.booking-unanswered": (
        *PLACES,
        Booking(id="b", place="hall", window=span(9, 10), answer_by=at(0), state="confirmed"),
    ),
    "core.booking-fallback": (
        *PLACES,
        TALK,
        Booking(id="b", place="yard", fallback="hall", window=span(2, 3), answer_by=at(0)),
    ),
    "core.session-off-booking": (
        *PLACES,
        TALK,
        Booking(id="b", place="centre", session="talk", window=span(0, 3)),
        Booking(id="old", place="yard", session="talk", window=span(1, 2), state="released"),
    ),
    "core.left-at-old-place": (
        *PLACES,
        TALK,
        Booking(id="b", place="yard", session="talk", window=span(1, 2), state="released"),
        Supply(id="s", event="e", place="hall"),
        Supply(id="other", place="yard"),
    ),
    "core.session-outside-opening": (
        *PLACES,
        TALK,
        Opening(id="o", place="hall", window=span(0, 1.5)),
        Opening(id="o2", place="hall", window=span(1.5, 3)),
    ),
    "core.booking-outside-opening": (
        *PLACES,
        Booking(id="b", place="hall", window=span(1, 2), state="released"),
        Booking(id="b2", place="hall", window=span(5, 6)),
        Opening(id="o", place="hall", window=span(5, 6)),
    ),
    "core.session-over-capacity": (
        Event(id="e", expected=11),
        Place(id="hall", capacity=10),
        Session(id="talk", event="e", place="hall", window=span(1, 2), expected=10),
    ),
    "core.room-overbooked": (*HOUSE, night("s1", "r1", "pat", 0, 48), night("s2", "r1", "sam", 0, 48)),
    "core.room-two-parties": (*HOUSE, night("s1", "r1", "pat", 0, 24), night("s2", "r1", "sam", 24, 72)),
    "core.room-not-ready": (
        *HOUSE,
        Room(id="r3", lodging="inn", state="checked"),
        night("s1", "r3", "pat", 1, 48),
        Room(id="r4", lodging="inn", state="fitting"),
    ),
    "core.room-loops-mixed": (
        *HOUSE,
        INNER,
        OUTER,
        Room(id="r3", lodging="inn", loop="inner"),
        LoopStay(id="l", loop="inner", participant="pat", window=span(0, 48)),
        LoopStay(id="l2", loop="outer", participant="pat", window=span(48, 72)),
        night("s1", "r3", "pat", 0, 48),
    ),
    "core.floor-loops-mixed": (
        *HOUSE,
        INNER,
        OUTER,
        Room(id="r3", lodging="inn", floor="2", loop="inner"),
        Room(id="r4", lodging="inn", floor="3", loop="outer"),
    ),
    "core.two-rooms": (*HOUSE, night("s1", "r1", "pat", 0, 24), night("s2", "r2", "pat", 22, 72)),
    "core.night-without-room": (*HOUSE, night("s1", "r1", "pat", 0, 24), night("s2", "r2", "pat", 24, 72)),
    "core.room-buffer": full(26, 25),
    "core.beds-forecast": asked(2),
    "core.lodging-not-held": (
        EVENT,
        Arrival(id="f", event="e", due=at(2)),
        Participant(id="pat", event="e", lodging="inn", arrival="f", departs=at(28)),
        Participant(id="gone", event="e", lodging="inn", arrival="f", departs=at(90), state="left"),
        Lodging(id="inn", event="e", window=span(0, 30)),
    ),
    "core.service-desk": (
        *HOUSE,
        Place(id="lobby", within="hotel"),
        Post(id="p", place="lobby", role="service-desk"),
    ),
    "core.delegation-return-open": closing(0, departs=at(50)),
    "core.event-return-open": alone(1, state="registered"),
    "core.arrival-unmet": (
        Arrival(id="f", due=at(-1.9)),
        Arrival(id="g", due=at(-9), state="met"),
        Arrival(id="h", due=at(-9)),
        Participant(id="pat", arrival="f"),
        Participant(id="sam", arrival="g"),
        Participant(id="kim", arrival="h", state="met"),
    ),
    "core.last-arrival-greeter": (
        EVENT,
        Person(id="anna"),
        Arrival(id="f1", event="e", due=at(1)),
        Arrival(id="f2", event="e", due=at(2), greeter="anna"),
        Participant(id="pat", event="e", arrival="f1"),
    ),
    "core.meal-over-ordered": (*HOUSE, dinner("hotel", covers=11)),
    "core.meal-cold": (
        *PLACES,
        Session(id="long", event="e", window=span(1, 4)),
        dinner("hall", session="long", hot=timedelta(hours=1)),
    ),
    "core.late-meal": (*HOUSE, dinner("hotel"), Session(id="talk", event="e", window=EVENING)),
    "core.minister-eats-elsewhere": (
        EVENT,
        HOTEL,
        Place(id="dining", within="hotel"),
        INN,
        MINISTER,
        dinner("dining"),
    ),
}
"""For each rule, records that come near and are right."""
