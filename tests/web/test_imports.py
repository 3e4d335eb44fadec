"""A workbook from the form to the ledger."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from diaodu.bureau.directory.models import Person, Role, Unit
from diaodu.bureau.figures.models import Figure
from diaodu.bureau.reports.models import Upload
from diaodu.web.pages import imports
from tests.web.city import COUNTY

GOOD = "指标,地区,时期,数值,单位\n地区生产总值,岩坪县,2026年1—9月,123.45,亿元\n"
BAD = GOOD + "地区生产总值,岩平县,2026年1—9月,9,亿元\n地区生产总值,石垭县,2026年1—9月,<b>约</b>,亿元\n"


@pytest.fixture(autouse=True)
def at_once(monkeypatch) -> None:
    """Tests live in one transaction, so the thread's work is done in place."""

    def read(pk: int, options: dict) -> None:
        imports.reports.read(Upload.objects.get(pk=pk), options=options)

    monkeypatch.setattr(imports, "_read_aside", read)


def send(client, text: str = GOOD, name: str = "九月.csv", **more: str):
    return client.post(
        "/imports/", {"file": SimpleUploadedFile(name, text.encode("utf-8-sig")), **more}, follow=True
    )


def test_preview_then_post(enter) -> None:
    client = enter()
    before = Figure.objects.count()
    html = send(client).content.decode()
    assert "123.45" in html
    assert "确认入库" in html
    assert Figure.objects.count() == before
    upload = Upload.objects.order_by("-pk")[0]
    html = client.post(f"/imports/{upload.pk}/post/", follow=True).content.decode()
    assert "已入库" in html
    assert Figure.objects.count() == before + 1
    last = Figure.objects.order_by("-pk")[0]
    assert (last.place, last.value, last.source.by.username) == (COUNTY, 123.45, "dispatcher")


def test_posting_twice_is_refused_and_changes_nothing(enter) -> None:
    client = enter()
    send(client)
    upload = Upload.objects.order_by("-pk")[0]
    client.post(f"/imports/{upload.pk}/post/")
    count = Figure.objects.count()
    html = client.post(f"/imports/{upload.pk}/post/", follow=True).content.decode()
    assert "不能再办理此操作" in html
    assert Figure.objects.count() == count


def test_problems_are_listed_escaped_and_marked(enter) -> None:
    client = enter()
    html = send(client, BAD).content.decode()
    assert "岩平县" in html
    assert "<b>约</b>" not in html
    upload = Upload.objects.order_by("-pk")[0]
    marked = client.get(f"/imports/{upload.pk}/marked/")
    assert marked.status_code == 200
    assert marked.content


def test_discard_and_other_files(enter) -> None:
    client = enter()
    send(client)
    upload = Upload.objects.order_by("-pk")[0]
    assert "台账没有改动" in client.post(f"/imports/{upload.pk}/discard/", follow=True).content.decode()
    assert "请选择" in send(client, name="a.exe").content.decode()


def test_defaults_are_used_and_can_be_changed(enter) -> None:
    client = enter()
    text = "指标,地区,数值,单位\n地区生产总值,岩坪县,123.45,亿元\n"
    send(client, text)
    upload = Upload.objects.order_by("-pk")[0]
    assert upload.state == "refused"
    client.post(f"/imports/{upload.pk}/again/", {"period": "2026年1—9月"})
    upload.refresh_from_db()
    assert upload.state == "ready"
    assert upload.preview["options"]["period"] == "2026年1—9月"


def test_a_county_sees_what_his_unit_brought_and_files_only_for_his_place(enter) -> None:
    send(enter("dispatcher"))
    others = Upload.objects.order_by("-pk")[0]
    unit = Unit.objects.create(code="other", name="石垭县人民政府", place="900322")
    county = Person.objects.create(username="county", role=Role.DISPATCHER, unit=unit)
    client = Client()
    client.force_login(county, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/imports/{others.pk}/").status_code == 404
    assert "九月.csv" not in client.get("/imports/").content.decode()
    html = send(client).content.decode()
    assert "您不负责填报" in html
