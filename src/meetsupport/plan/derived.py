"""Derived values: pure functions of a reader and a key, memoised until what they read changes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

import attrs

from meetsupport.core.specs import Sensitivity

if TYPE_CHECKING:
    from meetsupport.plan.reader import Reader

__all__ = ["Derived", "Table", "derived"]

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Derived(Generic[K, V]):
    """
    A derived value. Made with `derived`.

    Attributes:
        name: Its module and name, for messages.
        compute: The function.
        sensitive: Why views without that permission may not have it.
    """

    def __init__(self, compute: Callable[[Reader, K], V], sensitive: Sensitivity | None = None) -> None:
        self.compute = compute
        self.sensitive = sensitive
        self.name = f"{compute.__module__}.{compute.__qualname__}"
        self.__name__ = compute.__name__
        self.__doc__ = compute.__doc__

    def label(self, key: Hashable) -> str:
        """Name one value of it, for messages."""
        return f"{self.__name__}({key!r})"

    def __call__(self, plan: Reader, key: K, /) -> V:
        """Ask a reader for the value."""
        return plan.derive(self, key)

    def __repr__(self) -> str:
        return f"<derived {self.name}>"


@attrs.frozen
class Table(Generic[K, V]):
    """
    A mapping as a derived value: whoever looks one thing up in it need not go through all of it.

    Attributes:
        rows: What it maps; nobody may change it any more.
    """

    rows: Mapping[K, V] = attrs.field(hash=False)

    def get(self, key: K) -> V | None:
        """Look something up; ``None`` if it is not there."""
        return self.rows.get(key)


@overload
def derived(compute: Callable[[Reader, K], V], /) -> Derived[K, V]: ...
@overload
def derived(*, sensitive: Sensitivity) -> Callable[[Callable[[Reader, K], V]], Derived[K, V]]: ...
def derived(compute: Any = None, /, *, sensitive: Sensitivity | None = None) -> Any:
    """
    Make a derived value of a pure function of a reader and a key.

    The value must be immutable and hashable: tuples, frozen sets, a `Table`, frozen attrs classes. If it comes out
    equal after a change, nothing that rests on it is done again. It may ask for further derived values, to any depth.

    Args:
        compute: The function.
        sensitive: Why it must be hidden from roles that need not know it. It reads unmasked records.
    """

    def make(function: Callable[[Reader, Any], Any]) -> Derived[Any, Any]:
        return Derived(function, sensitive)

    return make if compute is None else make(compute)
