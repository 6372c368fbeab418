"""What the demo says, in either language. Its catalogue stands beside it, as a plugin's would."""

from __future__ import annotations

from pathlib import Path

import attrs

from meetsupport.core.messages import Message, Value, add_translations

__all__ = ["Tongue"]

_LOCALE = Path(__file__).parent / "locale"


@attrs.frozen
class Tongue:
    """
    A language to tell the story in.

    Attributes:
        language: ``en`` or ``zh_CN``.
    """

    language: str

    def __attrs_post_init__(self) -> None:
        add_translations(_LOCALE)

    def __call__(self, text: str, /, **values: Value) -> str:
        """Say a sentence, given in English with ``{name}`` for each value."""
        return Message(text, values).text(self.language)
