"""The built-in plugin, registered like any other: record types, rules, sections, files and two channels."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import msgspec

from meetsupport import model
from meetsupport.core.records import Record
from meetsupport.model import ChecklistTemplate, TemplateItem
from meetsupport.plugins import BriefSection, Channel, Delivery, Exporter, Importer, Receipt, Rule, hookimpl

__all__ = ["BUILTIN", "outbox"]


@hookimpl
def meetsupport_records() -> Iterable[type[Record]]:
    """Give the record types of the model."""
    members = (getattr(model, name) for name in model.__all__)
    return [member for member in members if isinstance(member, type) and issubclass(member, Record)]


@hookimpl
def meetsupport_rules() -> Iterable[Rule]:
    """Give the built-in rules."""
    from meetsupport.rules import BUILTIN_RULES  # noqa: PLC0415 - nothing is loaded before it is used

    return BUILTIN_RULES


@hookimpl
def meetsupport_checklists() -> Iterable[ChecklistTemplate | TemplateItem]:
    """Give the templates that come with the library."""
    from meetsupport.readings.templates import BUILTIN_TEMPLATES  # noqa: PLC0415

    return cast("tuple[ChecklistTemplate | TemplateItem, ...]", BUILTIN_TEMPLATES)


@hookimpl
def meetsupport_briefs() -> Iterable[BriefSection]:
    """Give the built-in sections."""
    from meetsupport.briefs import BUILTIN_SECTIONS  # noqa: PLC0415

    return BUILTIN_SECTIONS


@hookimpl
def meetsupport_importers() -> Iterable[Importer]:
    """Give the importers of JSON and CSV."""
    from meetsupport.exchange import BUILTIN_IMPORTERS  # noqa: PLC0415

    return BUILTIN_IMPORTERS


@hookimpl
def meetsupport_exporters() -> Iterable[Exporter]:
    """Give the exporters of JSON, CSV and Markdown."""
    from meetsupport.exchange import BUILTIN_EXPORTERS  # noqa: PLC0415

    return BUILTIN_EXPORTERS


@hookimpl
def meetsupport_channels() -> Iterable[Channel]:
    """Give the channels that need no service."""
    return [Channel("console", _print), Channel("outbox", outbox)]


def _print(delivery: Delivery) -> Receipt:
    sys.stdout.write(f"→ {delivery.recipient}: {delivery.text}\n")
    return Receipt(delivered=True)


def outbox(delivery: Delivery) -> Receipt:
    """
    Put a delivery in a folder, as one line of JSON in a file named by its key: delivering it twice leaves one.

    The address is the folder; it is made if missing.
    """
    folder = Path(delivery.address or "outbox")
    folder.mkdir(parents=True, exist_ok=True)
    name = "".join(c if c.isalnum() or c in "-_.@" else "_" for c in delivery.key)
    body = msgspec.json.encode(
        {
            "key": delivery.key,
            "recipient": delivery.recipient,
            "subject": delivery.subject,
            "text": delivery.text,
            "language": delivery.language,
            "deadline": delivery.deadline,
            "lines": list(delivery.lines),
        }
    )
    beside = folder / f".{name}.part"
    beside.write_bytes(body + b"\n")
    beside.replace(folder / f"{name}.jsonl")
    return Receipt(delivered=True)


BUILTIN = SimpleNamespace(
    meetsupport_records=meetsupport_records,
    meetsupport_rules=meetsupport_rules,
    meetsupport_checklists=meetsupport_checklists,
    meetsupport_briefs=meetsupport_briefs,
    meetsupport_importers=meetsupport_importers,
    meetsupport_exporters=meetsupport_exporters,
    meetsupport_channels=meetsupport_channels,
)
