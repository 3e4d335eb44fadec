"""Word templates: the built-in ones, and a city's own in its folder (模板).

A city's own of the same name takes the place of a built-in one. They are files in the definitions folder, so
that they are opened in Word, copied and backed up with it; one that is replaced or removed is kept beside.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from django.conf import settings

from diaodu.bureau.audit.actions import record
from diaodu.bureau.audit.refusals import Tampered
from diaodu.bureau.catalogue.actions import PACKAGE
from diaodu.bureau.directory.permissions import Permission, require
from diaodu.bureau.documents.filling.fill import TOLD, faults
from diaodu.economy.errors import Refusal

BUILT_IN = PACKAGE / "documents"
BEFORE = "旧版"  # the folder of templates that were replaced or removed
_PATH = re.compile(r"[\\/\x00]")
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


class Template(NamedTuple):
    """One template (模板)."""

    name: str  # the file's, without its ending: what it is called
    path: Path
    own: bool  # the city's
    covers: bool = False  # a city's own in place of a built-in one

    @property
    def content(self) -> bytes:
        return self.path.read_bytes()

    @property
    def size(self) -> int:
        return self.path.stat().st_size


def all_of_them() -> list[Template]:
    """Every template that can be filled, the city's own over the built-in ones (全部模板)."""
    built = {path.stem: Template(path.stem, path, own=False) for path in _files(BUILT_IN)}
    own = {path.stem: Template(path.stem, path, True, path.stem in built) for path in _files(folder())}
    return sorted((built | own).values(), key=lambda one: (one.own and not one.covers, one.name))


def named(name: str) -> Template:
    """The template of a name (按名取模板); a name is no path."""
    if _PATH.search(name):
        raise Tampered("模板名“{name}”里有路径符号，没有办理。请从模板列表里选", name=name[:80])
    for template in all_of_them():
        if template.name == name.removesuffix(".docx"):
            return template
    known = "、".join(one.name for one in all_of_them()) or "无"
    raise Refusal("没有名为“{name}”的模板。已有：{known}", name=name, known=known)


def of(kind: ModuleType | str) -> bytes:
    """The template that a kind of paper is written with (文书模板): the city's own, else the built-in one."""
    return named(kind if isinstance(kind, str) else kind.name).content


def folder() -> Path:
    """Where the city's own templates are (本市模板文件夹)."""
    return Path(settings.HOME.definitions) / "documents"


def save(*, name: str, content: bytes, by: Any) -> Template:
    """Put a template into the city's folder (存入模板); one of the same name is kept beside."""
    require(by, Permission.TEMPLATE)
    stem = _stem(name)
    check(content)
    target = folder() / f"{stem}.docx"
    target.parent.mkdir(parents=True, exist_ok=True)
    _keep(target)
    whole = target.with_suffix(".part")
    whole.write_bytes(content)
    os.replace(whole, target)
    template = named(stem)
    record("template.saved", template, by=by, name=stem, sha256=_digest(content), covers=template.covers)
    return template


def remove(*, name: str, by: Any) -> None:
    """Take a city's own template away (移除模板): a built-in one of the same name is used again."""
    require(by, Permission.TEMPLATE)
    template = named(name)
    if not template.own:
        raise Refusal("“{name}”是自带模板，不能移除。可另存一份同名的来替换它", name=name)
    kept = _keep(template.path)
    template.path.unlink()
    record("template.removed", template, by=by, name=name, kept=kept)


def check(content: bytes) -> None:
    """Refuse what is no template, and tell all that is wrong in its tags (检查模板)."""
    wrong = list(dict.fromkeys(map(str, faults(content))))
    if wrong:
        more = f"\n……另有{len(wrong) - TOLD}处" if len(wrong) > TOLD else ""
        raise Refusal("模板有{count}处错误，没有存入：{errors}",
                      count=len(wrong), errors="\n" + "\n".join(wrong[:TOLD]) + more)  # fmt: skip


def _files(place: Path) -> Iterator[Path]:
    """Word's own lock files (~$…) are no templates."""
    found = sorted(place.glob("*.docx")) if place.is_dir() else []
    return (path for path in found if not path.name.startswith(("~$", ".")))


def _stem(name: str) -> str:
    """A file's name without folders and what no system takes."""
    stem = _UNSAFE.sub("_", Path(name.replace("\\", "/")).name.removesuffix(".docx")).strip("._ ~$")
    if not stem or len(stem.encode()) > 180:
        raise Refusal("模板的文件名是空的或太长，请改名后再传")
    return stem


def _keep(path: Path) -> str:
    """Keep what is about to be replaced; the same content only once."""
    if not path.exists():
        return ""
    content = path.read_bytes()
    kept = path.parent / BEFORE / f"{path.stem}-{_digest(content)[:8]}.docx"
    kept.parent.mkdir(exist_ok=True)
    kept.write_bytes(content)
    return kept.name


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
