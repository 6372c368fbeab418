"""Words for states and kinds, so that they can be translated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from meetsupport.core.messages import Message

if TYPE_CHECKING:
    from meetsupport.core.records import Record, RecordType

__all__ = ["kind_word", "state_word", "type_word"]

_OWN = {
    ("Participant", "left"): "left the event",
    ("Call", "left"): "drove on",
    ("Incident", "closed"): "handled and closed",
}
"""States that have one name and are two things, for which other languages have two words (离会, 驶离; 办结, 销号)."""


def state_word(cls: type[Record], state: str) -> Message:
    """
    Make a word of a state that a record of the model has.

    Args:
        cls: The record's type: one name may be two things.
        state: The state, of the model or a plugin's.
    """
    return kind_word(_OWN.get((cls.__record__.name, state), state))


def kind_word(kind: str) -> Message:
    """
    Make a word of a kind or a role that a record has, for a message.

    Args:
        kind: One of the words that the field is known to hold, which is shown in the reader's language, or any other,
            which is shown as it is.
    """
    return Message.of(kind.replace("{", "{{").replace("}", "}}"))


def type_word(rt: RecordType[Any]) -> Message:
    """
    Make words of a record type, for a message: in English with its name, in Chinese with its term.

    Args:
        rt: The type, of the model or a plugin's; one without a term goes by its name.
    """
    return Message.of("{type} records", type=rt.name, label=rt.label or rt.name)
