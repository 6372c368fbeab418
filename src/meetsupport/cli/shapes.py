"""The shapes that ``--json`` writes. They are documented in docs/command-line.md; names are added, never changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from meetsupport.core.codec import encode_body
from meetsupport.core.messages import translate
from meetsupport.core.records import Record, Ref
from meetsupport.core.times import Window
from meetsupport.desk import Finding, Impact, LogEntry, Notice, NoticeLine, Report
from meetsupport.plan import Delta, Question
from meetsupport.plugins import PluginFailure

__all__ = ["failure", "finding", "impact", "kind_of", "log_entry", "notice", "reason", "record", "ref", "report"]


def record(one: Record) -> dict[str, Any]:
    """Give a record's fields, as a plan's file has them."""
    fields: dict[str, Any] = msgspec.json.decode(encode_body(one))
    return {"id": one.id, **{name: fields[name] for name in one.__record__.fields if name != "id"}}


def ref(to: Ref[Any]) -> dict[str, str]:
    """Give type and id."""
    return {"type": to.type.__record__.name, "id": to.id}


def _at(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _window(window: Window | None) -> dict[str, str] | None:
    return None if window is None else {"start": window.start.isoformat(), "end": window.end.isoformat()}


def finding(one: Finding, language: str, *, facts: bool = False) -> dict[str, Any]:
    """Give a finding, with its facts if they are asked for."""
    shape: dict[str, Any] = {
        "code": one.code,
        "severity": one.severity,
        "subject": None if one.subject is None else ref(one.subject),
        "key": one.key,
        "message": one.message.text(language),
        "fix": None if one.fix is None else one.fix.text(language),
        "basis": translate(one.basis, language),
        "about": [ref(to) for to in one.about],
    }
    if facts:
        found = one.facts
        shape["facts"] = {
            "records": [{"type": r.__record__.name, "id": r.id} for r in found.records],
            "missing": [str(asked) for asked in found.missing],
            "derived": list(found.derived),
        }
    return shape


def failure(one: PluginFailure) -> dict[str, str]:
    """Give what a plugin did wrong."""
    names = ("plugin", "hook", "value", "subject", "kind", "message")
    return {name: getattr(one, name) for name in names}


def report(of: Report, language: str, *, facts: bool = False) -> dict[str, Any]:
    """Give all findings, and the failures that keep a report from being clear."""
    return {
        "clear": of.clear,
        "findings": [finding(one, language, facts=facts) for one in of],
        "failures": [failure(one) for one in of.failures],
    }


def notice(one: Notice, language: str, now: datetime) -> dict[str, Any]:
    """Give a notice with its lines."""
    return {
        "id": one.id,
        "recipient": one.recipient,
        "state": one.state,
        "revision": one.revision,
        "since": _at(one.since),
        "deadline": _at(one.deadline),
        "overdue": one.deadline is not None and one.deadline <= now and one.state != "seen",
        "sent_at": _at(one.sent_at),
        "seen": [{"by": by, "manner": manner} for by, manner in one.seen],
        "escalations": [{"to": e.to, "at": _at(e.at), "until": _at(e.until)} for e in one.escalations],
        "lines": [_line(line, language) for line in one.lines],
    }


def _line(line: NoticeLine, language: str) -> dict[str, Any]:
    return {
        "key": line.key,
        "kind": line.kind,
        "text": line.line.message.text(language),
        "was": None if line.was is None else line.was.message.text(language),
        "window": _window(line.line.window),
    }


def kind_of(delta: Delta) -> str:
    """Say what a change did to a record."""
    return "added" if delta.old is None else "removed" if delta.new is None else "set"


def _delta(delta: Delta) -> dict[str, Any]:
    shape: dict[str, Any] = {"type": delta.type, "id": delta.id, "kind": kind_of(delta)}
    old = {} if delta.old is None else record(delta.old)
    new = {} if delta.new is None else record(delta.new)
    shape["fields"] = {
        name: {"old": old.get(name), "new": new.get(name)}
        for name in {**old, **new}
        if name != "id" and old.get(name) != new.get(name)
    }
    return shape


def question(one: Question, language: str) -> dict[str, Any]:
    """Give something that an importer could not decide."""
    return {"place": one.place, "text": one.said(language), "choices": list(one.choices)}


def reason(of: Impact, language: str) -> str:
    """Say why a change is held; nothing if it is not."""
    return "" if of.why is None else of.why.text(language)


def impact(of: Impact, language: str, now: datetime) -> dict[str, Any]:
    """Give what a change did, or would do."""
    return {
        "revision": of.revision,
        "held": of.held,
        "id": of.id,
        "reason": reason(of, language),
        "changes": [_delta(delta) for delta in of.changes],
        "notices": [notice(one, language, now) for one in of.notices],
        "withdrawn": list(of.withdrawn),
        "raised": [finding(one, language) for one in of.raised],
        "cleared": [finding(one, language) for one in of.cleared],
        "unheard": [ref(to) for to in of.unheard],
        "questions": [question(one, language) for one in of.questions],
    }


def log_entry(one: LogEntry, language: str) -> dict[str, Any]:
    """Give an entry of the log."""
    return {
        "revision": one.revision,
        "kind": one.kind,
        "at": _at(one.at),
        "by": one.by,
        "what": one.what.text(language),
        "why": one.why,
        "edits": [{"type": e.type, "id": e.id, "kind": e.kind, "fields": list(e.fields)} for e in one.edits],
    }
