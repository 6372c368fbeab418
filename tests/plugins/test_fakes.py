"""Plugins that go wrong in every way: the others go on, nothing is silent, and what failed is named."""

# pyright: reportUnknownLambdaType=false, reportUnknownMemberType=false, reportArgumentType=false
# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterable
from datetime import timedelta
from importlib.metadata import EntryPoint
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import attrs
import pytest

from meetsupport.core.errors import InvalidInput, MeetSupportError, PluginError
from meetsupport.core.fields import ref
from meetsupport.core.records import Record, record
from meetsupport.core.times import Window
from meetsupport.desk import BUILTIN, Desk, Report
from meetsupport.journal import MemoryJournal
from meetsupport.model import Itinerary, Place, Recipient
from meetsupport.plan import Change, Put, Reader, derived
from meetsupport.plugins import (
    BriefSection,
    Channel,
    Delivery,
    Line,
    PluginFailure,
    Problem,
    Receipt,
    Registry,
    Rule,
    guard,
    guarded,
    hookimpl,
    within,
)
from meetsupport.testing import START, FrozenClock, RecordingChannel, memory_desk, plugin

WITNESS = Rule("good.witness", "Goes on", lambda plan, place: [Problem("seen")], each=Place, basis="x")
GOOD = plugin(rules=[WITNESS])


