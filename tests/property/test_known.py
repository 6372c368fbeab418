"""What must be told brings every known brief to the brief now, and says no more than it must."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from meetsupport.core.messages import Message
from meetsupport.desk.known import BriefLine, apply, difference, same_content
from tests.property.looking import content

KEYS = ("s:a", "s:b", "s:c", "s:d")
BRIEFS = st.dictionaries(st.sampled_from(KEYS), st.sampled_from("xyz"), max_size=4).map(
    lambda said: {key: BriefLine(key, Message.of(text)) for key, text in said.items()}
)


@given(st.lists(BRIEFS, min_size=1, max_size=4), BRIEFS)
def test_whichever_known_brief_is_acted_on_the_notice_gives_the_brief_now(
    known: list[dict[str, BriefLine]], now: dict[str, BriefLine]
) -> None:
    told = difference(known, now)
    for brief in known:
        assert content(apply(brief, told.stated, told.withdrawn, {}).values()) == content(now.values())
    assert bool(told) is not all(same_content(brief, now) for brief in known)


@given(st.lists(BRIEFS, min_size=1, max_size=4), BRIEFS)
def test_the_latest_known_brief_takes_the_keys_of_the_brief_now(
    known: list[dict[str, BriefLine]], now: dict[str, BriefLine]
) -> None:
    told = difference(known, now)
    after = apply(known[-1], told.stated, told.withdrawn, told.renamed)
    assert {key: line.content for key, line in after.items()} == {key: line.content for key, line in now.items()}


@given(BRIEFS, BRIEFS)
def test_equal_content_is_told_by_nobody_whatever_its_keys(
    one: dict[str, BriefLine], other: dict[str, BriefLine]
) -> None:
    same = content(one.values()) == content(other.values())
    assert same_content(one, other) is same
    assert bool(difference([one], other)) is not same
    told = difference([one], other)
    gone = content(one.values()) - content(other.values())
    # Under keys that both have, a line that changed is stated and not withdrawn; the rest pairs by content.
    assert sum(gone.values()) >= len(told.withdrawn)
