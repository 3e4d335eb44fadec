"""One invented figure (示例数据行)."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """A figure with its key in the ledger's own order; plain text and numbers only (数据行)."""

    indicator: str
    place: str
    part: str
    kind: str
    what: str
    year: int
    first: int
    last: int
    value: float
