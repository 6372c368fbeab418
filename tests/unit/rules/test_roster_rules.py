"""What the rules about rosters take to be one thing, and whom they hold to which limit."""

from __future__ import annotations

from datetime import timedelta

import pytest

from meetsupport.core.records import Record
from meetsupport.model import (
    Document,
    Duty,
    DutyLimit,
    Event,
    Itinerary,
    Leave,
    Loop,
    LoopStay,
    Participant,
    Person,
    Place,
    Post,
    Session,
    Task,
    Team,
    Trip,
)
from tests.unit.rules.judging import at, changed, found, judge, reader, span

HOUR = timedelta(hours=1)
DAY = 24
E, F = Event(id="e", window=span(0, 90)), Event(id="f", window=span(0, 90))
ANNA = Person(id="anna", team="t")
POST = Post(id="p", event="e", heads=0)
LIMIT = DutyLimit(id="l", longest=8 * HOUR)
LONG = Duty(id="d", person="anna", post="p", window=span(0, 9))
AT_WORK: tuple[Record, ...] = (E, F, Team(id="t"), Team(id="u"), ANNA, POST, LONG)


@pytest.mark.parametrize(
    ("about", "held"),
    [({}, True), ({"team": "t"}, True), ({"team": "u"}, False), ({"event": "e"}, True), ({"event": "f"}, False),
     ({"team": "t", "event": "f"}, False)],
)  # fmt: skip
def test_a_limit_holds_for_its_team_and_for_who_works_at_its_event(about: dict[str, str], *, held: bool) -> None:
    assert bool(found("core.duty-too-long", *AT_WORK, changed(LIMIT, **about))) is held


def test_the_event_of_a_post_is_that_of_its_session() -> None:
    records = (changed(POST, event=None, session="s"), Session(id="s", event="e"))
    others = [one for one in AT_WORK if one is not POST]
    assert found("core.duty-too-long", *others, *records, changed(LIMIT, event="e")) != []


def test_of_two_limits_the_stricter_holds() -> None:
    wider = changed(LIMIT, id="wide", longest=12 * HOUR, team="t")
    assert found("core.duty-too-long", *AT_WORK, wider) == []
    assert len(found("core.duty-too-long", *AT_WORK, LIMIT, wider)) == 1


def test_crew_of_two_trips_of_one_vehicle_need_rest_between_them() -> None:
    trips = [Trip(id=f"t{n}", crew=("anna",), vehicle="X", window=span(n * 10, n * 10 + 4)) for n in range(2)]
    rest = DutyLimit(id="l", rest=8 * HOUR)
    assert found("core.rest-short", Team(id="t"), ANNA, rest, *trips) == ["anna/" + at(10).isoformat()]


def test_a_person_who_leaves_the_loop_for_a_day_starts_anew() -> None:
    limit, loops = DutyLimit(id="l", weeks=2), (Loop(id="a"), Loop(id="b"))
    first = LoopStay(id="s1", loop="a", person="anna", window=span(-10 * DAY, 0))
    again = LoopStay(id="s2", loop="b", person="anna", window=span(0, 10 * DAY))
    assert found("core.rotation-due", Team(id="t"), ANNA, limit, *loops, first, again) == ["anna/s1"]
    later = changed(again, window=span(1, 10 * DAY))
    assert found("core.rotation-due", Team(id="t"), ANNA, limit, *loops, first, later) == []


def test_make_up_leave_on_a_day_off_gives_nothing_back() -> None:
    records = (Team(id="t"), ANNA, POST, E, DutyLimit(id="l"), changed(LONG, window=span(72, 74)))
    saturday = Leave(id="off", person="anna", kind="make-up", window=span(72 + 7 * DAY, 74 + 7 * DAY))
    assert found("core.leave-owed", *records, saturday) == ["anna/"]
    assert found("core.leave-owed", *records, changed(saturday, window=span(9 * DAY, 9 * DAY + 2))) == []
    assert found("core.leave-owed", *records, changed(saturday, kind="sick", window=span(9 * DAY, 9 * DAY + 2))) != []


# Under age

CONSENT = Document(id="consent", kind="consent", state="approved", approver="anna", approved_at=at(-9))
KIM = Person(id="kim", minor=True, consent="consent", chaperone="anna")
VENUE = (Place(id="venue"), Place(id="hall", within="venue"), Place(id="yard", within="venue"))


