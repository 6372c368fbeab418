"""Seats, cards and run sheets, as the cases demand them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

import meetsupport as ms
from meetsupport.core.records import evolved
from meetsupport.core.times import instant
from meetsupport.readings import card_changes, cards, delayed, fixed_moved, idle, run_sheet
from meetsupport.testing import FrozenClock, memory_desk

EVE = instant("2011-06-08T21:00+08:00")


def codes(desk: ms.Desk, prefix: str = "core.") -> dict[str, str]:
    """Give the severity of each finding by its code; of several, the worst."""
    found: dict[str, str] = {}
    for finding in desk.check():
        if finding.code.startswith(prefix):
            found.setdefault(finding.code, finding.severity)
    return found


def put(desk: ms.Desk, *records: ms.Record, override: str = "") -> ms.Impact:
    puts = tuple(ms.Put(record) for record in records)
    return desk.apply(ms.Change(puts, by="secretariat", override=override))


def keys(desk: ms.Desk, recipient: str) -> set[str]:
    return {line.key.rpartition(":")[2] for notice in desk.notices(recipient=recipient) for line in notice.lines}


def conference() -> list[ms.Record]:
    """The eve of the national conference: 250 seats, and a row for the photo, final at 22:00, placed by 04:00."""
    hall = ms.Place(id="hall", kind="hall", name="Great Hall", capacity=300)
    event = ms.Event(
        id="conference", window=ms.Window.of("2011-06-09T08:00+08:00", "2011-06-11T18:00+08:00"), expected=250
    )
    session = ms.Session(
        id="opening",
        event="conference",
        title="Opening",
        place="hall",
        window=ms.Window.of("2011-06-09T09:00+08:00", "2011-06-09T11:30+08:00"),
    )
    photo = ms.Session(
        id="photo-call",
        event="conference",
        title="Group photo",
        place="hall",
        window=ms.Window.of("2011-06-09T11:30+08:00", "2011-06-09T12:00+08:00"),
    )
    freezes, due = instant("2011-06-08T22:00+08:00"), instant("2011-06-09T04:00+08:00")
    about: dict[str, Any] = {"event": "conference", "responsible": "printer", "freezes": freezes, "due": due}
    guests = [f"guest-{n:03}" for n in range(1, 251)]
    return [
        hall,
        event,
        session,
        photo,
        ms.Person(id="printer", name="甲某"),
        ms.Recipient(id="desk.cards", person="printer", kinds=("duty",)),
        ms.Freeze(id="freeze", type="Placement", since=freezes, by="secretary-general"),
        ms.SeatPlan(id="seats", session="opening", kind="hall", name="Seats", **about),
        ms.SeatPlan(id="photo", session="photo-call", kind="photo", name="Photo", **about),
        *(ms.Participant(id=guest, event="conference", name=f"某{n}") for n, guest in enumerate(guests)),
        *(ms.Appearance(id=f"at-{guest}", session="opening", participant=guest) for guest in guests),
        *(
            ms.Placement(
                id=f"seat-{n:03}", plan="seats", participant=guest, block="A", row=n // 25 + 1, number=n % 25 + 1
            )
            for n, guest in enumerate(guests)
        ),
        *(
            ms.Placement(id=f"photo-{n:03}", plan="photo", participant=guest, row=1, number=n + 1)
            for n, guest in enumerate(guests[:57])
        ),
    ]


def test_c5_14_seats_settled_at_ten_are_printed_and_placed_by_four_and_only_what_changed_is_printed_again() -> None:
    clock = FrozenClock(EVE)
    desk = memory_desk(conference(), clock=clock)
    assert {code for code in codes(desk) if "seat-plan" in code or "card" in code} == {
        "core.seat-plan-not-final",
        "core.cards-not-placed",
    }
    assert codes(desk)["core.seat-plan-not-final"] == codes(desk)["core.cards-not-placed"] == "unsettled"

    desk.send()
    for notice in desk.notices(recipient="desk.cards"):
        desk.acknowledge(notice, by="desk.cards")
    printed = desk.revision
    assert len(desk.derive(cards, "seats")) == 250
    put(
        desk,
        evolved(desk.get(ms.SeatPlan, "seats"), printed_revision=printed),
        evolved(desk.get(ms.SeatPlan, "photo"), printed_revision=printed),
    )

    clock.set(instant("2011-06-08T22:00+08:00"))
    desk.refresh()
    assert codes(desk)["core.seat-plan-not-final"] == "blocking"

    # Three leave their places, one of them changes seats with another, and somebody new comes.
    left = evolved(desk.get(ms.Participant, "guest-010"), state="left")
    first, second = desk.get(ms.Placement, "seat-000"), desk.get(ms.Placement, "seat-001")
    swapped = (left, evolved(first, number=second.number), evolved(second, number=first.number))
    with pytest.raises(ms.Frozen, match="2011-06-08T22:00"):
        put(desk, *swapped)
    boss = "secretary-general"
    put(desk, *swapped, ms.Participant(id="guest-251", event="conference", name="新某"), override=boss)
    assert codes(desk)["core.sitter-gone"] == "warning"
    put(desk, evolved(desk.get(ms.Placement, "seat-009"), participant="guest-251"), override=boss)
    desk.apply(ms.Change((ms.Remove(ms.Placement, "photo-009"),), by="secretariat", override=boss))
    assert "core.sitter-gone" not in codes(desk)
    assert keys(desk, "desk.cards") == {"seat-000", "seat-001", "seat-009", "photo-009"}

    then = desk.at(revision=printed)
    assert desk.get(ms.SeatPlan, "seats").printed_revision == printed
    stood, stand = then.derive(cards, "seats"), desk.derive(cards, "seats")
    again = card_changes(stood, stand)
    assert [card.text for card in again.to_print] == ["新某"]
    assert sorted(card.placement for card in again.to_move) == ["seat-000", "seat-001"]
    assert [card.placement for card in again.to_discard] == ["seat-009"]

    for plan in ("seats", "photo"):
        put(desk, evolved(desk.get(ms.SeatPlan, plan), state="final"))
    clock.set(instant("2011-06-09T03:59+08:00"))
    assert codes(desk)["core.cards-not-placed"] == "unsettled"
    clock.set(instant("2011-06-09T04:00+08:00"))
    assert codes(desk)["core.cards-not-placed"] == "blocking"
    for plan in ("seats", "photo"):
        put(desk, evolved(desk.get(ms.SeatPlan, plan), state="placed"))
    assert "core.cards-not-placed" not in codes(desk)


def ceremony() -> list[ms.Record]:
    """The commendation conference: 2,600 people enter in files of two behind a guide, then it is broadcast live."""
    cues: list[ms.Record] = [
        ms.Cue(
            id=f"file-{n}",
            session="ceremony",
            track="entry",
            title=f"files of two, block {n + 1}",
            after=timedelta(minutes=5 * n - 40),
            lasts=timedelta(minutes=5),
            person=f"guide-{n}",
        )
        for n in range(6)
    ]
    cues += [
        ms.Cue(
            id="air",
            session="ceremony",
            track="stage",
            title="on the air: anthem",
            lasts=timedelta(minutes=2),
            fixed=True,
        ),
        ms.Cue(
            id="honours",
            session="ceremony",
            track="stage",
            title="honours are read",
            after=timedelta(minutes=2),
            lasts=timedelta(minutes=18),
            person="reader",
            team="stage",
        ),
        ms.Cue(
            id="medals",
            session="ceremony",
            track="stage",
            title="medals",
            after=timedelta(minutes=22),
            lasts=timedelta(minutes=20),
        ),
        ms.Cue(
            id="off",
            session="ceremony",
            track="stage",
            title="off the air",
            after=timedelta(minutes=45),
            lasts=timedelta(minutes=1),
            fixed=True,
        ),
    ]
    return [
        ms.Event(id="commendation", window=ms.Window.of("2020-09-22T09:00+08:00", "2020-09-22T10:00+08:00")),
        ms.Place(id="hall", kind="hall", name="Hall"),
        ms.Session(
            id="ceremony",
            event="commendation",
            title="Ceremony",
            place="hall",
            window=ms.Window.of("2020-09-22T09:00+08:00", "2020-09-22T10:00+08:00"),
        ),
        ms.Team(id="stage", name="Stage"),
        ms.Person(id="reader"),
        *(ms.Person(id=f"guide-{n}") for n in range(6)),
        *(ms.Recipient(id=f"to.guide-{n}", person=f"guide-{n}", kinds=("duty",)) for n in range(6)),
        ms.Recipient(id="to.reader", person="reader", kinds=("speaker",)),
        ms.Recipient(id="to.stage", team="stage", kinds=("team-lead",)),
        *cues,
    ]


def test_c1_13_a_run_sheet_holds_to_the_minute_and_a_live_broadcast_does_not_move() -> None:
    desk = memory_desk(ceremony(), clock=FrozenClock(instant("2020-09-21T18:00+08:00")))
    sheet = desk.derive(run_sheet, "ceremony")
    assert [(cue.cue, f"{cue.start:%H:%M}") for cue in sheet] == [
        ("file-0", "08:20"),
        ("file-1", "08:25"),
        ("file-2", "08:30"),
        ("file-3", "08:35"),
        ("file-4", "08:40"),
        ("file-5", "08:45"),
        ("air", "09:00"),
        ("honours", "09:02"),
        ("medals", "09:22"),
        ("off", "09:45"),
    ]
    assert not {code for code in codes(desk) if ".cue-" in code}
    stage = [cue for cue in sheet if cue.track == "stage"]
    pauses = idle(stage, ms.Window.of("2020-09-22T09:00+08:00", "2020-09-22T09:46+08:00"))
    assert [(f"{pause.start:%H:%M}", pause.length) for pause in pauses] == [
        ("09:20", timedelta(minutes=2)),
        ("09:42", timedelta(minutes=3)),
    ]

    # Each file has its guide before it, and knows the minute.
    (line,) = (line for line in desk.brief("to.guide-0") if line.key.endswith("cue:file-0"))
    assert line.window == ms.Window.of("2020-09-22T08:20+08:00", "2020-09-22T08:25+08:00")
    assert [line.key.rpartition(":")[2] for line in desk.brief("to.reader") if "cue:" in line.key] == ["honours"]
    assert [line.key.rpartition(":")[2] for line in desk.brief("to.stage") if "cue:" in line.key] == ["honours"]

    # The pauses take up five minutes, and not a sixth: the sign-off is fixed.
    _, clashes = delayed(sheet, "honours", timedelta(minutes=5))
    assert clashes == ()
    after, clashes = delayed(sheet, "honours", timedelta(minutes=6))
    assert [(late.cue, fixed.cue) for late, fixed in clashes] == [("medals", "off")]
    assert fixed_moved(sheet, after) == ()

    impact = put(desk, evolved(desk.get(ms.Cue, "honours"), lasts=timedelta(minutes=24)))
    assert [finding.code for finding in impact.raised] == ["core.cue-track-overlap"]
    assert {notice.recipient for notice in impact.notices} == {"to.reader", "to.stage"}
    put(desk, evolved(desk.get(ms.Cue, "file-1"), person="guide-0", after=timedelta(minutes=-38)))
    assert "core.cue-person-overlap" in codes(desk)
    put(desk, evolved(desk.get(ms.Cue, "off"), after=timedelta(minutes=60)))
    assert "core.cue-outside-session" in codes(desk)
    moved = desk.derive(run_sheet, "ceremony")
    ((was, now),) = fixed_moved(sheet, moved)
    assert (was.cue, now and f"{now.start:%H:%M}") == ("off", "10:00")


@pytest.mark.parametrize("state", ["final", "placed"])
def test_a_guest_is_told_a_seat_only_when_it_is_final(state: str) -> None:
    desk = memory_desk(
        [*conference(), ms.Recipient(id="to.guest", participant="guest-001", kinds=("speaker",))],
        clock=FrozenClock(EVE),
    )
    seats = desk.get(ms.SeatPlan, "seats")
    assert not [line for line in desk.brief("to.guest") if "placement:" in line.key]
    put(desk, evolved(seats, state="final"))
    if state == "placed":
        put(desk, evolved(seats, state=state))
    assert [line.key.rpartition(":")[2] for line in desk.brief("to.guest") if "placement:" in line.key] == ["seat-000"]
