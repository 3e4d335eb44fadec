"""A month made by hand for the papers: 14 counties, 30 indicators, figures out of a seeded generator.

Planted: 临溪县's investment turned negative; 石门县 lacks its retail figure; exports lack a figure for the whole city.
"""

# ruff: noqa: E501 (tables of figures)

from __future__ import annotations

import random
from dataclasses import asdict

from diaodu.bureau.findings.models import Finding
from diaodu.bureau.findings.month import Month
from diaodu.economy.breakdowns import Breakdown, Part, Place
from diaodu.economy.findings import Clause, Light
from diaodu.economy.indicators import Basis, Catalogue, Frequency, Indicator, Kind, What
from diaodu.economy.panel import Panel, SeriesKey
from diaodu.economy.periods import Period, cumulatives
from diaodu.economy.rank import rank
from diaodu.economy.results import Key, Result, Results

PERIOD = Period(2026, 1, 9)
CITY, PROVINCE, NATION = "4500", "4000", "0"
COUNTY_NAMES = (
    "东川区", "南浦区", "西岭县", "北原县", "临溪县", "石门县", "青田县", "白水县", "云台县", "金沙县", "龙泉市",
    "和平县", "高新技术产业开发区", "经济技术开发区",
)  # fmt: skip
SHORTS = {"高新技术产业开发区": "高新区", "经济技术开发区": "经开区"}

# code, name, unit, basis, field, frequency, growth basis, kind, owner, key, typical level, typical growth
ROWS = (
    ("gdp", "地区生产总值", "亿元", "flow", "综合", "Q", "real", "official", "统计局", 1, 1800, 5.6),
    ("agriculture", "农林牧渔业总产值", "亿元", "flow", "农业", "Q", "real", "official", "农业农村局", 1, 310, 4.1),
    ("pigs", "生猪出栏", "万头", "flow", "农业", "Q", "volume", "official", "调查队", 0, 220, 1.2),
    ("vegetables", "蔬菜及食用菌产量", "万吨", "flow", "农业", "Q", "volume", "official", "农业农村局", 0, 160, 4.6),
    ("industry", "规模以上工业增加值", "%", "rate", "工业", "M", "real", "official", "工信局", 1, None, 6.1),
    ("output", "规模以上工业总产值", "亿元", "flow", "工业", "M", "nominal", "official", "工信局", 0, 2400, 5.2),
    ("sales_ratio", "工业产品产销率", "%", "ratio", "工业", "M", "points", "official", "工信局", 0, 96.4, -0.4),
    ("industry_power", "工业用电量", "亿千瓦时", "flow", "工业", "M", "volume", "departmental", "供电公司", 0, 88, -1.3),
    ("industry_vat", "工业增值税", "亿元", "flow", "工业", "M", "nominal", "departmental", "税务局", 0, 41, 2.2),
    ("profit", "规模以上工业企业利润总额", "亿元", "flow", "工业", "M", "nominal", "official", "工信局", 1, 120, -7.5),
    ("fai", "固定资产投资", "亿元", "flow", "投资", "M", "nominal", "official", "发改委", 1, 960, -3.4),
    ("fai_industry", "工业投资", "%", "rate", "投资", "M", "nominal", "official", "工信局", 1, None, 8.8),
    ("fai_private", "民间投资", "%", "rate", "投资", "M", "nominal", "official", "发改委", 0, None, -6.0),
    ("fai_infra", "基础设施投资", "%", "rate", "投资", "M", "nominal", "official", "发改委", 0, None, 2.5),
    ("property", "房地产开发投资", "亿元", "flow", "房地产", "M", "nominal", "official", "住建局", 1, 180, -12.6),
    ("floor", "商品房销售面积", "万平方米", "flow", "房地产", "M", "volume", "official", "住建局", 0, 230, -9.4),
    ("retail", "社会消费品零售总额", "亿元", "flow", "消费", "M", "nominal", "official", "商务局", 1, 720, 4.8),
    ("retail_large", "限额以上消费品零售额", "亿元", "flow", "消费", "M", "nominal", "official", "商务局", 1, 210, 6.9),
    ("tourists", "旅游接待人次", "万人次", "flow", "消费", "M", "volume", "departmental", "文旅局", 0, 3100, 104.0),
    ("trade", "进出口总额", "亿元", "flow", "外贸", "M", "nominal", "departmental", "商务局", 1, 96, 11.3),
    ("exports", "出口总额", "亿元", "flow", "外贸", "M", "nominal", "departmental", "商务局", 0, 61, 9.0),
    ("fdi", "实际使用外资", "万美元", "flow", "外贸", "M", "nominal", "departmental", "商务局", 0, 3200, -21.0),
    ("revenue", "一般公共预算收入", "亿元", "flow", "财政金融", "M", "nominal", "departmental", "财政局", 1, 118, 3.1),
    ("tax", "税收收入", "亿元", "flow", "财政金融", "M", "nominal", "departmental", "税务局", 0, 79, 1.4),
    ("deposits", "人民币存款余额", "亿元", "stock", "财政金融", "M", "nominal", "departmental", "人民银行", 1, 3900, 8.2),
    ("loans", "人民币贷款余额", "亿元", "stock", "财政金融", "M", "nominal", "departmental", "人民银行", 1, 3100, 9.4),
    ("income_urban", "城镇居民人均可支配收入", "元", "flow", "收入就业", "Q", "nominal", "official", "调查队", 1, 30200, 4.6),
    ("income_rural", "农村居民人均可支配收入", "元", "flow", "收入就业", "Q", "nominal", "official", "调查队", 1, 13100, 6.3),
    ("jobs", "城镇新增就业", "万人", "flow", "收入就业", "M", "volume", "departmental", "人社局", 0, 5.2, 2.0),
    ("power", "全社会用电量", "亿千瓦时", "flow", "用电", "M", "volume", "departmental", "供电公司", 1, 146, 3.3),
)  # fmt: skip
TARGETS = {"gdp": 6.5, "industry": 8, "fai": 7, "retail": 6, "revenue": 5, "income_urban": 5.5, "income_rural": 7,
           "trade": 8, "property": 0, "retail_large": 8, "agriculture": 4, "fai_industry": 10, "profit": 3}  # fmt: skip
