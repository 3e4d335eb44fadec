"""Targets, plans, and how far along: progress, planned share, arrears, what the rest needs; estimates."""

from __future__ import annotations

import numpy as np

from bench.peer.tables import ADDS_UP, Floats, Ints, Tables, exact, over, where


def measures(t: Tables, growth: Floats) -> dict[str, Floats]:
    """All that is said against the year's target."""
    level, goals = t.own["level"], t.goals
    month = t.month(t.when)
    to_december = month - 12
    set_level, set_growth = (t.at(goals[f"target_{w}"], to_december) for w in ("level", "growth"))
    last, basis, grown_by = t.at(level, month), t.field("basis"), t.field("growth_basis")
    target = np.where(
        np.isnan(set_level), where(grown_by != "points", exact(last * (1 + set_growth / 100))), set_level
    )
    implied = where(~np.isin(grown_by.astype(str), ["real", "none", "points"]), over(target - last, last))
    wanted = np.where(np.isnan(set_growth), implied, set_growth)
    actual, adds_up = where(basis != "rate", t.at(level)), np.isin(basis.astype(str), ADDS_UP)
    progress, share = where(adds_up, over(actual, target)), _share(t, target, month)
    due, later = (where(adds_up, _due(t, target, m)) for m in (month, np.minimum(month + 1, 12)))
    return {
        "target": target,
        "target_growth": wanted,
        "time_share": share,
        "progress": progress,
        "lead": progress - share,
        "arrears": np.maximum(0, due - actual),
        "surplus": np.maximum(0, actual - due),
        "next_needed": where(month < 12, later - actual),
        "rest_growth": _rest(t, growth, target, wanted, share),
        **_estimates(t),
    }


def _share(t: Tables, target: Floats, month: Ints) -> Floats:
    """Per cent due by a month: the plan's path, else the usual share of three years, else the time's."""
    to = t.month(t.when) - month
    plan = over(t.at(t.goals["plan_level"], to), target)
    cumulatives = np.stack([t.at(t.own["level"], to + 12 * n) for n in (1, 2, 3)])
    years = np.stack([t.at(t.own["level"], t.month(t.when) + 12 * n) for n in (0, 1, 2)])
    with np.errstate(divide="ignore", invalid="ignore"):
        usual = where((years > 0).all(axis=0), (cumulatives / years).mean(axis=0) * 100)
    usual = np.where(np.isnan(usual), month / 12 * 100, usual)
    paced = np.isin(t.field("basis").astype(str), (*ADDS_UP, "rate"))
    return np.where(np.isnan(plan), where(paced, usual), plan)


def _due(t: Tables, target: Floats, month: Ints) -> Floats:
    """The cumulative due by a month: the plan's own, else the target's share."""
    plan = t.at(t.goals["plan_level"], t.month(t.when) - month)
    return np.where(np.isnan(plan), exact(target * _share(t, target, month) / 100), plan)


def _rest(t: Tables, growth: Floats, target: Floats, wanted: Floats, share: Floats) -> Floats:
    """Growth that the rest of the year needs, by levels; by rates where levels don't grow as published."""
    level, basis = t.own["level"], t.field("basis")
    last, upto, actual = t.at(level, t.month(t.when)), t.at(level, 12), t.at(level)
    levels = over(target - actual, last - upto) - 100
    own_share = where(basis != "rate", over(upto, last))
    w = np.where(np.isnan(own_share), share, own_share) / 100
    with np.errstate(divide="ignore", invalid="ignore"):
        rates = where((w >= 0) & (w < 1), (wanted - w * t.at(growth)) / (1 - w))
    by_levels = np.isin(basis.astype(str), ADDS_UP) & (t.field("growth_basis") != "real")
    by_rates = np.isin(basis.astype(str), (*ADDS_UP, "rate"))  # a stock has no rest of the year
    return np.where(by_levels, levels, where(by_rates, rates))


def _estimates(t: Tables) -> dict[str, Floats]:
    """The units' own estimates of the month after the dispatched one, within the year."""
    if t.month(np.array([t.now]))[0] == 12:
        return {}
    ahead = {"estimate": "estimate_level", "estimate_growth": "estimate_growth"}
    return {code: t.goals[table][t.rows, t.now + 1] for code, table in ahead.items()}
