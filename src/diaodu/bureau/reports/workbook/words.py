"""The words of the workbook (表内文字)."""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

from diaodu.bureau.directory.models import Person, Role
from diaodu.bureau.reports import typed
from diaodu.bureau.reports.models import Report
from diaodu.bureau.reports.workbook.known import Beside
from diaodu.bureau.reports.workbook.layout import Item
from diaodu.economy.filenames import own_name
from diaodu.economy.indicators import Basis, Catalogue, What
from diaodu.economy.units import round_half_up

NOTES = (
    "说明：1. 只填浅黄色的格，其余各格已锁定；浅黄格里已有的数是系统已掌握的，核对无误即可，有误请改。",
    "　　　2. 直接填数字，不填公式；没有发生的填0；增速填百分数（增长8.3%填8.3，下降2.1%填-2.1）。",
    "　　　3. “校验”栏随填随显，仅供自查；如数据确实如此，可照常上传，并在系统里说明原因。",
    "　　　4. 填好后在系统“报送”中上传本表；网页上改过的数不会被本表覆盖，有出入的会列出来请您核对。",
)
SIGNED = ("　" * 7).join(("填报人：", "审核人：", "签发人：", "单位（盖章）", "年　　月　　日"))
WEEKDAYS = "一二三四五六日"


class Head(NamedTuple):
    """What stands above the table (表头文字)."""

    title: str
    unit: str
    period: str
    deadline: str
    contact: str


def head(report: Report) -> Head:
    """What stands above a report's table (表头文字)."""
    due = timezone.localtime(report.deadline)
    day = f"{due:%Y}年{due.month}月{due.day}日（周{WEEKDAYS[due.weekday()]}）{due:%H:%M}"
    turn = f"（第{report.turn}周）" if report.turn else ""
    period = f"{report.year}年" if report.matter == "target" else report.period.label
    return Head(report.name, report.unit.name, period + turn, f"报送时限：{day}前", contact())


def contact() -> str:
    """Whom to ask (联系方式): as the city's settings say, else the dispatchers that have a telephone."""
    told = settings.CITY.get("contact", "")
    if not told:
        people = Person.objects.filter(role=Role.DISPATCHER, is_active=True).exclude(phone="")
        told = "、".join(f"{one} {one.phone}" for one in people.order_by("pk")[:2])
    return f"联系人：{told}" if told else "如有疑问，请联系经济运行调度部门"


def name(report: Report) -> str:
    """The workbook's file name (文件名)."""
    turn = f"第{report.turn}周" if report.turn else ""
    return safe(f"{report.unit.name}_{report.name}_{report.period.label}{turn}.xlsx")


def safe(text: str) -> str:
    """A text as a file or a folder may be called (规范名称)."""
    return own_name(text.replace("/", "_").replace("\\", "_"))


def down(item: Item, catalogue: Catalogue) -> str:
    """An item's name in a list (指标名称)."""
    return f"　其中：{part(item, catalogue)}" if item.part else item.indicator.name


def across(item: Item, catalogue: Catalogue) -> str:
    """A group's heading in a matrix (表头): name, unit, period."""
    named = f"{item.indicator.name}：{part(item, catalogue)}" if item.part else item.indicator.name
    return f"{named}（{unit(item)}，{period(item)}）"


def part(item: Item, catalogue: Catalogue) -> str:
    """The name of an item's part (分项名称)."""
    found = catalogue.breakdowns.get(item.indicator.parts)
    return (
        next((one.label for one in found.parts if one.code == item.part), item.part) if found else item.part
    )


def place(code: str, catalogue: Catalogue) -> str:
    """A place's name (地区名称)."""
    found = catalogue.places.get(code)
    return code if found is None else "全市" if found.home else found.label


def unit(item: Item) -> str:
    """The unit that is asked for (计量单位)."""
    return "%" if all(slot.what == What.GROWTH for slot in item.slots) else item.indicator.unit


def period(item: Item) -> str:
    """The period that is asked about (统计期): 1—9月, 9月, 9月末."""
    return typed.months(item.first.period, stock=item.indicator.basis is Basis.STOCK)


def hint(item: Item, what: str, known: Beside) -> tuple[str, str]:
    """What is said as somebody enters a cell (输入提示): a title and a text."""
    asked = {"level": "数值", "base": "上年同期", "growth": "同比增速"}[what]
    measure = "%" if what == What.GROWTH else item.indicator.unit
    facts = [f"{period(item)}，单位：{measure}"]
    growth = item.first.what == What.GROWTH
    for label, value, is_growth in (
        ("上期", known.before, growth),
        ("上年同期", known.last, False),
        ("上年同期增速", known.last_growth, True),
    ):
        if value is not None:
            facts.append(f"{label}：{_number(value, 1 if is_growth else item.indicator.decimals)}")
    return f"{item.indicator.label}{asked}"[:32], "\n".join(facts)[:255]


def _number(value: float, decimals: int) -> str:
    return f"{round_half_up(value, decimals):,.{decimals}f}"
