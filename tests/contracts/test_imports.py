"""Nothing is loaded before it is used."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = frozenset(
    ["attrs", "cattrs", "click", "dateutil", "hypothesis", "msgspec", "pluggy", "pytest", "rich", "rpds", "sqlite3"]
)


def loaded(code: str) -> set[str]:
    """Run code in a new interpreter, and list the modules that it loads."""
    script = f"import sys; before = {{*sys.modules}}\n{code}\nprint(*sorted({{*sys.modules}} - before))"
    made = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(made.stdout.split())


def packages(modules: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in modules}


def test_importing_the_library_loads_none_of_its_modules() -> None:
    modules = loaded("import meetsupport")
    assert {name for name in modules if name.startswith("meetsupport")} == {"meetsupport"}
    assert packages(modules) & HEAVY == set()


def test_a_record_type_loads_neither_a_framework_but_attrs_nor_a_desk() -> None:
    modules = loaded("import meetsupport; meetsupport.Person")
    assert packages(modules) & HEAVY <= {"attrs", "msgspec"}
    assert not any(name.startswith("meetsupport.desk") for name in modules)


@pytest.mark.parametrize(
    "code", ["import meetsupport; meetsupport.Desk", "import meetsupport.plugins", "import meetsupport.desk"]
)
def test_neither_the_command_line_nor_the_test_kit_nor_a_plugin_is_loaded_with_a_desk(code: str) -> None:
    found = packages(loaded(code))
    assert found & {"click", "rich", "hypothesis", "pytest"} == set()
    assert {name for name in found if name.startswith("meetsupport_")} == set()
