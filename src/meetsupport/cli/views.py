"""How findings, notices and changes look to people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from itertools import groupby
from typing import Any

from meetsupport.cli import shapes
from meetsupport.cli.fields import shown_fields
from meetsupport.cli.front import Front
from meetsupport.cli.page import Page, Part
from meetsupport.cli.words import bracketed, colon, say
from meetsupport.core.messages import Message, show_value, translate
from meetsupport.core.records import Record, RecordType, Ref
from meetsupport.core.specs import FieldSpec
from meetsupport.core.times import Window
from meetsupport.desk import Finding, Impact, Notice
from meetsupport.plan import Asked, Delta
from meetsupport.plugins import PluginFailure

__all__ = ["failures", "findings", "impact", "named", "notice", "overdue", "short_state", "type_word", "value"]

SEVERITY_STYLES = {"blocking": "bold red", "warning": "yellow", "unsettled": "cyan", "hint": "dim"}
STATE_STYLES = {"open": "yellow", "failed": "bold red", "sent": "", "seen": "green"}

FEW = 10
"""How many of a kind are listed before the rest is only counted."""


def type_word(rt: RecordType[Any], language: str) -> str:
    """Name a record type as a reader of that language does."""
    return rt.label if language.startswith("zh") and rt.label else rt.name


def named(to: Record | Ref[Any], language: str) -> str:
    """Name a record by type and id, as ``--of`` takes it."""
    rt = to.__record__ if isinstance(to, Record) else to.type.__record__
    return f"{type_word(rt, language)}:{to.id}"


def value(of: Any, front: Front, zone: tzinfo | None) -> str:
    """Show a field's value on one line; empty for none."""
    if of is None or of == ():
        return ""
    if isinstance(of, str):
        return str(of)
    if isinstance(of, datetime):
        return show_value(of.astimezone(zone), front.language) if zone else of.isoformat(" ", "minutes")
    if isinstance(of, Window):
        if zone is None:
            return f"{value(of.start, front, None)}–{value(of.end, front, None)}"
        return show_value(Window(of.start.astimezone(zone), of.end.astimezone(zone)), front.language)
    return show_value(of, front.language)


def term(of: Any, spec: FieldSpec, front: Front) -> Any:
    """Give the Chinese terms of the words that a field holds, where Chinese is read; all else as it is."""
    if not spec.words or not front.language.startswith("zh"):
        return of
    if isinstance(of, str):
        return spec.words.get(str(of), of)
    return tuple(spec.words.get(one, one) for one in of) if spec.many else of


def with_offset(of: Any, front: Front) -> str:
    """Show a value as it can be typed again, times with their offset."""
    if isinstance(of, datetime):
        return of.isoformat(" ", "minutes")
    if isinstance(of, Window):
        return f"{of.start.isoformat(' ', 'minutes')}/{of.end.isoformat(' ', 'minutes')}"
    return value(of, front, None)


def severity_word(severity: str, front: Front) -> str:
    """Name a severity in the language of the reader."""
    return Message(severity).text(front.language)


def findings(page: Page, found: Iterable[Finding], front: Front, *, facts: bool = False) -> None:
    """List findings by rule, with the basis once and each subject beneath."""
    for (severity, code, basis), group in groupby(found, key=lambda one: (one.severity, one.code, one.basis)):
        page.line((severity_word(severity, front), SEVERITY_STYLES.get(severity, "")), " ", (code, "bold"))
        page.line((say("basis: {basis}", basis=translate(basis, front.language)), "dim"), indent=2)
        for one in group:
            subject: tuple[Part, ...] = ((named(one.subject, front.language), "bold"), colon()) if one.subject else ()
            page.line("- ", *subject, one.message.text(front.language), indent=2)
            if one.fix is not None:
                page.line((say("mend: {fix}", fix=one.fix), "green"), indent=6)
            if facts:
                _facts(page, one, front)


def _facts(page: Page, one: Finding, front: Front) -> None:
    found = one.facts
    names = ", ".join(named(record, front.language) for record in found.records)
    if names:
        page.line((say("rests on: {names}", names=names), "dim"), indent=6)
    for asked in found.missing:
        page.line((say("found nothing: {question}", question=question(asked, front)), "dim"), indent=6)


