"""Asking the open interface as a program does (接口测试用)."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from typing import Any

from django.test import Client
from django.utils import timezone

from diaodu.bureau.directory.models import Person, Token
from diaodu.bureau.directory.permissions import BY_TOKEN
from diaodu.bureau.directory.tokens import PREFIX

BASE = "/api/v1"


def token(person: Person, *permissions: str, **other: Any) -> str:
    """A token in the database, whoever could not have asked for it himself (令牌)."""
    now = timezone.now()
    secret = PREFIX + secrets.token_urlsafe(32)
    Person.objects.filter(pk=person.pk).update(password_at=now, must_change=False)
    Token.objects.create(**{
        "person": person, "name": "测试程序", "digest": hashlib.sha256(secret.encode()).hexdigest(),
        "permissions": list(permissions) or sorted(BY_TOKEN), "created_at": now,
        "expires_at": now + dt.timedelta(days=30), **other,
    })  # fmt: skip
    return secret


class Program:
    """One program with one token (程序)."""

    def __init__(self, secret: str = "", client: Client | None = None) -> None:
        self.client = client or Client()
        self.headers = {"Authorization": f"Bearer {secret}"} if secret else {}

    def get(self, path: str, accept: str = "", **query: Any) -> Any:
        headers = {**self.headers, **({"Accept": accept} if accept else {})}
        return self.client.get(BASE + path, query, headers=headers)

    def send(self, method: str, path: str, body: Any = None) -> Any:
        text = body if isinstance(body, (str, bytes)) else json.dumps(body) if body is not None else ""
        return self.client.generic(
            method, BASE + path, text, content_type="application/json", headers=self.headers
        )
