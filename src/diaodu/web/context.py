"""What every page needs (页面公共内容)."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from diaodu.bureau.directory.permissions import Permission, may
from diaodu.bureau.findings import month as months


class Section(NamedTuple):
    """One entry of the menu (栏目): the page it opens and the pages that belong under it."""

    page: str
    title: Any
    permission: Permission
    under: tuple[str, ...] = ()


WITH_PAPERS = ("paper", "fill", "errand", "check", "templates")

SECTIONS = (
    Section("board", _("看板"), Permission.VIEW, ("cause",)),
    Section("indicators", _("指标"), Permission.VIEW, ("indicator", "figure")),
    Section("places", _("县区"), Permission.VIEW, ("place",)),
    Section("gdp_support", _("GDP支撑"), Permission.VIEW),
    Section("findings", _("发现"), Permission.VIEW),
    Section("questions", _("匹配性"), Permission.VIEW, ("question",)),
    Section("ask", _("取数"), Permission.VIEW),
    Section("documents", _("文书"), Permission.VIEW, WITH_PAPERS),
    Section("imports", _("导入"), Permission.IMPORT, ("upload",)),
    Section("exports", _("导出"), Permission.EXPORT),
    Section("audit", _("审计"), Permission.AUDIT),
    Section("people", _("人员"), Permission.ACCOUNTS, ("person", "people_batch", "units")),
    Section("rights", _("授权"), Permission.RIGHTS, ("right", "locks")),
)
VERSION = version("diaodu")


def chrome(request: HttpRequest) -> dict[str, Any]:
    """The city's name and the menu."""
    here = getattr(request.resolver_match, "url_name", "") or ""
    return {
        "city_name": settings.CITY.get("name", ""),
        "version": VERSION,
        "sections": SimpleLazyObject(lambda: _menu(request, here)),
        "periods": SimpleLazyObject(months.periods),
        "languages": settings.LANGUAGES,
        "may_template": SimpleLazyObject(lambda: may(request.user, Permission.TEMPLATE)),
        "may_run": SimpleLazyObject(lambda: may(request.user, Permission.RUN)),
    }


def _menu(request: HttpRequest, here: str) -> list[dict[str, Any]]:
    month = request.GET.get("month", "")
    query = f"?month={month}" if month.replace("-", "").isdigit() else ""
    return [
        {"page": s.page, "title": s.title, "here": here == s.page or here in s.under, "query": query}
        for s in SECTIONS
        if may(request.user, s.permission)
    ]
