"""What every command has in hand: the desk, the language, and the way to answer."""

from __future__ import annotations

import getpass
import os
import sys
import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import ExitStack, contextmanager, redirect_stdout
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from meetsupport.cli.faults import ReaderGone, Refused, refuse_no_text, write_json
from meetsupport.cli.help import Helped, common
from meetsupport.cli.page import Page, page_for
from meetsupport.cli.words import language, say

if TYPE_CHECKING:
    from meetsupport.core.times import Clock
    from meetsupport.desk import Desk, Moment
    from meetsupport.journal import Journal
    from meetsupport.plugins import Registry

__all__ = ["Answer", "Command", "Front", "Seams", "command"]

PATIENCE = 1.0
"""After how many seconds it is shown that something is still going on."""


class Seams:
    """What a test hands in instead of the installed plugins and this machine's clock."""

    def __init__(self, registry: Registry | None = None, clock: Clock | None = None) -> None:
        self.registry = registry
        self.clock = clock


class Answer:
    """
    What a command has to say.

    Args:
        shape: Makes what ``--json`` writes.
        paint: Writes the same for people.
        blocking: Whether something stands that must not: the exit code is 1.
    """

    def __init__(self, shape: Callable[[], Any], paint: Callable[[Page], None], *, blocking: bool = False) -> None:
        self.shape = shape
        self.paint = paint
        self.blocking = blocking


class Front:
    """
    What a command works with.

    Attributes:
        json: Whether the answer is to be JSON.
        by: Who gave the command, by id.
        asked_by: The same, but only if it was said; empty otherwise.
    """

    def __init__(self, ctx: click.Context) -> None:
        self.json = bool(_common(ctx, "json_"))
        self.asked_by = _common(ctx, "by") or ""
        self.by = self.asked_by or os.environ.get("MEETSUPPORT_BY") or _login()
        self.path = _common(ctx, "desk") or os.environ.get("MEETSUPPORT_DESK") or "conference.db"
        refuse_no_text(self.by, "$MEETSUPPORT_BY")
        refuse_no_text(self.path, "$MEETSUPPORT_DESK")
        self._when: str | None = ctx.meta.get("meetsupport.when")
        seams = ctx.find_object(Seams) or Seams()
        self._registry, self._clock = seams.registry, seams.clock
        self._desk: Desk | None = None
        self._moment: Moment | None = None
        self._open = ExitStack()

    @property
    def language(self) -> str:
        """The language of the answer."""
        return language()

    def close(self) -> None:
        """Let go of the desk."""
        self._open.close()

    # The desk

    @property
    def registry(self) -> Registry:
        """The installed plugins."""
        if self._registry is None:
            from meetsupport.desk import BUILTIN  # noqa: PLC0415 - help needs no plugin
            from meetsupport.plugins import Registry  # noqa: PLC0415

            self._registry = Registry.load(BUILTIN)
        return self._registry

    def desk(self, *, make: bool = False) -> Desk:
        """
        Open the desk.

        Args:
            make: Whether to begin a journal where there is none. Looking at a plan never does: a mistyped name would
                show an empty one.
        """
        if self._desk is None:
            if not make:
                self._refuse_missing()
            from meetsupport.core.times import system_clock  # noqa: PLC0415 - help needs no desk
            from meetsupport.desk import Desk  # noqa: PLC0415

            with self.busy(say("opening the journal")):
                desk = Desk.open(self.path, registry=self.registry, clock=self._clock or system_clock)
            self._desk = self._open.enter_context(desk)
        return self._desk

    def _refuse_missing(self) -> None:
        if self.path != ":memory:" and not Path(self.path).exists():
            raise Refused(
                say(
                    "there is no journal {path} here; begin one with 'load' or 'change', or name one with --desk",
                    path=self.path,
                )
            )

    def journal(self) -> Journal:
        """Open the journal alone, for when it may be too broken for a desk."""
        self._refuse_missing()
        from meetsupport.journal import open_journal  # noqa: PLC0415 - help needs no journal

        journal = open_journal(self.path)
        self._open.callback(journal.close)
        return journal

    @property
    def moment(self) -> Moment:
        """The plan to look at: as it is, or as it stood when ``at`` says so."""
        if self._moment is None:
            desk = self.desk()
            self._moment = desk if self._when is None else self._look_back(desk, self._when)
        return self._moment

    def _look_back(self, desk: Desk, when: str) -> Moment:
        from meetsupport.cli.fields import moment_of  # noqa: PLC0415 - only `at` needs it
        from meetsupport.core.errors import InvalidInput  # noqa: PLC0415
        from meetsupport.core.messages import Message  # noqa: PLC0415

        if when.isascii() and when.isdigit():
            return desk.at(int(when[:18]))
        try:
            time = moment_of(when, self.zone)
        except InvalidInput as error:
            said = Message.of("{said}, or a revision's number", said=error.faults[0].message or str(error))
            raise InvalidInput.of(said) from None
        return desk.at(time=time)

    @property
    def zone(self) -> tzinfo | None:
        """The zone of the events, if they share one; what is shown and typed without an offset is in it."""
        from meetsupport.model import Event  # noqa: PLC0415 - help needs no model

        zones = {event.zone for event in self.desk().plan.all(Event)}
        if len(zones) != 1:
            return None
        try:
            return ZoneInfo(zones.pop())
        except (OSError, ValueError):
            return None

    def time(self, moment: datetime, *, page: Page | None = None) -> str:
        """
        Show a moment in the zone of the events, or with its offset where they have several.

        Args:
            moment: The moment.
            page: The page whose table it stands in: where columns are scarce, this year is left out.
        """
        zone = self.zone
        if zone is None:
            return moment.isoformat(" ", "minutes")
        there = moment.astimezone(zone)
        short = page is not None and page.width is not None and there.year == self.moment.now.astimezone(zone).year
        return there.strftime("%m-%d %H:%M" if short else "%Y-%m-%d %H:%M")

    def zone_note(self, page: Page) -> None:
        """Say which zone the times are in."""
        if self.zone is not None:
            page.line((say("times in {zone}", zone=str(self.zone)), "dim"))

    # Answering

    @contextmanager
    def busy(self, what: str) -> Generator[None]:
        """Show on a terminal that something goes on, once it has taken a second."""
        if self.json or not sys.stderr.isatty():
            yield
            return
        shown = ExitStack()
        lock = threading.Lock()
        done = False

        def show() -> None:
            from rich.console import Console  # noqa: PLC0415 - slow, and mostly nothing takes that long
            from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

            with lock:
                if not done:
                    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
                    progress = Progress(*columns, console=Console(stderr=True), transient=True)
                    progress.add_task(what, total=None)
                    shown.enter_context(progress)

        timer = threading.Timer(PATIENCE, show)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            with lock:
                done = True
                shown.close()


