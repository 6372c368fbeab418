"""What holds of hazards by whichever door a change comes in; what readings give, beside simple accounts."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetsupport.core.codec import Contents
from meetsupport.core.errors import Frozen, RefusedTransition
from meetsupport.core.records import Record, evolved
from meetsupport.desk import Desk
from meetsupport.exchange import PLAN_EXPORTER
from meetsupport.model import (
    Answer,
    Hazard,
    Incident,
    IncidentReport,
    Organization,
    Person,
    Place,
    ReportingClock,
    Responsibility,
    Survey,
    Team,
    Training,
    Visitor,
)
from meetsupport.plan import Change, PlainReader, Plan, Put
from meetsupport.readings import (
    double_uses,
    earlier_use,
    inside,
    matters_wanting,
    must_sign,
    reports_due,
    satisfaction,
    unsigned,
)
from meetsupport.testing import MODEL, START, memory_desk

# Doors: every way by which a hazard may come into a plan

WHO = ("a", "b", "c")
PEOPLE = tuple(Person(id=one) for one in WHO)
Door: TypeAlias = Callable[[Desk, Hazard], Any]


def by_change(desk: Desk, wanted: Hazard) -> None:
    desk.apply(Change((Put(wanted),), by="clerk"))


def by_edit(desk: Desk, wanted: Hazard) -> None:
    edit = desk.edit(by="clerk")
    edit.put(wanted)
    desk.apply(edit.change)


def by_sync(desk: Desk, wanted: Hazard) -> None:
    desk.sync(Hazard, [wanted], by="database")


def by_rows(desk: Desk, wanted: Hazard) -> None:
    fields = ("id", "state", "owner", "measures", "mended_by", "verified_by")
    desk.sync(Hazard, [{name: getattr(wanted, name) for name in fields}], by="database")


def by_json(desk: Desk, wanted: Hazard) -> None:
    # Not a plan that any desk would hold: what somebody wrote by hand, or another program.
    plan = Plan.of(MODEL, Contents((*PEOPLE, wanted), {}, ()))
    load(desk, "plan.json", PLAN_EXPORTER.render(PlainReader(plan, START), None, "en"))


def by_csv(desk: Desk, wanted: Hazard) -> None:
    fields = ("id", "state", "owner", "measures", "mended_by", "verified_by")
    table = io.StringIO()
    csv.writer(table).writerows([fields, [getattr(wanted, name) or "" for name in fields]])
    load(desk, "Hazard.csv", table.getvalue().encode())


def load(desk: Desk, name: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(content)
        desk.load(file, by="importer")


DOORS: dict[str, Door] = {door.__name__: door for door in (by_change, by_edit, by_sync, by_rows, by_json, by_csv)}

NEXT = {
    ("found", "owned"),
    ("found", "mended"),
    ("owned", "found"),
    ("owned", "mended"),
    ("mended", "owned"),
    ("mended", "verified"),
    ("verified", "owned"),
    ("verified", "closed"),
}
"""The ledger: entered, owned, mended, verified, struck off; what was not mended after all goes back to its owner."""


def lawful(before: Hazard | None, wanted: Hazard) -> bool:
    """Say whether the ledger allows an entry, told from its rules and not from the record's definition."""
    if before is None and wanted.state not in {"found", "mended"}:
        return False
    if before is not None and before.state != wanted.state and (before.state, wanted.state) not in NEXT:
        return False
    measures = wanted.measures.strip()
    if wanted.mended_by is not None and wanted.mended_by == wanted.verified_by:
        return False
    if wanted.state == "owned":
        return wanted.owner is not None
    if wanted.state == "mended":
        return wanted.mended_by is not None and measures != ""
    if wanted.state in {"verified", "closed"}:
        return None not in {wanted.mended_by, wanted.verified_by} and measures != ""
    return True


def signed(hazard: Hazard) -> tuple[str | None, str | None] | None:
    """Give who mended and who verified it, once both have signed for it."""
    return (hazard.mended_by, hazard.verified_by) if hazard.state in {"verified", "closed"} else None


HAZARDS = st.builds(
    Hazard,
    id=st.just("h"),
    state=st.sampled_from(("found", "owned", "mended", "verified", "closed")),
    owner=st.sampled_from((None, *WHO)),
    measures=st.sampled_from(("", "\u3000", "new lamp", "new lamp")),
    mended_by=st.sampled_from((None, *WHO)),
    verified_by=st.sampled_from((None, *WHO)),
)
STATES = st.fixed_dictionaries({}, optional={"state": st.sampled_from(("owned", "mended", "verified", "closed"))})
STEPS = st.lists(st.tuples(st.sampled_from(sorted(DOORS)), HAZARDS, st.booleans(), STATES), max_size=8)


