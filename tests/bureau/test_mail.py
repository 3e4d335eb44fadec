"""Mail over a real SMTP server: sent once, one bad address sets nobody back (邮件)."""

from __future__ import annotations

import datetime as dt
import email
import smtplib
import socket
from collections.abc import Iterator
from email import policy

import pytest
from aiosmtpd.controller import Controller
from django.conf import LazySettings

from diaodu.bureau.directory.models import Person, Role
from diaodu.bureau.notices import actions, mail
from diaodu.bureau.notices.models import Notice
from tests.bureau.collecting import at, person

pytestmark = pytest.mark.django_db
NOW = at(10, 8)


class Box:
    """A mail server that keeps what it takes (收信)."""

    def __init__(self) -> None:
        self.letters: list[email.message.EmailMessage] = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # type: ignore[no-untyped-def]
        if address.startswith("nobody"):
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # type: ignore[no-untyped-def]
        self.letters.append(email.message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"


@pytest.fixture
def box(settings: LazySettings) -> Iterator[Box]:
    kept = Box()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    settings.CITY = {"name": "云州市", "address": "https://dd.city.test/", "smtp": smtp(port)}
    yield kept
    controller.stop()


def smtp(port: int) -> dict[str, object]:
    return {"host": "127.0.0.1", "port": port, "from": "diaodu@city.test", "tls": "none"}


def tell(*people: Person, key: str = "report:1:0", now: dt.datetime = NOW) -> int:
    text = "“{report}”今天截止"
    return actions.tell(
        people,
        key=key,
        kind="reminder",
        text=text,
        params={"report": "县区月报"},
        link="/reports/1/",
        now=now,
    )


def test_a_chinese_letter_arrives_as_it_was_written(box: Box) -> None:
    tell(person("zhang", Role.FILLER))
    assert mail.send_due(now=NOW) == 1
    [letter] = box.letters
    assert letter["Subject"] == "【云州市调度】“县区月报”今天截止"
    assert letter["To"] == "zhang某 <zhang@city.test>"
    assert letter["From"].addresses[0].display_name == "云州市经济运行调度"
    body = letter.get_content()
    assert "zhang某：" in body
    assert "办理：https://dd.city.test/reports/1/" in body
    assert letter["Message-ID"] == Notice.objects.get().message_id
    assert Notice.objects.get().mailed_at == NOW
    assert mail.send_due(now=NOW + dt.timedelta(days=1)) == 0


def test_the_same_thing_is_told_and_mailed_once(box: Box) -> None:
    one = person("zhang", Role.FILLER)
    assert tell(one) == 1
    mail.send_due(now=NOW)
    assert tell(one, now=NOW + dt.timedelta(hours=1)) == 0
    assert tell(one, person("li", Role.FILLER)) == 1
    mail.send_due(now=NOW + dt.timedelta(hours=2))
    assert [letter["To"].addresses[0].username for letter in box.letters] == ["zhang", "li"]
    assert len({letter["Message-ID"] for letter in box.letters}) == 2


def test_a_refused_address_is_set_aside_with_its_reason_and_the_rest_goes_out(box: Box) -> None:
    bad, odd = person("nobody", Role.FILLER), person("odd", Role.FILLER, email="甲 @@ 乙\nBcc: x@y.test")
    tell(bad, odd, person("wang", Role.HEAD))
    assert mail.send_due(now=NOW) == 1
    assert [str(letter["To"]) for letter in box.letters] == ["wang某 <wang@city.test>"]
    kept = Notice.objects.get(person=bad)
    assert kept.error == "收件地址被拒：550 5.1.1 no such mailbox"
    assert kept.mail_due == NOW + dt.timedelta(minutes=5)
    assert Notice.objects.get(person=odd).error
    when = NOW
    for _ in range(12):
        when += dt.timedelta(days=1)
        mail.send_due(now=when)
    kept.refresh_from_db()
    assert (kept.attempts, kept.mail_due, kept.mailed_at) == (5, None, None)  # given up, still to be read


def test_a_mended_address_is_reached_at_the_next_try(box: Box) -> None:
    one = person("nobody", Role.FILLER)
    tell(one)
    mail.send_due(now=NOW)
    Person.objects.filter(pk=one.pk).update(email="zhao@city.test")
    assert mail.send_due(now=NOW + dt.timedelta(minutes=4)) == 0
    assert mail.send_due(now=NOW + dt.timedelta(minutes=5)) == 1


def test_a_server_away_loses_nothing_and_gives_nothing_up(box: Box, settings: LazySettings) -> None:
    here, away = settings.CITY, {"smtp": smtp(1)}
    settings.CITY = away
    tell(person("zhang", Role.FILLER), person("li", Role.FILLER))
    when = NOW
    for _ in range(10):
        assert mail.send_due(now=when) == 0
        when += dt.timedelta(hours=1)
    assert set(Notice.objects.values_list("attempts", flat=True)) == {0}
    assert "127.0.0.1:1" in Notice.objects.first().error  # type: ignore[union-attr]
    settings.CITY = here
    assert mail.send_due(now=when) == 2
    assert set(Notice.objects.values_list("error", flat=True)) == {""}


def test_killed_between_sending_and_marking_it_goes_again_under_the_same_name(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(person("zhang", Role.FILLER))
    send = smtplib.SMTP.send_message

    def killed(self: smtplib.SMTP, message: email.message.EmailMessage) -> None:
        send(self, message)
        raise KeyboardInterrupt

    monkeypatch.setattr(smtplib.SMTP, "send_message", killed)
    with pytest.raises(KeyboardInterrupt):
        mail.send_due(now=NOW)
    monkeypatch.setattr(smtplib.SMTP, "send_message", send)
    assert mail.send_due(now=NOW + dt.timedelta(minutes=1)) == 0  # its row is taken for a while
    assert mail.send_due(now=NOW + dt.timedelta(minutes=6)) == 1
    first, second = box.letters
    assert first["Message-ID"] == second["Message-ID"]


def test_two_loops_send_it_once(box: Box) -> None:
    tell(person("zhang", Role.FILLER))
    pk = Notice.objects.get().pk
    assert mail._taken(pk, NOW) is not None
    assert mail._taken(pk, NOW) is None


def test_without_a_server_or_an_address_it_is_told_in_the_system_alone(settings: LazySettings) -> None:
    settings.CITY = {}
    tell(person("zhang", Role.FILLER))
    assert Notice.objects.get().mail_due is None
    settings.CITY = {"smtp": smtp(25)}
    tell(person("li", Role.FILLER, email=""))
    assert Notice.objects.filter(mail_due=None).count() == 2
    assert mail.send_due(now=NOW) == 0


GOOD = {"host": "x", "from": "a@b"}


@pytest.mark.parametrize(
    "block", [{"host": "x"}, {"from": "a@b"}, {**GOOD, "tls": "maybe"}, {**GOOD, "prot": 25}, "x"]
)
def test_a_wrong_setting_stops_the_mail_and_nothing_else(settings: LazySettings, block: object) -> None:
    settings.CITY = {"smtp": block}
    assert mail.server() is None
    assert tell(person("zhang", Role.FILLER)) == 1


def test_the_password_may_stand_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIAODU_SMTP_PASSWORD", "secret")
    made = mail.Server.of({"host": "mail", "user": "diaodu@city.test", "tls": "tls"})
    assert (made.password, made.port, made.sender) == ("secret", 465, "diaodu@city.test")


def test_what_has_been_read_is_not_mailed(box: Box) -> None:
    one = person("zhang", Role.FILLER)
    tell(one)
    assert actions.mark_read(by=one, now=NOW) == 1
    assert mail.send_due(now=NOW) == 0
    assert box.letters == []
