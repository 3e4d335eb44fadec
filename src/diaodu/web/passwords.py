"""What a password must be, told to the forms (口令规则)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from diaodu.bureau.directory import passwords
from diaodu.bureau.directory.models import Person
from diaodu.web import refusals


class Rules:
    """The city's rules as Django asks for them (口令校验)."""

    def validate(self, password: str, user: Any = None) -> None:
        faults = list(passwords.faults(user or Person(), password))
        if faults:
            raise ValidationError([refusals.said(fault) for fault in faults])

    def get_help_text(self) -> str:
        return said(Person())


def said(person: Person) -> str:
    """The rules in words (口令要求)."""
    policy = settings.SECURITY
    return _(
        "至少 {least} 位，含大写字母、小写字母、数字、符号中的 {classes} 类；"
        "不含用户名和姓名；不与最近 {history} 次相同；每 {days} 天更换。"
    ).format(
        least=passwords.length_for(person), classes=policy.password_classes,
        history=policy.password_history, days=policy.password_days,
    )  # fmt: skip


class Change(PasswordChangeForm):
    """Change one's password (修改密码); what is done is the verb's."""

    field_order = ("old_password", "new_password1", "new_password2")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("new_password2") and given.get("old_password") == given["new_password2"]:
            raise forms.ValidationError(_("新密码与原密码相同。"))
        return given

    def save(self, commit: bool = True) -> Person:
        person: Person = self.user
        chosen = self.cleaned_data["new_password1"]
        passwords.change(person=person, password=chosen, by=person, now=timezone.now())
        return person
