"""The built-in channels, importers and exporters keep the promises that plugins must keep."""

# pyright: reportUnknownLambdaType=false, reportUnknownMemberType=false, reportArgumentType=false
# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import attrs
import pytest

from meetsupport.core.codec import Contents
from meetsupport.desk.builtin import meetsupport_channels
from meetsupport.exchange import PLAN_EXPORTER, PLAN_IMPORTER
from meetsupport.model import Delegation, Participant, Place, Recipient
from meetsupport.plan import Plan
from meetsupport.plugins import Channel, Delivery, Exporter, Importer, Receipt
from meetsupport.testing import (
    MODEL,
    ChannelConformance,
    ExporterConformance,
    ImporterConformance,
    RecordingChannel,
    with_secrets,
)

CHANNELS = {channel.name: channel for channel in meetsupport_channels()}
PLAN = Plan.of(
    MODEL,
    Contents(
        (
            Delegation(id="d", name="north"),
            Participant(id="p", delegation="d", name="N"),
            Place(id="a", name="hall"),
            Recipient(id="r", addresses=("recording:x",)),
        ),
        {},
        (),
    ),
)


class TestRecording(ChannelConformance):
    @pytest.fixture
    def channel(self) -> Channel:
        return RecordingChannel().channel


class TestConsole(ChannelConformance):
    @pytest.fixture
    def channel(self) -> Channel:
        return CHANNELS["console"]


class TestOutbox(ChannelConformance):
    @pytest.fixture
    def channel(self) -> Channel:
        return CHANNELS["outbox"]

    @pytest.fixture
    def delivery(self, tmp_path: Path) -> Delivery:
        return attrs.evolve(
            Delivery("r@1", "r", str(tmp_path), "subject", "text", "en", None, ("line",)), address=str(tmp_path / "x")
        )

    def test_the_same_key_twice_leaves_one_file(self, channel: Channel, delivery: Delivery) -> None:
        channel.send(delivery)
        channel.send(delivery)
        assert [path.name for path in Path(delivery.address).iterdir()] == ["r@1.jsonl"]


class TestPlanImporter(ImporterConformance):
    refuses: ClassVar[Mapping[str, bytes]] = {"another version": b'{"meetsupport":99}', "a list": b"[]"}

    @pytest.fixture
    def importer(self) -> Importer:
        return PLAN_IMPORTER

    @pytest.fixture
    def content(self) -> bytes:
        return PLAN.write()


class TestPlanExporter(ExporterConformance):
    @pytest.fixture
    def exporter(self) -> Exporter:
        return PLAN_EXPORTER

    @pytest.fixture
    def plan(self) -> Plan:
        return PLAN


# The kit itself catches what it is for


def failing(kit: Any, test: str, *given: Any) -> None:
    with pytest.raises((AssertionError, ValueError)):
        getattr(kit(), test)(*given)


def test_a_channel_that_breaks_its_promises_is_caught() -> None:
    delivery = Delivery("k", "r", "a", "s", "t", "en", None, ())
    answers: Any = Channel("a", lambda _: True)  # type: ignore[arg-type, return-value]
    failing(ChannelConformance, "test_it_answers_with_a_receipt", answers, delivery)
    refuses = Channel("a:b", lambda _: Receipt(delivered=False))
    failing(ChannelConformance, "test_it_answers_with_a_receipt", refuses, delivery)
    failing(ChannelConformance, "test_its_name_can_stand_in_an_address", refuses)


def test_an_exporter_that_shows_what_is_masked_is_caught() -> None:
    leaky = Exporter("leaky", ".txt", "text/plain", lambda plan, of, language: with_secrets(PLAN).write())
    failing(ExporterConformance, "test_it_shows_nothing_that_its_reader_may_not_see", leaky, PLAN)


def test_an_importer_that_raises_anything_else_is_caught() -> None:
    broken: Any = Importer("broken", (".x",), lambda source: int(source.content))  # type: ignore[arg-type, return-value]
    failing(ImporterConformance, "test_it_refuses_broken_files_or_reads_them", broken, b"x", {}, "text")


@pytest.mark.parametrize("kit", [ChannelConformance, ImporterConformance, ExporterConformance])
def test_a_kit_says_which_fixture_to_override(kit: Any) -> None:
    for name in ("channel", "importer", "exporter", "content"):
        fixture = getattr(kit, name, None)
        if fixture is not None:
            with pytest.raises(NotImplementedError, match=name):
                fixture.__wrapped__(kit()) if hasattr(fixture, "__wrapped__") else fixture._get_wrapped_function()(
                    kit()
                )
