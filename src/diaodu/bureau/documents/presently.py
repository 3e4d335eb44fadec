"""Any template filled, any paper checked, on the ledger as it stands (随时成文、随时核对)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from diaodu.bureau.documents import asking, objections, papers
from diaodu.bureau.documents.actions import issue_of, safe_name
from diaodu.bureau.documents.filling.checking import Complaint, check
from diaodu.bureau.documents.filling.fill import Filled, fill
from diaodu.economy.errors import Refusal
from diaodu.economy.periods import Period
from diaodu.economy.phrases.book import Book, SpotDesk
from diaodu.economy.phrases.spots import Spot


class Made(NamedTuple):
    """A template filled for a place and period (成文结果)."""

    filled: Filled
    place: str
    period: Period
    filename: str

    @property
    def figures(self) -> int:
        """How many figures stand in it (数据个数)."""
        singles = (
            e for e in self.filled.entries if e["id"].startswith("DD") and not e["id"].startswith("DDS")
        )
        return sum(e.get("value") is not None for e in singles)


def make(
    template: bytes, *, name: str, day: dt.date, place: str = "", period: str = "",
    given: Mapping[str, str] | None = None,
) -> Made:  # fmt: skip
    """Fill a template from the present ledger (成文); `given` are names that whoever fills it sets."""
    book = asking.present()
    spot = _spot(book, place, period)
    where = book.catalogue.places[spot.where.places[0]]
    title = f"{name.removesuffix('.docx')}-{spot.where.name}-{spot.period.cumulative.label}"
    issue = issue_of(day)
    office = issue.office or f"{book.catalogue.city.name}经济运行调度办公室"
    about = papers.about(name, title, where, spot.period) | {"place": spot.where.name}
    scope = papers.names(issue, office) | papers.bound(given or {})
    desk = SpotDesk(book, spot)
    return Made(
        fill(template, desk, details=asking.details, about=about, scope=scope),
        spot.where.name, spot.period, safe_name(title),
    )  # fmt: skip


def examine(content: bytes, side: bytes | None = None) -> list[Complaint]:
    """All that is to be said against a paper, as the ledger stands (核对)."""
    book = asking.present()
    return check(content, objections.desk(content, book, side), side=side, details=asking.details)


def _spot(book: Book, place: str, period: str) -> Spot:
    when = newest = asking.newest(book)
    if period:  # 上半年, 上月: of the newest month's year
        when = (book.names.period(period, newest) if newest else Period.parse(period)).cumulative
    if when is None:
        raise Refusal("台账里还没有数据。请先用 diaodu import 导入报表。")
    return book.at(place or book.catalogue.city.code, when)
