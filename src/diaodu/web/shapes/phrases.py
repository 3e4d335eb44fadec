"""The phrase behind every number that pages show (数的取数式), so that it can be copied into a template."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from diaodu.bureau.documents import asking
from diaodu.bureau.findings.month import Month
from diaodu.economy.breakdowns import Place
from diaodu.economy.errors import Refusal
from diaodu.economy.indicators import Basis, Catalogue, Frequency, Indicator
from diaodu.economy.periods import Period
from diaodu.economy.phrases.language import quote
from diaodu.economy.phrases.spots import Names
from diaodu.economy.results import Key, Result

PHRASES = {
    "value": "数值({A}{at})",
    "growth": "增速({A}{at})",
    "month_value": "当月值({A}{at})",
    "month_growth": "当月增速({A}{at})",
    "growth_before": "增速({A}{place}, 时期={before})",
    "growth_year_before": '增速({A}{place}, 时期="上年同期")',
    "growth_change": "增速变化({A}{at})",
    "growth_change_month": "增速变化({A}, 较={before}{at})",
    "two_year_growth": "两年平均增速({A}{at})",
    "rank": "位次比({A}{at})",
    "rank_change": "位次({A}{place}, 时期={before}) - 位次({A}{place})",
    "distance_above": "差距({A}, 对={above}{at})",
    "distance_province": '差距({A}, 对="全省"{at})',
    "distance_nation": '差距({A}, 对="全国"{at})',
    "distance_change_province": '变化差距({A}, 对="全省"{at})',
    "share": "占比({A}, 占地区={above}{at})",
    "pull": "拉动({A}, {R}{when})",
    "contribution": "贡献率({A}, {R}{when})",
    "growth_without": "剔除增速({A}, 剔除=[{R}]{when})",
    "shortfall_share": "缺口份额({A}, {R}{when})",
    "part_shortfall_share": "缺口份额({A}, {part}{at})",
    "part_value": "数值({A}, 部分={part}{at})",
    "part_growth": "增速({A}, 部分={part}{at})",
    "part_share": "占比({A}, 部分={part}{at})",
    "part_pull": "拉动({A}, {part}{at})",
    "part_contribution": "贡献率({A}, {part}{at})",
    "part_growth_without": "剔除增速({A}, 剔除=[{part}]{at})",
    "target": "目标({A}{at})",
    "target_growth": "目标增速({A}{at})",
    "progress": "进度({A}{at})",
    "time_share": "应达进度({A}{at})",
    "lead": "序时差({A}{at})",
    "arrears": "欠账({A}{at})",
    "surplus": "超额({A}{at})",
    "next_needed": "下月需完成({A}{at})",
    "rest_growth": "后期需增长({A}{at})",
    "falling_streak": "连降({A}{at})",
    "rising_streak": "连升({A}{at})",
    "lowest_quarters": '最低以来({A}, 按="季"{at})',
    "highest_quarters": '最高以来({A}, 按="季"{at})',
    "light": "灯({A}{place})",
    "reasons": "亮灯原因({A}{place})",
}
"""By measure. A is the indicator, R the place, `above` the place over it; `at` says place and period where
the context's own are not meant: our city and the period looked at go without saying. A light looks up the
newest period by itself."""

FINDINGS = {
    "indicator_light": "reasons", "arrears": "arrears", "turned_negative": "growth_change_month",
    "falling": "falling_streak", "below_province": "distance_province",
}  # fmt: skip
"""What each rule of judgement speaks of."""


class Told(Result):
    """A number that knows what it is of (有出处的数)."""

    key: Key
    period: Period


def told(month: Month, measure: str, indicator: Indicator, place: Place, part: str = "") -> Result:
    """A month's number with the way to its phrase (取数及取数式)."""
    found = Told(*month.result(measure, indicator, place, part))
    found.key, found.period = Key(measure, indicator.code, place.code, part), month.period
    return found


def asked(month: Month, key: Key) -> Result:
    """A number that no measure holds, asked for by its phrase (按取数式取数)."""
    expression = phrase(month.catalogue, key, month.period)
    assert expression is not None
    book = asking.of(month)
    answer = book.ask(expression, book.at(month.catalogue.city.name, month.period))
    found = Told(answer.number, answer.sources, answer.reason, answer.note)
    found.key, found.period = key, month.period
    return found


def query(key: Key, period: Period) -> str:
    """What leads to the page of questions (链接)."""
    named = {"m": key.measure, "i": key.indicator, "p": key.place, "part": key.part, "t": period.month.code}
    return urlencode({name: value for name, value in named.items() if value})


def phrase(catalogue: Catalogue, key: Key, period: Period) -> str | None:
    """The expression that gives a measure at the period looked at (取数式); None where there is none."""
    form = PHRASES.get(_measure(catalogue, key))
    indicator, place = catalogue.indicators.get(key.indicator), catalogue.places.get(key.place)
    if form is None or indicator is None or place is None:
        return None
    late = indicator.newest(period) != indicator.period(period)
    name = _name(catalogue, indicator)
    when = f", 时期=最近期({name})" if late else ""
    where = "" if place.home else f", 地区={quote(place.name)}"
    filled = form.format(
        A=name, R=quote(place.name), above=_above(catalogue, place), part=_part(catalogue, indicator, key),
        before='"上月"' if indicator.frequency is Frequency.MONTH else '"上季"',
        place=where, when=when, at=where + when,
    )  # fmt: skip
    # A period said from the present one is said from the indicator's newest.
    relative = late and ("{before}" in form or "时期=" in form) and "{at}" not in form
    return f"于({quote(filled)}{when})" if relative else filled


def _measure(catalogue: Catalogue, key: Key) -> str:
    """What stands at a month's end has no growth of the month but its growth."""
    indicator = catalogue.indicators.get(key.indicator)
    end = indicator is not None and indicator.basis is Basis.STOCK
    return "growth" if end and key.measure == "month_growth" else key.measure


def placeholder(expression: str) -> str:
    """As a Word template writes it (占位符)."""
    return "{{ " + expression + " }}"


def _name(catalogue: Catalogue, indicator: Indicator) -> str:
    """The shortest name that means it and nothing else."""
    names = _names(catalogue)
    for name in (indicator.short, indicator.name):
        try:
            if name and names.indicator(name) is indicator:
                return quote(name)
        except Refusal:
            continue
    return quote(indicator.code)


def _names(catalogue: Catalogue) -> Names:
    kept: Any = _KEPT.get(id(catalogue))
    if kept is None or kept.catalogue is not catalogue:
        _KEPT.clear()
        kept = _KEPT[id(catalogue)] = Names(catalogue)
    return kept


_KEPT: dict[int, Names] = {}


def _above(catalogue: Catalogue, place: Place) -> str:
    above = catalogue.places.get(place.parent)
    if above is None:
        return '"全国"'
    return quote(
        {"nation": "全国", "province": "全省"}.get(above.level) or ("全市" if above.home else above.name)
    )


def _part(catalogue: Catalogue, indicator: Indicator, key: Key) -> str:
    breakdown = catalogue.breakdowns.get(indicator.parts)
    named = {part.code: part.label for part in breakdown.parts} if breakdown else {}
    return quote(named.get(key.part, key.part))
