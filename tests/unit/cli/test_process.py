"""The command line as a process: what it loads, what it writes to a pipe, and what to a terminal."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import meetsupport

SRC = Path(meetsupport.__file__).parent.parent
ENVIRONMENT = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(SRC), "LANG": "C.UTF-8", "MEETSUPPORT_BY": "clerk"}
COMMAND = [sys.executable, "-m", "meetsupport.cli"]


def run(*args: str, folder: Path, code: int = 0, **environment: str) -> subprocess.CompletedProcess[bytes]:
    env = ENVIRONMENT | environment
    done = subprocess.run([*COMMAND, *args], cwd=folder, env=env, capture_output=True, check=False, timeout=60)
    assert done.returncode == code, done.stderr.decode("utf-8", "replace")
    return done


def loaded(*args: str, folder: Path) -> set[str]:
    """Run in a process and name the modules that it loaded."""
    script = (
        "import sys\nsys.argv = ['meetsupport', *sys.argv[1:]]\nfrom meetsupport.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\nsys.stderr.write('\\n'.join(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *args], cwd=folder, env=ENVIRONMENT, capture_output=True, check=True
    )
    return set(done.stderr.decode().splitlines())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    run("change", "Place", "hall-1", "--add", "name=一号厅\x1b[31m", folder=tmp_path)
    return tmp_path


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_load_neither_rich_nor_library_nor_plugin(tmp_path: Path, option: str) -> None:
    modules = loaded(option, folder=tmp_path)
    heavy = {"rich", "attr", "msgspec", "pluggy", "meetsupport.model", "meetsupport.desk", "meetsupport.plugins"}
    assert not heavy & modules


def test_a_pipe_does_without_rich(folder: Path) -> None:
    assert "rich" not in loaded("show", "Place", folder=folder)


def test_without_click_it_says_how_to_install_it(tmp_path: Path) -> None:
    script = "import sys; sys.modules['click'] = None\nfrom meetsupport.cli import main\nmain()"
    done = subprocess.run([sys.executable, "-c", script], env=ENVIRONMENT, capture_output=True, check=False)
    assert (done.returncode, b"meetsupport[cli]" in done.stderr, b"Traceback" in done.stderr) == (2, True, False)


def test_a_pipe_gets_no_colours_and_no_control_characters(folder: Path) -> None:
    assert b"\x1b" not in run("show", "Place", folder=folder).stdout


def test_json_is_utf_8_in_any_locale(folder: Path) -> None:
    stdout = run("show", "Place", "hall-1", "--json", folder=folder, LANG="C", PYTHONIOENCODING="ascii").stdout
    assert "一号厅" in stdout.decode("utf-8")


def test_what_a_terminal_cannot_show_is_escaped(folder: Path) -> None:
    stdout = run("show", "Place", folder=folder, PYTHONIOENCODING="ascii").stdout
    assert rb"\u4e00" in stdout


def test_an_argument_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    command: list[str | bytes] = [*COMMAND, "change", "Place", b"h\xff", "--add", "name=x"]
    done = subprocess.run(command, cwd=tmp_path, env=ENVIRONMENT, capture_output=True, check=False)
    assert (done.returncode, b"Traceback" in done.stderr) == (2, False)


def test_a_reader_that_goes_away_is_no_error(folder: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "schema"], cwd=folder, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        assert child.stdout
        assert child.stderr
        child.stdout.close()
        said = child.stderr.read()
    assert (child.returncode, said) == (0, b"")


# Terminals

pty = pytest.importorskip("pty", reason="pseudo-terminals are POSIX's")


def on_terminal(*args: str, folder: Path, columns: int = 80, **environment: str) -> str:
    """Run in a terminal of so many columns."""
    import fcntl  # noqa: PLC0415 - POSIX only
    import struct  # noqa: PLC0415
    import termios  # noqa: PLC0415

    upper, lower = os.openpty()
    fcntl.ioctl(lower, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    env = ENVIRONMENT | {"TERM": "xterm-256color"} | environment
    with subprocess.Popen([*COMMAND, *args], cwd=folder, env=env, stdin=lower, stdout=lower, stderr=lower):
        os.close(lower)
        written = b""
        while True:
            try:
                more = os.read(upper, 65536)
            except OSError:  # Linux says so when the other end is closed
                break
            if not more:
                break
            written += more
    os.close(upper)
    return written.decode("utf-8").replace("\r\n", "\n")


def test_a_terminal_gets_colours(folder: Path) -> None:
    assert "\x1b[1m" in on_terminal("show", "Place", folder=folder)


def test_no_color_is_heard(folder: Path) -> None:
    assert "\x1b[3" not in on_terminal("change", "Place", "hall-1", "capacity=3", folder=folder, NO_COLOR="1")


def test_a_name_cannot_steer_the_terminal(folder: Path) -> None:
    text = on_terminal("show", "Place", folder=folder)
    assert "\\x1b[31m" in text
    assert "\x1b[31m" not in text


def test_errors_go_to_a_terminal_in_its_language(folder: Path) -> None:
    assert "错误：" in on_terminal("show", "Nosuch", folder=folder, LANG="zh_CN.UTF-8")


@pytest.mark.parametrize("columns", [40, 100])
@pytest.mark.parametrize(
    "command", [("show", "Place"), ("show", "Place", "hall-1"), ("log",), ("plugins",), ("doctor",)]
)
def test_no_line_is_wider_than_the_terminal(folder: Path, command: tuple[str, ...], columns: int) -> None:
    from meetsupport.cli.words import wide  # noqa: PLC0415 - with the test that needs it

    text = on_terminal(*command, folder=folder, columns=columns, LANG="zh_CN.UTF-8")
    assert max(wide(re.sub(r"\x1b\[[0-9;]*m", "", row)) for row in text.splitlines()) <= columns


def test_chinese_columns_stand_beneath_each_other(folder: Path) -> None:
    from meetsupport.cli.words import wide  # noqa: PLC0415

    run("change", "Place", "hall-2", "--add", "name=大", "kind=hall", folder=folder)
    run("change", "Place", "hall-1", "kind=hall", folder=folder)
    rows = on_terminal("show", "Place", folder=folder, LANG="zh_CN.UTF-8", TERM="dumb").splitlines()
    assert len({wide(row[: row.index(" 会议厅")]) for row in rows if " 会议厅" in row}) == 1
