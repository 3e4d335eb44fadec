"""Mail what people are told, one by one, over the city's own mail server (发邮件).

A row is taken by moving its time ahead, then sent, then marked. Killed in between it is sent again when
that time comes, under the same Message-ID. One bad address does not keep the others waiting.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from diaodu.bureau.notices.models import Notice

log = logging.getLogger("diaodu.mail")
WAITS = tuple(dt.timedelta(minutes=n) for n in (5, 15, 60, 240, 720))  # after each failed attempt
AWAY = dt.timedelta(minutes=5)  # before a server that can't be reached is tried again
MOST = 200  # in one turn
PATIENCE = 20  # seconds for one answer of the server
TLS = ("starttls", "tls", "none")


class Server(NamedTuple):
    """The mail server of diaodu.yaml (发信服务器)."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    tls: str = "starttls"

    @classmethod
    def of(cls, block: dict[str, Any]) -> Server:
        """From the block `smtp` (读取设置); ValueError says which word is wrong."""
        known = dict(block)
        tls = str(known.pop("tls", "starttls")).lower().replace("false", "none")
        if tls not in TLS:
            raise ValueError(f"smtp.tls: {tls}（{'、'.join(TLS)}）")
        made = cls(
            host=str(known.pop("host")),
            port=int(known.pop("port", {"tls": 465, "starttls": 587}.get(tls, 25))),
            sender=str(known.pop("from", "") or known.get("user", "")),
            user=str(known.pop("user", "")),
            password=os.environ.get("DIAODU_SMTP_PASSWORD") or str(known.pop("password", "")),
            tls=tls,
        )
        known.pop("password", None)
        if known or "@" not in made.sender:
            raise ValueError(f"smtp: {'、'.join(known) or 'from'}")
        return made


class Away(Exception):
    """The server can't be reached or won't have us (发信服务器不通)."""


def server() -> Server | None:
    """The city's mail server, None where none is set (发信服务器)."""
    block = settings.CITY.get("smtp")
    if not block:
        return None
    try:
        return Server.of(block)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        log.error("diaodu.yaml smtp: %s", error)  # a wrong setting stops the mail, not the reminders
        return None


def send_due(*, now: dt.datetime) -> int:
    """Send what is due (发送邮件); how many went out."""
    chosen = server()
    due = Notice.objects.filter(mail_due__lte=now).order_by("attempts", "pk")
    waiting = list(due.values_list("pk", flat=True)[:MOST])
    if chosen is None or not waiting:
        return 0
    sent = 0
    try:
        with _connected(chosen) as session:
            for pk in waiting:
                sent += _sent(pk, chosen, session, now)
    except Away as away:
        _put_off(now, str(away))
    return sent


def letter(notice: Notice, chosen: Server, now: dt.datetime) -> EmailMessage:
    """The mail (邮件): its subject is the first sentence; no figures go out."""
    said, city = str(notice), settings.CITY.get("name", "")
    made = EmailMessage()
    made["Subject"] = " ".join(f"【{city}调度】{said}".split())[:120]
    made["From"] = Address(f"{city}经济运行调度", addr_spec=chosen.sender)
    made["To"] = Address(str(notice.person), addr_spec=notice.person.email)
    made["Date"] = timezone.localtime(now)
    made["Message-ID"] = notice.message_id
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(_body(notice, said, city), cte="base64")  # some servers take seven bits only
    return made


def _body(notice: Notice, said: str, city: str) -> str:
    address = str(settings.CITY.get("address", "")).rstrip("/")
    where = f"\n办理：{address}{notice.link}\n" if address and notice.link else "\n请登录系统办理。\n"
    return f"{notice.person}：\n\n{said}。\n{where}\n{city}经济运行调度系统自动发送，请勿回复。\n"


def _sent(pk: int, chosen: Server, session: smtplib.SMTP, now: dt.datetime) -> int:
    """Take one row, send it, mark it; what is wrong with it alone is kept with it."""
    notice = _taken(pk, now)
    if notice is None:
        return 0
    try:
        session.send_message(letter(notice, chosen, now))
    except Exception as error:  # an address that is none, a mailbox that is not there, a letter too odd
        if _of_the_server(error):  # it has been put behind the others, and is never given up for this
            raise Away(f"{error}") from error
        log.warning("mail %s: %s", pk, error)
        _set_aside(notice, _reason(error))
        _reset(session)
        return 0
    Notice.objects.filter(pk=pk).update(mailed_at=now, mail_due=None, error="")
    return 1


def _of_the_server(error: Exception) -> bool:
    """Whether the line broke, which says nothing about the letter."""
    if isinstance(error, smtplib.SMTPException):  # these are OSErrors too
        return isinstance(error, smtplib.SMTPServerDisconnected)
    return isinstance(error, OSError)


def _taken(pk: int, now: dt.datetime) -> Notice | None:
    """The row, ours until its new time comes; None where another process has it, or nobody needs it."""
    notice = Notice.objects.select_related("person").filter(pk=pk).first()
    if notice is None or not notice.person.email or notice.read_at:
        Notice.objects.filter(pk=pk).update(mail_due=None)  # nobody to write to, or he has read it
        return None
    again = now + WAITS[min(notice.attempts, len(WAITS) - 1)]
    mine = Notice.objects.filter(pk=pk, mail_due=notice.mail_due, mail_due__lte=now)
    return notice if mine.update(mail_due=again, attempts=F("attempts") + 1) else None


def _set_aside(notice: Notice, reason: str) -> None:
    """Tried again at its new time, and given up after the last."""
    kept: dict[str, Any] = {"error": reason}
    if notice.attempts + 1 >= len(WAITS):
        kept["mail_due"] = None
    Notice.objects.filter(pk=notice.pk).update(**kept)


def _put_off(now: dt.datetime, reason: str) -> None:
    """That the server is away is no fault of the letters: they wait, and none is given up."""
    log.warning("mail server: %s", reason)
    Notice.objects.filter(mail_due__lte=now).update(mail_due=now + AWAY, error=reason[:300])


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        return f"收件地址被拒：{code} {_plain(text)}"[:300]
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_plain(error.smtp_error)}"[:300]
    return f"{type(error).__name__}: {error}"[:300]


def _plain(text: bytes | str) -> str:
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else text


def _reset(session: smtplib.SMTP) -> None:
    try:
        session.rset()
    except (smtplib.SMTPException, OSError) as error:
        raise Away(f"{error}") from error


@contextmanager
def _connected(chosen: Server) -> Iterator[smtplib.SMTP]:
    try:
        session = _opened(chosen)
    except (smtplib.SMTPException, OSError) as error:
        raise Away(f"{chosen.host}:{chosen.port} {_reason(error)}") from error
    try:
        yield session
    finally:
        try:
            session.quit()
        except (smtplib.SMTPException, OSError):
            session.close()


def _opened(chosen: Server) -> smtplib.SMTP:
    safe = ssl.create_default_context()
    if chosen.tls == "tls":
        session: smtplib.SMTP = smtplib.SMTP_SSL(chosen.host, chosen.port, timeout=PATIENCE, context=safe)
    else:
        session = smtplib.SMTP(chosen.host, chosen.port, timeout=PATIENCE)
    try:
        if chosen.tls == "starttls":
            session.starttls(context=safe)
        if chosen.user:
            session.login(chosen.user, chosen.password)
    except BaseException:
        session.close()
        raise
    return session
