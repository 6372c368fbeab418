"""What a desk shows, in a form that can be compared."""

# pyright: reportPrivateUsage=false

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from meetsupport.core.errors import MeetSupportError
from meetsupport.core.records import Record
from meetsupport.desk import Desk, Finding, Moment, Notice
from meetsupport.desk.known import BriefLine
from meetsupport.journal import Entry, Journal, Snapshot
from meetsupport.model import Place, Recipient, Team
from meetsupport.plan import Derived
from meetsupport.readings import event_heads, meal_heads, unseated
from tests.property.trouble import called, depth

DERIVED: tuple[tuple[Derived[str, Any], type[Record]], ...] = (
    (depth, Place),
    (called, Team),
    (unseated, Place),
    (event_heads, Team),
    (meal_heads, Team),
)


class WithoutSnapshots:
    """A journal that has kept no snapshot."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def __getattr__(self, name: str) -> Any:
        return getattr(self._journal, name)

    def snapshot(self, upto: int | None = None) -> Snapshot | None:
        return None


def content(lines: Iterable[BriefLine]) -> Counter[Any]:
    return Counter(line.content for line in lines)


def finding(one: Finding) -> tuple[Any, ...]:
    return (
        one.code,
        one.severity,
        one.message.key,
        str(one.subject),
        one.key,
        one.basis,
        one.fix.key if one.fix else None,
        tuple(map(str, one.about)),
    )


def facts(one: Finding) -> tuple[Any, ...]:
    return tuple(map(str, one.facts.asked)), one.facts.records, one.facts.derived


def notice(one: Notice) -> tuple[Any, ...]:
    told = one.told
    return (
        one.id,
        one.recipient,
        one.lines,
        one.revision,
        one.since,
        one.deadline,
        one.state,
        one.sent_at,
        one.seen,
        one.escalations,
        sorted(told.stated.items()),
        sorted(told.withdrawn.items()),
        sorted(told.renamed.items()),
        sorted(told.was.items()),
        sorted(one.brief.items()),
    )


def recipients(moment: Moment) -> list[str]:
    return sorted({*moment.plan.table(Recipient.__record__.name), *moment._ledger.gone})


def briefs(moment: Moment) -> dict[str, list[tuple[str, Any]]]:
    return {one: sorted((line.key, line.content) for line in moment.brief(one)) for one in recipients(moment)}


def derived_values(moment: Moment) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for value, cls in DERIVED:
        for record in moment.plan.all(cls):
            key = record.id
            try:
                made[value.label(key)] = moment.derive(value, key)
            except MeetSupportError as error:
                made[value.label(key)] = type(error), str(error)
    return made


def records(moment: Moment) -> dict[tuple[str, str], Record]:
    return {(record.__record__.name, record.id): record for record in moment}


def picture(moment: Moment) -> dict[str, Any]:
    """All that a desk shows."""
    report = moment.check()
    moment._live().engine.collect()  # what was asked in passing goes with the next change; here it goes at once
    shown: dict[str, Any] = {
        "revision": moment.revision,
        "now": moment.now,
        "nodes": sorted(map(repr, moment._live().engine._nodes.values())),
        "records": records(moment),
        "file": moment.plan.write(),
        "findings": list(map(finding, report)),
        "failures": report.failures,
        "facts": list(map(facts, report)),
        "briefs": briefs(moment),
        "notices": list(map(notice, moment.notices())),
        "uninformed": [one.recipient for one in moment.uninformed()],
        "informed": {one: moment.informed(one) for one in recipients(moment)},
        "derived": derived_values(moment),
    }
    if isinstance(moment, Desk):
        shown["held"] = moment.held
        shown["next"] = moment.next_moment()
    return shown


def differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {name: (value, other[name]) for name, value in one.items() if value != other[name]}


def fresh(desk: Desk, *, snapshots: bool = True) -> Desk:
    """Open another desk on the same journal, at the same time."""
    journal: Any = desk.journal if snapshots else WithoutSnapshots(desk.journal)
    return Desk(journal, desk.registry, lambda: desk.now)


def assert_live_is_fresh(desk: Desk) -> None:
    """Incremental equals from scratch."""
    shown = picture(desk)
    for snapshots in (True, False):
        scratch = picture(fresh(desk, snapshots=snapshots))
        apart = differing(shown, scratch)
        assert not apart, (snapshots, apart)


def entries(journal: Journal) -> list[Entry]:
    return list(journal.read())
