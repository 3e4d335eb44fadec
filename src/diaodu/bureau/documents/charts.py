"""Charts for print (图): lines over time, columns and bars side by side.

Drawn without a window, in the first Chinese face that the machine has; the same figures give the same bytes.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Sequence
from functools import lru_cache, wraps
from itertools import pairwise
from typing import ParamSpec

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from diaodu.economy.phrases.said import Chart
from diaodu.economy.units import round_half_up

P = ParamSpec("P")
log = logging.getLogger("diaodu.documents")

FACES = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Noto Sans SC", "Microsoft YaHei",
    "SimHei", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Noto Sans CJK JP", "PingFang SC", "Heiti SC",
    "SimSun",
)  # fmt: skip
INK, RULE = "#26323c", "#d9dee2"
MAIN, RIVAL, THIRD = "#1f4e79", "#c0504d", "#8a8f94"
INKS = (MAIN, RIVAL, THIRD, "#8fb0cf", "#d9a441", "#5b7f5b")
DPI = 170


@lru_cache(maxsize=1)
def face() -> str:
    """The Chinese face of this machine (中文字体); a warning says what to do where there is none."""
    known = {font.name for font in font_manager.fontManager.ttflist}
    for name in FACES:
        if name in known:
            return name
    log.warning(
        "本机没有中文字体，图中汉字会显示为方框。请安装 fonts-noto-cjk（Noto Sans CJK SC）或黑体后重试。"
    )
    return "DejaVu Sans"


def printed(draw: Callable[P, Figure]) -> Callable[P, bytes]:
    """Draw in the machine's Chinese face and give the picture's bytes (出图)."""

    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> bytes:
        with mpl.rc_context({"font.family": [face()], "font.size": 8.5, "axes.unicode_minus": False}):
            return _png(draw(*args, **kwargs))

    return drawn


def _label_ends(ax: Axes, values: Sequence[float | None]) -> None:
    known = [(n, v) for n, v in enumerate(values) if v is not None]
    for n, v in {known[0], known[-1]} if known else ():
        ax.annotate(
            _text(v), (n, v), xytext=(0, 6), textcoords="offset points", ha="center", color=MAIN, size=8
        )


@printed
def drawn(chart: Chart, width: float = 6.1) -> Figure:
    """Any numbers along an axis, as lines, columns or bars (折线、柱形、条形)."""
    lying = chart.form == "条形"
    thick = 0.13 + 0.14 * len(chart.series)
    figure, ax = _axes(width, 0.75 + thick * max(2, len(chart.marks)) if lying else max(1.6, width * 0.42))
    if chart.form == "折线":
        _lines(ax, chart)
    else:
        _bars(ax, chart, lying=lying)
    ax.set_title(f"{chart.title}（{chart.unit}）" if chart.unit else chart.title, size=9.5, color=INK, pad=22)
    if len(chart.series) > 1:
        many = min(6, len(chart.series))
        ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=many, frameon=False, borderpad=0.2)
    return figure


def _lines(ax: Axes, chart: Chart) -> None:
    for n, (name, values) in enumerate(chart.series):
        at, points = _joined(values)
        style = ("-", "--", ":", "-.")[n % 4]
        ax.plot(at, points, color=INKS[n % len(INKS)], linestyle=style,
                linewidth=2.0 if n == 0 else 1.4, marker="o", markersize=3.2, label=name)  # fmt: skip
    if chart.series:
        _label_ends(ax, chart.series[0][1])
    if any(v is not None and v < 0 for _, values in chart.series for v in values):
        ax.axhline(0, color=INK, linewidth=0.7)
    step = max(1, -(-len(chart.marks) // 12))
    ticks = list(range((len(chart.marks) - 1) % step, len(chart.marks), step))
    ax.set_xticks(ticks, [_stacked(chart.marks[n]) for n in ticks])
    ax.grid(axis="y", color=RULE, linewidth=0.6)
    ax.margins(y=0.16)


def _joined(values: Sequence[float | None]) -> tuple[list[int], list[float]]:
    """Points to draw a line through: quarters among months are joined, a missing month leaves a gap."""
    known = [(n, v) for n, v in enumerate(values) if v is not None]
    if any(b - a == 1 for (a, _), (b, _) in pairwise(known)):
        return list(range(len(values))), [float("nan") if v is None else v for v in values]
    return [n for n, _ in known], [v for _, v in known]


def _bars(ax: Axes, chart: Chart, *, lying: bool) -> None:
    count, many = max(1, len(chart.series)), len(chart.marks)
    thick = 0.72 / count
    for n, (name, values) in enumerate(chart.series):
        at = [k + (n - (count - 1) / 2) * thick for k in range(many)]
        known = [(x, v) for x, v in zip(at, values, strict=True) if v is not None]
        draw = ax.barh if lying else ax.bar
        bars = draw(
            [x for x, _ in known], [v for _, v in known], thick * 0.9, color=INKS[n % len(INKS)], label=name
        )
        if count * many <= 30:
            ax.bar_label(bars, [_text(v) for _, v in known], size=7.5, color=INK, padding=2)
    names = list(chart.marks) if lying else [_stacked(mark) for mark in chart.marks]
    (ax.set_yticks if lying else ax.set_xticks)(range(many), names)
    (ax.axvline if lying else ax.axhline)(0, color=INK, linewidth=0.7)
    if lying:
        ax.margins(x=0.14)
        ax.invert_yaxis()
    else:
        ax.margins(y=0.14)


def _axes(width: float, height: float) -> tuple[Figure, Axes]:
    """Axes without a box, set in the machine's Chinese face."""
    figure = Figure(figsize=(width, height), dpi=DPI, layout="constrained")
    FigureCanvasAgg(figure)
    ax = figure.add_subplot()
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        ax.spines[side].set_color(RULE)
    ax.tick_params(colors=INK, length=2.5, color=RULE)
    return figure, ax


def _stacked(name: str) -> str:
    """A name in two lines where it is long, so that fourteen stand side by side."""
    half = -(-len(name) // 2)
    return name if len(name) <= 3 or any(sign.isdigit() for sign in name) else f"{name[:half]}\n{name[half:]}"


def _text(value: float) -> str:
    return f"{round_half_up(value, 1):.1f}"


def _png(figure: Figure) -> bytes:
    out = io.BytesIO()
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()
