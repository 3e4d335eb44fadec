"""Progress against plan and season (进度、序时进度、欠账、需要增速): the formulas."""

from __future__ import annotations

from diaodu.economy.growth import change
from diaodu.economy.units import exact


def target_level(last_year: float, growth: float) -> float:
    """The level that a growth target means (目标值): T = L * (1 + G/100)."""
    return exact(last_year * (1 + growth / 100))


def time_share(month: int) -> float:
    """Per cent of the year that has passed (序时进度)."""
    return month / 12 * 100


def usual_share(cumulatives: list[float], years: list[float]) -> float | None:
    """Average share of the cumulative in its year (平均进度), over some complete years."""
    if not years or len(cumulatives) != len(years) or min(years) <= 0:
        return None
    return sum(c / y for c, y in zip(cumulatives, years, strict=True)) / len(years) * 100


def progress(actual: float, target: float) -> float | None:
    """Per cent of the target that is done (完成进度)."""
    return exact(actual / target * 100) if target > 0 else None


def lead(progress: float, share: float) -> float:
    """Points that progress is ahead of the planned share (超序时进度); negative is behind."""
    return change(progress, share)


def planned(target: float, share: float) -> float:
    """The planned cumulative (应完成数), from the target and the planned share."""
    return exact(target * share / 100)


def arrears(actual: float, planned: float) -> float:
    """What is owed to the plan (欠账), never negative."""
    return max(0.0, exact(planned - actual))


def surplus(actual: float, planned: float) -> float:
    """What is done beyond the plan (超进度完成数), never negative."""
    return max(0.0, exact(actual - planned))


def needed_by(actual: float, planned_then: float) -> float:
    """What the time up to then must still bring (还需完成数), such as June alone for 双过半 out of T/2."""
    return exact(planned_then - actual)


def needed_per_month(actual: float, target: float, month: int) -> float | None:
    """What each month left in the year must bring (月均需完成数)."""
    return exact((target - actual) / (12 - month)) if month < 12 else None


def rest_growth(actual: float, target: float, last_year: float, last_year_upto: float) -> float | None:
    """Growth that the rest of the year needs (后期需要增速): ((T - A) / (L - L(m)) - 1) * 100."""
    rest = last_year - last_year_upto
    return exact(((target - actual) / rest - 1) * 100) if rest > 0 else None


def rest_growth_rate_only(growth: float, target: float, share: float) -> float | None:
    """The same where no level exists: (G - w*g) / (1 - w), w last year's share in per cent (后期需要增速)."""
    w = share / 100
    return exact((target - w * growth) / (1 - w)) if 0 <= w < 1 else None


def year_end_growth(growth: float, rest: float, share: float) -> float:
    """Growth of the year out of that so far and that of the rest (全年增速推算): w*g + (1 - w)*r."""
    w = share / 100
    return exact(w * growth + (1 - w) * rest)
