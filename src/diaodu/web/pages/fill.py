"""成文: a template, a place and a period give a document, with all that is missing told first."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diaodu.bureau.audit.actions import record
from diaodu.bureau.catalogue import actions as catalogue
from diaodu.bureau.directory.permissions import Permission
from diaodu.bureau.documents import errands, templates
from diaodu.bureau.documents.filling.opening import MAX_PACKED
from diaodu.bureau.documents.models import Errand
from diaodu.bureau.findings import month as months
from diaodu.economy.errors import Refusal
from diaodu.web import access, aside, noted, refusals, sheets
from diaodu.web.access import needs

THEIRS = "不是本人的办件"
EXAMPLES = ('{{ 同比("GDP") }}', "{% for 县 in 县区 %}", "{% endfor %}")


@needs(Permission.VIEW)
def fill(request: HttpRequest) -> HttpResponse:
    """The form; a POST has a template filled."""
    if request.method == "POST":
        return _fill(request)
    known = catalogue.current()
    ours = [known.city, *known.counties] if known.places else []
    context = {
        "templates": templates.all_of_them(),
        "chosen": request.GET.get("template", ""),
        "places": ours,
        "groups": list(known.groups.values()),
        "months": months.periods(),
        "past": own(request).filter(kind=Errand.Kind.FILL).defer("content", "side", "given")[:10],
        "limit": MAX_PACKED >> 20,
        "examples": EXAMPLES,
    }
    return render(request, "fill/page.html", context)


@needs(Permission.VIEW)
def errand(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is, then what came of it."""
    return render(request, "fill/errand.html", _shown(request, pk))


@needs(Permission.VIEW)
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that is asked for again and again while it is done."""
    return render(request, "fill/state.html", _shown(request, pk))


@needs(Permission.VIEW)
def result(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """The document, or the file that tells its figures."""
    one = access.own(own(request), pk, THEIRS)
    content = one.content if what == "docx" else one.side
    if content is None or one.state != Errand.State.READY:
        raise Http404
    record("errand.downloaded", one, by=request.user, what=what)
    name = one.result["filename"]
    if what == "docx":
        return sheets.download(name, bytes(content), sheets.DOCX)
    return sheets.download(f"{name.removesuffix('.docx')}.figures.json", bytes(content), sheets.JSON)


@needs(Permission.TEMPLATE)
def keep(request: HttpRequest) -> HttpResponse:
    """The city's templates; a POST puts one in, in place of the one of the same name."""
    if request.method == "POST":
        return _keep(request)
    context = {"templates": templates.all_of_them(), "limit": MAX_PACKED >> 20}
    return render(request, "fill/templates.html", context)


@needs(Permission.VIEW)
def template(request: HttpRequest, name: str) -> HttpResponse:
    """A template as a file, to be looked at and changed in Word."""
    try:
        found = templates.named(name)
    except Refusal as refusal:
        raise Http404(refusals.said(refusal)) from refusal
    return sheets.download(f"{found.name}.docx", found.content, sheets.DOCX)


@require_POST
@needs(Permission.TEMPLATE)
def remove(request: HttpRequest, name: str) -> HttpResponse:
    """Take one of the city's own away."""
    try:
        templates.remove(name=name, by=request.user)
        messages.info(request, _("已移除模板“{name}”，原文件留在“旧版”文件夹。").format(name=name))
    except Refusal as refusal:
        messages.error(request, refusals.said(refusal))
    return redirect("templates")


def _fill(request: HttpRequest) -> HttpResponse:
    file = request.FILES.get("file")
    name = (file.name or "") if file else request.POST.get("template", "")
    try:
        if not name:
            raise Refusal("请选择一个模板，或上传一个 docx 文件。")
        one = errands.to_fill(
            by=request.user, at=timezone.now(), name=name.removesuffix(".docx"),
            content=uploaded(file) if file else None,
            place=request.POST.get("place", "").strip()[:60],
            period=request.POST.get("period", "").strip()[:60],
        )  # fmt: skip
    except Refusal as refusal:
        noted.file(request, refusal)
        messages.error(request, refusals.said(refusal))
        return redirect("fill")
    aside.carry_out(one)
    return redirect("errand", one.pk)


def _keep(request: HttpRequest) -> HttpResponse:
    file = request.FILES.get("file")
    try:
        if file is None:
            raise Refusal("请选择一个模板，或上传一个 docx 文件。")
        saved = templates.save(name=file.name or "", content=uploaded(file), by=request.user)
        messages.success(request, _("已存入模板“{name}”。").format(name=saved.name))
    except Refusal as refusal:
        noted.file(request, refusal)
        messages.error(request, refusals.said(refusal))
    return redirect("templates")


def uploaded(file: UploadedFile) -> bytes:
    """What was sent in, as far as is needed to see that it is too large."""
    return file.read(min(MAX_PACKED, settings.UPLOAD_LIMIT_BYTES) + 1)


def own(request: HttpRequest) -> QuerySet[Errand]:
    """What this person has had done: nobody sees another's."""
    return Errand.objects.filter(by_id=request.user.pk or 0)


def _shown(request: HttpRequest, pk: int) -> dict[str, object]:
    one = access.own(own(request).defer("content", "side", "given"), pk, THEIRS)
    one = errands.settle_lost(one, timezone.now())
    told = one.result.get("complaints", [])
    return {
        "errand": one,
        "message": refusals.retold(one.refusal, ""),
        "result": one.result,
        "grave": [c for c in told if c["grave"]],
        "light": [c for c in told if not c["grave"]],
        "page": {"fill": "fill", "check": "check", "rewrite": "documents"}[one.kind],
    }
