from __future__ import annotations

import pytest

from meetsupport.core.records import Record
from meetsupport.model import Arrival, Call, Participant, Task
from meetsupport.readings import state_word


@pytest.mark.parametrize(
    ("cls", "state", "word"),
    [
        (Participant, "left", "已离会"),
        (Call, "left", "已驶离"),
        (Arrival, "met", "已接到"),
        (Participant, "met", "已接到"),
        (Task, "open", "待办"),
    ],
)
def test_a_state_has_the_word_of_its_record(cls: type[Record], state: str, word: str) -> None:
    assert state_word(cls, state).text("zh_CN") == word


def test_a_state_of_a_plugin_is_shown_as_it_is() -> None:
    assert state_word(Task, "{odd}").text("zh_CN") == "{odd}"