@settings(max_examples=60)
@given(STEPS)
def test_no_walk_through_any_doors_reaches_what_the_ledger_forbids(
    steps: list[tuple[str, Hazard, bool, dict[str, str]]],
) -> None:
    desk = memory_desk(PEOPLE)
    before: Hazard | None = None
    for door, drawn, keep, move in steps:
        # Some steps change the state alone, so that walks come far; others change everything at once.
        wanted: Hazard = evolved(before, **move) if keep and before is not None else drawn
        if not lawful(before, wanted):
            with pytest.raises(RefusedTransition):
                DOORS[door](desk, wanted)
        elif before is not None and None not in {signed(before), signed(wanted)} and signed(before) != signed(wanted):
            with pytest.raises(Frozen, match=r"mended_by|verified_by"):
                DOORS[door](desk, wanted)
        else:
            DOORS[door](desk, wanted)
            before = evolved(wanted, measures=wanted.measures.strip())
        assert desk.plan.find("Hazard", "h") == before
        if before is not None and before.state == "closed":
            assert before.mended_by != before.verified_by


@pytest.mark.parametrize("door", DOORS)
def test_nobody_verifies_what_they_mended_by_any_door(door: str) -> None:
    mended = Hazard(id="h", state="mended", measures="new lamp", mended_by="a")
    desk = memory_desk((*PEOPLE, mended))
    with pytest.raises(RefusedTransition, match="mended_by and verified_by may not both be 'a'"):
        DOORS[door](desk, evolved(mended, state="verified", verified_by="a"))
    assert desk.plan.find("Hazard", "h") == mended


@pytest.mark.parametrize("door", DOORS)
def test_no_step_is_skipped_by_any_door(door: str) -> None:
    mended = Hazard(id="h", state="mended", measures="new lamp", mended_by="a")
    desk = memory_desk((*PEOPLE, mended))
    with pytest.raises(RefusedTransition, match="'mended' may not become 'closed'"):
        DOORS[door](desk, evolved(mended, state="closed", verified_by="b"))


def test_what_is_removed_and_put_again_in_one_change_skips_no_step_either() -> None:
    desk = memory_desk((*PEOPLE, Hazard(id="h")))
    with desk.edit(by="clerk") as edit:
        edit.set(Hazard, "h", state="owned", owner="a")
    again = desk.edit(by="clerk")
    again.remove(Hazard, "h")
    again.put(Hazard(id="h", state="closed", measures="x", mended_by="a", verified_by="b"))
    with pytest.raises(RefusedTransition, match="'owned' may not become 'closed'"):
        desk.apply(again.change)


ENDED = Incident(id="i", state="closed", handler="a", measures="valve shut")


def incident_by_change(desk: Desk) -> None:
    desk.apply(Change((Put(ENDED),)))


def incident_by_sync(desk: Desk) -> None:
    desk.sync(Incident, [ENDED])


def incident_by_csv(desk: Desk) -> None:
    load(desk, "Incident.csv", b"id,state,handler,measures\ni,closed,a,valve shut\n")


@pytest.mark.parametrize("door", [incident_by_change, incident_by_sync, incident_by_csv])
def test_an_incident_is_not_closed_before_somebody_handled_it(door: Callable[[Desk], None]) -> None:
    desk = memory_desk((*PEOPLE, Incident(id="i")))
    with pytest.raises(RefusedTransition, match="'reported' may not become 'closed'"):
        door(desk)


# Readings beside simple accounts


def moment(hours: int) -> datetime:
    return START + timedelta(hours=hours)


HOURS = st.integers(0, 6)
USES = st.lists(st.tuples(HOURS, st.none() | HOURS), max_size=7)


@given(USES)
def test_double_uses_are_those_that_a_look_at_every_pair_finds(drawn: list[tuple[int, int | None]]) -> None:
    uses = [
        (f"u{n}", moment(start), None if end is None else moment(end))
        for n, (start, end) in enumerate(drawn)
        if end is None or end > start
    ]
    pairs = double_uses(uses)
    last = datetime.max.replace(tzinfo=START.tzinfo)
    for one, start, _ in uses:
        running = [
            (end or last, other)
            for other, began, end in uses
            if (began, other) < (start, one) and (end is None or start < end)
        ]
        found = earlier_use(pairs, one)
        assert (found is not None) is bool(running)
        if found is not None:
            assert max(running)[0] == next(end for end, other in running if other == found)


@given(USES, st.integers(-1, 7))
def test_inside_are_those_whose_stay_holds_the_moment(drawn: list[tuple[int, int | None]], now: int) -> None:
    visitors = [
        Visitor(id=f"v{n}", came=moment(came), went=None if went is None else moment(went))
        for n, (came, went) in enumerate(drawn)
    ]
    there = [f"v{n}" for n, (came, went) in enumerate(drawn) if now in range(came, 99 if went is None else went)]
    assert inside(reader(*visitors), moment(now)) == tuple(there)


def reader(*records: Record, now: datetime = START) -> PlainReader:
    return PlainReader(Plan.of(MODEL, Contents(records, {}, ())), now)


