"""The command `diaodu` (命令行)."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from diaodu.economy.errors import Refusal


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; a refusal prints its reason and ends with status 2 (入口)."""
    options = _parser().parse_args(argv)
    try:
        return options.run(options) or 0
    except Refusal as refusal:
        print(f"diaodu：{refusal}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\n已停止。", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="diaodu", description="调度：从当月报表到当月材料")
    commands = parser.add_subparsers(metavar="命令", required=True)
    for add in (
        _init, _load, _import, _export, _ask, _fill, _check, _run, _loop, _serve,
        _person, _reset, _secret, _audit, _demo,
    ):  # fmt: skip
        add(commands)
    return parser


def _command(commands, name: str, text: str, run: Callable[[argparse.Namespace], int | None]):  # type: ignore[no-untyped-def]
    parser = commands.add_parser(name, help=text, description=text)
    parser.set_defaults(run=run)
    return parser


def _init(commands) -> None:  # type: ignore[no-untyped-def]
    def run(options: argparse.Namespace) -> None:
        from diaodu.config import setup

        setup.make_city(Path(options.folder), name=options.name, database=options.database)

    parser = _command(commands, "init", "新建本市文件夹：自有定义、数据库和密钥", run)
    parser.add_argument("folder", help="文件夹，如 my-city/")
    parser.add_argument("--name", default="", help="城市名称")
    parser.add_argument(
        "--database",
        default="",
        metavar="地址",
        help="PostgreSQL 空库，如 postgresql://用户:密码@主机/库；默认 SQLite",
    )


def _load(commands) -> None:  # type: ignore[no-untyped-def]
    def run(options: argparse.Namespace) -> None:
        office = _office()
        changed = office.load_definitions()
        print("已载入定义：" + "，".join(f"{office.WORDS[k]}变动{n}项" for k, n in changed.items()))

    _command(commands, "load-definitions", "把 definitions/ 载入指标目录（可重复执行）", run)


def _import(commands) -> None:  # type: ignore[no-untyped-def]
    def run(options: argparse.Namespace) -> int:
        return _office().import_files(options)

    parser = _command(commands, "import", "导入工作簿（xlsx、xls、csv）", run)
    parser.add_argument("files", nargs="+", metavar="文件")
    parser.add_argument("--period", help="表中未写明时的统计期，如 2026年1-9月")
    parser.add_argument("--place", help="表中未写明时的地区")
    parser.add_argument("--indicator", help="表中未写明时的指标")
    parser.add_argument("--unit", help="表中未写明时的单位")
    parser.add_argument("--dry-run", action="store_true", help="只预览，不入库")
    parser.add_argument("--marked", metavar="文件夹", help="把标注了问题的工作簿存到这里")


def _export(commands) -> None:  # type: ignore[no-untyped-def]
    def run(options: argparse.Namespace) -> None:
        _office().export_figures(options)

    parser = _command(commands, "export", "导出数据（长表）", run)
    parser.add_argument("what", choices=["figures"], help="导出什么")
    parser.add_argument("-o", "--output", required=True, metavar="文件", help="csv 或 xlsx")
    parser.add_argument("--indicator", help="只导出这一指标")
    parser.add_argument("--place", help="只导出这一地区")
    parser.add_argument("--year", type=int, help="只导出这一年")
    parser.add_argument("--current", action="store_true", help="只导出现行数，不含历次修订")


def _ask(commands) -> None:  # type: ignore[no-untyped-def]
    def run(options: argparse.Namespace) -> int:
        from diaodu.config import setup

        setup.open_city(setup.require_city())  # without what writes papers: a question is answered at once
        from diaodu.bureau.pipeline import ask

        return ask.run(options)

    parser = _command(commands, "ask", "取数：按取数式回答，附来源", run)
    parser.epilog = (
        '取数式如 增速("GDP")、位次("GDP", 范围="全省")，全部函数见网页“取数”。'
        '批量文件每行一个 JSON：{"ask": 取数式, "place": 地区, "period": 时期}，后两项可省。'
        "结束状态：0 已答，2 写法有误，3 缺数据。"
    )
    parser.add_argument("expression", nargs="?", metavar="取数式")
    parser.add_argument("--place", metavar="地区", help="名称或代码，默认本市")
    parser.add_argument("--period", metavar="时期", help="如 2026年1-9月，默认最新一期")
    parser.add_argument("--json", action="store_true", help="连同来源，输出 JSON")
    parser.add_argument("--batch", metavar="文件", help="逐行取数，逐行输出 JSON；- 为标准输入")


def _fill(commands) -> None:  # type: ignore[no-untyped-def]
    def run(options: argparse.Namespace) -> int:
        return _papers().fill(options)

    parser = _command(commands, "fill", "成文：按现行台账填 Word 模板", run)
    parser.epilog = "结束状态：0 已成文，2 不能成文（什么也没有写），3 已成文但有缺数。"
    parser.add_argument("template", metavar="模板", help="docx 文件，或自带、本市模板的名称")
    parser.add_argument("--place", metavar="地区", help="名称或代码，默认本市")
    parser.add_argument("--period", metavar="时期", help="如 2026年1-9月，默认最新一期")
    parser.add_argument(
        "--set", metavar="名称=文字", action="append", help="模板里要用的名称，可多次，如 文号=…"
    )
    parser.add_argument("-o", "--output", metavar="文件", help="默认 模板名-期.docx；旁边另有 .figures.json")


