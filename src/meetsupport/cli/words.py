"""What the command line says, in the language of whoever reads it."""

from __future__ import annotations

import gettext
import os
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextvars import ContextVar
from pathlib import Path
from typing import Any

__all__ = ["LANGUAGES", "LOCALE", "clean", "from_environment", "language", "say", "speak", "wide", "wrap"]

LANGUAGES = ("en", "zh_CN")
LOCALE = Path(__file__).parent / "locale"

_language: ContextVar[str] = ContextVar("language", default="en")


def from_environment(environment: Mapping[str, str]) -> str:
    """Choose a language by the locale's variables, in the order in which POSIX reads them: Chinese for any ``zh``, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        chosen = environment.get(name, "")
        if chosen:
            return "zh_CN" if chosen.lower().startswith("zh") else "en"
    return "en"


def speak(chosen: str) -> None:
    """Say everything in this language from now on, also what click says by itself."""
    _language.set(chosen)
    # click asks the process-wide gettext, which looks at this variable first.
    os.environ["LANGUAGE"] = chosen
    gettext.bindtextdomain("meetsupport", LOCALE)
    gettext.textdomain("meetsupport")


def language() -> str:
    """Name the language in which things are said."""
    return _language.get()


def say(text: str, /, **values: Any) -> str:
    """
    Say something.

    Args:
        text: The sentence in English, with ``{name}`` for each value.
        values: The values, of the types that messages hold.
    """
    if not values and language() == "en":
        return text  # help in English must not wait for the library's imports
    from meetsupport.core.messages import Message, add_translations, translate  # noqa: PLC0415 - see above

    add_translations(LOCALE)
    return Message(text, values).text(language()) if values else translate(text, language())


def wide(text: str) -> int:
    """Say how many columns of a terminal a text takes; Chinese characters take two."""
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf", "Cc"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


_CLOSING = set("，。；：、！？）」』》”’…,.;:!?)]}")
"""Characters that no line begins with."""


def _pieces(text: str) -> Iterator[str]:
    """Split where a line may break: at spaces, and round wide characters but not before closing ones."""
    piece = ""
    for character in text:
        breakable = character == " " or _columns(character) == 2 or (piece and _columns(piece[-1]) == 2)  # noqa: PLR2004
        if piece and breakable and character not in _CLOSING:
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece


def wrap(text: str, width: int) -> Sequence[str]:
    """Break a paragraph into lines of at most so many columns, as far as its words allow."""
    lines = [""]
    for piece in _pieces(" ".join(text.split())):
        if lines[-1] and wide(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]


# Besides control characters, those that turn the direction of what follows: a name could make a line read otherwise than it is.
_SHOWN = {n: f"\\x{n:02x}" for n in (*range(0x20), *range(0x7F, 0xA0)) if n != 0x0A}
_SHOWN |= {n: f"\\u{n:04x}" for n in (0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2028, 0x2029)}


def clean(text: str) -> str:
    """Show control characters instead of sending them: a name in a file must not steer somebody's terminal."""
    return text.translate(_SHOWN)
