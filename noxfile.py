"""
Everything that is run on this project: `nox -l` lists the sessions.

The sessions need only pip, and set up all that they use in environments of their own. Arguments after `--` go to the
tool of the session: `nox -s tests -- tests/unit -k window`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nox

ROOT = Path(__file__).parent
PROJECT = nox.project.load_toml("pyproject.toml")
SMALL_BENCHMARKS = (
    "codec",
    "journal --entries 20000",
    "live --people 5000",
    "crash --kills 50",
    "health --people 2000",
    "peak --delegates 300",
)
PLUGINS = sorted(folder.parent.name for folder in ROOT.glob("plugins/*/pyproject.toml"))
PINS = ("-c", str(ROOT / "constraints" / "dev.txt"))
RUNNING = f"{sys.version_info.major}.{sys.version_info.minor}"
# By file: the examples of one document build on each other, so they must not be spread over the workers.
PARALLEL = ("-n", "2", "--dist", "loadfile")
PYTHONS = sorted({"3.11", "3.12", "3.13", RUNNING}, key=lambda version: int(version.partition(".")[2]))

nox.needs_version = ">=2025.10.14"
nox.options.default_venv_backend = "virtualenv"
nox.options.download_python = "never"
# nox would fail on a Python that is not there where the environment says CI; here it is skipped, and said so.
nox.options.error_on_missing_interpreters = False
nox.options.sessions = ["tests", "lint", "types", "imports", "plugins", "docs"]


def put_on_path(version: str) -> bool:
    """
    Let nox find a Python that is installed but whose command on the PATH does not run; say whether there is one.

    A version manager's shim answers "command not found" for a version that is installed but not chosen, and nox takes
    it for missing.
    """
    name = f"python{version}"
    on_path = [Path(folder, name) for folder in os.get_exec_path()]
    managed = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/{name}"), reverse=True)
    for candidate in (*on_path, *managed):
        if not os.access(candidate, os.X_OK):
            continue
        said = subprocess.run([candidate, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
        if said.returncode == 0 and said.stdout.startswith(f"Python {version}"):
            os.environ["PATH"] = os.pathsep.join([str(candidate.parent), os.environ["PATH"]])
            return True
    return False


OTHERS = [version for version in PYTHONS if version != RUNNING and os.name == "posix" and put_on_path(version)]
THOROUGH = OTHERS[-1] if OTHERS else RUNNING
"""The Python on which all cases are tried: one on which coverage, which takes twice as long, need not be measured."""


def group(name: str) -> list[str]:
    """Name the requirements of a dependency group of pyproject.toml."""
    return nox.project.dependency_groups(PROJECT, name)


def install(session: nox.Session, *groups: str, extras: str = "cli,testing") -> None:
    """Install the core, all plugins and the tools of *groups*, at the pinned versions."""
    tools = [requirement for name in groups for requirement in group(name)]
    packages = ["-e", f".[{extras}]", *(part for name in PLUGINS for part in ("-e", f"plugins/{name}"))]
    session.install(*PINS, *packages, *tools)


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run the tests and the examples; with coverage on the Python that runs nox, with all cases on the newest other."""
    install(session, "tests")
    if session.posargs:
        session.run("pytest", *session.posargs)
        return
    measured = ("--cov",) if session.python == RUNNING else ()
    if measured:
        session.run("coverage", "erase")
    if session.python == THOROUGH:
        session.run("pytest", *PARALLEL, "--hypothesis-profile=ci", *measured)
    else:
        session.run("pytest", *PARALLEL, "--hypothesis-profile=quick", *measured, env={"MEETSUPPORT_SHORT": "1"})


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and formatting."""
    session.install(*PINS, *group("lint"))
    session.run("ruff", "check", *session.posargs)
    session.run("ruff", "format", "--check", *session.posargs)


@nox.session
def types(session: nox.Session) -> None:
    """Check types twice, as strictly as both checkers can."""
    install(session, "tests", "types")
    for name in PLUGINS:
        needed = nox.project.dependency_groups(
            nox.project.load_toml(ROOT / "plugins" / name / "pyproject.toml"), "tests"
        )
        session.install(*PINS, *(one for one in needed if not one.startswith("meetsupport")))
    folders = [
        name for name in ("src", "tests", "typing_tests", "benchmarks", "examples") if any(Path(name).rglob("*.py"))
    ]
    checks: list[tuple[Path, tuple[str, ...]]] = [(ROOT, ("mypy", "conftest.py", *folders)), (ROOT, ("pyright",))]
    # Apart, because a folder with a hyphen cannot be part of a module's name.
    mypy = ("mypy", "--config-file", str(ROOT / "pyproject.toml"), "src", "tests")
    checks += [(ROOT / "plugins" / name, mypy) for name in PLUGINS]
    failed = 0
    for folder, command in checks:
        with session.chdir(folder):
            try:
                session.run(*command, env={"MYPYPATH": "src"})
            except nox.command.CommandFailed:
                failed += 1
    if failed:
        session.error(f"{failed} of {len(checks)} checks found something")


@nox.session
def imports(session: nox.Session) -> None:
    """Check that layers point down and frameworks stay where they belong."""
    session.install(*PINS, "-e", ".", *group("imports"))
    session.run("lint-imports", *session.posargs)


@nox.session
@nox.parametrize("plugin", PLUGINS, ids=PLUGINS)
def plugins(session: nox.Session, plugin: str) -> None:
    """Run each plugin's own tests as its users have it: built, beside the built core and nothing else."""
    folder = ROOT / "plugins" / plugin
    wheels = Path(session.create_tmp()) / "wheels"
    shutil.rmtree(wheels, ignore_errors=True)
    session.run("pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(wheels), ".", str(folder), silent=True)
    core = next(wheels.glob("meetsupport-*.whl"))
    own = next(wheels.glob(f"{plugin.replace('-', '_')}-*.whl"))
    needed = nox.project.dependency_groups(nox.project.load_toml(folder / "pyproject.toml"), "tests")
    session.install(*PINS, str(core), str(own), *needed)
    with session.chdir(folder):
        session.run("pytest", "--cov", "--hypothesis-profile=ci", *session.posargs)


@nox.session(python=PYTHONS[0])
def minimums(session: nox.Session) -> None:
    """Run the tests with the lowest versions that the requirements allow."""
    session.install(*PINS, "uv")
    packages = [".[cli,testing]", *(f"./plugins/{name}" for name in PLUGINS)]
    session.run("uv", "pip", "install", "--resolution", "lowest-direct", *packages, *group("tests"))
    session.run("pytest", *PARALLEL, "--hypothesis-profile=quick", *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation into site/ and run its examples."""
    install(session, "tests", "docs")
    session.run("mkdocs", "build", "--strict", env={"NO_MKDOCS_2_WARNING": "1"})
    session.run("towncrier", "build", "--draft", "--version", PROJECT["project"]["version"])
    session.run("pytest", "README.md", "docs", "src")


@nox.session
def bench(session: nox.Session) -> None:
    """Run all benchmarks at small sizes, or one of them: `nox -s bench -- live --people 20000 --json live.json`."""
    install(session, "tests")
    runs = [session.posargs] if session.posargs else [line.split() for line in SMALL_BENCHMARKS]
    recording = Path(os.environ.get("MEETSUPPORT_REAL_DATA", ROOT.parent / "shared" / "real")) / "replay-36c3.jsonl.xz"
    if not session.posargs and recording.exists():
        runs.append(["replay", str(recording), "--json", str(Path(session.create_tmp()) / "replay.jsonl")])
    for name, *arguments in runs:
        session.run("python", "-m", f"benchmarks.{name}", *arguments)


@nox.session
def rows(session: nox.Session) -> None:
    """Print what the five cases demand, row by row, with the tests that show each; fail on a row without one."""
    session.install(*PINS, "attrs")
    session.run("python", "-m", "tests.stories.rows", *session.posargs)


@nox.session
def switches(session: nox.Session) -> None:
    """Switch each rule, section and template off in turn, and say which stories notice; takes some minutes."""
    install(session, "tests")
    session.run("python", "-m", "tests.stories.switches", *session.posargs)


@nox.session
def demo(session: nox.Session) -> None:
    """Tell the story of a conference whose lists kept changing; leaves its papers in demo-output/."""
    install(session, extras="cli")
    session.run("meetsupport", "demo", *session.posargs)
