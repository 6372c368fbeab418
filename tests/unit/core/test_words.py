from __future__ import annotations

from typing import Any

import msgspec
import pytest

import meetsupport as ms
from meetsupport.core.codec import json_schema, normalised
from meetsupport.core.errors import InvalidRecord, RefusedTransition
from meetsupport.core.records import Record, evolved
from meetsupport.plan import Change, Plan, Put
from meetsupport.plan.change import EditBody, raw_object
from meetsupport.plan.checks import checked, edit_of


def held(record: Record, field: str) -> Any:
    return getattr(normalised(record)[0], field)


@pytest.mark.parametrize("written", ["before", "会前", " 会前 ", "ＢＥＦＯＲＥ", "Before"])
def test_a_word_may_be_written_in_either_language(written: str) -> None:
    assert held(ms.Task(id="k", gate=written), "gate") == "before"


def test_a_state_may_be_written_as_clerks_call_it() -> None:
    assert held(ms.Task(id="k", state="进行中"), "state") == "started"


def test_each_of_several_words_is_read() -> None:
    assert held(ms.Session(id="s", needs_kinds=("机场", "police", "别的")), "needs_kinds") == (
        "airport",
        "police",
        "别的",
    )


def test_a_word_that_a_closed_field_does_not_have_is_refused() -> None:
    with pytest.raises(InvalidRecord) as caught:
        normalised(ms.Task(id="k", gate="会前检查"))
    (fault,) = caught.value.faults
    assert fault.place == "$.Task['k'].gate"
    assert fault.problem == "invalid value '会前检查', expected one of before 会前, during 会中, after 会后"


def test_a_closed_field_may_be_empty_where_a_new_record_has_it_so() -> None:
    assert held(ms.Task(id="k", gate=""), "gate") == ""
    with pytest.raises(InvalidRecord, match="anchor"):
        normalised(ms.TemplateItem(id="i", template="t", anchor=""))


def test_what_is_refused_in_a_sensitive_field_is_not_shown() -> None:
    with pytest.raises(InvalidRecord) as caught:
        normalised(ms.HealthTest(id="t", result="cold sore"))
    assert "cold sore" not in str(caught.value)


def test_an_open_field_keeps_other_words() -> None:
    assert held(ms.Place(id="p", kind="指挥部"), "kind") == "指挥部"


@pytest.mark.parametrize("plate", ["京A12345", "京Ａ12345 ", "京A·12345", "京A 12345", "京a12345", "京ａ·12345"])
def test_a_plate_is_written_one_way(plate: str) -> None:
    assert held(ms.Trip(id="t", vehicle=plate), "vehicle") == "京A12345"


def test_a_hyphen_in_a_number_stays() -> None:
    assert held(ms.Room(id="r", lodging="inn", number=" 3-01 a"), "number") == "3-01A"


def test_a_skill_is_written_one_way() -> None:
    assert held(ms.Person(id="p", skills=(" 急救　", "ＥＮＧＬＩＳＨ", "英语", "Ｗｅｌｄｉｎｇ")), "skills") == (
        "first aid",
        "English",
        "English",
        "Welding",
    )


@pytest.mark.parametrize("name", ["\ufa11\U0002f81a", "Ｊ．Ｄｏｅ", "买买提·某"])
def test_a_name_is_never_rewritten(name: str) -> None:
    """CJK compatibility ideographs are other characters in NFKC; a name must keep its own."""
    assert held(ms.Person(id="p", name=name), "name") == name


def test_marks_of_chinese_texts_stay() -> None:
    assert held(ms.Responsibility(id="r", matter="停车（北门） "), "matter") == "停车（北门）"


def test_a_journal_of_an_earlier_version_keeps_its_word() -> None:
    """The next change of the record is refused, and says which words there are; as for a state."""
    plan = Plan({"Task": ms.Task.__record__})
    body = msgspec.json.encode(EditBody("Task", "k", raw_object({"id": b'"k"', "gate": b'"soon"'}), new=True))
    edit = edit_of(plan, body)
    assert isinstance(edit, Put)
    assert isinstance(edit.record, ms.Task)
    assert edit.record.gate == "soon"
    with pytest.raises(InvalidRecord, match="soon"):
        normalised(edit.record)


def test_the_schema_has_the_words() -> None:
    gate = json_schema({"Task": ms.Task.__record__})["$defs"]["Task"]["properties"]["gate"]
    assert gate["enum"] == ["", "after", "before", "during"]
    assert gate["x-words"]["before"] == "会前"


@pytest.mark.parametrize("written", ["不及格", "不合格", "未通过", "异常", "Failed", "ＦＡＩＬ", " 不 及 格 "])
def test_what_clerks_also_write_for_a_word_means_it(written: str) -> None:
    assert held(ms.Task(id="k", result=written), "result") == "failed"


def test_no_term_of_a_field_is_also_written_for_another_word() -> None:
    for name in ms.__all__:
        one = getattr(ms, name)
        if not (isinstance(one, type) and issubclass(one, Record) and one is not Record):
            continue
        for spec in one.__record__.renamed:
            assert set(spec.also.values()) <= set(spec.words)
            assert not set(spec.also) & {*spec.words, *spec.words.values()}


def journalled(cls: type[Record], **fields: bytes) -> Plan:
    """A plan with one record as an earlier version journalled it."""
    plan = Plan({cls.__record__.name: cls.__record__, "Person": ms.Person.__record__})
    plan, _ = plan.moved([Put(ms.Person(id="anna"))], 1)
    body = msgspec.json.encode(EditBody(cls.__record__.name, "i", raw_object({"id": b'"i"', **fields}), new=True))
    return plan.moved([edit_of(plan, body)], 2)[0]


def test_a_journal_of_an_earlier_version_is_read_by_the_name_that_its_word_has_now() -> None:
    plan = journalled(ms.Incident, state=b'"settled"', handler=b'"anna"', measures=b'"pumped dry"')
    (incident,) = plan.all(ms.Incident)
    assert incident.state == "closed"


def test_what_an_earlier_version_settled_can_be_put_again_and_stays_closed() -> None:
    plan = journalled(ms.Incident, state=b'"settled"', handler=b'"anna"', measures=b'"pumped dry"')
    (incident,) = plan.all(ms.Incident)
    _, after, _ = checked(plan, Change.of(Put(evolved(incident, title="pipe burst"))), 3)
    assert [(one.title, one.state) for one in after.all(ms.Incident)] == [("pipe burst", "closed")]
    with pytest.raises(RefusedTransition, match="'closed' may not become 'handled'"):
        checked(plan, Change.of(Put(evolved(incident, state="handled"))), 3)
