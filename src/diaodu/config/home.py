"""A city's own folder: its settings, definitions, database and secret (本市文件夹)."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diaodu.config import marker
from diaodu.config.marker import MARKER


@dataclass(frozen=True)
class Home:
    """The folder that `diaodu init` makes; everything of one city is in it."""

    path: Path

    @property
    def settings(self) -> dict[str, Any]:
        file = self.path / MARKER
        return marker.read(file.read_text("utf-8")) if file.exists() else {}

    @property
    def definitions(self) -> Path:
        return self.path / "definitions"

    @property
    def data(self) -> Path:
        return self.path / "data"

    @property
    def database_file(self) -> Path:
        return self.data / "diaodu.sqlite3"

    @property
    def secret_file(self) -> Path:
        return self.data / "secret.key"

    def exists(self) -> bool:
        return (self.path / MARKER).exists()

    def secret(self) -> str:
        """The secret of this city; empty where there is none, and then Django refuses to sign anything."""
        given = os.environ.get("DIAODU_SECRET_KEY", "")
        if given:
            return given
        return self.secret_file.read_text("utf-8").strip() if self.secret_file.exists() else ""

    def make_secret(self) -> None:
        """Write a fresh secret, readable by its owner alone; an existing one is kept."""
        self.data.mkdir(parents=True, exist_ok=True)
        if not self.secret_file.exists():
            handle = os.open(self.secret_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(64))

    def renew_secret(self) -> None:
        """A fresh secret in place of the old (更换密钥): what was signed with that is worthless."""
        self.secret_file.unlink(missing_ok=True)
        self.make_secret()


def current() -> Home:
    """The city that commands work on: `DIAODU_HOME`, or the folder one stands in."""
    return Home(Path(os.environ.get("DIAODU_HOME") or Path.cwd()).resolve())
