"""Where the published statistics lie, and plain readers of them that share no code with the project."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

BESIDE = Path(__file__).resolve().parents[3] / "shared" / "data"
DEFINITIONS = Path(__file__).parent / "definitions"

# How the extract's columns and codes are called here; no line of the file is touched.
EXTRACT_OPTIONS = {
    "columns": {"region_code": "地区", "region_zh": "", "official_yoy_pct": "同比增速"},
    "names": {
        "fai": "固定资产投资",
        "industry_va": "规模以上工业增加值",
        "re_investment": "房地产开发投资",
        "re_sold_area": "商品房销售面积",
        "retail": "社会消费品零售总额",
    },
    "spans": dict.fromkeys(
        ("fixed_asset_investment", "property_investment", "housing_sales_area"), "cumulative"
    ),
}
FLOOR_OPTIONS = {"indicator": "房屋施工面积", "unit": "万平方米", "span": "cumulative"}


def folder(name: str) -> Path:
    """A folder of data; skips the test where it is not there."""
    found = Path(os.environ.get("DIAODU_REAL_DATA") or BESIDE) / name
    if not found.is_dir():
        pytest.skip(f"no real data: {name}")
    return found


def extract() -> Path:
    return folder("prov-monthly-nbs-extract") / "nbs_monthly_extract.csv"


def extract_rows() -> list[dict[str, str]]:
    with extract().open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def official(indicator: str, region: str) -> dict[str, float]:
    """Published growth by month."""
    return _column(indicator, region, "official_yoy_pct")


def level(indicator: str, region: str) -> dict[str, float]:
    """Published levels by month."""
    return _column(indicator, region, "value")


def floor() -> Path:
    (found,) = folder("prov-monthly-realestate").glob("*.csv")
    return found


def floor_levels() -> dict[tuple[str, str], float]:
    """Floor space under construction by province and month, such as (北京市, 2021年12月)."""
    return wide(floor(), skip=0)


def wide(file: Path, skip: int) -> dict[tuple[str, str], float]:
    """The filled cells of a GBK table: places down, months or years across."""
    with file.open(encoding="gb18030", newline="") as lines:
        head, *rows = list(csv.reader(lines))[skip:]
    return {
        (row[0], when): float(cell)
        for row in rows
        if len(row) == len(head)
        for when, cell in zip(head[1:], row[1:], strict=True)
        if cell.strip()
    }


def _column(indicator: str, region: str, name: str) -> dict[str, float]:
    return {
        row["period"]: float(row[name])
        for row in extract_rows()
        if (row["indicator"], row["region_zh"]) == (indicator, region) and row[name]
    }
