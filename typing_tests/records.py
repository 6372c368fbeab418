"""What somebody writes who defines record types, and what is refused: type-checked, never run."""

from datetime import datetime
from typing import assert_type

import meetsupport as ms


@ms.record(name="mycity.Gate", label="闸机")
class Gate(ms.Record):
    name: str = ms.field(default="", label="名称")
    place: ms.Id | None = ms.ref(ms.Place, default=None)
    guards: tuple[ms.Id, ...] = ms.ref("Person", default=())
    opens: ms.Window | None = None
    seen: ms.Instant | None = ms.field(default=None)
    code: str = ms.sensitive("confidential", default="")
    state: str = ms.states({"closed": ("open",), "open": ("closed",)}, default="closed")


@ms.record
class Badge(ms.Record):
    gate: ms.Id = ms.ref(Gate)
    colour: str = "white"


@ms.record
class Wrong(ms.Record):
    heads: int = ms.field(default="many")  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    place: ms.Id = ms.ref(ms.Place, default=None)  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    guards: tuple[ms.Id, ...] = ms.ref("Person", default="ann")  # type: ignore[arg-type]  # pyright: ignore[reportAssignmentType]
    phone: str = ms.sensitive("personal", default=5)  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    diet: str = ms.sensitive("private", default="")  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType]
    plain: bool = 3  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]


def made(moment: datetime) -> None:
    gate = Gate(id="g-1", name="East", seen=moment)
    assert_type(gate.id, str)
    assert_type(gate.place, str | None)
    assert_type(gate.guards, tuple[str, ...])
    assert_type(gate.seen, datetime | None)
    assert_type(Gate.ref("g-1"), ms.Ref[Gate])
    Badge(id="b-1", gate="g-1")
    Badge(id="b-1")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    Badge(gate="g-1")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    Badge("b-1", "g-1")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    Gate(id="g-1", colour="red")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    Gate(id=5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    gate.name = "West"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
