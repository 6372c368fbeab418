"""
What channels, importers and exporters promise, as tests to inherit.

Inherit and override the fixture; say what is not supported; nothing else to write::

    class TestPager(ChannelConformance):
        @pytest.fixture
        def channel(self):
            return PagerChannel(url=FAKE)
"""

# ruff: noqa: S101 - tests to inherit: assert is how they speak

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar, cast

import attrs
import pytest

from meetsupport.core.errors import MeetSupportError
from meetsupport.core.records import Record, Ref
from meetsupport.plan import Change, PlainReader, Plan, Put, View, checked
from meetsupport.plugins import Channel, Delivery, Exporter, Importer, Receipt, Source
from meetsupport.testing.clock import START
from meetsupport.testing.strategies import MODEL
from meetsupport.testing.values import AWKWARD

__all__ = ["SECRET", "ChannelConformance", "ExporterConformance", "ImporterConformance", "with_secrets"]

SECRET = "not-for-everybody"  # noqa: S105 - a text that nobody may see, no password
"""What stands in every sensitive text of a plan made by `with_secrets`; plain, so that no encoding hides it."""


class ChannelConformance:
    """
    What a channel promises.

    Attributes:
        address: An address that it delivers to, without its own name before it.
        delivers: Whether it delivers in the test's surroundings; without a service it may refuse, and must not raise.
    """

    address: ClassVar[str] = "somebody"
    delivers: ClassVar[bool] = True

    @pytest.fixture
    def channel(self) -> Channel:
        """Give the channel that is tested."""
        raise NotImplementedError("override the fixture 'channel'")

    @pytest.fixture
    def delivery(self) -> Delivery:
        """Give something to deliver."""
        return Delivery(
            key="r-1@0123456789ab",
            recipient="r-1",
            address=self.address,
            subject="what is new for you: 1",
            text="what is new for you: 1\n· New: hall 2 at 08:00",
            language="en",
            deadline=START + timedelta(hours=1),
            lines=("New: hall 2 at 08:00",),
        )

    def _sent(self, channel: Channel, delivery: Delivery) -> None:
        receipt = channel.send(delivery)
        assert isinstance(receipt, Receipt)
        assert receipt.delivered or not self.delivers

    def test_its_name_can_stand_in_an_address(self, channel: Channel) -> None:
        """An address is the channel's name, a colon, and what the channel makes of the rest."""
        assert channel.name
        assert ":" not in channel.name
        assert channel.name == channel.name.strip()

    def test_it_has_a_time_limit(self, channel: Channel) -> None:
        """A channel that hangs is left behind after its timeout."""
        assert channel.timeout > timedelta()

    def test_it_answers_with_a_receipt(self, channel: Channel, delivery: Delivery) -> None:
        """It takes a plain delivery."""
        self._sent(channel, delivery)

    def test_it_takes_the_same_delivery_twice(self, channel: Channel, delivery: Delivery) -> None:
        """After a crash the same key comes again."""
        self._sent(channel, delivery)
        self._sent(channel, delivery)

    @pytest.mark.parametrize("text", AWKWARD)
    def test_it_takes_any_text(self, channel: Channel, delivery: Delivery, text: str) -> None:
        """Names are rare, long, full-width and look like markup."""
        self._sent(channel, attrs.evolve(delivery, subject=text, text=text, lines=(text, text)))

    def test_it_takes_a_delivery_without_a_deadline(self, channel: Channel, delivery: Delivery) -> None:
        """Not everything has a time."""
        self._sent(channel, attrs.evolve(delivery, deadline=None))

    def test_it_takes_many_lines(self, channel: Channel, delivery: Delivery) -> None:
        """A whole brief may be new."""
        lines = tuple(f"New: line {number}" for number in range(500))
        self._sent(channel, attrs.evolve(delivery, lines=lines, text="\n".join(lines)))


