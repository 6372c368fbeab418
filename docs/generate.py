"""
Write the reference pages from what the library says of itself: ``python docs/generate.py``.

A contract test holds the pages against what this writes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args, get_origin

from meetsupport import model
from meetsupport.core.records import Record, RecordType
from meetsupport.core.specs import FieldSpec
from meetsupport.core.times import Window
from meetsupport.desk import BUILTIN
from meetsupport.plugins import Registry, Rule

FOLDER = Path(__file__).parent / "reference"

GROUNDS = {
    "Road Traffic Safety Law": "law",
    "IANA time zone database": "data base",
    "review of a national conference": "review",
    "recovery in the reviewed conference": "review",
    "practice of the reviewed conference": "review",
    "working principle of event offices": "practice",
    "nobody can be in two places": "logic",
    "who may change what": "logic",
    "a post must be manned": "logic",
    "review of a commendation conference": "review",
    "review of two congresses": "review",
    "review of a party-day activity": "review",
    "commendation conference": "review",
    "closed-loop reception": "review",
    "city congresses": "review",
    "in the reviewed conference": "review",
    "supplies of a commendation conference": "review",
    "closed loops of official sessions": "review",
    "critical path method": "practice",
    "local standards": "practice",
    "municipal ledgers": "practice",
    "local rules": "practice",
    "working practice of": "practice",
    "working principle of": "practice",
    "duty texts": "practice",
    "people who do not know each other": "practice",
    "each head takes": "logic",
    "a vehicle can be": "logic",
    "a vehicle needs": "logic",
    "two people cannot": "logic",
    "a dining hall seats": "logic",
    "nobody eats two": "logic",
    "a post with a skill": "logic",
    "protocols are dated": "logic",
    "one place cannot": "logic",
    "a place that is closed": "logic",
    "a hall holds": "logic",
    "a bed sleeps": "logic",
    "what is placed": "logic",
    "the capacity of": "logic",
    "limits of duty": "plan",
    "what the protocols ask": "plan",
    "what the adopted protocol asks": "plan",
    "the office's own table": "plan",
    "scores and bands are": "plan",
    "one confirmed case": "guidance",
    "State Council": "guidance",
    "a vendor's figure": "vendor",
}
"""What kind of ground a basis is, by how it begins. A rule whose basis begins otherwise has no place in the table."""


PLAIN: dict[Any, str] = {
    str: "text",
    int: "whole number",
    Decimal: "number",
    bool: "yes or no",
    date: "day",
    datetime: "instant",
    timedelta: "length of time",
    Window: "window",
}
"""What a type is called in the table."""


def first_line(text: str | None) -> str:
    """Give the summary of a docstring."""
    return (text or "").strip().splitlines()[0] if (text or "").strip() else ""


def cell(text: object) -> str:
    """Write a text so that it stays in its cell."""
    return str(text).replace("|", "\\|").replace("\n", " ")


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Write a table in Markdown."""
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(map(cell, row)) + " |"


def type_of(spec: FieldSpec) -> str:
    """Say what a field holds."""
    if spec.refers_to:
        what = f"[{spec.refers_to}](#{spec.refers_to.lower()})"
    elif spec.transitions:
        what = "state"
    elif get_origin(spec.base) is not None:
        what = " or ".join(f"`{one}`" for one in get_args(spec.base))
    else:
        what = PLAIN[spec.base]
    return f"several: {what}" if spec.many else what


def also(spec: FieldSpec, word: str) -> str:
    """Say how a word is also written."""
    found = [text for text, means in spec.also.items() if means == word]
    return f" (also {', '.join(found)})" if found else ""


def meaning(spec: FieldSpec) -> str:
    """Say what a field is, and which words it has with their Chinese terms; an open one ends in an ellipsis."""
    doc = spec.doc or "the identifier"
    words = ", ".join(f"`{word}` {term}{also(spec, word)}" for word, term in spec.words.items())
    return f"{doc}: {words}{'' if spec.closed else ' …'}" if words else doc