def _common(ctx: click.Context, name: str) -> Any:
    """Give a common option, which may stand behind the command, before it, or behind `at`: the nearest counts."""
    where: click.Context | None = ctx
    while where is not None:
        if where.params.get(name):
            return where.params[name]
        where = where.parent
    return None


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


_COMMON = {"json_", "by", "desk", "language", "traceback"}


class Command(Helped):
    """A command: given a `Front` and its own arguments, it returns an `Answer`, or ``None`` if all is said."""

    def invoke(self, ctx: click.Context) -> int:
        """Run it and give its answer; the result is the exit code."""
        front = Front(ctx)
        own = {name: value for name, value in ctx.params.items() if name not in _COMMON}
        try:
            answer = self._answer(ctx, front, own)
        except BrokenPipeError as error:
            raise ReaderGone from error
        finally:
            front.close()
        return int(answer is not None and answer.blocking)

    def _answer(self, ctx: click.Context, front: Front, own: Mapping[str, Any]) -> Answer | None:
        if self.callback is None:
            return None
        if not front.json:
            answer: Answer | None = ctx.invoke(self.callback, front, **own)
            if answer is not None:
                answer.paint(page_for())
            return answer
        # The console channel and plugins print too; the document must stand alone.
        with redirect_stdout(sys.stderr):
            answer = ctx.invoke(self.callback, front, **own)
            shape = answer.shape() if answer is not None else None
        if answer is not None:
            write_json(shape)
        return answer


def command(
    *params: click.Parameter, epilog: str = "", cls: type[Command] = Command
) -> Callable[[Callable[..., Any]], Command]:
    """
    Make a command of a function; its name and its docstring become the command's.

    Args:
        params: Its arguments and options; the common ones come after them.
        epilog: Examples, one a line.
        cls: Another class of command.
    """

    def make(function: Callable[..., Any]) -> Command:
        name = function.__name__.rstrip("_")
        return cls(name, callback=function, params=[*params, *common()], help=function.__doc__, epilog=epilog)

    return make
