"""Records that the rules about health find wrong, and records that come near and are right."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from meetsupport.core.records import Record
from meetsupport.model import (
    Adoption,
    Appearance,
    Arrival,
    Cohort,
    Duty,
    Event,
    HealthProtocol,
    HealthReport,
    HealthTest,
    Incident,
    IncidentReport,
    Loop,
    Organization,
    Participant,
    Person,
    Place,
    Post,
    Requirement,
    RiskBand,
    RiskFactor,
    SeatPlan,
    Session,
    Supply,
)
from tests.unit.rules.judging import at, changed, span

Records = tuple[Record, ...]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

EVENT = Event(id="e", window=span(-48, 48))
ANNA, BO = Person(id="anna"), Person(id="bo")
PAT = Participant(id="pat", event="e")
HALL = Place(id="hall", name="Hall")
DOOR = Post(id="door", event="e", place="hall", name="Door")
SHIFT = Duty(id="d", person="anna", post="door", window=span(1, 3))
TALK = Session(id="talk", event="e", place="hall", title="Talk", window=span(1, 3))
COMES = Appearance(id="a", session="talk", participant="pat")
COHORT = Cohort(id="all", event="e", persons=("anna",), participants=("pat",))
ADOPTS = Adoption(id="ad", event="e", family="f")
EDITION = HealthProtocol(id="f1", family="f", pathogen="flu", starts=date(2030, 1, 1))


def asks(kind: str, **about: object) -> Records:
    """An event with Anna on duty and Pat in a session, and one requirement that both are under."""
    asked = Requirement(id="r", protocol="f1", kind=kind, **about)  # type: ignore[arg-type]
    return (EVENT, ANNA, PAT, HALL, DOOR, SHIFT, TALK, COMES, COHORT, ADOPTS, EDITION, asked)


def swab(result: str, hours: float = -2, who: str = "anna") -> HealthTest:
    """One test of somebody."""
    sampled = at(hours)
    if who == "pat":
        return HealthTest(id=f"t-{who}", participant=who, sampled=sampled, result=result)
    return HealthTest(id=f"t-{who}", person=who, sampled=sampled, result=result)


def zones(place_loop: str = "inner") -> Records:
    """Two loops and a buffer; Anna is inside, Bo outside, and a place lies in a loop."""
    return (
        EVENT,
        ANNA,
        BO,
        PAT,
        Loop(id="inner", name="Inner"),
        Loop(id="outer", name="Outer", kind="outer"),
        Loop(id="buffer", name="Buffer", kind="buffer"),
        Cohort(id="in", loop="inner", persons=("anna",)),
        Cohort(id="out", loop="outer", persons=("bo",), participants=("pat",)),
        Place(id="hall", name="Hall", loop=place_loop),
        DOOR,
    )


def ill(count: int) -> Records:
    """So many people of one body with fever and cough."""
    people = tuple(Person(id=f"p{n:02}", organization="school") for n in range(count))
    reports = tuple(
        HealthReport(id=f"h{n:02}", person=f"p{n:02}", at=at(-n), temperature=Decimal("38.5"), symptoms=("cough",))
        for n in range(count)
    )
    flu = Requirement(
        id="r", protocol="f1", kind="report", count=10, interval=7 * DAY, within=2 * HOUR, symptoms=("cough",)
    )
    body = Organization(id="school", name="School")
    return (EVENT, body, *people, *reports, Cohort(id="s", event="e", organizations=("school",)), ADOPTS, EDITION, flu)


ROUNDS = asks("round", interval=DAY)
CONTACTS = (
    *asks("contacts", within=4 * DAY, days=7),
    BO,
    Duty(id="with", person="anna", post="door", window=span(-6, -4)),
    Duty(id="case", person="bo", post="door", window=span(-6, -4)),
)

WATCHED = (
    *asks("contacts", within=4 * DAY, days=7, on_days=(1,)),
    BO,
    Duty(id="with", person="anna", post="door", window=span(-34, -32)),
    Duty(id="case", person="bo", post="door", window=span(-34, -32)),
    swab("positive", -30, "bo"),
)
"""Anna met Bo before the sample of thirty hours ago, so that today is day 1, on which a test is due."""
LANDS = Arrival(id="train", event="e", due=at(-30))
TRAVELS = Participant(id="pat", event="e", arrival="train")
ARRIVED = (
    EVENT,
    LANDS,
    TRAVELS,
    COHORT,
    ANNA,
    ADOPTS,
    EDITION,
    Requirement(id="r", protocol="f1", kind="observation", after="arrival", days=3, on_days=(1, 3)),
)

FIRES: dict[str, tuple[Records, str]] = {
    "core.person-not-cleared": (asks("test", within=DAY), "anna/Duty:d/r"),
    "core.participant-not-cleared": (asks("test", within=DAY), "pat/Appearance:a/r"),
    "core.person-test-round": ((*ROUNDS, swab("negative", -30)), "anna/r"),
    "core.participant-test-round": ((*ROUNDS, swab("negative", -30, "pat")), "pat/r"),
    "core.positive-expected": ((EVENT, ANNA, HALL, DOOR, SHIFT, swab("positive")), "/Person:anna/Duty:d"),
    "core.contact-expected": ((*CONTACTS, swab("positive", -3, "bo")), "/Person:anna/Duty:d/r"),
    "core.person-untested": (
        (*asks("test"), BO, Duty(id="b", person="bo", post="door", window=span(1, 3))),
        "bo/e",
    ),
    "core.participant-untested": (
        (*asks("test"), Participant(id="guest"), Appearance(id="g", session="talk", participant="guest")),
        "guest/e",
    ),
    "core.adoption-without-edition": (
        (EVENT, ADOPTS, HealthProtocol(id="f1", family="f", ends=date(2030, 6, 5))),
        "ad/2030-06-06",
    ),
    "core.person-loop": (
        (*zones(), Duty(id="d", person="bo", post="door", window=span(1, 2))),
        "bo/Duty:d",
    ),
    "core.participant-loop": ((*zones(), TALK, COMES), "pat/Appearance:a"),
    "core.loops-meet": (
        (*zones("buffer"), SHIFT, Duty(id="b", person="bo", post="door", window=span(2, 4))),
        "/Place:hall:/inner/outer",
    ),
    "core.seat-spacing": (
        (*asks("spacing", limit=Decimal(1)), SeatPlan(id="s", session="talk", apart_m=Decimal("0.6"))),
        "s/r",
    ),
    "core.hall-airing": (
        (
            *asks("airing", within=timedelta(minutes=30)),
            Session(id="before", event="e", place="hall", window=span(0, 0.75)),
        ),
        "talk/r/before",
    ),
    "core.supply-per-person": ((*asks("supply", item="mask", within=HOUR),), "e/mask"),
    "core.cluster-unreported": (ill(10), "r/Organization:school"),
    "core.arrival-times": ((Arrival(id="f", sets_out=at(2), due=at(1)),), "f/due"),
    "core.test-times": ((ANNA, changed(swab("negative", 0), resulted=at(-1))), "t-anna/resulted"),
    "core.person-watched-untested": (WATCHED, "anna/r/HealthTest:t-bo"),
    "core.participant-watched-untested": (ARRIVED, "pat/r/Arrival:train"),
    "core.case-stops-meeting": ((*asks("stop"), swab("positive", -3)), "e/r"),
    "core.risk-without-source": (
        (EVENT, RiskFactor(id="x", event="e", table="t", source="own judgement"), RiskBand(id="low", table="t")),
        "e/RiskBand:low",
    ),
    "core.risk-band": (
        (
            EVENT,
            RiskFactor(id="x", event="e", table="t", score=Decimal(3), weight=Decimal(2)),
            RiskBand(id="low", table="t"),
            RiskBand(id="high", table="t", least=Decimal(6), severity="blocking"),
        ),
        "e/t",
    ),
}
"""For each rule, records that it finds wrong, and what it finds."""

QUIET: dict[str, Records] = {
    "core.person-not-cleared": (*asks("test", within=DAY), swab("negative", -23)),
    "core.participant-not-cleared": (*asks("test", within=DAY), swab("negative", -23, "pat")),
    "core.person-test-round": (*ROUNDS, swab("pending", 0)),
    "core.participant-test-round": (*ROUNDS, swab("pending", 0, "pat")),
    "core.positive-expected": (
        EVENT,
        ANNA,
        HALL,
        DOOR,
        SHIFT,
        swab("positive"),
        HealthTest(id="t2", person="anna", sampled=at(-1), result="negative"),
    ),
    "core.contact-expected": (*CONTACTS, swab("positive", -24 * 5, "bo")),
    "core.person-untested": asks("test"),
    "core.participant-untested": asks("test"),
    "core.adoption-without-edition": (EVENT, ADOPTS, EDITION),
    "core.person-loop": (*zones(), SHIFT),
    "core.participant-loop": (*zones("buffer"), TALK, COMES),
    "core.loops-meet": (*zones("buffer"), SHIFT, Duty(id="b", person="bo", post="door", window=span(3, 4))),
    "core.seat-spacing": (*asks("spacing", limit=Decimal(1)), SeatPlan(id="s", session="talk", apart_m=Decimal(1))),
    "core.hall-airing": (
        *asks("airing", within=timedelta(minutes=30)),
        Session(id="before", event="e", place="hall", window=span(0, 0.5)),
    ),
    # Two hours on duty are two masks, and so are two hours in a session.
    "core.supply-per-person": (
        *asks("supply", item="mask", within=HOUR),
        Supply(id="m", event="e", kind="mask", quantity=Decimal(4)),
    ),
    "core.cluster-unreported": (
        *ill(10),
        Incident(id="i", kind="flu"),
        IncidentReport(id="ir", incident="i", at=at(0)),
    ),
    "core.arrival-times": (Arrival(id="f", sets_out=at(1), due=at(1)), Arrival(id="g", due=at(1))),
    "core.test-times": (ANNA, changed(swab("negative", -1), resulted=at(-1))),
    "core.person-watched-untested": (*WATCHED, swab("pending", -1)),
    "core.participant-watched-untested": (*ARRIVED, swab("pending", -1, "pat")),
    "core.case-stops-meeting": (
        *asks("stop"),
        swab("positive", -3),
        HealthTest(id="t2", person="anna", sampled=at(-1), result="negative"),
    ),
    "core.risk-without-source": (
        EVENT,
        RiskFactor(id="x", event="e", table="t", source="own judgement"),
        RiskBand(id="other", table="u"),
    ),
    "core.risk-band": (
        EVENT,
        RiskFactor(id="x", event="e", table="t", score=Decimal(3), weight=Decimal("1.9")),
        RiskBand(id="high", table="t", least=Decimal(6), severity="blocking"),
    ),
}
"""For each rule, records that come near and are right."""
