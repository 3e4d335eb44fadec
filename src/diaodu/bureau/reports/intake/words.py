"""The words of headers and labels (表头词): what they are called, and what they say."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from diaodu.economy import units
from diaodu.economy.errors import Refusal
from diaodu.economy.periods import Period


class Mark(NamedTuple):
    """What one text says (含义); empty fields are not said."""

    indicator: str = ""
    place: str = ""
    part: str = ""
    period: Period | None = None
    relative: str = ""  # a period without its year: 1-9月
    year: int = 0  # a year that may be the whole year, or head a row of months
    what: str = ""
    kind: str = ""
    span: str = ""  # month 当月 | cumulative 累计
    unit: str = ""
    vintage: str = ""
    label: str = ""  # the heading of a column of labels: 指标, 地区, 时期, 单位, 部分, 序号
    ignored: bool = False  # 位次, 备注
    unknown: str = ""  # what was not understood

    @property
    def useful(self) -> bool:
        """Whether it says anything that a figure needs."""
        return not self.ignored and self != Mark(unknown=self.unknown)

    @property
    def dated(self) -> bool:
        """Whether it says when (有时期)."""
        return bool(self.period or self.relative or self.year)

    def over(self, other: Mark) -> Mark:
        """This one's words, and the other's where this one says nothing."""
        return Mark._make(mine or theirs for mine, theirs in zip(self, other, strict=True))


NOTHING = Mark()


def _listed(*groups: tuple[str, Mark]) -> dict[str, Mark]:
    return {word: mark for words, mark in groups for word in words.split()}


LABELS = _listed(
    ("指标 指标名称 指标代码 项目 项目名称 主要指标 名称 指标项 内容 统计指标 indicator", Mark(label="指标")),
    (
        "地区 地区名称 地区代码 地区编码 省份 省市 城市 县区 区县 县市区 市县 市州 县别 地市 区域 辖区",
        Mark(label="地区"),
    ),
    (
        "单位名称 县(市、区) 县(市区) 各县(市、区) 各县区 县(区) 省 市 province region city",
        Mark(label="地区"),
    ),
    ("时间 时期 统计期 年份 年度 月份 月度 年 月 日期 期别 季度 year month date", Mark(label="时期")),
    ("单位 计量单位", Mark(label="单位")),
    ("部分 行业 分项 行业名称 税种", Mark(label="部分")),
    ("频度 频率", Mark(label="频度")),
    ("序号 编号 代码 行次 no id", Mark(label="序号")),
)
WORDS = _listed(
    (
        "累计同比实际增速 累计同比名义增速 累计同比增速 累计同比增长 累计同比",
        Mark(what="growth", span="cumulative"),
    ),
    ("累计增长 累计增速 累计增幅", Mark(what="growth", span="cumulative")),
    (
        "当期同比实际增速 当期同比名义增速 当期同比增速 当月同比增长 当月同比增速 当月同比",
        Mark(what="growth", span="month"),
    ),
    (
        "当月增速 当月增长 当季同比增长 当季同比 当季增速 当季增长 本月增速 本月增长",
        Mark(what="growth", span="month"),
    ),
    (
        "同比增长速度 同比增长率 同比增长 同比增速 同比增减 同比增幅 同比± 同比 增长速度 增长率",
        Mark(what="growth"),
    ),
    (
        "比上年同期增长 比上年同期增减 比上年同期± 比上年增长 比去年同期增长 较上年同期增长",
        Mark(what="growth"),
    ),
    ("较去年同期增长 较上年增长 增长 增速 增幅 增减 ±", Mark(what="growth")),
    (
        "自年初累计 本年累计 年初累计 本月止累计 本期止累计 累计完成 累计值 累计数 累计额 累计",
        Mark(span="cumulative"),
    ),
    ("1-本月 年初至本月 1-本月累计", Mark(span="cumulative")),
    (
        "当期值 当季值 当月值 当月数 当月完成 当月 本月数 本月完成 本月 单月 当期 当季 本季",
        Mark(span="month"),
    ),
    ("上年同期数 上年同期值 上年同期 去年同期数 去年同期 同期数 同期值 上年同月", Mark(what="base")),
    ("年度目标 全年目标 目标任务 年度任务 目标值 目标数 目标", Mark(kind="target")),
    ("年度计划 全年计划 计划数 计划", Mark(kind="plan")),
    ("预计完成 预计数 预计值 预计 预测", Mark(kind="estimate")),
    (
        "绝对值 绝对量 绝对数 总量 数值 完成数 完成额 完成值 完成量 实绩 完成 本期数 本期 数量 金额",
        Mark(what="level"),
    ),
    ("初步核算数 初步核算 初步数", Mark(vintage="preliminary")),
    ("最终核实数 最终核实 核实数", Mark(vintage="verified")),
)
# Longest first: 累计同比增长 is one word, not 累计 and 同比增长.
WORD = re.compile("|".join(sorted(map(re.escape, WORDS), key=len, reverse=True)))
IGNORED = re.compile(
    r"位次|排名|名次|排位|位居|备注|说明|比重|占比|占.{1,8}%|责任单位|牵头|责任部门|分管|完成率|完成比例|进度|"
    r"贡献率|拉动|环比|较上月|比上月|开始时间|结束时间|更新时间|指标解释"
)
# With one of these inside, a text is of something else than the indicator it names.
ANOTHER = re.compile(r"占|位次|排名|名次|排位|环比|较上月|比上月|两年平均|拉动|贡献|位居")
NUMBERING = re.compile(
    r"^(?:\(?(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?:[)、]|\.(?!\d))|\([一二三四五六七八九十\d]{1,3}\)|[①-⑳])+"
)
PREFIX = re.compile(r"^(?:其中|#|\*|·|—+|-+|其?中?:)+:?")
NOTE = re.compile(r"(?:[*#†①-⑳]+|\((?:注?\d|注)\)|注\d?|(?<=\))[a-z]|:)$")
BRACKET = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
HARMLESS = re.compile(r".*=100|不含农户")
# A unit that is not known must be refused as a unit: taken for a remark, 千美元 would pass as 亿美元.
UNIT_LIKE = re.compile(
    r"[十百千万亿]*(?:美元|欧元|港元|日元|元|吨|公斤|千克|斤|克|升|人次|人|户|家|个|件|台|辆|套|次|亩|公顷|头|只|箱|"
    r"米|平方公里|立方米|重量箱|瓦)"
)
YEAR = re.compile(r"((?:19|20)\d{2})年?度?")
_MONTHS = (
    r"\d{1,2}[-—–~～至]\d{1,2}月份?|\d{1,2}月份?[末底]?|元月|上半年|下半年|前[一二三四1-4]个?季度|"
    r"第?[一二三四1-4]季度|全年|[Qq][1-4]"
)
WRITTEN = re.compile(rf"(?:截[至止]?)?(?:((?:19|20)\d{{2}})年度?)?({_MONTHS})(?:累计|[末底])?")
PERIODISH = re.compile(r"(?:19|20)\d{2}(?:\.\d{1,2}|[01]\d)?")
FOOTER = re.compile(
    r"\s*(?:注|备注|说明|数据来源|资料来源|来源|填表人|制表|审核|填报单位|联系电话|联系人)\s*\d*[:：]|^\s*注\s*\d"
)
_CHINESE_YEAR = re.compile(r"二[〇零○0][〇零○一二三四五六七八九]{2}年")
_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")


def half(text: str) -> str:
    """Half width, no blanks, lower case (归一); years in Chinese figures become Arabic, ① stays ①."""
    plain = "".join(c if "①" <= c <= "⑳" else unicodedata.normalize("NFKC", c) for c in text)
    plain = "".join(plain.split()).lower()
    return _CHINESE_YEAR.sub(lambda match: match[0].translate(_DIGITS), plain)


def is_unit(text: str) -> bool:
    """Whether a text is a unit, or looks so much like one that it must not pass for a remark (计量单位)."""
    try:
        units.unit(text)
    except Refusal:
        return UNIT_LIKE.fullmatch(text) is not None
    return bool(text)


def title_units(plain: str) -> str:
    """The units that a title names (表题单位): after 单位：, or in brackets."""
    match = re.search(r"单位:([^()\s]+)", plain)
    if match:
        return match[1].strip(")")
    return next((match[1] for match in BRACKET.finditer(plain) if is_unit(match[1])), "")


def lost_zero(texts: list[str]) -> bool | None:
    """2016.1 is October where 2016.01 or two-digit neighbours stand beside it, January where 2016.10 does."""
    months = {text for text in texts if re.fullmatch(r"(?:19|20)\d{2}\.\d{1,2}", text)}
    for year in (text[:4] for text in months if re.fullmatch(r"\d{4}\.1", text)):
        if f"{year}.10" in months:
            return False
        if months & {f"{year}.01", f"{year}.09", f"{year}.11"}:
            return True
    return None
