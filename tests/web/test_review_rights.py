"""Ways round the door that lead nowhere: guesses behind it, half a log-in, numbers that are none."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from diaodu.bureau.directory import passwords
from diaodu.bureau.directory.models import Person
from tests.bureau import reporting
from tests.bureau.reporting import COUNTY, person, report
from tests.web.api import Program, token
from tests.web.city import PASSWORD

MODEL = "django.contrib.auth.backends.ModelBackend"


def test_the_password_page_is_no_place_to_guess_the_password(planted, client, db) -> None:
    """Whoever finds a log-in left open must not find out there what he would sign with."""
    client.post("/login/", {"username": "viewer", "password": PASSWORD})
    wrong = {"old_password": "x" * 12, "new_password1": "Chuang-xin-26", "new_password2": "Chuang-xin-26"}
    answers = [client.post(reverse("password"), wrong) for _ in range(5)]
    assert [one.status_code for one in answers] == [200] * 4 + [429]
    right = {**wrong, "old_password": PASSWORD}
    assert client.post(reverse("password"), right).status_code == 429
    assert Person.objects.get(username="viewer").check_password(PASSWORD)


def test_half_a_log_in_ends_with_the_password_it_was_made_with(planted, client, db) -> None:
    who = Person.objects.get(username="viewer")
    device = TOTPDevice.objects.create(user=who, name="totp", confirmed=True)
    client.post("/login/", {"username": "viewer", "password": PASSWORD})
    passwords.give_first(who, timezone.now())
    who.save()
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    answer = client.post(reverse("login_code"), {"code": f"{totp.token():06d}"})
    assert answer["Location"] == reverse("login")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("rev", ["Infinity", "1e999", "NaN"])
def test_a_change_number_that_is_none_is_refused(db, rev: str) -> None:
    reporting.found()
    one, client = report(), Client()
    who = person("filler", COUNTY)
    who.password_at = timezone.now()
    who.save()
    client.force_login(who, backend=MODEL)
    client.raise_request_exception = False
    code = f"tourist_visits:{COUNTY}:level"
    body = f'{{"cells": {{"{code}": ["12", {rev}]}}}}'
    answer = client.post(reverse("report_cells", args=[one.pk]), body, content_type="application/json")
    assert answer.status_code == 409
    assert not one.cells.exists()
    assert not one.cells.exists()


def test_an_endless_change_number_in_a_plain_form_is_refused(db) -> None:
    reporting.found()
    one, client, code = report(), Client(), f"tourist_visits:{COUNTY}:level"
    who = person("filler", COUNTY)
    who.password_at = timezone.now()
    who.save()
    client.force_login(who, backend=MODEL)
    client.raise_request_exception = False
    given = {f"v:{code}": "12", f"o:{code}": "", f"r:{code}": "9" * 5000}
    assert client.post(reverse("report_cells", args=[one.pk]), given).status_code == 302


@pytest.mark.parametrize("address", ["/reports/?unit=%00", "/collection/?form=a%00", "/indicators/?q=%00"])
def test_a_character_that_no_database_keeps_is_no_question(enter, address: str) -> None:
    """PostgreSQL takes no NUL: asked for one, it would break off in the middle of a page."""
    client = enter("dispatcher")
    client.raise_request_exception = False
    assert client.get(address).status_code == 400


def test_a_character_that_no_database_keeps_is_no_reason(db) -> None:
    reporting.found()
    one, client = report(), Client()
    who = person("dispatcher")
    who.password_at = timezone.now()
    who.save()
    client.force_login(who, backend=MODEL)
    client.raise_request_exception = False
    sent = client.post(reverse("report_return", args=[one.pk]), {"text": "请核\x00对"})
    assert sent.status_code == 400


def test_nor_from_a_program(db) -> None:
    reporting.found()
    program = Program(token(person("filler", COUNTY)))
    assert program.get("/reports", unit="a\x00").status_code == 400
    path = f"/reports/{report().pk}/explain"
    assert program.send("POST", path, {"key": "a", "text": "节日\x00错位"}).status_code == 400
