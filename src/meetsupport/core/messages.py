"""
Messages: an English template with named values, translated as late as possible.

The template is also the key of the translation, as gettext has it. Values keep their types until somebody reads the
message, so that one stored line can be shown in each reader's language.
"""

from __future__ import annotations

import gettext
import math
import re
import string
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias, cast

import attrs
import msgspec

from meetsupport.core.times import Window

__all__ = [
    "Message",
    "Value",
    "add_translations",
    "decode_value",
    "encode_value",
    "languages",
    "sayable",
    "show_value",
    "termed",
    "translate",
]

Value: TypeAlias = (
    "str | int | float | bool | Decimal | date | datetime | timedelta | Window | Message | tuple[Value, ...] | None"
)
"""What a message may carry. All of it is immutable, and comes back from JSON as it was."""


def _no_names() -> Mapping[str, Any]:
    return {}


@attrs.frozen(eq=False, repr=False)
class Message:
    """
    A sentence with values.

    Attributes:
        template: The sentence in English, with ``{name}`` for each value.
        values: The values by name. Anything that the template does not name is kept all the same.

    Raises:
        ValueError: The template names a value that is not given, or a value has a type that cannot be kept.
    """

    template: str
    values: Mapping[str, Value] = attrs.field(factory=_no_names)
    _key: str | None = attrs.field(default=None, init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        names = _names(self.template)
        if not names <= self.values.keys():
            missing = ", ".join(sorted(names - self.values.keys()))
            raise ValueError(f"no value for {missing} in the message {self.template!r}")
        for value in self.values.values():
            if isinstance(value, str):
                if not value.isascii():
                    value.encode()
            elif value.__class__ not in _SOUND:
                encode_value(value)

    @classmethod
    def of(cls, template: str, /, **values: Value) -> Message:
        """Make a message of a template and its values."""
        return cls(template, values)

    @property
    def key(self) -> str:
        """A text that is equal for messages of equal content; instants compare whatever their offset."""
        if self._key is None:
            encoded = {name: encode_value(value, comparable=True) for name, value in self.values.items()}
            made = msgspec.json.encode((self.template, encoded), order="sorted").decode()
            object.__setattr__(self, "_key", made)
            return made
        return self._key

    def text(self, language: str = "en") -> str:
        """Say it in a language; where there is no translation, in English."""
        shown = {name: show_value(value, language) for name, value in self.values.items()}
        return _fill(translate(self.template, language), shown)

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Message) or self.template != other.template or self.values != other.values:
            return False
        # Equal values of unlike types, as 1 and True are, still say something else.
        for name, value in self.values.items():
            its = other.values[name]
            if value is not its and (
                _kind(value) is not _kind(its) or (isinstance(value, tuple) and self.key != other.key)
            ):
                return False
        return True

    def __hash__(self) -> int:
        return hash((self.template, frozenset(self.values.items())))

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        """Give the template only: a value may be somebody's name."""
        return f"Message({self.template!r})"


def termed(name: str, term: str) -> Message:
    """
    Make a message of the name of a type, a field or a word: the name in English, in Chinese its term.

    Args:
        name: The name.
        term: The Chinese term; where there is none, the name stands for it.
    """
    return Message.of("{name}", name=name, term=term or name)


def sayable(of: object) -> str:
    """Give a text that a message can hold: of a path or another program's words, what is no UTF-8 is escaped."""
    return str(of).encode("utf-8", "backslashreplace").decode()


def _kind(value: object) -> type[object]:
    """Give a value's type; a masked value, which is a text of a type of its own, comes back from JSON as a text."""
    return str if isinstance(value, str) else type(value)


_SOUND = frozenset({bool, date, Decimal, int, Message, timedelta, type(None), Window})
"""Types whose every value can be kept."""

_FORMATTER = string.Formatter()


@lru_cache(maxsize=4096)
def _parsed(template: str) -> tuple[tuple[str, str | None], ...]:
    """Split a template into texts and names; ``{{`` and ``}}`` stand for braces, and nothing else is understood."""
    parts: list[tuple[str, str | None]] = []
    for literal, name, spec, conversion in _FORMATTER.parse(template):
        if name is not None and (spec or conversion or not name.isidentifier()):
            raise ValueError(f"invalid placeholder {{{name}}} in the message {template!r}, expected a plain name")
        parts.append((literal, name))
    return tuple(parts)


@lru_cache(maxsize=4096)
def _names(template: str) -> frozenset[str]:
    return frozenset(name for _, name in _parsed(template) if name)


_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_CLOSED = re.compile("[\u3001-\u3002\u300b\u300d\u300f\u2019\u201d\uff01\uff09\uff0c\uff1a\uff1b\uff1f]")
"""Chinese marks that need no blank behind them."""


@lru_cache(maxsize=4096)
def _is_spaced(template: str) -> bool:
    return re.search(rf"{_HAN.pattern} \{{|\}} {_HAN.pattern}", template) is not None


def _fill(template: str, shown: Mapping[str, str]) -> str:
    parts = _parsed(template)
    if not _is_spaced(template):
        return "".join(literal + (shown.get(name, "") if name else "") for literal, name in parts)
    # A blank sets a figure or an id off from Chinese; between two Chinese characters none is written.
    text = ""
    for literal, name in parts:
        tight = literal[:1] == " " and _HAN.match(literal, 1) and (_HAN.match(text[-1:]) or _CLOSED.match(text[-1:]))
        text += literal[1:] if tight else literal
        value = shown.get(name, "") if name else ""
        if literal[-1:] == " " and _HAN.match(literal[-2:]) and _HAN.match(value):
            text = text[:-1]
        text += value
    return text


