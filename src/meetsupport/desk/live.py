"""The live readings: what every rule finds and what every recipient must know, kept up to date as the plan moves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any

import attrs

from meetsupport.core.errors import DerivationCycle, DerivationFailed, PluginError
from meetsupport.core.memory import uncollected
from meetsupport.core.records import Ref
from meetsupport.desk.findings import Finding
from meetsupport.desk.judging import finding_of, holds, section_query
from meetsupport.desk.known import Brief, BriefLine, Lines, as_known, same_content
from meetsupport.desk.ledger import Ledger
from meetsupport.model import Recipient
from meetsupport.plan import Delta, Derived, Engine, Facts, Failure, Node, Plan, Reader, facts_of
from meetsupport.plugins import Owned, PluginFailure, Registry, Rule

__all__ = ["Live", "Moved"]


@attrs.frozen
class Moved:
    """
    What a step changed.

    Attributes:
        briefs: The recipients whose brief says something else than before.
        raised: Findings that were not there before, or were less severe.
        cleared: Findings that are there no longer, or less severe.
        fresh: Those of them that knew everything before.
        relieved: The recipients that had something to be told before, and nothing now.
        heard: The differences that some brief reads.
    """

    briefs: tuple[str, ...]
    raised: tuple[Finding, ...]
    cleared: tuple[Finding, ...]
    fresh: frozenset[str]
    relieved: tuple[str, ...]
    heard: frozenset[Delta]


class Live:
    """
    All readings of one plan and one ledger.

    Args:
        registry: The rules and sections.
        plan: The plan.
        ledger: Who knows what.
        now: The moment.
    """

    def __init__(self, registry: Registry, plan: Plan, ledger: Ledger, now: datetime) -> None:
        self.registry = registry
        self.ledger = ledger
        self.engine = Engine(plan, now, self.is_informed, registry.kinds.__contains__)
        self.findings: dict[Node, tuple[Finding, ...]] = {}
        self.failures: dict[Node, PluginFailure] = {}
        self.briefs: dict[str, Brief] = {}
        self._failing: set[str] = set()
        self._informed: dict[str, bool] = {}
        self.waiting: set[str] = set()
        """The recipients that must be told something."""
        self._section_queries = {code: section_query(owned) for code, owned in registry.sections.items()}
        self._brief_query: Derived[str, Brief] = Derived(self._compose)
        self._brief_query.__name__ = "brief"
        self._rule_queries = {code: self._rule_query(owned) for code, owned in registry.rules.items()}
        self._rule_of = {query: registry.rules[code] for code, query in self._rule_queries.items()}
        self._by_type: dict[str, list[Derived[Any, Any]]] = {}
        for code, owned in registry.rules.items():
            each = owned.value.each
            if each is not None:
                self._by_type.setdefault(each.__record__.name, []).append(self._rule_queries[code])
        with uncollected():
            self._begin()

    # Starting and moving

    def _begin(self) -> None:
        plan = self.engine.plan
        for recipient in sorted({*(record.id for record in plan.all(Recipient)), *self.ledger.gone}):
            self._take_brief(self.engine.ask(self._brief_query, recipient, root=True))
        for recipient in self.briefs:
            self._judge(recipient)
        for code, owned in self.registry.rules.items():
            query = self._rule_queries[code]
            each = owned.value.each
            if each is None:
                self._take_findings(self.engine.ask(query, "", root=True))
            else:
                for record in plan.all(each):
                    self._take_findings(self.engine.ask(query, record.id, root=True))
        self.engine.touched.clear()

    def move(self, plan: Plan, deltas: Iterable[Delta]) -> Moved:
        """
        Take another plan.

        Args:
            plan: The plan from now on.
            deltas: All records in which it differs from the one before.
        """
        deltas = tuple(deltas)
        with uncollected():
            self.engine.move(plan, deltas)
            heard = set(self._heard(deltas))
            recipients = [delta for delta in deltas if delta.type == Recipient.__record__.name]
            new_briefs = [delta.id for delta in recipients if delta.id not in self.briefs]
            moved = self._settle(self._change_subjects(deltas), new_briefs)
            heard.update(recipients)
            heard.update(self._heard([delta for delta in deltas if delta not in heard]))
        return attrs.evolve(moved, heard=frozenset(heard))

    def advance(self, now: datetime) -> Moved:
        """Let time pass."""
        self.engine.advance(now)
        return self._settle({}, ())

    def told(self, recipients: Iterable[str]) -> Moved:
        """Take notice that the ledger now says something else about these recipients."""
        return self._settle({}, (), recipients)

    def _settle(
        self, before: dict[Node, tuple[Finding, ...]], new_briefs: Iterable[str], told: Iterable[str] = ()
    ) -> Moved:
        engine = self.engine
        changed: dict[str, bool] = {}
        for recipient in new_briefs:
            changed[recipient] = self._take_brief(engine.ask(self._brief_query, recipient, root=True))
        touched = list(engine.touched)
        engine.touched.clear()
        for node in touched:
            if node.query is self._brief_query and node.root:
                changed[str(node.key)] = self._take_brief(engine.ask(node.query, node.key, root=True))
        judged = {**changed, **dict.fromkeys(told)}
        waiting = [r for r in judged if r in self.waiting]
        fresh = frozenset(r for r in changed if r not in self.waiting)
        engine.recipients_informed([r for r in judged if self._flips(r)])
        relieved = tuple(sorted(r for r in waiting if r not in self.waiting))
        for node in [*touched, *engine.touched]:
            if node.query in self._rule_of and node.root:
                before.setdefault(node, self.findings.get(node, ()))
                self._take_findings(engine.ask(node.query, node.key, root=True))
        engine.touched.clear()
        engine.collect()
        raised, cleared = _difference(before, self.findings)
        briefs = tuple(sorted(r for r, says_else in changed.items() if says_else))
        return Moved(briefs, raised, cleared, fresh, relieved, frozenset())

    def _change_subjects(self, deltas: Iterable[Delta]) -> dict[Node, tuple[Finding, ...]]:
        """Begin judging subjects that came, stop judging those that went."""
        before: dict[Node, tuple[Finding, ...]] = {}
        for delta in deltas:
            for query in self._by_type.get(delta.type, ()):
                if delta.old is None:
                    self.engine.expect(query, delta.id)
                elif delta.new is None:
                    gone = self.engine.peek(query, delta.id)
                    if gone is not None:
                        before.setdefault(gone, self.findings.pop(gone, ()))
                        self.failures.pop(gone, None)
                        self.engine.forget(query, delta.id)
        return before

    def _heard(self, deltas: Iterable[Delta]) -> Iterator[Delta]:
        """Give the differences that some brief rests on. Each evaluation is asked about once, however many it read."""
        known: dict[Node, bool] = {}
        return self.engine.concerning(deltas, lambda node: self._is_heard(node, known))

    def _is_heard(self, node: Node, known: dict[Node, bool]) -> bool:
        """
        Say whether a brief rests on an evaluation.

        Args:
            node: The evaluation.
            known: What is known of others already; it grows. Of those in a circle only that a brief rests on them.
        """
        if node in known:
            return known[node]
        known[node] = node.query is self._brief_query
        path = [(node, iter(node.parents))]
        seen = [node]
        while path and not known[node]:
            parent = next(path[-1][1], None)
            if parent is None:
                path.pop()
            elif parent not in known:
                known[parent] = parent.query is self._brief_query
                seen.append(parent)
                path.append((parent, iter(parent.parents)))
            if parent is not None and known[parent]:
                known.update((one, True) for one, _ in path)
        if known[node]:
            for one in seen:
                if one.cyclic and not known[one]:
                    del known[one]
        return known[node]

    # Rules

    def _rule_query(self, owned: Owned[Rule]) -> Derived[Any, Any]:
        rule = owned.value
        explain = self._explain

        def judge(plan: Reader, subject: str) -> tuple[Finding, ...]:
            if rule.valid != (None, None) and not holds(plan, rule):
                return ()
            if rule.each is None:
                problems = tuple(rule.check(plan))
            else:
                record = plan.get(rule.each, subject)
                problems = () if record is None else tuple(rule.check(plan, record))
            if not problems:
                return ()
            of = None if rule.each is None else Ref(rule.each, subject)
            found = [finding_of(plan, rule, of, problem, explain) for problem in problems]
            if len(found) > 1 and len({finding.key for finding in found}) != len(found):
                raise PluginError(f"{rule.code} gave several problems with one key; give each a key of its own")
            return tuple(found)

        query: Derived[Any, Any] = Derived(judge)
        query.__name__ = rule.code
        return query

    def _take_findings(self, node: Node) -> None:
        if node.failure is None:
            if node.value:
                self.findings[node] = node.value
            else:
                self.findings.pop(node, None)
            self.failures.pop(node, None)
            return
        self.findings.pop(node, None)
        owned = self._rule_of[node.query]
        each = owned.value.each
        subject = f"{each.__record__.name}:{node.key}" if each else ""
        failure = node.failure
        self.failures[node] = PluginFailure(
            owned.plugin, "meetsupport_rules", owned.value.code, subject, failure.kind, failure.message
        )

    def _explain(self, finding: Finding) -> Facts:
        subject = finding.subject.id if finding.subject else ""
        node = self.engine.ask(self._rule_queries[finding.code], subject)
        return facts_of(self.engine.plan, node)

    # Briefs

    def _compose(self, plan: Reader, recipient_id: str) -> Brief:
        recipient = plan.get(Recipient, recipient_id)
        if recipient is None:
            return Brief()
        lines: list[BriefLine] = []
        failed: list[str] = []
        for code, owned in self.registry.sections.items():
            if owned.value.kind in recipient.kinds:
                try:
                    made = plan.derive(self._section_queries[code], recipient_id)
                    lines += made
                except (DerivationFailed, DerivationCycle):
                    failed.append(code)
        return Brief(tuple(sorted(lines, key=attrgetter("key"))), tuple(failed))

    def _take_brief(self, node: Node) -> bool:
        """Keep a brief; say whether it says something else than the one before."""
        recipient = str(node.key)
        brief: Brief = node.value if node.failure is None else Brief((), tuple(self.registry.sections))
        old = self.briefs.get(recipient) or Brief()
        before = old.by_key()
        brief = attrs.evolve(brief, lines=as_known(brief.lines, before))
        self.briefs[recipient] = brief
        if brief.failed:
            self._failing.add(recipient)
        else:
            self._failing.discard(recipient)
        return old.failed != brief.failed or not same_content(before, brief.by_key())

    def all_failures(self) -> Iterator[PluginFailure]:
        """List what plugins did wrong: when they were loaded, as rules and as sections."""
        yield from self.registry.failures
        yield from self.failures.values()
        for recipient in sorted(self._failing):
            for code in self.briefs[recipient].failed:
                owned = self.registry.sections[code]
                node = self.engine.peek(self._section_queries[code], recipient)
                failure = (node and node.failure) or Failure("PluginError", "the brief could not be composed")
                yield PluginFailure(
                    owned.plugin, "meetsupport_briefs", code, f"Recipient:{recipient}", failure.kind, failure.message
                )

    def now(self, recipient: str) -> Lines:
        """
        Give the brief of a recipient as it is to be compared with what it knows.

        Lines under sections that could not be composed, or whose plugin is not installed, stand as they were known
        last: nobody is told that something is off because a plugin failed.
        """
        brief = self.briefs.get(recipient) or Brief()
        lines = brief.by_key()
        sections = self.registry.sections.keys() - set(brief.failed)
        for key, line in self.ledger.standing(recipient).latest.items():
            if key.partition(":")[0] not in sections:
                lines[key] = line
        return lines

    def _judge(self, recipient: str) -> None:
        """Compare the brief now with all that the recipient may act on."""
        standing = self.ledger.standing(recipient)
        brief = self.briefs[recipient]
        self.briefs[recipient] = attrs.evolve(brief, lines=as_known(brief.lines, standing.latest))
        now = self.now(recipient)
        knows = all(same_content(known, now) for known in standing.known)
        if knows:
            self.waiting.discard(recipient)
        else:
            self.waiting.add(recipient)
        self._informed[recipient] = knows and not self.briefs[recipient].failed

    def _concerns(self, recipient: str) -> bool:
        """Say whether somebody is a recipient, or was one and must still be told."""
        there = self.engine.plan.get(Recipient, recipient) is not None
        return there or any(self.ledger.standing(recipient).known)

    def is_informed(self, recipient: str) -> bool:
        """Say whether a recipient has acknowledged all that it must know."""
        return self._informed.get(recipient, False)

    def _flips(self, recipient: str) -> bool:
        """Judge again whether a recipient is informed; say whether that changed."""
        before = self._informed.get(recipient, False)
        if recipient not in self.briefs or not self._concerns(recipient):
            self.briefs.pop(recipient, None)
            self._failing.discard(recipient)
            self._informed.pop(recipient, None)
            self.waiting.discard(recipient)
            self.engine.forget(self._brief_query, recipient)
            return before
        self._judge(recipient)
        return before != self._informed[recipient]


def _difference(
    before: Mapping[Node, tuple[Finding, ...]], now: Mapping[Node, tuple[Finding, ...]]
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    raised: list[Finding] = []
    cleared: list[Finding] = []
    for node, old in before.items():
        new = now.get(node, ())
        if new is old:
            continue
        was = {(f.key, f.severity) for f in old}  # of one node, so of one rule and subject
        there = {(f.key, f.severity) for f in new}
        raised += [f for f in new if (f.key, f.severity) not in was]
        cleared += [f for f in old if (f.key, f.severity) not in there]
    return tuple(sorted(raised, key=_identity)), tuple(sorted(cleared, key=_identity))


def _identity(finding: Finding) -> tuple[str, str, str]:
    return finding.identity
