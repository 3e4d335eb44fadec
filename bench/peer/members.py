"""Counties in the city, parts in the whole, ranks and distances."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from bench.peer.tables import Floats, Ints, Tables, block, over, published, where

LOWER, NEUTRAL, BY_VALUE = "lower", "neutral", ("index", "ratio")


def counties(t: Tables, growth: Floats) -> Iterator[pd.DataFrame]:
    """What each county brings to the city; a zone inside a county is not counted twice."""
    city, members, host = _city(t.places)
    codes = list(t.newest.index)
    series = _series_of(t, codes, [city, *members])
    when = t.newest.to_numpy()[:, None]
    level, g, then = t.own["level"][series, when], growth[series, when], t.own["level"][series, when - 12]
    of = t.indicators
    adds_up = (of["additive"] & ~of["basis"].isin(BY_VALUE)).to_numpy(dtype=bool)[:, None]
    value, base = where(adds_up, level), where(adds_up, _base(level, g))
    found = _decompose(value, base, g, host)
    shares = over(value[:, 1:], value[:, :1])
    found["share_change"] = shares - over(where(adds_up, then)[:, 1:], where(adds_up, then)[:, :1])
    places = np.tile(np.array(members, object), len(codes))
    for measure, table in found.items():
        whole = table.shape[1] == 1
        at = np.full(len(codes), city, object) if whole else places
        yield _long(measure, np.repeat(np.array(codes, object), table.shape[1]), at, "", table.ravel())
    yield _long("dispersion", np.array(codes, object), city, "", _dispersion(g[:, 1:]))


def _city(places: pd.DataFrame) -> tuple[str, list[str], np.ndarray]:
    city = places.loc[places["home"], "code"].iloc[0]
    members = places[places["parent"].eq(city)].sort_values("order")
    return city, members["code"].tolist(), members["included_in"].eq("").to_numpy()


def _series_of(t: Tables, indicators: list[str], places: list[str]) -> Ints:
    """The row of each indicator at each place; -1, the empty row, where there is none."""
    whole = t.series.loc[t.series["part"].eq(""), ["indicator", "place"]].reset_index(names="row")
    grid = whole.pivot(index="indicator", columns="place", values="row").reindex(indicators, columns=places)
    return grid.fillna(-1).to_numpy(dtype=int)


def _base(value: Floats, growth: Floats) -> Floats:
    """Last year's comparable value that a growth implies."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return where(growth > -100, value / (1 + growth / 100))


def _decompose(value: Floats, base: Floats, growth: Floats, counted: np.ndarray) -> dict[str, Floats]:
    """Share, pull, contribution, growth without, residual; the first column is the whole."""
    whole, own = _whole(value, base, counted)
    total = np.where(
        np.isnan(value[:, :1]), value[:, 1:][:, counted].sum(axis=1, keepdims=True), value[:, :1]
    )
    v, b = where(~np.isnan(base[:, 1:]), value[:, 1:]), base[:, 1:]
    pull = over(v - b, own)
    grown = over(whole - own, own)
    with np.errstate(divide="ignore", invalid="ignore"):
        contribution = where(grown.round(10) >= 0.5, (v - b) / (whole - own) * 100)
        without = where((own - b > 1e-9 * own), over(whole - v, own - b) - 100)
    said = np.where(np.isnan(growth[:, :1]), grown, growth[:, :1])
    residual = (said - np.nansum(pull[:, counted], axis=1, keepdims=True)).round(10)
    return {
        "share": over(value[:, 1:], total),
        "pull": pull,
        "contribution": contribution,
        "growth_without": without,
        "residual": where((np.abs(residual) > 0.1) & ~np.isnan(own), residual),
    }


def _whole(value: Floats, base: Floats, counted: np.ndarray) -> tuple[Floats, Floats]:
    """The whole's own value and base where both are known, else the sum of the parts where all are."""
    summed = base[:, 1:][:, counted].sum(axis=1, keepdims=True)
    known = ~np.isnan(base[:, :1])
    values = np.where(known, value[:, :1], value[:, 1:][:, counted].sum(axis=1, keepdims=True))
    bases = np.where(known, base[:, :1], summed)
    return where(~np.isnan(bases), values), bases


def _dispersion(growth: Floats) -> Floats:
    count = (~np.isnan(growth)).sum(axis=1)
    mean = np.nansum(growth, axis=1) / np.maximum(count, 1)
    deviation = np.sqrt(np.nansum((growth - mean[:, None]) ** 2, axis=1) / np.maximum(count, 1))
    return where(count > 1, deviation)


def _long(measure: str, indicator: object, place: object, part: object, value: Floats) -> pd.DataFrame:
    frame = pd.DataFrame({"value": value})
    return block(measure, frame.assign(indicator=indicator, place=place, part=part))


