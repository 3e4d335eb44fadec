"""What the naive figures read like, and the naive answer to a question of the phrasebook."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

from tests.economy.naive import Gone, When, Where, half_up
from tests.economy.naive_course import Course

DIGITS = "零一二三四五六七八九"
MONEY = {"亿元": ("元", 10**8), "万元": ("元", 10**4), "万美元": ("美元", 10**4), "亿美元": ("美元", 10**8)}
SEASONS = {3: "一季度", 6: "上半年", 9: "前三季度", 12: "全年"}
Answer = tuple[Any, str]


class Ask(NamedTuple):
    """One question; `options` as they are written, members of a list resolved to (kind, code)."""

    word: str
    of: str  # indicator
    where: Where
    when: When
    options: dict[str, Any] = {}
    part: str = ""


def fixed(value: Fraction, digits: int = 1) -> str:
    """With so many decimals, half up; what rounds to nothing has no sign."""
    rounded = half_up(value, digits)
    whole, rest = divmod(abs(rounded.numerator) * 10**digits // rounded.denominator, 10**digits)
    return ("-" if rounded < 0 else "") + str(whole) + (f".{rest:0{digits}d}" if digits else "")


def chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else DIGITS[tens]) + "十" if tens else ""
    return head + (DIGITS[ones] if ones or not tens else "")


def points(value: Fraction) -> str:
    return fixed(value) + "个百分点"


def signed(value: Fraction) -> str:
    text = fixed(value)
    return ("+" if half_up(value) > 0 else "") + text + "%"


def both(items: list[str]) -> str:
    return "和".join(("、".join(items[:-1]), items[-1])) if len(items) > 1 else "".join(items)


class Words(Course):
    """Questions and answers: the value and what a text shows."""

    def answer(self, ask: Ask) -> Answer:
        try:
            return WORDS[ask.word](self, ask)
        except Gone:
            return None, ""

    def label(self, where: Where) -> str:
        group = self.catalogue.groups.get(where)
        return group.name if group else self.catalogue.places[where].label

    def said_place(self, where: Where) -> str:
        """As a text speaks of it: the whole city, the whole province."""
        return "全市" if where == self.city.code else self.label(where)

    def amount(self, a: str, value: Fraction, money: int | None = None) -> str:
        """Money in 亿 from one 亿 on, else in 万; the rest in its unit. `money` is set for arrears."""
        one = self.catalogue.indicators[a]
        if one.unit not in MONEY:
            return fixed(value, one.decimals if money is None else 1) + one.unit
        coin, scale = MONEY[one.unit]
        whole = value * scale
        large = half_up(abs(whole) / 10**4, 0) >= 10**4
        digits = one.decimals if money is None else (1 if large else 0)
        if large and money is None and one.unit[0] == "万":
            digits = max(2, digits)
        return fixed(whole / (10**8 if large else 10**4), digits) + ("亿" if large else "万") + coin

    def rate_text(self, a: str, value: Fraction, unit: str = "%") -> str:
        return points(value) if self.catalogue.indicators[a].growth_basis == "points" else fixed(value) + unit

    # growth

    def same_time(self, ask: Ask) -> Answer:
        g = self.growth(ask.of, ask.where, ask.when, ask.part)
        return g, self.grew(ask.of, g)

    def grew(self, a: str, g: Fraction) -> str:
        shown = half_up(g)
        if self.catalogue.indicators[a].growth_basis == "points":
            return "同比" + (("提高" if shown > 0 else "下降") + points(abs(g)) if shown else "持平")
        if shown >= 100:
            return "同比翻了一番" if shown == 100 else f"是去年同期的{fixed(1 + g / 100)}倍"
        return "同比" + (("增长" if shown > 0 else "下降") + fixed(abs(g)) + "%" if shown else "持平")

    def moved(self, ask: Ask) -> Answer:
        against = ask.options.get("较", "上年同期")
        g1 = self.growth(ask.of, ask.where, ask.when, ask.part)
        g0 = self.growth(ask.of, ask.where, self.earlier(ask.of, ask.when, against), ask.part)
        return g1 - g0, self.movement(g0, g1)

    def movement(self, g0: Fraction, g1: Fraction) -> str:
        before, now, size = half_up(g0), half_up(g1), points(abs(g1 - g0))
        if before == now or not half_up(g1 - g0):
            return "持平"
        if before >= 0 > now:
            return f"由正转负（由{signed(g0)}到{signed(g1)}）"
        if before < 0 <= now:
            return f"由负转正（由{signed(g0)}到{signed(g1)}）"
        if before >= 0:
            return ("提高" if now > before else "回落") + size
        return ("降幅收窄" if now > before else "降幅扩大") + size

    # ranks and distances

    def rank(self, ask: Ask) -> Answer:
        within, by = ask.options.get("范围", ""), ask.options.get("按", "")
        rank, shared, behind = self.standing(ask.of, ask.where, ask.when, within, by)
        last = not behind and rank > 1
        return rank, ("并列" if shared > 1 else "") + ("倒数第一" if last else "第" + chinese(rank))

    def placed(self, ask: Ask) -> Answer:
        rank, text = self.rank(ask)
        circle = ask.options.get("范围") or self.usual_circle(ask.where)
        name = "全市" if circle == "县区" else circle
        return rank, f"并列{name}{text[2:]}" if text.startswith("并列") else f"排{name}{text}"

    def other(self, ask: Ask) -> tuple[Fraction, str]:
        by = ask.options.get("按", "")
        other = ask.options.get("对") or self.city.parent
        return self.gap(ask.of, ask.where, ask.when, other, by), by

    def distance(self, ask: Ask) -> Answer:
        value, by = self.other(ask)
        return value, self.difference(ask.of, value, by)

    def difference(self, a: str, value: Fraction, by: str) -> str:
        amount = by == "数值" and self.catalogue.indicators[a].unit != "%"
        return self.amount(a, value) if amount else points(value)

    def against(self, ask: Ask) -> Answer:
        value, by = self.other(ask)
        other = ask.options.get("对") or self.city.parent
        name = other if other in ("目标", "计划") else self.said_place(other)
        size = self.difference(ask.of, abs(value), by)
        if not any(c in "123456789" for c in size):
            return value, f"与{name}持平"
        return value, f"比{name}{'高' if value > 0 else '低'}{size}"

    # pace and records

    def pace(self, ask: Ask) -> Answer:
        lead = self.lead(ask.of, ask.where, ask.when)
        if not half_up(lead):
            return lead, "与时间进度持平"
        if lead > 0:
            return lead, f"快于时间进度{points(lead)}"
        owed = self.arrears(ask.of, ask.where, ask.when)
        return lead, f"落后时间进度{points(-lead)}，欠账{self.amount(ask.of, owed, 1)}"

    def unit_of(self, ask: Ask, month: str = "月") -> str:
        """Periods as asked for, but none shorter than the indicator's own."""
        by = ask.options.get("按") or self.usual_step(ask, month)
        if by == "季" and ask.when[1] % 3:
            raise Gone
        own = {"M": "月", "Q": "季", "Y": "年"}[self.catalogue.indicators[ask.of].frequency]
        return max(by, own, key="月季年".index)

    def usual_step(self, ask: Ask, month: str) -> str:
        return "季" if month == "季" and ask.when[1] % 3 == 0 else "月"

    def extreme(self, ask: Ask) -> Answer:
        by = self.unit_of(ask, "季")
        count, _ = self.since(ask.of, ask.where, ask.when, by, 1 if ask.word == "最低以来" else -1)
        return count, f"{count}{COUNTED[by]}"

    def record(self, ask: Ask) -> Answer:
        by = self.unit_of(ask, "季")
        count, since = self.since(ask.of, ask.where, ask.when, by, 1 if ask.word == "新低" else -1)
        if count < (3 if by == "年" else 4):
            raise Gone
        end = "最低" if ask.word == "新低" else "最高"
        if by == "年":
            return count, f"为近{count}年同期{end}增速"
        if since is None and count > 12:
            first = ask.when
            for _ in range(count - 1):
                first = self.back(ask.of, first, by)
            return count, f"为有数据以来{end}（{self.period(ask.of, first, by)}以来）"
        if count <= 12:
            return count, f"为近{count}{COUNTED[by]}以来{end}增速"
        return count, f"为{self.period(ask.of, since, by)}以来{end}"

    def period(self, a: str, when: When, by: str) -> str:
        year, month = when
        if by == "季":
            return f"{year}年{DIGITS[month // 3]}季度"
        if not self.cumulative(a) or month == 1:
            return f"{year}年{month}月"
        return f"{year}年" + (SEASONS.get(month) or f"1—{month}月")

    def run(self, ask: Ask) -> Answer:
        by = self.unit_of(ask)
        count = self.streak(ask.of, ask.where, ask.when, by, -1 if ask.word == "连降" else 1)
        return count, f"{count}{COUNTED[by]}"

    def fell_below(self, ask: Ask) -> Answer:
        years = self.first_below(ask.of, ask.where, ask.when, Fraction(str(ask.options.get("界限", 10))))
        return years, f"{years}年"


