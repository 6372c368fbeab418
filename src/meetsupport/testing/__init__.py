"""The kit for plugin authors and for this library's own tests. Needs the extra ``testing`` (hypothesis, pytest)."""

from meetsupport.testing.clock import START, FrozenClock
from meetsupport.testing.conformance import (
    SECRET,
    ChannelConformance,
    ExporterConformance,
    ImporterConformance,
    with_secrets,
)
from meetsupport.testing.desks import RecordingChannel, memory_desk, plugin
from meetsupport.testing.strategies import IDS, MODEL, changes, ids, plans, records, unknowns
from meetsupport.testing.values import AWKWARD, WORDS, field_values, instants, names, windows

__all__ = [
    "AWKWARD",
    "IDS",
    "MODEL",
    "SECRET",
    "START",
    "WORDS",
    "ChannelConformance",
    "ExporterConformance",
    "FrozenClock",
    "ImporterConformance",
    "RecordingChannel",
    "changes",
    "field_values",
    "ids",
    "instants",
    "memory_desk",
    "names",
    "plans",
    "plugin",
    "records",
    "unknowns",
    "windows",
    "with_secrets",
]
