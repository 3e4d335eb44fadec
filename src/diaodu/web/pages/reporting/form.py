"""The form on the web (网上填报): each number is kept when it is left, and nobody's is overwritten."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diaodu.bureau.audit.refusals import Tampered
from diaodu.bureau.catalogue import actions as catalogues
from diaodu.bureau.directory.permissions import Permission, may
from diaodu.bureau.reports import checking, filing, rounds, typed
from diaodu.bureau.reports.filing import Entered
from diaodu.bureau.reports.models import Report
from diaodu.economy.errors import Refusal
from diaodu.economy.forms import Slot
from diaodu.web import refusals
from diaodu.web.access import needs
from diaodu.web.pages.reporting import common
from diaodu.web.shapes import chain, reporting

MOST = 5_000
JSON_LIMIT = 2_000_000


class Given(NamedTuple):
    """One number as it came from the page (录入)."""

    text: str
    rev: int


class Read(NamedTuple):
    """What was typed, as numbers; what is none, with the reason (识别结果)."""

    entries: dict[str, Entered]
    wrong: dict[str, str]


@needs(Permission.REPORTS)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The form and where it stands in its chain."""
    return _page(request, common.get(request, pk))


@require_POST
@needs(Permission.FILL)
def cells(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what was typed: one number or many; in JSON from the page's script, else from its form."""
    one = common.get(request, pk)
    if request.content_type == "application/json":
        return _cells_json(request, one)
    return _cells_form(request, one)


@needs(Permission.REPORTS)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """The doubts as they stand, and what is still missing (校验): a part of the page."""
    one = common.get(request, pk)
    if not request.headers.get("HX-Request") and "X-Diaodu-Part" not in request.headers:
        return redirect(f"{reverse('report', args=[pk])}?checked=1#doubts")
    return part(request, one)


def part(request: HttpRequest, one: Report) -> HttpResponse:
    """Doubts and chain as they stand, for the page's script to put in place (局部刷新).

    The header says of which values: beside a table of others nobody may be asked to sign.
    """
    context = _context(request, common.standing(one))
    answer = render(request, "reports/aside.html", context)
    answer["X-Diaodu-Seen"] = context["seen"]
    return answer


@needs(Permission.REPORTS)
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """What others have changed meanwhile (协同): asked by the page itself every now and then."""
    one = common.get(request, pk)
    if request.GET.get("edition") == str(one.edition) and request.GET.get("stage") == one.stage:
        return HttpResponse(status=204)
    found = one.cells.select_related("by")
    return JsonResponse(
        {
            "edition": one.edition,
            "stage": one.stage,
            "stage_name": one.get_stage_display(),
            "filled": one.filled,
            "cells": {c.slot: [typed.shown(c.value), c.rev, str(c.by)] for c in found},
        }
    )


def _page(request: HttpRequest, one: Report, kept: Mapping[str, Any] | None = None) -> HttpResponse:
    large = len(one.slots) > reporting.ONE_PAGE and "checked" not in request.GET
    standing = common.standing(one, checked=not large)
    grid = reporting.grid(standing, request.GET.get("block", ""))
    context = _context(request, standing) | {
        "grid": grid,
        "kept": kept or {},
        "unchecked": large,
        "query": urlencode({"block": grid.here}) if grid.here else "",
    }
    return render(request, "reports/form.html", context)


def _context(request: HttpRequest, standing: reporting.Standing) -> dict[str, Any]:
    one, person, now = standing.report, request.user, timezone.now()
    return {
        "report": one,
        "standing": standing,
        "seen": standing.digest,
        "doubts": _told(standing),
        "open_doubts": sum(doubt.open for doubt in standing.doubts),
        "changed": reporting.changed(standing),
        "missing": reporting.links(standing, sorted(standing.missing)),
        "asked": len(one.slots),
        "now": now,
        "late": one.late(now),
        "again_by": rounds.again_by(one, now),
        "chain": chain.of(one),
        "rights": chain.rights(person, one),
        "editable": one.editable and may(person, Permission.FILL, unit=one.unit_id),
        "splits": reporting.splits(one.asked),
    }


def _told(standing: reporting.Standing) -> list[reporting.Told]:
    """The doubts, each with what was said of it in an earlier month."""
    unsaid = [doubt.hit for doubt in standing.doubts if doubt.open]
    before = checking.remembered(standing.report, unsaid)
    texts = {key: said.text for key, said in before.items()}
    return [reporting.told(standing, doubt, texts.get(doubt.hit.key, "")) for doubt in standing.doubts]


def _cells_json(request: HttpRequest, one: Report) -> JsonResponse:
    try:
        saved, read = _save(request, one, _given_json(request))
    except Refusal as refusal:
        return JsonResponse({"refusal": refusals.said(refusal)}, status=409)
    one.refresh_from_db(fields=["filled", "stage"])
    return JsonResponse(
        {
            "edition": saved.edition,
            "stage": one.stage,
            "stage_name": one.get_stage_display(),
            "filled": one.filled,
            "cells": {code: [typed.shown(read.entries[code].value), rev] for code, rev in saved.revs.items()},
            "conflicts": {
                c.slot: {
                    "mine": typed.shown(c.mine),
                    "theirs": typed.shown(c.theirs),
                    "rev": c.rev,
                    "by": c.by,
                }
                for c in saved.conflicts
            },
            "wrong": read.wrong,
        }
    )


def _cells_form(request: HttpRequest, one: Report) -> HttpResponse:
    """Without scripts: all numbers of the page with the changes that were last seen of them."""
    given = _given_form(request)
    try:
        saved, read = _save(request, one, given)
    except Refusal as refusal:
        messages.error(request, refusals.said(refusal))
        return redirect(_back(request, one.pk))
    if saved.conflicts or read.wrong:
        return _unsettled(request, one, given, saved, read)
    messages.success(request, _("已保存。"))
    return redirect(_back(request, one.pk))


def _unsettled(
    request: HttpRequest, one: Report, given: Mapping[str, Given], saved: filing.Saved, read: Read
) -> HttpResponse:
    """The page again, with what could not be kept still in its boxes: saving once more keeps mine."""
    kept = {code: {"text": given[code].text, "wrong": why} for code, why in read.wrong.items()}
    for c in saved.conflicts:
        kept[c.slot] = {"text": given[c.slot].text, "theirs": typed.shown(c.theirs) or "—", "by": c.by}
    messages.warning(request, _("有{n}格没有保存，请看格下的说明。").format(n=len(kept)))
    one.refresh_from_db()
    return _page(request, one, kept)


def _back(request: HttpRequest, pk: int) -> str:
    block = request.GET.get("block", "")
    return reverse("report", args=[pk]) + (f"?{urlencode({'block': block})}" if block else "")


def _save(request: HttpRequest, one: Report, given: Mapping[str, Given]) -> tuple[filing.Saved, Read]:
    read = _read(one, given)
    if not read.entries:
        return filing.Saved({}, [], one.edition), read
    by: Any = request.user
    return filing.save(report=one, entries=read.entries, by=by, now=timezone.now()), read


def _read(one: Report, given: Mapping[str, Given]) -> Read:
    """Each text as a number of its own indicator; what is no number spoils no other cell."""
    slots, found = {slot.code: slot for slot in one.asked}, Read({}, {})
    known = catalogues.current()
    for code, text in given.items():
        slot: Slot | None = slots.get(code)
        if slot is None or slot.indicator not in known.indicators:
            raise Tampered("“{name}”里没有这一项：{slot}。请下载最新的表", name=str(one), slot=code[:80])
        try:
            value = typed.read(text.text, known.indicators[slot.indicator], slot.what)
        except Refusal as refusal:
            found.wrong[code] = refusals.said(refusal)
        else:
            if value is None or abs(value) < filing.LARGEST:
                found.entries[code] = Entered(value, text.rev)
            else:
                found.wrong[code] = _("数值太大")
    return found


def _given_json(request: HttpRequest) -> dict[str, Given]:
    try:
        body = json.loads(request.body) if len(request.body) <= JSON_LIMIT else {}
        found = {str(code): Given(str(text), int(rev)) for code, (text, rev) in body["cells"].items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError) as error:
        raise Tampered("页面发来的数据不完整，没有保存。请刷新页面后再填") from error
    if len(found) > MOST:
        raise Tampered("页面发来的数据不完整，没有保存。请刷新页面后再填")
    return found


def _given_form(request: HttpRequest) -> dict[str, Given]:
    """Only what was changed since the page was made: what others wrote meanwhile is not mine to put back."""
    post, found = request.POST, dict[str, Given]()
    for name in post:
        if name.startswith("v:"):
            code, text = name[2:], post.get(name, "").strip()
            rev = post.get(f"r:{code}", "")
            if text != post.get(f"o:{code}", "").strip():
                found[code] = Given(
                    text, int(rev) if rev.isascii() and rev.isdigit() and len(rev) < 11 else 0
                )
    return found
