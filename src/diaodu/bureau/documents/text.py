"""Sentences made from results (行文): the most important first; what figures don't carry is left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from diaodu.bureau.documents import facts, words
from diaodu.bureau.documents.facts import Line
from diaodu.economy.breakdowns import Place
from diaodu.economy.findings import Light
from diaodu.economy.indicators import Basis
from diaodu.economy.results import Result
from diaodu.economy.units import numeral, percent_text, points_text, published

CLAUSE_LIMIT = 3
LISTED = 4  # lesser indicators named one by one; of more, the largest
NAMED = 6  # counties named one by one; more are counted


def sentence(*clauses: str) -> str:
    """Clauses that exist, joined into a sentence (成句)."""
    known = [clause for clause in clauses if clause]
    return "，".join(known) + "。" if known else ""


def opening(line: Line) -> str:
    """Name, level and growth (指标、数值、增速)."""
    name = line.indicator.name
    if kind := facts.origin(line):
        name += f"（{kind}）"
    when = f"{line.period.last}月末" if line.indicator.basis is Basis.STOCK else ""
    level = line.level()
    if not line.known:
        return f"{name}暂缺（{line.reason}）"
    if not level:
        return f"{when}{name}{words.growth(line)}"
    join = "为" if facts.is_ratio(line.indicator) else ""
    note = line.result("growth").note
    growth = words.growth(line) + (f"（{note}）" if note and words.growth(line) else "")
    return "，".join(filter(None, (f"{when}{name}{join}{level}", growth)))


def standing(line: Line) -> str:
    """How the growth moved, and where it stands (变化、差距、位次)."""
    comparisons = [words.change_from_before(line), words.record(line)]
    if line.place.home:
        province = words.above(line, "distance_province", "全省")
        nation = words.above(line, "distance_nation", "全国")
        if province.startswith("比") and nation.startswith("比") and province[3] == nation[3]:
            side = province[3]
            comparisons.append(f"分别比全省、全国{side}{province[4:]}、{nation[4:]}")
        else:
            comparisons += [province, nation]
        comparisons.append(words.position(line, "全省"))
    else:
        comparisons.append(words.above(line, "distance_above", "全市"))
        comparisons.append(words.position(line, "全市"))
    return sentence(*comparisons)


def progress(line: Line) -> str:
    """Progress, arrears and the planned growth (进度)."""
    pace = words.pace(line)
    owed = line.get("arrears")
    if pace and owed is not None and published(owed) > 0:
        pace += f"，欠账{facts.level_of(line.indicator, owed)}"
    return sentence(pace) if pace else sentence(words.against_target(line))


def paragraph(line: Line) -> str:
    """All that is said of a main indicator (指标段落)."""
    return sentence(opening(line)) + _subject(standing(line)) + progress(line)


def _subject(text: str) -> str:
    """A comparison that begins with 比 or 分别 needs its subject."""
    return f"增速{text}" if text.startswith(("比", "与", "分别", "排", "并列")) else text


def others(lines: Sequence[Line]) -> str:
    """The lesser indicators of a field in one breath: those up, then those down (相关指标)."""
    # A doubling is said as a multiple, so it has a sentence of its own.
    alone = [x for x in lines if x.known and (x.in_points or x.growth is None or published(x.growth) >= 100)]
    known = [x for x in lines if x.growth is not None and x not in alone]
    up = sorted((x for x in known if published(x.growth or 0) > 0), key=lambda x: -(x.growth or 0))
    flat = [x for x in known if published(x.growth or 0) == 0]
    down = sorted((x for x in known if published(x.growth or 0) < 0), key=lambda x: x.growth or 0)
    pieces = [_together(up, "增长"), _together(down, "下降")]
    if 0 < len(flat) <= LISTED:
        pieces.append(f"{words.listing(x.indicator.name for x in flat)}与上年同期持平")
    text = "；".join(filter(None, pieces)) + ("。" if any(pieces) else "")
    return text + "".join(f"{opening(x)}。" for x in alone)


def _together(lines: Sequence[Line], verb: str) -> str:
    if not lines:
        return ""
    shown = lines[:LISTED]
    names = words.listing(x.indicator.name for x in shown)
    rates = words.listing(percent_text(abs(x.growth or 0)) for x in shown)
    said = f"{names}同比{'分别' if len(shown) > 1 else ''}{verb}{rates}"
    return said if len(shown) == len(lines) else f"{len(lines)}项{verb}，其中{said}"


def parts(line: Line) -> str:
    """What pulled and what dragged, by industry (分行业拉动), with the growth without the largest."""
    names = _part_names(line)
    pulls = {p: r.value for p, r in _parts(line, "part_pull").items() if r.value is not None}
    if not pulls:
        return ""
    grown = [r.value for r in _parts(line, "part_growth").values() if r.value is not None]
    counted = f"{len(grown)}个分项中，{_split(grown)}" if len(grown) > 2 else ""
    best = _largest(pulls, up=True)
    worst = _largest(pulls, up=False)
    said = sentence(
        counted,
        _pulled(best, pulls, names, "拉动") if best else "",
        _pulled(worst, pulls, names, "下拉") if worst else "",
    )
    return f"分构成看，{said}{_without(line, best, names)}" if said else ""


def _split(values: Sequence[float]) -> str:
    """How many up and how many down, without saying “0个” (增降个数)."""
    up, down = sum(published(g) > 0 for g in values), sum(published(g) < 0 for g in values)
    if len(values) in (up, down):
        return "全部增长" if up else "全部下降"
    return "、".join(filter(None, (f"{up}个增长" if up else "", f"{down}个下降" if down else "")))


def _largest(pulls: dict[str, float], *, up: bool) -> list[str]:
    chosen = [p for p, v in pulls.items() if (published(v) > 0 if up else published(v) < 0)]
    return sorted(chosen, key=lambda p: -abs(pulls[p]))[:CLAUSE_LIMIT]


def _pulled(chosen: Sequence[str], pulls: dict[str, float], names: dict[str, str], verb: str) -> str:
    who = words.listing(names.get(p, p) for p in chosen)
    amounts = "、".join(points_text(pulls[p]) for p in chosen)
    return f"{who}{'分别' if len(chosen) > 1 else ''}{verb}增速{amounts}"


def _without(line: Line, best: Sequence[str], names: dict[str, str]) -> str:
    for part in best[:1]:
        value = line.get("part_growth_without", part)
        if value is not None:
            return f"剔除{names.get(part, part)}后，{line.indicator.label}增速为{percent_text(value)}。"
    return ""


def _parts(line: Line, measure: str) -> dict[str, Result]:
    return line.month.results.parts(measure, line.indicator.code, line.place.code)


def _part_names(line: Line) -> dict[str, str]:
    breakdown = line.month.catalogue.breakdowns.get(line.indicator.parts)
    return {part.code: part.label for part in breakdown.parts} if breakdown else {}


def part_pulls(line: Line) -> list[tuple[str, float]]:
    """Named pulls of the parts, largest first (分项拉动)."""
    names = _part_names(line)
    known = [(names.get(p, p), r.value) for p, r in _parts(line, "part_pull").items() if r.value is not None]
    return sorted(known, key=lambda pair: -pair[1])


def county_pulls(line: Line) -> str:
    """Which counties carried and which dragged the city (县区拉动); averages per head don't add up."""
    if line.indicator.unit == "元":
        return ""
    known = {p.code: v for p in line.month.catalogue.counties if (v := line.at(p).get("pull")) is not None}
    if not known:
        return ""
    names = {p.code: p.label for p in line.month.catalogue.counties}
    best, worst = _largest(known, up=True), _largest(known, up=False)
    said = sentence(
        _pulled(best, known, names, "拉动") if best else "",
        _pulled(worst, known, names, "下拉") if worst else "",
    )
    return f"从县区拉动看，{said}" if said else ""


