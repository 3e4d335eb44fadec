"""The five shapes that any pair of figures may be put to (匹配规则的五种形式).

The arithmetic takes numbers; below it the same as rules, for pairs that a city defines itself.
"""

from __future__ import annotations

from collections.abc import Mapping

from diaodu.economy.consistency import robust
from diaodu.economy.consistency.case import Case
from diaodu.economy.consistency.outcome import Compared, Outcome
from diaodu.economy.growth import growth as growth_of
from diaodu.economy.indicators import Better
from diaodu.economy.rank import rank
from diaodu.economy.units import exact, points_text, published

LEAST_SUPPORT = 1.0  # an elasticity over less than one per cent says nothing


def apart(one: float, other: float) -> float:
    """How many points two rates lie apart (相差百分点): |g_A - g_B|."""
    return published(abs(one - other))


def elasticity(one: float, other: float) -> float | None:
    """How many times its support's growth a figure grows (弹性系数); None where the support hardly moves."""
    return exact(one / other) if abs(other) >= LEAST_SUPPORT else None


def opposite(one: float, other: float, band: float = 0.0) -> bool:
    """Whether two rates point in opposite directions beyond a dead band (方向相反)."""
    return min(one, other) < -band and max(one, other) > band


def rank_gap(
    one: Mapping[str, float], other: Mapping[str, float], place: str, better: tuple[Better, Better]
) -> int | None:
    """By how many positions a place stands better in one than in the other (位次差)."""
    both = set(one) & set(other)
    if place not in both:
        return None
    first = rank({code: one[code] for code in both}, better[0])[place].position
    return rank({code: other[code] for code in both}, better[1])[place].position - first


def gap_rule(case: Case) -> Outcome | None:
    """Growth of figure and support lie no further apart than the tolerance (差距规则)."""
    one, other = _both(case)
    if lacking := case.lacking(one, other):
        return lacking
    distance, limit = apart(one.known, other.known), case.limit("tolerance")
    if distance <= limit:
        return case.passed(one, other)
    return case.questioned(said(one, other, distance), distance, limit, "个百分点", one, other)


def elasticity_rule(case: Case) -> Outcome | None:
    """The figure grows so many times as its support, neither more nor less (弹性规则)."""
    one, other = _both(case)
    if lacking := case.lacking(one, other):
        return lacking
    times = elasticity(one.known, other.known)
    if times is None:
        return case.missing(f"{other.text}，不足1%，不作弹性比较", one, other)
    low, high = case.limit("low"), case.limit("high")
    if low <= times <= high:
        return case.passed(one, other)
    text = f"{one.text}，{other.text}，弹性系数{times:.2f}，不在{low:g}至{high:g}之间"
    return case.questioned(text, times, high if times > high else low, "倍", one, other)


def direction_rule(case: Case) -> Outcome | None:
    """Figure and support don't point in opposite directions (方向规则)."""
    one, other = _both(case)
    if lacking := case.lacking(one, other):
        return lacking
    band = case.limit("band")
    if not opposite(one.known, other.known, band):
        return case.passed(one, other)
    distance = apart(one.known, other.known)
    return case.questioned(said(one, other, distance, "方向相反，"), distance, band, "个百分点", one, other)


def rank_rule(case: Case) -> Outcome | None:
    """A county stands about as high in the figure as in its support (位次规则)."""
    if case.place.home:
        return None
    one, other = _both(case)
    if lacking := case.lacking(one, other):
        return lacking
    first, second = (_growths(case, x, one) for x in (case.figure, case.supports[0]))
    better = (case.figure.better, case.supports[0].better)
    places = rank_gap(first, second, case.place.code, better)
    assert places is not None
    limit = case.limit("places")
    if abs(places) <= limit:
        return case.passed(one, other)
    word = "高" if places > 0 else "低"
    text = f"{one.text}，{other.text}，前者在县区中的位次比后者{word}{abs(places)}位"
    return case.questioned(text, float(abs(places)), limit, "位", one, other)


def history_rule(case: Case) -> Outcome | None:
    """The figure lies where its supports have always led one to expect it (历史规则)."""
    upto = case.when
    now = [case.growth(one, upto) for one in (case.figure, *case.supports)]
    if lacking := case.lacking(*now):
        return lacking
    rows, least = _history(case, now[0]), int(case.limit("periods"))
    if len(rows) < least:
        return case.missing(f"历史数据只有{len(rows)}期，不足{least}期", *now)
    line = robust.fit([row[0] for row in rows], [row[1:] for row in rows])
    if line is None:
        return case.missing("对照指标的历史数据没有变化，不能回归", *now)
    supports = [one.known for one in now[1:]]
    z, limit = round(line.z(now[0].known, supports), 2), case.limit("z")
    if abs(z) <= limit:
        return case.passed(*now)
    expected = published(line.value(supports))
    seen = "、".join(one.text for one in now[1:])
    text = f"{now[0].text}，按{seen}和本地历史关系推算应在{expected:.1f}%左右，偏离{abs(z):.1f}个标准差"
    return case.questioned(text, abs(z), limit, "个标准差", *now)


def said(one: Compared, other: Compared, distance: float, word: str = "") -> str:
    """Both figures and how far apart they are (表述)."""
    return f"{one.text}，{other.text}，{word}相差{points_text(distance)}"


def _both(case: Case) -> tuple[Compared, Compared]:
    upto = case.when
    return case.growth(case.figure, upto), case.growth(case.supports[0], upto)


def _growths(case: Case, indicator: object, one: Compared) -> dict[str, float]:
    chosen = case.figure if indicator is case.figure else case.supports[0]
    when = chosen.period(one.period)
    found = {
        county.code: growth_of(case.panel, chosen, county.code, when).value
        for county in case.panel.catalogue.counties
    }
    return {code: value for code, value in found.items() if value is not None}


def _history(case: Case, now: Compared) -> list[tuple[float, ...]]:
    """Growth of the figure and its supports in all earlier months that have every one of them (历史)."""
    rows = []
    for when in case.past(case.figure, now.period, 120):
        upto = when.cumulative
        found = [
            growth_of(case.panel, x, case.place.code, x.period(upto)).value
            for x in (case.figure, *case.supports)
        ]
        if None not in found:
            rows.append(tuple(published(value) for value in found if value is not None))
    return rows
