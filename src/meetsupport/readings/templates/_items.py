"""How the tables of templates are written: an item a line, and the grounds that they share."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from meetsupport.core.records import Record
from meetsupport.model import ChecklistTemplate, TemplateItem

__all__ = ["CASE_1", "CASE_2", "CASE_3", "CASE_4", "CASE_5", "STEPS", "ask", "inspect", "item", "template"]

_UNITS = {"d": timedelta(days=1), "h": timedelta(hours=1), "m": timedelta(minutes=1)}

STEPS = "steps that published manuals of meeting service have in common; lead times are ordinary ones, not law"
CASE_1 = "a city commendation conference prepared in three days, 2020"
CASE_2 = "a city's two congresses side by side, 2019"
CASE_3 = "activities of a city's offices for an anniversary, 2020"
CASE_4 = "a guest house under closed-loop reception, 2022"
CASE_5 = "a national conference with study tours and its review"

Item = tuple[str, str, str, str, dict[str, Any]]
"""Key, title, when (anchor and offset), how long it takes, and the rest."""


def _span(text: str) -> timedelta:
    return int(text[:-1]) * _UNITS[text[-1]] if text else timedelta(0)


def template(id: str, name: str, kinds: tuple[str, ...], basis: str, *items: Item) -> tuple[Record, ...]:
    """Give a template and its items as records; ``after`` names the keys of the items that go before."""
    return (ChecklistTemplate(id=id, name=name, kinds=kinds, basis=basis), *(_record(id, one) for one in items))


def _record(template: str, written: Item) -> TemplateItem:
    key, title, when, length, more = written
    anchor, _, offset = when.partition(" ")
    return TemplateItem(
        id=f"{template}.{key}",
        template=template,
        title=title,
        anchor=anchor,
        offset=_span(offset),
        duration=_span(length),
        after=tuple(f"{template}.{one}" for one in more.get("after", "").split()),
        **{name: value for name, value in more.items() if name != "after"},
    )


def item(key: str, title: str, when: str, length: str = "", **more: Any) -> Item:
    """Write an item of work."""
    return key, title, when, length, more


def ask(key: str, title: str, when: str, **more: Any) -> Item:
    """Write a question that is to be answered by then."""
    return key, title, when, "", {"kind": "item", "question": True, **more}


def inspect(key: str, title: str, when: str, length: str = "1h", **more: Any) -> Item:
    """Write an inspection: it stands at the gate before, and somebody else signs it off."""
    return key, title, when, length, {"kind": "inspection", "gate": "before", "sign_off": True, **more}