def _check(commands) -> None:  # type: ignore[no-untyped-def]
    def run(options: argparse.Namespace) -> int:
        return _papers().check(options)

    parser = _command(commands, "check", "核对：成文的数是否仍与现行台账一致", run)
    parser.epilog = "结束状态：0 全部成立，1 有不成立的，2 不能核对。"
    parser.add_argument("file", metavar="文书", help="由本系统成文的 docx")
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def _papers():  # type: ignore[no-untyped-def]
    _office()
    from diaodu.bureau.pipeline import papers

    return papers


def _run(commands) -> None:  # type: ignore[no-untyped-def]
    def run(options: argparse.Namespace) -> None:
        _office().run_month(options.period, Path(options.output) if options.output else None)

    parser = _command(commands, "run", "运行当月流程：快照、测算、研判、文书", run)
    parser.add_argument("--period", help="哪一期，如 2026-09；默认最新一期")
    parser.add_argument("-o", "--output", metavar="文件夹", help="把文书存到这里，默认 output/期")


def _loop(commands) -> None:  # type: ignore[no-untyped-def]
    def run(options: argparse.Namespace) -> None:
        _office().loop(options.every)

    parser = _command(commands, "loop", "循环运行：有新数据就分析", run)
    parser.add_argument("--every", type=float, default=20, metavar="秒", help="间隔")


def _serve(commands) -> None:  # type: ignore[no-untyped-def]
    def run(options: argparse.Namespace) -> None:
        office = _office()
        office.check_secret()
        from diaodu.config import server

        server.warn()
        server.serve(options.address, options.port, workers=options.workers, loop=not options.no_loop)

    parser = _command(commands, "serve", "启动网页和循环", run)
    parser.add_argument("--address", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--no-loop", action="store_true", help="不启动循环")


def _person(commands) -> None:  # type: ignore[no-untyped-def]
    def run(options: argparse.Namespace) -> None:
        password = _office().add_person(options.username, options.name, options.role, options.unit)
        print(f"账号 {options.username} 的初始密码：{password}（首次登录后请修改）")

    parser = _command(commands, "add-person", "新增账号", run)
    parser.add_argument("username", help="登录名")
    parser.add_argument("--name", default="", help="姓名")
    parser.add_argument("--role", default="viewer", metavar="角色", help="默认 viewer")
    parser.add_argument("--unit", default="", help="单位名称")
    parser.epilog = (
        "角色：none 未授权，viewer 阅览，leader 领导，inspector 督查，filler 填报人，reviewer 审核人，"
        "head 签发人，dispatcher 调度员，sysadmin 系统管理员，secadmin 安全管理员，auditor 审计管理员。"
        "网页上由系统管理员开户、安全管理员授权；这里是服务器操作员用的。"
    )


def _reset(commands) -> None:  # type: ignore[no-untyped-def]
    def run(options: argparse.Namespace) -> None:
        password = _office().reset_password(options.username)
        print(f"账号 {options.username} 的初始密码：{password}（首次登录后须修改）")

    parser = _command(commands, "reset-password", "重置密码：管理员的密码只能在这里重置", run)
    parser.add_argument("username", help="登录名")


def _secret(commands) -> None:  # type: ignore[no-untyped-def]
    def run(options: argparse.Namespace) -> None:
        from diaodu.config import setup

        setup.require_city().renew_secret()
        print("已换新密钥。重新启动后，所有人要重新登录，动态口令的备用码要重新生成。")

    _command(commands, "new-secret", "更换密钥 data/secret.key", run)


def _audit(commands) -> None:  # type: ignore[no-untyped-def]
    def run(options: argparse.Namespace) -> int | None:
        _office()
        from diaodu.bureau.pipeline import audits

        return audits.verify(options) if options.what == "verify" else audits.write(options)

    parser = _command(commands, "audit", "审计日志：核验有无改动，导出", run)
    parser.epilog = "核验的结束状态：0 通过，1 有改动。"
    acts = parser.add_subparsers(dest="what", metavar="办理", required=True)
    verify = acts.add_parser("verify", help="核验全部记录，指出第一处改动")
    verify.add_argument("--expect", metavar="号:封存值", help="以前记在纸上的链头，一并核对")
    export = acts.add_parser("export", help="导出全部记录和封存值（csv）")
    export.add_argument("-o", "--output", required=True, metavar="文件")


def _demo(commands) -> None:  # type: ignore[no-untyped-def]
    def run(options: argparse.Namespace) -> None:
        from diaodu.demo import show

        show.demo(Path(options.city), Path(options.output), serve=not options.no_serve, port=options.port)

    parser = _command(commands, "demo", "演示：虚构一个城市，跑完当月流程并启动网页", run)
    parser.add_argument("--no-serve", action="store_true", help="不启动网页")
    parser.add_argument("--city", default="demo-city", help="演示城市的文件夹")
    parser.add_argument("--output", default="demo-output", help="文书存到这里")
    parser.add_argument("--port", type=int, default=8000)


def _office():  # type: ignore[no-untyped-def]
    """The city's own commands; its database is brought up to this version first."""
    from diaodu.config import setup

    return setup.open_office(setup.require_city())


if __name__ == "__main__":
    sys.exit(main())
