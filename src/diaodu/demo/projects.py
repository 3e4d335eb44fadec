"""A thousand projects whose investment adds up to their counties' (示例项目)."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import lru_cache

from diaodu.demo import stories
from diaodu.demo.cast import COUNTED, names, share
from diaodu.demo.made import Made
from diaodu.demo.shapes import index
from diaodu.demo.world import SEED, world

COUNT = 1000
FALSE_START = "云汀县智能物流园一期工程"
# Stages, and how many in a hundred stand in each (项目阶段).
STAGES = {"储备": 14, "签约": 10, "前期": 16, "开工": 12, "在建": 34, "竣工": 8, "投产": 6}
_BUILDING = ("开工", "在建", "竣工")
_FIELDS = {
    "工业": ("生产线建设项目", "产业园标准厂房", "技改扩能项目"),
    "交通": ("连接线公路改造", "物流枢纽工程"),
    "城建": ("老旧小区改造", "地下管网工程", "停车场建设"),
    "水利": ("水库除险加固", "供水工程"),
    "民生": ("人民医院新院区", "中学迁建", "养老服务中心"),
    "农业": ("高标准农田建设", "冷链仓储项目"),
    "能源": ("光伏发电项目", "输变电工程"),
}
_LEVELS = ("国家级", "省级", "市级", "县级")
Month = tuple[int, int]


@dataclass(frozen=True)
class Project:
    """A project (项目): amounts in 亿元, `done` by month of 2026, cumulative."""

    code: str
    name: str
    county: str
    field: str
    level: str
    stage: str
    key: bool  # 列入年度重点
    investment: float
    planned_start: Month
    actual_start: Month | None
    done: tuple[float, ...]


@lru_cache(maxsize=2)
def projects(seed: str = SEED) -> tuple[Project, ...]:
    """All of them, county by county (全部项目)."""
    made = world(seed)
    found: list[Project] = []
    for county in COUNTED:
        last = county == COUNTED[-1]
        number = COUNT - len(found) if last else round(COUNT * share(county, "invest"))
        found += _county(made, county, number)
    return tuple(found)


def _county(made: Made, county: str, number: int) -> list[Project]:
    rng = made.rng("projects", county)
    drafts = [_draft(rng, county, n) for n in range(1, number + 1)]
    if county == stories.FALSE_START.place:
        drafts[0] = _false_start(drafts[0])
    building = [p for p in drafts if p.key and p.stage in _BUILDING and p.name != FALSE_START]
    whole = sum(p.investment for p in building)
    level = made.series["key_project_investment", county].level
    totals = [level[index(stories.YEAR, m)] for m in range(1, stories.MONTH + 1)]
    paid = {p.code: tuple(round(t * p.investment / whole, 4) for t in totals) for p in building}
    return [_with_done(p, paid[p.code]) if p.code in paid else p for p in drafts]


def _draft(rng: random.Random, county: str, number: int) -> Project:
    field = rng.choice(list(_FIELDS))
    stage = rng.choices(list(STAGES), list(STAGES.values()))[0]
    planned = (rng.choice((2025, 2026)), rng.randint(1, 12)) if stage != "储备" else (2027, rng.randint(1, 6))
    started = stage in (*_BUILDING, "投产")
    if started and planned > (stories.YEAR, stories.MONTH):
        planned = (stories.YEAR, rng.randint(1, stories.MONTH))
    return Project(
        code=f"{county}-{number:04d}",
        name=f"{names()[county]}{rng.choice(_FIELDS[field])}（{number}号）",
        county=county,
        field=field,
        level=rng.choices(_LEVELS, (2, 10, 38, 50))[0],
        stage=stage,
        key=started and rng.random() < 0.75,
        investment=round(rng.lognormvariate(0.9, 0.9), 2),
        planned_start=planned,
        actual_start=_late(rng, planned) if started else None,
        done=(0.0,) * stories.MONTH,
    )


def _late(rng: random.Random, planned: Month) -> Month:
    """Most start when planned, some a few months late, none after the story's month."""
    months = planned[0] * 12 + planned[1] - 1 + rng.choices((0, 1, 2, 4), (70, 15, 10, 5))[0]
    return min((months // 12, months % 12 + 1), (stories.YEAR, stories.MONTH))


def _false_start(p: Project) -> Project:
    """Reported as started in March, and nothing done since (虚假开工)."""
    start = (stories.YEAR, 3)
    return Project(
        p.code, FALSE_START, p.county, "交通", "市级", "开工", True, 6.8, start, start, (0.0,) * stories.MONTH
    )


def _with_done(p: Project, done: tuple[float, ...]) -> Project:
    return Project(**{**p.__dict__, "done": done})
