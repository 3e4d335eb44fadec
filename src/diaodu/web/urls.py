"""Every address in the system."""

from django.contrib.auth.views import LogoutView
from django.urls import path, re_path

from diaodu.web.pages import (
    account,
    ask,
    board,
    cause,
    documents,
    exports,
    figures,
    findings,
    gdp_support,
    imports,
    indicator,
    place,
    questions,
)

urlpatterns = [
    path("", board.board, name="board"),
    path("cause/<slug:indicator>/<slug:place>/", cause.cause, name="cause"),
    path("indicators/", indicator.indicators, name="indicators"),
    path("indicators/<slug:code>/", indicator.indicator, name="indicator"),
    path("places/", place.places, name="places"),
    path("places/<slug:code>/", place.place, name="place"),
    path("gdp-support/", gdp_support.page, name="gdp_support"),
    path("findings/", findings.findings, name="findings"),
    path("findings/workbook/", findings.workbook, name="findings_workbook"),
    path("questions/", questions.questions, name="questions"),
    path("questions/<int:pk>/", questions.question, name="question"),
    path("questions/<int:pk>/answer/", questions.answer, name="question_answer"),
    path("questions/<int:pk>/close/", questions.close, name="question_close"),
    path("questions/<int:pk>/reopen/", questions.reopen, name="question_reopen"),
    path("ask/", ask.ask, name="ask"),
    path("documents/", documents.documents, name="documents"),
    path("documents/pack/", documents.pack, name="documents_pack"),
    path("documents/<int:pk>/", documents.document, name="document"),
    path("figures/", figures.figures, name="figures"),
    path("figures/<int:pk>/", figures.figure, name="figure"),
    path("sources/<int:pk>/", figures.source, name="source"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<int:pk>/", imports.upload, name="upload"),
    path("imports/<int:pk>/progress/", imports.progress, name="upload_progress"),
    path("imports/<int:pk>/post/", imports.post, name="upload_post"),
    path("imports/<int:pk>/discard/", imports.discard, name="upload_discard"),
    path("imports/<int:pk>/again/", imports.again, name="upload_again"),
    path("imports/<int:pk>/marked/", imports.marked, name="upload_marked"),
    path("exports/", exports.exports, name="exports"),
    re_path(r"^exports/figures\.(?P<form>csv|xlsx)$", exports.figures, name="exports_figures"),
    path("login/", account.LogIn.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("password/", account.ChangePassword.as_view(), name="password"),
    path("language/", account.language, name="set_language"),
]
handler403 = "diaodu.web.pages.errors.denied"
handler404 = "diaodu.web.pages.errors.missing"
handler500 = "diaodu.web.pages.errors.broken"
