"""Requests that nobody should send: each refused with a clear word and a line in the log."""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import reverse

from diaodu.bureau.audit.models import Event
from diaodu.bureau.directory.models import Person
from diaodu.bureau.findings.models import Question
from diaodu.web import client as clients
from diaodu.web import noted
from tests.web.city import PASSWORD
from tests.web.conftest import MODEL

ROOT = Path(__file__).resolve().parents[2]
LONG = 200 * 1024 * 1024


def newest(verb: str) -> Event:
    found = Event.objects.filter(verb=verb).first()
    assert found is not None, verb
    return found


def test_what_is_not_allowed_leaves_a_line(enter) -> None:
    assert enter("viewer").get(reverse("imports")).status_code == 403
    event = newest("refused.permission")
    assert event.actor == "阅览甲"
    assert event.detail["path"] == "/imports/"
    assert event.detail["address"] == "127.0.0.1"
    assert "import" in event.detail["reason"]
    assert Event.objects.filter(verb="refused.permission").count() == 1


def test_a_denial_that_a_page_catches_leaves_its_line_too(enter) -> None:
    """Answering another unit's question undoes its transaction, not the line in the log."""
    one = Question.objects.order_by("pk").first()
    assert one is not None
    enter("filler").post(reverse("question_answer", args=[one.pk]), {"text": "已核实"})
    assert newest("refused.permission").actor == "填报人甲"
    assert not one.entries.filter(act="answered").exists()


def test_a_form_of_another_site_is_refused_in_plain_words(planted: None, db: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(Person.objects.get(username="dispatcher"), backend=MODEL)
    answer = strict.post(reverse("imports"), {"file": SimpleUploadedFile("a.csv", b"x")})
    assert answer.status_code == 403
    assert "没有通过安全校验" in answer.content.decode()
    assert "刷新后重新提交" in answer.content.decode()
    event = newest("refused.forged")
    assert (event.actor, event.detail["path"]) == ("调度员甲", "/imports/")


def test_a_failed_log_in_is_kept_with_the_name_tried_and_never_the_password(planted, client, db) -> None:
    client.post("/login/", {"username": "viewer", "password": "cuo-wu-de-mi-ma-1"})
    event = newest("login.failed")
    assert (event.actor, event.actor_id, event.detail["path"]) == ("viewer", None, "/login/")
    assert "cuo-wu" not in str(event.detail)
    client.post("/login/", {"username": "x" * 5_000, "password": PASSWORD})
    assert len(newest("login.failed").actor) <= 80


def test_refusals_can_not_flood_the_log(enter, monkeypatch) -> None:
    monkeypatch.setattr(noted, "MOST_A_MINUTE", 3)
    client = enter("viewer")
    for _ in range(8):
        assert client.get(reverse("imports")).status_code == 403
    assert Event.objects.filter(verb="refused.permission").count() == 3
    assert Event.objects.filter(verb="refused.flood").count() == 1


class Unread(io.BytesIO):
    """A body that must not be touched."""

    def read(self, *_: object) -> bytes:
        raise AssertionError("the body was read")


def test_too_long_is_told_without_reading_a_byte(planted, client, db) -> None:
    answer = client.generic("POST", "/imports/", b"", CONTENT_LENGTH=str(LONG), **{"wsgi.input": Unread()})
    assert answer.status_code == 413
    assert "超过30兆的上限" in answer.content.decode()
    assert newest("refused.too_long").detail["size"] == str(LONG)


def test_a_length_that_is_no_number_breaks_nothing(planted, client, db) -> None:
    """² is a digit to Python, but no number."""
    answer = client.generic("POST", "/imports/", b"", CONTENT_LENGTH="²")
    assert (answer.status_code, answer["Location"]) == (302, "/login/?next=/")


@pytest.mark.parametrize(
    ("role", "name", "given"),
    [
        ("secadmin", "rights_waiting", {"who": "²"}),
        ("filler", "tokens", {"name": "取数", "may": "view", "days": "²"}),
    ],
)
def test_a_digit_that_is_no_number_breaks_no_form(enter, role: str, name: str, given: dict[str, str]) -> None:
    assert enter(role).post(reverse(name), given).status_code == 302


@pytest.mark.parametrize("day", ["since=0001-01-01", "until=9999-12-31"])
def test_the_ends_of_time_break_no_audit(enter, day: str) -> None:
    assert enter("auditor").get(reverse("audit") + f"?{day}").status_code == 200


def test_who_does_not_say_how_long_is_not_read_either(planted, client, db) -> None:
    answer = client.generic("POST", "/imports/", b"", HTTP_TRANSFER_ENCODING="chunked", CONTENT_LENGTH="")
    assert answer.status_code == 411
    assert "没有写明内容的长度" in answer.content.decode()


def test_more_than_was_said_is_stopped_on_its_way(enter, settings, tmp_path) -> None:
    """As if a server handed on more than the header promised."""
    client = enter("dispatcher")
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    settings.REQUEST_LIMIT_BYTES = 3_000_000
    files = SimpleUploadedFile("a.xlsx", b"PK" + os.urandom(5_000_000))
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("Bounded")]
    answer = client.post(reverse("imports"), {"file": files})
    assert answer.status_code == 413
    assert "文件太大" in answer.content.decode()
    assert list(tmp_path.iterdir()) == []
    assert newest("refused.too_long").actor == "调度员甲"


