from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from meetsupport.core.messages import Message
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
        "task:k1": "you are responsible: Print cards, not settled, not settled, due 2030-06-05 15:00, state open, "
        "contact B. Example",
        "deputy:k2": "you stand in: Place cards, not settled, 2030-06-05 16:00–17:00, due not settled, state open, "
        "contact nobody yet",
        "arrival:f": "you meet XX1 at Great Hall, due 2030-06-05 13:00, state due; onwards with not settled",
        "crew:t": "you are crew of Coach 1, vehicle not settled, route Coast, 2030-06-05 18:00–19:00; "
        "liaison officer B. Example 5550101",
        "escort:i": "you go along: Visit, Great Hall, 2030-06-05 20:00–21:00",
        "supply:s": "you see to 250 pcs cards at not settled, due not settled, from Print Shop",
    }
    assert lines["escort:i"].window == span(8, 9)


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
        "post:p": "post Door 1 (guide), Great Hall, 2030-06-05 12:00–16:00: 2 people",
        "duty:d": "A. Example is on duty at Door 1, 2030-06-05 12:00–14:00",
        "task:k": "task Signs, not settled, not settled, due 2030-06-05 12:00, state started, responsible A. Example",
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
    assert line.message.values["start"] == line.message.values["place"] == Message.of("not settled")
    assert line.window is None


def test_a_recipient_that_stands_for_nobody_has_nothing_to_know() -> None:
    plan = reader(ANNA, Post(id="p"), Duty(id="d", person="anna", post="p"), Recipient(id="r"))
    for kind in ("duty", "team-lead", "speaker", "liaison", "host", "delegation", "caterer", "lodging"):
        assert brief(plan, kind, "r") == {}
