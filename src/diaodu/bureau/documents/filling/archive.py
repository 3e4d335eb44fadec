"""A docx as its parts and what points from one to another (文件包).

Read and written part by part: what no tag touches comes out byte for byte, nothing that Word keeps is lost.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from diaodu.bureau.documents.filling.xml import Element, parsed

_ZERO = (1980, 1, 1, 0, 0, 0)
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_EMPTY = f'<Relationships xmlns="{_RELS[1:-1]}"/>'.encode()
TYPES = "[Content_Types].xml"


class Link(NamedTuple):
    """What one part says of another (关系)."""

    id: str
    kind: str  # the last word of its type: image, header, hyperlink
    target: str
    external: bool


class Archive:
    """The parts of one docx (文件包)."""

    def __init__(self, members: dict[str, bytes]) -> None:
        self.members = members
        self._trees: dict[str, Element] = {}

    def tree(self, part: str) -> Element:
        """The XML of a part, to be changed in place (部件)."""
        if part not in self._trees:
            self._trees[part] = parsed(self.members[part])
        return self._trees[part]

    @property
    def main(self) -> str:
        """The part that holds the text (正文部件)."""
        return next((t for t in self.targets("", "officeDocument") if t in self.members), "")

    def links(self, part: str) -> Iterator[Link]:
        """All that a part points to (关系)."""
        name = rels(part)
        if name in self.members:
            for one in self.tree(name):
                external = one.get("TargetMode", "").lower() == "external"
                yield Link(
                    one.get("Id"), one.get("Type", "").rsplit("/", 1)[-1], one.get("Target", ""), external
                )

    def targets(self, part: str, kind: str) -> list[str]:
        """The parts of one kind that a part points to, in order (所指部件)."""
        folder = posixpath.dirname(part)
        return [
            posixpath.normpath(posixpath.join("/" + folder, link.target)).lstrip("/")
            for link in self.links(part)
            if link.kind == kind and not link.external
        ]

    def content_type(self, part: str) -> str:
        """What kind of content a part is said to be (内容类型)."""
        root = self.tree(TYPES)
        for one in root.iter(_TYPES + "Override"):
            if one.get("PartName", "").lower() == f"/{part}".lower():
                return str(one.get("ContentType"))
        ending = part.rsplit(".", 1)[-1].lower()
        found = (o for o in root.iter(_TYPES + "Default") if o.get("Extension", "").lower() == ending)
        return str(next((one.get("ContentType") for one in found), ""))

    def add(self, part: str, content: bytes, content_type: str) -> None:
        """Put a new part in (添加部件)."""
        self.members[part] = content
        if self.content_type(part) != content_type:
            etree.SubElement(
                self.tree(TYPES), _TYPES + "Override", PartName=f"/{part}", ContentType=content_type
            )

    def drop(self, part: str) -> None:
        """Take a part out, and what is said of it (删除部件)."""
        for name in (part, rels(part)):
            self.members.pop(name, None)
            self._trees.pop(name, None)
        for one in list(self.tree(TYPES)):
            if one.get("PartName") == f"/{part}":
                self.tree(TYPES).remove(one)

    def unlink(self, part: str, key: str) -> None:
        """Forget one relation (删除关系)."""
        root = self.tree(rels(part))
        for one in list(root):
            if one.get("Id") == key:
                root.remove(one)

    def link(self, part: str, kind: str, target: str) -> str:
        """Point from one part to another; the relation's key (建立关系)."""
        self.members.setdefault(rels(part), _EMPTY)
        root = self.tree(rels(part))
        taken = {one.get("Id") for one in root}
        key = next(k for n in range(1, len(taken) + 2) if (k := f"rIdD{n}") not in taken)
        near = posixpath.relpath("/" + target, "/" + posixpath.dirname(part))
        etree.SubElement(root, _RELS + "Relationship", Id=key, Type=_OFFICE + kind, Target=near)
        return key

    def free(self, pattern: str) -> str:
        """The first part name of a pattern that is not taken (空闲名称)."""
        taken = {name.lower() for name in self.members}
        return next(n for i in range(1, len(taken) + 2) if (n := pattern.format(i)).lower() not in taken)

    def to_bytes(self) -> bytes:
        """The file; the same parts give the same bytes (写成文件)."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            for name, content in self.members.items():
                info = zipfile.ZipInfo(name, _ZERO)
                info.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
                info.external_attr, info.create_system = 0o600 << 16, 3
                target.writestr(info, self._written(name, content))
        return out.getvalue()

    def _written(self, name: str, content: bytes) -> bytes:
        tree = self._trees.get(name)
        if tree is None:
            return content
        return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def rels(part: str) -> str:
    """Where a part's relations stand (关系部件)."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
