"""What every page needs (页面公共内容)."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from diaodu.bureau.directory.permissions import OF_A_UNIT, Permission, may, sees_all_units
from diaodu.bureau.findings import month as months
from diaodu.bureau.notices.models import Notice
from diaodu.bureau.pipeline.models import Beat, Fault


class Section(NamedTuple):
    """One entry of the menu (栏目): the page it opens and the pages that belong under it."""

    page: str
    title: Any
    permission: Permission
    under: tuple[str, ...] = ()


WITH_PAPERS = ("paper", "fill", "errand", "check", "templates")
WITH_REPORTS = ("report", "report_check", "report_cells", "report_taken", "report_history")
WITH_BOARD = ("collection", "quality", "circular", "calendar", "accuracy", "changes")

SECTIONS = (
    Section("board", _("看板"), Permission.VIEW, ("cause",)),
    Section("indicators", _("指标"), Permission.VIEW, ("indicator", "figure")),
    Section("places", _("县区"), Permission.VIEW, ("place",)),
    Section("gdp_support", _("GDP支撑"), Permission.VIEW),
    Section("findings", _("发现"), Permission.VIEW),
    Section("questions", _("匹配性"), Permission.VIEW, ("question",)),
    Section("ask", _("取数"), Permission.VIEW),
    Section("documents", _("文书"), Permission.VIEW, WITH_PAPERS),
    Section("reports", _("报送"), Permission.REPORTS, (*WITH_REPORTS, *WITH_BOARD)),
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
        "may_view": SimpleLazyObject(lambda: may(request.user, Permission.VIEW)),
        "may_reports": SimpleLazyObject(lambda: may(request.user, Permission.REPORTS)),
        "may_collect": SimpleLazyObject(lambda: may(request.user, Permission.COLLECT)),
        "loop_fault": SimpleLazyObject(lambda: loop_fault(request)),
        "unread": SimpleLazyObject(lambda: Notice.objects.of(request.user).unread().count()),
    }


def loop_fault(request: HttpRequest) -> Fault | None:
    """What is wrong with the loop, for those who can do something about it (后台任务异常)."""
    if not hasattr(request, "loop_fault"):
        told = any(may(request.user, one) for one in (Permission.RUN, Permission.ACCOUNTS))
        request.loop_fault = Beat.objects.fault(timezone.now()) if told else None  # type: ignore[attr-defined]
    return request.loop_fault  # type: ignore[no-any-return, attr-defined]


def _menu(request: HttpRequest, here: str) -> list[dict[str, Any]]:
    month = request.GET.get("month", "")
    query = f"?month={month}" if month.replace("-", "").isdigit() else ""
    return [
        {
            "page": _page(s, request.user),
            "title": s.title,
            "here": here == s.page or here in s.under,
            "query": query,
        }
        for s in sorted(SECTIONS, key=lambda s: _is_later(s, request.user))
        if may(request.user, s.permission)
    ]


def _page(section: Section, person: Any) -> str:
    """The city's people see first how all units stand, a unit's people what is theirs to do."""
    return "collection" if section.page == "reports" and sees_all_units(person) else section.page


def _is_later(section: Section, person: Any) -> bool:
    """People of a unit are here for its reports first (单位人员先看报送)."""
    return section.page != "reports" and getattr(person, "role", "") in OF_A_UNIT