def question(asked: Asked, front: Front) -> str:
    """Say what was asked of the plan and found nothing: of which records, with which values, when."""
    rt = front.moment.plan.types.get(asked.type)
    if rt is None or not front.language.startswith("zh"):
        return str(asked)
    wanted = [f"{rt.fields[name].label or name} = {term(of, rt.fields[name], front)}" for name, of in asked.equal]
    if asked.window is not None:
        wanted.append(value(asked.window, front, front.zone))
    return rt.label + bracketed("，".join(wanted))


def failures(page: Page, failed: Sequence[PluginFailure]) -> None:
    """List what plugins did wrong."""
    for one in failed:
        page.line((say("plugin failed: "), "bold red"), str(one))


def overdue(one: Notice, now: datetime) -> bool:
    """Say whether a notice's deadline is past and nobody has answered for it."""
    return one.deadline is not None and one.deadline <= now and one.state != "seen"


def short_state(one: Notice) -> Part:
    """Say how far a notice has come."""
    words = {
        "open": say("not sent"),
        "sent": say("sent"),
        "seen": say("seen by others"),
        "failed": say("not delivered"),
    }
    return words[one.state], STATE_STYLES[one.state]


def deadline(one: Notice, front: Front, now: datetime, page: Page | None = None) -> Part:
    """Say until when a notice must have been read, in red if that is past."""
    if one.deadline is None:
        return say("none")
    return front.time(one.deadline, page=page), "bold red" if overdue(one, now) else ""


def notice(page: Page, one: Notice, front: Front, now: datetime, *, most: int | None = None) -> None:
    """Write a notice with its lines."""
    head: list[Part] = [(one.recipient, "bold"), " ", short_state(one)]
    if one.deadline is not None:
        head += [" ", say("read by"), " ", deadline(one, front, now)]
    page.line(*head)
    if most is not None and len(one.lines) > most:
        # Somebody who was never told anything has all to read; what this change did would drown in it.
        page.line((say("{n} lines: meetsupport notices {who}", n=len(one.lines), who=one.recipient), "dim"), indent=2)
        return
    for line in one.lines:
        style = {"new": "green", "withdrawn": "red"}.get(line.kind, "")
        page.line((line.text(front.language), style), indent=2)


def impact(page: Page, of: Impact, front: Front, now: datetime, *, detail: bool, would: bool = False) -> None:
    """
    Write what a change did.

    Args:
        page: Where.
        of: What it did.
        front: For whom.
        now: The desk's time.
        detail: Show each field and each notice's lines, for changes by hand; files are counted.
        would: Nothing was done yet.
    """
    if of.held and not would:
        page.line((say("held as {id}: {reason}", id=of.id, reason=of.why), "bold red"))
        page.line(say("nothing was changed; look at the file again, then:"), indent=2)
        page.line(f"meetsupport confirm {of.id}   ", (say("applies it all the same"), "dim"), indent=4)
        page.line(f"meetsupport discard {of.id}   ", (say("drops it"), "dim"), indent=4)
    elif would and of.held:
        page.line((say("it would be held: {reason}", reason=of.why), "bold red"))
    if not of.held or would:
        _changes(page, of, front, detail=detail, would=would)
        _told(page, of, front, now, detail=detail)
        _judged(page, of, front, detail=detail)
    _questions(page, of, front)


def _changes(page: Page, of: Impact, front: Front, *, detail: bool, would: bool) -> None:
    if not of.changes:
        page.line(say("nothing changes") if would else say("nothing has changed"))
        return
    if would:
        page.line((say("would change:"), "bold"))
    else:
        page.line((say("revision {n}", n=of.revision), "bold"))
    if detail and len(of.changes) <= FEW:
        for delta in of.changes:
            _delta(page, delta, front)
        return
    counts = Counter((delta.type, shapes.kind_of(delta)) for delta in of.changes)
    types = front.desk().plan.types
    for name in dict.fromkeys(delta.type for delta in of.changes):
        kinds = [
            (counts[name, "added"], say("added")),
            (counts[name, "set"], say("changed")),
            (counts[name, "removed"], say("removed")),
        ]
        shown = ", ".join(f"{n} {word}" for n, word in kinds if n)
        page.line(f"{type_word(types[name], front.language)}{colon()}{shown}", indent=2)


