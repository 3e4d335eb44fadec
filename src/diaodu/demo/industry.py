"""Output by division in every county, and the value added it carries (分行业产值与增加值)."""

from __future__ import annotations

from typing import NamedTuple


class Division(NamedTuple):
    """How a division moves (行业走势)."""

    mean: float  # nominal trend, % a year
    noise: float
    cycle: float
    value_added: float  # of one yuan of output


DIVISIONS = {
    "06": Division(2.0, 2.5, 0.8, 0.42),
    "13": Division(4.2, 1.2, 0.4, 0.2),
    "14": Division(6.5, 1.2, 0.5, 0.24),
    "15": Division(7.0, 1.0, 0.7, 0.6),
    "16": Division(3.2, 0.7, 0.2, 0.7),
    "26": Division(3.5, 2.0, 1.2, 0.2),
    "27": Division(6.8, 1.6, 0.5, 0.34),
    "30": Division(-1.0, 1.6, 1.2, 0.26),
    "31": Division(0.8, 2.4, 1.3, 0.16),
    "32": Division(5.8, 2.6, 1.3, 0.17),
    "36": Division(5.0, 2.2, 1.5, 0.19),
    "38": Division(9.5, 2.2, 1.0, 0.2),
    "39": Division(11.5, 2.6, 1.0, 0.2),
    "44": Division(4.6, 1.2, 0.4, 0.32),
    "45": Division(7.5, 1.2, 0.4, 0.22),
}
# Output of 2025 by county and division, 亿元.
OUTPUT: dict[str, dict[str, float]] = {
    "900302": {"14": 26, "27": 34, "39": 18, "44": 30, "45": 12},
    "900303": {"27": 42, "36": 58, "38": 46, "39": 40, "44": 14, "26": 10},
    "900304": {"26": 56, "31": 62, "30": 24, "44": 26, "32": 12},
    "900305": {"38": 92, "39": 86, "36": 38, "32": 30, "14": 14},
    "900381": {"15": 562, "13": 22, "14": 18, "30": 16, "44": 14, "45": 8},
    "900321": {"16": 72, "13": 15, "30": 12, "44": 16},
    "900322": {"06": 44, "30": 17, "44": 18, "26": 6},
    "900323": {"06": 30, "32": 36, "30": 16, "44": 13},
    "900324": {"13": 22, "30": 17, "44": 12, "14": 9},
    "900325": {"15": 26, "13": 21, "27": 17, "30": 14, "44": 12},
    "900326": {"13": 38, "14": 30, "15": 18, "30": 12, "44": 12},
    "900327": {"13": 19, "27": 14, "30": 12, "44": 10},
    "900371": {"36": 72, "38": 64, "39": 70, "26": 44, "32": 28, "45": 12},
    "900372": {"27": 22, "39": 34, "38": 19},
}
OUTPUT_TREND = 4.6  # what city-level paths use where no divisions are kept, % a year
VALUE_ADDED_TREND = 6.2