class ImporterConformance:
    """
    What an importer promises.

    Attributes:
        refuses: Contents that it must refuse, by a name for each, beside those that all importers are given.
    """

    refuses: ClassVar[Mapping[str, bytes]] = {}

    @pytest.fixture
    def importer(self) -> Importer:
        """Give the importer that is tested."""
        raise NotImplementedError("override the fixture 'importer'")

    @pytest.fixture
    def content(self) -> bytes:
        """Give a file that it reads into an empty plan."""
        raise NotImplementedError("override the fixture 'content'")

    @pytest.fixture
    def options(self) -> Mapping[str, Any]:
        """Give what it must be told besides."""
        return {}

    def _read(self, importer: Importer, content: bytes, options: Mapping[str, Any]) -> Change:
        plan = Plan(MODEL)
        source = Source(f"file{importer.suffixes[0]}", content, plan, lambda _: plan, "clerk", START, dict(options))
        return importer.read(source)

    def test_its_suffixes_can_be_looked_up(self, importer: Importer) -> None:
        """The importer of a file is found by its suffix, in lower case with the dot."""
        assert importer.suffixes
        assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in importer.suffixes)

    def test_it_gives_a_change_that_a_plan_can_take(
        self, importer: Importer, content: bytes, options: Mapping[str, Any]
    ) -> None:
        """All references hold, and all records have their types."""
        change = self._read(importer, content, options)
        assert change.by == "clerk"
        assert checked(Plan(MODEL), change, 1)[2]

    def test_it_gives_the_same_for_the_same(
        self, importer: Importer, content: bytes, options: Mapping[str, Any]
    ) -> None:
        """What comes out depends on nothing but the file and the plan."""
        assert self._read(importer, content, options) == self._read(importer, content, options)

    @pytest.mark.parametrize("name", ["empty", "half", "tail", "noise", "text", "nul"])
    def test_it_refuses_broken_files_or_reads_them(
        self, importer: Importer, content: bytes, options: Mapping[str, Any], name: str
    ) -> None:
        """A broken file is refused with an error of this library; nothing else is raised."""
        broken = {
            "empty": b"",
            "half": content[: len(content) // 2],
            "tail": content[len(content) // 2 :],
            "noise": bytes(range(256)) * 8,
            "text": "\n".join(AWKWARD).encode(),
            "nul": b"\0" * 4096,
        }[name]
        try:
            change = self._read(importer, broken, options)
        except MeetSupportError as error:
            assert str(error)  # noqa: PT017 - refusing is one of two right answers
        else:
            assert isinstance(change, Change)

    def test_it_refuses_what_it_must(self, importer: Importer, options: Mapping[str, Any]) -> None:
        """Each file of `refuses` is refused."""
        for content in self.refuses.values():
            with pytest.raises(MeetSupportError):
                self._read(importer, content, options)


class ExporterConformance:
    """
    What an exporter promises.

    Attributes:
        of: The record that it is asked for; ``None`` where it writes the plan as a whole.
        repeats: Whether the same plan gives the same bytes; some formats carry the time of writing.
    """

    of: ClassVar[Ref[Any] | None] = None
    repeats: ClassVar[bool] = True

    @pytest.fixture
    def exporter(self) -> Exporter:
        """Give the exporter that is tested."""
        raise NotImplementedError("override the fixture 'exporter'")

    @pytest.fixture
    def plan(self) -> Plan:
        """Give a plan that has what it writes."""
        return Plan(MODEL)

    def _rendered(self, exporter: Exporter, plan: Plan, sees: tuple[str, ...] | None, language: str = "en") -> bytes:
        reader = PlainReader(plan, START)
        return exporter.render(reader if sees is None else View(reader, sees), self.of, language)

    def test_it_gives_bytes_in_every_language(self, exporter: Exporter, plan: Plan) -> None:
        """Headings are translated; a language that there is none for is English."""
        for language in ("en", "zh_CN", "xx"):
            assert isinstance(self._rendered(exporter, plan, None, language), bytes)

    def test_its_suffix_can_be_looked_up(self, exporter: Exporter) -> None:
        """The exporter of a file is found by its suffix, in lower case with the dot."""
        assert exporter.suffix.startswith(".")
        assert exporter.suffix == exporter.suffix.lower()
        assert "/" in exporter.media_type

    def test_it_gives_the_same_for_the_same(self, exporter: Exporter, plan: Plan) -> None:
        """What comes out depends on nothing but the plan."""
        if not self.repeats:
            pytest.skip("its format carries the time of writing")
        assert self._rendered(exporter, plan, None) == self._rendered(exporter, plan, None)

    def test_it_shows_nothing_that_its_reader_may_not_see(self, exporter: Exporter, plan: Plan) -> None:
        """Through a view that sees nothing sensitive, no sensitive text comes out."""
        made = self._rendered(exporter, with_secrets(plan), ())
        assert SECRET.encode() not in made


def with_secrets(plan: Plan) -> Plan:
    """Write `SECRET` into every sensitive field of a plan that holds texts."""
    edits: list[Put] = []
    for record in plan:
        hidden = {
            spec.name: (SECRET,) if spec.many else SECRET for spec in record.__record__.masked if spec.base is str
        }
        edits.append(Put(cast("Record", attrs.evolve(cast("Any", record), **hidden))))
    return plan.moved(edits, plan.revision + 1)[0]
