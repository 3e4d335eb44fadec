"""The list of bad input, one by one: refused, told where and what to do, and a line names who and what."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Callable
from typing import NamedTuple

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from diaodu.bureau.audit.models import Event
from diaodu.bureau.audit.refusals import Traced
from diaodu.bureau.audit.verbs import VERBS
from diaodu.bureau.directory import factors
from diaodu.bureau.directory.models import Person, Token
from diaodu.bureau.reports import filing, rounds
from diaodu.bureau.reports.models import Report
from diaodu.bureau.reports.workbook import seal
from diaodu.economy.periods import span
from tests.bureau import reporting
from tests.bureau.reporting import COUNTY, NOW, OTHER, fill, person, report, signed
from tests.bureau.workbook.made import changed, issued, typed, with_parts
from tests.desk.test_pages import JOBS, MODEL, PASSWORD, VISITS, enter, send
from tests.web.api import Program, token

LONG = 200 * 1024 * 1024
EVIL = "=cmd|' /C calc'!A0"
CLERK, HEAD, SYSTEM = "填报人甲", "签发人甲", "系统管理员甲"
DENIED, UPLOAD, TAMPERED, CODE = (
    "refused.permission",
    "refused.upload",
    "refused.tampered",
    "account.code_refused",
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def city() -> None:
    reporting.found()


class Case(NamedTuple):
    """One kind of bad input (一种不良输入)."""

    name: str
    act: Callable[[Report], HttpResponse]
    told: tuple[str, ...]  # what is wrong, and what to do
    verb: str
    by: str  # whom the line names
    what: str  # what the line says


# 别人的表、过期的表


def _theirs(one: Report) -> HttpResponse:
    return enter("filler", COUNTY).get(reverse("report", args=[report(unit=OTHER).pk]))


def _theirs_written(one: Report) -> HttpResponse:
    return send(enter("filler", COUNTY), report(unit=OTHER), **{VISITS: ("1", 0)})


def _theirs_sent(one: Report) -> HttpResponse:
    return _upload(one, issued(report(unit=OTHER)))


def _stale_signature(one: Report) -> HttpResponse:
    clerk = person("filler", COUNTY)
    fill(one, clerk)
    seen = filing.submit(report=one, by=clerk, now=NOW).digest
    filing.recall(report=one, by=clerk, now=NOW)
    fill(one, clerk, {JOBS: 77.0})
    filing.submit(report=one, by=clerk, now=NOW)
    return _post(enter("reviewer", COUNTY), "report_review", one.pk, seen=seen)


def _stale_form(one: Report) -> HttpResponse:
    signed(one)
    return send(enter("filler", COUNTY), one, **{VISITS: ("1", 1)})


def _another_month(one: Report) -> HttpResponse:
    rounds.issue(month=span(2026, 10, 10), by=Person.system(), now=NOW)
    october = Report.objects.get(form="county_month", unit__code=COUNTY, month=10)
    return _upload(october, issued(one))


# 工作簿里的手脚


def _hidden_page_edited(one: Report) -> HttpResponse:
    def edit(book) -> None:
        cell = book[seal.PAGE]["A2"]
        cell.value = cell.value[:40] + ("A" if cell.value[40] != "A" else "B") + cell.value[41:]

    return _upload(one, changed(issued(one), edit))


def _macro(one: Report) -> HttpResponse:
    return _upload(one, with_parts(issued(one), {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 vba"}))


def _formula_in_a_cell(one: Report) -> HttpResponse:
    return _upload(one, changed(issued(one), typed(one, {VISITS: "=1+1", JOBS: 3.0})))


def _formula_that_calls(one: Report) -> HttpResponse:
    return _upload(one, changed(issued(one), typed(one, {VISITS: EVIL})))


def _formula_typed(one: Report) -> HttpResponse:
    return send(enter("filler", COUNTY), one, **{VISITS: (EVIL, 0)})


# 文件和请求


def _too_long(one: Report) -> HttpResponse:
    client = enter("filler", COUNTY)
    return client.generic("POST", reverse("report_upload", args=[one.pk]), b"", CONTENT_LENGTH=str(LONG))


def _forged_scan(one: Report) -> HttpResponse:
    signed(one)
    file = SimpleUploadedFile("../../签字.pdf", b"<html><script>alert(1)</script>")
    return _post(enter("filler", COUNTY), "report_scan", one.pk, file=file)


def _forged_workbook(one: Report) -> HttpResponse:
    return _upload(one, b"%PDF-1.7 " + b"x" * 99)


def _forged_list(one: Report) -> HttpResponse:
    file = SimpleUploadedFile("名单.xlsx", b"\x89PNG\r\n\x1a\n" + b"x" * 99)
    return _post(enter("sysadmin"), "people_batch", file=file)


def _foreign_site(one: Report) -> HttpResponse:
    strict = Client(enforce_csrf_checks=True)
    enter("head", COUNTY)
    strict.force_login(person("head", COUNTY), backend=MODEL)
    return strict.post(reverse("report_sign", args=[one.pk]), {"password": PASSWORD})


# 用过的凭据


def _revoked_token(one: Report) -> HttpResponse:
    return Program(token(person("head", COUNTY), revoked_at=timezone.now())).get("/reports")


def _expired_token(one: Report) -> HttpResponse:
    return Program(token(person("head", COUNTY), expires_at=timezone.now())).get("/reports")


def _code_again(one: Report) -> HttpResponse:
    """The code that switched the factor on is still that of the minute, and good no more."""
    client, who = enter("head", COUNTY), person("head", COUNTY)
    device = factors.begin(person=who, by=who)
    code = f"{_code(device):06d}"
    factors.confirm(person=who, code=code, by=who)
    return _post(client, "factor_off", code=code)


def _code_again_at_the_door(one: Report) -> HttpResponse:
    who = person("head", COUNTY)
    enter("head", COUNTY)
    device = factors.begin(person=who, by=who)
    code = f"{_code(device):06d}"
    factors.confirm(person=who, code=code, by=who)
    client = Client()
    client.post(reverse("login"), {"username": who.username, "password": PASSWORD})
    return client.post(reverse("login_code"), {"code": code})


def _code(device: TOTPDevice) -> int:
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time()
    return int(totp.token())


# 路径、编造的值、别人的东西


def _path_in_a_name(one: Report) -> HttpResponse:
    return _post(enter("dispatcher"), "template_remove", "..\\..\\diaodu.yaml")


def _path_in_an_address(one: Report) -> HttpResponse:
    return enter("dispatcher").get("/static/../../../etc/passwd")


def _path_of_a_file(one: Report) -> HttpResponse:
    return _upload(one, b"%PDF-1.7 " + b"x" * 99, name="..\\..\\九月\u202e.xlsx")


def _slot_not_asked(one: Report) -> HttpResponse:
    return send(enter("filler", COUNTY), one, **{"gdp:900300:level": ("1", 0)})


def _role_made_up(one: Report) -> HttpResponse:
    who = person("filler", COUNTY)
    return _post(enter("secadmin"), "right", who.pk, unit=who.unit_id, role="machine")


def _own_rights(one: Report) -> HttpResponse:
    client = enter("secadmin")
    return _post(client, "right", person("secadmin").pk, role="sysadmin")


def _administrators_password(one: Report) -> HttpResponse:
    return _post(enter("sysadmin"), "person_reset", person("secadmin").pk)


def _token_for_more(one: Report) -> HttpResponse:
    given = {"name": "报表程序", "days": "30", "may": ["view", "sign"]}
    return _post(enter("head", COUNTY), "tokens", **given)


def _anothers_token(one: Report) -> HttpResponse:
    token(person("filler", OTHER))
    return _post(enter("head", COUNTY), "token_revoke", Token.objects.get().pk)


CASES = (
    Case("别人的表", _theirs, ("您可看的范围内", "联系管理员"), DENIED, CLERK, "不是本单位"),
    Case("往别人的表里写", _theirs_written, ("联系管理员",), DENIED, CLERK, "不是本单位"),
    Case("别的单位的填报表", _theirs_sent, ("别的单位的表", "岩坪县"), UPLOAD, CLERK, "别的单位"),
    Case("按旧页面审核", _stale_signature, ("刷新页面", "再签字"), "refused.stale", "审核人甲", "有变动"),
    Case("已签发的表单", _stale_form, ("已签发", "刷新页面"), "refused.stale", CLERK, "已签发"),
    Case("别的月份的模板", _another_month, ("2026年9月的表", "下载本期"), UPLOAD, CLERK, "2026年9月"),
    Case("改了隐藏页", _hidden_page_edited, ("被改动过", "重新下载"), UPLOAD, CLERK, "被改动过"),
    Case("宏", _macro, ("里有宏", "另存为"), UPLOAD, CLERK, "里有宏"),
    Case("填报格是公式", _formula_in_a_cell, ("此格是公式", "改为数值"), UPLOAD, CLERK, "此格是公式"),
    Case("调用程序的公式", _formula_that_calls, ("调用外部程序的公式", "另存为"), UPLOAD, CLERK, "公式"),
    Case("网页上录公式", _formula_typed, ("是公式", "填写算好的数"), TAMPERED, CLERK, EVIL),
    Case("200兆", _too_long, ("超过30兆的上限", "拆成几个"), "refused.too_long", CLERK, str(LONG)),
    Case("冒充的签字件", _forged_scan, ("不是签字件", "只收 PDF"), UPLOAD, CLERK, "签字.pdf"),
    Case("冒充的填报表", _forged_workbook, ("PDF 文件", "请上传 xlsx"), UPLOAD, CLERK, "PDF"),
    Case("冒充的名单", _forged_list, ("图片", "xlsx"), UPLOAD, SYSTEM, "名单.xlsx"),
    Case("跨站请求", _foreign_site, ("安全校验", "重新提交"), "refused.forged", HEAD, "CSRF"),
    Case("撤销的令牌", _revoked_token, ("已撤销", "重新申领"), "refused.token", HEAD, "测试程序"),
    Case("到期的令牌", _expired_token, ("已到期", "重新申领"), "refused.token", HEAD, "测试程序"),
    Case("用过的动态口令", _code_again, ("已经用过", "新的六位数字"), CODE, HEAD, "用过"),
    Case("登录时用过的", _code_again_at_the_door, ("已经用过", "六位数字"), CODE, HEAD, "用过"),
    Case("名称里的路径", _path_in_a_name, ("路径符号", "模板列表"), TAMPERED, "调度员甲", "diaodu.yaml"),
    Case("网址里的路径", _path_in_an_address, ("地址可能写错了",), "refused.malformed", "调度员甲", "路径"),
    Case("文件名里的路径", _path_of_a_file, ("“九月.xlsx”",), UPLOAD, CLERK, "九月.xlsx"),
    Case("表里没有的项", _slot_not_asked, ("没有这一项", "最新的表"), TAMPERED, CLERK, "gdp:900300"),
    Case("编造的角色", _role_made_up, ("没有“machine”", "从列表里选"), TAMPERED, "安全管理员甲", "machine"),
    Case("给自己授权", _own_rights, ("本人", "另一位"), DENIED, "安全管理员甲", "本人"),
    Case("重置管理员密码", _administrators_password, ("服务器上",), DENIED, SYSTEM, "不能在网页"),
    Case("越权的令牌", _token_for_more, ("您自己有权",), DENIED, HEAD, "令牌可办的事项"),
    Case("别人的令牌", _anothers_token, ("联系管理员",), DENIED, HEAD, "不是本人的令牌"),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_bad_input_is_refused_told_and_noted(case: Case) -> None:
    one = report()
    before = Event.objects.count()
    answer = case.act(one)
    text = answer.content.decode()
    text = json.dumps(answer.json(), ensure_ascii=False) if text.startswith("{") else text
    for said in case.told:
        assert said in text, text[:3000]
    events = [e for e in Event.objects.order_by("pk")[before:] if e.verb == case.verb]
    assert len(events) == 1, [(e.verb, e.detail) for e in Event.objects.order_by("pk")[before:]]
    assert events[0].actor == case.by
    assert case.what in str(list(events[0].detail.values()))
    assert events[0].detail["address"] == "127.0.0.1"


def test_a_slip_in_a_form_leaves_no_line() -> None:
    """No reason given, a name that is taken, no file chosen, half a report, a word for a number."""
    one, other = report(), person("filler", COUNTY)
    clerk, system = enter("filler", COUNTY), enter("sysadmin")
    for said, answer in (
        ("请先选择文件", _post(clerk, "report_upload", one.pk)),
        ("没有填", _post(clerk, "report_submit", one.pk)),
        ("不是数值", send(clerk, one, **{VISITS: ("很多", 0)})),
        ("请写明令牌的用途", _post(clerk, "tokens", name="", days="30", may="view")),
        ("请选择名单文件", _post(system, "people_batch")),
        ("已经存在", _post(system, "people", username=other.username, name="李乙")),
        ("电话", _post(system, "person", other.pk, name="李乙", phone="<b>")),
        ("请写明延到", _post(enter("dispatcher"), "collection_act", act="extend", report=one.pk)),
    ):
        text = answer.content.decode()
        assert said in (json.dumps(answer.json(), ensure_ascii=False) if text.startswith("{") else text), said
    assert not Event.objects.filter(verb__startswith="refused").exists()


def test_injection_is_defused_on_its_way_out_and_the_export_is_noted() -> None:
    Client().post(reverse("login"), {"username": EVIL, "password": "x"})
    content = b"".join(enter("auditor").get(reverse("audit_export")).streaming_content)  # type: ignore[arg-type]
    cells = [c for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")) for c in row]
    assert f"'{EVIL}" in cells
    assert EVIL not in cells
    assert Event.objects.get(verb="audit.exported").actor == "审计管理员甲"


def test_what_leaves_a_line_has_its_name_in_the_log() -> None:
    kinds, left = [], [Traced]
    while left:
        kinds += (below := left.pop().__subclasses__())
        left += below
    assert len(kinds) >= 5
    assert {kind.verb for kind in kinds} - set(VERBS) == set()


def test_a_token_ends_when_its_owner_is_not_trusted_any_more() -> None:
    """A reset, another unit or role, a closed account end it; one's own new password does not."""
    clerk = person("filler", COUNTY)
    clerk.set_password(PASSWORD)
    clerk.save()
    system, security = enter("sysadmin"), enter("secadmin")
    unit = report(unit=OTHER).unit_id
    for name, client, data in (
        ("person_reset", system, {}),
        ("right", security, {"unit": unit, "role": "filler"}),
        ("right", security, {"unit": unit, "role": "reviewer"}),
        ("person_disable", system, {}),
    ):
        program = Program(token(clerk))
        assert program.get("/places").status_code == 200, name
        _post(client, name, clerk.pk, **data)
        Person.objects.filter(pk=clerk.pk).update(must_change=False, is_active=True)
        assert "已撤销" in program.get("/places").json()["detail"], name
        assert Event.objects.filter(verb="token.all_revoked").first().subject_id == str(clerk.pk)
    assert Event.objects.filter(verb="token.all_revoked").count() == 4