def counties(line: Line) -> str:
    """How the counties stand in one indicator: who leads, who trails, who fell (县区情况)."""
    ranked = facts.ranked(line, line.month.catalogue.counties)
    if len(ranked) < 4:
        return ""
    count = min(3, len(ranked) // 2)  # of five counties none is both among the first and the last
    lead, trail = ranked[:count], ranked[-count:]
    negative = [(p, v) for p, v in ranked if published(v) < 0]
    clauses = [
        f"{words.listing(p.label for p, _ in some)}居{side}{'两' if count == 2 else '三'}位，"
        + words.rates([v for _, v in some])
        for some, side in ((lead, "前"), (trail, "后"))
    ]
    return sentence(*clauses) + _below_zero(line, negative, len(ranked))


def _below_zero(line: Line, negative: Sequence[tuple[Place, float]], size: int) -> str:
    if not negative:
        return ""
    fresh = [p.label for p, _ in negative if words.turned(line.at(p))]
    who = words.listing(p.label for p, _ in negative)
    said = f"{size}个县区中{len(negative)}个为负增长" + (f"（{who}）" if len(negative) <= NAMED else "")
    return sentence(said, _fresh(fresh, len(negative)))


def _fresh(fresh: Sequence[str], negative: int) -> str:
    if not fresh:
        return ""
    if len(fresh) == negative:
        return "为本期由正转负" if negative == 1 else "均为本期由正转负"
    return f"其中{words.listing(fresh)}由正转负"


def missing_counties(line: Line) -> str:
    """Counties whose figure is not there, though others have one (缺数县区)."""
    gone = [p.label for p in line.month.catalogue.counties if line.at(p).growth is None]
    return f"{words.listing(gone)}{line.indicator.name}本期数据暂缺，未参与排序。" if gone else ""


def tally(found: dict[Light, int]) -> str:
    """Numbers of lights in words (亮灯统计)."""
    said = [
        f"{light.text}灯{found[light]}项" for light in (Light.RED, Light.YELLOW, Light.GREEN) if found[light]
    ]
    if found[Light.GREY]:
        said.append(f"因数据缺失暂不判定{found[Light.GREY]}项")
    return "、".join(said)


def clauses(line: Line) -> list[str]:
    """Why the light shows what it shows (触发条款)."""
    said: list[str] = []
    for clause in line.light.clauses if line.light else ():
        figure, _, rest = clause["text"].rstrip("。").partition("，")
        # Each clause begins with the figure it judged; one mention is enough.
        seen = rest and any(
            f"，{one}".endswith(f"，{figure}") or one.startswith(f"{figure}，") for one in said
        )
        said.append(rest if seen else clause["text"].rstrip("。"))
    return said


def lasting(line: Line) -> str:
    """How many months the light has been on (连续月数)."""
    months = line.light.months if line.light else 0
    return f"已连续{numeral(months)}个月亮{line.colour.text}灯" if months >= 2 else ""


def names(lines: Iterable[Line]) -> str:
    """Indicators' names as a list (指标名单)."""
    return words.listing(line.indicator.name for line in lines)


def split(total: int, *parts: tuple[int, str]) -> str:
    """How a number divides (分列): 11项同比增长、4项同比下降; 全部同比增长; never "0项"."""
    for count, word in parts:
        if count == total:
            return f"全部{word}" if total > 1 else word
    return "、".join(f"{count}项{word}" for count, word in parts if count) or "均持平"
