"""How the workbook looks (格式): official faces, what is filled in pale yellow, the rest grey."""

from __future__ import annotations

from functools import cached_property
from typing import Any

SONG, HEI = "宋体", "黑体"
YELLOW, GREY, HEAD, LINE, FAINT = "#FFF8D6", "#F3F3F1", "#E3EAF1", "#A9AFB5", "#6B6F73"
USUAL = {"font_name": SONG, "font_size": 10.5, "valign": "vcenter"}


class Looks:
    """The formats of one workbook (格式), each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def of(self, **properties: Any) -> Any:
        """A format (格式)."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({**USUAL, **properties})
        return self._made[key]

    @cached_property
    def title(self) -> Any:
        return self.of(font_name=HEI, font_size=18, align="center")

    @cached_property
    def plain(self) -> Any:
        return self.of(shrink=True)

    @cached_property
    def right(self) -> Any:
        return self.of(align="right", shrink=True)

    @cached_property
    def progress(self) -> Any:
        return self.of(bold=True, font_color="#8A6100", shrink=True)

    @cached_property
    def faint(self) -> Any:
        return self.of(font_size=9, font_color=FAINT, shrink=True)

    @cached_property
    def note(self) -> Any:
        return self.of(font_size=9, font_color=FAINT, text_wrap=True, valign="top")

    @cached_property
    def heading(self) -> Any:
        return self.of(bold=True, align="center", text_wrap=True, bg_color=HEAD, border=1, border_color=LINE)

    @cached_property
    def asked(self) -> Any:
        """The heading of what is to be filled in (填报栏表头)."""
        return self.of(
            bold=True, align="center", text_wrap=True, bg_color="#F6E7A8", border=1, border_color=LINE
        )

    @cached_property
    def label(self) -> Any:
        return self.of(bg_color=GREY, border=1, border_color=LINE, text_wrap=True, indent=1)

    @cached_property
    def middle(self) -> Any:
        return self.of(bg_color=GREY, border=1, border_color=LINE, align="center", shrink=True)

    @cached_property
    def doubt(self) -> Any:
        return self.of(
            bg_color=GREY, border=1, border_color=LINE, font_size=8, text_wrap=True, align="center"
        )

    def entry(self, decimals: int) -> Any:
        """A cell to fill in (填报格)."""
        return self.of(
            bg_color=YELLOW,
            border=1,
            border_color=LINE,
            locked=False,
            num_format=_digits(decimals),
            align="right",
            shrink=True,
        )

    def known(self, decimals: int) -> Any:
        """A figure of the ledger (参考格)."""
        return self.of(
            bg_color=GREY,
            border=1,
            border_color=LINE,
            num_format=_digits(decimals),
            font_color="#44484C",
            align="right",
            shrink=True,
        )

    @cached_property
    def good(self) -> Any:
        return self._book.add_format({"font_color": "#2E6B3A"})

    @cached_property
    def open(self) -> Any:
        return self._book.add_format({"font_color": "#8A6100"})

    @cached_property
    def bad(self) -> Any:
        return self._book.add_format({"font_color": "#B3261E", "bold": True})


def _digits(decimals: int) -> str:
    return "#,##0" + ("." + "0" * decimals if decimals else "")
