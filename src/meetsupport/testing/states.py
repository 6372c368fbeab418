"""States whose needs are met: what a change would be refused for is never drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from hypothesis import strategies as st

from meetsupport.core.records import RecordType
from meetsupport.core.specs import FieldSpec, is_set
from meetsupport.testing.values import field_values

__all__ = ["Targets", "meet"]

Targets: TypeAlias = Callable[[FieldSpec], Sequence[str]]
"""Gives the ids that a reference may hold."""


def meet(
    draw: Any,
    rt: RecordType[Any],
    given: dict[str, Any],
    former: Mapping[str, Any] | None,
    targets: Targets,
    words: Mapping[str, Sequence[Any]] | None = None,
) -> bool:
    """
    Fill the fields that the states of a record need, or put it into other states whose needs can be met.

    Args:
        draw: Given by Hypothesis.
        rt: What the record is.
        given: The values of its fields; they are changed.
        former: The values that it has now, if it is there.
        targets: What its references may hold.
        words: As for `field_values`.

    Returns:
        Whether there is such a record. There is none where its state may not change, and what the state needs went
        with the same change.
    """
    for spec in rt.stateful:
        if spec.needs or spec.apart:
            before = None if former is None else former[spec.name]
            allowed = spec.transitions or {}
            reachable = (spec.begins or allowed) if before is None else (before, *allowed[before])
            for state in (given[spec.name], *sorted(reachable)):
                made = _filled(draw, rt, spec, state, given, targets, words)
                if made is not None:
                    given.update(made)
                    break
            else:
                return False
    return True


def _filled(
    draw: Any,
    rt: RecordType[Any],
    spec: FieldSpec,
    state: str,
    given: Mapping[str, Any],
    targets: Targets,
    words: Mapping[str, Sequence[Any]] | None,
) -> dict[str, Any] | None:
    """Give what must be set so that a record may be in a state; ``None`` where it cannot be."""
    needed = spec.needs.get(state, ())
    made: dict[str, Any] = {spec.name: state}
    for name in needed:
        if not is_set(given.get(name)):
            need = rt.fields[name]
            if need.refers_to is None:
                made[name] = draw(field_values(need, rt.name, words).filter(is_set))
            elif there := targets(need):
                made[name] = (draw(st.sampled_from(there)),) if need.many else draw(st.sampled_from(there))
            else:
                return None
    for one, other in spec.apart:
        value = made.get(one, given.get(one))
        if value is None or value != made.get(other, given.get(other)):
            continue
        free = next((name for name in (one, other) if name not in needed), None)
        others = [target for target in targets(rt.fields[other]) if target != value]
        if free is not None:
            made[free] = None
        elif others:
            made[other] = draw(st.sampled_from(others))
        else:
            return None
    return made