def test_ones_own_new_password_leaves_the_tokens_and_says_so() -> None:
    client, who = enter("head", COUNTY), person("head", COUNTY)
    secret = token(who)
    assert "接口令牌不随密码改变" in client.get(reverse("password")).content.decode()
    fresh = "Chuang-xin-mi-ma-26"
    given = {"old_password": PASSWORD, "new_password1": fresh, "new_password2": fresh}
    assert "密码已修改" in client.post(reverse("password"), given, follow=True).content.decode()
    assert Program(secret).get("/places").status_code == 200


def test_another_role_ends_the_session_and_says_why() -> None:
    client, who = enter("filler", COUNTY), person("filler", COUNTY)
    assert client.get(reverse("account")).status_code == 200
    _post(enter("secadmin"), "right", who.pk, unit=who.unit_id, role="reviewer")
    page = client.get(reverse("account"), follow=True).content.decode()
    assert "管理员重置了密码，或调整了单位、角色" in page


def _post(client: Client, route: str, *args, **data) -> HttpResponse:
    return client.post(reverse(route, args=args), data, follow=True)


def _upload(one: Report, content: bytes, name: str = "九月.xlsx") -> HttpResponse:
    file = SimpleUploadedFile(name, content)
    file.name = name
    return _post(enter("filler", COUNTY), "report_upload", one.pk, file=file)
