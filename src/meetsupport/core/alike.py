"""Whether two values are the same to a reader: equal, and looking equal too."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

import attrs

__all__ = ["same"]


def same(one: Any, other: Any) -> bool:
    """
    Say whether two values are equal and also look equal.

    Args:
        one: Anything, also a value of a plugin.
        other: Anything.

    Returns:
        False for equal instants with unlike offsets, for ``1`` and ``True``, and where a comparison fails.
    """
    try:
        return one is other or (bool(one == other) and _reads_alike(one, other))
    except Exception:  # noqa: BLE001 - a plugin's own comparison; unlike is the safe answer
        return False


def _reads_alike(one: Any, other: Any) -> bool:
    kind: Any = one.__class__
    if one is other or kind is str:
        return True
    if kind is not other.__class__:
        return False
    if kind is datetime:
        return bool(one.utcoffset() == other.utcoffset())
    if kind is tuple:
        return all(_reads_alike(part, there) for part, there in zip(one, other, strict=True))
    if issubclass(kind, Mapping):
        # By key, since equal mappings may differ in their order.
        return all(_reads_alike(one[key], other[key]) for key in one)
    return all(_reads_alike(getattr(one, name), getattr(other, name)) for name in _compared(kind))


@cache
def _compared(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in attrs.fields(kind) if field.eq) if attrs.has(kind) else ()
