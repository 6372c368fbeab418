from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest

from meetsupport.core.times import Window
from meetsupport.model import (
    Appearance,
    Arrival,
    Duty,
    Itinerary,
    Organization,
    Participant,
    Person,
    Place,
    Post,
    Recipient,
    Route,
    Session,
    Supply,
    Task,
    Team,
    Trip,
)
from meetsupport.plan import MASKED, ViewReader
from meetsupport.plugins import Line
from tests.unit.rules.judging import at, brief, reader, span

ANNA = Person(id="anna", name="A. Example", phone="5550100")
BO = Person(id="bo", name="B. Example", phone="5550101")
HALL = Place(id="hall", name="Great Hall")


def texts(lines: Mapping[str, Line]) -> dict[str, str]:
    return {key: line.message.text() for key, line in lines.items()}


def test_a_person_on_duty_knows_where_when_what_for_and_under_whom() -> None:
    plan = reader(
        ANNA,
        BO,
        HALL,
        Team(id="team", lead="bo"),
        Session(id="x", title="Opening", window=span(0, 2)),
        Post(id="p", name="Door 1", place="hall", team="team", session="x"),
        Duty(id="d", person="anna", post="p"),
        Recipient(id="r", person="anna"),
    )
    lines = brief(plan, "duty", "r")
    assert texts(lines) == {
        "duty:d": "you are on duty: Door 1 (Opening), Great Hall, 2030-06-05 12:00–14:00; team lead B. Example 5550101"
    }
    assert lines["duty:d"].window == span(0, 2)


def test_a_person_on_duty_knows_tasks_pick_ups_drives_escorts_and_supplies() -> None:
    plan = reader(
        ANNA,
        BO,
        HALL,
        Route(id="route", name="Coast"),
        Organization(id="shop", name="Print Shop"),
        Participant(id="pat"),
        Task(id="k1", title="Print cards", responsible="anna", contact="bo", due=at(3)),
        Task(id="k2", title="Place cards", responsible="bo", deputy="anna", window=span(4, 5)),
        Arrival(id="f", number="XX1", greeter="anna", due=at(1), place="hall"),
        Trip(id="t", name="Coach 1", crew=("anna",), route="route", window=span(6, 7), liaison="bo"),
        Itinerary(id="i", participant="pat", escorts=("anna",), title="Visit", place="hall", window=span(8, 9)),
        Supply(id="s", name="cards", quantity=Decimal(250), unit="pcs", responsible="anna", organization="shop"),
        Recipient(id="r", person="anna"),
    )
    lines = brief(plan, "duty", "r")
    assert texts(lines) == {
        "task:k1": "you are responsible: Print cards, due 2030-06-05 15:00, state open; contact B. Example 5550101",
        "deputy:k2": "you stand in: Place cards, 2030-06-05 16:00–17:00, state open; responsible B. Example 5550101",
        "arrival:f": "you meet XX1 at Great Hall, time of arrival 2030-06-05 13:00",
        "crew:t": "you are crew of Coach 1 (route Coast), vehicle not settled, 2030-06-05 18:00–19:00; "
        "liaison officer B. Example 5550101",
        "escort:i": "you go along: Visit, Great Hall, 2030-06-05 20:00–21:00",
        "supply:s": "you see to 250 pcs cards, place not settled, due not settled, from Print Shop",
    }
    assert lines["escort:i"].window == span(8, 9)


@pytest.mark.parametrize(("state", "more"), [("due", 0), ("landed", 1), ("met", 0)])
def test_a_greeter_is_told_that_it_is_there_until_it_is_met(state: str, more: int) -> None:
    flight = Arrival(id="f", number="XX1", greeter="anna", state=state)
    lines = texts(brief(reader(ANNA, flight, Recipient(id="r", person="anna")), "duty", "r"))
    first = "you meet XX1 at a place not settled yet, time of arrival not settled"
    assert lines == dict([("arrival:f", first), ("landed:f", "XX1 is there: meet it now")][: more + 1])


def test_a_greeter_is_told_that_it_is_late_and_what_goes_on() -> None:
    flight = Arrival(id="f", number="XX1", greeter="anna", place="hall", due=at(2), state="delayed", trip="t")
    plan = reader(ANNA, HALL, Trip(id="t", name="Car 1"), flight, Recipient(id="r", person="anna"))
    assert texts(brief(plan, "duty", "r")) == {
        "arrival:f": "you meet XX1 at Great Hall, time of arrival 2030-06-05 14:00 (delayed); onwards with Car 1"
    }


def test_what_is_not_there_is_left_out() -> None:
    plan = reader(
        ANNA,
        Post(id="p"),
        Duty(id="d", person="anna", post="p"),
        Task(id="k", responsible="anna"),
        Trip(id="t", crew=("anna",)),
        Supply(id="s", responsible="anna"),
        Supply(id="s2", quantity=Decimal(3), responsible="anna"),
        Recipient(id="r", person="anna"),
    )
    assert texts(brief(plan, "duty", "r")) == {
        "duty:d": "you are on duty: p, place not settled, time not settled",
        "task:k": "you are responsible: k, due not settled, state open",
        "crew:t": "you are crew of t, vehicle not settled, time not settled",
        "supply:s": "you see to s, place not settled, due not settled",
        "supply:s2": "you see to 3 s2, place not settled, due not settled",
    }


