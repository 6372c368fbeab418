"""How errors are told: a few lines on stderr, or one JSON document, and never a traceback for what was refused."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import click

from meetsupport.cli.words import language, say

__all__ = ["REFUSED", "UNEXPECTED", "ReaderGone", "Refused", "refuse_no_text", "tell", "write_json"]

REFUSED = 2
"""The exit code for input or usage that was refused."""

UNEXPECTED = 3
"""The exit code for a fault of this program; not 1, so that no script takes it for something that stands in a plan."""

INTERRUPTED = 130
"""The exit code after Ctrl-C, as shells have it."""


class Refused(click.ClickException):
    """Something that the command line itself cannot do, said in the reader's language already."""


class ReaderGone(Exception):
    """Whoever read the output has gone, as ``head`` does: no error, though click would leave with 1 for it."""


def refuse_no_text(value: str, place: str) -> None:
    """
    Refuse what cannot be written down: bytes that are no UTF-8, and NUL.

    Args:
        value: What was given.
        place: Where.

    Raises:
        InvalidInput: It is no text.
    """
    try:
        value.encode()
    except UnicodeEncodeError:
        pass
    else:
        if "\0" not in value:
            return
    from meetsupport.core.errors import Fault, InvalidInput  # noqa: PLC0415 - seldom raised
    from meetsupport.core.messages import Message  # noqa: PLC0415

    wrong = Message.of("invalid value {value}, expected text in UTF-8 without NUL", value=repr(value[:80]))
    raise InvalidInput.of(Fault.of(place, wrong))


def write_json(shape: Any) -> None:
    """Write one JSON document to stdout: in UTF-8 whatever the terminal has, a lone surrogate as its JSON escape."""
    import json  # noqa: PLC0415 - help needs none

    text = json.dumps(shape, ensure_ascii=False, indent=2, allow_nan=False)
    click.echo(text.encode("utf-8", "backslashreplace"))


def tell(error: BaseException, *, json: bool, traceback: bool) -> int:
    """
    Tell an error.

    Args:
        error: What was raised.
        json: As a JSON document on stdout.
        traceback: With the traceback, where the error was not foreseen.

    Returns:
        The exit code.
    """
    if isinstance(error, click.Abort):
        click.echo(say("interrupted"), err=True)
        return INTERRUPTED
    kind, head, faults, hint = _describe(error)
    code = UNEXPECTED if kind == "Unexpected" else REFUSED
    if traceback and code == UNEXPECTED:
        import traceback as traces  # noqa: PLC0415 - seldom needed

        traces.print_exception(error, file=sys.stderr)
    if json:
        listed = [{"place": place, "problem": problem} for place, problem in faults]
        write_json({"error": {"kind": kind, "message": head, "faults": listed}})
        return code
    from meetsupport.cli.page import page_for  # noqa: PLC0415 - nothing but errors needs it here

    page = page_for(sys.stderr)
    page.line((say("error: "), "bold red"), head)
    for place, problem in faults if faults != [("", head)] else ():
        page.line(*(((place, "bold"), ": ") if place else ()), problem, indent=2)
    if hint:
        page.line(hint, indent=2)
    sys.stderr.flush()
    return code


def _describe(error: BaseException) -> tuple[str, str, Sequence[tuple[str, str]], str]:
    if isinstance(error, click.UsageError):
        hint = say("see {command} --help", command=error.ctx.command_path) if error.ctx else ""
        return "Usage", error.format_message(), (), hint
    if isinstance(error, click.ClickException):
        return type(error).__name__, error.format_message(), (), ""
    from meetsupport.core.errors import InvalidInput, MeetSupportError  # noqa: PLC0415 - usage errors come at once

    if isinstance(error, InvalidInput) or (isinstance(error, MeetSupportError) and len(error.faults) > 1):
        return _listed(error)
    if isinstance(error, MeetSupportError):
        return type(error).__name__, error.said(language()), (), ""
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        return "Unusable", f"{where}{error.strerror}", (), ""
    import traceback as traces  # noqa: PLC0415 - seldom needed

    last = traces.extract_tb(error.__traceback__)[-1:]
    # The message of an error that nobody foresaw may hold anything, a name too; the place is enough to begin with.
    head = say("something unexpected happened: {kind}", kind=type(error).__name__)
    place = f"{last[0].filename}:{last[0].lineno}" if last else ""
    return (
        "Unexpected",
        head,
        [(place, say("nothing is known to be wrong with your input"))],
        say("--traceback shows more"),
    )


def _listed(error: Any) -> tuple[str, str, Sequence[tuple[str, str]], str]:
    source = getattr(error, "source", "")
    head = f"{source}: " if source else ""
    faults = [(fault.place, fault.said(language())) for fault in error.faults]
    if len(faults) == 1 and not faults[0][0]:
        said = head + faults[0][1]
        return type(error).__name__, said, [("", said)], ""
    return type(error).__name__, head + say("{n} faults; nothing was changed", n=len(faults)), faults, ""
