"""The packages of this repository agree with each other and keep the house rules."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PLUGINS = sorted(path.parent for path in ROOT.glob("plugins/*/pyproject.toml"))


def project(folder: Path) -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return table


def committed() -> list[Path]:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git clone, so what is committed cannot be told")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [Path(name) for name in listed.stdout.split("\0") if name]


def test_every_folder_of_plugins_is_a_package() -> None:
    assert PLUGINS
    assert {path for path in (ROOT / "plugins").iterdir() if path.is_dir()} == set(PLUGINS)


@pytest.mark.parametrize("plugin", PLUGINS, ids=lambda path: path.name)
def test_plugin_has_the_version_and_the_pythons_of_the_core(plugin: Path) -> None:
    core, own = project(ROOT), project(plugin)
    assert (own["version"], own["requires-python"]) == (core["version"], core["requires-python"])


@pytest.mark.parametrize("plugin", PLUGINS, ids=lambda path: path.name)
def test_plugin_registers_its_module_under_the_entry_point_group(plugin: Path) -> None:
    assert list(project(plugin)["entry-points"]["meetsupport"].values()) == [plugin.name.replace("-", "_")]


@pytest.mark.parametrize("plugin", PLUGINS, ids=lambda path: path.name)
@pytest.mark.parametrize(
    "wanted", ["README.md", "LICENSE", "src/*/__init__.py", "src/*/py.typed", "tests/**/test_*.py"]
)
def test_plugin_is_complete(plugin: Path, wanted: str) -> None:
    assert list(plugin.glob(wanted))


def test_constraints_are_names_and_versions_only() -> None:
    lines = [line for path in ROOT.glob("constraints/*.txt") for line in path.read_text(encoding="utf-8").splitlines()]
    assert lines
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!+]+", line)] == []


def test_no_lock_file_is_committed() -> None:
    assert [path for path in committed() if path.suffix == ".lock" or path.name == "package-lock.json"] == []


def test_every_news_fragment_is_of_a_known_type() -> None:
    types = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["towncrier"]["type"]
    known = {entry["directory"] for entry in types}
    fragments = list((ROOT / "newsfragments").glob("*.md"))
    assert [path.name for path in fragments if path.name.split(".")[-2] not in known] == []


def test_no_package_stands_outside_the_layers() -> None:
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    (layers,) = (contract for contract in linter["contracts"] if contract["type"] == "layers")
    assert (layers["containers"], layers["exhaustive"]) == (["meetsupport"], True)
