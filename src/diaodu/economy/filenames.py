"""Names of files that come and go (文件名): one's own name alone, fit for every system."""

from __future__ import annotations

import re
import unicodedata

UNNAMED = "未命名"
MOST_BYTES = 200  # of 255 that most file systems take; room for an addition such as “_标注”
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_FORBIDDEN = re.compile(r'[<>:"|?*]')


def own_name(given: str, otherwise: str = UNNAMED) -> str:
    """A file's name without folders and without anything that is not to be seen (规范文件名).

    Hidden characters, such as those that turn the reading direction, make an .exe look like an .xlsx.
    """
    name = given.replace("\\", "/").rpartition("/")[2]
    name = "".join(
        c for c in name if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    )
    name = _FORBIDDEN.sub("_", name).strip(" .")
    if _RESERVED.fullmatch(name):
        name = "_" + name
    return _shortened(name) or otherwise


def _shortened(name: str) -> str:
    """Cut in the middle: the ending says what sort of file it is."""
    if len(name.encode()) <= MOST_BYTES:
        return name
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending.encode()) > 20:
        stem, dot, ending = name, "", ""
    room = MOST_BYTES - len((dot + ending).encode())
    return stem.encode()[:room].decode("utf-8", "ignore") + dot + ending
