"""Who is told that the loop stands still (后台任务已停)."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from diaodu.bureau.pipeline.models import Beat


def beaten(ago: dt.timedelta, **given: object) -> None:
    fields = {"at": timezone.now() - ago, "every": 20, "doing": "", "failed": [], **given}
    Beat.objects.update_or_create(pk=1, defaults=fields)


def test_who_can_do_something_about_it_is_told_on_every_page(enter) -> None:
    beaten(dt.timedelta(minutes=2, seconds=30))
    for role, page, told in (
        ("sysadmin", "/people/", True),
        ("dispatcher", "/notices/", True),
        ("leader", "/notices/", False),
        ("auditor", "/audit/", False),
    ):
        html = enter(role).get(page).content.decode()
        assert ("后台任务已停 2" in html, "diaodu loop" in html) == (told, told), role
    beaten(dt.timedelta(seconds=1))
    assert "后台任务" not in enter("sysadmin").get("/people/").content.decode()


def test_a_page_that_the_browser_has_already_is_sent_again_with_the_warning(enter) -> None:
    beaten(dt.timedelta(seconds=1))
    client = enter("dispatcher")
    etag = client.get("/").headers["ETag"]
    assert client.get("/", headers={"If-None-Match": etag}).status_code == 304
    beaten(dt.timedelta(seconds=1), failed=["发送邮件"])
    again = client.get("/", headers={"If-None-Match": etag})
    assert "没有全部办成：发送邮件。" in again.content.decode()