def module(source: str, name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> EntryPoint:
    """Write a plugin as a module that can be imported."""
    (folder / f"{name}.py").write_text(source, encoding="utf-8")
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.delitem(sys.modules, name, raising=False)
    return EntryPoint(name=name, value=name, group="meetsupport")


def load(*points: EntryPoint) -> Registry:
    registry = Registry.of({"core": BUILTIN})
    for point in points:
        registry.add_entry_point(point)
    registry.add("good", GOOD)
    return registry


HEAD = "from meetsupport.plugins import *\n"
MODULES = {
    "import-error": ("import no_such_module", "load", "ModuleNotFoundError"),
    "syntax-error": ("def (", "load", "SyntaxError"),
    "exit-on-import": ("raise SystemExit(3)", "load", "SystemExit"),
    "generator-exit": ("raise GeneratorExit", "load", "GeneratorExit"),
    "misspelt-hook": (f"{HEAD}@hookimpl\ndef meetsupport_rulez(): return []", "load", "PluginValidationError"),
    "hook-with-argument": (f"{HEAD}@hookimpl\ndef meetsupport_rules(desk): return []", "load", "PluginValidationError"),
    "unmarked-hook": (f"{HEAD}def meetsupport_rules(): return []", "load", "unmarked"),
    "raises": (f"{HEAD}@hookimpl\ndef meetsupport_rules(): raise ValueError('no')", "meetsupport_rules", "ValueError"),
    "returns-nothing": (f"{HEAD}@hookimpl\ndef meetsupport_rules(): pass", "meetsupport_rules", "TypeError"),
    "wrong-type": (f"{HEAD}@hookimpl\ndef meetsupport_rules(): return [5]", "meetsupport_rules", "TypeError"),
    "bad-code": (
        f"{HEAD}@hookimpl\ndef meetsupport_rules(): return [Rule('No Dots', 'x', print, basis='x')]",
        "meetsupport_rules",
        "ValueError",
    ),
    "duplicate-code": (
        f"{HEAD}@hookimpl\ndef meetsupport_rules(): return [Rule('core.event-zone', 'x', print, basis='x')]",
        "meetsupport_rules",
        "duplicate",
    ),
    "bad-severity": (
        f"{HEAD}@hookimpl\ndef meetsupport_rules(): return [Rule('a.b', 'x', print, basis='x', severity='fatal')]",
        "meetsupport_rules",
        "ValueError",
    ),
    "no-record": (f"{HEAD}@hookimpl\ndef meetsupport_records(): return [dict]", "meetsupport_records", "TypeError"),
    "exit-in-hook": (
        f"{HEAD}@hookimpl\ndef meetsupport_rules(): raise SystemExit(1)",
        "meetsupport_rules",
        "SystemExit",
    ),
}


@pytest.mark.parametrize("name", MODULES)
def test_a_module_that_goes_wrong_is_named_and_the_others_go_on(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, hook, kind = MODULES[name]
    point = module(source, f"fake_{name.replace('-', '_')}", tmp_path, monkeypatch)
    registry = load(point)
    (failure,) = registry.failures
    assert (failure.plugin, failure.hook, failure.kind) == (point.name, hook, kind)
    desk = desk_of(registry)
    assert "good.witness" in {finding.code for finding in desk.check()}
    assert not desk.check().clear
    assert failure in desk.check().failures


def test_a_module_that_is_right_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = (
        f"{HEAD}@hookimpl\ndef meetsupport_rules():\n yield Rule('fine.rule', 'x', lambda p: [Problem('y')], basis='z')"
    )
    registry = load(module(source, "fake_good", tmp_path, monkeypatch))
    assert registry.failures == []
    assert list(registry.plugins) == ["core", "fake_good", "good"]
    assert "fine.rule" in {finding.code for finding in desk_of(registry).check()}


def test_an_interrupt_on_import_is_the_users() -> None:
    def interrupted() -> Any:
        raise KeyboardInterrupt

    point: Any = SimpleNamespace(name="x", load=interrupted, dist=None)
    with pytest.raises(KeyboardInterrupt):
        load(point)


def desk_of(registry: Registry) -> Desk:
    made = Desk(MemoryJournal(), registry, FrozenClock())
    made.apply(Change.of(Put(Place(id="a"))))
    return made


def test_what_came_before_a_late_exception_is_kept() -> None:
    def rules() -> Iterable[Rule]:
        yield attrs.evolve(WITNESS, code="late.rule")
        raise ValueError("late")

    registry = Registry.of({"late": SimpleNamespace(meetsupport_rules=hookimpl(rules))})
    assert list(registry.rules) == ["late.rule"]
    assert [str(failure) for failure in registry.failures] == ["late: meetsupport_rules: ValueError: late"]


def test_a_plugin_of_a_name_that_is_taken_is_refused() -> None:
    registry = Registry.of({"good": GOOD})
    registry.add("good", GOOD)
    assert [failure.kind for failure in registry.failures] == ["duplicate"]


def test_the_first_of_two_values_of_one_name_stays() -> None:
    registry = Registry.of({"good": GOOD, "copy": plugin(rules=[attrs.evolve(WITNESS, title="other")])})
    assert registry.rules["good.witness"].value is WITNESS
    assert [str(failure) for failure in registry.failures] == [
        "copy: meetsupport_rules good.witness: duplicate: the plugin good gave one of this name"
    ]


def test_a_record_type_that_refers_to_what_nobody_gave_is_left_out() -> None:
    @record(name="x.Gate")
    class Gate(Record):
        at: str | None = ref("y.Nowhere", default=None)

    @record(name="x.Door")
    class Door(Record):
        gate: str | None = ref("x.Gate", default=None)

    registry = Registry.of({"core": BUILTIN, "x": plugin(records=[Door, Gate])})
    assert not {"x.Gate", "x.Door"} & set(registry.types)
    assert sorted(failure.value for failure in registry.failures) == ["x.Door", "x.Gate"]
    assert "x.Gate" not in registry.types


def test_values_and_plugins_can_be_left_out() -> None:
    registry = Registry.of({"core": BUILTIN, "good": GOOD})
    assert "good.witness" not in registry.without("good.witness").rules
    assert "good.witness" not in registry.without("good").rules
    assert "good" not in registry.without("good").plugins
    assert "core.duty" not in registry.without("core.duty").sections
    assert registry.without().rules.keys() == registry.rules.keys()


def test_a_section_without_a_code_gets_one_of_its_plugin_and_kind() -> None:
    registry = Registry.of({"x": plugin(briefs=[BriefSection("host", lambda plan, one: [])])})
    assert list(registry.sections) == ["x.host"]


# Rules


def judged(check: Callable[..., Any], **about: Any) -> Report:
    rule = Rule("bad.rule", "Bad", check, **{"each": Place, "basis": "x", **about})
    return memory_desk([Place(id="a")], plugins={"bad": plugin(rules=[rule]), "good": GOOD}).check()


@derived
def lists(plan: Reader, key: str) -> tuple[str, ...]:
    return [key]  # type: ignore[return-value]  # pyright: ignore[reportReturnType]


@derived
def endless(plan: Reader, key: str) -> int:
    return plan.derive(endless, key) + 1


def mutates(plan: Reader, place: Place) -> Iterable[Problem]:
    place.kind = "mine"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    return ()


def late(plan: Reader, place: Place) -> Iterable[Problem]:
    yield Problem("one")
    raise LookupError("late")


def itself(place: Place) -> Iterable[Problem]:
    return itself(place)


def leaves(plan: Reader, place: Place) -> Iterable[Problem]:
    sys.exit(3)


BAD_RULES: dict[str, tuple[Callable[..., Any], str]] = {
    "raises": (lambda plan, place: 1 / 0, "ZeroDivisionError"),
    "late": (late, "LookupError"),
    "returns nothing": (lambda plan, place: None, "TypeError"),
    "no problem": (lambda plan, place: ["a text"], "PluginError"),
    "one key twice": (lambda plan, place: [Problem("a"), Problem("b")], "PluginError"),
    "keys of two types": (lambda plan, place: [Problem("a", key=5), Problem("b", key="a")], "PluginError"),  # type: ignore[arg-type]
    "no such severity": (lambda plan, place: [Problem("a", severity="fatal")], "PluginError"),  # type: ignore[arg-type]
    "about nothing": (lambda plan, place: [Problem("a", about=[None])], "PluginError"),  # type: ignore[list-item]
    "naive time": (lambda plan, place: [Problem("a", settle_by=START.replace(tzinfo=None))], "TypeError"),
    "mutable value": (lambda plan, place: [Problem("a {b}", b=[1])], "ValueError"),  # type: ignore[arg-type]
    "missing value": (lambda plan, place: [Problem("a {b}")], "ValueError"),
    "surrogate": (lambda plan, place: [Problem("a {b}", b="\ud800")], "UnicodeEncodeError"),
    "mutates": (mutates, "FrozenInstanceError"),
    "a derived list": (lambda plan, place: plan.derive(lists, place.id), "DerivationFailed"),
    "a circle": (lambda plan, place: plan.derive(endless, place.id), "DerivationCycle"),
    "unknown field": (lambda plan, place: plan.where(Place, colour="red"), "UnknownReference"),
    "leaves": (leaves, "SystemExit"),
    "recursion": (lambda plan, place: itself(place), "RecursionError"),
}


@pytest.mark.parametrize("name", BAD_RULES)
def test_a_rule_that_goes_wrong_is_named_and_the_others_go_on(name: str) -> None:
    check, kind = BAD_RULES[name]
    report = judged(check)
    (failure,) = report.failures
    assert (failure.plugin, failure.hook, failure.value, failure.subject) == (
        "bad",
        "meetsupport_rules",
        "bad.rule",
        "Place:a",
    )
    assert failure.kind == kind
    assert [finding.code for finding in report] == ["good.witness"]
    assert not report.clear


def test_a_rule_that_swallows_everything_gives_what_it_gives() -> None:
    def greedy(plan: Reader, place: Place) -> Iterable[Problem]:
        try:
            plan.derive(endless, place.id)
        except BaseException:  # noqa: BLE001
            yield Problem("swallowed")

    report = judged(greedy)
    assert {finding.code for finding in report} >= {"good.witness"}
    assert len(report) + len(report.failures) == 2


def test_a_rule_for_the_plan_as_a_whole_fails_without_a_subject() -> None:
    (failure,) = judged(lambda plan: 1 / 0, each=None).failures
    assert failure.subject == ""


def test_a_rule_gets_nothing_that_it_could_change() -> None:
    records: list[Any] = []

    def keeps(plan: Reader, place: Place) -> Iterable[Problem]:
        records.extend((place, plan.all(Place), plan.where(Place, kind="")))
        return ()

    judged(keeps)
    assert isinstance(records[1], tuple)
    assert isinstance(records[2], tuple)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        records[0].kind = "mine"


# Sections


def told(compose: Callable[..., Any], *records: Record) -> Desk:
    good = BriefSection("all", lambda plan, one: [Line("k", "said")], code="good.all")
    bad = BriefSection("all", compose, code="bad.all")
    people = [Recipient(id=one, kinds=("all",)) for one in ("r", "s")]
    return memory_desk([*people, *records], plugins={"bad": plugin(briefs=[bad]), "good": plugin(briefs=[good])})


BAD_SECTIONS: dict[str, Callable[..., Any]] = {
    "raises": lambda plan, one: 1 / 0,
    "no line": lambda plan, one: ["text"],
    "one key twice": lambda plan, one: [Line("k", "a"), Line("k", "b")],
    "asks who knows": lambda plan, one: [Line("k", "{v}", v=plan.informed("r"))],
    "tests a masked value": lambda plan, one: [Line("k", "a") for item in plan.all(Itinerary) if item.title],
    "asks by a masked field": lambda plan, one: plan.where(Itinerary, title="x"),
    "no window": lambda plan, one: [Line("k", "a", window="tomorrow")],  # type: ignore[arg-type]
    "leaves": leaves,
}


@pytest.mark.parametrize("name", BAD_SECTIONS)
def test_a_section_that_goes_wrong_is_named_and_what_others_say_is_told(name: str) -> None:
    item = Itinerary(id="i", title="x", window=Window(START, START + timedelta(hours=1)))
    desk = told(BAD_SECTIONS[name], item)
    failures = [failure for failure in desk.check().failures if failure.hook == "meetsupport_briefs"]
    assert {(failure.plugin, failure.value) for failure in failures} == {("bad", "bad.all")}
    assert [failure.subject for failure in failures] == ["Recipient:r", "Recipient:s"]
    assert [[line.key for line in notice.lines] for notice in desk.notices()] == [["good.all:k"]] * 2
    for notice in desk.send():
        desk.acknowledge(notice, by=notice.recipient)
    assert desk.notices() == ()
    assert not desk.informed("r")


def test_a_masked_window_tells_nobody_when_it_is() -> None:
    item = Itinerary(id="i", title="x", window=Window(START, START + timedelta(hours=1)))
    desk = told(lambda plan, one: [Line(i.id, "a", window=i.window) for i in plan.all(Itinerary)], item)
    assert {line.line.window for notice in desk.notices() for line in notice.lines} == {None}
    assert {notice.deadline for notice in desk.notices()} == {None}


def test_what_a_section_said_stands_while_it_fails() -> None:
    def sometimes(plan: Reader, one: Recipient) -> Iterable[Line]:
        place = plan.get(Place, "p")
        if place is None or place.kind == "broken":
            raise RuntimeError
        yield Line("p", "at {kind}", kind=place.kind)

    desk = told(sometimes, Place(id="p", kind="hall"))
    for notice in desk.send():
        desk.acknowledge(notice, by=notice.recipient)
    desk.apply(Change.of(Put(Place(id="p", kind="broken"))))
    assert desk.notices() == ()
    assert not desk.informed("r")
    assert sorted(line.message.text() for line in desk.brief("r")) == ["at hall", "said"]
    desk.apply(Change.of(Put(Place(id="p", kind="hall"))))
    assert desk.informed("r")


# Channels


def sent_by(send: Callable[[Delivery], Any], **about: Any) -> tuple[Desk, RecordingChannel]:
    good = RecordingChannel("good")
    section = BriefSection("all", lambda plan, one: [Line("k", "said")], code="good.all")
    bad = Channel("bad", send, **about)
    people = [
        Recipient(id="r", kinds=("all",), addresses=("bad:x", "good:x")),
        Recipient(id="s", kinds=("all",), addresses=("bad:y",)),
        Recipient(id="t", kinds=("all",), addresses=("good:z",)),
    ]
    desk = memory_desk(people, plugins={"c": plugin(briefs=[section], channels=[bad, good])})
    desk.send()
    return desk, good


def refuses(delivery: Delivery) -> Receipt:
    raise InvalidInput("not this one")


BAD_CHANNELS: dict[str, tuple[Callable[[Delivery], Any], str]] = {
    "raises": (lambda delivery: 1 / 0, "ZeroDivisionError"),
    "returns nothing": (lambda delivery: None, "TypeError: expected a Receipt, got NoneType"),
    "refuses": (lambda delivery: Receipt(delivered=False, detail="quota"), "quota"),
    "raises our error": (refuses, "not this one"),
    "leaves": (lambda delivery: sys.exit(1), "SystemExit"),
}


@pytest.mark.parametrize("name", BAD_CHANNELS)
def test_a_channel_that_goes_wrong_is_named_and_the_next_is_tried(name: str) -> None:
    send, says = BAD_CHANNELS[name]
    desk, good = sent_by(send)
    assert [delivery.address for delivery in good.deliveries] == ["x", "z"]
    assert {notice.recipient: notice.state for notice in desk.notices()} == {"r": "sent", "s": "failed", "t": "sent"}
    assert says in " ".join(entry.what.text() for entry in desk.log())


def test_a_channel_that_hangs_is_left_behind() -> None:
    release = threading.Event()
    desk, good = sent_by(lambda delivery: release.wait(60), timeout=timedelta(milliseconds=20))
    release.set()
    assert [delivery.address for delivery in good.deliveries] == ["x", "z"]
    assert "no answer within 0.02 s" in " ".join(entry.what.text() for entry in desk.log())


def test_what_is_called_in_time_gives_what_it_gives() -> None:
    assert within(timedelta(seconds=30), lambda: 5) == 5
    with pytest.raises(ZeroDivisionError):
        within(timedelta(seconds=30), lambda: 1 / 0)


# The guard


def test_a_slow_call_is_named_though_it_succeeds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "SLOW", timedelta(seconds=-1))
    made, failure = guarded("p", "h", "v", lambda: 5)
    assert made == 5
    assert failure == PluginFailure("p", "h", "v", "", "slow", "took 0.0 s")


def test_what_a_plugin_says_of_its_input_is_for_the_caller() -> None:
    def refuse() -> None:
        raise InvalidInput("wrong")

    with pytest.raises(MeetSupportError, match="wrong"):
        guarded("p", "h", "v", refuse)


def test_a_failure_says_what_failed_on_what() -> None:
    assert str(PluginFailure("p", "h", "v", "Place:a", "Kind", "says")) == "p: h v on Place:a: Kind: says"
    assert str(PluginFailure("p", "load", "", "", "Kind", "says")) == "p: load: Kind: says"


def test_a_derived_value_that_failed_is_an_error_for_who_asks() -> None:
    desk = memory_desk()
    with pytest.raises(MeetSupportError, match="unhashable"):
        desk.derive(lists, "a")
    with pytest.raises(MeetSupportError, match="endless"):
        desk.derive(endless, "a")
    assert issubclass(PluginError, MeetSupportError)
