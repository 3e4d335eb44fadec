"""The desks of the system and the security administrator; neither does the other's work."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from diaodu.bureau.directory.models import Attempts, Person, Role, Unit
from tests.web.city import PASSWORD


def opened(client: Client, username: str = "wangfang") -> tuple[Person, str]:
    given = {"name": "王芳", "username": username, "phone": "13812345678"}
    shown = client.post(reverse("people"), given).content.decode()
    first = re.search(r'<code class="key">(.+?)</code>', shown)
    assert first
    return Person.objects.get(username=username), first[1].replace("&amp;", "&")


def test_from_opening_to_the_first_page(enter, client) -> None:
    person, first = opened(enter("sysadmin"))
    assert "138****5678" in enter("sysadmin").get(reverse("people") + "?q=wangfang").content.decode()
    unit = Unit.objects.get(code="yunxing")
    given = {"unit": unit.pk, "post": "科员", "role": "viewer"}
    enter("secadmin").post(reverse("right", args=[person.pk]), given)
    own = Client()
    own.post("/login/", {"username": "wangfang", "password": first})
    assert own.get("/").headers["Location"] == reverse("password")
    new = "Liang-jiang-4-hu"
    own.post(reverse("password"), {"old_password": first, "new_password1": new, "new_password2": new})
    assert own.get("/").status_code == 200


def test_an_address_for_reminders_is_given_by_oneself_or_the_administrator(enter) -> None:
    own = enter("filler")
    own.post(reverse("account_email"), {"email": " zhao@qichuan.gov.cn "})
    assert Person.objects.get(username="filler").email == "zhao@qichuan.gov.cn"
    told = own.post(reverse("account_email"), {"email": "zhao@qichuan\nBcc: a@b.cn"}, follow=True)
    assert "邮箱“zhao@qichuan" in told.content.decode()
    person = Person.objects.get(username="filler")
    given = {"name": person.full_name, "phone": "", "email": "desk@qichuan.gov.cn"}
    enter("sysadmin").post(reverse("person", args=[person.pk]), given)
    assert Person.objects.get(username="filler").email == "desk@qichuan.gov.cn"


def test_the_first_password_is_shown_once(enter) -> None:
    client = enter("sysadmin")
    person, first = opened(client)
    for page in (reverse("people"), reverse("person", args=[person.pk])):
        assert first not in client.get(page).content.decode()


@pytest.mark.parametrize("role", ["secadmin", "auditor", "dispatcher", "head"])
def test_nobody_else_opens_closes_or_resets(role: str, enter) -> None:
    target = Person.objects.get(username="filler")
    client = enter(role)
    for page, arguments in (("people", []), ("person_reset", [target.pk]), ("person_disable", [target.pk]),
                            ("units", []), ("people_batch_open", [])):  # fmt: skip
        assert client.post(reverse(page, args=arguments)).status_code == 403, page
    assert Person.objects.get(pk=target.pk).is_active


@pytest.mark.parametrize("role", ["sysadmin", "auditor", "dispatcher", "head"])
def test_nobody_else_gives_rights_or_unlocks(role: str, enter) -> None:
    target = Person.objects.get(username="none")
    lock = Attempts.objects.create(key="k", at=target.date_joined)
    client = enter(role)
    for page, arguments in (("right", [target.pk]), ("rights_waiting", []), ("right_factor", [target.pk]),
                            ("lock_lift", [lock.pk])):  # fmt: skip
        given = {"role": "leader", "who": target.pk, f"role-{target.pk}": "leader"}
        assert client.post(reverse(page, args=arguments), given).status_code == 403, page
    assert Person.objects.get(pk=target.pk).role == Role.NONE
    assert Attempts.objects.filter(pk=lock.pk).exists()


def test_the_last_administrator_and_oneself_stay(enter) -> None:
    auditor, own = Person.objects.get(username="auditor"), Person.objects.get(username="sysadmin")
    client = enter("sysadmin")
    told = client.post(reverse("person_disable", args=[auditor.pk]), follow=True).content.decode()
    assert "最后一位审计管理员" in told
    told = client.post(reverse("person_disable", args=[own.pk]), follow=True).content.decode()
    assert "不能办理本人的账号" in told
    assert Person.objects.filter(username__in=["auditor", "sysadmin"], is_active=True).count() == 2


def test_a_locked_log_in_is_seen_and_unlocked(enter, client) -> None:
    stranger = Client()
    for _ in range(5):
        stranger.post("/login/", {"username": "leader", "password": "x"})
    page = enter("secadmin").get(reverse("locks")).content.decode()
    assert "leader" in page
    lock = Attempts.objects.get(username="leader", locked_until__isnull=False)
    enter("secadmin").post(reverse("lock_lift", args=[lock.pk]))
    assert stranger.post("/login/", {"username": "leader", "password": PASSWORD}).status_code == 302


def test_units_are_added_renamed_and_retired(enter) -> None:
    client = enter("sysadmin")
    client.post(reverse("units"), {"code": "dsj", "name": "市机关事务局", "place": ""})
    unit = Unit.objects.get(code="dsj")
    client.post(reverse("unit_rename", args=[unit.pk]), {"name": "市机关服务局"})
    client.post(reverse("unit_retire", args=[unit.pk]))
    unit.refresh_from_db()
    assert (unit.name, unit.retired) == ("市机关服务局", True)
    client.post(reverse("unit_retire", args=[unit.pk]), {"back": "1"})
    assert not Unit.objects.get(pk=unit.pk).retired


# 批量开户


def listed(rows: list[list[str]]) -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("名单.xlsx", out.getvalue())


HEAD = ["单位", "姓名", "用户名", "职务"]
UNIT = "市经济运行调度办公室"


def test_a_sheet_is_shown_first_then_opened_and_its_passwords_downloaded_once(enter) -> None:
    client = enter("sysadmin")
    rows = [HEAD, [UNIT, "赵一", "zhaoyi", "填报人"], [UNIT, "钱二", "qianer", "签发人"]]
    page = client.post(reverse("people_batch"), {"file": listed(rows)}).content.decode()
    assert "可以开户" in page
    assert not Person.objects.filter(username="zhaoyi").exists()
    answer = client.post(reverse("people_batch_open"))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    kept = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert [row[2] for row in kept] == ["zhaoyi", "qianer"]
    assert Person.objects.get(username="qianer").check_password(kept[1][4])
    assert client.post(reverse("people_batch_open")).status_code == 302  # no second time
    waiting = enter("secadmin").get(reverse("rights") + "?state=none").content.decode()
    pk = Person.objects.get(username="qianer").pk
    assert re.search(rf'name="role-{pk}".*?value="head" selected', waiting, re.S)
    enter("secadmin").post(reverse("rights_waiting"), {"who": pk, f"role-{pk}": "head"})
    assert Person.objects.get(pk=pk).role == Role.HEAD


def test_one_bad_cell_is_named_and_nobody_is_opened(enter) -> None:
    client = enter("sysadmin")
    rows = [HEAD, [UNIT, "赵一", "zhaoyi", ""], ["没有的局", "钱二", "qianer", ""]]
    page = client.post(reverse("people_batch"), {"file": listed(rows)}).content.decode()
    assert "A3" in page
    assert "没有的局" in page
    client.post(reverse("people_batch_open"))
    assert not Person.objects.filter(username="zhaoyi").exists()


def test_the_blank_list_can_be_filled_in_and_read_back(enter) -> None:
    client = enter("sysadmin")
    blank = client.get(reverse("people_batch_blank")).content
    book = openpyxl.load_workbook(io.BytesIO(blank))
    sheet = book.active
    assert sheet is not None
    for n, row in enumerate(sheet.iter_rows(min_row=3)):
        row[1].value, row[2].value = f"某{n}", f"mou{n}"
    out = io.BytesIO()
    book.save(out)
    file = SimpleUploadedFile("人员名单.xlsx", out.getvalue())
    assert "可以开户" in client.post(reverse("people_batch"), {"file": file}).content.decode()


def test_a_file_that_is_no_list_is_refused(enter) -> None:
    client = enter("sysadmin")
    for name, content, word in (("a.xlsx", b"%PDF-1.7", "PDF"), ("b.xlsx", b"", "空文件"),
                                ("c.csv", "甲,乙\n1,2\n".encode(), "没有找到表头")):  # fmt: skip
        file = SimpleUploadedFile(name, content)
        page = client.post(reverse("people_batch"), {"file": file}, follow=True).content.decode()
        assert word in page, name
