"""
Two congresses side by side, kept safe: who answers for what, hazards, incidents, visitors, training, satisfaction.

The figures are those of a city's congresses of 2019-05-16 to 20: six inner units, seven contractors, five partners
and five entrances. Everybody who is named is made up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

import meetsupport as ms
from meetsupport.readings import (
    directory,
    inside,
    must_sign,
    off_day,
    open_hazards,
    reports_due,
    responsibility_matrix,
    satisfaction,
    sitting_phases,
    unsigned,
)
from meetsupport.testing import FrozenClock, memory_desk

INNER = ("office", "housing", "logistics", "security", "service-centre", "vehicle-centre")
CONTRACTORS = ("centre", "guards", "cleaners", "water-power", "fire-equipment", "lifts", "canteen")
PARTNERS = ("congress-office", "consultative-office", "police", "sub-district", "fire-service")
GATES = tuple(f"gate-{n}" for n in range(1, 6))
DAYS = range(16, 21)
MOMENT = timedelta(microseconds=1)


def at(text: str) -> datetime:
    """Give a moment of May 2019, as ``16T08:30``."""
    return ms.instant(f"2019-05-{text}+08:00")


def span(start: str, end: str) -> ms.Window:
    return ms.Window(at(start), at(end))


CONGRESS = ms.Event(id="congress", name="Congress", kind="congress", window=span("16T08:30", "20T18:00"))
OTHER = ms.Event(id="consultative", name="Consultative conference", kind="congress", window=CONGRESS.window)
VENUE = (
    ms.Place(id="venue", kind="venue"),
    ms.Place(id="great-hall", kind="hall", within="venue"),
    ms.Place(id="hall-2", kind="hall", within="venue"),
    *(ms.Place(id=gate, kind="entrance", within="venue") for gate in GATES),
)
PEOPLE = tuple(ms.Person(id=f"p-{n}", name=f"Example {n}") for n in range(1, 9))


def opened(*records: ms.Record, now: str = "10T09:00") -> tuple[ms.Desk, FrozenClock]:
    clock = FrozenClock(at(now))
    return memory_desk((CONGRESS, OTHER, *VENUE, *PEOPLE, *records), clock=clock), clock


def found(findings: Iterable[ms.Finding], code: str) -> list[tuple[str, str, str]]:
    """List the findings of a rule: subject, key and severity."""
    own = [f for f in findings if f.code == f"core.{code}"]
    return sorted((f.subject.id if f.subject else "", f.key, f.severity) for f in own)


def would(desk: ms.Desk, cls: type[ms.Record], id: str, **about: Any) -> Counter[str]:
    """Say which findings a change would raise, by code."""
    edit = desk.edit(by="office")
    edit.set(cls, id, **about)
    return Counter(f.code.removeprefix("core.") for f in desk.preview(edit.change).raised)


def lines(desk: ms.Desk, recipient: str) -> dict[str, str]:
    """Give what a recipient must know: the texts by the key of the line."""
    return {line.key.partition(":")[2]: line.message.text() for line in desk.brief(recipient)}


# Two bodies side by side


def agendas() -> Iterable[ms.Record]:
    """Both agendas: each body has one hall in the morning and the other in the afternoon."""
    for day in DAYS:
        for half, (start, end) in enumerate((("08:30", "11:30"), ("14:30", "17:00"))):
            window = span(f"{day}T{start}", f"{day}T{end}")
            halls = ("great-hall", "hall-2") if half == 0 else ("hall-2", "great-hall")
            for event, hall in zip((CONGRESS.id, OTHER.id), halls, strict=True):
                one = f"{event}-{day}-{half}"
                yield ms.Session(id=one, event=event, place=hall, window=window)
                yield ms.Post(id=f"post-{one}", event=event, session=one)
            # p-1 works for the one body in the morning, and for the other in the afternoon.
            yield ms.Duty(id=f"d1-{day}-{half}", person="p-1", post=f"post-{(CONGRESS, OTHER)[half].id}-{day}-{half}")
            yield ms.Duty(id=f"d2-{day}-{half}", person="p-2", post=f"post-{(OTHER, CONGRESS)[half].id}-{day}-{half}")
        morning, noon = span(f"{day}T07:30", f"{day}T08:00"), span(f"{day}T08:00", f"{day}T08:30")
        yield ms.Trip(id=f"c-{day}", event=CONGRESS.id, kind="shuttle", vehicle="X-1", window=morning)
        yield ms.Trip(id=f"o-{day}", event=OTHER.id, kind="shuttle", vehicle="X-1", window=noon)


CLASHES = ("place-overlap", "person-in-two-places", "vehicle-on-two-trips")


def test_c2_01_two_bodies_share_halls_staff_and_vehicles_over_five_days_without_a_clash() -> None:
    desk, _ = opened(*agendas())
    days = {s.window.start.date() for s in desk.plan.all(ms.Session) if s.window}
    assert sorted(days) == [date(2019, 5, day) for day in DAYS]
    assert [day for day in sorted(days) if off_day(desk.view(), day)] == [date(2019, 5, 18), date(2019, 5, 19)]
    for hall in ("great-hall", "hall-2"):
        assert {s.event for s in desk.plan.where(ms.Session, place=hall)} == {CONGRESS.id, OTHER.id}
    report = desk.check()
    assert [f for code in CLASHES for f in found(report, code)] == []
    assert would(desk, ms.Session, "consultative-18-0", place="great-hall")["place-overlap"] >= 1
    assert would(
        desk, ms.Duty, "d1-19-1", post="post-consultative-19-0", window=span("19T10:00", "19T11:30")
    ) == Counter({"person-in-two-places": 1, "post-understaffed": 1})
    assert would(desk, ms.Trip, "o-20", window=span("20T07:45", "20T08:15")) == {"vehicle-on-two-trips": 1}


# Who answers for what


def bodies() -> Iterable[ms.Record]:
    for role, names in (("inner", INNER), ("contractor", CONTRACTORS), ("partner", PARTNERS)):
        yield from (ms.Organization(id=name, name=name.title(), role=role) for name in names)


MATTERS = {
    "reception": ("office", "congress-office"),
    "rooms": ("housing", "centre"),
    "catering": ("logistics", "canteen"),
    "vehicles": ("vehicle-centre", "police"),
    "halls": ("service-centre", "centre"),
    "power": ("water-power", "service-centre"),
    "cleaning": ("cleaners", "service-centre"),
    "fire equipment": ("fire-equipment", "fire-service"),
    "lifts": ("lifts", "service-centre"),
}


def matrix() -> Iterable[ms.Record]:
    yield from bodies()
    for matter, (responsible, supporting) in MATTERS.items():
        yield ms.Responsibility(
            id=matter.replace(" ", "-"),
            event=CONGRESS.id,
            matter=matter,
            responsible=(responsible,),
            supporting=(supporting,),
            informed=("office",) if responsible != "office" else (),
        )
    for gate in GATES:
        yield ms.Responsibility(
            id=f"patrol-{gate}",
            event=CONGRESS.id,
            matter="patrol",
            place=gate,
            responsible=("guards",),
            supporting=("security", "police"),
        )
    for body in ("lifts", "service-centre", "office"):
        yield ms.Recipient(id=f"desk.{body}", organization=body, kinds=("host",), language="en")
    yield ms.Recipient(id="desk.canteen", organization="canteen", kinds=("caterer",), language="en")
    yield ms.Recipient(id="desk.centre", organization="centre", kinds=("lodging",), language="en")


MATRIX_RULES = ("matter-owner", "place-uncovered", "body-without-matter")


def test_c2_02_six_inner_units_and_seven_contractors_answer_for_everything_once() -> None:
    desk, _ = opened(*matrix())
    rows = desk.derive(responsibility_matrix, CONGRESS.id)
    assert len(rows) == len(MATTERS) + 5
    assert all(len(row.responsible) == 1 for row in rows)
    taking_part = {body for row in rows for body in (*row.responsible, *row.supporting)}
    assert set(INNER) | set(CONTRACTORS) <= taking_part
    report = desk.check()
    assert [f for code in MATRIX_RULES for f in found(report, code)] == []
    assert lines(desk, "desk.lifts") == {"responsible:lifts": "you answer for lifts; supported by Service-Centre"}
    assert lines(desk, "desk.service-centre")["supporting:lifts"] == "you support Lifts in lifts"
    assert lines(desk, "desk.canteen") == {"supporting:catering": "you support Logistics in catering"}
    assert set(lines(desk, "desk.centre")) == {"supporting:rooms", "supporting:halls"}
    assert lines(desk, "desk.office")["informed:lifts"] == "you are kept informed of lifts; Lifts answers for it"

    assert would(desk, ms.Responsibility, "lifts", responsible=()) == {"matter-owner": 1, "body-without-matter": 1}
    assert would(desk, ms.Responsibility, "lifts", responsible=("lifts", "centre")) == {"matter-owner": 1}
    assert would(desk, ms.Responsibility, "patrol-gate-5", matter="keys", place=None) == {"place-uncovered": 1}
    edit = desk.edit(by="office")
    edit.add(ms.Responsibility, "again", event=CONGRESS.id, matter="lifts", responsible=("cleaners",))
    assert found(desk.preview(edit.change).raised, "matter-owner") == [("lifts", "again", "blocking")]


def test_c2_03_seven_contractors_are_registered_with_licence_on_call_line_and_response_time() -> None:
    register = [
        ms.Organization(
            id=name,
            role="contractor",
            scope=name,
            qualification=f"licence {n}",
            qualified_until=date(2019, 5, 20),
            on_call=f"555-010{n}",
            response=timedelta(minutes=15),
        )
        for n, name in enumerate(CONTRACTORS)
    ]
    desk, clock = opened(*register)
    assert len(directory(desk.view(), "contractor")) == 7
    report = desk.check()
    assert found(report, "contractor-incomplete") == []
    assert found(report, "contractor-unqualified") == []
    for missing in ("scope", "qualification", "on_call"):
        assert would(desk, ms.Organization, "lifts", **{missing: ""}) == {"contractor-incomplete": 1}
    assert would(desk, ms.Organization, "lifts", response=None) == {"contractor-incomplete": 1}
    # The congresses last until the 20th, so a licence that ends on the 19th is a day short for both.
    with desk.edit(by="office") as edit:
        edit.set(ms.Organization, "lifts", qualified_until=date(2019, 5, 19))
    assert found(desk.check(), "contractor-unqualified") == [
        ("lifts", "congress", "blocking"),
        ("lifts", "consultative", "blocking"),
    ]
    clock.set(at("20T18:00"))
    assert found(desk.check(), "contractor-unqualified") == []


def test_c2_04_of_five_partner_bodies_the_directory_says_who_never_came() -> None:
    meetings = [
        ms.Coordination(
            id=f"meeting-{n}",
            event=CONGRESS.id,
            window=span(f"{n:02}T09:00", f"{n:02}T10:00"),
            convener="office",
            invited=PARTNERS,
            attended=PARTNERS[:4] if n == 8 else PARTNERS[:2],
        )
        for n in (6, 8)
    ]
    opening = ms.Session(id="opening", event=CONGRESS.id, needs=("fire-service", "police"))
    desk, _ = opened(*bodies(), *meetings, opening)
    partners = {entry.organization: entry for entry in directory(desk.view(), "partner")}
    assert set(partners) == set(PARTNERS)
    assert [(partners[body].invited, partners[body].attended) for body in PARTNERS] == [
        (2, 2),
        (2, 2),
        (2, 1),
        (2, 1),
        (2, 0),
    ]
    assert [body for body, entry in partners.items() if entry.never_came] == ["fire-service"]
    report = desk.check()
    assert found(report, "body-uncoordinated") == [("fire-service", "came", "warning")]
    assert found(report, "partner-unreachable") == [(body, "", "warning") for body in sorted(PARTNERS)]
    with desk.edit(by="office") as edit:
        for n, body in enumerate(PARTNERS):
            edit.set(ms.Organization, body, on_call=f"555-020{n}")
    assert found(desk.check(), "partner-unreachable") == []


# Hazards


def hazard(**about: Any) -> ms.Hazard:
    given: dict[str, Any] = {
        "event": CONGRESS.id,
        "title": "lamp out at gate 3",
        "kind": "lighting",
        "place": "gate-3",
        "found_at": at("12T10:00"),
        "found_by": "p-1",
    }
    return ms.Hazard(id="h", **{**given, **about})


FIVE = {
    "owner": "p-2",
    "measures": "new lamp",
    "funds": "logistics, 200 yuan",
    "due": at("14T18:00"),
    "fallback": "hand lamps",
}


def test_c2_06_a_hazard_goes_through_every_state_and_skips_none() -> None:
    desk, clock = opened(hazard(), now="12T10:00")
    steps: tuple[tuple[str, dict[str, Any], str], ...] = (
        ("owned", {}, "owner"),
        ("owned", FIVE, ""),
        ("verified", {"verified_by": "p-3"}, "'owned' may not become 'verified'"),
        ("mended", {}, "mended_by"),
        ("mended", {"mended_by": "p-2"}, ""),
        ("closed", {"verified_by": "p-3"}, "'mended' may not become 'closed'"),
        ("verified", {}, "verified_by"),
        ("verified", {"verified_by": "p-2"}, "mended_by and verified_by may not both be 'p-2'"),
        ("verified", {"verified_by": "p-3"}, ""),
        ("closed", {}, ""),
        ("owned", {}, "'closed' may not become 'owned'"),
    )
    for state, about, refused in steps:
        edit = desk.edit(by="security")
        edit.set(ms.Hazard, "h", state=state, **about)
        if refused:
            with pytest.raises(ms.RefusedTransition, match=refused):
                desk.apply(edit.change)
        else:
            desk.apply(edit.change)
            assert desk.get(ms.Hazard, "h").state == state
        open_now = desk.derive(open_hazards, CONGRESS.id)
        assert open_now == (() if desk.get(ms.Hazard, "h").state == "closed" else ("h",))
    clock.set(at("16T08:30"))
    assert found(desk.check(), "hazard-open") == []


def test_c2_06_found_and_mended_on_the_spot_is_one_entry() -> None:
    desk, _ = opened(now="12T10:00")
    with desk.edit(by="security") as edit:
        edit.add(ms.Hazard, "h", event=CONGRESS.id, state="mended", mended_by="p-1", measures="plugged in")
    assert len(tuple(desk.log(0))) == desk.revision
    assert found(desk.check(), "hazard-elements") == []


def test_c2_06_responsibility_measures_funds_deadline_and_fallback_are_asked_for() -> None:
    desk, _ = opened(hazard(**FIVE, state="owned", grade="major"), now="12T10:00")
    assert found(desk.check(), "hazard-elements") == []
    for name in ("measures", "funds", "fallback"):
        assert would(desk, ms.Hazard, "h", **{name: ""}) == {"hazard-elements": 1}
    assert would(desk, ms.Hazard, "h", due=None) == {"hazard-elements": 1}
    assert would(desk, ms.Hazard, "h", owner=None, state="found") == {"hazard-elements": 1}
    with desk.edit(by="security") as edit:
        edit.set(ms.Hazard, "h", funds="", grade="general")
    assert found(desk.check(), "hazard-elements") == [("h", "", "warning")]


def test_c2_06_what_is_overdue_stays_open_and_says_in_writing_why() -> None:
    desk, clock = opened(hazard(**FIVE, state="owned"), now="12T10:00")
    clock.set(at("14T18:00") - MOMENT)
    assert found(desk.check(), "hazard-overdue") == []
    clock.set(at("14T18:00"))
    assert found(desk.check(), "hazard-overdue") == [("h", "", "blocking")]
    with desk.edit(by="security") as edit:
        edit.set(ms.Hazard, "h", reason="the lamp is out of stock until the 15th")
    assert found(desk.check(), "hazard-overdue") == [("h", "", "warning")]
    assert desk.get(ms.Hazard, "h").state == "owned"
    assert desk.derive(open_hazards, CONGRESS.id) == ("h",)


def test_c2_06_all_are_closed_before_the_opening_or_flagged() -> None:
    desk, clock = opened(hazard(**FIVE, state="mended", mended_by="p-2"), now="12T10:00")
    assert found(desk.check(), "hazard-open") == [("h", "", "unsettled")]
    clock.set(at("16T08:30"))
    assert found(desk.check(), "hazard-open") == [("h", "", "blocking")]


def test_c2_06_whoever_owns_a_hazard_is_told_and_told_when_it_is_closed() -> None:
    desk, _ = opened(hazard(), ms.Recipient(id="r", person="p-2", kinds=("duty",), language="en"), now="12T10:00")
    assert not desk.notices()
    with desk.edit(by="security") as edit:
        edit.set(ms.Hazard, "h", state="owned", **FIVE)
    assert [notice.recipient for notice in edit.impact.notices] == ["r"]
    assert lines(desk, "r") == {
        "hazard:h": "you see that this is mended: lamp out at gate 3 (gate-3), by 2019-05-14 18:00; measures: new lamp"
    }
    for notice in edit.impact.notices:
        desk.acknowledge(notice, by="r")
    for state in ("mended", "verified", "closed"):
        assert desk.uninformed() == ()
        with desk.edit(by="security") as edit:
            edit.set(ms.Hazard, "h", state=state, mended_by="p-2", verified_by="p-3")
    (notice,) = edit.impact.notices
    assert (notice.recipient, notice.lines[0].kind) == ("r", "withdrawn")


# Inspections of leaders


def test_c2_07_what_leaders_find_on_site_is_registered_and_a_plan_is_behind_it() -> None:
    matters = ("layout", "traffic", "parking", "catering hygiene")
    rounds = [
        ms.Task(
            id=f"look-{n}",
            event=CONGRESS.id,
            kind="inspection",
            title=matter,
            leader="p-8",
            responsible="p-1",
            document="plan-traffic" if matter in {"traffic", "parking"} else None,
            due=at("11T15:00"),
        )
        for n, matter in enumerate(matters)
    ]
    plan = ms.Document(
        id="plan-traffic",
        event=CONGRESS.id,
        title="Traffic and parking",
        author="p-1",
        state="submitted",
        submitted_at=at("10T08:00"),
    )
    leader = ms.Recipient(id="leader", person="p-8", kinds=("duty",), language="en")
    desk, clock = opened(*rounds, plan, leader)
    # The plan behind the rounds on traffic and parking may be open until they begin, and they are held against it.
    assert found(desk.check(), "task-plan") == [("look-1", "", "unsettled"), ("look-2", "", "unsettled")]
    assert lines(desk, "leader") == {
        f"plan:look-{n}": f"{matter} goes by Traffic and parking, version 1, state submitted"
        for n, matter in ((1, "traffic"), (2, "parking"))
    }
    clock.set(at("11T15:00"))
    assert found(desk.check(), "task-plan") == [("look-1", "", "blocking"), ("look-2", "", "blocking")]
    edit = desk.edit(by="office")
    edit.set(ms.Document, "plan-traffic", state="approved", approver="p-1", approved_at=desk.now)
    with pytest.raises(ms.RefusedTransition, match="author and approver"):
        desk.apply(edit.change)
    with desk.edit(by="office") as edit:
        edit.set(ms.Document, "plan-traffic", state="approved", approver="p-2", approved_at=desk.now)
    assert found(edit.impact.cleared, "task-plan") == [("look-1", "", "blocking"), ("look-2", "", "blocking")]
    with desk.edit(by="p-8") as edit:
        for n, matter in enumerate(matters):
            edit.set(ms.Task, f"look-{n}", state="done", result="failed" if matter == "parking" else "passed")
    assert found(desk.check(), "inspection-without-hazard") == [("look-2", "", "blocking")]
    assert lines(desk, "leader") == {
        "failed:look-2": "parking found something wrong: see that the hazard is entered and mended, and have it looked "
        "at again"
    }
    with desk.edit(by="security") as edit:
        edit.add(ms.Hazard, "h", event=CONGRESS.id, title="cars stand on the fire lane", task="look-2", found_by="p-8")
    assert found(edit.impact.cleared, "inspection-without-hazard") == [("look-2", "", "blocking")]
    assert lines(desk, "leader") == {"found:look-2": "your inspection parking found: cars stand on the fire lane"}
    # Another version takes its place: what was seen on that day is not undone, and what is still to come goes by it.
    newer = ms.Document(id="plan-2", title="Traffic and parking", version=2, supersedes="plan-traffic", author="p-1")
    again = ms.Task(id="look-4", event=CONGRESS.id, kind="inspection", title="parking", document="plan-traffic")
    desk.apply(ms.Change.of(ms.Put(newer), ms.Put(again), by="office"))
    with desk.edit(by="office") as edit:
        edit.set(ms.Document, "plan-traffic", state="superseded")
    assert found(edit.impact.raised, "task-plan") == [("look-4", "", "blocking")]


# Visitors


def visitor(number: int, came: str, went: str | None, **about: Any) -> ms.Visitor:
    given: dict[str, Any] = {
        "event": CONGRESS.id,
        "entrance": f"gate-{number}",
        "questioned_by": "p-1",
        "host": "p-2",
        "reason": "papers",
        "badge": f"B-{number}",
        "window": span("16T09:00", "16T11:00"),
        "came": at(came),
        "went": at(went) if went else None,
    }
    return ms.Visitor(id=f"v-{number}", **{**given, **about})


def test_c2_09_who_is_inside_is_known_at_any_moment_and_at_each_entrance() -> None:
    desk, _ = opened(
        visitor(1, "16T09:00", "16T10:00"), visitor(2, "16T09:30", None), visitor(3, "16T10:00", "16T10:30")
    )
    log = {"16T08:59": (), "16T09:00": (1,), "16T09:59": (1, 2), "16T10:00": (2, 3), "16T10:30": (2,)}
    for moment, there in log.items():
        assert inside(desk.view(), at(moment)) == tuple(f"v-{n}" for n in there)
    assert inside(desk.view(), at("16T09:59"), place="gate-2") == ("v-2",)
    assert inside(desk.view(), at("16T09:59"), place="venue") == ("v-1", "v-2")
    assert inside(desk.view(), at("16T09:59"), event=OTHER.id) == ()


def test_c2_09_a_visitor_who_was_not_questioned_or_has_no_badge_is_found() -> None:
    desk, _ = opened(visitor(1, "16T09:00", None), now="16T09:30")
    assert found(desk.check(), "visitor-unregistered") == []
    assert would(desk, ms.Visitor, "v-1", questioned_by=None) == {"visitor-unregistered": 1}
    assert would(desk, ms.Visitor, "v-1", badge="") == {"visitor-unregistered": 1}


def test_c2_09_whoever_is_still_inside_after_the_permitted_span_is_found_until_they_left() -> None:
    desk, clock = opened(visitor(1, "16T09:00", None), now="16T09:30")
    clock.set(at("16T11:00") - MOMENT)
    assert found(desk.check(), "visitor-overstays") == []
    clock.set(at("16T11:00"))
    assert found(desk.check(), "visitor-overstays") == [("v-1", "still", "blocking")]
    with desk.edit(by="guards") as edit:
        edit.set(ms.Visitor, "v-1", went=at("16T11:05"))
    assert found(edit.impact.cleared, "visitor-overstays") == [("v-1", "still", "blocking")]


def test_c2_09_one_badge_serves_one_visitor_at_a_time() -> None:
    desk, _ = opened(visitor(1, "16T09:00", "16T10:00"), visitor(2, "16T10:00", None, badge="B-1"), now="16T10:00")
    assert found(desk.check(), "badge-used-twice") == []
    assert would(desk, ms.Visitor, "v-1", went=at("16T10:01")) == {"badge-used-twice": 1}


def test_c2_09_the_host_of_a_visitor_is_told() -> None:
    desk, _ = opened(
        visitor(1, "16T09:00", None, organization="Printing works"),
        ms.Recipient(id="r", person="p-2", kinds=("duty",), language="en"),
    )
    assert "Printing works" in lines(desk, "r")["visitor:v-1"]


# Phases of a sitting


def test_c2_10_sweep_hold_guide_out_and_clear_are_signed_for_each_sitting() -> None:
    sitting = ms.Session(id="s", event=CONGRESS.id, place="great-hall", window=span("16T09:00", "16T11:00"))
    phases = {
        "sweep": ("before", "16T08:30"),
        "hold": ("during", "16T11:00"),
        "guide-out": ("after", "16T11:20"),
        "clear": ("after", "16T11:40"),
    }
    tasks = [
        ms.Task(
            id=kind,
            event=CONGRESS.id,
            session="s",
            kind=kind,
            gate=gate,
            due=at(due),
            responsible="p-1",
            state="started",
        )
        for kind, (gate, due) in phases.items()
    ]
    desk, clock = opened(sitting, *tasks, now="16T08:00")
    report = desk.check()
    assert found(report, "phase-missing") == []
    assert found(report, "phase-unsigned") == [(kind, "", "unsettled") for kind in sorted(phases)]
    # A sweep may be signed until the sitting begins, the others until their own time.
    limits = {"sweep": "16T09:00", "hold": "16T11:00", "guide-out": "16T11:20", "clear": "16T11:40"}
    for kind, limit in limits.items():
        clock.set(at(limit) - MOMENT)
        assert (kind, "", "blocking") not in found(desk.check(), "phase-unsigned")
        clock.set(at(limit))
        assert (kind, "", "blocking") in found(desk.check(), "phase-unsigned")
        for state, signed in (("done", None), ("accepted", "p-2")):
            with desk.edit(by="security") as edit:
                edit.set(ms.Task, kind, state=state, accepted_by=signed)
        assert kind not in {subject for subject, *_ in found(desk.check(), "phase-unsigned")}
    assert [(phase.kind, phase.signed) for phase in desk.derive(sitting_phases, "s")] == [(k, "p-2") for k in phases]


def test_c2_10_a_sitting_that_nobody_sweeps_is_found() -> None:
    desk, clock = opened(
        ms.Session(id="s", event=CONGRESS.id, window=span("16T09:00", "16T11:00")),
        *(ms.Task(id=kind, event=CONGRESS.id, session="s", kind=kind) for kind in ("hold", "guide-out", "clear")),
        now="16T08:00",
    )
    assert found(desk.check(), "phase-missing") == [("s", "sweep", "unsettled")]
    clock.set(at("16T09:00"))
    assert found(desk.check(), "phase-missing") == [("s", "sweep", "blocking")]


# Incidents


def burst(**about: Any) -> Iterable[ms.Record]:
    """A burst pipe at nine on the first day, and the clocks that its grade may set going."""
    yield ms.Organization(id="city", name="City office on duty")
    for grade, call, paper in (("major", 15, 30), ("large", 30, 60)):
        for means, minutes in (("telephone", call), ("written", paper)):
            yield ms.ReportingClock(
                id=f"{grade}-{means}", grade=grade, means=means, within=timedelta(minutes=minutes), to="city"
            )
    given: dict[str, Any] = {
        "event": CONGRESS.id,
        "title": "pipe burst",
        "place": "great-hall",
        "at": at("16T09:00"),
        "grade": "major",
    }
    yield ms.Incident(id="i", **{**given, **about})


@pytest.mark.parametrize(("grade", "call", "paper"), [("major", 15, 30), ("large", 30, 60)])
def test_c2_11_the_clocks_of_its_grade_say_until_when_an_incident_is_reported(
    grade: str, call: int, paper: int
) -> None:
    desk, clock = opened(*burst(grade=grade, handler="p-1", state="handled"), now="16T09:00")
    keys = f"{grade}-telephone", f"{grade}-written"
    assert [(due.clock, due.due) for due in desk.derive(reports_due, "i")] == [
        (keys[0], at("16T09:00") + timedelta(minutes=call)),
        (keys[1], at("16T09:00") + timedelta(minutes=paper)),
    ]
    for key, minutes in zip(keys, (call, paper), strict=True):
        clock.set(at("16T09:00") + timedelta(minutes=minutes) - MOMENT)
        assert ("i", key, "unsettled") in found(desk.check(), "incident-report")
        clock.advance(MOMENT)
        assert ("i", key, "blocking") in found(desk.check(), "incident-report")


def test_c2_11_a_report_counts_for_its_body_and_its_means_and_a_late_one_is_said_to_be_late() -> None:
    desk, clock = opened(*burst(handler="p-1", state="handled"), ms.Organization(id="elsewhere"), now="16T09:10")
    reports = (
        ("to-others", {"to": "elsewhere", "at": at("16T09:05")}, ["major-telephone", "major-written"]),
        ("call", {"to": "city", "at": at("16T09:14")}, ["major-written"]),
        (
            "paper",
            {"to": "city", "at": at("16T09:40"), "means": "written", "stage": "continued"},
            ["late:major-written"],
        ),
    )
    for one, about, left in reports:
        with desk.edit(by="office") as edit:
            edit.add(ms.IncidentReport, one, incident="i", **about)
        clock.set(at("16T09:45"))
        assert [key for _, key, _ in found(desk.check(), "incident-report")] == left
    assert found(desk.check(), "incident-stages") == []


def test_c2_11_an_incident_is_handled_closed_and_has_its_final_report() -> None:
    desk, _ = opened(*burst(), now="16T09:00")
    assert found(desk.check(), "incident-unhandled") == [("i", "handler", "blocking")]
    edit = desk.edit(by="office")
    edit.set(ms.Incident, "i", state="closed", handler="p-1", measures="valve shut")
    with pytest.raises(ms.RefusedTransition, match="'reported' may not become 'closed'"):
        desk.apply(edit.change)
    for state in ("handled", "closed"):
        with desk.edit(by="office") as edit:
            edit.set(ms.Incident, "i", state=state, handler="p-1", measures="valve shut")
    assert found(desk.check(), "incident-unhandled") == []
    assert found(desk.check(), "incident-stages") == [("i", "final", "blocking")]


def test_c2_11_whoever_does_not_answer_in_ten_minutes_is_taken_up_the_ladder() -> None:
    handler = ms.Recipient(
        id="site",
        person="p-1",
        kinds=("duty",),
        addresses=("nowhere:1",),
        limit=timedelta(minutes=10),
        margin=timedelta(),
        escalates_to="manager",
        language="en",
    )
    manager = ms.Recipient(id="manager", person="p-8", kinds=("duty",))
    desk, clock = opened(*burst(), manager, handler, now="16T09:01")
    with desk.edit(by="office") as edit:
        edit.set(ms.Incident, "i", state="handled", handler="p-1")
    assert [notice.recipient for notice in edit.impact.notices] == ["site"]
    assert lines(desk, "site")["report:i:major-telephone"] == (
        "you report pipe burst by telephone to City office on duty, by 2019-05-16 09:15"
    )
    desk.send()
    clock.set(at("16T09:10"))
    assert desk.tick() == ()
    clock.set(at("16T09:11"))
    assert [(n.recipient, n.escalations[-1].to) for n in desk.tick()] == [("site", "manager")]


# Training


def test_c2_12_who_has_not_read_and_signed_is_known_and_found_when_it_is_due() -> None:
    training = ms.Training(
        id="t",
        event=CONGRESS.id,
        title="Service standards",
        due=at("15T18:00"),
        teams=("hall",),
        organizations=("guards",),
        persons=("p-6",),
        signed=("p-1", "p-6"),
    )
    crew = [
        ms.Organization(id="guards", role="partner"),
        ms.Team(id="hall", lead="p-1"),
        *(ms.Person(id=f"p-{n}", team="hall") for n in (1, 2, 3)),
        *(ms.Person(id=f"p-{n}", organization="guards") for n in (4, 5)),
    ]
    told = [
        ms.Recipient(id="r-2", person="p-2", kinds=("duty",), language="en"),
        ms.Recipient(id="lead", team="hall", kinds=("team-lead",), language="en"),
    ]
    desk, clock = opened(*crew, training, *told)
    assert desk.derive(must_sign, "t") == ("p-1", "p-2", "p-3", "p-4", "p-5", "p-6")
    assert desk.derive(unsigned, "t") == ("p-2", "p-3", "p-4", "p-5")
    assert found(desk.check(), "training-unsigned") == [("t", "", "unsettled")]
    assert lines(desk, "r-2")["training:t"].startswith("you must read this and sign: Service standards")
    assert lines(desk, "lead")["sign:t"].startswith("your people must read this and sign: Service standards")
    clock.set(at("15T18:00"))
    (late,) = (f for f in desk.check() if f.code == "core.training-unsigned")
    assert (late.severity, late.message.values["missing"], late.message.values["people"]) == ("blocking", 4, 6)
    with desk.edit(by="office") as edit:
        edit.set(ms.Training, "t", signed=tuple(f"p-{n}" for n in range(1, 7)))
    assert found(edit.impact.cleared, "training-unsigned") == [("t", "", "blocking")]
    assert edit.impact.notices == ()  # who has signed need not be told so


# Satisfaction


def test_c2_15_satisfaction_is_asked_and_counted_instead_of_asserted() -> None:
    survey = ms.Survey(id="q", event=CONGRESS.id, question="How was the service?", asked=300)
    desk, clock = opened(survey)
    clock.set(at("20T18:00"))
    assert found(desk.check(), "survey-unanswered") == [("q", "", "warning")]
    scores = {5: 180, 4: 48, 3: 12}
    with desk.edit(by="office") as edit:
        for score, count in scores.items():
            for n in range(count):
                edit.add(ms.Answer, f"a-{score}-{n:03}", survey="q", score=score)
    counted = desk.derive(satisfaction, "q")
    assert (counted.answers, counted.rate, counted.mean) == (240, Decimal("0.8"), Decimal("4.70"))
    report = desk.check()
    for code in ("survey-unanswered", "survey-overcounted", "answer-out-of-range"):
        assert found(report, code) == []
    assert would(desk, ms.Survey, "q", asked=239) == {"survey-overcounted": 1}
    assert would(desk, ms.Answer, "a-5-000", score=6) == {"answer-out-of-range": 1}


# Orders by telephone, and notices passed on


def test_c5_12_whatever_carries_the_kinds_of_body_that_it_needs_misses_them_until_they_are_listed() -> None:
    hour = ms.Window(at("16T09:00"), at("16T10:00"))
    needing: list[ms.Record] = [
        ms.Arrival(id="flight", event=CONGRESS.id, means="air", needs_kinds=("airport", "customs")),
        ms.Route(id="route", event=CONGRESS.id),
        ms.Call(id="stop", route="route", needs_kinds=("police",)),
        ms.Session(id="sitting", event=CONGRESS.id, window=hour, needs_kinds=("police",)),
        ms.Task(id="road", event=CONGRESS.id, needs_kinds=("police",)),
        ms.Trip(id="coach", event=CONGRESS.id, route="route", window=hour, needs_kinds=("police",)),
    ]
    desk, _ = opened(*needing)
    named = {"arrival": "flight", "call": "stop", "session": "sitting", "task": "road", "trip": "coach"}
    for kind, id in named.items():
        body = "customs" if kind == "arrival" else "police"
        assert found(desk.check(), f"{kind}-body-unlisted") == [(id, body, "blocking")]
    # What every arrival by air needs is found for all of them at once.
    assert found(desk.check(), "arrivals-body-unlisted") == [("", "airport", "blocking")]
    police = ms.Organization(id="police", kinds=("police",), role="partner")
    impact = desk.apply(ms.Change.of(ms.Put(police), by="office"))
    cleared = {one.code for one in impact.cleared if one.code.endswith("body-unlisted")}
    assert cleared == {f"core.{kind}-body-unlisted" for kind in named if kind != "arrival"}
    assert found(impact.raised, "body-uncoordinated") == [("police", "invited", "blocking")]


def test_c5_25_a_change_ordered_by_telephone_says_who_ordered_it_and_which_document_followed() -> None:
    clock = FrozenClock(ms.instant("2011-06-08T23:00+08:00"))
    phone = ms.Recipient(id="p-1.phone", person="p-1", kinds=("duty",), language="en")
    desk = memory_desk([ms.Event(id="conference"), ms.Person(id="p-1"), phone], clock=clock)
    with desk.edit(
        by="night-desk", reason="gifts for the morning", ordered_by="leaders-office", means="telephone"
    ) as call:
        call.add(ms.Task, "gifts", event="conference", responsible="p-1", due=ms.instant("2011-06-09T07:30+08:00"))
    # Whoever sees to it is told of what came by telephone, before any document.
    assert [(one.recipient, [line.key for line in one.lines]) for one in call.impact.notices] == [
        ("p-1.phone", ["core.duty:task:gifts"])
    ]
    clock.set(ms.instant("2011-06-09T09:00+08:00"))
    with desk.edit(by="night-desk", means="document", document="order-0609-1") as paper:
        paper.set(ms.Task, "gifts", title="48 gifts")
    first, second = (entry for entry in desk.log() if entry.revision > 1)
    assert (first.by, first.at, first.why) == (
        "night-desk",
        ms.instant("2011-06-08T23:00+08:00"),
        "gifts for the morning; leaders-office; telephone",
    )
    assert first.text() == (
        "2 2011-06-08 23:00 night-desk: added Task:gifts (gifts for the morning; leaders-office; telephone)"
    )
    assert second.why == "document; order-0609-1"


def test_c5_26_a_list_that_the_route_lead_passed_on_was_not_received_by_the_stop() -> None:
    start = ms.instant("2011-06-09T13:30+08:00")
    tour = ms.Window(start, start + timedelta(hours=4))
    clock = FrozenClock(start - timedelta(hours=12))
    desk = memory_desk(
        [
            ms.Organization(id="museum"),
            ms.Route(id="route-c"),
            ms.Trip(id="coach-5", route="route-c", window=tour, seats=40),
            ms.Call(id="stop", route="route-c", host="museum", window=ms.Window(start + timedelta(hours=2), tour.end)),
            ms.Recipient(id="lead", kinds=("liaison",)),
            ms.Recipient(
                id="museum-desk", organization="museum", kinds=("host",), addresses=("nowhere:1",), through="lead"
            ),
        ],
        clock=clock,
    )
    (notice,) = (n for n in desk.notices() if n.recipient == "museum-desk")
    desk.acknowledge(notice, by="lead", manner="relayed")
    assert not desk.informed("museum-desk")
    assert [n.recipient for n in desk.uninformed()] == ["museum-desk"]
    assert list(desk.log())[-1].what.text().endswith("(relayed)")
    clock.set(start + timedelta(hours=1))
    assert found(desk.check(), "host-uninformed") == [("stop", "museum-desk", "blocking")]
    (notice,) = desk.notices(recipient="museum-desk")
    desk.acknowledge(notice, by="museum-desk")
    assert desk.informed("museum-desk")
    assert found(desk.check(), "host-uninformed") == []
