"""The city's full panel through every measure, against the same results in pandas."""

from __future__ import annotations

from pathlib import Path

from bench.timing import child, in_turns, line, middle


def run(folder: Path, repeats: int) -> None:
    """Both from the same rows; equal numbers first, then the race, then the way through the ledger."""
    _check()
    found = in_turns({"ours": ["analysis_ours"], "peer": ["analysis_pandas"]}, repeats)
    ours, peer = found["ours"], found["peer"]
    line("all measures", middle(ours, "compute"), middle(peer, "compute"), "not slower, 1 s")
    line("rows into the table", middle(ours, "read"), middle(peer, "read"))
    both = (
        [{"all": s["read"] + s["compute"]} for s in ours],
        [{"all": s["read"] + s["compute"]} for s in peer],
    )
    line("both together", middle(both[0], "all"), middle(both[1], "all"))
    line("peak memory", middle(ours, "peak"), middle(peer, "peak"), unit="MB")
    stages = child("analysis_snapshot", str(folder / "snapshot"))
    for name in ("freeze", "read a snapshot", "analyse and store", "read an analysis"):
        line(f"ledger: {name}", stages[name])


def _check() -> None:
    """Every number of both, for four months of the year."""
    from bench import city, compare, peer
    from diaodu.economy.periods import span

    city.start()
    from diaodu.bureau.analyses import actions

    of, rows = city.catalogue(), city.rows()
    panel, inputs = city.panel(of, rows), city.frames(of, rows)
    print(f"  {len(of.indicators)} indicators, {len(of.places)} places, {len(rows):,} figures")
    for month in (12, 9, 2, 1):
        found = compare.compare(
            actions.compute(panel, span(2026, 1, month)), peer.compute(inputs, 2026, month)
        )
        print(f"  2026-{month:02d}: {found.known:,} numbers of {found.measures} measures are equal", end="")
        print(f", {len(found.different):,} differ", flush=True)
        assert not found.different, dict(list(found.different.items())[:10])
