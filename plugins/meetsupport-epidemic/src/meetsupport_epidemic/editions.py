"""What editions of several families are written with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from meetsupport import HealthProtocol, Requirement

__all__ = ["CORONAVIRUS", "DAY", "HOUR", "Records", "on_arrival"]

Records = Iterator[HealthProtocol | Requirement]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CORONAVIRUS = "sars-cov-2"
"""The pathogen of most of them."""


def on_arrival(protocol: str, source: str = "") -> Requirement:
    """Ask for a test on the day of arrival; without a source of its own, that of the protocol stands."""
    return Requirement(
        id=f"{protocol}-on-arrival",
        protocol=protocol,
        kind="observation",
        after="arrival",
        test="pcr",
        on_days=(0,),
        source=source,
    )
