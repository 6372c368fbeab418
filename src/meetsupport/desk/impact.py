"""What a change does, or would do."""

from __future__ import annotations

from typing import Any

import attrs

from meetsupport.core.messages import Message
from meetsupport.core.records import Ref
from meetsupport.desk.findings import Finding
from meetsupport.desk.notices import Notice
from meetsupport.plan import Delta, Question

__all__ = ["Impact"]


@attrs.frozen
class Impact:
    """
    What a change does, or would do.

    Attributes:
        revision: The revision that it made; ``None`` for a preview, a held change, or one that changes nothing.
        id: For a held change, what `Desk.confirm` and `Desk.discard` know it by.
        held: Whether it waits for a decision, since it removes surprisingly much.
        changes: What it did to each record.
        notices: Who must be told, and what is new for each.
        withdrawn: The recipients whose open notice is needed no longer.
        raised: The findings that it raises.
        cleared: The findings that it clears.
        unheard: The changed records that no brief reads.
        questions: What an importer could not decide, and left out.
        why: For a held change, why it is held.
    """

    revision: int | None = None
    id: int | None = None
    held: bool = False
    changes: tuple[Delta, ...] = ()
    notices: tuple[Notice, ...] = ()
    withdrawn: tuple[str, ...] = ()
    raised: tuple[Finding, ...] = ()
    cleared: tuple[Finding, ...] = ()
    unheard: tuple[Ref[Any], ...] = ()
    questions: tuple[Question, ...] = ()
    why: Message | None = None

    @property
    def reason(self) -> str:
        """Why a held change is held, in English; empty for any other."""
        return "" if self.why is None else self.why.text()
