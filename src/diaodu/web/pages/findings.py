"""The list of findings, and the same list as a workbook (发现)."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from diaodu.bureau.audit.actions import record
from diaodu.bureau.directory.permissions import Permission, may
from diaodu.economy.findings import Light
from diaodu.web import frame, sheets
from diaodu.web.access import needs
from diaodu.web.frame import Frame, fragment
from diaodu.web.shapes.matrix import fields
from diaodu.web.shapes.said import NAMES, Said, said
from diaodu.web.shapes.turned import keys_before
from diaodu.web.templatetags.words import when

PER_PAGE = 50


class Wanted(NamedTuple):
    """Which findings (筛选)."""

    rule: str = ""
    light: str = ""
    place: str = ""
    field: str = ""
    turned: str = ""
    words: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> Wanted:
        return cls(*(request.GET.get(name, "")[:60] for name in cls._fields))

    @property
    def query(self) -> str:
        return urlencode({k: v for k, v in self._asdict().items() if v})


@needs(Permission.VIEW)
def findings(request: HttpRequest) -> HttpResponse:
    """Filtered and paged."""
    at, wanted = frame.of(request), Wanted.of(request)
    if same := frame.unchanged(request, *at.key):
        return same
    number = request.GET.get("page", "1")[:6]
    key = (*at.key, wanted, number)
    table = fragment("findings/table.html", key, lambda: _table(at, wanted, number))
    if request.headers.get("HX-Target") == "found":
        return HttpResponse(table)
    context = {
        "at": at,
        "wanted": wanted,
        "table": table,
        "rules": NAMES.items(),
        "colours": list(Light),
        "fields": fields(at.month),
        "places": [at.month.catalogue.city, *at.month.catalogue.counties],
        "query": _query(at, wanted),
        "may_export": may(request.user, Permission.EXPORT),
    }
    return frame.page(request, "findings/page.html", context)


def _table(at: Frame, wanted: Wanted, number: str) -> dict[str, Any]:
    page = Paginator(_chosen(at, wanted), PER_PAGE).get_page(number)
    return {"at": at, "page": page, "query": _query(at, wanted)}


def _query(at: Frame, wanted: Wanted) -> str:
    return wanted.query + (f"&month={at.month.period.month.code}" if at.asked else "")


@needs(Permission.EXPORT)
def workbook(request: HttpRequest) -> HttpResponse:
    """The chosen findings as seen (导出)."""
    at, wanted = frame.of(request), Wanted.of(request)
    rows = [
        [
            s.light,
            s.place.name,
            s.indicator.name,
            _(s.rule),
            s.finding.text,
            s.finding.months,
            s.indicator.responsible,
        ]
        for s in _chosen(at, wanted)
    ]
    heads = [_("灯"), _("地区"), _("指标"), _("规则"), _("内容"), _("持续（月）"), _("牵头部门")]
    name = _("{period}发现清单").format(period=when(at.month.period))
    record("findings.exported", request.user, by=request.user, findings=len(rows))
    content = sheets.workbook(name, heads, rows, widths=[6, 14, 28, 12, 80, 10, 14], lights=0)
    return sheets.download(f"{name}.xlsx", content)


def _chosen(at: Frame, wanted: Wanted) -> list[Said]:
    """Worst first; within a colour the city before its counties."""
    month = at.month
    chosen = [said(month, f) for f in month.findings if f.light in (wanted.light or f.light)]
    if not wanted.light:
        chosen = [s for s in chosen if s.light in (Light.RED, Light.YELLOW)]
    before = keys_before(month) if wanted.turned else {}
    chosen = [s for s in chosen if _asked(s, wanted) and (not wanted.turned or _turned(s, before))]
    return sorted(chosen, key=lambda s: (-s.light.severity, s.rank))


def _asked(one: Said, wanted: Wanted) -> bool:
    return (
        wanted.rule in ("", one.finding.rule)
        and wanted.place in ("", one.place.code)
        and wanted.field in ("", one.indicator.field)
        and (not wanted.words or wanted.words in f"{one.place.name}{one.indicator.name}{one.finding.text}")
    )


def _turned(one: Said, before: dict[str, str]) -> bool:
    last: Any = before.get(one.finding.key, "grey")
    return last not in (one.finding.light, "grey")