COUNTED = {"季": "个季度", "月": "个月", "年": "年"}
Word = Callable[[Words, Ask], Answer]


def level(work: Callable[[Words, Ask], Fraction]) -> Word:
    def answer(book: Words, ask: Ask) -> Answer:
        value = work(book, ask)
        return value, book.amount(ask.of, value)

    return answer


def rate(work: Callable[[Words, Ask], Fraction], unit: str = "%") -> Word:
    def answer(book: Words, ask: Ask) -> Answer:
        value = work(book, ask)
        return value, fixed(value) + unit

    return answer


def growth(work: Callable[[Words, Ask], Fraction]) -> Word:
    def answer(book: Words, ask: Ask) -> Answer:
        value = work(book, ask)
        return value, book.rate_text(ask.of, value)

    return answer


def share(book: Words, ask: Ask) -> Fraction:
    whole = ask.options.get("占", ""), ask.options.get("占地区", "")
    return book.share(ask.of, ask.where, ask.when, whole, ask.part)


def share_change(book: Words, ask: Ask) -> Fraction:
    before = book.earlier(ask.of, ask.when, ask.options.get("较", "上年末"))
    return share(book, ask) - share(book, ask._replace(when=before))


def change_gap(book: Words, ask: Ask) -> Fraction:
    against, other = ask.options.get("较", "上年同期"), ask.options.get("对") or book.city.parent
    return book.change(ask.of, ask.where, ask.when, against) - book.change(ask.of, other, ask.when, against)


