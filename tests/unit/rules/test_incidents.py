"""What a reporting clock covers, and which papers are a consent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from meetsupport.model import Document, Incident, IncidentReport, Person, ReportingClock
from tests.unit.rules.judging import at, changed, found

CLOCK = ReportingClock(id="c", grade="major", kinds=("fire",), within=timedelta(minutes=15))
BURST = Incident(id="i", grade="major", kind="fire", at=at(-1))


@pytest.mark.parametrize("about", [{"grade": "特别重大"}, {"grade": ""}, {"kind": "medical"}])
def test_an_incident_that_no_clock_covers_is_found(about: dict[str, str]) -> None:
    assert found("core.incident-report", changed(BURST, **about), CLOCK) == ["i/clock"]


def test_one_clock_for_every_grade_covers_all() -> None:
    assert "i/clock" not in found("core.incident-report", changed(BURST, grade="x"), changed(CLOCK, grade="", kinds=()))


def test_where_there_is_no_clock_at_all_none_is_missing() -> None:
    assert found("core.incident-report", BURST) == []


def test_a_report_from_before_the_incident_answers_no_clock() -> None:
    early = IncidentReport(id="r", incident="i", at=at(-1.1))
    assert found("core.incident-report", BURST, CLOCK, early) == ["i/c"]
    assert found("core.incident-report", BURST, CLOCK, changed(early, at=at(-1))) == []


@pytest.mark.parametrize(("kind", "faults"), [("menu", ["kim/consent"]), ("plan", ["kim/consent"]), ("consent", [])])
def test_only_a_consent_is_a_consent(kind: str, faults: list[str]) -> None:
    paper = Document(id="d", kind=kind, state="approved", approver="bo", approved_at=at(-9))
    kim = Person(id="kim", minor=True, consent="d", chaperone="bo")
    assert found("core.minor-unprotected", paper, kim, Person(id="bo")) == faults


def test_an_incident_that_somebody_handles_is_to_be_entered_as_handled() -> None:
    for handler, key in ((None, "i/handler"), ("anna", "i/state")):
        incident = Incident(id="i", at=at(-1), state="reported", handler=handler)
        assert found("core.incident-unhandled", Person(id="anna"), incident) == [key]
