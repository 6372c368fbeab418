"""From bytes to the components of a calendar: what is no calendar, or would exhaust the parser, is refused here."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator

from icalendar import Calendar, Component

from meetsupport.core.errors import UnreadableFile

__all__ = ["MAX_BYTES", "calendars"]

MAX_BYTES = 1024 * 1024
"""
The largest file that is read: some 1,000 appointments.

The parser takes about 1.7 s for a megabyte, and whoever loads a wrong file must know it within two.
"""

MAX_LINE = 256 * 1024
"""The longest content line that is read. The parser needs seconds and hundreds of megabytes for a line of a few
megabytes."""

MAX_DEPTH = 8
"""How deep components may nest; RFC 5545 needs three levels."""

_BREAK = re.compile(rb"\r?\n")
_METHODS = ("", "PUBLISH", "REQUEST")


def calendars(content: bytes, name: str) -> tuple[Calendar, ...]:
    """
    Parse a file.

    Args:
        content: Its bytes.
        name: What to call it in messages.

    Raises:
        UnreadableFile: It is no calendar, is truncated, too large or too deep, or is a message that cancels or answers.
    """
    problem = next(_bounds(content), None)
    if problem is not None:
        raise UnreadableFile(problem, name)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"not a calendar: not UTF-8 at byte {error.start}", name) from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the library guesses at odd zones aloud; zones are resolved in `zones`
            parsed: list[Component] = list(Calendar.from_ical(text + "\r\n", multiple=True))
    except Exception as error:  # noqa: BLE001 - on hostile input the parser raises whatever it comes to
        # Not its text, which quotes the file.
        raise UnreadableFile(f"not a calendar: the parser gave up with {type(error).__name__}", name) from None
    found = tuple(one for one in parsed if isinstance(one, Calendar))
    if not found or len(found) != len(parsed):
        raise UnreadableFile("not a calendar: expected BEGIN:VCALENDAR … END:VCALENDAR", name)
    for one in found:
        method = str(one.get("METHOD", "")).upper()
        if method not in _METHODS:
            raise UnreadableFile(f"invalid value {method[:20]!r} for METHOD, expected none, PUBLISH or REQUEST", name)
    return found


def _bounds(content: bytes) -> Iterator[str]:
    if len(content) > MAX_BYTES:
        yield f"{len(content)} bytes, more than the {MAX_BYTES} that are read: export a part of it"
        return
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n")[:15].upper().startswith(b"BEGIN:VCALENDAR"):
        yield "not a calendar: expected it to begin with BEGIN:VCALENDAR"
        return
    length = 0
    opened: list[bytes] = []
    for number, line in enumerate(_BREAK.split(content), 1):
        folded = line[:1] in {b" ", b"\t"}
        length = length + len(line) if folded else len(line)
        if length > MAX_LINE:
            yield f"line {number} is longer than the {MAX_LINE} bytes that are read"
        word, _, name = line[:80].strip(b"\xef\xbb\xbf").upper().partition(b":")
        if folded or word not in {b"BEGIN", b"END"}:
            continue
        if word == b"BEGIN":
            opened.append(name.strip())
        elif not opened or opened.pop() != name.strip():
            yield f"not a calendar: line {number} ends what did not begin"
            return
        if len(opened) > MAX_DEPTH:
            yield f"line {number}: components nest deeper than {MAX_DEPTH}"
    if opened:
        yield "not a calendar: truncated, its components do not end"
