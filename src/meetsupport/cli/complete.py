"""
What the shell offers while somebody types: record types, ids, notices, exporters.

It is asked at each press of a key, so it loads no plugin; record types of plugins are not offered. It never complains
and never writes: what cannot be read offers nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, TypeAlias

import click

if TYPE_CHECKING:
    from meetsupport.desk import Desk

__all__ = ["exporters", "fields", "held", "ids", "importers", "notices", "types"]

Offer: TypeAlias = Callable[[click.Context, click.Parameter, str], list[str]]

MOST = 200
"""How many are offered at once."""


def _quietly(offer: Callable[[click.Context], Iterable[str]]) -> Offer:
    def made(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
        try:
            return [one for one in offer(ctx) if one.startswith(incomplete)][:MOST]
        except Exception:  # noqa: BLE001 - a message would end up in the line that somebody types
            return []

    return made


def _light_desk(ctx: click.Context, *hooks: str) -> Desk | None:
    """Open the desk with record types and these built-in hooks alone; the caller closes the journal, not the desk."""
    where: click.Context | None = ctx
    path: Any = None
    while where is not None and not path:
        path, where = where.params.get("desk"), where.parent
    path = path or os.environ.get("MEETSUPPORT_DESK") or "conference.db"
    if not Path(path).is_file():
        return None
    from meetsupport.desk import BUILTIN, Desk  # noqa: PLC0415 - types are offered without it
    from meetsupport.journal import open_journal  # noqa: PLC0415
    from meetsupport.plugins import Registry  # noqa: PLC0415

    names = ("meetsupport_records", *hooks)
    return Desk(
        open_journal(path), Registry.of({"core": SimpleNamespace(**{name: getattr(BUILTIN, name) for name in names})})
    )


def _types(_: click.Context) -> Iterable[str]:
    from meetsupport import model  # noqa: PLC0415 - help needs no model

    return sorted(model.__all__)


def _ids(ctx: click.Context) -> Iterable[str]:
    desk = _light_desk(ctx)
    if desk is None:
        return ()
    try:
        name = str(ctx.params.get("type_", "")).casefold()
        return sorted(one for known in desk.plan.types if known.casefold() == name for one in desk.plan.table(known))
    finally:
        desk.journal.close()


def _fields(ctx: click.Context) -> Iterable[str]:
    from meetsupport import model  # noqa: PLC0415 - help needs no model

    rt = getattr(model, str(ctx.params.get("type_", ""))).__record__
    return [f"{name}=" for name in rt.fields if name != "id"]


def _notices(ctx: click.Context) -> Iterable[str]:
    desk = _light_desk(ctx, "meetsupport_briefs")
    if desk is None:
        return ()
    try:
        found = desk.notices()
        return [*(one.recipient for one in found), *(one.id for one in found)]
    finally:
        desk.journal.close()


def _held(ctx: click.Context) -> Iterable[str]:
    desk = _light_desk(ctx)
    if desk is None:
        return ()
    try:
        return [str(one) for one in desk.held]
    finally:
        desk.journal.close()


def _exporters(_: click.Context) -> Iterable[str]:
    return _registered("exporters")


def _importers(_: click.Context) -> Iterable[str]:
    return _registered("importers")


def _registered(what: str) -> Iterable[str]:
    from meetsupport.desk import BUILTIN  # noqa: PLC0415 - help needs no plugin
    from meetsupport.plugins import Registry  # noqa: PLC0415

    # The one question that only the plugins can answer, and one that is seldom asked.
    return sorted(getattr(Registry.load(BUILTIN), what))


types = _quietly(_types)
ids = _quietly(_ids)
fields = _quietly(_fields)
notices = _quietly(_notices)
held = _quietly(_held)
exporters = _quietly(_exporters)
importers = _quietly(_importers)
