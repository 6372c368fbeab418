"""What all records of a story are made with: a language, a folder to deliver to, names that nobody bears."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import attrs

import meetsupport as ms
from meetsupport.cli.demo.names import invented_names, numeral
from meetsupport.cli.demo.words import Tongue

__all__ = ["World", "phone"]


@attrs.define
class World:
    """
    What all records are made with.

    Attributes:
        say: The language of what has a name; the names of people are Chinese in any.
        outbox: The folder that notices are delivered to.
    """

    say: Tongue
    outbox: str
    _names: Iterator[str] = attrs.field(factory=invented_names, init=False)

    def name(self) -> str:
        """Give a name that nobody bears."""
        return next(self._names)

    def ordinal(self, number: int) -> int | str:
        """Give the number in a name: a figure, or Chinese numerals."""
        return number if self.say.language == "en" else numeral(number)

    def recipient(
        self,
        id: str,
        name: str,
        kinds: tuple[str, ...],
        *,
        addresses: tuple[str, ...] | None = None,
        limit: timedelta | None = None,
        **stands_for: Any,
    ) -> ms.Recipient:
        """Give somebody who must be told, by default through the folder."""
        return ms.Recipient(
            id=id,
            name=name,
            kinds=kinds,
            addresses=(f"outbox:{self.outbox}",) if addresses is None else addresses,
            language=self.say.language,
            limit=limit,
            **stands_for,
        )


def phone(seed: str) -> str:
    """Give a number that no network assigns: it begins with 100."""
    return f"100{sum(ord(c) * 31**i for i, c in enumerate(seed)) % 10**8:08}"
