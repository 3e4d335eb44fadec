"""Every permission and every role on one page; the one place that decides (权限)."""

from enum import StrEnum
from typing import Any

from diaodu.bureau.directory.models import Role
from diaodu.economy.errors import Refusal


class Permission(StrEnum):
    """What can be done (权限)."""

    VIEW = "view"  # 查看看板、指标、文书
    IMPORT = "import"  # 导入数据
    AIM = "aim"  # 录入目标和分月计划：由市里下达，不由填报单位自定
    EXPORT = "export"  # 导出数据
    RUN = "run"  # 运行当月流程
    ANSWER = "answer"  # 答复对本单位数据的质询
    CLOSE = "close"  # 办结、退回、重新提出质询
    TEMPLATE = "template"  # 增改文书模板
    ADMIN = "admin"  # 维护人员和目录


ROLES: dict[str, frozenset[Permission]] = {
    Role.VIEWER: frozenset({Permission.VIEW}),
    Role.LEADER: frozenset({Permission.VIEW, Permission.EXPORT}),
    Role.REPORTER: frozenset({Permission.VIEW, Permission.IMPORT, Permission.ANSWER}),
    Role.ANALYST: frozenset(Permission) - {Permission.ADMIN},
    Role.ADMIN: frozenset(Permission),
}


class Denied(Refusal):
    """The person may not do this (无权限)."""


def may(person: Any, permission: Permission, place: str = "") -> bool:
    """Whether a person may do a thing, at a place where one is named; denied unless a role grants it."""
    if not getattr(person, "is_active", False) or not getattr(person, "is_authenticated", False):
        return False
    if permission not in ROLES.get(person.role, frozenset()):
        return False
    return not place or _answers_for(person, place)


def require(person: Any, permission: Permission, place: str = "") -> None:
    """Refuse unless the person may."""
    if not may(person, permission, place):
        raise Denied("您没有此项权限（{permission}）。如需办理，请联系管理员。", permission=permission.value)


def _answers_for(person: Any, place: str) -> bool:
    """A county's reporter files only for its own place; departments and the analysts file for all."""
    unit = person.unit
    return person.role != Role.REPORTER or (unit is not None and unit.place in ("", place))