def party(where: str | None, *turns: tuple[float, float]) -> list[str]:
    """Kim in the hall from noon for four hours, and the chaperone at a place in some turns."""
    return found(
        "core.minor-unprotected",
        *(Team(id="t"), E, ANNA, CONSENT, KIM, *VENUE),
        Post(id="p", place="hall", heads=0),
        Post(id="q", place=where, heads=0),
        Duty(id="k", person="kim", post="p", window=span(0, 4)),
        *(Duty(id=f"a{n}", person="anna", post="q", window=span(*turn)) for n, turn in enumerate(turns)),
    )


@pytest.mark.parametrize("where", ["hall", "venue", None])
def test_a_chaperone_in_the_same_place_or_a_larger_one_is_there(where: str | None) -> None:
    assert party(where, (0, 4)) == []


def test_a_chaperone_in_another_hall_is_not_there() -> None:
    assert party("yard", (0, 4)) == ["kim/k"]


def test_turns_of_a_chaperone_add_up_and_a_gap_counts() -> None:
    assert party("hall", (-1, 2), (2, 5)) == []
    assert party("hall", (-1, 2), (3, 5)) == ["kim/k"]


def test_somebody_under_age_is_no_chaperone() -> None:
    records = (
        Team(id="t"),
        changed(ANNA, minor=True, chaperone="bo", consent="consent"),
        Person(id="bo"),
        CONSENT,
        KIM,
    )
    assert found("core.minor-unprotected", *records) == ["kim/chaperone"]


def test_a_consent_that_is_not_approved_is_none() -> None:
    draft = Document(id="consent", kind="consent")
    assert found("core.minor-unprotected", Team(id="t"), ANNA, draft, KIM) == ["kim/consent"]


# Places

LIFTS = (
    Place(id="north"),
    Place(id="south"),
    Place(id="lift-1", kind="lift", within="north"),
    Place(id="lift-2", kind="lift", within="north"),
    Place(id="lift-3", kind="lift", within="south"),
)


def test_lifts_of_another_venue_need_no_post() -> None:
    assert found("core.place-unposted", *LIFTS, Post(id="p", place="lift-1", heads=0)) == ["lift-2/"]


def test_once_the_last_post_is_over_no_place_needs_one() -> None:
    posts = [Post(id=f"p{n}", place="lift-1", heads=0, window=span(-n, 1 - n)) for n in range(3)]
    assert found("core.place-unposted", *LIFTS, *posts) == ["lift-2/"]
    assert found("core.place-unposted", *LIFTS, *posts, now=at(1)) == []


def gate(*posts: Post, **about: object) -> list[str]:
    yard = Place(id="yard", loop="inner")
    entrance = Place(id="gate", kind="entrance", within="yard")
    return found("core.entrance-unmanned", E, Loop(id="inner", event="e"), yard, changed(entrance, **about), *posts)


def test_an_entrance_lies_in_the_loop_of_the_place_that_holds_it() -> None:
    assert gate() == ["gate/" + at(0).isoformat()]
    assert gate(within=None) == []
    assert gate(kind="stair") == []


def test_an_entrance_is_manned_from_the_opening_until_the_end() -> None:
    first = Post(id="p1", place="gate", heads=0, window=span(2, 80))
    assert gate(first) == ["gate/" + at(0).isoformat(), "gate/" + at(80).isoformat()]
    assert gate(first, changed(first, id="p2", window=span(-1, 2)), changed(first, id="p3", window=span(70, 99))) == []


# Links, escorts


def test_a_link_of_another_event_is_another_link() -> None:
    one = Task(id="k1", event="e", kind="link", title="meals", responsible="anna")
    two = changed(one, id="k2", event="f", responsible="bo")
    assert found("core.link-two-people", E, F, Team(id="t"), ANNA, Person(id="bo"), one, two) == []


@pytest.mark.parametrize("state", ["substituted", "left"])
def test_a_guest_who_does_not_come_needs_nobody(state: str) -> None:
    guest = Participant(id="g", rank="部级", state=state)
    assert found("core.minister-unescorted", guest, Itinerary(id="i", participant="g")) == []
    assert (
        found("core.minister-unescorted", changed(guest, state="registered"), Itinerary(id="i", participant="g")) != []
    )


def test_a_skill_is_one_in_capitals_too() -> None:
    speaker = changed(ANNA, languages=("ENGLISH",))
    assert found("core.duty-without-skill", Team(id="t"), speaker, Post(id="p", skill="english"), LONG) == []


@pytest.mark.parametrize(("basis", "said"), [("", "no basis entered"), ("office rule 3", "office rule 3")])
def test_a_limit_says_on_what_it_rests_or_that_nobody_has_said_so(basis: str, said: str) -> None:
    ((_, problem),) = judge(reader(*AT_WORK, changed(LIMIT, basis=basis)), "core.duty-too-long")
    assert str(problem.message.values["basis"]) == said
