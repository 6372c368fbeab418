"""What the benchmarks share: timing, percentiles, progress."""

from __future__ import annotations

import gc
import math
import sys
import time
from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


def percentile(values: Iterable[float], share: float) -> float:
    """Give the smallest of the values that at least this share of them does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """Do something on a collected heap; give what it gave, and the seconds that it took."""
    gc.collect()
    begin = time.perf_counter()
    done = work()
    return done, time.perf_counter() - begin


def say(line: str) -> None:
    """Tell how far it has come."""
    sys.stderr.write(f"{line}\n")
