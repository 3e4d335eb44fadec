"""Values and growth: published, on the restated base, on last year's release; months alone; changes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from bench.peer.tables import Floats, Ints, Tables, back, exact, over, published, where


class Growths(NamedTuple):
    """Growth of every series in every month: the best there is, and the one that levels give."""

    best: Floats
    computed: Floats


def growths(t: Tables) -> Growths:
    """Published growth first; real growth is never computed from last year's release."""
    level, base, said = t.own["level"], t.own["base"], t.own["growth"]
    basis, real, points = (_column(t, name) for name in ("growth_basis", "real", "points"))
    able = (basis != "none") & (_column(t, "basis") != "rate")
    restated = where(able, _over(level, base, points))
    released = where(able & np.isnan(base), _over(level, back(level, 12), points))
    computed = np.where(np.isnan(base), released, restated)
    allowed = np.where(real & np.isnan(base), np.nan, computed)
    return Growths(np.where(np.isnan(said), allowed, said), computed)


def _over(now: Floats, base: Floats, points: np.ndarray) -> Floats:
    return np.where(points, now - base, over(now - base, base))


def _column(t: Tables, name: str) -> np.ndarray:
    """A field of the indicators down the side of a table; its empty last row has that of any."""
    derived = {
        "real": t.series["growth_basis"].eq("real"),
        "points": t.series["growth_basis"].eq("points"),
    }
    values = derived.get(name, t.series.get(name)).to_numpy()
    return np.append(values, values[-1:])[:, None]


def measures(t: Tables, g: Growths) -> dict[str, Floats]:
    """What is said of a figure by itself and against its own earlier ones."""
    now, year_ago = t.at(g.best), t.at(g.best, 12)
    before = t.at(g.best, t.field("step").astype(int))
    first = t.field("cumulative").astype(bool) & (
        t.month(t.when) - t.field("step") < np.where(t.field("no_january"), 2, 1)
    )
    before = where(~first, _skip_january(t, g.best, before))
    quarter = t.at(g.best, (t.month(t.when) - 1) % 3 + 1)
    year_end = t.at(g.best, t.month(t.when))
    return {
        "value": t.at(t.own["level"]),
        "growth": now,
        "month_value": month_value(t),
        "month_growth": month_growth(t),
        "growth_before": before,
        "growth_year_before": year_ago,
        "growth_change": now - year_ago,
        "growth_change_month": now - before,
        "growth_change_quarter": now - quarter,
        "growth_change_year_end": now - year_end,
        "growth_gap": t.at(t.own["growth"]) - t.at(g.computed),
        "two_year_growth": _two_years(now, year_ago),
    }


def _skip_january(t: Tables, table: Floats, before: Floats) -> Floats:
    """Where there is no January figure, the one before February's is December's."""
    skips = (t.field("no_january") & ~t.field("cumulative").astype(bool)).astype(bool) & (
        t.month(t.when) == 2
    )
    return np.where(skips, t.at(table, 2), before)


def _two_years(now: Floats, then: Floats) -> Floats:
    product = (1 + now / 100) * (1 + then / 100)
    return where((now >= -100) & (then >= -100), (np.sqrt(np.maximum(product, 0)) - 1) * 100)


def month_value(t: Tables, what: str = "level", back: int = 0) -> Floats:
    """The month alone: as published, else out of two cumulatives; never out of 1—2月."""
    month = t.month(t.when)
    first = (month == 1) | ((month == 2) & t.field("no_january").astype(bool))
    difference = exact(t.at(t.own[what], back) - t.at(t.own[what], back + 1))
    same_round = t.at(t.rounds[what], back) == t.at(t.rounds[what], back + 1)
    difference = where(~first & same_round, difference)
    said = t.at(t.alone[what], back)
    monthly = (t.field("basis") == "flow") & (t.field("frequency") == "M")
    return where(monthly, np.where(np.isnan(said), difference, said))


def month_growth(t: Tables) -> Floats:
    """The month's growth: as published, else on the base restated, released where it agrees, or implied."""
    said, now = t.at(t.alone["growth"]), month_value(t)
    restated, old = month_value(t, "base"), month_value(t, "level", 12)
    shorter = np.where(t.month(t.when) == 1, 0, 1)
    implied = _implied(t, 0) - _implied(t, shorter)
    agrees = ~np.isnan(old) & _agrees(t, 0) & _agrees(t, shorter)
    guessed = np.where(agrees | np.isnan(implied), old, implied)
    base = np.where(np.isnan(restated), where(t.field("growth_basis") != "real", guessed), restated)
    return np.where(np.isnan(said), over(now - base, base), said)


def _implied(t: Tables, back: Ints | int) -> Floats:
    """Last year's value that the published growth implies."""
    level, said = t.at(t.own["level"], back), t.at(t.own["growth"], back)
    with np.errstate(divide="ignore", invalid="ignore"):
        return where(said > -100, level / (1 + said / 100))


def _agrees(t: Tables, back: Ints | int) -> np.ndarray:
    """Whether last year's release gives the published growth."""
    then = t.at(t.own["level"], back + 12)
    value = over(t.at(t.own["level"], back) - then, then)
    return np.abs(published(value) - published(t.at(t.own["growth"], back))) < 0.15
