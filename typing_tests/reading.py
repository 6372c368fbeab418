"""What a rule's author sees when reading a plan: type-checked, never run."""

from collections.abc import Iterable
from datetime import datetime
from typing import assert_type

from meetsupport.core.fields import field, ref
from meetsupport.core.records import Record, Ref, record
from meetsupport.core.times import Window
from meetsupport.plan import Derived, Put, Reader, Remove, derived
from meetsupport.plugins.values import BriefSection, Line, Problem, Rule


@record
class Stop(Record):
    name: str
    opens: Window | None = None
    heads: int = field(default=0, doc="people expected")


@record
class Visit(Record):
    stop: str = ref(Stop)
    during: Window | None = None


def readings(plan: Reader, window: Window, moment: datetime) -> None:
    assert_type(plan.get(Stop, "s-1"), Stop | None)
    assert_type(plan.all(Stop), tuple[Stop, ...])
    assert_type(plan.where(Visit, stop="s-1"), tuple[Visit, ...])
    assert_type(plan.overlapping(Visit, window), tuple[Visit, ...])
    assert_type(plan.passed(moment), bool)
    assert_type(Stop.ref("s-1"), Ref[Stop])


def fields(stop: Stop, visit: Visit) -> None:
    assert_type(stop.id, str)
    assert_type(stop.heads, int)
    assert_type(visit.stop, str)
    Stop(id="s-1", name="east gate", heads="3")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Stop(id="s-1")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    stop.heads = 4  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]


def edits(stop: Stop) -> None:
    Put(stop)
    Remove(Stop, stop.id)
    Put("s-1")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


@derived
def heads_at(plan: Reader, stop: str) -> int:
    return len(plan.where(Visit, stop=stop))


@derived(sensitive="health")
def fit_at(plan: Reader, stop: str) -> tuple[str, ...]:
    return tuple(visit.id for visit in plan.where(Visit, stop=stop))


def derivations(plan: Reader) -> None:
    assert_type(heads_at, Derived[str, int])
    assert_type(heads_at(plan, "s-1"), int)
    assert_type(fit_at(plan, "s-1"), tuple[str, ...])
    heads_at(plan, 1)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def stop_is_visited(plan: Reader, stop: Stop) -> Iterable[Problem]:
    if not plan.where(Visit, stop=stop.id):
        yield Problem("nobody visits {stop}", stop=stop.name, fix="add a visit")


def returns_texts(plan: Reader, stop: Stop) -> Iterable[str]:
    del plan
    yield stop.name


Rule("mycity.visited", "A visit at every stop", each=Stop, check=stop_is_visited)
Rule("mycity.texts", "Not problems", each=Stop, check=returns_texts)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def one_line_a_stop(plan: Reader, recipient: Record) -> Iterable[Line]:
    del recipient
    for stop in plan.all(Stop):
        yield Line(f"stop:{stop.id}", "{stop} is on the way", stop=stop.name, window=stop.opens)


BriefSection("guide", one_line_a_stop)
