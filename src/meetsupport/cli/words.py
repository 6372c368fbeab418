"""What the command line says, in the language of whoever reads it."""

from __future__ import annotations

import gettext
import itertools
import os
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextvars import ContextVar
from typing import Any

__all__ = [
    "LANGUAGES",
    "LOCALE",
    "bracketed",
    "breaks",
    "clean",
    "colon",
    "from_environment",
    "language",
    "say",
    "speak",
    "wide",
    "wrap",
]

LANGUAGES = ("en", "zh_CN")
WIDE = 2
"""How many columns a Chinese character takes."""

LOCALE = f"{os.path.dirname(__file__)}/locale"  # noqa: PTH120 - pathlib would be a tenth of what help costs

_language: ContextVar[str] = ContextVar("language", default="en")


def from_environment(environment: Mapping[str, str]) -> str:
    """Choose by the locale's variables, in the order of POSIX: Chinese for any ``zh``, else English."""
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
    from pathlib import Path  # noqa: PLC0415 - as below

    from meetsupport.core.messages import Message, add_translations, translate  # noqa: PLC0415 - see above

    add_translations(Path(LOCALE))
    return Message(text, values).text(language()) if values else translate(text, language())


def colon() -> str:
    """Give the colon of the language, with the blank that follows it."""
    return "：" if language() == "zh_CN" else ": "


def bracketed(text: str) -> str:
    """Put a text behind another in the brackets of the language; nothing for none."""
    if not text:
        return ""
    return f"（{text}）" if language() == "zh_CN" else f" ({text})"


def wide(text: str) -> int:
    """Say how many columns of a terminal a text takes; Chinese characters take two."""
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf", "Cc"}:
        return 0
    return WIDE if unicodedata.east_asian_width(character) in {"W", "F"} else 1


_CLOSING = set("，。；：、！？）」』》”’…,.;:!?)]}")
"""Characters that no line begins with."""

_OPENING = set("（《「『“‘([{")
"""Characters that no line ends with."""


def _pieces(text: str) -> Iterator[str]:
    """Split where a line may break: at spaces, and round wide characters but not before closing ones."""
    piece = ""
    for character in text:
        last = piece[-1:]
        breakable = last == " " or _columns(character) == WIDE or _columns(last or " ") == WIDE
        if piece and breakable and character not in _CLOSING and last not in _OPENING and character != " ":
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece


def breaks(text: str, width: int) -> Sequence[int]:
    """
    Say where to break a line so that no part takes more columns.

    Words and ids stay whole where they fit on a line at all.

    Returns:
        The numbers of the characters that begin a new line, beside the first.
    """
    found: list[int] = []
    position = used = 0
    for piece in _pieces(text):
        bare = wide(piece.rstrip())
        if used and used + bare > width:
            found.append(position + len(piece) - len(piece.lstrip()))
            used = 0
        for character in piece if bare > width else "":
            if used and used + _columns(character) > width:
                found.append(position)
                used = 0
            used += _columns(character)
            position += 1
        if bare <= width:
            used += wide(piece if used else piece.lstrip())
            position += len(piece)
    return found


def wrap(text: str, width: int) -> Sequence[str]:
    """Break a paragraph into lines of at most so many columns."""
    tidy = " ".join(text.split())
    ends = [0, *breaks(tidy, width), len(tidy)]
    return [tidy[start:end].rstrip() for start, end in itertools.pairwise(ends)]


_CONTROLS = (*range(ord("\n")), *range(ord("\n") + 1, ord(" ")), *range(0x7F, 0xA0))
# These turn the direction of what follows, or end a line: a name could make a line read otherwise than it is.
_TURNING = (0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2028, 0x2029)
_SHOWN = {n: f"\\x{n:02x}" for n in _CONTROLS} | {n: f"\\u{n:04x}" for n in _TURNING}


def clean(text: str) -> str:
    """Show control characters instead of sending them: a name in a file must not steer somebody's terminal."""
    return text.translate(_SHOWN)
