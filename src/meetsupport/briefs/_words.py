"""
What lines say of other records: names, and words for what is open.

Values may be masked, so none is tested here or computed with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from meetsupport.core.messages import Message
from meetsupport.core.times import Window
from meetsupport.model import Person, Session
from meetsupport.plan import MASKED

if TYPE_CHECKING:
    from meetsupport.core.messages import Value
    from meetsupport.core.records import Record
    from meetsupport.plan import Reader

__all__ = ["DASH", "NOBODY", "OPEN", "called", "phone_of", "plain", "session_title", "span", "word"]


OPEN = Message.of("not settled")
NOBODY = Message.of("nobody yet")
DASH = "–"


def called(plan: Reader, cls: type[Record], id: str | None, missing: Value = OPEN) -> Value:
    """
    Say what a record is called: its name, or its id where it has none.

    Args:
        plan: What to read.
        cls: A record type with a ``name``.
        id: The record's id. A masked id stays masked.
        missing: What to say where there is none.
    """
    if id is MASKED:
        return MASKED
    found: Any = plan.get(cls, id) if id is not None else None
    if found is None:
        return missing
    name: Value = found.id if found.name == "" else found.name
    return name


def session_title(session: Session) -> str:
    """Say what a session is called."""
    return session.title or session.id


def phone_of(plan: Reader, person: str | None) -> str:
    """Give a person's number, or nothing."""
    found = plan.get(Person, person) if person is not None else None
    return found.phone if found is not None else ""


def span(window: Window | None) -> Value:
    """Say when something is; also where the window is masked."""
    return OPEN if window is None else window


def plain(window: Window | None) -> Window | None:
    """Give a window that a line can have as its own: none where it is masked."""
    return window if isinstance(window, Window) else None


def word(state: str) -> Message:
    """Make a word of a state or kind that the library knows, so that it is translated."""
    return Message.of(state.replace("{", "{{").replace("}", "}}"))
