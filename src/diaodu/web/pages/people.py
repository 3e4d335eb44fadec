"""Open and close log-ins, keep the units: the system administrator's desk (人员、单位)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from diaodu.bureau.catalogue import actions as catalogue
from diaodu.bureau.directory import actions
from diaodu.bureau.directory import people as roll
from diaodu.bureau.directory.models import Person, Unit
from diaodu.bureau.directory.permissions import ADMINISTRATORS, Permission
from diaodu.economy.errors import Refusal
from diaodu.web import refusals
from diaodu.web.access import needs

PER_PAGE = 50


@never_cache
@needs(Permission.ACCOUNTS)
def people(request: HttpRequest) -> HttpResponse:
    """Everybody, and a form for one more (人员); a POST opens an account."""
    if request.method == "POST":
        return _open(request)
    shown = chosen(request)
    return render(request, "people/page.html", {**shown, "units_total": roll.units().count()})


@needs(Permission.ACCOUNTS)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One account (账号); a POST puts name, telephone and address right."""
    one = found(pk)
    if request.method == "POST":
        given = {name: request.POST.get(name, "") for name in ("name", "phone", "email")}
        if tried(request, lambda: actions.amend(person=one, by=_by(request), **given)):
            messages.success(request, _("已更正。"))
        return redirect("person", pk)
    own = one.pk == request.user.pk
    return render(
        request, "people/person.html", {"one": one, "own": own, "is_admin": one.role in ADMINISTRATORS}
    )


@never_cache
@require_POST
@needs(Permission.ACCOUNTS)
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    """A fresh first password (重置密码), in the answer alone."""
    one = found(pk)
    try:
        first = actions.reset_password(person=one, by=_by(request), now=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusals.said(refusal))
        return redirect("person", pk)
    return render(request, "people/first.html", {"one": one, "first": first, "opened": False})


@require_POST
@needs(Permission.ACCOUNTS)
def disable(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account (停用)."""
    one = found(pk)
    if tried(request, lambda: actions.disable(person=one, by=_by(request), now=timezone.now())):
        messages.success(request, _("已停用，他现在的登录和令牌都已失效。"))
    return redirect("person", pk)


@require_POST
@needs(Permission.ACCOUNTS)
def enable(request: HttpRequest, pk: int) -> HttpResponse:
    """Open it again (启用)."""
    one = found(pk)
    if tried(request, lambda: actions.enable(person=one, by=_by(request))):
        messages.success(request, _("已启用。请安全管理员重新授权。"))
    return redirect("person", pk)


@needs(Permission.ACCOUNTS)
def units(request: HttpRequest) -> HttpResponse:
    """The list of units (单位名录); a POST adds one."""
    if request.method == "POST":
        given = {name: request.POST.get(name, "") for name in ("code", "name", "place")}
        if tried(request, lambda: actions.add_unit(by=_by(request), **given)):
            messages.success(request, _("已新增单位。"))
        return redirect("units")
    counted = dict(
        roll.everyone().filter(is_active=True).order_by().values_list("unit").annotate(Count("pk"))
    )
    rows = [{"unit": unit, "people": counted.get(unit.pk, 0)} for unit in Unit.objects.all()]
    known = catalogue.current()
    return render(request, "people/units.html", {"rows": rows, "places": known.places})


@require_POST
@needs(Permission.ACCOUNTS)
def unit_rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name for a unit (更名)."""
    unit = get_object_or_404(Unit, pk=pk)
    name = request.POST.get("name", "")
    if tried(request, lambda: actions.rename_unit(unit=unit, name=name, by=_by(request))):
        messages.success(request, _("已更名。"))
    return redirect("units")


@require_POST
@needs(Permission.ACCOUNTS)
def unit_retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a unit out of use, or back (撤销、恢复)."""
    unit, back = get_object_or_404(Unit, pk=pk), request.POST.get("back") == "1"
    if tried(request, lambda: actions.retire_unit(unit=unit, by=_by(request), back=back)):
        messages.success(request, _("已恢复。") if back else _("已撤销。"))
    return redirect("units")


def chosen(request: HttpRequest) -> dict[str, Any]:
    """The people that were asked for, a page of them (筛选)."""
    words, state = request.GET.get("q", "").strip()[:40], request.GET.get("state", "")
    everyone = roll.search(_in_state(state), words)
    page = Paginator(everyone, PER_PAGE).get_page(request.GET.get("page"))
    query = urlencode({name: value for name, value in (("q", words), ("state", state)) if value})
    return {"page": page, "words": words, "state": state, "query": query, "counts": _counts()}


def tried(request: HttpRequest, act: Callable[[], Any]) -> bool:
    """Do it; a refusal is told on the next page (办理)."""
    try:
        act()
    except Refusal as refusal:
        messages.error(request, refusals.said(refusal))
        return False
    return True


def found(pk: int) -> Person:
    """One of the people, never the loop's own actor (查人员)."""
    return get_object_or_404(roll.everyone(), pk=pk)


def _in_state(state: str) -> QuerySet[Person]:
    if state == "none":
        return roll.without_role()
    if state == "stale":
        return roll.stale(timezone.now())
    if state == "disabled":
        return roll.everyone().filter(is_active=False)
    return roll.everyone()


def _counts() -> dict[str, int]:
    return {
        "all": roll.everyone().count(),
        "none": roll.without_role().count(),
        "stale": roll.stale(timezone.now()).count(),
        "disabled": roll.everyone().filter(is_active=False).count(),
    }


def _open(request: HttpRequest) -> HttpResponse:
    given = {name: request.POST.get(name, "") for name in ("username", "name", "phone", "email")}
    try:
        one, first = actions.open_account(by=_by(request), now=timezone.now(), **given)
    except Refusal as refusal:
        messages.error(request, refusals.said(refusal))
        return redirect("people")
    return render(request, "people/first.html", {"one": one, "first": first, "opened": True})


def _by(request: HttpRequest) -> Person:
    person: Any = request.user
    return person
