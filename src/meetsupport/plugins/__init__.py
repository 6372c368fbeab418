"""What plugin authors import: the hooks, and the values that they return."""

from meetsupport.plugins.guard import PluginFailure, guarded, within
from meetsupport.plugins.registry import Owned, Registry
from meetsupport.plugins.specs import hookimpl
from meetsupport.plugins.values import (
    SEVERITIES,
    BriefSection,
    Channel,
    Delivery,
    Exporter,
    Importer,
    Line,
    Problem,
    Receipt,
    Rule,
    Severity,
    Source,
    WorkCalendar,
)

__all__ = [
    "SEVERITIES",
    "BriefSection",
    "Channel",
    "Delivery",
    "Exporter",
    "Importer",
    "Line",
    "Owned",
    "PluginFailure",
    "Problem",
    "Receipt",
    "Registry",
    "Rule",
    "Severity",
    "Source",
    "WorkCalendar",
    "guarded",
    "hookimpl",
    "within",
]