def encode_value(value: Value, *, comparable: bool = False) -> Any:
    """
    Turn a value into something that JSON can hold.

    Args:
        value: The value.
        comparable: Give equal instants the same form, whatever their offset.

    Raises:
        ValueError: The value is of another type, not finite, or an instant without an offset.
    """
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, str):
        return str(value)  # a masked value is a text of a type of its own
    if isinstance(value, tuple):
        return [encode_value(item, comparable=comparable) for item in value]
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"invalid value {value}, expected a finite number")
        return value
    tag, inner = _tagged(value, comparable=comparable)
    return {"$": tag, "v": inner}


def _tagged(value: Any, *, comparable: bool) -> tuple[str, Any]:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError(f"invalid value {value.isoformat()!r}, expected an instant with a UTC offset")
        return "at", (value.astimezone(UTC) if comparable else value).isoformat()
    if isinstance(value, date):
        return "day", value.isoformat()
    if isinstance(value, timedelta):
        return "for", value.total_seconds()
    if isinstance(value, Decimal):
        return "number", str(value)
    if isinstance(value, Window):
        return "window", [_tagged(end, comparable=comparable)[1] for end in (value.start, value.end)]
    if isinstance(value, Message):
        inner = {name: encode_value(one, comparable=comparable) for name, one in value.values.items()}
        return "message", [value.template, inner]
    raise ValueError(f"a message cannot hold a value of type {type(value).__name__}")


def decode_value(raw: Any) -> Value:
    """Turn what `encode_value` gave back into the value."""
    if isinstance(raw, list):
        return tuple(map(decode_value, raw))  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    if not isinstance(raw, dict):
        return cast("Value", raw)
    tagged = cast("dict[str, Any]", raw)
    return cast("Value", _DECODERS[tagged["$"]](tagged["v"]))


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _window(ends: tuple[str, str]) -> Window:
    return Window(_at(ends[0]), _at(ends[1]))


def _length(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


def _message(pair: tuple[str, dict[str, Any]]) -> Message:
    return Message(pair[0], {name: decode_value(value) for name, value in pair[1].items()})


_DECODERS: dict[str, Any] = {
    "at": _at,
    "day": date.fromisoformat,
    "for": _length,
    "number": Decimal,
    "window": _window,
    "message": _message,
}


def show_value(value: Value, language: str = "en") -> str:
    """Show one value as a reader of that language writes it. Instants are shown in the offset that they carry."""
    if value is None:
        return translate("none", language)
    if isinstance(value, bool):
        return translate("yes" if value else "no", language)
    if isinstance(value, Message):
        return value.text(language)
    if isinstance(value, datetime):
        pattern = "%Y-%m-%d %H:%M" if value.second == 0 else "%Y-%m-%d %H:%M:%S"
        return value.strftime(pattern)
    if isinstance(value, Window):
        end = value.end.astimezone(value.start.tzinfo)
        pattern = "%H:%M" if end.date() == value.start.date() else "%Y-%m-%d %H:%M"
        return f"{show_value(value.start, language)}–{end.strftime(pattern)}"
    if isinstance(value, timedelta):
        return _show_length(value, language)
    if isinstance(value, tuple):
        if not value:
            return translate("none", language)
        return translate(", ", language).join(show_value(item, language) for item in value)
    return str(value)


def _show_length(length: timedelta, language: str) -> str:
    minutes = round(abs(length).total_seconds() / 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    units = ((days, "{n} d"), (hours, "{n} h"), (minutes, "{n} min"))
    parts = [_fill(translate(unit, language), {"n": str(n)}) for n, unit in units if n]
    blank = "" if parts and _HAN.match(parts[0][-1:]) else " "
    return ("−" if length < timedelta() else "") + (
        blank.join(parts) or _fill(translate("{n} min", language), {"n": "0"})
    )


_folders: list[Path] = [Path(__file__).parent.parent / "locale"]


def add_translations(folder: Path) -> None:
    """Look for translations (``LANGUAGE/LC_MESSAGES/meetsupport.mo``) in this folder too, as plugins have them."""
    if folder not in _folders:
        _folders.append(folder)
        _catalogue.cache_clear()


def languages() -> Iterable[str]:
    """List the languages that there are translations for, English first."""
    found = {mo.parent.parent.name for folder in _folders for mo in folder.glob("*/LC_MESSAGES/meetsupport.mo")}
    return ["en", *sorted(found - {"en"})]


@lru_cache(maxsize=32)
def _catalogue(language: str) -> gettext.NullTranslations:
    chain: gettext.NullTranslations | None = None
    for folder in _folders:
        found = gettext.translation("meetsupport", folder, [language], fallback=True)
        if chain is None:
            chain = found
        else:
            chain.add_fallback(found)
    return chain or gettext.NullTranslations()


def translate(text: str, language: str) -> str:
    """Give a text in a language, or as it is where there is no translation."""
    return text if language == "en" or not text else _catalogue(language).gettext(text)
