"""Questions drawn over a city: each as it is written, and as the naive book reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from tests.economy.naive_sets import Denied, Joined, Of, Sets, Several, Test
from tests.economy.naive_words import Ask, fixed

CIRCLES = ("全省", "县区", "四大片区", "南部片区", "中心片区")
AGAINST = ("上年同期", "上月", "上季", "上年末")
BY = ("增速", "数值", "进度", "当月增速")
COURSE = ("目标", "进度", "序时差", "欠账", "下月需完成", "后期需增长", "需完成", "预计", "快慢")
RECORDS = ("最低以来", "最高以来", "新低", "新高", "连降", "连升")
LIMITS = {"位次": ("2", "3", "5", "7"), "数值": ("10", "100", "50")}
RARE = {"首次跌破": 8, "新低": 3, "新高": 5}  # tries until one has something to say
SIMPLE = ("数值", "当月值", "增速", "当月增速", "同比")
WEIGHTS = {
    **dict.fromkeys(SIMPLE, 6),
    **dict.fromkeys(("增速变化", "变化", "变化差距", "位次", "排位", "差距", "比"), 6),
    **dict.fromkeys(("占比", "占比变化", "贡献率", "拉动", "剔除增速"), 5),
    **dict.fromkeys(COURSE, 4),
    **dict.fromkeys(RECORDS, 3),
    "首次跌破": 3,
    **dict.fromkeys(("满足", "个数", "名单", "最低", "最高", "合计", "排序"), 4),
    "分别": 8,
}


@dataclass(frozen=True)
class Question:
    word: str
    text: str
    place: str  # as it is written
    period: str
    naive: Ask | Of | Several


class Drawer:
    """Draws questions, most of them where there are figures."""

    def __init__(self, book: Sets, seed: int) -> None:
        self.book, self.rng, self.catalogue = book, Random(seed), book.catalogue
        # What is derived when read stands in no row: its own examples tell of it.
        self.indicators = [one for one in self.catalogue if not one.formula]
        self.aimed = sorted({k[0] for k in book.raw if k[3] in ("target", "estimate")})
        self.divided = sorted({k[0] for k in book.parts})
        self.counties = book.circle("县区")
        self.cities = book.circle("全省")

    def draw(self) -> Question:
        word = self.rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        if word == "分别":
            return self.severally()
        if word in ("满足", "个数", "名单", "最低", "最高", "合计", "排序"):
            return self.over(word)
        ask = self.ask(word)
        for _ in range(RARE.get(word, 0)):
            ask = ask if self.book.answer(ask)[0] is not None else self.ask(word)
        return self.question(word, self.written(ask), ask)

    def question(self, word: str, text: str, naive: Any) -> Question:
        where, (year, month) = self.spot(naive)
        return Question(word, text, self.place(where), self.period(year, month), naive)

    def spot(self, naive: Any) -> tuple[str, tuple[int, int]]:
        one = naive.asks[0] if isinstance(naive, Several) else naive
        return one.where, one.when

    # where and when

    def period(self, year: int, month: int) -> str:
        forms = [f"{year}年1-{month}月" if month > 1 else f"{year}年1月", f"{year}年{month}月"]
        season = {3: "一季度", 6: "上半年", 9: "前三季度", 12: ""}.get(month)
        return self.rng.choice(forms + ([f"{year}年{season}"] if season is not None else []))

    def when(self, indicator: str) -> tuple[int, int]:
        year = self.rng.choice((2026, 2026, 2026, 2025, 2025, 2024, 2023, 2022, 2021, 2020))
        frequency = self.catalogue.indicators[indicator].frequency
        usual = {"M": range(2, 13), "Q": (3, 6, 9, 12), "Y": (12,)}[frequency]
        return year, self.rng.choice(tuple(usual) if self.rng.random() < 0.93 else range(1, 13))

    def where(self) -> str:
        rng, groups = self.rng, list(self.catalogue.groups)
        city, province = self.book.city.code, self.book.city.parent
        counties = rng.sample(self.counties, 3)
        return rng.choice(
            (city, city, city, *counties, rng.choice(self.cities), rng.choice(groups), province)
        )

    def place(self, code: str) -> str:
        group = self.catalogue.groups.get(code)
        return group.name if group else self.catalogue.places[code].name

    # one figure

    def ask(self, word: str, of: str = "", where: str = "") -> Ask:
        of = of or self.indicator(word)
        own = self.rng.choice([self.book.city.code, *self.counties])
        where = where or (own if word in COURSE else self.where())
        if word in (*RECORDS, "首次跌破") and where in self.catalogue.groups:
            where = self.rng.choice(self.cities)
        year, month = self.when(of)
        if word in COURSE:
            year = self.rng.choice((2026, 2025, 2024)) if word != "预计" else self.rng.choice((2026, 2025))
        make: Callable[..., dict[str, Any]] = getattr(self, OPTIONS.get(word, "nothing"))
        ask = Ask(word, of, where, (year, month))
        return self.parted(ask) if word in ("拉动", "贡献率", "剔除增速") else ask._replace(options=make(ask))

    def indicator(self, word: str) -> str:
        if word in COURSE:
            return self.rng.choice(self.aimed)
        if word in ("拉动", "贡献率", "剔除增速") and self.rng.random() < 0.4:
            return self.rng.choice(self.divided)
        while True:
            one = self.rng.choice(self.indicators)
            fits = one.basis == "flow" and one.frequency == "M" if word.startswith("当月") else True
            if (fits and not one.formula) or self.rng.random() < 0.1:
                return str(one.code)

    def some(self, **options: tuple[Any, ...]) -> dict[str, Any]:
        return {k: self.rng.choice(v) for k, v in options.items() if self.rng.random() < 0.6}

    def nothing(self, ask: Ask) -> dict[str, Any]:
        return {}

    def against(self, ask: Ask) -> dict[str, Any]:
        return self.some(较=AGAINST)

    def others(self, ask: Ask) -> tuple[str, ...]:
        city, province = self.book.city.code, self.book.city.parent
        nation = self.catalogue.places[province].parent
        return city, province, nation, self.rng.choice(self.cities), self.rng.choice(self.counties), "center"

    def compared(self, ask: Ask) -> dict[str, Any]:
        return self.some(对=self.others(ask), 较=AGAINST)

    def distance(self, ask: Ask) -> dict[str, Any]:
        by = ("增速", "数值", "进度") if ask.of in self.aimed else ("增速", "数值", "当月增速")
        goals = ("目标", "计划") if ask.of in self.aimed else ()
        return self.some(对=(*self.others(ask), *goals, *goals), 按=by)

    def circle(self, ask: Ask) -> dict[str, Any]:
        options = self.some(按=("增速", "数值", "进度" if ask.of in self.aimed else "当月增速"))
        fitting = [c for c in CIRCLES if ask.where in self.book.circle(c)]
        if fitting and self.rng.random() < 0.6:
            options["范围"] = self.rng.choice(fitting)
        elif self.rng.random() < 0.1:
            options["范围"] = "县区"
        return options

    def step(self, ask: Ask) -> dict[str, Any]:
        return self.some(按=("月", "季", "年"))

    def limit(self, ask: Ask) -> dict[str, Any]:
        """Mostly one that the present growth is just below."""
        now = self.book.known(self.book.growth, ask.of, ask.where, ask.when)
        if now is None or self.rng.random() < 0.3:
            return self.some(界限=("10", "8", "5", "0", "12.5"))
        return {"界限": fixed(now + Fraction(self.rng.choice((1, 5, 10, -1)), 10))}

    def upto(self, ask: Ask) -> dict[str, Any]:
        return self.some(到=("6月", "6月", "9月", "11月", "12月"))

    def shared(self, ask: Ask) -> dict[str, Any]:
        options: dict[str, Any] = self.some(较=AGAINST) if ask.word == "占比变化" else {}
        if self.rng.random() < 0.6:
            return {"占地区": self.rng.choice((self.book.city.parent, self.book.city.code)), **options}
        same = [i.code for i in self.indicators if i.frequency == self.catalogue.indicators[ask.of].frequency]
        return {"占": self.rng.choice(same), **options}

    def parted(self, ask: Ask) -> Ask:
        """Parts that lie in the whole: counties, groups, industries or indicators."""
        name = "剔除" if ask.word == "剔除增速" else "部分"
        parts = sorted(self.book.parts.get((ask.of, ask.where), set()))
        if parts and self.rng.random() < 0.8:
            chosen = [("part", p) for p in self.rng.sample(parts, self.rng.choice((1, 1, 2, 3)))]
        elif ask.of == "gdp" and self.rng.random() < 0.5:
            chosen = [("indicator", self.rng.choice(("primary_value_added", "secondary_value_added")))]
        else:
            ask = ask._replace(where=self.rng.choice((self.book.city.code, self.book.city.code, ask.where)))
            among = [*self.counties, *self.catalogue.groups]
            chosen = [("place", p) for p in self.rng.sample(among, self.rng.choice((1, 1, 2, 3)))]
        return ask._replace(options={name: chosen})

    # as it is written

    def written(self, ask: Ask, of: bool = True, where: str = "") -> str:
        said = [f'"{self.catalogue.indicators[ask.of].label}"'] if of else []
        for name, value in ask.options.items():
            said.append(value if name == "界限" else f"{name}={self.option(ask, value)}")
        if where:
            said.append(f'地区="{self.place(where)}"')
        return f"{ask.word}({', '.join(said)})"

    def option(self, ask: Ask, value: Any) -> str:
        if isinstance(value, list):
            names = [f'"{self.part(ask, kind, code)}"' for kind, code in value]
            return names[0] if len(names) == 1 and self.rng.random() < 0.5 else f"[{', '.join(names)}]"
        if value in self.catalogue.places or value in self.catalogue.groups:
            return f'"{self.place(value)}"'
        indicator = self.catalogue.indicators.get(value)
        return f'"{indicator.label if indicator else value}"'

    def part(self, ask: Ask, kind: str, code: str) -> str:
        if kind == "part":
            parts = self.catalogue.breakdowns[self.catalogue.indicators[ask.of].parts].parts
            return next(p.label for p in parts if p.code == code)
        return self.catalogue.indicators[code].label if kind == "indicator" else self.place(code)

    # sets

    def over(self, word: str) -> Question:
        kind, name, written = self.a_set()
        of = name if kind == "行业" else self.indicator("增速")
        when = self.when("industrial_electricity" if kind == "指标" else of)
        if kind == "指标":
            when = when[0], -(-when[1] // 3) * 3
        if word == "合计" and kind == "指标":
            word = "最高"
        inner = self.inner(kind, of, when)
        if word == "合计":
            inner = inner._replace(word=self.rng.choice(("数值", "拉动")) if kind == "行业" else "数值")
        conditioned = word in ("满足", "个数", "名单") or self.rng.random() < 0.3
        condition = self.condition(kind, of, when) if conditioned else None
        options: dict[str, Any] = self.some(序=("升", "降"), 前=(3, 5)) if word == "排序" else {}
        asked = Of(word, kind, name, self.book.city.code, when, inner, condition, options)
        return self.question(word, self.written_set(asked, written), asked)

    def a_set(self) -> tuple[str, str, str]:
        group = self.rng.choice(("四大片区", "南部片区", "中心片区"))
        part = self.rng.choice(self.divided)
        return self.rng.choice(
            (
                *[("县区", "", "县区")] * 4,
                *[("城市", "", "城市")] * 2,
                ("组", group, f'组("{group}")'),
                *[("行业", part, f'行业("{self.catalogue.indicators[part].label}")')] * 2,
                ("指标", "主要指标", '指标("主要指标")'),
            )
        )

    def inner(self, kind: str, of: str, when: tuple[int, int]) -> Ask:
        words = {"行业": ("增速", "数值", "占比", "拉动"), "指标": ("增速", "增速变化", "位次")}
        word = self.rng.choice(words.get(kind, ("增速", "数值", "增速变化", "增速", "位次")))
        return Ask(word, of, self.book.city.code, when)

    def condition(self, kind: str, of: str, when: tuple[int, int], depth: int = 0) -> Any:
        chance = self.rng.random()
        if depth < 2 and chance < 0.3:
            another = of if kind == "行业" else self.alike(of)
            one, other = (self.condition(kind, which, when, depth + 1) for which in (of, another))
            return Joined(self.rng.choice(("and", "or")), one, other)
        if chance < 0.4:
            return Denied(self.condition(kind, of, when, 2))
        ask = self.inner(kind, of, when)
        if kind == "县区" and ask.word in ("增速", "增速变化") and chance < 0.6:
            return Test(ask, self.rng.choice((">", "<", ">=", "<=")), "", self.book.city.code)
        limits = LIMITS.get(ask.word, ("0", "5", "8.5", "-1", "0.3"))
        return Test(ask, self.rng.choice((">", "<", ">=", "<=")), self.rng.choice(limits))

    def alike(self, of: str) -> str:
        frequency = self.catalogue.indicators[of].frequency
        return self.rng.choice([i.code for i in self.indicators if i.frequency == frequency])

    def written_set(self, asked: Of, members: str) -> str:
        def quoted(text: str) -> str:
            return '"' + text.replace('"', '\\"') + '"'

        named = asked.kind not in ("行业", "指标")
        if asked.condition is not None:
            members = f"满足({members}, {quoted(self.written_condition(asked.condition, named))})"
        if asked.word == "满足":
            return members
        said = [members]
        if asked.word not in ("个数", "名单"):
            assert asked.inner is not None
            said.append(quoted(self.written(asked.inner, named)))
        said += [f"{k}={v}" if k == "前" else f'{k}="{v}"' for k, v in asked.options.items()]
        return f"{asked.word}({', '.join(said)})"

    def written_condition(self, condition: Any, named: bool) -> str:
        if isinstance(condition, Denied):
            return f"not ({self.written_condition(condition.one, named)})"
        if isinstance(condition, Joined):
            one, other = (self.written_condition(c, named) for c in condition[1:])
            return f"({one}) {condition.word} ({other})"
        limit = self.written(condition.ask, named, condition.place) if condition.place else condition.limit
        return f"{self.written(condition.ask, named)} {condition.sign} {limit}"

    # several

    def severally(self) -> Question:
        word = self.rng.choice(("同比", "同比", "排位", "变化", "比"))
        keys = [i.code for i in self.indicators if i.key]
        one = self.ask(word, self.rng.choice(keys), self.rng.choice((self.book.city.code, *self.counties)))
        plain = {k: v for k, v in one.options.items() if k in ("较", "对") and v not in ("目标", "计划")}
        one, count = one._replace(options=plain), self.rng.choice((2, 2, 3))
        if self.rng.random() < 0.3:
            places = self.rng.sample(self.counties, count)
            names = ", ".join(f'"{self.place(p)}"' for p in places)
            said = [f"{k}={self.option(one, v)}" for k, v in one.options.items()]
            said.insert(0, f'指标="{self.catalogue.indicators[one.of].label}"')
            text = f"分别({', '.join([word, f'[{names}]', *said])})"
            return self.question("分别", text, Several(word, [one._replace(where=p) for p in places]))
        frequency = self.catalogue.indicators[one.of].frequency
        same = [i.code for i in self.indicators if i.key and i.frequency == frequency and i.code != one.of]
        chosen = [one.of, *self.rng.sample(same, min(count - 1, len(same)))]
        names = ", ".join(f'"{self.catalogue.indicators[c].label}"' for c in chosen)
        said = [f"{k}={self.option(one, v)}" for k, v in one.options.items()]
        text = f"分别({', '.join([word, f'[{names}]', *said])})"
        return self.question("分别", text, Several(word, [one._replace(of=c) for c in chosen]))


OPTIONS = {
    "增速变化": "against",
    "变化": "against",
    "变化差距": "compared",
    "位次": "circle",
    "排位": "circle",
    "差距": "distance",
    "比": "distance",
    "占比": "shared",
    "占比变化": "shared",
    "首次跌破": "limit",
    "需完成": "upto",
    **dict.fromkeys(RECORDS, "step"),
}
