"""What is called of plugins for one subject or recipient: rules and sections, and what they give."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from meetsupport.core.errors import PluginError
from meetsupport.core.records import Ref
from meetsupport.core.times import Window
from meetsupport.desk.findings import Finding
from meetsupport.desk.known import BriefLine
from meetsupport.model import Event, Recipient, Role
from meetsupport.plan import MASKED, Derived, Facts, Reader, ViewReader
from meetsupport.plugins import SEVERITIES, BriefSection, Line, Owned, Problem, Rule

__all__ = ["SEEN_BY_DEFAULT", "finding_of", "holds", "section_query"]

SEEN_BY_DEFAULT = ("personal",)
"""What a recipient without a role sees: it must know whom to meet, and nothing about health or leaders' itineraries."""


class _BriefReader(ViewReader):
    """What sections read through. They may not ask who is informed: that depends on what they say."""

    def informed(self, recipient: str, /) -> bool:
        raise PluginError(f"a brief may not ask whether {recipient!r} is informed, since that depends on briefs")


def section_query(owned: Owned[BriefSection]) -> Derived[str, tuple[BriefLine, ...]]:
    """Make the derived value of a section: its lines for a recipient, by key, as the recipient's role may see them."""
    section = owned.value

    def compose(plan: Reader, recipient_id: str) -> tuple[BriefLine, ...]:
        recipient = plan.get(Recipient, recipient_id)
        if recipient is None:
            return ()
        role = plan.get(Role, recipient.role) if recipient.role else None
        view = _BriefReader(plan, SEEN_BY_DEFAULT if role is None else role.sees)
        lines: dict[str, BriefLine] = {}
        for line in section.compose(view, recipient):
            if not isinstance(line, Line):  # pyright: ignore[reportUnnecessaryIsInstance]
                raise PluginError(f"{section.code} gave a {type(line).__name__}, expected a Line")
            key = f"{section.code}:{line.key}"
            if key in lines:
                raise PluginError(f"{section.code} gave two lines with the key {line.key!r}")
            lines[key] = BriefLine(key, line.message, _own_window(section, line))
        return tuple(lines[key] for key in sorted(lines))

    query: Derived[str, tuple[BriefLine, ...]] = Derived(compose)
    query.__name__ = section.code
    return query


def _own_window(section: BriefSection, line: Line) -> Window | None:
    """Give a line's window; one that is masked tells nobody when it is."""
    window: Any = line.window
    if window is None or window is MASKED:
        return None
    if not isinstance(window, Window):
        raise PluginError(f"{section.code} gave a line whose window is a {type(window).__name__}")
    return window


def finding_of(
    plan: Reader, rule: Rule, subject: Ref[Any] | None, problem: Problem, explain: Callable[[Finding], Facts]
) -> Finding:
    """Make a finding of what a rule gave, or refuse it."""
    if not isinstance(problem, Problem):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise PluginError(f"{rule.code} gave a {type(problem).__name__}, expected a Problem")
    severity = problem.severity or rule.severity
    if severity not in SEVERITIES or not isinstance(problem.key, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise PluginError(f"{rule.code} gave a problem of the severity {severity!r} with the key {problem.key!r}")
    if problem.about and not all(isinstance(one, Ref) for one in problem.about):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise PluginError(f"{rule.code} gave a problem about something that is no Ref")
    if problem.settle_by is not None and not plan.passed(problem.settle_by):
        severity = "unsettled"
    return Finding(
        rule.code,
        severity,
        problem.message,
        subject,
        problem.key,
        rule.basis,
        problem.fix,
        problem.about,
        problem.settle_by,
        explain,
    )


def holds(plan: Reader, rule: Rule) -> bool:
    """Say whether a dated rule holds: when an event has a day in its span, or without events, when today is in it."""
    first, last = rule.valid
    windows = [event.window for event in plan.all(Event) if event.window is not None]
    if windows:
        return any(
            (first is None or window.end.date() >= first) and (last is None or window.start.date() <= last)
            for window in windows
        )
    begun = first is None or plan.passed(_midnight(first))
    return begun and not (last is not None and plan.passed(_midnight(last, 1)))


def _midnight(day: date, later: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=later)
