"""Templates of what one hall, link, rehearsal, survey or order needs."""

from __future__ import annotations

from meetsupport.readings.templates._items import CASE_1, CASE_4, ask, inspect, item, template

__all__ = ["HALL", "LINK", "MAKE", "REHEARSAL", "SURVEY"]

HALL = template(
    "hall-set-up",
    "Setting up a hall for a sitting",
    (),
    f"{CASE_4}; local standards on meeting service in offices: cleaning, set-up, check and acceptance",
    item("clean", "Clean, disinfect and air the hall", "session -135m", "45m", role="hall", gate="before"),
    inspect("spacing", "Spacing of the tables", "session -2h", "15m", role="hall", after="clean"),
    inspect("alignment", "Rows, chairs, cups and paper aligned", "session -105m", "15m", role="hall", after="spacing"),
    inspect(
        "plates",
        "Name plates in checked order",
        "session -80m",
        "20m",
        role="secretariat",
        after="alignment",
        evidence="checked against list",
    ),
    inspect("microphone", "Level of every microphone", "session -90m", "15m", role="technical"),
    inspect("link", "Link to other halls, where there is one", "session -1h", "15m", role="technical"),
    item("tea", "Water and tea ready", "session -30m", "15m", role="hall", gate="before"),
    item("present", "Staff present through the sitting", "session-end", "", role="hall", gate="during"),
    item(
        "after",
        "Collect papers and lost property, close the hall",
        "session-end 30m",
        "30m",
        role="hall",
        gate="after",
    ),
)

_MANUALS = (
    "hall manuals, weakly sourced: apply three working days before, tell the far ends one working day before, test the "
    "day before, on duty an hour before"
)

LINK = template(
    "video-link",
    "Video link to other halls",
    (),
    f"{CASE_4}; {_MANUALS}",
    item(
        "apply",
        "Apply for the link",
        "session",
        "1h",
        role="technical",
        working_days=-3,
        force="unconfirmed",
        basis=_MANUALS,
    ),
    item("tell", "Tell the far ends", "session", "1h", role="technical", working_days=-1, after="apply"),
    inspect(
        "line-1",
        "Test the line of the first carrier",
        "session -1d",
        "1h",
        role="technical",
        after="apply",
        evidence="test log",
    ),
    inspect(
        "line-2",
        "Test the line of the second carrier",
        "session -1d",
        "1h",
        role="technical",
        after="apply",
        evidence="test log",
    ),
    inspect(
        "fallback",
        "Switch from one line to the other, and back; telephone as the last resort",
        "session -20h",
        "1h",
        role="technical",
        after="line-1 line-2",
        evidence="test log",
    ),
    item(
        "duty",
        "Technicians at their places",
        "session -1h",
        "",
        role="technical",
        gate="before",
        after="fallback",
    ),
    item("log", "Keep the log of the link", "session-end", "", role="technical", gate="during"),
)

REHEARSAL = template(
    "rehearsal",
    "Rehearsal",
    ("rehearsal",),
    CASE_1,
    item(
        "brief",
        "Brief everybody on post, way and time",
        "session -1h",
        "30m",
        role="secretariat",
        gate="before",
        evidence="signed list",
    ),
    item("posts", "Everybody in place", "session", "", role="hall", gate="before", after="brief"),
    item(
        "walk",
        "Walk through entry, seating, ceremony and exit",
        "session-end",
        "2h",
        role="reception",
        kind="rehearsal",
        gate="during",
    ),
    item(
        "mobility",
        "Walk the way of those with limited mobility",
        "session-end",
        "30m",
        role="reception",
        kind="rehearsal",
        gate="during",
    ),
    item(
        "lifts",
        "Time the lifts and doors at full load",
        "session-end",
        "30m",
        role="lifts",
        kind="rehearsal",
        gate="during",
    ),
    item(
        "found",
        "Enter what was found in the hazard register",
        "session-end 1h",
        "30m",
        role="secretariat",
        gate="after",
        after="walk mobility lifts",
    ),
)

SURVEY = template(
    "site-survey",
    "Site survey",
    (),
    f"{CASE_1}: an office without precedent surveyed the venue at night before a plan could be made",
    ask("capacity", "Seats, standing room and the number that the owner allows", "received 1d", role="hall"),
    ask("exits", "Number, width and way of opening of each exit", "received 1d", role="security"),
    ask("stairs", "Stairs, lifts, corners and steps on the way of the guests", "received 1d", role="reception"),
    ask("access", "Ways, lifts and toilets for limited mobility", "received 1d", role="reception"),
    ask("power", "Power: capacity, spare supply, where to switch off", "received 1d", role="water and power"),
    ask("sound", "Sound, screens, lines and who runs them", "received 1d", role="technical"),
    ask("parking", "Parking, turning room and where coaches set down", "received 1d", role="transport"),
    ask("loading", "Where and when things can be brought in, at night too", "received 1d", role="decoration"),
    ask("bookings", "What else is booked there, until when", "received 1d", role="hall"),
    ask("medical", "First aid point, nearest hospital", "received 1d", role="medical"),
    ask("fire", "Fire equipment, control room, assembly point", "received 1d", role="fire equipment"),
    ask("contact", "Who has the keys, by day and by night", "received 1d", role="hall"),
)

MAKE = template(
    "things-to-make",
    "Things to be made",
    (),
    f"{CASE_1}: boards, banners and guide signs were designed and made in a rush and installed by 02:00",
    item("design", "Design", "opening -3d", "6h", role="decoration", kind="make"),
    item("proof", "Proof", "opening -2d", "2h", role="secretariat", kind="make", after="design", sign_off=True),
    item("make", "Make", "opening -8h", "12h", role="decoration", kind="make", after="proof"),
    item(
        "install",
        "Install",
        "opening",
        "4h",
        role="decoration",
        kind="make",
        gate="before",
        after="make",
        evidence="photograph",
    ),
)
