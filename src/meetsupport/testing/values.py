"""Strategies for the values of fields, made from what a record type says of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any, Literal, cast, get_args, get_origin

from hypothesis import strategies as st

from meetsupport.core.codec import MASK
from meetsupport.core.fields import Count
from meetsupport.core.specs import FieldSpec, is_set
from meetsupport.core.times import Window
from meetsupport.testing.clock import START

__all__ = ["AWKWARD", "WORDS", "field_values", "instants", "names", "windows"]

AWKWARD = (
    "甲某",
    "𠮷某某",
    "ＦＵＬＬ　ｗｉｄｔｈ",
    "ñandú e\u0301",
    "Ann O'Example",
    "{curly} & <angle>",
    "=SUM(A1)",
    "•",
    "line\nbreak",
    "\u202ertl",
    "某" * 30,
)
"""
Names that have broken lists before.

Rare and full-width characters, combining marks, formulas, markup, directions, length.
"""

WORDS: Mapping[str, Sequence[str]] = {
    "addresses": ("recording:a", "recording:b", "nowhere:a", "no channel"),
    "approved_by": ("office",),
    "kind": ("entrance", "hall", "coach", "standby", "order"),
    "kinds": ("airport", "railway", "police"),
    "language": ("zh_CN", "en"),
    "means": ("air", "rail", "road"),
    "needs_kinds": ("airport", "police"),
    "role": ("guide", "host", "speaker"),
    "skill": ("first aid",),
    "skills": ("first aid", "English"),
    "unit": ("piece",),
    "zone": ("Asia/Shanghai", "Europe/London", "Mars/Olympus"),
    "Meal.kind": ("dinner",),
    "Supply.kind": ("gel", "mask"),
    "Place.kind": ("entrance", "hall"),
    "Room.floor": ("1",),
    "Participant.rank": ("minister", "bureau"),
    "Post.role": ("guide", "host", "service-desk"),
    "Adoption.family": ("f",),
    "EditRight.type": ("Post", "Task", "EditRight", "elsewhere.Gate"),
    "EditRight.fields": ("event",),
    "Freeze.type": ("SeatPlan", "Post", "Task", "elsewhere.Gate"),
    "Freeze.fields": ("event",),
    "Freeze.ids": ("a", "b"),
    "Document.steps": ("a", "b"),
    "Review.step": ("a", "b"),
    "Cohort.kinds": ("staff", "participant"),
    "HealthProtocol.family": ("f",),
    "HealthProtocol.pathogen": ("flu",),
    "HealthReport.symptoms": ("fever", "cough"),
    "HealthTest.kind": ("pcr", "antigen"),
    "HealthTest.result": ("pending", "negative", "negative", "positive"),
    "Requirement.cohorts": ("staff", "participant"),
    "Requirement.grade": ("", "B", "C"),
    "Requirement.item": ("mask",),
    "Requirement.symptoms": ("fever", "cough"),
    "Requirement.test": ("", "pcr"),
    "RiskBand.table": ("t",),
    "RiskFactor.table": ("t",),
    "Vaccination.against": ("", "flu"),
    "Hazard.reason": ("", "no lamps to be had"),
    "Incident.grade": ("major", "large"),
    "Incident.kind": ("fire", "medical"),
    "IncidentReport.means": ("telephone", "written"),
    "Organization.role": ("contractor", "contractor", "partner", "inner"),
    "ReportingClock.grade": ("", "major"),
    "ReportingClock.kinds": ("fire",),
    "ReportingClock.means": ("telephone", "written"),
    "Responsibility.matter": ("patrol",),
    "Task.kind": ("order", "inspection", "rehearsal", "sweep", "hold", "guide-out", "clear"),
    "Task.result": ("", "passed", "failed", "see the log"),
    "Round.rule": ("FREQ=HOURLY", "FREQ=HOURLY;INTERVAL=2", "FREQ=DAILY", "every day"),
    "ChecklistTemplate.kinds": ("plenary", "talks"),
    "Session.kind": ("plenary", "rehearsal", "talks"),
    "Task.evidence": ("", "test log"),
    "Task.ordered_by": ("", "office"),
    "Task.reason": ("", "not needed"),
    "TemplateItem.evidence": ("", "test log"),
    "Trip.vehicle": ("X-1",),
    "Visitor.badge": ("B-1",),
    "Cue.track": ("stage",),
    "Placement.block": ("A",),
    "Placement.card": ("", "Guest of honour"),
    "SeatPlan.kind": ("platform", "hall", "photo"),
    "Recipient.kinds": ("team-lead", "duty", "liaison", "host", "delegation", "caterer", "lodging", "speaker"),
}
"""Texts that rules and briefs ask by, by field or ``Type.field``; few, so that things collide."""

_OFFSETS = (timezone(timedelta(hours=8)), UTC, timezone(timedelta(hours=-3, minutes=-30)))
_HOURS = (0, 0.5, 1, 2, 3, 4, 8, 24, 72, 96, -1, -24, -48)
_START = START.astimezone(UTC)
_INSTANTS = tuple((_START + timedelta(hours=hours)).astimezone(offset) for hours in _HOURS for offset in _OFFSETS)
_WINDOWS = (
    *(Window(start, start + timedelta(hours=length)) for start in _INSTANTS[:21] for length in (1, 2, 5, 30)),
    Window(START, START + timedelta(days=60)),
    Window(START - timedelta(days=45), START + timedelta(hours=1)),
    Window(START, START + timedelta(microseconds=1)),
)
_DAYS = tuple(START.date() + timedelta(days=days) for days in (0, 1, 3, 4, -1, -2))
_LENGTHS = (timedelta(), timedelta(minutes=30), timedelta(hours=2))
_NEAR: Mapping[str, Sequence[Any]] = {
    "Cue.after": _LENGTHS[:2],
    "Cue.lasts": _LENGTHS[2:],
    "Placement.number": (1,),
    "Placement.row": (1,),
}
"""Values of fields that hold no text and that would else hardly ever meet; nothing is drawn besides."""


def instants() -> st.SearchStrategy[datetime]:
    """Draw moments near `START`, in several offsets, few enough that they collide."""
    return st.sampled_from(_INSTANTS)


def windows() -> st.SearchStrategy[Window]:
    """Draw windows near `START` that overlap, touch or miss each other; some last for weeks, some for an instant."""
    return st.sampled_from(_WINDOWS)


def names() -> st.SearchStrategy[str]:
    """Draw names: mostly awkward ones, now and then any text that can be written."""
    # Not what a masked value looks like, which no change may hold (Hypothesis likes to try constants of the source).
    # Nor blanks alone, which come back as no text.
    drawn = st.text(st.characters(exclude_categories=["Cs"]), max_size=5).filter(
        lambda text: text != MASK and (not text or is_set(text))
    )
    return st.sampled_from(AWKWARD) | drawn


_PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    Window: windows(),
    bool: st.booleans(),
    date: st.sampled_from(_DAYS),
    datetime: instants(),
    float: st.floats(-4, 4),
    int: st.sampled_from((0, 1, 2, 3, 50, -1)),
    Count: st.sampled_from((0, 1, 2, 3, 50)),
    str: names(),
    timedelta: st.sampled_from(_LENGTHS),
    Decimal: st.sampled_from([Decimal(text) for text in ("0", "0.5", "1", "2.50")]),
}


def field_values(
    spec: FieldSpec, owner: str = "", words: Mapping[str, Sequence[Any]] | None = None
) -> st.SearchStrategy[Any]:
    """
    Draw values for a field that refers to nothing, as a plan keeps them. For one that may be ``None``, ``None`` too.

    Args:
        spec: What is known of the field.
        owner: The name of its record type.
        words: What to draw from, as `WORDS` has it; it comes before that. Under ``Type.field`` it may be anything that
            the field can hold; for a field of several, what each may be.

    Raises:
        ValueError: Its type is none that values are known for; give `records` a strategy for it.
    """
    known, name = {**WORDS, **(words or {})}, f"{owner}.{spec.name}"
    if words and name in words and not spec.transitions:
        return _values(_hashable(spec), tuple(words[name]))
    if (near := _NEAR.get(name)) is not None:
        return st.sampled_from(near)
    # A closed field refuses the words of another field of its name.
    closed = (*spec.words, *([""] if spec.wrong("") is None else [])) if spec.closed else None
    texts = known.get(name) or closed or known.get(spec.name)
    drawn = _values(_hashable(spec), tuple(texts) if texts is not None and spec.base is str else None)
    return drawn.map(partial(_as_kept, spec)) if spec.alike is not None else drawn


def _as_kept(spec: FieldSpec, value: Any) -> Any:
    """Write a value of a field as a plan keeps it, however it was drawn."""
    if value is None or not value:
        return value
    return tuple(map(spec.meant, value)) if spec.many else spec.meant(value)


def _hashable(spec: FieldSpec) -> tuple[Any, bool, bool, tuple[str, ...]]:
    return Count if spec.counts else spec.base, spec.many, spec.optional, tuple(spec.transitions or ())


@lru_cache(maxsize=1024)
def _values(about: tuple[Any, bool, bool, tuple[str, ...]], texts: tuple[Any, ...] | None) -> st.SearchStrategy[Any]:
    base, many, optional, states = about
    one: st.SearchStrategy[Any] | None
    if states:
        one = st.sampled_from(states)
    elif texts is not None:
        one = st.sampled_from(texts)
    elif get_origin(base) is Literal:
        one = st.sampled_from(get_args(base))
    else:
        one = _PLAIN.get(base)
    if one is None:
        raise ValueError(f"no values are known for the type {base!r}")
    if many:
        one = st.lists(one, max_size=3, unique=True).map(tuple)
    return cast("st.SearchStrategy[Any]", st.none() | one) if optional else one