INDUSTRIES = (("15", "酒、饮料和精制茶", "酒饮料茶"), ("06", "煤炭开采和洗选业", "煤炭"), ("30", "非金属矿物制品业", "建材"),
              ("26", "化学原料和化学制品制造业", "化工"), ("16", "烟草制品业", "烟草"), ("44", "电力、热力生产和供应业", "电力"),
              ("39", "计算机、通信和其他电子设备制造业", "电子"), ("36", "汽车制造业", "汽车"), ("13", "农副食品加工业", "农副"),
              ("27", "医药制造业", "医药"), ("17", "纺织业", "纺织"))  # fmt: skip
SECTORS = (("1", "第一产业", "一产"), ("2", "第二产业", "二产"), ("3", "第三产业", "三产"))


def catalogue() -> Catalogue:
    places = [
        Place(NATION, "全国", "nation"),
        Place(PROVINCE, "岭南省", "province", NATION, short="全省"),
        Place(CITY, "临江市", "city", PROVINCE, short="全市", order=4, home=True),
        *(Place(f"41{n:02d}", f"第{n}市", "city", PROVINCE, order=10 + n) for n in range(8)),
        *(
            Place(
                f"45{n:02d}",
                name,
                "zone" if "开发区" in name else "county",
                CITY,
                SHORTS.get(name, ""),
                order=n,
            )
            for n, name in enumerate(COUNTY_NAMES, 1)
        ),
    ]
    indicators = [
        Indicator(
            code, name, unit, Basis(basis), field=field, frequency=Frequency(frequency), growth_basis=growth,
            kind=Kind(kind), owner=owner, key=bool(key), order=n * 10, decimals=0 if unit == "元" else 2,
            no_january=field in ("工业", "投资", "消费"),
            parts={"industry": "industry", "gdp": "sector"}.get(code, ""),
            short={"规模以上工业增加值": "规上工业增加值", "社会消费品零售总额": "社零总额",
                   "规模以上工业企业利润总额": "规上工业利润", "城镇居民人均可支配收入": "城镇居民收入",
                   "农村居民人均可支配收入": "农村居民收入", "限额以上消费品零售额": "限上零售额",
                   "一般公共预算收入": "公共预算收入", "规模以上工业总产值": "规上工业总产值",
                   "农林牧渔业总产值": "农业总产值", "蔬菜及食用菌产量": "蔬菜产量"}.get(name, ""),
        )
        for n, (code, name, unit, basis, field, frequency, growth, kind, owner, key, *_) in enumerate(ROWS)
    ]  # fmt: skip
    breakdowns = {
        "industry": Breakdown("industry", "分行业", tuple(Part(*row) for row in INDUSTRIES)),
        "sector": Breakdown("sector", "分产业", tuple(Part(*row) for row in SECTORS)),
    }
    return Catalogue({i.code: i for i in indicators}, {p.code: p for p in places}, {}, breakdowns)


