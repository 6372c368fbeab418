"""
What plugins register beside records: rules, brief sections, importers, exporters, channels and calendars.

All are values; hooks only hand them over.
A new capability is a new optional keyword on one of these, never a new argument of a hook.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import attrs

from meetsupport.core.frozen import fill
from meetsupport.core.messages import Message, Value
from meetsupport.core.records import Record, Ref
from meetsupport.core.times import Window

if TYPE_CHECKING:
    from meetsupport.model import DayOff, Recipient
    from meetsupport.plan import Change, Plan, Reader, Shown

__all__ = [
    "SEVERITIES",
    "BriefSection",
    "Channel",
    "Delivery",
    "Exporter",
    "Importer",
    "Line",
    "Problem",
    "Receipt",
    "Rule",
    "Severity",
    "Source",
    "WorkCalendar",
]

Severity: TypeAlias = Literal["blocking", "warning", "unsettled", "hint"]
"""
How bad a finding is: *blocking* must be mended, *warning* should be, *unsettled* is a blocking matter that is not
due yet, *hint* rests on a weak source.
"""

SEVERITIES: tuple[Severity, ...] = ("blocking", "warning", "unsettled", "hint")
"""All severities, the worst first."""


@attrs.frozen(init=False)
class Problem:
    """
    What a rule found wrong with its subject.

    Args:
        template: What is wrong, in English, with ``{name}`` for each value. Name records by id or by a name that
            readers may see.
        key: What tells it from other problems of the same rule and subject.
        fix: What would mend it; may use the same values.
        settle_by: Until when it need not be settled yet: before that the finding is listed as *unsettled*, from then
            on as what the rule's severity says.
        severity: Overrides the rule's severity.
        about: Other records that it speaks of, shown with it.
        values: The values of the template.
    """

    message: Message
    key: str
    fix: Message | None
    settle_by: datetime | None
    severity: Severity | None
    about: tuple[Ref[Any], ...]

    def __init__(
        self,
        template: str,
        /,
        *,
        key: str = "",
        fix: str | None = None,
        settle_by: datetime | None = None,
        severity: Severity | None = None,
        about: Iterable[Ref[Any]] = (),
        **values: Value,
    ) -> None:
        fill(
            self,
            message=Message(template, values),
            key=key,
            fix=Message(fix, values) if fix else None,
            settle_by=settle_by,
            severity=severity,
            about=tuple(about),
        )


@attrs.frozen
class Rule:
    """
    Something that must hold.

    Attributes:
        code: ``plugin.short-name``, unique.
        title: What must hold, in a few words of English.
        each: The record type whose every record is judged, or ``None`` to judge the plan as a whole.
        check: Called with a reader, and the record if *each* is given; yields a `Problem` for each thing wrong. It
            must depend on nothing else, and never asks what time it is (it asks ``plan.passed(moment)``).
        severity: How bad a problem is when it does not say so itself.
        basis: The law, standard or professional ground that it rests on, with its source.
        valid: From which day to which day (inclusive) it holds; ``None`` for no bound. It is judged when an event of
            the plan has a day in that span, or, in a plan without events, when today is in it.
    """

    code: str
    title: str
    check: Callable[..., Iterable[Problem]]
    each: type[Record] | None = None
    severity: Severity = "blocking"
    basis: str = ""
    valid: tuple[date | None, date | None] = (None, None)


@attrs.frozen(init=False)
class Line:
    """
    One line of a brief.

    Args:
        key: What it is about, stable while the thing itself is: ``duty:d-17``. Unique within a section.
        template: The line in English, with ``{name}`` for each value: the message code.
        window: When the thing that it speaks of happens; the notice's deadline follows from it.
        values: The values of the template.
    """

    key: str
    message: Message
    window: Window | None

    def __init__(self, key: str, template: str, /, *, window: Window | None = None, **values: Value) -> None:
        fill(self, key=key, message=Message(template, values), window=window)


@attrs.frozen
class BriefSection:
    """
    What one kind of recipient must know of the plan.

    Attributes:
        kind: Which recipients it is for: those that have it among their ``kinds``.
        compose: Called with a reader and the `Recipient`; yields a `Line` for each thing to know. Order is not
            content. It must depend on nothing else.
        title: What it covers, in a few words of English.
        code: ``plugin.short-name``, unique; by default made of the plugin's name and the kind.
    """

    kind: str
    compose: Callable[[Reader, Recipient], Iterable[Line]]
    title: str = ""
    code: str = ""


@attrs.frozen
class Source:
    """
    What an importer reads, and the plan that it reads it for.

    Attributes:
        name: The file's name, for messages.
        content: Its bytes.
        plan: The plan as it is now.
        at: Gives the plan as it stood at an earlier revision, for files that were written from one.
        by: Who is importing.
        when: The time of the import.
        options: What the user said besides: a mapping file's content, decisions on conflicts.
        loaded: Gives for records, by type and id, the values that files have set, by field: the last one of each. So a
            file that is read again can be told from one that says something new.
    """

    name: str
    content: bytes = attrs.field(repr=False)
    plan: Plan
    at: Callable[[int], Plan]
    by: str
    when: datetime
    options: Mapping[str, Any] = attrs.field(factory=dict[str, Any])
    loaded: Callable[[Collection[tuple[str, str]]], Mapping[tuple[str, str], Mapping[str, Any]]] = lambda _: {}


@attrs.frozen
class Importer:
    """
    Reads a file into one change.

    Attributes:
        name: What users call it.
        suffixes: The endings of the files that it reads, in lower case with the dot.
        read: Called with a `Source`; returns a `Change`, or raises `InvalidInput` with every fault.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[Source], Change]