def _delta(page: Page, delta: Delta, front: Front) -> None:
    one = delta.new if delta.new is not None else delta.old
    if one is None:
        return
    word = {"added": say("added"), "set": say("changed"), "removed": say("removed")}[shapes.kind_of(delta)]
    page.line(f"{type_word(one.__record__, front.language)} ", (delta.id, "bold"), f" {word}", indent=2)
    if delta.new is None:
        return
    for spec, now in shown_fields(delta.new):
        before = None if delta.old is None else getattr(delta.old, spec.name)
        name = spec.label if front.language.startswith("zh") and spec.label else spec.name
        if delta.old is not None and before != now:
            was = with_offset(term(before, spec, front), front) or say("none")
            shown = with_offset(term(now, spec, front), front) or say("none")
            page.line(f"{name}{colon()}", (was, "red"), " → ", (shown, "green"), indent=4)
        elif delta.old is None and with_offset(now, front):
            page.line(f"{name}{colon()}{with_offset(term(now, spec, front), front)}", indent=4)


def _told(page: Page, of: Impact, front: Front, now: datetime, *, detail: bool) -> None:
    if of.notices:
        page.line((say("to be told: {n}", n=len(of.notices)), "bold"))
        front.zone_note(page)
        if detail and len(of.notices) <= FEW:
            for one in of.notices:
                notice(page, one, front, now, most=FEW)
        else:
            _recipients(page, of.notices, front, now)
    if of.withdrawn:
        page.line(say("no longer to be told: {names}", names=", ".join(of.withdrawn)))
    if of.unheard:
        names = [named(to, front.language) for to in of.unheard]
        shown = ", ".join(names[:FEW]) + (" …" if len(names) > FEW else "")
        page.line((say("in nobody's brief: {n} ({names})", n=len(names), names=shown), "dim"))


def _recipients(page: Page, notices: Sequence[Notice], front: Front, now: datetime) -> None:
    first = sorted(notices, key=lambda one: (one.deadline is None, one.deadline or now))[:FEW]
    rows = [[one.recipient, str(len(one.lines)), deadline(one, front, now, page)] for one in first]
    page.table([say("recipient"), say("lines"), say("read by")], rows, fixed=[0])
    if len(notices) > len(first):
        page.line((say("… and {n} more: meetsupport notices", n=len(notices) - len(first)), "dim"))


def _judged(page: Page, of: Impact, front: Front, *, detail: bool) -> None:
    for title, found, style in (
        (say("findings raised: {n}", n=len(of.raised)), of.raised, "bold red"),
        (say("findings cleared: {n}", n=len(of.cleared)), of.cleared, "bold green"),
    ):
        if not found:
            continue
        page.line((title, style))
        if not detail:
            for (worst, code), n in Counter((one.severity, one.code) for one in found).items():
                page.line((severity_word(worst, front), SEVERITY_STYLES[worst]), f" {code}{colon()}{n}", indent=2)
            continue
        for one in found[:FEW]:
            subject = f" {named(one.subject, front.language)}" if one.subject else ""
            word = (severity_word(one.severity, front), SEVERITY_STYLES[one.severity])
            page.line(word, f" {one.code}{subject}{colon()}{one.message.text(front.language)}", indent=2)
            if found is of.raised and one.fix is not None:
                page.line((say("mend: {fix}", fix=one.fix), "green"), indent=4)
        if len(found) > FEW:
            page.line((say("… and {n} more: meetsupport check", n=len(found) - FEW), "dim"), indent=2)


def _questions(page: Page, of: Impact, front: Front) -> None:
    if not of.questions:
        return
    page.line((say("to be decided: {n}; what they are about was left out", n=len(of.questions)), "bold yellow"))
    for one in of.questions:
        page.line((one.place, "bold"), colon(), one.said(front.language), indent=2)
        for choice in one.choices:
            page.line(f"--decide '{one.place}={choice}'", indent=6)
    page.line((say("do it again with your decisions, for example with the last line above"), "dim"), indent=2)


def fields(page: Page, one: Record, front: Front) -> None:
    """Write a record, one field a line, with what each field is called."""
    chinese = front.language.startswith("zh")
    rows: list[list[Part]] = []
    for spec, now in shown_fields(one):
        name = spec.label if chinese and spec.label else spec.name
        shown = with_offset(term(now, spec, front), front)
        to = front.moment.plan.types.get(spec.refers_to) if spec.refers_to and shown else None
        marks = [f"→ {type_word(to, front.language)}"] if to is not None else []
        rows.append([(name, "bold" if shown else "dim"), shown or ("–", "dim"), (" ".join(marks), "dim")])
    page.table([say("field"), say("value"), ""], rows, fixed=[0])
