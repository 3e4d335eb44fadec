"""Switch one's second factor on and off (动态口令)."""

from __future__ import annotations

import io
from base64 import b32encode
from typing import Any

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django_otp.plugins.otp_totp.models import TOTPDevice

from diaodu.bureau.directory import factors
from diaodu.economy.errors import Refusal
from diaodu.web import refusals


@never_cache
def factor(request: HttpRequest) -> HttpResponse:
    """Scan, confirm a code, and see the recovery codes once (启用动态口令)."""
    person: Any = request.user
    try:
        if request.method == "POST":
            codes = factors.confirm(person=person, code=request.POST.get("code", ""), by=person)
            return render(request, "account/codes.html", {"codes": codes})
        device = factors.begin(person=person, by=person)
    except Refusal as refusal:
        messages.error(request, refusals.said(refusal))
        return redirect("account" if factors.is_on(person) or request.method != "POST" else "factor")
    secret = b32encode(device.bin_key).decode()
    groups = [secret[n : n + 4] for n in range(0, len(secret), 4)]
    return render(request, "account/factor.html", {"picture": _picture(device), "groups": groups})


@require_POST
def off(request: HttpRequest) -> HttpResponse:
    """Do without it again (停用动态口令)."""
    person: Any = request.user
    try:
        factors.switch_off(person=person, code=request.POST.get("code", ""), by=person)
        messages.success(request, _("动态口令已停用。"))
    except Refusal as refusal:
        messages.error(request, refusals.said(refusal))
    return redirect("account")


@never_cache
@require_POST
def codes(request: HttpRequest) -> HttpResponse:
    """Fresh recovery codes (更换备用码), shown once."""
    person: Any = request.user
    try:
        fresh = factors.renew_codes(person=person, code=request.POST.get("code", ""), by=person)
    except Refusal as refusal:
        messages.error(request, refusals.said(refusal))
        return redirect("account")
    return render(request, "account/codes.html", {"codes": fresh})


def _picture(device: TOTPDevice) -> SafeString:
    """The address of the key as a square of dots (二维码): attributes alone, no styles."""
    out = io.BytesIO()
    square = segno.make(device.config_url, error="l")
    square.save(out, kind="svg", border=2, omitsize=True, xmldecl=False, svgclass="qr", lineclass=None)
    return mark_safe(out.getvalue().decode())