def month() -> Month:
    """The whole month, the same at every call."""
    found = catalogue()
    dice = random.Random(20260901)
    results = Results()
    panel = Panel(found)
    levels = {row[0]: row[10] for row in ROWS}
    growths = {row[0]: row[11] for row in ROWS}
    for indicator in found:
        _one(found, results, dice, indicator, levels[indicator.code], growths[indicator.code])
        _history(panel, results, dice, indicator)
    _pulls(results, dice)
    findings = tuple(_lights(found, results))
    return Month(1, "0" * 64, PERIOD, found, panel, results, findings)


def _one(
    cat: Catalogue, results: Results, dice: random.Random, i: Indicator, level: float | None, growth: float
) -> None:
    now: dict[str, float | None] = {
        NATION: growth + dice.uniform(-1, 1.5),
        PROVINCE: growth + dice.uniform(-1.5, 2),
    }
    now[CITY] = None if i.code == "exports" else growth
    now |= {p.code: round(growth + dice.gauss(0, 3), 1) for p in cat.cities if p.code != CITY}
    now |= {p.code: round(growth + dice.gauss(0, 4.5), 1) for p in cat.counties}
    before = {code: None if v is None else round(v + dice.gauss(0.3, 1.4), 1) for code, v in now.items()}
    if i.code == "fai":
        now["4505"], before["4505"] = -4.9, 0.4
    if i.code == "retail":
        now["4506"] = before["4506"] = None
    positions = {
        **rank({p.code: now[p.code] for p in cat.cities}),
        **rank({p.code: now[p.code] for p in cat.counties}),
    }
    for code, g in now.items():
        _place_rows(results, dice, i, code, g, before[code], now, positions, level)
    spread = [now[p.code] for p in cat.counties if now[p.code] is not None]
    mean = sum(spread) / len(spread)
    results.add(
        Key("dispersion", i.code, CITY), Result((sum((x - mean) ** 2 for x in spread) / len(spread)) ** 0.5)
    )


def _place_rows(results, dice, i, code, g, g0, now, positions, level) -> None:
    def put(measure: str, value: float | None, reason: str = "缺2026年1—9月数据") -> None:
        results.add(
            Key(measure, i.code, code), Result(value) if value is not None else Result.missing(reason)
        )

    share = {CITY: 1.0, PROVINCE: 9.0, NATION: 300.0}.get(code, dice.uniform(0.03, 0.12))
    value = None if level is None or g is None else (level if i.unit in ("元", "%") else level * share)
    put("value", None if value is None else round(value, 4))
    put("growth", g)
    put("growth_before", g0)
    put("growth_change_month", None if g is None or g0 is None else g - g0)
    if code in positions:
        put("rank", positions[code].position)
        put("rank_size", positions[code].size)
    if g is not None and code == CITY:
        put("distance_province", g - now[PROVINCE])
        put("distance_nation", g - now[NATION])
    if g is not None and code.startswith("45") and code != CITY and now[CITY] is not None:
        put("distance_above", g - now[CITY])
    if code == CITY and g is not None:
        put("falling_streak", 4 if i.code == "fai" else 0)
        put("lowest_quarters", 9 if i.code == "gdp" else 1)
    if i.code in TARGETS and code.startswith("45") and g is not None:
        _pace(put, dice, i, g, value)


