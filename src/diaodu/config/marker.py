"""Every setting of diaodu.yaml (本市设置): what the file says of it as it is laid out; no other is taken."""

from __future__ import annotations

from typing import Any, NamedTuple

import yaml

from diaodu.bureau.directory import policy
from diaodu.economy.errors import Refusal

MARKER = "diaodu.yaml"
COLUMN = 46  # where remarks begin
HEAD = "# 本市设置，改后重新启动生效。以 # 开头的不起作用：去掉 # 和一个空格即生效，所写的是默认值或示例。\n"
HOSTS = ["127.0.0.1", "localhost"]


class Key(NamedTuple):
    """One setting (一项设置): an example, or what it holds, and what it is for."""

    name: str
    example: Any
    remark: str


SMTP = (
    Key("host", "mail.example.gov.cn", ""),
    Key("port", 587, ""),
    Key("tls", "starttls", "starttls、tls 或 none"),
    Key("user", "dd", ""),
    Key("password", "", "或放在环境变量 DIAODU_SMTP_PASSWORD"),
    Key("from", "dd@example.gov.cn", "发件人"),
)
SECURITY = tuple(
    Key(name, policy.Policy()._asdict()[name], policy.said(name)) for name in policy.Policy._fields
)
KEYS = (
    Key("name", "", "城市名称"),
    Key("hosts", HOSTS, "浏览器用哪些主机名打开"),
    Key("database", "postgresql://用户:密码@主机/库", "默认用 data/ 里的 SQLite"),
    Key("sqlite_sync", "full", "full 断电也不丢已保存的；normal 稍快"),
    Key("https", False, "由反向代理提供 https 时写 true"),
    Key("trusted_origins", ["https://dd.example.gov.cn:8443"], "https 用别的端口时写全，默认由 hosts 得出"),
    Key("proxies", 0, "前面有几层反向代理，用来认客户端地址"),
    Key("address", "https://dd.example.gov.cn", "邮件里的链接用"),
    Key("office", "示例市经济运行调度办公室", "文书落款的单位，默认由城市名得出"),
    Key("contact", "张三 0000-1234567", "文书和填报表上的联系人、电话"),
    Key("time_zone", "Asia/Shanghai", "时区"),
    Key("upload_limit_mb", 30, "上传文件最大多少兆"),
    Key("security", SECURITY, "安全策略，不写的按默认"),
    Key("smtp", SMTP, "发提醒邮件的服务器，不写则只在系统内提醒"),
)


def text(**set_: Any) -> str:
    """The file as it is laid out (新建的设置文件): what is set, and all the rest to be chosen from."""
    return HEAD + "".join(
        _lines(Key(k.name, set_.get(k.name, k.example), k.remark), k.name in set_) for k in KEYS
    )


def read(content: str) -> dict[str, Any]:
    """A city's settings (读取设置); what is not understood is refused."""
    try:
        found = yaml.safe_load(content) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise Refusal(
            "diaodu.yaml 第{line}行写法有误，请按“名称: 值”书写", line=mark.line + 1 if mark else 1
        ) from error
    known = [key.name for key in KEYS]
    if not isinstance(found, dict):
        raise Refusal("diaodu.yaml 应当逐项写“名称: 值”，可写：{known}", known="、".join(known))
    for name in found:
        if name not in known:
            raise Refusal(
                "diaodu.yaml 里没有“{name}”这一项，可写：{known}", name=name, known="、".join(known)
            )
    return found


def _lines(key: Key, on: bool, indent: str = "") -> str:
    sign = "" if on else "# "
    if isinstance(key.example, tuple):
        return _line(f"{sign}{indent}{key.name}:", key.remark) + "".join(
            _lines(one, on, indent + "  ") for one in key.example
        )
    return _line(f"{sign}{indent}{key.name}: {_plain(key.example)}", key.remark)


def _line(said: str, remark: str) -> str:
    width = sum(2 if ord(sign) > 255 else 1 for sign in said)
    return f"{said}{' ' * max(2, COLUMN - width)}# {remark}\n" if remark else f"{said}\n"


def _plain(value: Any) -> str:
    """As YAML has it on one line."""
    return yaml.safe_dump([value], default_flow_style=True, allow_unicode=True, width=10_000).strip()[1:-1]
