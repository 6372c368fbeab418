"""What people and teams are told of rounds and checklists."""

from __future__ import annotations

import pytest

from meetsupport.briefs.planning import SECTIONS, how_often
from meetsupport.core.messages import show_value
from meetsupport.model import Checklist, Person, Place, Recipient, Round, Session, Task, Team
from tests.unit.rules.judging import reader, span

LINES = {section.kind: section.compose for section in SECTIONS}
RECORDS = (
    Person(id="anna", name="Anna Example"),
    Team(id="guards", name="Guards", lead="anna"),
    Place(id="gate", name="Gate 3"),
    Session(id="s", title="Opening", window=span(2, 4)),
    Checklist(id="c", name="Set-up", session="s", place="gate", signs="anna"),
    Checklist(id="other", name="Elsewhere"),
    Task(id="k", checklist="c", team="guards"),
    Round(id="r", name="Patrol", rule="FREQ=HOURLY;INTERVAL=2", team="guards", places=("gate",), window=span(0, 9)),
    Round(id="mine", rule="FREQ=DAILY", responsible="anna", window=span(0, 9)),
)


def told(recipient: Recipient) -> dict[str, str]:
    plan = reader(*RECORDS, recipient)
    return {line.key: line.message.text() for line in LINES[recipient.kinds[0]](plan, recipient)}


def test_a_person_is_told_of_rounds_to_answer_for_and_lists_to_sign() -> None:
    lines = told(Recipient(id="x", person="anna", kinds=("duty",)))
    assert set(lines) == {"round:mine", "sign:c"}
    assert "every day" in lines["round:mine"]
    assert "Set-up, for" in lines["sign:c"]


def test_a_team_is_told_of_its_rounds_and_of_the_lists_that_its_tasks_are_on() -> None:
    lines = told(Recipient(id="x", team="guards", kinds=("team-lead",)))
    assert set(lines) == {"round:r", "checklist:c"}
    assert "round Patrol: every 2 hours, Gate 3, each time within 1 h" in lines["round:r"]
    assert "signed by Anna Example" in lines["checklist:c"]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=HOURLY", "every hour"),
        ("FREQ=MINUTELY;INTERVAL=30", "every 30 minutes"),
        ("FREQ=DAILY;INTERVAL=3", "every 3 days"),
        ("FREQ=DAILY;BYHOUR=8", "FREQ=DAILY;BYHOUR=8"),
        ("FREQ=WEEKLY;INTERVAL=2", "FREQ=WEEKLY;INTERVAL=2"),
        ("", "not settled"),
    ],
)
def test_how_often_is_said_in_words_where_it_can_be(rule: str, words: str) -> None:
    assert show_value(how_often(rule), "en") == words
