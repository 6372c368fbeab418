"""
What a recipient knows, and what it must still be told.

A brief is a set of lines under keys. Known are the brief that the recipient acknowledged last and every brief sent
to it since. A notice states, for each key in which any known brief differs from the brief now, the line as it is
now, or that it is withdrawn; so whichever known brief the recipient acts on, applying the notice gives the brief now.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypeAlias

import attrs
import msgspec

from meetsupport.core.alike import same
from meetsupport.core.messages import Message, decode_value, encode_value, show_value, translate
from meetsupport.core.times import Window

__all__ = ["Brief", "BriefLine", "Lines", "NoticeLine", "Told", "apply", "as_known", "difference", "same_content"]


@attrs.frozen
class BriefLine:
    """
    A line of a brief as it is kept.

    Attributes:
        key: The section's code and the line's own key.
        message: What it says.
        window: When the thing that it speaks of happens.
    """

    key: str
    message: Message
    window: Window | None = None

    @property
    def content(self) -> tuple[Message, Window | None]:
        """What it says, without its key; equal windows compare whatever their offsets."""
        return self.message, self.window

    def encoded(self) -> bytes:
        """Write it as JSON."""
        values = {name: encode_value(value) for name, value in self.message.values.items()}
        body: dict[str, Any] = {"key": self.key, "template": self.message.template, "values": values}
        if self.window is not None:
            body["window"] = encode_value(self.window)
        return msgspec.json.encode(body)

    @classmethod
    def decoded(cls, body: bytes | Mapping[str, Any]) -> BriefLine:
        """Read what `encoded` wrote."""
        raw = body if isinstance(body, Mapping) else msgspec.json.decode(body)
        values = {name: decode_value(value) for name, value in raw["values"].items()}
        window = decode_value(raw["window"]) if "window" in raw else None
        return cls(raw["key"], Message(raw["template"], values), window if isinstance(window, Window) else None)


Lines: TypeAlias = Mapping[str, BriefLine]


@attrs.frozen
class Brief:
    """
    What a recipient must know now.

    Attributes:
        lines: In the order of their keys, which means nothing.
        failed: The codes of the sections that could not be composed. What was said under them stands.
    """

    lines: tuple[BriefLine, ...] = ()
    failed: tuple[str, ...] = ()

    def by_key(self) -> dict[str, BriefLine]:
        """Give the lines by key."""
        return {line.key: line for line in self.lines}


@attrs.frozen
class NoticeLine:
    """
    One line of a notice.

    Attributes:
        key: The key of the line that it states.
        kind: Whether the line is new to some known brief, changed, or withdrawn.
        line: The line as it is now, or as it was known last if it is withdrawn.
        was: For a changed line, as it was known before.
    """

    key: str
    kind: Literal["new", "changed", "withdrawn"]
    line: BriefLine
    was: BriefLine | None = None

    @property
    def windows(self) -> tuple[Window, ...]:
        """When the thing happens, and when it was to happen."""
        return tuple(line.window for line in (self.line, self.was) if line is not None and line.window is not None)

    def text(self, language: str = "en") -> str:
        """Say it in a language."""
        now = self.line.message.text(language)
        if self.kind == "changed" and self.was is not None:
            if self.was.message.key == self.line.message.key and self.was.window != self.line.window:
                # What is said is what was said: when it is has changed, and the line itself does not tell.
                template = "Changed: {now}, now {window} (was: {was})"
                window, was_then = (one.window or Message.of("time not settled") for one in (self.line, self.was))
                return Message.of(template, now=now, window=window, was=was_then).text(language)
            was = _differing(self.was.message, self.line.message, language)
            return Message.of("Changed: {now} (was: {was})", now=now, was=was).text(language)
        template = "Withdrawn: {now}" if self.kind == "withdrawn" else "New: {now}"
        return Message.of(template, now=now).text(language)

    def __str__(self) -> str:
        return self.text()


@attrs.frozen
class Told:
    """
    What must be told so that every known brief becomes the brief now.

    Attributes:
        stated: The lines as they are now, by key.
        withdrawn: The keys that no longer stand, with the line as it was known last.
        renamed: Keys that the latest known brief has under another name, with equal content.
        was: For stated keys, the line as it was known last, where it was known.
    """

    stated: Lines
    withdrawn: Lines
    renamed: Mapping[str, str]
    was: Lines

    def __bool__(self) -> bool:
        return bool(self.stated or self.withdrawn)

    @property
    def lines(self) -> tuple[NoticeLine, ...]:
        """The lines of the notice, by time and then by key."""
        made = [
            NoticeLine(key, "changed" if key in self.was else "new", line, self.was.get(key))
            for key, line in self.stated.items()
        ]
        made += [NoticeLine(key, "withdrawn", line) for key, line in self.withdrawn.items()]
        return tuple(sorted(made, key=_by_time))

    def digest(self, after: int) -> str:
        """
        Give a short text that differs when what is told differs.

        Args:
            after: The revision of the latest known brief, so that telling the same again later is another notice.
        """
        told = after, sorted((key, line.encoded()) for key, line in self.stated.items()), sorted(self.withdrawn)
        return hashlib.sha256(repr(told).encode()).hexdigest()[:12]


def _differing(was: Message, now: Message, language: str) -> str:
    """Show of an old line the values that changed, or all of it where it was worded otherwise or most of it changed."""
    if was.template != now.template or was.values.keys() != now.values.keys():
        return was.text(language)
    changed = [name for name, value in was.values.items() if encode_value(value) != encode_value(now.values[name])]
    if not changed or len(changed) * 2 > len(was.values):
        return was.text(language)
    return translate("; ", language).join(show_value(was.values[name], language) for name in changed)


def _by_time(line: NoticeLine) -> tuple[bool, float, str]:
    starts = [window.start.timestamp() for window in line.windows]
    return not starts, min(starts, default=0.0), line.key


def as_known(lines: Iterable[BriefLine], known: Lines) -> tuple[BriefLine, ...]:
    """
    Give lines as the very objects that are known already, where they say the same.

    Lines are composed and read from the journal over and over; those that are one object need not be compared again.

    Args:
        lines: Any lines.
        known: The lines that are known, by key.
    """
    found = ((line, known.get(line.key)) for line in lines)
    return tuple(there if there is not None and (there is line or same(line, there)) else line for line, there in found)


def same_content(one: Lines, other: Lines) -> bool:
    """Say whether two briefs say the same, under whatever keys."""
    if len(one) != len(other):
        return False
    # Most lines stand under their own keys as they stood; only the rest are counted.
    mine = {key: line.content for key, line in one.items() if other.get(key) is not line}
    theirs = {key: line.content for key, line in other.items() if one.get(key) is not line}
    for key in [key for key, content in mine.items() if theirs.get(key) == content]:
        del mine[key], theirs[key]
    return not mine or Counter(mine.values()) == Counter(theirs.values())


def difference(known: Iterable[Lines], now: Lines) -> Told:
    """
    Say what must be told.

    Lines pair by key. Where every known brief says the same as the brief now, nothing is told, whatever the keys;
    and a line that went under one key and came under another with equal content is not told, where that holds for
    all known briefs.

    Args:
        known: The briefs that the recipient may act on, the latest last.
        now: The brief now.
    """
    briefs = list(known)
    if all(same_content(brief, now) for brief in briefs):
        return Told({}, {}, _renaming(briefs[-1], now), {})
    stated: dict[str, BriefLine] = {}
    withdrawn: dict[str, BriefLine] = {}
    was: dict[str, BriefLine] = {}
    for brief in briefs:
        if brief is now:
            continue
        for key, line in now.items():
            there = brief.get(key)
            if there is not line and (there is None or there.content != line.content):
                stated[key] = line
                if there is not None:
                    was[key] = there
        withdrawn |= {key: line for key, line in brief.items() if key not in now}
    renamed = _cancel(briefs, stated, withdrawn)
    return Told(stated, withdrawn, renamed, was)


def _cancel(briefs: list[Lines], stated: dict[str, BriefLine], withdrawn: dict[str, BriefLine]) -> dict[str, str]:
    """Drop pairs of a withdrawn and a stated line of equal content, where that is right for every known brief."""
    renamed: dict[str, str] = {}
    offers: dict[object, list[str]] = {}
    for key in sorted(withdrawn, reverse=True):
        offers.setdefault(withdrawn[key].content, []).append(key)
    for key in sorted(stated):
        content = stated[key].content
        for old in reversed(offers.get(content, ())):
            if all(_stands_for(brief, old, key, content) for brief in briefs):
                offers[content].remove(old)
                del withdrawn[old], stated[key]
                if old in briefs[-1]:
                    renamed[old] = key
                break
    return renamed


def _stands_for(brief: Lines, old: str, new: str, content: object) -> bool:
    """Say whether a brief has this content under exactly one of two keys, and nothing else under them."""
    here, there = brief.get(old), brief.get(new)
    if here is None:
        return there is not None and there.content == content
    return there is None and here.content == content


def _renaming(brief: Lines, now: Lines) -> dict[str, str]:
    """Pair the keys of two briefs that say the same, where they differ."""
    free: dict[object, list[str]] = {}
    for key in sorted(now, reverse=True):
        if key not in brief or brief[key].content != now[key].content:
            free.setdefault(now[key].content, []).append(key)
    return {
        key: free[line.content].pop()
        for key, line in sorted(brief.items())
        if key not in now or now[key].content != line.content
    }


def apply(brief: Lines, stated: Lines, withdrawn: Iterable[str], renamed: Mapping[str, str]) -> dict[str, BriefLine]:
    """
    Give a known brief as it is after a notice.

    Args:
        brief: The known brief.
        stated: The lines that the notice states.
        withdrawn: The keys that it withdraws.
        renamed: Keys to take under another name; empty for briefs other than the latest known.
    """
    gone = {*withdrawn, *renamed}
    made = {key: line for key, line in brief.items() if key not in gone}
    for old, new in renamed.items():
        made[new] = attrs.evolve(brief[old], key=new)
    made.update(stated)
    return made
