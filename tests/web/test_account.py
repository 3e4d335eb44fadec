"""The door and what is behind it: log-in, lock, sessions, second factor, one's own account."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from diaodu.bureau.audit.models import Event
from diaodu.bureau.directory import factors, policy
from diaodu.bureau.directory.models import Person, Token
from tests.web.city import PASSWORD

LOGIN = "/login/"
FRESH = "Chuang-xin-mi-ma-26"
MINUTE = 60


@pytest.fixture
def travel(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Go on by minutes."""
    real = timezone.now
    gone = [0.0]

    def _travel(minutes: float) -> None:
        gone[0] += minutes
        monkeypatch.setattr("django.utils.timezone.now", lambda: real() + dt.timedelta(minutes=gone[0]))

    return _travel


def log_in(client: Client, username: str = "viewer", password: str = PASSWORD):  # type: ignore[no-untyped-def]
    return client.post(LOGIN, {"username": username, "password": password})


def older(client: Client, minutes: int, key: str = "used") -> None:
    """As if the last use had been so long ago."""
    session = client.session
    session[key] -= minutes * MINUTE
    session.save()


# 登录、退出、锁定


def test_log_in_and_out(planted, client, db) -> None:
    assert log_in(client).status_code == 302
    assert client.get("/").status_code == 200
    cookie = client.cookies["diaodu_session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    key = client.session.session_key
    client.post(reverse("logout"))
    assert client.get("/").status_code == 302
    assert not client.session.exists(key)
    assert Person.objects.get(username="viewer").ticket == ""
    assert Event.objects.filter(verb="account.logged_out").exists()


def test_logging_out_is_not_a_link(enter) -> None:
    client = enter("viewer")
    assert client.get(reverse("logout")).status_code == 405
    assert client.get("/").status_code == 200


def test_a_wrong_password_locks_after_five_for_half_an_hour(planted, client, db, travel) -> None:
    answers = [log_in(client, password="x" * 12) for _ in range(5)]
    assert answers[0].status_code == 200
    assert "用户名或密码不对。连续输错 5 次将锁定 30 分钟。" in answers[0].content.decode()
    assert [answer.status_code for answer in answers] == [200] * 4 + [429]
    assert "30 分钟" in answers[-1].content.decode()
    assert log_in(client).status_code == 429
    travel(29)
    assert log_in(client).status_code == 429
    travel(1.1)
    assert log_in(client).status_code == 302


def test_who_is_no_one_is_locked_alike(planted, client, db) -> None:
    answers = [log_in(client, "nobody-here") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200] * 4 + [429]


def test_a_stranger_does_not_lock_the_browser_one_has_used_before(planted, client, db) -> None:
    log_in(client)
    client.post(reverse("logout"))
    stranger = Client()
    for _ in range(5):
        log_in(stranger, password="guess")
    assert log_in(stranger).status_code == 429
    assert log_in(client).status_code == 302


def test_behind_a_proxy_the_client_is_who_the_proxy_says(planted, db, settings: LazySettings) -> None:
    settings.CITY = {**settings.CITY, "proxies": 1}
    for n in range(5):
        forged = f"198.51.100.{n}, 203.0.113.9"  # what stands left was written by the client himself
        Client(headers={"X-Forwarded-For": forged}).post(LOGIN, {"username": "viewer", "password": "x"})
    locked = Client(headers={"X-Forwarded-For": "203.0.113.9"})
    elsewhere = Client(headers={"X-Forwarded-For": "203.0.113.9, 203.0.113.10"})
    assert log_in(locked).status_code == 429
    assert log_in(elsewhere).status_code == 302


# 会话


@pytest.mark.parametrize(("role", "minutes"), [("viewer", 30), ("sysadmin", 15), ("auditor", 15)])
def test_idle_too_long_and_one_is_out(role: str, minutes: int, planted, client, db) -> None:
    log_in(client, role)
    older(client, minutes - 1)
    assert client.get(reverse("account")).status_code == 200
    older(client, minutes)
    answer = client.get(reverse("account"))
    assert answer.status_code == 302
    assert "ended=idle" in answer.headers["Location"]
    assert "很久没有操作" in client.get(answer.headers["Location"]).content.decode()
    assert client.get(reverse("account")).headers["Location"].startswith("/login/?next=")


def test_what_a_page_asks_by_itself_keeps_nobody_in(planted, client, db) -> None:
    log_in(client, "dispatcher")
    older(client, 29)
    assert client.get(reverse("upload_progress", args=[1])).status_code in (200, 404)
    client.get(reverse("account"), headers={"X-Diaodu-Poll": "1"})
    assert time.time() - client.session["used"] > 28 * MINUTE
    client.get(reverse("account"))
    assert time.time() - client.session["used"] < MINUTE


def test_a_part_of_a_page_sends_the_whole_page_to_the_door(planted, client, db) -> None:
    log_in(client)
    older(client, 31)
    answer = client.get("/findings/", headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"].startswith("/login/?ended=idle")


@pytest.mark.parametrize("minutes", [31, None])
def test_who_sends_a_form_after_the_log_in_ended_comes_back_to_its_page(
    minutes: int | None, planted, client, db
) -> None:
    """What takes forms alone can't be opened: to be led there after the log-in was a dead end."""
    if minutes:
        log_in(client)
        older(client, minutes)
    page = "http://testserver/questions/?state=open"
    answer = client.post(reverse("notices_read"), headers={"Referer": page})
    assert parse_qs(urlsplit(answer.headers["Location"]).query)["next"] == ["/questions/?state=open"]
    foreign = Client().post(reverse("notices_read"), headers={"Referer": "https://evil.example/questions/"})
    assert parse_qs(urlsplit(foreign.headers["Location"]).query)["next"] == ["/"]


def test_eight_hours_at_most_however_busy(planted, client, db) -> None:
    log_in(client)
    older(client, 8 * 60 - 1, "entered")
    assert client.get("/").status_code == 200
    older(client, 1, "entered")
    assert "ended=over" in client.get("/").headers["Location"]


def test_one_log_in_at_a_time_and_the_older_is_told(planted, client, db) -> None:
    log_in(client)
    other = Client()
    log_in(other)
    answer = client.get("/")
    assert "ended=elsewhere" in answer.headers["Location"]
    assert "别处登录" in client.get(answer.headers["Location"]).content.decode()
    assert other.get("/").status_code == 200


def test_a_disabled_person_is_out_at_once(enter) -> None:
    client = enter("viewer")
    assert client.get("/").status_code == 200
    Person.objects.filter(username="viewer").update(is_active=False)
    assert client.get("/").status_code == 302


# 密码


def change(client: Client, new: str, old: str = PASSWORD):  # type: ignore[no-untyped-def]
    given = {"old_password": old, "new_password1": new, "new_password2": new}
    return client.post(reverse("password"), given, follow=True)


def test_change_password(enter) -> None:
    client = enter("viewer")
    weak = change(client, "123").content.decode()
    assert "至少要8位" in weak
    assert "至少3类" in weak
    assert "密码已修改" in change(client, FRESH).content.decode()
    assert client.get("/").status_code == 200


def test_a_first_password_lets_nothing_else_through(planted, client, db) -> None:
    Person.objects.filter(username="viewer").update(must_change=True)
    log_in(client)
    for page in ("/", "/indicators/", "/account/", "/tokens/", "/exports/figures.csv", "/home/"):
        assert client.get(page).headers["Location"] == reverse("password"), page
    assert client.post("/imports/").headers["Location"] == reverse("password")
    assert "初始密码" in client.get(reverse("password")).content.decode()
    change(client, FRESH)
    assert client.get("/").status_code == 200


def test_a_password_of_ninety_days_lets_nothing_else_through(planted, client, db) -> None:
    log_in(client)
    Person.objects.filter(username="viewer").update(password_at=timezone.now() - dt.timedelta(days=91))
    assert client.get("/").headers["Location"] == reverse("password")
    assert "更换期限" in client.get(reverse("password")).content.decode()


def test_a_changed_password_ends_what_was_open_elsewhere(planted, client, db) -> None:
    log_in(client)
    stolen = Client()
    stolen.cookies = client.cookies.copy()  # type: ignore[assignment]
    assert stolen.get("/").status_code == 200
    change(client, FRESH)
    assert stolen.get("/").status_code == 302


# 动态口令


def code_of(username: str, steps: int = 0) -> str:
    device = TOTPDevice.objects.get(user__username=username)
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time() + steps * device.step
    return f"{totp.token():06d}"


def switch_on(client: Client, username: str = "viewer") -> list[str]:
    page = client.get(reverse("factor")).content.decode()
    assert "<svg" in page
    assert "style=" not in page
    shown = client.post(reverse("factor"), {"code": code_of(username)}).content.decode()
    return re.findall(r"<code>([a-z0-9]{5}-[a-z0-9]{5})</code>", shown)


def test_log_in_asks_for_the_code_in_a_second_step(planted, client, db) -> None:
    log_in(client)
    codes = switch_on(client)
    assert len(codes) == 10
    assert codes[0] not in client.get(reverse("account")).content.decode()
    client.post(reverse("logout"))
    answer = log_in(client)
    assert answer.headers["Location"] == reverse("login_code")
    assert client.get("/").headers["Location"].startswith("/login/")  # not in yet
    code = code_of("viewer", 1)
    assert client.post(reverse("login_code"), {"code": code}).status_code == 302
    assert client.get("/").status_code == 200
    other = Client()
    log_in(other)
    assert other.post(reverse("login_code"), {"code": code}).status_code == 200  # a code is good once
    assert other.get("/").status_code == 302
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    assert other.post(reverse("login_code"), {"code": codes[3]}).status_code == 302
    assert other.get("/").status_code == 200


def test_the_second_step_is_nothing_without_the_first(planted, client, db) -> None:
    assert client.get(reverse("login_code")).headers["Location"] == LOGIN
    assert client.post(reverse("login_code"), {"code": "123456"}).headers["Location"] == LOGIN


def test_five_wrong_codes_lock(planted, client, db) -> None:
    log_in(client)
    switch_on(client)
    client.post(reverse("logout"))
    client.cookies.clear()
    log_in(client)
    for _ in range(5):
        TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
        answer = client.post(reverse("login_code"), {"code": "zzzzz-zzzzz"})
    assert answer.status_code == 429
    assert log_in(client).status_code == 429


def test_a_removed_factor_is_told_at_the_next_log_in(planted, client, db) -> None:
    log_in(client)
    switch_on(client)
    client.post(reverse("logout"))
    factors.remove(person=Person.objects.get(username="viewer"), by=Person.objects.get(username="secadmin"))
    log_in(client)
    assert "已由安全管理员解除" in client.get("/").content.decode()
    assert "已由安全管理员解除" not in client.get("/").content.decode()


def test_where_it_is_required_nothing_goes_without_it(planted, client, db, settings: LazySettings) -> None:
    settings.SECURITY = policy.read({"second_factor": "required"})
    log_in(client)
    assert client.get("/").headers["Location"] == reverse("factor")
    switch_on(client)
    assert client.get("/").status_code == 200


# 首页、令牌


@pytest.mark.parametrize(
    ("role", "page"),
    [("viewer", "/"), ("sysadmin", "/people/"), ("secadmin", "/rights/"), ("none", "/account/")],
)
def test_everybody_begins_where_he_may(role: str, page: str, planted, client, db) -> None:
    assert log_in(client, role).headers["Location"] == "/home/"
    assert client.get("/home/").headers["Location"] == page
    assert client.get(page).status_code == 200
    if page != "/":
        assert client.get("/").headers["Location"] == page


def test_a_token_is_shown_once_and_revoked_by_its_owner_alone(enter) -> None:
    client = enter("filler")
    given = {"name": "报表程序", "days": "90", "may": ["view", "reports"]}
    shown = client.post(reverse("tokens"), given).content.decode()
    secret = re.search(r"dd_[\w-]{43}", shown)
    assert secret
    assert secret[0] not in client.get(reverse("tokens")).content.decode()
    token = Token.objects.get(name="报表程序")
    assert enter("reviewer").post(reverse("token_revoke", args=[token.pk])).status_code == 404
    enter("filler").post(reverse("token_revoke", args=[token.pk]))
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_a_token_for_more_than_one_may_is_refused(enter) -> None:
    client = enter("filler")
    for may, days in (("sign", "30"), ("view", "366"), ("view", "x"), ("collect", "30")):
        client.post(reverse("tokens"), {"name": "n", "days": days, "may": may})
    assert not Token.objects.exists()