SCORES = st.lists(st.integers(-1, 7), max_size=12)


@given(SCORES, st.integers(0, 20), st.integers(1, 6))
def test_satisfaction_is_the_mean_of_the_scores_that_there_are(scores: list[int], asked: int, best: int) -> None:
    answers = [Answer(id=f"a{n:02}", survey="s", score=score) for n, score in enumerate(scores)]
    counted = reader(Survey(id="s", asked=asked, best=best), *answers).derive(satisfaction, "s")
    sound = [score for score in scores if 1 <= score <= best]
    assert counted.answers == len(sound)
    assert counted.answers + counted.invalid == len(scores)
    if sound:
        mean = Fraction(sum(sound), len(sound))
        assert abs(Fraction(counted.mean or Decimal(0)) - mean) <= Fraction(1, 200)
    else:
        assert counted.mean is None
    assert (counted.rate is None) is (asked == 0)
    if counted.rate is not None:
        assert abs(Fraction(counted.rate) - Fraction(len(sound), asked)) <= Fraction(1, 20000)


MEANS = st.sampled_from(("telephone", "written"))
BODIES = st.sampled_from(("x", "y", None))
REPORTS = st.lists(st.tuples(MEANS, BODIES, st.none() | HOURS), max_size=5)


@given(MEANS, BODIES, st.sampled_from(("", "major", "large")), st.sampled_from(((), ("fire",))), REPORTS, HOURS, HOURS)
def test_a_clock_is_answered_by_the_first_report_of_its_means_to_its_body(
    means: str,
    to: str | None,
    grade: str,
    kinds: tuple[str, ...],
    drawn: list[tuple[str, str | None, int | None]],
    happened: int,
    now: int,
) -> None:
    reports = [
        IncidentReport(id=f"r{n}", incident="i", means=by, to=body, at=None if at is None else moment(at))
        for n, (by, body, at) in enumerate(drawn)
    ]
    clock = ReportingClock(id="c", means=means, to=to, grade=grade, kinds=kinds, within=timedelta(hours=2))
    plan = reader(
        Organization(id="x"),
        Organization(id="y"),
        clock,
        Incident(id="i", grade="major", kind="fire", at=moment(happened)),
        *reports,
        now=moment(now),
    )
    dues = plan.derive(reports_due, "i")
    if grade == "large":
        assert dues == ()
        return
    (due,) = dues
    told = [at for by, body, at in drawn if at is not None and by == means and to in {None, body}]
    times = [at for at in told if happened <= at <= now]
    assert due.made == (moment(min(times)) if times else None)
    assert due.late is bool(times and min(times) > happened + 2)


PERSONS = st.tuples(
    *(st.tuples(st.sampled_from(("t", "u", None)), st.sampled_from(("x", "y", None))) for _ in range(4))
)


@given(PERSONS, st.frozensets(st.sampled_from("0123")), st.frozensets(st.sampled_from("0123")))
def test_those_of_its_groups_and_those_named_must_sign(
    people: tuple[tuple[str | None, str | None], ...], named: frozenset[str], signed: frozenset[str]
) -> None:
    plan = reader(
        *(Team(id=one) for one in "tu"),
        *(Organization(id=one) for one in "xy"),
        *(Person(id=f"{n}", team=team, organization=body) for n, (team, body) in enumerate(people)),
        Training(id="k", teams=("t",), organizations=("x",), persons=tuple(named), signed=tuple(signed)),
    )
    wanted = {f"{n}" for n, (team, body) in enumerate(people) if team == "t" or body == "x"} | named
    assert plan.derive(must_sign, "k") == tuple(sorted(wanted))
    assert plan.derive(unsigned, "k") == tuple(sorted(wanted - signed))


TREE = {"venue": None, "gate-1": "venue", "gate-2": "venue", "yard": None, "gate-3": "yard"}
ENTRIES = st.lists(
    st.tuples(st.sampled_from(("patrol", "keys")), st.sampled_from((*TREE, None))), max_size=5, unique=True
)


@given(ENTRIES)
def test_a_place_wants_what_its_siblings_have_and_it_has_not(entries: list[tuple[str, str | None]]) -> None:
    plan = reader(
        *(
            Place(id=one, within=within, kind="entrance" if one.startswith("gate") else "area")
            for one, within in TREE.items()
        ),
        *(Responsibility(id=f"r{n}", matter=matter, place=place) for n, (matter, place) in enumerate(entries)),
    )
    siblings = [("venue", "yard"), ("gate-1", "gate-2"), ("gate-3",)]
    for group in siblings:
        asked = {matter for matter, place in entries if place in group}
        for one in group:
            covering = {one, TREE[one], None}
            wanted = {matter for matter in asked if not any((matter, place) in entries for place in covering)}
            assert plan.derive(matters_wanting, one) == tuple((None, matter) for matter in sorted(wanted))
