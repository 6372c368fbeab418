"""What the library reads and writes by itself: plan files in JSON, tables in CSV, and documents in Markdown."""

from meetsupport.exchange.agenda import AGENDA_EXPORTER
from meetsupport.exchange.gantt import GANTT_EXPORTER
from meetsupport.exchange.manifest import MANIFEST_EXPORTER
from meetsupport.exchange.planfile import PLAN_EXPORTER, PLAN_IMPORTER
from meetsupport.exchange.tables import CSV_EXPORTER, CSV_IMPORTER
from meetsupport.plugins import Exporter, Importer

BUILTIN_IMPORTERS: tuple[Importer, ...] = (PLAN_IMPORTER, CSV_IMPORTER)
BUILTIN_EXPORTERS: tuple[Exporter, ...] = (
    PLAN_EXPORTER,
    CSV_EXPORTER,
    AGENDA_EXPORTER,
    MANIFEST_EXPORTER,
    GANTT_EXPORTER,
)

__all__ = [
    "AGENDA_EXPORTER",
    "BUILTIN_EXPORTERS",
    "BUILTIN_IMPORTERS",
    "CSV_EXPORTER",
    "CSV_IMPORTER",
    "GANTT_EXPORTER",
    "MANIFEST_EXPORTER",
    "PLAN_EXPORTER",
    "PLAN_IMPORTER",
]
