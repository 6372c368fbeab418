"""For frozen classes whose constructor takes other arguments than their attributes."""

from __future__ import annotations

from typing import Any

__all__ = ["fill"]


def fill(made: object, **attributes: Any) -> None:
    """Set the attributes of a frozen object that is just being made; type checkers do not know attrs' own way."""
    for name, value in attributes.items():
        object.__setattr__(made, name, value)
