"""What each command does, as its user sees it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from meetsupport.cli.app import app
from meetsupport.core.records import Ref
from meetsupport.desk import BUILTIN
from meetsupport.plan import Change, Question, Reader
from meetsupport.plugins import Channel, Exporter, Importer, Problem, Receipt, Registry, Rule, Source, hookimpl
from tests.unit.cli.conftest import NOW, Line

COMMANDS = [*app.list_commands(None), "at"]  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def plugged(line: Line, **hooks: object) -> Line:
    """Give the same line with a plugin more."""

    def hook(values: object) -> object:
        return hookimpl(lambda: values)

    made = {f"meetsupport_{name}": hook(values) for name, values in hooks.items()}
    line.registry = Registry.of({"core": BUILTIN, "extra": SimpleNamespace(**made)})
    return line


# What is refused


def test_all_that_is_wrong_with_a_change_is_listed_a_line_each(line: Line) -> None:
    line("change", "Hazard", "h", "title=lamp", "--add")
    said = line("change", "Hazard", "h", "state=closed", code=2).stderr.splitlines()
    assert said[0] == "error: 4 faults; nothing was changed"
    assert len(said) == 5
    assert all(fault.startswith("  $.Hazard['h'].state: ") for fault in said[1:])
    told = line.json("change", "Hazard", "h", "state=closed", code=2)["error"]
    assert [fault["place"] for fault in told["faults"]] == ["$.Hazard['h'].state"] * 4


# Help and usage


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help_that_fits_its_columns(line: Line, command: str, language: str) -> None:
    text = line(command, "--help", "--language", language).stdout
    examples = text.index("示例" if language == "zh_CN" else "Examples")
    from meetsupport.cli.words import wide  # noqa: PLC0415

    assert all(wide(row) <= 80 for row in text[:examples].splitlines())


def test_help_speaks_the_language_of_the_locale(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "检查全部规则" in line("--help").stdout


def test_a_language_that_was_named_wins_over_the_locale(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "Judge every rule" in line("--language", "en", "--help").stdout


@pytest.mark.parametrize(
    "args", [["nosuch"], ["check", "--nosuch"], ["load"], ["undo", "x"], ["--language", "fr", "check"]]
)
def test_wrong_usage_is_told_on_stderr(line: Line, args: list[str]) -> None:
    result = line(*args, code=2)
    assert (result.stdout, "error: " in result.stderr) == ("", True)


def test_wrong_usage_is_told_as_json_too(line: Line) -> None:
    assert line.json("check", "--nosuch", code=2)["error"]["kind"] == "Usage"


@pytest.mark.parametrize(
    "command", ["check", "show", "notices", "uninformed", "send", "log", "verify", "tick", "confirm"]
)
def test_looking_makes_no_journal(line: Line, command: str) -> None:
    line(command, code=2)
    assert not Path("conference.db").exists()


def test_common_options_may_stand_before_the_command(office: Line) -> None:
    Path("conference.db").rename("other.db")
    assert json.loads(office("--desk", "other.db", "--json", "show").stdout)["counts"]["Duty"] == 1


def test_the_desk_may_come_from_the_environment(office: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("conference.db").rename("other.db")
    monkeypatch.setenv("MEETSUPPORT_DESK", "other.db")
    office("show")


# Changing


def test_a_change_shows_what_was_and_is_and_who_is_to_be_told(office: Line) -> None:
    text = office("change", "Post", "tea", "name=Green tea").stdout
    assert "name: Tea → Green tea" in text
    assert "r.w-1" in text


def test_a_change_says_its_times_with_their_offset(office: Line) -> None:
    text = office("change", "Session", "opening", "window=2011-06-09T18:00/19:30", code=None).stdout
    assert "2011-06-09 18:00+08:00/2011-06-09 19:30+08:00" in text


def test_a_change_as_json_has_both_values_and_the_notices(office: Line) -> None:
    made = office.json("change", "Post", "tea", "name=Green tea")
    assert made["changes"] == [
        {"type": "Post", "id": "tea", "kind": "set", "fields": {"name": {"old": "Tea", "new": "Green tea"}}}
    ]
    assert [one["recipient"] for one in made["notices"]] == ["r.w-1"]


def test_who_why_and_on_whose_order_are_journalled(office: Line) -> None:
    about = ("--reason", "late order", "--ordered-by", "lead", "--means", "telephone", "--document", "no. 7")
    office("change", "Post", "tea", "name=Green tea", "--by", "w-1", *about)
    last = office.json("log", "--last", "1")["entries"][0]
    assert (last["by"], last["why"]) == ("w-1", "late order; lead; telephone; no. 7")


def test_without_by_the_environment_says_who(office: Line) -> None:
    assert {entry["by"] for entry in office.json("log")["entries"]} == {"clerk"}


def test_an_empty_value_clears_a_field(office: Line) -> None:
    office("change", "Place", "hall-1", "capacity=")
    assert office.json("show", "Place", "hall-1")["capacity"] is None


def test_a_change_that_raises_something_blocking_leaves_with_1(office: Line) -> None:
    made = office.json("change", "Duty", "d-1", "--remove", code=1)
    assert [one["code"] for one in made["raised"]] == ["core.post-understaffed"]


@pytest.mark.parametrize(
    "args",
    [
        ("Post", "nosuch", "name=x"),
        ("Post", "tea"),
        ("Post", "tea", "--add"),
        ("Post", "tea", "--remove", "name=x"),
        ("Post", "tea", "--remove", "--add"),
        ("Post", "tea", "session=nosuch"),
        ("Place", "hall-1", "--remove"),
        ("Post", "x", "--add", "nosuch=1"),
        ("Duty", "x", "--add"),
        ("Nosuch", "x", "--add"),
    ],
)
def test_a_refused_change_changes_nothing(office: Line, args: tuple[str, ...]) -> None:
    before = office.json("show")
    assert office("change", *args, code=2).stderr.startswith("error: ")
    assert office.json("show") == before


def test_every_fault_of_a_change_is_told(office: Line) -> None:
    faults = office.json("change", "Place", "hall-1", "capacity=x", "nosuch=1", code=2)["error"]["faults"]
    assert [fault["place"] for fault in faults] == ["nosuch", "capacity"]


def test_a_preview_says_the_same_as_the_change_and_does_nothing(office: Line) -> None:
    args = ("Duty", "d-1", "--remove")
    seen = office.json("preview", *args, code=1)
    assert office.json("show")["counts"]["Duty"] == 1
    done = office.json("change", *args, code=1)
    assert {**seen, "revision": 0, "notices": 0} == {**done, "revision": 0, "notices": 0}


def test_undo_takes_a_change_back(office: Line) -> None:
    office("change", "Post", "tea", "name=Green tea")
    office("undo", "9", "--reason", "wrong post")
    assert office.json("show", "Post", "tea")["name"] == "Tea"


def test_undo_of_what_is_no_revision_is_refused(office: Line) -> None:
    office("undo", "99", code=2)


# Files


def test_what_was_exported_is_loaded_into_another_desk(office: Line) -> None:
    office("export", "plan.json")
    loaded = office.json("load", "plan.json", "--desk", "other.db", code=None)
    assert len(loaded["changes"]) == 8
    assert office.json("show", "--desk", "other.db")["counts"] == office.json("show")["counts"]


def test_loading_counts_by_type(office: Line) -> None:
    office("export", "plan.json")
    assert "Place: 2 added" in office("load", "plan.json", "--desk", "other.db", code=None).stdout


def test_a_dry_run_does_nothing(office: Line) -> None:
    office("export", "plan.json")
    office("load", "plan.json", "--desk", "other.db", "--dry-run", code=None)
    assert office.json("show", "--desk", "other.db")["counts"] == {}


def test_a_file_may_be_previewed(office: Line) -> None:
    office("export", "plan.json")
    assert office.json("preview", "plan.json")["changes"] == []


@pytest.mark.parametrize("name", ["nosuch.json", "nosuch.xyz", "."])
def test_a_file_that_cannot_be_read_leaves_no_journal(line: Line, name: str) -> None:
    line("load", name, code=2)
    assert not Path("conference.db").exists()


def _many(line: Line) -> None:
    rows = "\n".join(f"h-{n},Hall {n}" for n in range(60))
    Path("Place.csv").write_text(f"id,name\n{rows}\n")
    line("load", "Place.csv", code=None)
    Path("none.json").write_text('{"meetsupport": 1, "records": {}}')


def test_a_file_that_removes_much_is_held_and_says_how_to_go_on(line: Line) -> None:
    _many(line)
    result = line("load", "none.json", "--replace", code=1)
    assert "meetsupport confirm 2" in result.stdout
    assert line.json("show")["counts"]["Place"] == 60


def test_what_is_held_is_listed(line: Line) -> None:
    _many(line)
    line("load", "none.json", "--replace", code=1)
    assert [one["id"] for one in line.json("confirm", code=1)["held"]] == [2]


def test_a_held_change_is_applied_when_confirmed(line: Line) -> None:
    _many(line)
    line("load", "none.json", "--replace", code=1)
    line("confirm", "2", "--by", "lead")
    assert line.json("show")["counts"] == {}
    assert line.json("confirm") == {"held": []}


def test_a_held_change_is_dropped_when_discarded(line: Line) -> None:
    _many(line)
    line("load", "none.json", "--replace", code=1)
    line("discard", "2", "--reason", "half a file")
    assert line.json("show")["counts"]["Place"] == 60
    line("confirm", "2", code=2)


def _asking(source: Source) -> Change:
    assert source.options.get("mapping") in {None, "columns"}
    if source.options.get("decisions"):
        return Change((), reason=str(source.options["decisions"]))
    return Change((), questions=(Question("S!C5", "which?", ("file", "plan")),))


def test_questions_say_how_to_answer_them(line: Line) -> None:
    plugged(line, importers=[Importer("asking", (".ask",), _asking)])
    Path("a.ask").write_text("")
    assert "--decide 'S!C5=plan'" in line("load", "a.ask", code=1).stdout


def test_decisions_and_a_mapping_reach_the_importer(line: Line) -> None:
    plugged(line, importers=[Importer("asking", (".ask",), _asking)])
    Path("a.ask").write_text("")
    Path("columns.toml").write_text("columns")
    assert line.json("load", "a.ask", "--decide", "S!C5=file", "--mapping", "columns.toml")["questions"] == []


@pytest.mark.parametrize("given", [["S!C5"], ["=file"], ["S!C5=file", "S!C5=plan"]])
def test_decisions_that_say_nothing_are_refused(line: Line, given: list[str]) -> None:
    Path("a.json").write_text('{"meetsupport": 1}')
    line("load", "a.json", *(part for one in given for part in ("--decide", one)), code=2)


def test_an_empty_workbook_needs_its_plugin(line: Line) -> None:
    assert "meetsupport-xlsx" in line("new", "a.xlsx", code=2).stderr


def _empty(reader: Reader, of: Ref[Any] | None, language: str) -> bytes:
    return b"empty"


def test_an_empty_workbook_is_written_once(line: Line) -> None:
    plugged(line, exporters=[Exporter("empty-workbook", ".xlsx", "x/y", _empty)])
    line("new", "a.xlsx")
    line("new", "a.xlsx", code=2)
    line("new", "a.xlsx", "--force")
    line("new", "a.csv", code=2)
    assert (Path("a.xlsx").read_bytes(), Path("a.csv").exists()) == (b"empty", False)


def test_an_export_shows_a_role_only_what_it_may_see(office: Line) -> None:
    office("export", "plan.json", "--role", "")
    assert "Jia Invented" not in Path("plan.json").read_text("utf-8")


def test_an_export_may_go_to_standard_output(office: Line) -> None:
    assert json.loads(office("export", "-", "plan").stdout_bytes)["meetsupport"] == 1


@pytest.mark.parametrize(
    "args", [("-",), ("-", "plan", "--json"), ("a.xyz",), ("a.json", "nosuch"), ("a.json", "--of", "Trip")]
)
def test_an_export_that_cannot_be_is_refused(office: Line, args: tuple[str, ...]) -> None:
    office("export", *args, code=2)


def test_the_schema_goes_to_a_file_or_to_standard_output(line: Line) -> None:
    line("schema", "plan.schema.json")
    assert json.loads(Path("plan.schema.json").read_bytes()) == json.loads(line("schema").stdout) == line.json("schema")


# Looking


def test_show_masks_what_a_role_may_not_see(office: Line) -> None:
    assert office.json("show", "Person", "w-1")["name"] == "Jia Invented"
    assert office.json("show", "Person", "w-1", "--role", "")["name"] == "•••"


def test_a_list_masks_too(office: Line) -> None:
    assert "Jia" not in office("show", "Person", "--role", "").stdout


def test_show_finds_by_value(office: Line) -> None:
    found = office.json("show", "Session", "--where", "place=hall-1", "--where", "title=Opening")
    assert [one["id"] for one in found["records"]] == ["opening"]


def test_a_masked_field_cannot_be_asked_for(office: Line) -> None:
    office("show", "Person", "--role", "", "--where", "name=Jia Invented", code=2)


def test_a_list_has_the_columns_that_were_asked_for(office: Line) -> None:
    assert (
        office("show", "Place", "--fields", "capacity,name").stdout
        == "id\tcapacity\tname\nhall-1\t300\tFirst hall\nhall-2\t\tSecond hall\n"
    )


@pytest.mark.parametrize(
    "args",
    [
        ("Nosuch",),
        ("Place", "nosuch"),
        ("Place", "--fields", "x"),
        ("Place", "--where", "x=1"),
        ("Place", "--role", "x"),
    ],
)
def test_what_cannot_be_shown_is_refused(office: Line, args: tuple[str, ...]) -> None:
    office("show", *args, code=2)


def test_a_record_in_chinese_has_chinese_names(office: Line) -> None:
    assert "容量\t300" in office("show", "Place", "hall-1", "--language", "zh_CN").stdout


def test_words_are_shown_by_their_terms_in_chinese(office: Line) -> None:
    office("change", "Place", "lift-9", "--add", "kind=lift", "--by", "clerk")
    assert "\t电梯" in office("show", "Place", "lift-9", "--language", "zh_CN").stdout
    assert "\t电梯" in office("show", "Place", "--language", "zh_CN").stdout
    assert "\tlift" in office("show", "Place").stdout


def test_check_groups_by_rule_and_gives_its_basis(office: Line) -> None:
    office("change", "Duty", "d-1", "--remove", code=1)
    rows = office("check", code=1).stdout.splitlines()
    assert rows[0] == "blocking core.post-understaffed"
    assert rows[1].startswith("  basis: ")
    assert rows[-1].startswith("not clear")


def test_check_counts_what_is_not_shown(office: Line) -> None:
    office("change", "Duty", "d-1", "--remove", code=1)
    found = office.json("check", "--code", "core.head-count", code=1)
    assert (found["findings"], found["clear"]) == ([], False)


def test_check_shows_the_findings_of_several_rules(office: Line) -> None:
    office("change", "Duty", "d-1", "--remove", code=1)
    office("change", "Round", "r", "--add", "rule=FREQ=HOURLY", code=None)
    every = {one["code"] for one in office.json("check", code=1)["findings"]}
    assert len(every) > 1
    asked = [word for one in sorted(every) for word in ("--code", one)]
    assert {one["code"] for one in office.json("check", *asked, code=1)["findings"]} == every
    assert {one["code"] for one in office.json("check", *asked[:2], code=1)["findings"]} == {asked[1]}


def test_check_gives_the_facts(office: Line) -> None:
    office("change", "Duty", "d-1", "--remove", code=1)
    facts = office.json("check", "--facts", code=1)["findings"][0]["facts"]
    assert {"type": "Post", "id": "tea"} in facts["records"]
    assert any(asked.startswith("Duty") for asked in facts["missing"])


def test_a_rule_that_failed_is_never_clear(office: Line) -> None:
    def broken(_: Reader) -> list[Problem]:
        raise RuntimeError("broken rule")

    plugged(office, rules=[Rule("extra.broken", "Broken", broken, basis="none")])
    assert "broken rule" in office("check", code=1).stdout


def test_a_rule_that_there_is_not_is_refused(office: Line) -> None:
    office("check", "--code", "nosuch", code=2)
    assert "nosuch" in office("check", "--code", "core.head-count", "--code", "nosuch", code=2).stderr


def test_the_past_is_looked_at_with_the_same_commands(office: Line) -> None:
    office("change", "Post", "tea", "name=Green tea")
    assert office.json("at", "8", "show", "Post", "tea")["name"] == "Tea"
    assert office.json("at", "5", "check", code=1)["findings"][0]["code"] == "core.post-understaffed"
    assert office.json("at", "8", "uninformed")["notices"][0]["recipient"] == "r.w-1"
    assert office.json("at", "0")["counts"] == {}


def test_a_time_without_offset_looks_back_in_the_zone_of_the_event(office: Line) -> None:
    office.now = NOW + timedelta(hours=1)
    office("change", "Post", "tea", "name=Green tea")
    assert office.json("at", "2011-06-08T10:30", "show", "Post", "tea")["name"] == "Tea"
    assert office.json("at", "2011-06-08T11:00", "show", "Post", "tea")["name"] == "Green tea"


@pytest.mark.parametrize("when", ["x", "99", "-1", "2011-06-08", "9" * 30])
def test_a_moment_that_is_none_is_refused(office: Line, when: str) -> None:
    office("at", when, "check", code=2)


def test_the_log_of_one_record(office: Line) -> None:
    assert [entry["revision"] for entry in office.json("log", "--of", "Duty:d-1")["entries"]] == [7]


# Telling


def test_a_notice_is_sent_read_and_then_everybody_is_informed(office: Line) -> None:
    assert office.json("uninformed")["notices"][0]["state"] == "open"
    office("send")
    assert len(list(Path("out").iterdir())) == 1
    assert office.json("uninformed")["notices"][0]["state"] == "sent"
    assert office.json("ack", "r.w-1") == {"acknowledged": [{"recipient": "r.w-1", "informed": True}]}
    assert "everybody is informed" in office("uninformed").stdout


def test_a_notice_may_be_acknowledged_by_its_id(office: Line) -> None:
    office("ack", office.json("notices")["notices"][0]["id"])
    assert office.json("uninformed")["notices"] == []


def test_an_earlier_notice_may_still_be_acknowledged(office: Line) -> None:
    first = office.json("send")["notices"][0]["id"]
    office("change", "Post", "tea", "name=Green tea")
    assert office.json("ack", first)["acknowledged"] == [{"recipient": "r.w-1", "informed": False}]


def test_somebody_elses_receipt_does_not_inform_the_recipient(office: Line) -> None:
    office("send")
    assert office.json("ack", "r.w-1", "--by", "w-2")["acknowledged"][0]["informed"] is False
    assert office.json("uninformed")["notices"][0]["seen"] == [{"by": "w-2", "manner": "own"}]


def test_a_receipt_on_behalf_does(office: Line) -> None:
    office("ack", "r.w-1", "--by", "w-2", "--manner", "deputy", "--on-behalf")
    assert office.json("uninformed")["notices"] == []


def test_a_call_is_by_whoever_gives_the_command(office: Line) -> None:
    office("ack", "r.w-1", "--manner", "telephone", "--answered-by", "w-1", "--when", "2011-06-08T09:00")
    assert office.json("uninformed")["notices"] == []


@pytest.mark.parametrize(
    "args", [("nosuch",), ("r.w-1", "--when", "noon"), ("r.w-1", "--called-by", "x"), ("r.w-1@nosuch",)]
)
def test_a_receipt_for_nothing_is_refused(office: Line, args: tuple[str, ...]) -> None:
    office("ack", *args, code=2)


def test_whoever_has_nothing_to_read_is_named_with_the_others(office: Line) -> None:
    office("ack", "r.w-1")
    faults = office.json("ack", "r.w-1", "nosuch", code=2)["error"]["faults"]
    assert [fault["place"] for fault in faults] == ["r.w-1", "nosuch"]


def test_a_deadline_that_is_past_blocks_and_is_escalated_by_tick(office: Line) -> None:
    for args in (
        ("Recipient", "r.lead", "addresses=outbox:out", "--add"),
        ("Recipient", "r.w-1", "escalates_to=r.lead"),
    ):
        office("change", *args)
    office("send")
    assert office.json("tick")["notices"] == []
    office.now = NOW + timedelta(days=1)
    assert office.json("uninformed", "--overdue", code=1)["notices"][0]["overdue"] is True
    assert office.json("tick", code=1)["notices"][0]["escalations"][0]["to"] == "r.lead"
    assert "↑ r.lead" in office("uninformed", code=1).stdout


def test_a_channel_that_failed_blocks(office: Line) -> None:
    plugged(office, channels=[Channel("deaf", lambda _: Receipt(delivered=False, detail="nobody there"))])
    office("change", "Recipient", "r.w-1", "addresses=deaf:x")
    assert office.json("send", code=1)["notices"][0]["state"] == "failed"


def test_what_a_channel_prints_does_not_spoil_the_json(office: Line) -> None:
    office("change", "Recipient", "r.w-1", "addresses=console:")
    assert office.json("send")["notices"][0]["state"] == "sent"


@pytest.mark.parametrize("command", ["notices", "send"])
def test_nobody_of_that_name_is_told(office: Line, command: str) -> None:
    office(command, "nosuch", code=2)


def test_times_are_shown_in_the_zone_of_the_event(office: Line) -> None:
    assert "2011-06-08 10:00" in office("uninformed").stdout
    assert "times in Asia/Shanghai" in office("uninformed").stdout


# The installation


def test_a_sound_journal_is_said_to_be_sound(office: Line) -> None:
    assert office.json("verify")["ok"] is True


def test_a_broken_chain_blocks(office: Line) -> None:
    with closing(sqlite3.connect("conference.db")) as connection:
        connection.execute("update entries set parts = parts || x'20' where seq = 2")
        connection.commit()
    found = office.json("verify", code=1)
    assert (found["ok"], len(found["problems"]) > 0) == (False, True)
    assert office.json("check", code=2)["error"]["kind"] == "JournalDamaged"


def _content(_: Reader) -> list[Problem]:
    return []


def test_plugins_say_what_they_give_and_what_failed(line: Line) -> None:
    plugged(line, rules=[Rule("extra.rule", "A rule", _content, basis="x")], channels=["no channel"])
    found = line.json("plugins", code=1)
    extra = next(one for one in found["plugins"] if one["name"] == "extra")
    assert (extra["rules"], extra["channels"]) == (["extra.rule"], [])
    assert found["failures"][0]["plugin"] == "extra"


def test_all_that_works_leaves_with_0(line: Line) -> None:
    assert "core.post-understaffed" in line("plugins").stdout


def test_the_doctor_looks_at_everything(line: Line) -> None:
    found = {one["name"]: one for one in line.json("doctor")["examined"]}
    assert {
        "python",
        "meetsupport",
        "packages",
        "plugin.core",
        "sqlite",
        "zones",
        "languages",
        "terminal",
        "fonts",
    } == found.keys()
    assert found["sqlite"]["mode"] in {"wal", "truncate"}


def test_the_doctor_names_a_plugin_that_failed(line: Line) -> None:
    plugged(line, channels=["no channel"])
    assert line("doctor", code=1).stdout.count("broken") == 1


# Errors


def test_an_unexpected_error_says_where_and_not_what(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(_: object) -> None:
        raise KeyError("Jia Invented")

    monkeypatch.setattr("meetsupport.cli.commands.house.given", explode)
    result = line("plugins", code=3)
    assert "KeyError" in result.stderr
    assert "Jia" not in result.stderr
    assert "Traceback" not in result.stderr
    assert "Traceback" in line("plugins", "--traceback", code=3).stderr


def test_an_unexpected_error_is_told_as_json_too(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("meetsupport.cli.commands.house.given", None)
    assert line.json("plugins", code=3)["error"]["kind"] == "Unexpected"


def test_a_file_that_cannot_be_written_is_no_fault_of_the_program(office: Line) -> None:
    office("export", "nosuch/plan.json", code=2)


def test_every_command_is_documented() -> None:
    text = (Path(__file__).parents[3] / "docs" / "command-line.md").read_text("utf-8")
    assert [name for name in COMMANDS if f"`{name}" not in text] == []


def test_who_was_never_told_anything_does_not_drown_the_change(office: Line) -> None:
    for number in range(12):
        office("change", "Duty", f"x-{number}", "--add", "person=w-1", "post=tea", code=None)
    assert "13 lines: meetsupport notices r.w-1" in office("change", "Post", "tea", "name=Green tea", code=None).stdout


def test_a_proposal_is_reviewed_to_the_end(office: Line) -> None:
    office("change", "Person", "secretary", "--add", code=None)
    office("change", "Organization", "secretariat", "--add", "contact=secretary", code=None)
    office("change", "Person", "chief", "--add", code=None)
    words = ("propose", "Post", "tea", "name=Green tea", "--to", "secretariat", "--to", "chief", "--by", "w-1")
    one = str(office.json(*words)["proposed"])
    waiting = office.json("review", code=1)["proposals"]
    assert [(w["by"], w["open"], w["returned"]) for w in waiting] == [("w-1", ["secretariat", "chief"], False)]
    assert "waits for chief" in office("review", one, "--by", "secretary").stdout
    office("review", one, "--by", "chief", code=None)
    assert "Green tea" in office("show", "Post", "tea").stdout
    assert "no proposal waits" in office("review").stdout


def test_a_proposal_is_returned_with_a_comment(office: Line) -> None:
    office("change", "Person", "chief", "--add", code=None)
    one = str(office.json("propose", "Post", "tea", "name=Red tea", "--to", "chief", "--by", "w-1")["proposed"])
    office("review", one, "--return", "--comment", "which tea?", "--by", "chief")
    assert "which tea?" in office("review", code=1).stdout
    assert "was returned" in office("confirm", one, code=None).stderr
