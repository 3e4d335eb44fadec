"""Lowest since, first below, streaks (新低、连降), on sequences in order of time, the present last."""

from __future__ import annotations

from collections.abc import Sequence

Values = Sequence[float | None]


def lowest_in(values: Values) -> int:
    """Over how many latest periods, the present included, it is the strict minimum (近N期最低)."""
    return _extreme_in(values, 1)


def highest_in(values: Values) -> int:
    """Over how many latest periods, the present included, it is the strict maximum (近N期最高)."""
    return _extreme_in(values, -1)


def _extreme_in(values: Values, sign: int) -> int:
    if not values or values[-1] is None:
        return 0
    present = sign * values[-1]
    count = 1
    for earlier in reversed(values[:-1]):
        if earlier is None or sign * earlier <= present:
            break
        count += 1
    return count


def lowest_since(values: Values) -> int | None:
    """Where the latest earlier value as low as the present stands (…以来最低); None: on record."""
    return _extreme_since(values, 1)


def highest_since(values: Values) -> int | None:
    """Where the latest earlier value as high as the present stands (…以来最高); None: on record."""
    return _extreme_since(values, -1)


def _extreme_since(values: Values, sign: int) -> int | None:
    present = values[-1]
    if present is None:
        return None
    for index in range(len(values) - 2, -1, -1):
        earlier = values[index]
        if earlier is not None and sign * earlier <= sign * present:
            return index
    return None


def first_below(values: Values, line: float = 10.0) -> int | None:
    """Years that the same period had stayed above a line now crossed (N年来首次低于两位数)."""
    *earlier, present = values
    if present is None or present >= line or len(earlier) < 2:
        return None
    return len(earlier) if all(v is not None and v >= line for v in earlier) else None


def falling(values: Values) -> int:
    """How many latest steps went down (连续回落期数)."""
    return _streak(values, -1)


def rising(values: Values) -> int:
    """How many latest steps went up (连续回升期数)."""
    return _streak(values, 1)


def _streak(values: Values, sign: int) -> int:
    count = 0
    for later, earlier in zip(reversed(values), reversed(values[:-1]), strict=False):
        if later is None or earlier is None or sign * (later - earlier) <= 0:
            break
        count += 1
    return count


def broken(values: Values) -> int | None:
    """How many falls the present rise ends (止跌回升): said from two on, else None."""
    fell = falling(values[:-1])
    return fell if fell >= 2 and rising(values) else None
