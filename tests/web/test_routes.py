"""Every address: closed to strangers, open to the roles that permissions.py names, and to nobody else."""

from __future__ import annotations

import pytest
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, reverse

from diaodu.bureau.directory.models import Role
from diaodu.bureau.directory.permissions import ROLES
from diaodu.bureau.documents.models import Document
from diaodu.bureau.figures.models import Figure, Source
from diaodu.bureau.findings.models import Question
from diaodu.web import aside
from diaodu.web.urls import urlpatterns
from tests.web.city import COUNTY, INDICATOR

OPEN = {"login", "login_code", "set_language"}
OWN = {
    "logout",
    "password",
    "home",
    "account",
    "factor",
    "factor_off",
    "factor_codes",
}  # for everyone who is logged in
POSTED = {
    "documents_rewrite",
    "template_remove",
    "question_answer",
    "question_close",
    "question_reopen",
    "logout",
    "upload_post",
    "upload_discard",
    "upload_again",
    "token_revoke",
    "people_batch_open",
    "person_reset",
    "person_disable",
    "person_enable",
    "unit_rename",
    "unit_retire",
    "rights_waiting",
    "right_factor",
    "lock_lift",
}
QUESTION = ("question", "question_answer", "question_close", "question_reopen")
NAMES = [p.name for p in urlpatterns if isinstance(p, URLPattern)]


def address(name: str) -> str:
    arguments = {
        "cause": [INDICATOR, COUNTY], "indicator": [INDICATOR], "place": [COUNTY],
        "exports_figures": ["csv"], "source": [_first(Source)],
        "figure": [_first(Figure)], "document": [_first(Document)],
        **{question: [_first(Question)] for question in QUESTION},
        **{paper: [_first(Document)] for paper in ("paper", "paper_figures")},
        **{one: [1] for one in ("person", "right")},
        **{name: ["预警单"] for name in ("template", "template_remove")},
        **{errand: [1] for errand in ("errand", "errand_progress")}, "errand_result": [1, "docx"],
    }  # fmt: skip
    numbered = ("upload", "person_", "unit_", "right_", "lock_", "token_")
    found = arguments.get(str(name)) or (
        [1] if name.startswith(numbered) and name != "rights_waiting" else []
    )
    return reverse(name, args=found)


def _first(model) -> int:
    found = model.objects.order_by("pk").values_list("pk", flat=True).first()
    return int(found or 1)


def test_every_view_of_ours_names_its_permission() -> None:
    for pattern in urlpatterns:
        if pattern.name not in OPEN | OWN:
            assert hasattr(pattern.callback, "permission"), pattern.name
    assert login_not_required


@pytest.mark.parametrize("name", sorted(set(NAMES) - OPEN))
def test_strangers_are_sent_to_the_door(name: str, planted: None, client, db: None) -> None:
    for answer in (client.get(address(name)), client.post(address(name))):
        if name == "logout":
            assert answer.status_code in (302, 405)
        else:
            assert answer.status_code == 302, name
            assert answer.headers["Location"].startswith("/login/"), name


@pytest.mark.parametrize("role", list(Role))
def test_roles_may_what_the_one_page_says(role: str, enter, monkeypatch: pytest.MonkeyPatch) -> None:
    client = enter(role)
    monkeypatch.setattr(aside, "carry_out", lambda errand: None)  # who may, not what comes of it
    for pattern in urlpatterns:
        permission = getattr(pattern.callback, "permission", None)
        if permission is None:
            continue
        ask = client.post if pattern.name in POSTED else client.get
        status = ask(address(pattern.name)).status_code
        if permission in ROLES[role]:
            assert status in (200, 302, 404), (pattern.name, role, status)
        elif pattern.name == "board":
            assert status == 302, role  # they begin elsewhere
        else:
            assert status == 403, (pattern.name, role, status)


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
