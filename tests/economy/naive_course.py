"""Targets, ranks and records, worked out the naive way."""

from __future__ import annotations

from fractions import Fraction

from tests.economy.naive import Gone, Naive, When, Where, half_up, step_back


class Course(Naive):
    """Where a figure stands: against its target, among others, among its own past."""

    # 5 pace

    def goal(self, a: str, place: Where, year: int) -> Fraction:
        """The year's target, or last year's whole level grown by the target's growth."""
        try:
            return self.figure(a, place, (year, 12), "level", "target")
        except Gone:
            growth = self.goal_growth(a, place, year)
            return self.level(a, place, (year - 1, 12)) * (1 + growth / 100)

    def goal_growth(self, a: str, place: Where, year: int) -> Fraction:
        return self.figure(a, place, (year, 12), "growth", "target")

    def done(self, a: str, place: Where, when: When) -> Fraction:
        if self.catalogue.indicators[a].basis != "flow" or place in self.catalogue.groups:
            raise Gone
        return self.level(a, place, when)

    def planned(self, a: str, place: Where, when: When) -> Fraction:
        """The plan's own path, else the average share of three years, else the months gone."""
        try:
            return self.figure(a, place, when, "level", "plan")
        except Gone:
            return self.goal(a, place, when[0]) * self.usual_share(a, place, when)

    def usual_share(self, a: str, place: Where, when: When) -> Fraction:
        try:
            years = [when[0] - n for n in (1, 2, 3)]
            shares = [self.level(a, place, (y, when[1])) / self.level(a, place, (y, 12)) for y in years]
        except (Gone, ZeroDivisionError):
            return Fraction(when[1], 12)
        return sum(shares, Fraction(0)) / 3

    def progress(self, a: str, place: Where, when: When) -> Fraction:
        return self.done(a, place, when) / self.above_zero(self.goal(a, place, when[0])) * 100

    def lead(self, a: str, place: Where, when: When) -> Fraction:
        due = self.planned(a, place, when) / self.above_zero(self.goal(a, place, when[0])) * 100
        return self.progress(a, place, when) - due

    def arrears(self, a: str, place: Where, when: When) -> Fraction:
        done, _ = self.done(a, place, when), self.goal(a, place, when[0])
        return max(Fraction(0), self.planned(a, place, when) - done)

    def next_month(self, a: str, place: Where, when: When) -> Fraction:
        done = self.done(a, place, when)
        if when[1] == 12:
            raise Gone
        return self.planned(a, place, (when[0], when[1] + 1)) - done

    def needed(self, a: str, place: Where, when: When, upto: int = 12) -> Fraction:
        """What the months up to one must bring; half of the year is due by June."""
        stock = self.catalogue.indicators[a].basis == "stock" and upto == 12
        done = self.level(a, place, when) if stock else self.done(a, place, when)
        goal = self.goal(a, place, when[0])
        if upto <= when[1]:
            raise Gone
        june = (a, place, "", "plan", "level", when[0], 1, 6) not in self.raw
        if upto == 6 and june:
            return goal / 2 - done
        return (goal if upto == 12 else self.planned(a, place, (when[0], upto))) - done

    def rest_growth(self, a: str, place: Where, when: When) -> Fraction:
        year, month = when
        one = self.catalogue.indicators[a]
        if (one.basis == "rate" or one.growth_basis == "real") and month < 12:
            gone = self.share_gone(a, place, when)
            return (self.goal_growth(a, place, year) - gone * self.growth(a, place, when)) / (1 - gone)
        done, goal = self.done(a, place, when), self.goal(a, place, year)
        rest = self.level(a, place, (year - 1, 12)) - self.level(a, place, (year - 1, month))
        return ((goal - done) / self.above_zero(rest) - 1) * 100

    def share_gone(self, a: str, place: Where, when: When) -> Fraction:
        """The share of last year that lies in the months gone, by time where there is no level."""
        if self.catalogue.indicators[a].basis == "rate":
            return Fraction(when[1], 12)
        last = when[0] - 1
        return self.level(a, place, (last, when[1])) / self.level(a, place, (last, 12))

    def estimate(self, a: str, place: Where, when: When) -> Fraction:
        """What the unit expects by the next period."""
        step = {"M": 1, "Q": 3, "Y": 12}[self.catalogue.indicators[a].frequency]
        month = (when[1] // step + 1) * step
        if month > 12:
            raise Gone
        what = "growth" if self.catalogue.indicators[a].basis == "rate" else "level"
        return self.figure(a, place, (when[0], month), what, "estimate")

    # 3 ranks and distances

    def measure(self, a: str, where: Where, when: When, by: str = "") -> Fraction:
        """What it is compared by: growth, but the level of what is a rate already."""
        if by == "数值" or (not by and self.catalogue.indicators[a].basis in ("ratio", "index")):
            return self.level(a, where, when)
        ask = {"增速": self.growth, "当月增速": self.month_growth, "进度": self.progress}[by or "增速"]
        return ask(a, where, when)

    def compared(self, a: str, where: Where, when: When, by: str) -> Fraction:
        """As published, which is how equal ones share a rank: rates with one decimal."""
        value = self.measure(a, where, when, by)
        return value if by == "数值" else half_up(value)

    def standing(self, a: str, where: Where, when: When, within: str, by: str) -> tuple[int, int, int]:
        """The rank, how many share it, and how many are behind."""
        members = self.circle(within or self.usual_circle(where))
        if where not in members:
            raise Gone
        mine = self.some(self.compared, a, where, when, by)
        others = [self.known(self.compared, a, m, when, by) for m in members]
        sign = -1 if self.catalogue.indicators[a].better == "lower" else 1
        behind = [sign * (other - mine) for other in others if other is not None]
        return 1 + sum(d > 0 for d in behind), sum(d == 0 for d in behind), sum(d < 0 for d in behind)

    def usual_circle(self, where: Where) -> str:
        if where in self.catalogue.groups:
            return self.catalogue.groups[where].of
        parent = self.catalogue.places[where].parent
        return "全省" if parent == self.city.parent else "县区"

    def circle(self, name: str) -> list[Where]:
        places = sorted(self.catalogue.places.values(), key=lambda p: p.order)
        if name in ("全省", "县区"):
            parent = self.city.parent if name == "全省" else self.city.code
            return [p.code for p in places if p.parent == parent]
        return [
            code
            for g in self.catalogue.groups.values()
            for code in ([g.code] if g.of == name else g.members if g.name == name else [])
        ]

    def gap(self, a: str, where: Where, when: When, other: Where, by: str) -> Fraction:
        if other == "目标" or other == "计划":
            return self.gap_to_goal(a, where, when, other, by)
        return self.measure(a, where, when, by) - self.measure(a, other, when, by)

    def gap_to_goal(self, a: str, place: Where, when: When, other: str, by: str) -> Fraction:
        if by == "当月增速":
            raise Gone
        if by == "进度":
            return self.lead(a, place, when)
        if by == "数值":
            due = self.goal(a, place, when[0]) if other == "目标" else self.planned(a, place, when)
            return (self.level if other == "目标" else self.done)(a, place, when) - due
        return self.growth(a, place, when) - self.due_growth(a, place, when, other)

    def due_growth(self, a: str, place: Where, when: When, other: str) -> Fraction:
        """The growth that the target or the plan of this period stands for."""
        year, month = when
        if other == "计划" and (a, place, "", "plan", "level", year, 1, month) in self.raw:
            return (self.planned(a, place, when) / self.level(a, place, (year - 1, month)) - 1) * 100
        try:
            return self.goal_growth(a, place, year)
        except Gone:
            return (self.goal(a, place, year) / self.level(a, place, (year - 1, 12)) - 1) * 100

    # 4 records and streaks

    def back(self, a: str, when: When, by: str) -> When:
        """The period before it in a series of like periods."""
        before = step_back(when, {"月": 1, "季": 3, "年": 12}[by])
        if by == "月" and self.catalogue.indicators[a].no_january and before[1] == 1:
            return step_back(before)
        return before

    def rate(self, a: str, place: Where, when: When) -> Fraction:
        if place in self.catalogue.groups:
            raise Gone
        return half_up(self.growth(a, place, when))

    def since(self, a: str, place: Where, when: When, by: str, sign: int) -> tuple[int, When | None]:
        """How many periods the present is the strict lowest (highest) of, and the one that ends it."""
        now, count, at = self.rate(a, place, when), 1, self.back(a, when, by)
        while (value := self.known(self.rate, a, place, at)) is not None and sign * (value - now) > 0:
            count, at = count + 1, self.back(a, at, by)
        return count, at if value is not None else None

    def streak(self, a: str, place: Where, when: When, by: str, sign: int) -> int:
        now, count = self.rate(a, place, when), 0
        while (value := self.known(self.rate, a, place, when := self.back(a, when, by))) is not None:
            if sign * (now - value) <= 0:
                break
            now, count = value, count + 1
        return count

    def first_below(self, a: str, place: Where, when: When, limit: Fraction) -> int:
        """How many years, all that are known, the same period was not below."""
        earlier, at = [], when
        while (value := self.known(self.rate, a, place, at := self.back(a, at, "年"))) is not None:
            earlier.append(value)
        if self.rate(a, place, when) >= limit or len(earlier) < 2 or min(earlier) < limit:
            raise Gone
        return len(earlier)
