"""The same content gives the same bytes (确定的文件)."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

_ZERO = (1980, 1, 1, 0, 0, 0)
_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>Microsoft Office Word</Application><AppVersion>16.0000</AppVersion></Properties>"
)


def to_bytes(document: Any, *, title: str, author: str, day: dt.date) -> bytes:
    """The file, its dates taken from `day` and never from the clock (写成文件)."""
    _describe(
        document.core_properties, title, author, dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
    )
    raw = io.BytesIO()
    document.save(raw)
    return _repack(raw)


def _describe(core: Any, title: str, author: str, moment: dt.datetime) -> None:
    core.title, core.author, core.last_modified_by = title, author, author
    core.comments, core.revision, core.language = "", 1, "zh-CN"
    core.created = core.modified = moment


def _repack(raw: io.BytesIO) -> bytes:
    """Write every member again under one fixed time."""
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, _ZERO)
            info.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            info.external_attr, info.create_system = 0o600 << 16, 3
            target.writestr(info, _APP if name == "docProps/app.xml" else source.read(name))
    return out.getvalue()