def test_a_program_is_told_in_json(planted, client, db) -> None:
    answer = client.generic(
        "POST", "/imports/", b"", CONTENT_LENGTH=str(LONG), HTTP_ACCEPT="application/json",
        **{"wsgi.input": Unread()},
    )  # fmt: skip
    assert answer.status_code == 413
    assert "上限" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("proxies", "told", "address"),
    [
        (0, "6.6.6.6", "10.0.0.9"),  # nobody's word is taken
        (1, "6.6.6.6, 10.1.1.1", "10.1.1.1"),  # what our own proxy saw
        (2, "6.6.6.6, 10.1.1.1, 10.2.2.2", "10.1.1.1"),
        (1, "<script>", "10.0.0.9"),
        (3, "10.1.1.1", "10.0.0.9"),
    ],
)
def test_the_address_is_what_our_own_proxies_saw(proxies, told, address, settings) -> None:
    settings.CITY = {"proxies": proxies}
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.9", HTTP_X_FORWARDED_FOR=told)
    assert clients.address(request) == address


class Endless:
    """200 MB that are made while they are sent."""

    def __init__(self) -> None:
        self.left = LONG

    def __len__(self) -> int:
        return LONG

    def read(self, size: int = 65536) -> bytes:
        now = min(size, self.left, 65536)
        self.left -= now
        return b"x" * now


def test_200_megabytes_leave_a_real_server_as_it_was(tmp_path: Path) -> None:
    """Memory and temporary disk stay flat, whether the length is told or not."""
    home, temp = tmp_path / "city", tmp_path / "tmp"
    (home / "data").mkdir(parents=True)
    temp.mkdir()
    (home / "diaodu.yaml").write_text("name: 栖川市\nhosts: [127.0.0.1]\n", "utf-8")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("DJANGO_")}
    environment |= {"DIAODU_HOME": str(home), "TMPDIR": str(temp), "DIAODU_DATABASE_URL": ""}
    environment["DIAODU_SECRET_KEY"] = "".join(f"{n:x}" for n in range(9, 60))
    port = _free_port()
    command = [sys.executable, "-m", "diaodu", "serve", "--port", str(port), "--no-loop", "--workers", "1"]
    server = subprocess.Popen(command, cwd=home, env=environment)
    try:
        _when_up(port, server)
        before = _memory(server.pid)
        for chunked in (False, True):
            status, page = _send(port, chunked)
            assert status == (411 if chunked else 413)
            assert "没有接收" in page
            assert list(temp.iterdir()) == []
        assert _memory(server.pid) - before < 30_000  # kB
    finally:
        server.terminate()
        server.wait(timeout=20)


def _send(port: int, chunked: bool) -> tuple[int, str]:
    """The head, then the body for as long as the server takes it."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as wire:
        how = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {LONG}"
        wire.sendall(f"POST /imports/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{how}\r\n\r\n".encode())
        block = b"x" * 65536
        body, answered = Endless(), b""
        wire.settimeout(0.05)
        while body.left and b"</html>" not in answered:
            try:
                wire.sendall(b"10000\r\n" + block + b"\r\n" if chunked else body.read())
                body.left -= len(block) if chunked else 0
            except OSError:
                break
            answered += _what_is_there(wire)
        wire.settimeout(10)
        while b"</html>" not in answered and (more := wire.recv(65536)):
            answered += more
    text = answered.decode()
    return int(text.split(" ", 2)[1]), text


def _what_is_there(wire: socket.socket) -> bytes:
    wire.settimeout(0)
    try:
        return wire.recv(65536)
    except OSError:
        return b""
    finally:
        wire.settimeout(5)


def _memory(pid: int) -> int:
    """Resident memory of a process and its children (kB)."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    status = Path(f"/proc/{pid}/status").read_text()
    own = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    return own + sum(_memory(int(child)) for child in children)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _when_up(port: int, server: subprocess.Popen) -> None:
    for _ in range(150):
        assert server.poll() is None
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/login/", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server did not come up")
