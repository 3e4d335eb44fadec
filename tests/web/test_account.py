"""The door: log-in, lock, password."""

from django.urls import reverse

from tests.web.city import PASSWORD

LOGIN = "/login/"


def test_log_in_and_out(planted, client, db) -> None:
    answer = client.post(LOGIN, {"username": "viewer", "password": PASSWORD})
    assert answer.status_code == 302
    assert client.get("/").status_code == 200
    client.post(reverse("logout"))
    assert client.get("/").status_code == 302


def test_a_wrong_password_locks_after_five(planted, client, db) -> None:
    answers = [client.post(LOGIN, {"username": "viewer", "password": "x" * 12}) for _ in range(5)]
    assert answers[0].status_code == 200
    assert "用户名或密码不对" in answers[0].content.decode()
    assert answers[-1].status_code == 429
    assert "锁定" in answers[-1].content.decode()
    assert client.post(LOGIN, {"username": "viewer", "password": PASSWORD}).status_code == 429


def test_change_password(enter) -> None:
    client = enter("viewer")
    fresh = "chuang-xin-mi-ma-26"
    weak = client.post(
        reverse("password"), {"old_password": PASSWORD, "new_password1": "123", "new_password2": "123"}
    )
    assert weak.status_code == 200
    answer = client.post(
        reverse("password"),
        {"old_password": PASSWORD, "new_password1": fresh, "new_password2": fresh},
        follow=True,
    )
    assert "密码已修改" in answer.content.decode()
