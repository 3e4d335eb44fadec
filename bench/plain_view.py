"""The plain view itself: 75 numbers into a table, without checks, chain or log (对照页面)."""

from __future__ import annotations

import json

from django.core.wsgi import get_wsgi_application
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.urls import path

TABLE = "CREATE TABLE IF NOT EXISTS bench_plain (report integer, slot varchar(160), value double precision)"


def hello(request: HttpRequest) -> HttpResponse:
    """It is up."""
    return HttpResponse("up")


def store(request: HttpRequest, report: int) -> HttpResponse:
    """Keep the numbers of one report."""
    if not request.user.is_authenticated:
        return HttpResponseForbidden()
    rows = [(report, slot, value) for slot, value in json.loads(request.body).items()]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany("INSERT INTO bench_plain VALUES (%s, %s, %s)", rows)
    return HttpResponse(str(len(rows)))


urlpatterns = [path("", hello), path("<int:report>/", store)]
application = get_wsgi_application()
