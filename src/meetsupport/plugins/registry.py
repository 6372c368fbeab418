"""The registry: which plugins there are, what they gave, and what was refused."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.metadata import EntryPoint, entry_points
from types import ModuleType
from typing import Any, Generic, TypeAlias, TypeVar, cast

import attrs
import pluggy

from meetsupport.core.codec import normalised
from meetsupport.core.errors import InvalidInput
from meetsupport.core.records import Record, RecordType
from meetsupport.model import ChecklistTemplate, HealthProtocol, Requirement, TemplateItem
from meetsupport.plugins import specs
from meetsupport.plugins.guard import PluginFailure
from meetsupport.plugins.specs import GROUP
from meetsupport.plugins.values import (
    SEVERITIES,
    BriefSection,
    Channel,
    Exporter,
    Importer,
    Rule,
    WorkCalendar,
)

__all__ = ["Owned", "PluginSource", "Registry"]

V = TypeVar("V")

PluginSource: TypeAlias = "ModuleType | object | type"
"""A module or an object with hook implementations."""

_CODE = re.compile(r"[a-z0-9_]+(?:[.-][a-z0-9_]+)*")


@attrs.frozen
class Owned(Generic[V]):
    """A value and the plugin that gave it."""

    plugin: str
    value: V


@attrs.frozen
class _Hook:
    name: str
    kind: type[Any] | tuple[type[Any], ...]
    identity: Callable[[Any], str]
    dotted: bool = False

    @property
    def expected(self) -> str:
        kinds = self.kind if isinstance(self.kind, tuple) else (self.kind,)
        return " or ".join(f"a {kind.__name__}" for kind in kinds)


def _key_of(record: Record) -> str:
    return f"{record.__record__.name}:{record.id}"


_PARTS = {"Requirement": ("protocol", "HealthProtocol"), "TemplateItem": ("template", "ChecklistTemplate")}
"""Records that are part of another, by the field that says of which."""

_HOOKS = (
    _Hook("meetsupport_records", type, lambda cls: cls.__record__.name),
    _Hook("meetsupport_rules", Rule, lambda rule: rule.code, dotted=True),
    _Hook("meetsupport_protocols", (HealthProtocol, Requirement), _key_of),
    _Hook("meetsupport_checklists", (ChecklistTemplate, TemplateItem), _key_of),
    _Hook("meetsupport_briefs", BriefSection, lambda section: section.code, dotted=True),
    _Hook("meetsupport_importers", Importer, lambda importer: importer.name),
    _Hook("meetsupport_exporters", Exporter, lambda exporter: exporter.name),
    _Hook("meetsupport_channels", Channel, lambda channel: channel.name),
    _Hook("meetsupport_calendars", WorkCalendar, lambda calendar: calendar.name),
)


class Registry:
    """
    What all plugins gave.

    Made with `load`, or for tests with `of`; it is passed to the desk, never global.

    Attributes:
        plugins: The name and version of each plugin that could be loaded, in the order of loading.
        failures: What was refused, and why.
    """

    def __init__(self) -> None:
        self.plugins: dict[str, str] = {}
        self.failures: list[PluginFailure] = []
        self._values: dict[str, dict[str, Owned[Any]]] = {hook.name: {} for hook in _HOOKS}
        self._types: dict[str, RecordType[Any]] | None = None

    @classmethod
    def load(cls, builtin: PluginSource) -> Registry:
        """
        Load the built-in plugin and every installed one.

        Args:
            builtin: The built-in plugin; it is registered like any other.
        """
        made = cls()
        made.add("core", builtin)
        for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
            made.add_entry_point(point)
        return made

    @classmethod
    def of(cls, plugins: Mapping[str, PluginSource]) -> Registry:
        """Register these plugins and no others, by name."""
        made = cls()
        for name, plugin in plugins.items():
            made.add(name, plugin)
        return made

    def add_entry_point(self, point: EntryPoint) -> None:
        """Load and register one installed plugin; if that fails, say so and go on."""
        try:
            plugin = point.load()
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 - a plugin may even call sys.exit when imported
            self._fail(point.name, "load", "", type(error).__name__, str(error))
            return
        self.add(point.name, plugin, point.dist.version if point.dist else "")

    def add(self, name: str, plugin: PluginSource, version: str = "") -> None:
        """Register a plugin; what cannot be used of it is refused and listed."""
        if name in self.plugins:
            self._fail(name, "load", "", "duplicate", "a plugin of this name is registered already")
            return
        manager = pluggy.PluginManager(GROUP)
        manager.add_hookspecs(specs)
        try:
            manager.register(plugin, name)
            manager.check_pending()
        except Exception as error:  # noqa: BLE001 - a misspelt hook, or one with arguments
            self._fail(name, "load", "", type(error).__name__, str(error))
            return
        unmarked = [n for n in _hook_like(plugin) if not getattr(getattr(plugin, n), f"{GROUP}_impl", None)]
        if unmarked:
            self._fail(name, "load", "", "unmarked", f"{', '.join(unmarked)} not marked with hookimpl")
            return
        self.plugins[name] = version
        self._types = None
        for hook in _HOOKS:
            for implementation in getattr(manager.hook, hook.name).get_hookimpls():
                self._take(name, hook, implementation.function)

    def _take(self, plugin: str, hook: _Hook, function: Callable[[], Iterable[Any]]) -> None:
        values: list[Any] = []
        try:
            for value in function():
                values.append(value)  # noqa: PERF402 - what came before a late exception is kept
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 - whatever a plugin raises is its failure, even sys.exit
            self._fail(plugin, hook.name, "", type(error).__name__, str(error))
        taken = self._values[hook.name]
        for value in _wholes_first(values):
            fault = self._fault(plugin, hook, value)
            if fault:
                self._fail(plugin, hook.name, fault[0], fault[1], fault[2])
            else:
                named = _named(plugin, value)
                taken[hook.identity(named)] = Owned(plugin, named)

    def _fault(self, plugin: str, hook: _Hook, value: object) -> tuple[str, str, str] | None:
        kind = _kind_of(value)
        if hook.kind is type:
            if not (isinstance(value, type) and issubclass(value, Record) and "__record__" in vars(value)):
                return kind, "TypeError", "expected a class made with meetsupport.record"
        elif not isinstance(value, hook.kind):
            return kind, "TypeError", f"expected {hook.expected}, got {kind}"
        identity = hook.identity(_named(plugin, value))
        if isinstance(value, Record):
            fault = self._fault_of_record(hook, value)
            if fault:
                return identity, *fault
        if hook.dotted and not (_CODE.fullmatch(identity) and "." in identity):
            return identity, "ValueError", f"invalid code {identity!r}, expected plugin.short-name in lower case"
        if isinstance(value, Rule) and value.severity not in SEVERITIES:
            return (
                identity,
                "ValueError",
                f"invalid severity {value.severity!r}, expected one of {', '.join(SEVERITIES)}",
            )
        there = self._values[hook.name].get(identity)
        if there is not None:
            return identity, "duplicate", f"the plugin {there.plugin} gave one of this name"
        return None

    def _fault_of_record(self, hook: _Hook, record: Record) -> tuple[str, str] | None:
        try:
            normalised(record)
        except InvalidInput as error:
            return type(error).__name__, str(error)
        name = record.__record__.name
        if name in _PARTS:
            field, whole = _PARTS[name]
            key = f"{whole}:{getattr(record, field)}"
            if key not in self._values[hook.name]:
                return "UnknownReference", f"it is part of {key}, which no installed plugin gives"
        return None

    def _fail(self, plugin: str, hook: str, value: str, kind: str, message: str) -> None:
        self.failures.append(PluginFailure(plugin, hook, value, "", kind, message))

    def without(self, *names: str) -> Registry:
        """Give a registry without some values, by code or name, or without whole plugins."""
        made = Registry()
        made.plugins = {name: version for name, version in self.plugins.items() if name not in names}
        made.failures = list(self.failures)
        made._values = {
            hook: {n: owned for n, owned in values.items() if n not in names and owned.plugin not in names}
            for hook, values in self._values.items()
        }
        return made

    @property
    def types(self) -> Mapping[str, RecordType[Any]]:
        """All record types by name, without those whose fields refer to a type that nobody gave."""
        if self._types is None:
            classes = self._values["meetsupport_records"]
            types: dict[str, RecordType[Any]] = {name: owned.value.__record__ for name, owned in classes.items()}
            while bad := [(n, s) for n, rt in types.items() for s in rt.refs if s.refers_to not in types]:
                for name, spec in bad:
                    if types.pop(name, None):
                        problem = f"{name}.{spec.name} refers to {spec.refers_to!r}, which no installed plugin defines"
                        self._fail(classes[name].plugin, "meetsupport_records", name, "UnknownReference", problem)
            self._types = types
        return self._types

    @property
    def rules(self) -> Mapping[str, Owned[Rule]]:
        """All rules by code."""
        return self._values["meetsupport_rules"]

    @property
    def protocols(self) -> Mapping[str, Owned[HealthProtocol | Requirement]]:
        """All health protocols and their requirements by type and id, as ``HealthProtocol:…``."""
        return self._values["meetsupport_protocols"]

    @property
    def checklists(self) -> Mapping[str, Owned[ChecklistTemplate | TemplateItem]]:
        """All checklist templates and their items by type and id, as ``ChecklistTemplate:…``."""
        return self._values["meetsupport_checklists"]

    @property
    def calendars(self) -> Mapping[str, Owned[WorkCalendar]]:
        """All calendars by name."""
        return self._values["meetsupport_calendars"]

    @property
    def sections(self) -> Mapping[str, Owned[BriefSection]]:
        """All sections of briefs by code."""
        return self._values["meetsupport_briefs"]

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of recipients that any section is for."""
        return frozenset(owned.value.kind for owned in self.sections.values())

    @property
    def importers(self) -> Mapping[str, Owned[Importer]]:
        """All importers by name."""
        return self._values["meetsupport_importers"]

    @property
    def exporters(self) -> Mapping[str, Owned[Exporter]]:
        """All exporters by name."""
        return self._values["meetsupport_exporters"]

    @property
    def channels(self) -> Mapping[str, Owned[Channel]]:
        """All channels by name."""
        return self._values["meetsupport_channels"]


def _named(plugin: str, value: Any) -> Any:
    if isinstance(value, BriefSection) and not value.code:
        return attrs.evolve(value, code=f"{plugin}.{value.kind}")
    return value


def _wholes_first(values: Iterable[Any]) -> list[Any]:
    """Put what others are part of before its parts; what comes twice stays in its order."""
    return sorted(values, key=lambda value: isinstance(value, (Requirement, TemplateItem)))


def _kind_of(value: object) -> str:
    return type(value).__name__


def _hook_like(plugin: PluginSource) -> Iterator[str]:
    for name, member in inspect.getmembers(plugin):
        if name.startswith(f"{GROUP}_") and callable(member) and not isinstance(cast("Any", member), type):
            yield name
