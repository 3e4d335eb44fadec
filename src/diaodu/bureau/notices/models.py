"""What people are told, in the system and by mail (消息)."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.db import models

from diaodu.bureau.directory.models import Person


class NoticeQuery(models.QuerySet["Notice"]):
    """Reading what people were told (查消息)."""

    def of(self, person: Any) -> NoticeQuery:
        """A person's own (本人的): nobody reads another's."""
        return self.filter(person=person.pk or 0)

    def unread(self) -> NoticeQuery:
        """Not read yet (未读)."""
        return self.filter(read_at=None)

    def told(self, keys: Any) -> set[str]:
        """Which of these somebody has been told already (已发过的)."""
        return set(self.filter(key__in=list(keys)).values_list("key", flat=True))


class Notice(models.Model):
    """One thing that one person is told once (消息); the mail that goes with it waits in its own row."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=120)  # 同一件事对同一人只说一次
    kind = models.CharField(max_length=20)
    text = models.CharField(max_length=300)  # 中文原句，参数在 params
    params = models.JSONField(default=dict)
    link = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mail_due = models.DateTimeField(null=True)  # 何时该发邮件；空为不发或已了结
    mailed_at = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    objects = NoticeQuery.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["key", "person"], name="notice_once")]
        indexes = [
            models.Index(fields=["person", "read_at"], name="notice_unread"),
            models.Index(fields=["mail_due"], name="notice_mail"),
        ]

    def __str__(self) -> str:
        return self.text.format(**self.params)

    @property
    def message_id(self) -> str:
        """The mail's own name (邮件标识): a mail sent twice bears the same."""
        name = hashlib.sha256(f"{settings.SECRET_KEY}|{self.person_id}|{self.key}".encode()).hexdigest()
        return f"<{name[:40]}@diaodu>"