def test_a_task_has_a_place_a_time_and_a_deadline_where_it_has_them() -> None:
    task = Task(id="k", deputy="anna", contact="bo", place="hall", window=span(1, 2), due=at(3))
    lines = texts(brief(reader(ANNA, BO, HALL, task, Recipient(id="r", person="anna")), "duty", "r"))
    assert lines["deputy:k"] == (
        "you stand in: k (Great Hall), 2030-06-05 13:00–14:00, due 2030-06-05 15:00, state open; "
        "responsible nobody yet, contact B. Example 5550101"
    )


def test_a_post_for_a_session_is_where_the_session_is() -> None:
    session = Session(id="x", title="Opening", place="hall", window=span(0, 2))
    post = Post(id="p", team="team", session="x")
    plan = reader(
        ANNA, HALL, Team(id="team"), session, post, Duty(id="d", person="anna", post="p"),
        Recipient(id="r", person="anna", team="team"),
    )  # fmt: skip
    assert brief(plan, "duty", "r")["duty:d"].message.values["place"] == "Great Hall"
    assert brief(plan, "team-lead", "r")["post:p"].message.values["place"] == "Great Hall"


def test_a_leaders_itinerary_is_masked_even_for_an_escort_who_may_not_see_it() -> None:
    plan = reader(
        ANNA,
        HALL,
        Itinerary(id="i", escorts=("anna",), title="Visit", place="hall", window=span(8, 9)),
        Recipient(id="r", person="anna"),
    )
    line = brief(ViewReader(plan, ["personal"]), "duty", "r")["escort:i"]
    assert line.message.text() == "you go along: •••, •••, •••"
    assert line.window is None


def test_who_may_not_see_names_gets_lines_all_the_same() -> None:
    plan = reader(ANNA, BO, Team(id="t", lead="bo"), Post(id="p", team="t"), Duty(id="d", person="anna", post="p"))
    view = ViewReader(reader(*plan.plan, Recipient(id="r", person="anna", team="t")), [])
    assert brief(view, "duty", "r")["duty:d"].message.values["lead"] is MASKED
    assert brief(view, "team-lead", "r")["duty:d"].message.values["person"] is MASKED


def test_a_team_lead_knows_the_posts_and_who_mans_them() -> None:
    plan = reader(
        ANNA,
        HALL,
        Team(id="team"),
        Post(id="p", name="Door 1", place="hall", team="team", role="guide", heads=2, window=span(0, 4)),
        Duty(id="d", person="anna", post="p", window=span(0, 2)),
        Task(id="k", title="Signs", team="team", responsible="anna", due=at(0), state="started"),
        Recipient(id="r", team="team"),
    )
    lines = brief(plan, "team-lead", "r")
    assert texts(lines) == {
        "post:p": "post Door 1 (guide), Great Hall, 2030-06-05 12:00–16:00; people needed: 2",
        "duty:d": "A. Example is on duty at Door 1, 2030-06-05 12:00–14:00",
        "task:k": "task: Signs, due 2030-06-05 12:00, state started; responsible A. Example 5550100",
    }
    assert {key: line.window for key, line in lines.items()} == {
        "post:p": span(0, 4),
        "duty:d": span(0, 2),
        "task:k": None,
    }


def test_a_speaker_knows_title_place_start_and_length() -> None:
    talk = Session(id="x", title="Bridges", place="hall", window=span(1, 1.5))
    plan = reader(
        HALL,
        ANNA,
        Participant(id="pat"),
        talk,
        Appearance(id="a", session="x", person="anna", role="chair"),
        Appearance(id="b", session="x", participant="pat"),
        Recipient(id="r", person="anna", participant="pat"),
    )
    lines = brief(plan, "speaker", "r")
    assert texts(lines) == {
        "a": "Bridges as chair, Great Hall, from 2030-06-05 13:00, 30 min",
        "b": "Bridges, Great Hall, from 2030-06-05 13:00, 30 min",
    }
    assert lines["a"].window == Window(at(1), at(1.5))


def test_an_appearance_without_time_and_place_is_open() -> None:
    plan = reader(
        ANNA, Session(id="x"), Appearance(id="a", session="x", person="anna"), Recipient(id="r", person="anna")
    )
    (line,) = brief(plan, "speaker", "r").values()
    assert line.message.text() == "x, place not settled, time not settled"
    assert line.window is None


def test_a_recipient_that_stands_for_nobody_has_nothing_to_know() -> None:
    plan = reader(ANNA, Post(id="p"), Duty(id="d", person="anna", post="p"), Recipient(id="r"))
    for kind in ("duty", "team-lead", "speaker", "liaison", "host", "delegation", "caterer", "lodging"):
        assert brief(plan, kind, "r") == {}


def test_whoever_leads_a_team_or_a_route_knows_it() -> None:
    plan = reader(
        ANNA,
        BO,
        Team(id="x", name="Hall", lead="anna", deputy="bo"),
        Route(id="r", lead="anna"),
        Recipient(id="lead", person="anna"),
        Recipient(id="deputy", person="bo"),
    )
    assert texts(brief(plan, "duty", "lead")) == {
        "lead:team:x": "you lead the team Hall",
        "lead:route:r": "you are in charge of the route r",
    }
    assert texts(brief(plan, "duty", "deputy")) == {"deputy:team:x": "you stand in for the lead of the team Hall"}
