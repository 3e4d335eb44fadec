"""Places, groups, and a total with its parts (地区、分组、分行业)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A region (地区): nation, province, city, county or zone."""

    code: str
    name: str
    level: str  # nation | province | city | county | zone
    parent: str = ""
    short: str = ""
    aliases: tuple[str, ...] = ()
    order: int = 0
    home: bool = False  # 本市
    rival: bool = False  # 对标市
    included_in: str = ""  # 数据含在哪个县区内（开发区），避免重复计算

    @property
    def label(self) -> str:
        """The name that fits a narrow column (简称)."""
        return self.short or self.name


@dataclass(frozen=True)
class Group:
    """A named group of places (分组), such as 东部片区."""

    code: str
    name: str
    members: tuple[str, ...]
    of: str = ""  # the division it belongs to, such as 四大片区


@dataclass(frozen=True)
class Part:
    """One part of a whole (组成部分), such as an industry division."""

    code: str
    name: str
    short: str = ""

    @property
    def label(self) -> str:
        """The name that fits a narrow column (简称)."""
        return self.short or self.name


@dataclass(frozen=True)
class Breakdown:
    """How a whole divides (分解口径): by industry, tax, enterprise class."""

    code: str
    name: str
    parts: tuple[Part, ...]
