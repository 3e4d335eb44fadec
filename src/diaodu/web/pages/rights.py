"""Say who may do what, unlock, take away lost factors: the security administrator's desk (授权)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diaodu.bureau.directory import actions, factors, lockout
from diaodu.bureau.directory import people as roll
from diaodu.bureau.directory.models import Attempts, Person, Role, Unit
from diaodu.bureau.directory.permissions import ROLES, Permission
from diaodu.economy.errors import Refusal
from diaodu.web import refusals
from diaodu.web.access import needs
from diaodu.web.pages.people import chosen, found, tried

CHOICES = [role for role in Role if role != Role.MACHINE]


@needs(Permission.RIGHTS)
def rights(request: HttpRequest) -> HttpResponse:
    """Everybody with unit, post and role (授权); those without one first."""
    shown = chosen(request)
    for one in shown["page"]:
        one.suggested = roll.POSTS.get(one.post, "")
    locks = lockout.locked(timezone.now()).count()
    return render(request, "rights/page.html", {**shown, "roles": _roles(), "locks_now": locks})


@needs(Permission.RIGHTS)
def right(request: HttpRequest, pk: int) -> HttpResponse:
    """One person (人员授权); a POST gives unit, post and role."""
    one = found(pk)
    if request.method == "POST":
        if tried(request, lambda: _grant(request, one)):
            messages.success(request, _("已授权。"))
        return redirect("right", pk)
    context = {
        "one": one, "units": roll.units(), "roles": _roles(), "own": one.pk == request.user.pk,
        "factor_on": factors.is_on(one), "suggested": roll.POSTS.get(one.post, ""),
        "grants": [{"role": role, "may": sorted(ROLES[role])} for role in CHOICES],
    }  # fmt: skip
    return render(request, "rights/person.html", context)


@require_POST
@needs(Permission.RIGHTS)
def waiting(request: HttpRequest) -> HttpResponse:
    """Give the ticked people the roles beside them, their unit as it stands (批量授权)."""
    done = 0
    for one in roll.without_role().filter(pk__in=_numbers(request)):
        role = request.POST.get(f"role-{one.pk}", "")
        try:
            _give(request, one, one.unit, one.post, role)
            done += 1
        except Refusal as refusal:
            messages.error(request, f"{one}：{refusals.said(refusal)}")
    if done:
        messages.success(request, _("已授权 {n} 人。").format(n=done))
    return redirect("rights")


@require_POST
@needs(Permission.RIGHTS)
def remove_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a lost second factor away (解除动态口令)."""
    person: Any = request.user
    one = found(pk)
    if tried(request, lambda: factors.remove(person=one, by=person)):
        messages.success(request, _("已解除动态口令，本人下次登录时会得到提示。"))
    return redirect("right", pk)


@needs(Permission.RIGHTS)
def locks(request: HttpRequest) -> HttpResponse:
    """The log-ins that are locked now (登录锁定)."""
    now = timezone.now()
    return render(request, "rights/locks.html", {"locks": lockout.locked(now)[:200]})


@require_POST
@needs(Permission.RIGHTS)
def unlock(request: HttpRequest, pk: int) -> HttpResponse:
    """Let one in again (解除锁定)."""
    person: Any = request.user
    lock = get_object_or_404(Attempts, pk=pk)
    if tried(request, lambda: lockout.unlock(lock=lock, by=person)):
        messages.success(request, _("已解除锁定。"))
    return redirect("locks")


def _grant(request: HttpRequest, one: Person) -> None:
    number = request.POST.get("unit", "")
    unit = get_object_or_404(roll.units(), pk=number) if number.isdecimal() else None
    _give(request, one, unit, request.POST.get("post", ""), request.POST.get("role", ""))


def _give(request: HttpRequest, one: Person, unit: Unit | None, post: str, role: str) -> None:
    by: Any = request.user
    actions.grant(person=one, unit=unit, post=post, role=role, by=by, now=timezone.now())


def _roles() -> list[dict[str, Any]]:
    return [{"value": role.value, "label": role.label} for role in CHOICES]


def _numbers(request: HttpRequest) -> list[int]:
    return [int(one) for one in request.POST.getlist("who") if one.isdecimal() and len(one) < 12]
