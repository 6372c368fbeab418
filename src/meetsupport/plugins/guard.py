"""The guard round every call into a plugin: no exception of a plugin stops the desk, and none is silent."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

import attrs

from meetsupport.core.errors import MeetSupportError
from meetsupport.plan import Failure

__all__ = ["SLOW", "PluginFailure", "guarded", "within"]

V = TypeVar("V")

SLOW = timedelta(seconds=5)
"""A call that takes longer is named."""


@attrs.frozen
class PluginFailure:
    """
    Something that a plugin did wrong.

    Attributes:
        plugin: The plugin's name.
        hook: The hook that was concerned, or "load".
        value: Which of its values: a rule's code, a channel's name; empty where it is the plugin as a whole.
        subject: What it was called for, as ``Type:id``; empty where that does not apply.
        kind: The exception's type, or "slow".
        message: What it said.
    """

    plugin: str
    hook: str
    value: str
    subject: str
    kind: str
    message: str

    def __str__(self) -> str:
        of = f" {self.value}" if self.value else ""
        on = f" on {self.subject}" if self.subject else ""
        return f"{self.plugin}: {self.hook}{of}{on}: {self.kind}: {self.message}"


def guarded(
    plugin: str, hook: str, value: str, call: Callable[[], V], *, may_refuse: bool = True
) -> tuple[V | None, PluginFailure | None]:
    """
    Call into a plugin.

    Args:
        plugin: The plugin's name.
        hook: The hook that gave what is called.
        value: Which of its values.
        call: What to call.
        may_refuse: Whether a `MeetSupportError` is for the caller, since it says that the input is wrong.

    Returns:
        What it gave, or ``None``; and the failure, if any. A call that succeeds but takes longer than `SLOW` gives
        both.
    """
    began = time.perf_counter()
    try:
        made = call()
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        if may_refuse and isinstance(error, MeetSupportError):
            raise
        failure = Failure.of(error)
        return None, PluginFailure(plugin, hook, value, "", failure.kind, failure.message)
    took = time.perf_counter() - began
    if took > SLOW.total_seconds():
        return made, PluginFailure(plugin, hook, value, "", "slow", f"took {took:.1f} s")
    return made, None


def within(limit: timedelta, call: Callable[[], V]) -> V:
    """
    Call something that may hang.

    Args:
        limit: How long to wait. What still runs then is left behind in a thread of its own.
        call: What to call.

    Raises:
        TimeoutError: It took longer.
    """
    outcome: list[Any] = []

    def run() -> None:
        try:
            outcome.append((call(), None))
        except BaseException as error:  # noqa: BLE001 - handed to the caller
            outcome.append((None, error))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(limit.total_seconds())
    if not outcome:
        raise TimeoutError(f"no answer within {limit.total_seconds():g} s")
    made, error = outcome[0]
    if error is not None:
        raise error
    return made  # type: ignore[no-any-return]
