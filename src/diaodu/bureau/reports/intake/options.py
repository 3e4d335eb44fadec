"""What the person who imports says beforehand (导入选项)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any


@dataclass(frozen=True)
class Options:
    """Defaults for what a file leaves out, and other names for what it says (导入选项)."""

    indicator: str = ""  # 默认指标
    place: str = ""  # 默认地区
    period: str = ""  # 默认时期
    unit: str = ""  # 默认单位
    kind: str = ""  # 默认类别：official | departmental | estimate | target | plan
    what: str = ""  # 默认数据项：level | growth | base
    span: str = ""  # 只写到月份的流量数据：month 当月 | cumulative 累计
    spans: Mapping[str, str] = field(default_factory=dict)  # the same, by indicator code
    columns: Mapping[str, str] = field(default_factory=dict)  # 文件中的列名 → 长表列名，或 "" 不读
    names: Mapping[str, str] = field(default_factory=dict)  # 文件中的名称 → 目录中的名称，或 "" 不读
    sheets: tuple[str, ...] = ()  # 只读这些工作表
    accept_units: bool = False  # 已核对：数量级异常的也入账

    @classmethod
    def of(cls, given: Mapping[str, Any] | Options | None) -> Options:
        """From JSON or a form; what is not known is left out."""
        if isinstance(given, Options):
            return given
        known = {f.name for f in fields(cls)}
        plain = {k: v for k, v in (given or {}).items() if k in known and v is not None}
        if "sheets" in plain:
            plain["sheets"] = tuple(plain["sheets"])
        return cls(**plain)

    def json(self) -> dict[str, Any]:
        """What `of` reads back; only what was said."""
        return {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(self).items() if v}
