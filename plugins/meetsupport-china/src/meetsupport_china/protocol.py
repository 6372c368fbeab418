"""
Seating by rank: platform, meeting, talks, signing, banquet, photo, cars.

Each function is given how many people there are, or how many on each side, and returns their ranks (1 is the first)
seat by seat. Rank is a list that somebody wrote; nothing here infers who ranks before whom.

**Viewpoints.** Seats are given as the sitters have them: from their own left to their own right (背向主席台, with one's
back to the platform). `audience_view` turns them into what the audience sees from left to right (面向主席台).

The sources are secondary pages (grade C), which agree unless a function says otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias, TypeVar

import attrs

from meetsupport import InvalidInput

__all__ = [
    "CAPTIONS",
    "EvenRule",
    "Sides",
    "View",
    "audience_view",
    "banquet",
    "car",
    "coach",
    "meeting",
    "photo",
    "platform",
    "platform_rows",
    "signing",
    "tables",
    "talks",
    "viewed",
]

T = TypeVar("T")

EvenRule: TypeAlias = Literal["A", "B"]
"""
What an even number on a platform does; both are widely published, and an office must say which it follows.

- ``"A"`` ("the principle that the general office goes by"): 1 and 2 share the centre, 1 in the left seat of it.
- ``"B"``: 2 is at the left of 1 and 3 at the right, as with an odd number; so 1 has the right seat of the centre.
"""

View: TypeAlias = Literal["own", "audience"]
"""From the sitters' own left, or from the audience's left."""

CAPTIONS = {"own": "背向主席台（就座者自己的左右）", "audience": "面向主席台（台下看的左右）"}
"""What to write on a chart. Without it, a chart of the one rule is easily read as one of the other."""


def audience_view(seats: Sequence[T]) -> tuple[T, ...]:
    """Turn seats from the sitters' own left to right into the audience's, or back."""
    return tuple(reversed(seats))


def viewed(seats: Sequence[T], view: View) -> tuple[str, tuple[T, ...]]:
    """Give the caption of a view, and the seats as they are seen from there."""
    return CAPTIONS[view], tuple(seats) if view == "own" else audience_view(seats)


def _alternating(ranks: Sequence[T], first: Literal["left", "right"]) -> tuple[T, ...]:
    """Put the first in the centre, the second on one side of it, the third on the other, and so on outwards."""
    left: list[T] = []
    right: list[T] = []
    for number, rank in enumerate(ranks[1:]):
        (left if (number % 2 == 0) == (first == "left") else right).append(rank)
    return (*reversed(left), *ranks[:1], *right)


def _some(who: str, count: int) -> None:
    if count < 0:
        raise InvalidInput(f"invalid value {count} for the {who}, expected none or more")


def platform(count: int, even: EvenRule | None = None) -> tuple[int, ...]:
    """
    Seat a platform row (主席台): the front before the back, the centre before the sides, the left before the right.

    Args:
        count: How many sit in the row.
        even: The rule for an even number; it need not be said for an odd one.

    Returns:
        The ranks from the sitters' own left to right.

    Raises:
        InvalidInput: The number is even and no rule was chosen, there is no such rule, or the number is negative.
    """
    if even not in {None, "A", "B"}:
        raise InvalidInput(f"invalid value {even!r} for the rule of an even number, expected 'A' or 'B'")
    _some("people on a platform", count)
    ranks = range(1, count + 1)
    if count % 2 == 0 and count:
        if even is None:
            raise InvalidInput(
                f"{count} people on a platform are an even number, for which there are two customs; "
                "choose the rule 'A' or 'B'"
            )
        if even == "A":
            # 1 has the left seat of the centre: what is right of it goes on as with 2 in the centre.
            return (*(rank for rank in reversed(ranks) if rank % 2), *(rank for rank in ranks if rank % 2 == 0))
    return _alternating(ranks, "left")


def platform_rows(rows: Sequence[int], even: EvenRule | None = None) -> tuple[tuple[int, ...], ...]:
    """
    Seat several rows of a platform, the front row first.

    Args:
        rows: How many sit in each row.
        even: The rule for rows of an even number.

    Returns:
        Of each row, the ranks from the sitters' own left to right; they run on from row to row.
    """
    found: list[tuple[int, ...]] = []
    before = 0
    for count in rows:
        found.append(tuple(before + rank for rank in platform(count, even)))
        before += count
    return tuple(found)


def _both(hosts: int, guests: int) -> None:
    _some("hosts", hosts)
    _some("guests", guests)


@attrs.frozen
class Sides:
    """
    Seats of hosts and guests.

    Attributes:
        hosts: The ranks of the hosts, from their own left to right.
        guests: The ranks of the guests, from their own left to right.
        where: Which side has which place in the room.
    """

    hosts: tuple[int, ...]
    guests: tuple[int, ...]
    where: str


def meeting(hosts: int, guests: int, *, foreign: bool) -> tuple[tuple[str, int], ...]:
    """
    Seat a meeting on sofas in a half circle (会见). Interpreters and recorders sit behind their principal.

    Args:
        hosts: How many hosts.
        guests: How many guests.
        foreign: Among Chinese officials the left is senior (公务), with foreign guests the right (外事).

    Returns:
        ``("host", rank)`` and ``("guest", rank)`` from the sitters' own left to right; the two first sit in the
        centre, side by side, and the guest at the senior side.

    Raises:
        InvalidInput: A number is negative.
    """
    _both(hosts, guests)
    own = [("host", rank) for rank in range(1, hosts + 1)]
    others = [("guest", rank) for rank in range(1, guests + 1)]
    return (*reversed(own), *others) if foreign else (*reversed(others), *own)


def talks(
    hosts: int, guests: int, *, table: Literal["across", "end-on"], foreign: bool, interpreters: bool = False
) -> Sides:
    """
    Seat talks at a long table (会谈): the principals in the centre of their sides.

    Args:
        hosts: How many hosts, an interpreter not counted.
        guests: How many guests, an interpreter not counted.
        table: Whether the table lies across the door, so that one side faces it, or stands with its end to the door.
        foreign: Whose second sits at the principal's right (外事), or left (公务).
        interpreters: Whether each principal has an interpreter at the right; shown as rank 0.

    Returns:
        The two sides, and where they sit: across the door, guests face it; end-on, guests are at the right of
        somebody who comes in.

    Raises:
        InvalidInput: A number is negative.
    """
    _both(hosts, guests)

    def side(count: int) -> tuple[int, ...]:
        seats = _alternating(range(1, count + 1), "right" if foreign else "left")
        if not interpreters or not count:
            return seats
        centre = seats.index(1)
        return (*seats[: centre + 1], 0, *seats[centre + 1 :])

    where = "guests face the door, hosts have their backs to it"
    if table == "end-on":
        where = "coming in, guests sit at the right and hosts at the left"
    return Sides(side(hosts), side(guests), where)


def signing(hosts: int, guests: int) -> tuple[tuple[str, int], ...]:
    """
    Place those who stand behind a signing table (签约), ranked outwards from the centre, equal numbers on each side.

    Args:
        hosts: How many stand behind the host's signer, who sits at the left of the guest's.
        guests: How many stand behind the guest's signer.

    Returns:
        ``("host", rank)`` and ``("guest", rank)`` from their own left to right.

    Raises:
        InvalidInput: The numbers differ, or are negative.
    """
    _both(hosts, guests)
    if hosts != guests:
        raise InvalidInput(f"{hosts} hosts and {guests} guests stand at a signing, expected equal numbers")
    return (*(("host", rank) for rank in range(hosts, 0, -1)), *(("guest", rank) for rank in range(1, guests + 1)))


def banquet(seats: int, guests: int, hosts: int = 2) -> tuple[tuple[str, int] | None, ...]:
    """
    Seat a round banquet table (宴会).

    The first host faces the door, the second sits opposite. Guest 1 is at the right of the first host, 2 at the left,
    3 at the right of the second host, 4 at the left. That much is published; whoever else there is fills what is left,
    nearest to the first host first and right before left, which is a choice made here.

    Args:
        seats: Seats at the table: an even number, at most ten by custom.
        guests: How many guests.
        hosts: How many hosts, the two among them.

    Returns:
        The seats from the first host on, going round to the first host's right; ``None`` for an empty one.

    Raises:
        InvalidInput: There are too many people, fewer than two hosts for three guests, an odd number of seats, or fewer
            than none.
    """
    _both(hosts, guests)
    if seats < 4 or seats % 2:  # noqa: PLR2004 - two hosts and two guests
        raise InvalidInput(f"invalid value {seats} for the seats at a table, expected an even number from 4 on")
    if guests + hosts > seats or hosts < 1:
        raise InvalidInput(f"{guests} guests and {hosts} hosts do not fit at a table of {seats} seats with a host")
    opposite = seats // 2
    fixed = [1, seats - 1, opposite + 1, opposite - 1]
    if hosts < 2:  # noqa: PLR2004 - the second host is missing
        fixed = fixed[:2]
    found: list[tuple[str, int] | None] = [None] * seats
    found[0] = ("host", 1)
    if hosts > 1:
        found[opposite] = ("host", 2)
    waiting: list[tuple[str, int]] = []
    for rank in range(1, guests + 1):
        seat = fixed[rank - 1] if rank <= len(fixed) else 0
        if seat and found[seat] is None:
            found[seat] = ("guest", rank)
        else:
            waiting.append(("guest", rank))
    waiting += [("host", rank) for rank in range(3, hosts + 1)]
    outwards = sorted(range(1, seats), key=lambda seat: (min(seat, seats - seat), seat > opposite))
    free = [seat for seat in outwards if found[seat] is None]
    for seat, who in zip(free, waiting, strict=False):
        found[seat] = who
    return tuple(found)


def tables(places: Sequence[tuple[float, float]]) -> tuple[int, ...]:
    """
    Rank tables: the nearer to the head table the higher, and of two equally near, the right one.

    Args:
        places: Of each table, its distance from the head table and how far it stands to the right (negative: left),
            in the same unit, as somebody sees it who sits at the head table and faces the door.

    Returns:
        The positions in *places*, the highest table first.
    """
    return tuple(sorted(range(len(places)), key=lambda one: (places[one][0], -places[one][1])))


def photo(hosts: int, guests: int = 0, even: EvenRule | None = None) -> tuple[tuple[str, int], ...]:
    """
    Place a row for a photo (合影).

    Among officials it is as on a platform. With guests, the first host is in the centre, the first guest at the
    host's right, which is senior, the second at the left, and hosts and guests alternate outwards.

    Args:
        hosts: How many hosts, or, without guests, how many people.
        guests: How many guests.
        even: The rule for an even number without guests.

    Returns:
        ``("host", rank)`` and ``("guest", rank)`` from their own left to right.

    Raises:
        InvalidInput: As for `platform`; or a number is negative.
    """
    _both(hosts, guests)
    if not guests:
        return tuple(("host", rank) for rank in platform(hosts, even))
    own = [("host", rank) for rank in range(2, hosts + 1)]
    others = [("guest", rank) for rank in range(1, guests + 1)]
    outwards: list[tuple[str, int]] = []
    while own or others:
        outwards += others[:2] + own[:2]
        own, others = own[2:], others[2:]
    return _alternating([("host", 1), *outwards] if hosts else outwards, "right")


def car(*, host_drives: bool = False, three_behind: bool = False) -> tuple[str, ...]:
    """
    Rank the seats of a car (轿车), the highest first.

    Args:
        host_drives: With the host at the wheel, the seat beside is the first.
        three_behind: Whether three sit behind, the last of them in the middle.
    """
    middle = ("rear middle",) if three_behind else ()
    if host_drives:
        return ("front", "rear right", "rear left", *middle)
    return ("rear right", "rear left", *middle, "front") if three_behind else ("rear right", "rear left", "front")


def coach(rows: int, across: int = 4, *, wagon: bool = False) -> tuple[tuple[int, int], ...]:
    """
    Rank the seats of a coach (中巴、大巴), the highest first.

    Args:
        rows: Rows behind the driver.
        across: Seats in a row.
        wagon: In a wagon (旅行车) each row goes from right to left. In a coach, the driver's side comes first, the
            window before the aisle, and then the other side; beyond the first seat behind the driver this is an
            extension of what is published.

    Returns:
        Row and seat, both from 1; seats count from the left as the passengers sit.
    """
    if wagon:
        order = tuple(range(across, 0, -1))
    else:
        half = across // 2
        order = (*range(1, half + 1), *range(across, half, -1))
    return tuple((row, seat) for row in range(1, rows + 1) for seat in order)
