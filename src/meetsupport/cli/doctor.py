"""What ``meetsupport doctor`` looks at."""

from __future__ import annotations

import locale
import platform
import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import attrs

import meetsupport
from meetsupport.cli.words import say
from meetsupport.core.messages import languages
from meetsupport.journal import describe_sqlite
from meetsupport.plugins import Registry

__all__ = ["Examined", "examine"]

PATIENCE_S = 5
"""How long a program may take to list the fonts."""

FEW = 4
"""How many fonts are named."""

PACKAGES = ("attrs", "cattrs", "msgspec", "pluggy", "python-dateutil", "rpds-py", "click", "rich")


@attrs.frozen
class Examined:
    """
    One thing that was looked at.

    Attributes:
        name: What it is called in JSON.
        title: What it is called for people.
        state: Whether it is as it should be.
        text: What was found, and what to do if it is not.
        facts: The same for programs.
    """

    name: str
    title: str
    state: Literal["ok", "warning", "broken"]
    text: str
    facts: dict[str, Any] = attrs.field(factory=dict[str, Any])


def examine(registry: Registry) -> list[Examined]:
    """Look at everything."""
    return [
        _python(),
        _meetsupport(),
        _packages(),
        *_plugins(registry),
        _sqlite(),
        _zones(),
        _languages(),
        _terminal(),
        _fonts(),
    ]


def _python() -> Examined:
    text = f"{platform.python_implementation()} {platform.python_version()}, {platform.system()} {platform.machine()}"
    return Examined("python", "Python", "ok", text, {"version": platform.python_version()})


def _meetsupport() -> Examined:
    return Examined("meetsupport", "meetsupport", "ok", meetsupport.__version__, {"version": meetsupport.__version__})


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _packages() -> Examined:
    found = {package: _version(package) for package in PACKAGES}
    text = ", ".join(f"{package} {one or '?'}" for package, one in found.items())
    return Examined("packages", say("packages"), "ok" if all(found.values()) else "warning", text, {"versions": found})


def _plugins(registry: Registry) -> list[Examined]:
    made = [
        Examined(f"plugin.{name}", say("plugin {name}", name=name), "ok", one or say("built in"), {"version": one})
        for name, one in registry.plugins.items()
    ]
    _ = registry.types  # only when the types are asked for are those refused that refer to nothing
    made += [
        Examined(
            f"plugin.{one.plugin}", say("plugin {name}", name=one.plugin), "broken", str(one), {"message": one.message}
        )
        for one in registry.failures
    ]
    return made


def _sqlite() -> Examined:
    facts = describe_sqlite()
    if facts.wal_reset_fixed:
        text = say("{version}, write-ahead log (safe in this version)", version=facts.version)
    else:
        text = say(
            "{version}, rollback journal: this version's write-ahead log may lose a commit", version=facts.version
        )
    return Examined(
        "sqlite",
        "SQLite",
        "ok",
        text,
        {"version": facts.version, "mode": facts.mode, "wal_reset_fixed": facts.wal_reset_fixed},
    )


def _zones() -> Examined:
    source = _version("tzdata")
    try:
        ZoneInfo("Asia/Shanghai")
    except (ZoneInfoNotFoundError, OSError, ValueError):
        text = say("no time zones are installed: python -m pip install tzdata")
        return Examined("zones", say("time zones"), "broken", text)
    text = f"tzdata {source}" if source else say("of the operating system")
    return Examined("zones", say("time zones"), "ok", text, {"tzdata": source})


def _languages() -> Examined:
    known = list(languages())
    return Examined(
        "languages",
        say("languages"),
        "ok",
        ", ".join(known),
        {"languages": known, "locale": locale.setlocale(locale.LC_CTYPE)},
    )


def _terminal() -> Examined:
    columns = shutil.get_terminal_size().columns
    encoding = (sys.stdout.encoding or "ascii").lower()
    facts = {"encoding": encoding, "columns": columns, "terminal": sys.stdout.isatty()}
    text = say("{columns} columns, {encoding}", columns=columns, encoding=encoding)
    try:
        "签收".encode(encoding)
    except (LookupError, UnicodeEncodeError):
        more = say("Chinese is shown as escapes: set PYTHONUTF8=1 or a UTF-8 locale")
        return Examined("terminal", say("terminal"), "warning", f"{text}; {more}", facts)
    return Examined("terminal", say("terminal"), "ok", text, facts)


def _fonts() -> Examined:
    program = shutil.which("fc-list")
    title = say("Chinese fonts")
    if program is None:
        return Examined("fonts", title, "ok", say("not looked for: fc-list is not installed"), {"families": None})
    try:
        done = subprocess.run([program, ":lang=zh", "family"], capture_output=True, timeout=PATIENCE_S, check=False)  # noqa: S603 - found by which
    except (OSError, subprocess.SubprocessError) as error:
        return Examined(
            "fonts", title, "warning", say("fc-list failed: {kind}", kind=type(error).__name__), {"families": None}
        )
    families = sorted(
        {line.split(",")[0].strip() for line in done.stdout.decode("utf-8", "replace").splitlines() if line.strip()}
    )
    if not families:
        return Examined(
            "fonts",
            title,
            "warning",
            say("none: printed Chinese would show boxes; install Noto Sans CJK or the like"),
            {"families": []},
        )
    return Examined(
        "fonts", title, "ok", ", ".join(families[:FEW]) + (" …" if len(families) > FEW else ""), {"families": families}
    )