@attrs.frozen
class Exporter:
    """
    Writes something of a plan.

    Attributes:
        name: What users call it: ``workbook``, ``manifest``.
        suffix: The ending of the file, in lower case with the dot.
        media_type: Its media type.
        render: Called with the plan as somebody may see it, the record that it is of (one with the id ``*`` for
            all of its type), or ``None``, and the language; returns the file's bytes.
    """

    name: str
    suffix: str
    media_type: str
    render: Callable[[Shown, Ref[Any] | None, str], bytes]


@attrs.frozen
class Delivery:
    """
    What a channel is to deliver.

    Attributes:
        key: The same for every attempt at the same delivery, so that a channel can refuse to deliver twice.
        recipient: The id of the recipient.
        address: Where to, as the recipient's record has it after ``channel:``.
        subject: One line.
        text: The whole text, in the recipient's language.
        language: That language.
        deadline: Until when it must have been read, if known.
        lines: The lines alone, as texts.
    """

    key: str
    recipient: str
    address: str = attrs.field(repr=False)
    subject: str = attrs.field(repr=False)
    text: str = attrs.field(repr=False)
    language: str
    deadline: datetime | None
    lines: Sequence[str] = attrs.field(repr=False)


@attrs.frozen
class Receipt:
    """
    What a channel answers.

    Attributes:
        delivered: Whether the service took it.
        detail: What it said, without personal data.
    """

    delivered: bool
    detail: str = ""


@attrs.frozen
class Channel:
    """
    A way to reach people.

    Attributes:
        name: The first part of an address: ``console``, ``outbox``, ``email``.
        send: Called with a `Delivery`; returns a `Receipt`. An exception is a failure, never silence.
        timeout: How long it may take.
    """

    name: str
    send: Callable[[Delivery], Receipt]
    timeout: timedelta = timedelta(seconds=30)


@attrs.frozen
class WorkCalendar:
    """
    The days off of a country or an office (工作日历), for `Desk.adopt`.

    Attributes:
        name: What it is called: ``china``.
        days: Called with the first and the last day, inclusive; returns the days off that are no weekend, and the
            weekend days on which one works. Raises an `InvalidInput` for a year that it does not know; it guesses
            nothing.
    """

    name: str
    days: Callable[[date, date], Iterable[DayOff]]
