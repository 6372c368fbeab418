"""Findings: what rules say, and the report that they make."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, overload

import attrs

from meetsupport.core.frozen import fill
from meetsupport.core.messages import Message
from meetsupport.core.records import Ref
from meetsupport.plan import Facts
from meetsupport.plugins import SEVERITIES, PluginFailure, Severity

__all__ = ["Finding", "Report"]


@attrs.frozen
class Finding:
    """
    A rule's answer.

    Attributes:
        code: The rule's code.
        severity: How bad it is.
        message: What is wrong.
        subject: The record that was judged; ``None`` for the plan as a whole.
        key: What tells it from other findings of the same rule and subject.
        basis: What the rule rests on, with its source.
        fix: What would mend it.
        about: Other records that it speaks of.
        settle_by: Until when it may be open, if the rule says so.
    """

    code: str
    severity: Severity
    message: Message
    subject: Ref[Any] | None
    key: str
    basis: str
    fix: Message | None
    about: tuple[Ref[Any], ...]
    settle_by: datetime | None
    _explain: Callable[[Finding], Facts] = attrs.field(eq=False, repr=False)

    def __hash__(self) -> int:
        # Of what tells findings apart: hashed with all that it says, a long list would cost more than judging it.
        return hash((self.code, self.key))

    @property
    def identity(self) -> tuple[str, str, str]:
        """What it is, whatever it says now: code, subject and key."""
        return self.code, str(self.subject or ""), self.key

    @property
    def facts(self) -> Facts:
        """What it rests on, looked up in the plan as it is now."""
        return self._explain(self)

    def text(self, language: str = "en") -> str:
        """Say it in a language, on a few lines."""
        of = f" [{self.subject}]" if self.subject else ""
        severity = Message(self.severity)
        if self.severity == "unsettled" and self.settle_by is not None:
            severity = Message.of("to settle by {when}", when=self.settle_by)
        lines = [f"{severity.text(language)}: {self.code}{of}: {self.message.text(language)}"]
        if self.fix is not None:
            lines.append("  " + Message.of("mend: {fix}", fix=self.fix).text(language))
        lines.append("  " + Message.of("basis: {basis}", basis=Message(_braced(self.basis))).text(language))
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.text()


def _braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _rank(finding: Finding) -> tuple[Any, ...]:
    return SEVERITIES.index(finding.severity), *finding.identity


@attrs.frozen(init=False)
class Report(Sequence[Finding]):
    """
    All findings, the worst first.

    Attributes:
        findings: The findings.
        failures: What plugins did wrong. A report with failures is never clear, since nobody knows what they would
            have found.
    """

    findings: tuple[Finding, ...]
    failures: tuple[PluginFailure, ...]

    def __init__(self, findings: Iterable[Finding], failures: Iterable[PluginFailure] = ()) -> None:
        fill(self, findings=tuple(sorted(findings, key=_rank)), failures=tuple(sorted(failures, key=str)))

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """The findings that must be mended now."""
        return tuple(finding for finding in self.findings if finding.severity == "blocking")

    @property
    def clear(self) -> bool:
        """Whether nothing blocking stands and every rule could be judged."""
        return not self.blocking and not self.failures

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Finding]: ...
    def __getitem__(self, index: int | slice) -> Finding | Sequence[Finding]:
        return self.findings[index]

    def __len__(self) -> int:
        return len(self.findings)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)