def parts(t: Tables, growth: Floats) -> Iterator[pd.DataFrame]:
    """What each part brings to its whole, at every place that reports the whole."""
    series = t.series.reset_index(names="row")
    whole = series.loc[t.rows, ["indicator", "place", "row"]].rename(columns={"row": "whole"})
    of = series[series["part"].ne("") & series["parts"].ne("")].merge(whole, on=["indicator", "place"])
    of["column"] = t.newest.reindex(of["indicator"]).to_numpy()
    for name, key in (("", "row"), ("whole_", "whole")):
        rows, columns = of[key].to_numpy(), of["column"].to_numpy()
        of[f"{name}value"], of[f"{name}growth"] = t.own["level"][rows, columns], growth[rows, columns]
        of[f"{name}base"] = _base(of[f"{name}value"].to_numpy(), of[f"{name}growth"].to_numpy())
    summed = of.assign(value=of["value"].where(of["base"].notna())).groupby("whole")[["value", "base"]]
    all_of_it = summed.transform("sum", min_count=1).where(
        summed.transform("count").eq(summed.transform("size"), axis=0)
    )
    own = of["whole_base"].notna()
    of["total"] = of["whole_value"].fillna(of.groupby("whole")["value"].transform("sum", min_count=1))
    value, base = (of[f"whole_{n}"].where(own, all_of_it[n]).to_numpy() for n in ("value", "base"))
    v, b = of["value"].to_numpy(), of["base"].to_numpy()
    of["pull"] = over(v - b, base)
    of["grown"] = over(value - base, base)
    with np.errstate(divide="ignore", invalid="ignore"):
        of["contribution"] = where(of["grown"].round(10) >= 0.5, (v - b) / (value - base) * 100)
    of["without"] = where(base - b > 1e-9 * base, over(value - v, base - b) - 100)
    of["share"] = over(v, of["total"].to_numpy())
    measures = {
        "part_value": "value", "part_growth": "growth", "part_share": "share", "part_pull": "pull",
        "part_contribution": "contribution", "part_growth_without": "without",
    }  # fmt: skip
    for measure, column in measures.items():
        yield block(measure, of.assign(value=of[column]))
    yield block("part_residual", _part_residual(of))


def _part_residual(of: pd.DataFrame) -> pd.DataFrame:
    """What the parts' pulls leave of the whole's growth, one a whole."""
    by = of.groupby("whole")
    first = by[["indicator", "place", "whole_growth", "grown"]].first()
    left = (first["whole_growth"].fillna(first["grown"]) - by["pull"].sum(min_count=1)).round(10)
    return first.assign(part="", value=left.where(left.abs() > 0.1))


def compared(t: Tables, blocks: dict[str, Floats]) -> Iterator[pd.DataFrame]:
    """Ranks among peers, distances to those above."""
    frame = t.series.iloc[t.rows][["indicator", "place", "part", "basis", "better"]].reset_index(drop=True)
    frame = frame.merge(t.places[["code", "parent", "level"]], left_on="place", right_on="code")
    by_value = frame["basis"].isin(BY_VALUE).to_numpy()
    frame["judged"] = np.where(by_value, blocks["value"], blocks["growth"])
    frame["before"] = where(~by_value, blocks["growth_before"])
    frame["change"] = blocks["growth_change"]
    yield from _ranks(t, frame)
    yield from _distances(t, frame)


def _ranks(t: Tables, frame: pd.DataFrame) -> Iterator[pd.DataFrame]:
    city = t.places.loc[t.places["home"]].iloc[0]
    ranked = frame[frame["better"].ne(NEUTRAL) & frame["parent"].isin([city["code"], city["parent"]])].copy()
    sign = np.where(ranked["better"].eq(LOWER), 1, -1)
    for name, column in (("now", "judged"), ("then", "before")):
        ranked[f"{name}_shown"] = sign * published(ranked[column].to_numpy())
    by = ranked.groupby(["indicator", "parent"])
    ranked["rank"] = by["now_shown"].rank(method="min")
    ranked["rank_size"] = by["now_shown"].transform("count").where(ranked["rank"].notna())
    ranked["rank_before"] = by["then_shown"].rank(method="min").where(ranked["rank"].notna())
    ranked["rank_change"] = ranked["rank_before"] - ranked["rank"]
    for measure in ("rank", "rank_size", "rank_before", "rank_change"):
        yield block(measure, ranked.assign(value=ranked[measure]))


def _distances(t: Tables, frame: pd.DataFrame) -> Iterator[pd.DataFrame]:
    city = t.places.loc[t.places["home"]].iloc[0]
    nation = t.places.loc[t.places["level"].eq("nation"), "code"].iloc[0]
    known = frame.set_index(["indicator", "place"])[["judged", "change"]]
    for measure, other, column in (
        ("distance_above", frame["parent"], "judged"),
        ("distance_province", city["parent"], "judged"),
        ("distance_change_province", city["parent"], "change"),
        ("distance_nation", nation, "judged"),
    ):
        keys = pd.DataFrame({"indicator": frame["indicator"], "place": other})
        theirs = known[column].reindex(pd.MultiIndex.from_frame(keys)).to_numpy()
        apart = where(frame["place"].ne(other), frame[column].to_numpy() - theirs)
        yield block(measure, frame.assign(value=apart))