def parts(book: Words, ask: Ask) -> tuple[Any, ...]:
    chosen = ask.options.get("部分") or ask.options.get("剔除") or ([("part", ask.part)] if ask.part else [])
    return ask.of, chosen, ask.where, ask.when


def estimate(book: Words, ask: Ask) -> Answer:
    value = book.estimate(ask.of, ask.where, ask.when)
    rate_only = book.catalogue.indicators[ask.of].basis == "rate"
    return value, fixed(value) + "%" if rate_only else book.amount(ask.of, value)


def spot(ask: Ask) -> tuple[Any, ...]:
    return ask.of, ask.where, ask.when


WORDS: dict[str, Word] = {
    "数值": level(lambda b, q: b.level(*spot(q), q.part)),
    "当月值": level(lambda b, q: b.month_level(*spot(q), q.part)),
    "目标": level(lambda b, q: b.goal(q.of, q.where, q.when[0])),
    "欠账": level(lambda b, q: b.arrears(*spot(q))),
    "下月需完成": level(lambda b, q: b.next_month(*spot(q))),
    "需完成": level(lambda b, q: b.needed(*spot(q), int(q.options.get("到", "12月")[:-1]))),
    "增速": growth(lambda b, q: b.growth(*spot(q), q.part)),
    "当月增速": growth(lambda b, q: b.month_growth(*spot(q))),
    "增速变化": rate(lambda b, q: b.change(*spot(q), q.options.get("较", "上年同期"), q.part), "个百分点"),
    "变化差距": rate(change_gap, "个百分点"),
    "占比": rate(share),
    "占比变化": rate(share_change, "个百分点"),
    "拉动": rate(lambda b, q: b.pull(*parts(b, q)), "个百分点"),
    "贡献率": rate(lambda b, q: b.contribution(*parts(b, q))),
    "剔除增速": rate(lambda b, q: b.without(*parts(b, q))),
    "进度": rate(lambda b, q: b.progress(*spot(q))),
    "序时差": rate(lambda b, q: b.lead(*spot(q)), "个百分点"),
    "后期需增长": rate(lambda b, q: b.rest_growth(*spot(q))),
    "预计": estimate,
    "同比": Words.same_time,
    "变化": Words.moved,
    "位次": Words.rank,
    "排位": Words.placed,
    "差距": Words.distance,
    "比": Words.against,
    "快慢": Words.pace,
    "最低以来": Words.extreme,
    "最高以来": Words.extreme,
    "新低": Words.record,
    "新高": Words.record,
    "连降": Words.run,
    "连升": Words.run,
    "首次跌破": Words.fell_below,
}
