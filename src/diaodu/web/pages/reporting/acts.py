"""The acts on a report (办理): explain, hand in, take back, review, sign, return, correct."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diaodu.bureau.audit.refusals import Stale, Traced
from diaodu.bureau.directory import lockout
from diaodu.bureau.directory.permissions import Permission
from diaodu.bureau.reports import beside, checking, filing
from diaodu.bureau.reports.filing import Entered
from diaodu.bureau.reports.models import Report
from diaodu.bureau.reports.steps import values_of
from diaodu.bureau.reports.typed import LEDGER
from diaodu.economy.entry import Hit
from diaodu.economy.errors import Refusal
from diaodu.web import doors, refusals
from diaodu.web.access import needs
from diaodu.web.pages.reporting import common
from diaodu.web.pages.reporting.form import part

LONGEST = 4_000


class WrongPassword(Traced):
    """The signer did not prove that it is he (签字密码不对)."""

    verb = "refused.signature"


@require_POST
@needs(Permission.FILL)
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why a doubted number is right (说明)."""
    try:
        one = common.get(request, pk)
        hit = _hit(one, request.POST.get("key", ""))
        filing.explain(report=one, hit=hit, text=_text(request), by=_by(request), now=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusals.said(refusal))
    if "X-Diaodu-Part" in request.headers:
        return part(request, common.get(request, pk))
    return redirect(f"{reverse('report', args=[pk])}?checked=1#doubts")


@require_POST
@needs(Permission.FILL)
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """Take over what the ledger knows already (全部采用); a cell that holds a number is left alone."""

    def act(one: Report) -> int:
        have = set(one.cells.values_list("slot", flat=True))
        same = beside.references(one.asked, one.matter, common.catalogues.current()).same
        entries = {
            code: Entered(known.value, 0, f"{LEDGER} {known.pk}")
            for code, known in same.items()
            if code not in have
        }
        saved = filing.save(report=one, entries=entries, by=_by(request), now=timezone.now())
        return len(saved.revs)

    return common.done(request, pk, act, lambda n: _("已采用台账里的{n}项，请核对。").format(n=n))


@require_POST
@needs(Permission.FILL)
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand it in (报送)."""
    return common.done(
        request,
        pk,
        lambda one: filing.submit(report=one, by=_by(request), now=timezone.now()),
        lambda version: _("已报送，第{n}版，校验码 {code}。").format(
            n=version.number, code=version.digest[:8]
        ),
    )


@require_POST
@needs(Permission.FILL)
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it back (撤回)."""
    return common.done(
        request,
        pk,
        lambda one: filing.recall(report=one, by=_by(request), now=timezone.now()),
        _("已撤回，可以继续填报。"),
    )


@require_POST
@needs(Permission.REVIEW)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Agreed (审核通过)."""
    return common.done(
        request,
        pk,
        lambda one: filing.review(report=one, **_signing(request)),
        _("已审核，待签发。"),
    )


@require_POST
@needs(Permission.SIGN)
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Signed with one's password, and posted (签发): who holds a log-in left open can't sign with it."""
    one = common.get(request, pk)
    try:
        _prove(request)
        _step, posted = filing.sign(report=one, **_signing(request))
    except Refusal as refusal:
        messages.error(request, refusals.said(refusal))
    else:
        said = _("已签发并入账：新增{new}项，修订{revised}项，未变{unchanged}项。")
        messages.success(request, said.format(**posted._asdict()))
    return redirect("report", pk)


@require_POST
@needs(Permission.REPORTS)
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return it with the reason (退回); who may is asked of the verb."""

    def act(one: Report) -> Report:
        given = request.POST.get("until", "")
        until = common.moment(given)
        if given and until is None:
            raise Refusal("重报时限没有看懂：请写明哪一天、几点，不另定的请清空")
        by, now = _by(request), timezone.now()
        return filing.send_back(report=one, text=_text(request), by=by, now=now, until=until)

    return common.done(request, pk, act, _("已退回。"))


@require_POST
@needs(Permission.FILL)
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what was signed (更正)."""
    return common.done(
        request,
        pk,
        lambda one: filing.reopen(report=one, text=_text(request), by=_by(request), now=timezone.now()),
        _("签发已失效，请更正后重新报送、审核、签发。"),
    )


def _prove(request: HttpRequest) -> None:
    """The password again; wrong ones count as they do at the door (再次验证口令)."""
    person = _by(request)
    tried = doors.tried(request, person.username)
    if lockout.locked_until(tried, timezone.now()):
        raise WrongPassword("密码连续输错，暂时不能签字。请过一会儿再试，或联系安全管理员解锁")
    if not person.check_password(request.POST.get("password", "")[:200]):
        doors.failed(request, person.username)
        raise WrongPassword("密码不对，没有签发。请输入您本人的登录密码")
    lockout.succeeded(tried)


def _hit(one: Report, key: str) -> Hit:
    """The doubt that is answered, as it stands now."""
    for doubt in checking.doubts(one, values_of(one)):
        if doubt.hit.key == key:
            return doubt.hit
    raise Stale("这一处疑点已经没有了，或数值已改动。请看最新的疑点再作说明")


def _signing(request: HttpRequest) -> dict[str, Any]:
    seen = request.POST.get("seen", "")[:64]
    return {"seen": seen, "text": _text(request), "by": _by(request), "now": timezone.now()}


def _text(request: HttpRequest) -> str:
    return request.POST.get("text", "")[:LONGEST]


def _by(request: HttpRequest) -> Any:
    return request.user