def marks(spec: FieldSpec) -> str:
    """Say what else is known of a field."""
    found = ["required"] if spec.required else []
    if spec.sensitive:
        found.append(spec.sensitive)
    for state, following in (spec.transitions or {}).items():
        needs = spec.needs.get(state, ())
        asked = f" (needs {', '.join(needs)})" if needs else ""
        found.append(f"{state}{asked} → {', '.join(following) or 'nothing'}")
    if spec.begins and set(spec.begins) != set(spec.transitions or ()):
        found.append(f"begins as {' or '.join(spec.begins)}")
    found += [f"{one} and {other} may not be the same" for one, other in spec.apart]
    return "; ".join(found)


def of_type(rt: RecordType[Any]) -> Iterator[str]:
    """Write the section of one record type."""
    yield f"## {rt.name}"
    yield ""
    yield f"{rt.label}. {first_line(rt.cls.__doc__)}"
    yield ""
    yield from table(
        ("field", "中文", "holds", "what", "marks"),
        (
            (f"`{spec.name}`", spec.label or "编号", type_of(spec), meaning(spec), marks(spec))
            for spec in sorted(rt.fields.values(), key=lambda spec: spec.name != "id")
        ),
    )
    yield ""


def records() -> Iterator[str]:
    """Write the page of record types."""
    found: list[RecordType[Any]] = [
        member.__record__
        for member in (getattr(model, name) for name in sorted(model.__all__))
        if isinstance(member, type) and issubclass(member, Record)
    ]
    yield "# Built-in records"
    yield ""
    yield "Made by `docs/generate.py`. How to read it, and how to define your own: [Records](../records.md)."
    yield ""
    yield from table(
        ("type", "中文", "what"),
        ((f"[{rt.name}](#{rt.name.lower()})", rt.label, first_line(rt.cls.__doc__)) for rt in found),
    )
    yield ""
    for rt in found:
        yield from of_type(rt)


def ground(rule: Rule) -> str:
    """Say what kind of ground a rule rests on."""
    for beginning, kind in GROUNDS.items():
        if rule.basis.startswith(beginning):
            return kind
    raise SystemExit(f"{rule.code}: say in GROUNDS what kind of ground this is: {rule.basis!r}")


def rules() -> Iterator[str]:
    """Write the page of rules, sections and files."""
    registry = Registry.of({"core": BUILTIN})
    yield "# Built-in rules and sections"
    yield ""
    yield "Made by `docs/generate.py`. How to write your own: [Reading and rules](../reading.md)."
    yield ""
    yield "## Rules"
    yield ""
    yield "*Law*: the text of a law. *Data base*: a public one. *Review*: what went wrong, or helped, in one conference"
    yield "whose candid review was studied; it is experience, not law. *Practice*: a working principle of such offices."
    yield "*Logic*: it cannot be otherwise. *Plan*: records of the plan say what is asked, each with its own source."
    yield "*Guidance*: what an authority advised. *Vendor*: what a supplier says; a weak source, so a hint."
    yield ""
    yield from table(
        ("rule", "judged", "severity", "basis"),
        (
            (
                f"`{owned.value.code}`<br>{owned.value.title}",
                f"each {owned.value.each.__record__.name}" if owned.value.each else "the plan",
                owned.value.severity,
                f"*{ground(owned.value)}*: {owned.value.basis}",
            )
            for owned in registry.rules.values()
        ),
    )
    yield ""
    yield "## Sections of briefs"
    yield ""
    yield from table(
        ("kind of recipient", "code", "what it tells"),
        ((f"`{one.value.kind}`", f"`{one.value.code}`", one.value.title) for one in registry.sections.values()),
    )
    yield ""
    yield "## Files and channels"
    yield ""
    yield from table(
        ("name", "what", "suffix"),
        [
            *((f"`{n}`", "importer", " ".join(one.value.suffixes)) for n, one in registry.importers.items()),
            *((f"`{n}`", "exporter", one.value.suffix) for n, one in registry.exporters.items()),
            *((f"`{n}`", "channel", "") for n in registry.channels),
        ],
    )


def pages() -> dict[Path, str]:
    """Give each page's file and text."""
    return {
        FOLDER / "records.md": "\n".join(records()).rstrip() + "\n",
        FOLDER / "rules.md": "\n".join(rules()).rstrip() + "\n",
    }


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{path}\n")
