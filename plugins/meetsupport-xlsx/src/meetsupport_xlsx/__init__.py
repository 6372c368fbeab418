"""
Workbooks in and out, one sheet a record type, in English or Chinese.

The hooks are all there is to this package; what they register is loaded when it is first used.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from meetsupport.core.records import Ref
from meetsupport.plan import Change, Shown
from meetsupport.plugins import Exporter, Importer, Source, hookimpl

__all__ = ["meetsupport_exporters", "meetsupport_importers"]

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@hookimpl
def meetsupport_importers() -> Iterable[Importer]:
    """Give the importer of workbooks."""
    yield Importer("workbook", (".xlsx",), _read)


@hookimpl
def meetsupport_exporters() -> Iterable[Exporter]:
    """Give the exporters: the whole plan, the manifest of a trip, and a workbook to be filled in."""
    yield Exporter("workbook", ".xlsx", _MEDIA_TYPE, _workbook)
    yield Exporter("manifest", ".xlsx", _MEDIA_TYPE, _manifest)
    yield Exporter("empty-workbook", ".xlsx", _MEDIA_TYPE, _empty)


def _read(source: Source) -> Change:
    from meetsupport_xlsx.reading import read  # noqa: PLC0415 - the libraries are loaded when a workbook is

    return read(source)


def _workbook(reader: Shown, of: Ref[Any] | None, language: str) -> bytes:
    from meetsupport_xlsx.writing import render_workbook  # noqa: PLC0415 - as above

    return render_workbook(reader, of, language)


def _manifest(reader: Shown, of: Ref[Any] | None, language: str) -> bytes:
    from meetsupport_xlsx.manifest import render_manifest  # noqa: PLC0415 - as above

    return render_manifest(reader, of, language)


def _empty(reader: Shown, of: Ref[Any] | None, language: str) -> bytes:
    from meetsupport_xlsx.writing import render_empty  # noqa: PLC0415 - as above

    return render_empty(reader, of, language)
