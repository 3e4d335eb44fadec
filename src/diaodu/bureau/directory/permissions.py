"""Every permission and every role on one page; the one place that decides (权限)."""

from enum import StrEnum
from typing import Any

from diaodu.bureau.audit.refusals import Traced
from diaodu.bureau.directory.models import Role


class Permission(StrEnum):
    """What can be done (权限)."""

    VIEW = "view"  # 查看看板、指标、文书
    EXPORT = "export"  # 导出数据
    IMPORT = "import"  # 导入历史数据和上级、外部的报表
    AIM = "aim"  # 录入目标和分月计划：由市里下达，不由填报单位自定
    RUN = "run"  # 运行当月流程
    TEMPLATE = "template"  # 增改文书模板
    ANSWER = "answer"  # 答复对本单位数据的质询
    CLOSE = "close"  # 办结、退回、重新提出质询
    REPORTS = "reports"  # 查看报表：单位的人看本单位的，市里的人看全部
    FILL = "fill"  # 填报本单位的报表
    REVIEW = "review"  # 审核本单位的报表
    SIGN = "sign"  # 签发本单位的报表
    COLLECT = "collect"  # 组织报送：退回、延期、催报
    TOKEN = "token"  # 申领本人的接口令牌
    ACCOUNTS = "accounts"  # 开户、停用、重置密码
    RIGHTS = "rights"  # 定单位、职务和角色
    AUDIT = "audit"  # 查阅审计日志


_P = Permission
_UNIT_STAFF = frozenset({_P.VIEW, _P.EXPORT, _P.REPORTS, _P.ANSWER, _P.TOKEN})
_DESK = frozenset(
    {_P.VIEW, _P.EXPORT, _P.IMPORT, _P.AIM, _P.RUN, _P.TEMPLATE, _P.CLOSE, _P.REPORTS, _P.COLLECT}
)

ROLES: dict[str, frozenset[Permission]] = {
    Role.NONE: frozenset(),  # 新开的账号，待安全管理员授权
    Role.VIEWER: frozenset({_P.VIEW}),
    Role.LEADER: frozenset({_P.VIEW, _P.EXPORT, _P.REPORTS}),
    Role.INSPECTOR: frozenset({_P.VIEW, _P.EXPORT, _P.REPORTS, _P.TOKEN}),
    Role.FILLER: _UNIT_STAFF | {_P.FILL},
    Role.REVIEWER: _UNIT_STAFF | {_P.REVIEW},
    Role.HEAD: _UNIT_STAFF | {_P.SIGN},
    Role.DISPATCHER: _DESK | {_P.ANSWER, _P.TOKEN},
    # 三员分立：三类管理员互不兼任，都不看业务数据。
    Role.SYSTEM: frozenset({_P.ACCOUNTS}),
    Role.SECURITY: frozenset({_P.RIGHTS}),
    Role.AUDITOR: frozenset({_P.AUDIT}),
    Role.MACHINE: _DESK,
}

OF_A_UNIT = frozenset({Role.FILLER, Role.REVIEWER, Role.HEAD})
"""Roles that belong to a unit and see its reports alone (单位角色)."""

OWN_ONLY = frozenset({_P.FILL, _P.REVIEW, _P.SIGN, _P.ANSWER})
"""What nobody does for another unit, whatever his role (只限本单位)."""

OF_THE_CITY = frozenset({_P.AIM, _P.RUN, _P.TEMPLATE, _P.CLOSE, _P.COLLECT})
"""What people of a county don't do, whatever their role (只限市级)."""

ADMINISTRATORS = frozenset({Role.SYSTEM, Role.SECURITY, Role.AUDITOR})
"""The three who keep each other in check (三员)."""

BY_TOKEN = frozenset({_P.VIEW, _P.EXPORT, _P.REPORTS, _P.FILL, _P.ANSWER})
"""What a program may do in a person's name (令牌可办): never sign, review, import or administer."""


class Denied(Traced):
    """The person may not do this (无权限): it is not his own, or not his to do."""

    verb = "refused.permission"


def may(person: Any, permission: Permission, *, place: str = "", unit: int | None = None) -> bool:
    """Whether a person may do a thing, at a place or to a unit where one is named (是否有权).

    Denied unless the role grants it, the unit is within reach and the place is one that the unit answers for.
    """
    if not getattr(person, "is_active", False) or not getattr(person, "is_authenticated", False):
        return False
    if permission not in ROLES.get(person.role, frozenset()) or not _in_scope(person, permission):
        return False
    if permission in OF_THE_CITY and _of_a_county(person):
        return False
    if unit is not None and not _reaches(person, permission, unit):
        return False
    return not place or _answers_for(person, place)


def require(person: Any, permission: Permission, *, place: str = "", unit: int | None = None) -> None:
    """Refuse unless the person may."""
    if not may(person, permission, place=place, unit=unit):
        raise Denied("您没有此项权限（{permission}）。如需办理，请联系管理员。", permission=permission.value)


def sees_all_units(person: Any) -> bool:
    """Whether a person's reach is the whole city (可看全部单位)."""
    return person.role not in OF_A_UNIT and not _of_a_county(person)


def _in_scope(person: Any, permission: Permission) -> bool:
    scope = getattr(person, "scope", None)
    return scope is None or (permission in scope and permission in BY_TOKEN)


def _reaches(person: Any, permission: Permission, unit: int) -> bool:
    bound = permission in OWN_ONLY or not sees_all_units(person)
    return not bound or person.unit_id == unit


def _of_a_county(person: Any) -> bool:
    return person.unit is not None and bool(person.unit.place)


def _answers_for(person: Any, place: str) -> bool:
    """People of a county speak for it alone; those of the city's departments, and of no unit, for all."""
    unit = person.unit
    if unit is None:
        return sees_all_units(person)
    return unit.place in ("", place)
