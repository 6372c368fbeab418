"""The codec benchmark compares like with like, at a size that takes no time."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.codec import main, records_of, struct_of
from meetsupport.model import Session
from tests.thorough import on_one_python


@on_one_python
def test_ratios_are_written(tmp_path: Path) -> None:
    out = tmp_path / "codec.json"
    assert main(["--records", "250", "--rounds", "1", "--json", str(out)]) == 0
    figures = json.loads(out.read_text(encoding="utf-8"))
    assert {"decode_to_structs", "decode_to_cattrs", "load_to_structs", "save_to_structs"} <= figures.keys()


def test_about_as_many_records_are_made_as_wanted() -> None:
    assert 24_000 < sum(1 for _ in records_of(25_000)) < 26_000


def test_structs_have_the_fields_of_their_records() -> None:
    assert struct_of(Session.__record__).__struct_fields__ == tuple(Session.__record__.fields)
