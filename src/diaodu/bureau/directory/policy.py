"""How log-ins are kept (安全策略): every default stands here; `security:` of diaodu.yaml may change it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from diaodu.economy.errors import Refusal

OFF, OPTIONAL, ADMINISTRATORS, REQUIRED = "off", "optional", "administrators", "required"
SECOND_FACTOR = (OFF, OPTIONAL, ADMINISTRATORS, REQUIRED)


class Policy(NamedTuple):
    """The defaults (默认值), by GB/T 22239-2019 level two and what cities commonly set."""

    password_length: int = 8
    admin_password_length: int = 12
    password_classes: int = 3
    password_history: int = 5
    password_days: int = 90
    failures: int = 5
    failure_minutes: int = 15
    lock_minutes: int = 30
    name_failures: int = 20
    address_failures: int = 100
    idle_minutes: int = 30
    admin_idle_minutes: int = 15
    session_hours: int = 8
    second_factor: str = OPTIONAL
    recovery_codes: int = 10
    stale_days: int = 90
    token_days: int = 365
    token_rate: int = 600


SAID = {
    "password_length": "口令最短",
    "admin_password_length": "管理员口令最短",
    "password_classes": "大写、小写、数字、符号，至少几类",
    "password_history": "不得与最近几次相同",
    "password_days": "多少天要换",
    "failures": "连续输错几次锁定",
    "failure_minutes": "在几分钟之内",
    "lock_minutes": "锁定几分钟",
    "name_failures": "同一用户名在各处共输错几次，陌生的浏览器一律锁定",
    "address_failures": "同一地址共输错几次，陌生的浏览器一律锁定",
    "idle_minutes": "多久不用要重新登录",
    "admin_idle_minutes": "管理员多久不用要重新登录",
    "session_hours": "一次登录最长",
    "second_factor": "动态口令：off、optional、administrators（管理员必须）、required（都必须）",
    "recovery_codes": "备用码个数",
    "stale_days": "多久没有登录算长期未用",
    "token_days": "接口令牌最长有效期",
    "token_rate": "一个令牌每分钟最多请求几次",
}
"""What each is called in the settings (名称)."""

RANGES: dict[str, tuple[int, int]] = {
    "password_length": (8, 64),
    "admin_password_length": (8, 64),
    "password_classes": (1, 4),
    "password_history": (0, 24),
    "password_days": (1, 3650),
    "failures": (3, 10),
    "failure_minutes": (5, 60),
    "lock_minutes": (5, 1440),
    "name_failures": (5, 1000),
    "address_failures": (10, 100_000),
    "idle_minutes": (1, 1440),
    "admin_idle_minutes": (1, 1440),
    "session_hours": (1, 24),
    "recovery_codes": (5, 20),
    "stale_days": (7, 3650),
    "token_days": (1, 365),
    "token_rate": (10, 100_000),
}
"""What a city may choose from (可选范围)."""


def said(name: str) -> str:
    """What one is for, and what may be chosen (说明)."""
    chosen = "（{}至{}）".format(*RANGES[name]) if name in RANGES else ""
    return SAID[name] + chosen


def read(given: Any) -> Policy:
    """The defaults with a city's own over them (读取); what is not understood is refused."""
    if given is None:
        return Policy()
    if not isinstance(given, Mapping):
        raise Refusal("diaodu.yaml 的 security 应当逐项写“名称: 值”，可写：{known}", known=_known())
    return Policy(**{str(name): _checked(str(name), value) for name, value in given.items()})


def _checked(name: str, value: Any) -> Any:
    if name == "second_factor":
        chosen = OFF if value is False else value  # yaml 把不加引号的 off 读作“否”
        if chosen not in SECOND_FACTOR:
            raise Refusal(
                "diaodu.yaml 的 security.second_factor 可写：{known}", known="、".join(SECOND_FACTOR)
            )
        return chosen
    if name not in RANGES:
        raise Refusal(
            "diaodu.yaml 的 security 里没有“{name}”这一项，可写：{known}", name=name, known=_known()
        )
    least, most = RANGES[name]
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise Refusal(
            "diaodu.yaml 的 security.{name} 应当是{least}至{most}的整数，现在是“{value}”",
            name=name, least=least, most=most, value=value,
        )  # fmt: skip
    return value


def _known() -> str:
    return "、".join(Policy._fields)
