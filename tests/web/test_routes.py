"""What holds for every page; who may open which is walked in test_rights.py."""

from __future__ import annotations

from django.urls import reverse


def test_a_refusal_says_whom_to_ask(enter) -> None:
    answer = enter("viewer").get(reverse("imports"))
    assert answer.status_code == 403
    assert "没有权限" in answer.content.decode()
    assert "管理员" in answer.content.decode()


def test_only_our_own_files_run(enter) -> None:
    policy = enter().get("/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "<script>" not in enter().get("/").content.decode()


def test_language_never_leaves_the_house(client, db: None) -> None:
    answer = client.post(reverse("set_language"), {"language": "en", "next": "https://example.org/"})
    assert answer.status_code == 302
    assert not answer.headers["Location"].startswith("http")
