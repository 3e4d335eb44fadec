"""Two thousand industrial enterprises whose output adds up to their divisions' (示例企业)."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from diaodu.demo import credit_code, industry, stories
from diaodu.demo.cast import COUNTED, names
from diaodu.demo.made import Made
from diaodu.demo.shapes import index
from diaodu.demo.world import SEED, world

COUNT = 2000
LIQUOR_LEADER = "醴溪烧坊酒业集团有限公司"
TOBACCO_PLANT = "岩坪卷烟厂"
# Chance of each class and what remains of its output (停产、半停产、减产).
_CLASSES = ((0.03, 0.0), (0.024, 0.32), (0.08, 0.72))
_WORDS = {
    "06": "煤业",
    "13": "粮油食品",
    "14": "食品",
    "15": "酒业",
    "16": "卷烟",
    "26": "化工",
    "27": "药业",
    "30": "建材",
    "31": "钢铁",
    "32": "有色金属",
    "36": "汽车零部件",
    "38": "电气",
    "39": "电子",
    "44": "电力",
    "45": "燃气",
}
_FIRST = "恒瑞鑫泰宏达永昌华信东升金源天成佳润博远嘉禾明辉盛世中诚百川"
_SECOND = "丰隆通盛安源达利兴茂和顺泽康宁远航腾飞立新科正平广业"


@dataclass(frozen=True)
class Enterprise:
    """An enterprise (企业): output in 亿元 by month; January is in February's, as reports have it."""

    code: str
    name: str
    county: str
    industry: str
    last_year: tuple[float, ...]  # 2025 on this year's scope
    this_year: tuple[float, ...]  # 2026, up to the story's month

    def output(self, year: int, month: int) -> float:
        """Cumulative output (累计产值)."""
        return sum((self.this_year if year == stories.YEAR else self.last_year)[:month])


@lru_cache(maxsize=2)
def enterprises(seed: str = SEED) -> tuple[Enterprise, ...]:
    """All of them, division by division in every counted county (全部企业)."""
    made = world(seed)
    cells = [(c, d, size) for c in COUNTED for d, size in industry.OUTPUT[c].items()]
    found: list[Enterprise] = []
    for (county, division, _), number in zip(cells, _numbers([s for _, _, s in cells]), strict=True):
        found += _division(made, county, division, 1 if division == "16" else number)
    return tuple(found)


def _numbers(sizes: list[float]) -> list[int]:
    """How many enterprises each cell has: by the root of its output, at least two, `COUNT` in all."""
    roots = [s**0.5 for s in sizes]
    out = [max(2, round(COUNT * r / sum(roots))) for r in roots]
    tobacco = 1  # the plant is alone in its division, others make up for it
    out[sizes.index(max(sizes))] += COUNT - sum(out) + out[_tobacco(sizes)] - tobacco
    return out


def _tobacco(sizes: list[float]) -> int:
    cells = [d for c in COUNTED for d in industry.OUTPUT[c]]
    return cells.index("16")


def _division(made: Made, county: str, division: str, number: int) -> list[Enterprise]:
    rng = made.rng("enterprises", county, division)
    shares = _shares(rng, county, division, number)
    before, now = _months(made, county, division)
    kept = [_kept(rng, n == 0) for n in range(number)]
    whole = sum(s * k for s, k in zip(shares, kept, strict=True)) or 1.0
    return [
        Enterprise(
            code=credit_code.make(rng, county),
            name=_name(rng, county, division, n),
            county=county,
            industry=division,
            last_year=tuple(round(v * share, 4) for v in before),
            this_year=tuple(round(v * share * keep / whole, 4) for v in now),
        )
        for n, (share, keep) in enumerate(zip(shares, kept, strict=True))
    ]


def _shares(rng: random.Random, county: str, division: str, number: int) -> list[float]:
    sizes = sorted((rng.lognormvariate(0, 1) for _ in range(number)), reverse=True)
    if (county, division) == (stories.LIQUOR_GIANT.place, stories.LIQUOR_GIANT.part):
        sizes[0] = 1.5 * sum(sizes[1:])  # the leader makes six tenths
    return [s / sum(sizes) for s in sizes]


def _kept(rng: random.Random, leader: bool) -> float:
    """What of last year's output an enterprise keeps, against its division; leaders never stop."""
    chance = rng.random()
    for probability, remains in () if leader else _CLASSES:
        if chance < probability:
            return remains * rng.uniform(0.9, 1.1)
        chance -= probability
    return rng.uniform(0.97, 1.12)


def _months(made: Made, county: str, division: str) -> tuple[list[float], list[float]]:
    series = made.series[f"industrial_output:{division}", county]
    return _alone(series.base), _alone(series.level)


def _alone(cumulative: list[float]) -> list[float]:
    """Months alone from this year's cumulatives; nothing for January."""
    totals = [0.0, *(cumulative[index(stories.YEAR, m)] for m in range(2, stories.MONTH + 1))]
    return [0.0, *(max(b - a, 0.0) for a, b in pairwise(totals))]


def _name(rng: random.Random, county: str, division: str, number: int) -> str:
    if division == stories.TOBACCO_CLOSING.part:
        return TOBACCO_PLANT
    if number == 0 and (county, division) == (stories.LIQUOR_GIANT.place, stories.LIQUOR_GIANT.part):
        return LIQUOR_LEADER
    place = names()[county][:2]
    return f"{place}{rng.choice(_FIRST)}{rng.choice(_SECOND)}{number + 1:02d}{_WORDS[division]}有限公司"
