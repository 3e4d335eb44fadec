"""Make a city's folder ready (建立本市文件夹)."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from diaodu.config import home, marker
from diaodu.economy.errors import Refusal

# The three administrators are three people, and none of them is the one who dispatches (三员分立).
STAFF = (
    ("xitong", "系统管理员", "sysadmin"),
    ("anquan", "安全管理员", "secadmin"),
    ("shenji", "审计管理员", "auditor"),
    ("diaodu", "运行调度", "dispatcher"),
)
STARTER = Path(__file__).resolve().parent.parent / "starter"


def require_city() -> home.Home:
    """The city that commands work on; refuses where there is none."""
    city = home.current()
    if not city.exists():
        raise Refusal(
            "{folder} 不是本市文件夹（没有 {marker}）。请先 diaodu init my-city/ 再 cd my-city，"
            "或用环境变量 DIAODU_HOME 指明。",
            folder=city.path,
            marker=home.MARKER,
        )
    return city


def make_city(folder: Path, *, name: str = "", database: str = "") -> None:
    """Make a city's folder from the starter (新建): definitions, database, secret, administrator."""
    city = home.Home(folder.resolve())
    if city.exists():
        raise Refusal("{folder} 已经是本市文件夹，未作改动。", folder=folder)
    if database:
        _must_be_empty(database)
    lay_out(city, STARTER / "definitions", name=name or "示例市", database=database)
    office = open_office(city)
    office.load_definitions()
    made = [(username, name, office.add_person(username, name, role)) for username, name, role in STAFF]
    office.write_example(city.path / "examples")
    print(f"已建立 {folder}。")
    print("  账号和初始密码（只显示这一次，登录后请修改）：")
    for username, name, password in made:
        print(f"    {username:8s} {password}    {name}")
    print("接下来：")
    print(f"  cd {folder}")
    print("  diaodu import examples/*.xlsx     # 先用示例报表试一遍，再换成自己的")
    print("  diaodu run                        # 分析最新一期，文书写入 output/")
    print("  diaodu serve                      # 浏览器打开 http://127.0.0.1:8000")
    print("本市的地区、分组、指标在 definitions/ 里改，改后执行 diaodu load-definitions。")


def _must_be_empty(database: str) -> None:
    """A city is never laid over another one (须为空库), nor half made where none answers."""
    import psycopg

    try:
        with psycopg.connect(database, connect_timeout=10) as at:
            taken = at.execute("SELECT to_regclass('directory_person')").fetchone()
    except psycopg.Error as error:
        raise Refusal("连不上数据库：{error}", error=str(error).strip()) from error
    if taken and taken[0]:
        raise Refusal("这个数据库里已经有一个城市的数据，未作改动。请换一个空库")


def lay_out(city: home.Home, definitions: Path, *, name: str, database: str = "") -> None:
    """Write the folder's own files (铺设文件夹); a secret that is there already is kept."""
    city.path.mkdir(parents=True, exist_ok=True)
    shutil.copytree(definitions, city.definitions, dirs_exist_ok=True)
    city.make_secret()
    file = city.path / home.MARKER
    file.touch(mode=0o600)  # the database's password may stand in it
    chosen = {"name": name, "hosts": marker.HOSTS} | ({"database": database} if database else {})
    file.write_text(marker.text(**chosen), "utf-8")


def open_office(city: home.Home):  # type: ignore[no-untyped-def]
    """Start Django on a city's folder and bring all its commands (打开)."""
    open_city(city)
    from diaodu.bureau.pipeline import office

    return office


def open_city(city: home.Home) -> None:
    """Start Django on a city's folder, with its database up to date (打开台账)."""
    os.environ["DIAODU_HOME"] = str(city.path)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diaodu.config.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