def _pace(put, dice, i: Indicator, g: float, value: float | None) -> None:
    target = TARGETS[i.code]
    put("target_growth", target)
    put("rest_growth", (target - 0.74 * g) / 0.26)
    if value is None or i.unit == "元":
        return
    last = value / (1 + g / 100) / 0.74
    year = last * (1 + target / 100)
    done = value / year * 100
    planned = 75.0 if i.code == "trade" else 74.0
    put("target", year)
    put("progress", done)
    put("time_share", planned)
    put("lead", done - planned)
    put("arrears", max(0.0, year * planned / 100 - value))
    put("next_needed", max(0.0, year * (planned + 8.5) / 100 - value))


def _history(panel: Panel, results: Results, dice: random.Random, i: Indicator) -> None:
    if i.code not in ("gdp", "industry"):
        return
    for place in (CITY, PROVINCE, NATION):
        end = results.value("growth", i.code, place) or 0.0
        spans = [*cumulatives(2025, 12), *cumulatives(2026, 9)]
        for n, span in enumerate(reversed(spans)):
            if i.due(span):
                value = end + 0.12 * n + (dice.gauss(0, 0.25) if n else 0)
                panel.put(SeriesKey(i.code, place, i.kind, What.GROWTH), span, round(value, 1) if n else end)


def _pulls(results: Results, dice: random.Random) -> None:
    for code, parts in (("industry", INDUSTRIES), ("gdp", SECTORS)):
        whole = results.value("growth", code, CITY) or 0.0
        raw = [dice.gauss(1, 1.4) for _ in parts]
        pulls = [x + (whole - sum(raw)) / len(raw) for x in raw]
        for (part, *_), pull in zip(parts, pulls, strict=True):
            results.add(Key("part_pull", code, CITY, part), Result(pull))
            results.add(Key("part_growth", code, CITY, part), Result(pull * 9))
            results.add(Key("part_growth_without", code, CITY, part), Result(whole - pull * 1.1))
    codes = [f"45{n:02d}" for n in range(1, len(COUNTY_NAMES) + 1)]
    for code in ("gdp", "fai"):
        whole = results.value("growth", code, CITY) or 0.0
        grown = [results.value("growth", code, c) or 0.0 for c in codes]
        pulls = [(g + whole - sum(grown) / len(grown)) / len(grown) for g in grown]
        for place, pull in zip(codes, pulls, strict=True):
            results.add(Key("pull", code, place), Result(pull))


def _lights(cat: Catalogue, results: Results) -> list[Finding]:
    found = []
    for place in (cat.city, *cat.counties):
        for i in cat:
            if i.due(PERIOD) and (i.key or place.home):
                found.append(_light(results, i, place))
    return found


def _light(results: Results, i: Indicator, place: Place) -> Finding:
    g = results.value("growth", i.code, place.code)
    above = results.value("growth", i.code, PROVINCE if place.home else CITY)
    target = results.value("target_growth", i.code, place.code)
    clauses = []
    light = Light.GREEN if g is not None else Light.GREY
    if g is not None and target is not None and g < target:
        light = Light.YELLOW
        clauses.append(Clause("behind_plan", f"增速{g:.1f}%，低于年度目标{target:.1f}%", g, target))
    if g is not None and above is not None and g < above:
        light = Light.YELLOW
        name = "全省" if place.home else "全市"
        clauses.append(Clause("below_average", f"增速低于{name}平均（{above:.1f}%）", g, above))
    if g is not None and g < 0 and i.growth_basis != "points":
        light = Light.RED
        clauses.insert(0, Clause("negative", f"增速为负（{g:.1f}%）", g, 0.0))
    return Finding(
        key=f"indicator_light:{i.code}:{place.code}", rule="indicator_light", indicator=i.code, place=place.code,
        year=2026, month=9, light=light.value, text=f"{i.name}亮{light.text}灯",
        clauses=[asdict(c) for c in clauses], months=2 if i.code == "property" else 1,
    )  # fmt: skip
