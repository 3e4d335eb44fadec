"""Small phrases that papers make sentences of (短语); growth and its change come from economy.growth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from diaodu.bureau.documents.facts import Line
from diaodu.economy.growth import change_phrase, growth_phrase
from diaodu.economy.rank import Rank, distance_phrase
from diaodu.economy.units import numeral, percent_text, points_text, published


def listing(names: Iterable[str]) -> str:
    """A、B和C (列举)."""
    names = list(names)
    return "和".join(filter(None, ("、".join(names[:-1]), names[-1]))) if names else ""


def rate(value: float) -> str:
    """A growth as a bare number (增速): 8.3%, -2.1%."""
    return percent_text(value)


def rates(values: Sequence[float]) -> str:
    """Several growths in one breath (增速列举): a verb where all go one way, signs where they don't."""
    shown = [published(v) for v in values]
    verb = "增长" if min(shown) > 0 else ("下降" if max(shown) < 0 else "为")
    said = listing(percent_text(v if verb == "为" else abs(v)) for v in values)
    return f"{'分别' if len(shown) > 1 else ''}{verb}{said}"


def growth(line: Line) -> str:
    """The growth of a line in words, empty where it can't be said (增速表述)."""
    if line.growth is None:
        return ""
    if not line.in_points:
        return growth_phrase(line.growth, "上年同期")
    shown = published(line.growth)
    if not shown:
        return "与上年同期持平"
    return f"比上年同期{'提高' if shown > 0 else '下降'}{points_text(line.growth)}"


def change_from_before(line: Line) -> str:
    """How the growth moved since the cumulative before (较上期变化), empty where it can't be said."""
    then = line.get("growth_before")
    before = line.indicator.before(line.period)
    if line.growth is None or then is None or before is None or line.in_points:
        return ""
    words = change_phrase(line.growth, then)
    since = before.short_label
    if words == "持平":
        return f"增速与{since}持平"
    if words.startswith("由"):
        return f"较{since}{words}"
    # 降幅 is its own subject; 加快 and 回落 are said of 增速.
    return f"降幅比{since}{words[2:]}" if words.startswith("降幅") else f"增速比{since}{words}"


def turned(line: Line) -> bool:
    """Whether growth fell below zero since the cumulative before (由正转负)."""
    then = line.get("growth_before")
    return bool(
        line.growth is not None and then is not None and published(line.growth) < 0 <= published(then)
    )


def above(line: Line, measure: str, of: str) -> str:
    """Above or below another place (差距): 比全省高1.3个百分点, 与全省持平."""
    gap = line.get(measure)
    if gap is None or line.in_points:
        return ""
    return distance_phrase(gap, 0, of)


def position(line: Line, among: str) -> str:
    """The rank in words (位次): 排全省第三, 并列全省第二, 排全省倒数第一."""
    rank, size = line.get("rank"), line.get("rank_size")
    if rank is None or not size or size < 2:
        return ""
    peers = line.month.catalogue.peers(line.place)
    same = max(sum(line.at(p).get("rank") == rank for p in peers), 1)
    found = Rank(int(rank), int(size), same > 1, int(size - rank) + 2 - same)
    words = found.phrase
    return f"并列{among}{words.removeprefix('并列')}" if found.tied else f"排{among}{words}"


def rank_cell(line: Line) -> str:
    """The rank in a table (位次): 3/9."""
    rank, size = line.get("rank"), line.get("rank_size")
    return f"{int(rank)}/{int(size)}" if rank is not None and size else "—"


def record(line: Line) -> str:
    """Lowest or highest of so many quarters, or a streak worth saying (新低、连降)."""
    low, high = line.get("lowest_quarters"), line.get("highest_quarters")
    if low is not None and low >= 4:
        return f"为近{int(low)}个季度以来最低"
    if high is not None and high >= 4:
        return f"为近{int(high)}个季度以来最高"
    years = line.get("below_ten_years")
    if years:
        return f"为近{int(years)}年来首次低于两位数"
    fall, rise = line.get("falling_streak"), line.get("rising_streak")
    times = {"M": "个月", "Q": "个季度", "Y": "年"}[line.indicator.frequency.value]
    if fall is not None and fall >= 3:
        return f"已连续{numeral(int(fall))}{times}回落"
    if rise is not None and rise >= 3:
        return f"已连续{numeral(int(rise))}{times}回升"
    return ""


def pace(line: Line) -> str:
    """Progress against the planned share (进度): 完成年度目标的68.2%，落后序时进度6.8个百分点."""
    done, lead = line.get("progress"), line.get("lead")
    if done is None:
        return ""
    words = f"完成年度目标的{percent_text(done)}"
    if lead is None:
        return words
    if not published(lead):
        return f"{words}，与序时进度持平"
    return f"{words}，{'快于' if lead > 0 else '落后'}序时进度{points_text(lead)}"


def against_target(line: Line) -> str:
    """Growth against the planned one (与目标比): 低于年度目标1.7个百分点."""
    target = line.get("target_growth")
    if target is None or line.growth is None or line.in_points:
        return ""
    gap = published(line.growth - target)
    if not gap:
        return f"与{percent_text(target)}的年度目标持平"
    return f"{'高于' if gap > 0 else '低于'}{percent_text(target)}的年度目标{points_text(gap)}"
