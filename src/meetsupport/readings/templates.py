"""
The templates that come with the library, as records.

They are a beginning for an office without precedent, not a norm: what an office learns belongs into templates of its
own. Items follow the steps that published manuals of meeting service have in common (accept and plan, papers, notice,
name lists, hall, logistics, check before, receive, during, papers of the meeting, close, review) and what the reviewed
cases did; offsets are ordinary lead times, not law. Titles are in English; `checklist_for` writes tasks in the language
of the office.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from meetsupport.core.records import Record
from meetsupport.model import ChecklistTemplate, TemplateItem

__all__ = ["BUILTIN_TEMPLATES"]

_UNITS = {"d": timedelta(days=1), "h": timedelta(hours=1), "m": timedelta(minutes=1)}

_STEPS = "steps that published manuals of meeting service have in common; lead times are ordinary ones, not law"
_CASE_1 = "a city commendation conference prepared in three days, 2020"
_CASE_2 = "a city's two congresses side by side, 2019"
_CASE_3 = "activities of a city's offices for an anniversary, 2020"
_CASE_4 = "a guest house under closed-loop reception, 2022"
_CASE_5 = "a national conference with study tours and its review"

Item = tuple[str, str, str, str, dict[str, Any]]
"""Key, title, when (anchor and offset), how long it takes, and the rest."""


def _span(text: str) -> timedelta:
    return int(text[:-1]) * _UNITS[text[-1]] if text else timedelta(0)


def _template(id: str, name: str, kinds: tuple[str, ...], basis: str, *items: Item) -> Iterator[Record]:
    yield ChecklistTemplate(id=id, name=name, kinds=kinds, basis=basis)
    for key, title, when, length, more in items:
        anchor, _, offset = when.partition(" ")
        after = tuple(f"{id}.{one}" for one in more.get("after", "").split())
        rest = {name: value for name, value in more.items() if name != "after"}
        yield TemplateItem(
            id=f"{id}.{key}",
            template=id,
            title=title,
            anchor=anchor,
            offset=_span(offset),
            duration=_span(length),
            after=after,
            **rest,
        )


def _i(key: str, title: str, when: str, length: str = "", **more: Any) -> Item:
    return key, title, when, length, more


def _ask(key: str, title: str, when: str, **more: Any) -> Item:
    return key, title, when, "", {"kind": "item", "question": True, **more}


def _inspect(key: str, title: str, when: str, length: str = "1h", **more: Any) -> Item:
    return key, title, when, length, {"kind": "inspection", "gate": "before", "sign_off": True, **more}


_CONFERENCE = _template(
    "conference-with-tours",
    "Conference with study tours",
    ("conference",),
    f"{_CASE_5}; {_STEPS}",
    _i("plan", "Draft the overall plan and submit it", "received 2d", "1d", role="secretariat"),
    _i("approve", "Have the plan approved", "received 4d", "1d", after="plan", sign_off=True),
    _i("teams", "Name the teams and one responsible person for each link", "received 5d", "4h", after="approve"),
    _i(
        "bodies",
        "Invite every body that the work depends on to the coordination meeting",
        "opening -20d",
        "4h",
        after="teams",
    ),
    _i("notice", "Send the notice and the registration form", "opening -20d", "1d", after="approve"),
    _i("papers", "Draft speeches, agenda and directory", "opening -7d", "3d", after="approve"),
    _i("close", "Close registration and call those who have not answered", "arrival -4d", "1d", after="notice"),
    _i(
        "lists",
        "Make lists of tours, coaches, rooms, meals, seats and photo places",
        "arrival -2d",
        "1d",
        after="close",
    ),
    _i("survey-tours", "Drive each tour with its host and time it", "opening -7d", "1d", after="approve"),
    _i(
        "hosts", "Send each stop its list and have it read", "opening -1d", "2h", after="lists", evidence="read by host"
    ),
    _i("rooms", "Confirm the number of rooms and the reserve", "arrival", "2h", after="notice", working_days=-5),
    _i("menu", "Settle menus, diets and covers", "arrival -36h", "4h", after="lists"),
    _i("vehicles", "Order coaches, a standby vehicle and their crews", "arrival -3d", "4h", after="close"),
    _i("design", "Design backdrop, posters and signs", "opening -7d", "1d", kind="make", after="approve"),
    _i(
        "proof",
        "Proof-read backdrop, posters and signs",
        "opening -6d",
        "4h",
        kind="make",
        after="design",
        sign_off=True,
    ),
    _i("make", "Make backdrop, posters and signs", "opening -2d", "1d", kind="make", after="proof"),
    _i(
        "install", "Install backdrop, posters and signs", "opening -15h", "6h", kind="make", gate="before", after="make"
    ),
    _i("cards", "Print name cards and place them by the seat plan", "opening -12h", "3h", kind="make", after="lists"),
    _inspect("check", "Check hall, papers and logistics on site", "opening -10h", "2h", after="install cards"),
    _i("staff", "Everybody at the post", "opening -2h", "", gate="before"),
    _i("count", "Sign-in, minutes, photographs, water and safety during the sitting", "session 15m", "", gate="during"),
    _i("settle", "Settle accounts, collect papers, file them", "closing 7d", "2d", gate="after"),
    _i("review", "Write the review and enter its lessons", "closing 14d", "1d", gate="after", after="settle"),
)

_CONGRESS = _template(
    "congress",
    "Congress of several days",
    ("congress",),
    f"{_CASE_2}; {_STEPS}",
    _i("meeting", "Hold the dedicated meeting: hand out the work, name who answers for what", "opening -30d", "4h"),
    _i("standards", "Refine service standards and flow", "opening -20d", "3d", after="meeting"),
    _i(
        "traffic",
        "Draft the plan of layout, traffic and parking, and have it approved",
        "opening -10d",
        "2d",
        after="standards",
        evidence="approved plan",
        sign_off=True,
    ),
    _i("training", "Train the crews; have it signed", "opening -7d", "1d", after="standards", evidence="signed list"),
    _inspect("power", "Inspect all power lines", "opening -7d", "6h", role="water and power", evidence="test sheet"),
    _inspect("lighting", "Inspect the lighting", "opening -7d", "4h", evidence="test sheet"),
    _inspect("sound", "Inspect the sound", "opening -7d", "4h", evidence="test sheet"),
    _inspect("air-con", "Inspect the central air conditioning", "opening -7d", "6h", evidence="test sheet"),
    _inspect("video", "Inspect the video surveillance", "opening -7d", "4h", evidence="test sheet"),
    _inspect("lifts", "Inspect every lift", "opening -7d", "6h", role="lifts", evidence="test sheet"),
    _inspect("fire", "Inspect the fire equipment", "opening -7d", "6h", role="fire equipment", evidence="test sheet"),
    _inspect("kitchen", "Inspect the hygiene of the kitchen", "opening -3d", "2h"),
    _inspect("layout", "Leaders inspect hall layout, traffic flow and parking", "opening -2d", "3h", after="traffic"),
    _i(
        "hazards",
        "Close every hazard in the register",
        "opening -1d",
        "1d",
        gate="before",
        after="power lighting sound air-con video lifts fire kitchen layout",
    ),
    _i("sweep", "Sweep the hall", "session -1h", "30m", kind="sweep", gate="before", sign_off=True),
    _i("hold", "Hold the hall during the sitting", "session 1h", "", kind="hold", gate="during", sign_off=True),
    _i("guide-out", "Guide people out", "session 4h", "", kind="guide-out", gate="after", sign_off=True),
    _i("clear", "Clear the hall", "session 5h", "1h", kind="clear", gate="after", after="guide-out", sign_off=True),
    _i("thanks", "Ask and count satisfaction", "closing 1d", "2h", gate="after"),
)

_CEREMONY = _template(
    "commendation",
    "Commendation conference and ceremony",
    ("commendation", "ceremony"),
    f"{_CASE_1}; {_STEPS}",
    _i("mobilise", "Mobilise the staff and name the areas of work", "received 6h", "2h"),
    _ask("numbers", "How many take part, of which kinds", "received 18h"),
    _ask("precedent", "Which earlier event and whose template can be taken over", "received 18h"),
    _i("survey", "Survey the venue at once, at night if need be", "received 12h", "3h", after="mobilise"),
    _i("overall", "Draft the overall service plan", "opening -20d", "12h", after="survey"),
    _i("welcome", "Draft the plan of the welcome ceremony", "opening -20d", "12h", after="survey"),
    _i("assignment", "Draft the assignment of staff", "opening -20d", "12h", after="survey"),
    _i(
        "approve",
        "Have the three plans approved",
        "opening -18d",
        "6h",
        after="overall welcome assignment",
        sign_off=True,
    ),
    _i("supplies", "Requisition, allocate and lay out supplies", "opening -7d", "8h", after="approve"),
    _i("party", "Form the welcome party; settle slogans, dress and consent", "opening -10d", "6h", after="approve"),
    _i("band", "Confirm band and guard of honour", "opening -10d", "3h", after="approve"),
    _i(
        "clear-health", "See that everybody on duty is cleared", "opening -2d", "12h", gate="before", after="party band"
    ),
    _i("design", "Design boards, banners and guide signs", "opening -14d", "8h", kind="make", after="approve"),
    _i(
        "proof",
        "Proof-read boards, banners and guide signs",
        "opening -13d",
        "2h",
        kind="make",
        after="design",
        sign_off=True,
    ),
    _i("make", "Make boards, banners and guide signs", "opening -5d", "18h", kind="make", after="proof"),
    _i(
        "rehearse",
        "Rehearse with everybody in place",
        "opening -1d",
        "4h",
        kind="rehearsal",
        after="party band supplies",
    ),
    _i("install", "Install props and decoration", "opening -7h", "8h", kind="make", gate="before", after="make"),
    _inspect(
        "check", "Walk the route of the guests and tick off every point", "opening -4h", "2h", after="install rehearse"
    ),
    _i("posts", "Every member of staff at the post", "opening -3h", "", gate="before", after="check"),
    _i("clear-up", "Take down, return, settle", "closing 2d", "1d", gate="after"),
)

_PARTY_DAY = _template(
    "party-day",
    "Party-day activity",
    ("party day", "theme day"),
    f"{_CASE_3}; which five parts are fixed is each agency's own list: change the five items to it",
    _i("plan", "Settle date, place, who takes part and the parts of one's own", "opening -7d", "4h"),
    _i("notice", "Tell everybody; ask for leave requests", "opening -5d", "1h", after="plan"),
    _i("part-1", "First fixed part: dues", "opening 30m", "", gate="during"),
    _i("part-2", "Second fixed part: oath", "opening 30m", "", gate="during"),
    _i("part-3", "Third fixed part: study or lecture", "opening 90m", "", gate="during"),
    _i("part-4", "Fourth fixed part: discussion", "opening 2h", "", gate="during"),
    _i("part-5", "Fifth fixed part: birthday of membership", "opening 2h", "", gate="during"),
    _i("own", "The parts of one's own", "closing", "", gate="during"),
    _i("report", "Report kind, date, place, who took part, what was given", "closing 3d", "1h", gate="after"),
)

_CLOSED_LOOP = _template(
    "closed-loop",
    "Closed-loop reception",
    ("reception", "closed loop"),
    _CASE_4,
    _i("zones", "Draw the loops and the buffer between them; mark doors and ways", "arrival -2d", "6h"),
    _i(
        "responsibility",
        "Sign the responsibilities for epidemic and production safety",
        "arrival -1d",
        "2h",
        sign_off=True,
    ),
    _i("inside", "Settle who is inside, who is outside, and until when", "arrival -1d", "4h", after="zones"),
    _i("tests", "Set up the rounds of tests for each cohort", "arrival -20h", "2h", after="inside"),
    _i("equipment", "Check the fittings of every room before it is allotted", "arrival -12h", "6h", sign_off=True),
    _i("rounds", "Set up rounds of cleaning and disinfection, zone by zone", "arrival -12h", "2h", after="zones"),
    _i("meals", "Settle how meals reach rooms, and how they follow the meetings", "arrival -12h", "3h"),
    _i("guides", "A guide at every entrance and exit, 24 hours", "arrival -2h", "", gate="before"),
    _ask("until", "How long it lasts, and who relieves whom", "arrival 3d"),
    _i("care", "Plan rest and rotation of those inside", "arrival 7d", "4h"),
    _i("leave", "Settle health observation of those who leave the loop", "closing -1d", "2h", gate="after"),
)

_HALL = _template(
    "hall-set-up",
    "Setting up a hall for a sitting",
    (),
    f"{_CASE_4}; local standards on meeting service in offices: cleaning, set-up, check and acceptance",
    _i("clean", "Clean, disinfect and air the hall", "session -3h", "45m", gate="before"),
    _inspect("spacing", "Spacing of the tables", "session -2h", "15m", after="clean"),
    _inspect("alignment", "Rows, chairs, cups and paper aligned", "session -105m", "15m", after="spacing"),
    _inspect(
        "plates",
        "Name plates in checked order",
        "session -80m",
        "20m",
        after="alignment",
        evidence="checked against list",
    ),
    _inspect("microphone", "Level of every microphone", "session -90m", "15m"),
    _inspect("link", "Link to other halls, where there is one", "session -1h", "15m"),
    _i("tea", "Water and tea ready", "session -30m", "15m", gate="before"),
    _i("present", "Staff present through the sitting", "session 15m", "", gate="during"),
    _i("after", "Collect papers and lost property, close the hall", "session 4h", "30m", gate="after"),
)

_LINK = _template(
    "video-link",
    "Video link to other halls",
    (),
    f"{_CASE_4}; hall manuals: apply three working days before, tell the far ends one working day before, test the day "
    "before, on duty an hour before",
    _i("apply", "Apply for the link", "session", "1h", working_days=-3),
    _i("tell", "Tell the far ends", "session", "1h", working_days=-1, after="apply"),
    _inspect("line-1", "Test the line of the first carrier", "session -1d", "1h", after="apply", evidence="test log"),
    _inspect("line-2", "Test the line of the second carrier", "session -1d", "1h", after="apply", evidence="test log"),
    _inspect(
        "fallback",
        "Switch from one line to the other, and back; telephone as the last resort",
        "session -20h",
        "1h",
        after="line-1 line-2",
        evidence="test log",
    ),
    _i("duty", "Technicians at their places", "session -1h", "", gate="before", after="fallback"),
    _i("log", "Keep the log of the link", "session 15m", "", gate="during"),
)

_REHEARSAL = _template(
    "rehearsal",
    "Rehearsal",
    ("rehearsal",),
    _CASE_1,
    _i("brief", "Brief everybody on post, way and time", "session -1h", "30m", gate="before", evidence="signed list"),
    _i("posts", "Everybody in place", "session", "", gate="before", after="brief"),
    _i("walk", "Walk through entry, seating, ceremony and exit", "session 2h", "2h", kind="rehearsal", gate="during"),
    _i("mobility", "Walk the way of those with limited mobility", "session 2h", "30m", kind="rehearsal", gate="during"),
    _i("lifts", "Time the lifts and doors at full load", "session 2h", "30m", kind="rehearsal", gate="during"),
    _i(
        "found",
        "Enter what was found in the hazard register",
        "session 3h",
        "30m",
        gate="after",
        after="walk mobility lifts",
    ),
)

_SURVEY = _template(
    "site-survey",
    "Site survey",
    (),
    f"{_CASE_1}: an office without precedent surveyed the venue at night before a plan could be made",
    _ask("capacity", "Seats, standing room and the number that the owner allows", "received 1d"),
    _ask("exits", "Number, width and way of opening of each exit", "received 1d"),
    _ask("stairs", "Stairs, lifts, corners and steps on the way of the guests", "received 1d"),
    _ask("access", "Ways, lifts and toilets for limited mobility", "received 1d"),
    _ask("power", "Power: capacity, spare supply, where to switch off", "received 1d"),
    _ask("sound", "Sound, screens, lines and who runs them", "received 1d"),
    _ask("parking", "Parking, turning room and where coaches set down", "received 1d"),
    _ask("loading", "Where and when things can be brought in, at night too", "received 1d"),
    _ask("bookings", "What else is booked there, until when", "received 1d"),
    _ask("medical", "First aid point, nearest hospital", "received 1d"),
    _ask("fire", "Fire equipment, control room, assembly point", "received 1d"),
    _ask("contact", "Who has the keys, by day and by night", "received 1d"),
)

_MAKE = _template(
    "things-to-make",
    "Things to be made",
    (),
    f"{_CASE_1}: boards, banners and guide signs were designed and made in a rush and installed by 02:00",
    _i("design", "Design", "opening -3d", "6h", kind="make"),
    _i("proof", "Proof", "opening -2d", "2h", kind="make", after="design", sign_off=True),
    _i("make", "Make", "opening -8h", "12h", kind="make", after="proof"),
    _i("install", "Install", "opening", "4h", kind="make", gate="before", after="make", evidence="photograph"),
)

BUILTIN_TEMPLATES: tuple[Record, ...] = (
    *_CONFERENCE,
    *_CONGRESS,
    *_CEREMONY,
    *_PARTY_DAY,
    *_CLOSED_LOOP,
    *_HALL,
    *_LINK,
    *_REHEARSAL,
    *_SURVEY,
    *_MAKE,
)
"""Templates with their items."""
