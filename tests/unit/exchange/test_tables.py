"""CSV tables: what is written comes back as it was, and no cell is a formula."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetsupport.core.codec import normalised
from meetsupport.core.errors import InvalidInput, UnknownReference
from meetsupport.core.records import Record, evolved
from meetsupport.core.times import Window
from meetsupport.exchange import CSV_EXPORTER, CSV_IMPORTER
from meetsupport.exchange.cells import guarded, unguarded
from meetsupport.model import Delegation, Duty, Participant, Person, Session
from meetsupport.plan import Change, Plan, Put, View

from .drawing import TYPES, Odd, any_records, plan_of, reader_of, records_of, source_of, texts

HOUR = Window.of("2031-06-09T08:00:00+08:00", "2031-06-09T09:00:00+08:00")
ONE_TYPE = st.sampled_from(sorted(TYPES)).flatmap(
    lambda name: st.lists(records_of(TYPES[name]), min_size=1, max_size=4)
)


def written(*records: Record, language: str = "en") -> bytes:
    return CSV_EXPORTER.render(reader_of(*records), type(records[0]).ref("*"), language)


def read(content: bytes | str, plan: Plan | None = None, name: str = "Participant.csv", **options: object) -> Change:
    raw = content if isinstance(content, bytes) else content.encode()
    return CSV_IMPORTER.read(source_of(raw, plan, name, **options))


def put(change: Change) -> list[Record]:
    return [edit.record for edit in change.edits if isinstance(edit, Put) and isinstance(edit.record, Record)]


def cells(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@given(ONE_TYPE, st.sampled_from(["en", "zh_CN"]))
def test_every_record_comes_back_equal(records: list[Record], language: str) -> None:
    records = [normalised(one)[0] for one in records]
    plan = plan_of(*records)
    name = records[0].__record__.name
    change = read(written(*records, language=language), name=f"{name}.csv")
    assert put(change) == [plan.find(name, one) for one in sorted(plan.table(name))]


@given(any_records)
def test_reading_back_into_the_same_plan_changes_nothing(record: Record) -> None:
    record, _ = normalised(record)
    assert read(written(record), plan_of(record), type=record.__record__.name).edits == ()


@given(ONE_TYPE, st.sampled_from(["en", "zh_CN"]))
def test_no_cell_begins_like_a_formula(records: list[Record], language: str) -> None:
    for row in cells(written(*records, language=language)):
        assert not [
            cell for cell in row if cell.startswith(tuple("=+-@＝＋－＠\t\r\n")) or cell.lstrip().startswith("=")
        ]


@given(texts)
def test_a_guard_is_taken_away_again(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(texts)
def test_what_needs_no_guard_is_left_alone(text: str) -> None:
    assert guarded(text) in {text, "'" + text}
    assert guarded(text) == text or text[:1] == "'" or text.lstrip()[:1] in "=+-@＝＋－＠" or text[:1] in "\t\r\n"


@pytest.mark.parametrize("name", ["Participant.csv", "participant.CSV", "参会人员.csv"])
def test_a_file_is_of_the_type_that_its_name_says(name: str) -> None:
    assert put(read("id,name\np-1,Anna Invented\n", name=name)) == [Participant(id="p-1", name="Anna Invented")]


def test_an_option_says_the_type_too() -> None:
    assert put(read("id,name\np-1,Anna Invented\n", name="list.csv", type="工作人员")) == [
        Person(id="p-1", name="Anna Invented")
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    text = f'id{delimiter}姓名\np-1{delimiter}"Invented, Anna; Dr"\n'
    assert put(read(text)) == [Participant(id="p-1", name="Invented, Anna; Dr")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_encoding_is_found(encoding: str) -> None:
    assert put(read("编号,姓名\np-1,虚构者\n".encode(encoding))) == [Participant(id="p-1", name="虚构者")]


def test_a_field_without_a_column_stays() -> None:
    old = Participant(id="p-1", name="Anna Invented", rank="bureau")
    assert put(read("rank,id\nminister,p-1\n", plan_of(old))) == [evolved(old, rank="minister")]


def test_an_empty_cell_empties_the_field() -> None:
    old = Participant(id="p-1", delegation="d-1", companions=3)
    assert put(read("id,delegation,companions\np-1,,\n", plan_of(old))) == [Participant(id="p-1")]


def test_an_apostrophe_alone_is_an_empty_text_where_nothing_means_something_else() -> None:
    header = "id,text,optional,filled\n"
    assert put(read(header + "a,',',' \n".replace("' ", "'"), name="test.Odd.csv")) == [
        Odd(id="a", text="", optional="", filled="")
    ]
    assert put(read(header + "a,x,,\n", name="test.Odd.csv")) == [Odd(id="a", text="x", optional=None, filled="coach")]


def test_values_may_stand_with_blanks_between_them() -> None:
    (made,) = put(read("id,needs\ns-1, police ;airport ; a\\;b\\ \n", name="Session.csv"))
    assert made == Session(id="s-1", needs=("police", "airport", "a;b "))


def test_blank_rows_and_columns_without_anything_are_passed_over() -> None:
    assert put(read("\n\nid,name,,\n,,,\np-1,A,,\n\n")) == [Participant(id="p-1", name="A")]


def test_booleans_are_read_in_both_languages() -> None:
    made = put(read("id,day,working\na,2031-06-09,是\nb,2031-06-10,FALSE\n", name="DayOff.csv"))
    assert [getattr(one, "working", None) for one in made] == [True, False]


def faults(content: bytes | str, plan: Plan | None = None, name: str = "Participant.csv") -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        read(content, plan, name)
    assert caught.value.source == name
    return [str(fault) for fault in caught.value.faults]


def test_every_bad_cell_is_listed_with_its_line_and_column() -> None:
    found = faults('id,companions,名额\n"a\nb",x,\n', name="Delegation.csv")
    assert found == ["unknown heading 'companions', expected one of " + ", ".join(TYPES["Delegation"].fields)
                     + " @ line 1, column 2"]  # fmt: skip
    found = faults('id,name,companions,departs\na,"x\ny",1.5,2031-06-09\nb,y,three,\n')
    assert [fault.partition(" @ ")[2] for fault in found] == [
        "line 2, column companions", "line 2, column departs", "line 4, column companions"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("Session.csv", "id,window\na,2031-06-09T08:00/2031-06-09T09:00\n", "expected a span such as"),
        ("Session.csv", "id,window\na,2031-06-09T09:00+08:00/2031-06-09T08:00+08:00\n", "its end after its start"),
        ("Session.csv", "id,window\na,9日下午\n", "invalid value '9日下午', expected a span"),
        ("DayOff.csv", "id,day\na,09.06.2031\n", "invalid value '09.06.2031', expected a day such as 2011-06-09"),
        ("DayOff.csv", "id,day\na,20310609\n", "expected a day"),
        ("DayOff.csv", "id,day\na,\n", "it is empty, expected a day"),
        ("DayOff.csv", "id,day,working\na,2031-06-09,maybe\n", "invalid value 'maybe', expected true or false"),
        ("Supply.csv", "id,quantity\na,NaN\n", "invalid value 'NaN', expected a number"),
        ("Supply.csv", "id,quantity\na,ten\n", "expected a number"),
        ("Trip.csv", "id,seats\na,null\n", "invalid value 'null', expected a whole number"),
        ("Trip.csv", f"id,seats\na,{'9' * 5000}\n", "expected a whole number"),
        ("Recipient.csv", "id,limit\na,2h\n", "expected a length such as PT90M"),
        ("Role.csv", "id,sees\na,everything\n", "invalid value 'everything', expected values separated by ;"),
        ("Participant.csv", "id\n" + "a" * 201 + "\n", "expected 1 to 200 characters"),
        ("Participant.csv", "id,name\n,x\n", "it is empty, expected 1 to 200 characters @ line 2, column id"),
        ("Participant.csv", "id\n\u200b\n", "expected printable characters"),
        ("Participant.csv", "id\n a\n", "expected printable characters"),
        ("Participant.csv", "id\na\na\n", "'a' stands in line 2 already @ line 3, column id"),
        ("Participant.csv", "id,name,姓名\na,b,c\n", "the heading '姓名' stands twice @ line 1, column 3"),
        ("Participant.csv", "name\nx\n", "the column id is missing"),
        ("Participant.csv", "id,name\na\n", "1 cells, expected 2 @ line 2"),
        ("Participant.csv", "id,name,\na,b,c\n", "in a column without a heading @ line 2, column 3"),
        ("Participant.csv", "id,phone\na,•••\n", "it is masked"),
        ("Participant.csv", "", "it has no row of headings"),
        ("Participant.csv", 'id,name\na,"cut', "unexpected end of data"),
        ("Participant.csv", 'id,name\na,"b"c\n', "line 2"),
        ("Duty.csv", "id,person\nd,p\n", "'d' is new, and the columns post are missing @ line 2"),
        ("list.csv", "id\na\n", "'list' is the term for no record types"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_by_name(name: str, content: str, problem: str) -> None:
    (fault,) = faults(content, name=name)
    assert problem in fault


def test_the_value_of_a_sensitive_field_stands_in_no_message() -> None:
    (fault,) = faults("id,departs\na,secret\n")
    assert "secret" not in fault


def test_a_view_writes_dots_that_cannot_be_read_back() -> None:
    guest = Participant(id="p-1", name="Anna Invented", delegation="d")
    content = CSV_EXPORTER.render(View(reader_of(guest), ()), Participant.ref("*"), "en")
    assert b"Anna" not in content
    assert [fault.partition(":")[0] for fault in faults(content, plan_of(guest))]


def test_a_table_may_be_of_one_record() -> None:
    reader = reader_of(Delegation(id="a"), Delegation(id="b"))
    assert [row[0] for row in cells(CSV_EXPORTER.render(reader, Delegation.ref("b"), "en"))] == ["id", "b"]
    with pytest.raises(UnknownReference, match="no Delegation with the id 'c'"):
        CSV_EXPORTER.render(reader, Delegation.ref("c"), "en")
    with pytest.raises(InvalidInput, match="records of one type"):
        CSV_EXPORTER.render(reader, None, "en")


def test_headings_are_the_terms_that_clerks_write() -> None:
    assert cells(written(Duty(id="d", person="p", post="q"), language="zh_CN"))[0] == [
        "编号",
        "工作人员",
        "岗位",
        "起止时间",
    ]


def test_a_change_names_who_and_against_what() -> None:
    change = read("id\na\n", plan_of(revision=4))
    assert (change.by, change.base, change.reason) == ("clerk", 4, "read from Participant.csv")
