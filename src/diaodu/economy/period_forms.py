"""All the ways a period is written, read into a year and two months (统计期的写法)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from diaodu.economy.errors import Refusal

Months = tuple[int, int]
Span = tuple[int, int, int]

_DIGITS = str.maketrans("〇零○一二三四五六七八九两", "0001234567892")
_DASHES = re.compile(r"\.\.+|[—–―‐‑−－~∼〜至到]+|--+")
_MONTH = r"([0-9]{1,2})(?:月份?)"
_LOOSE = r"([0-9]{1,2})(?:月份?)?"

# Each form of what follows the year, and the months that it stands for. Dashes of all kinds have become "-".
_FORMS: tuple[tuple[re.Pattern[str], Callable[[list[int]], Months]], ...] = tuple(
    (re.compile(pattern), months)
    for pattern, months in (
        (r"全?年?度?", lambda n: (1, 12)),
        (r"年?[末底]", lambda n: (12, 12)),
        (_MONTH + r"(?:当月|单月|本月)?", lambda n: (n[0], n[0])),
        (_MONTH + r"?[末底]", lambda n: (n[0], n[0])),
        (_LOOSE + "-" + _LOOSE, lambda n: (n[0], n[1])),
        (r"前([0-9]{1,2})个?月", lambda n: (1, n[0])),
        (r"(?:Q|第?)([1-4])季度?[末底]", lambda n: (n[0] * 3, n[0] * 3)),
        (r"Q([1-4])(?:季度)?|第?([1-4])季度?", lambda n: (n[0] * 3 - 2, n[0] * 3)),
        (r"前([1-4])个?季度", lambda n: (1, n[0] * 3)),
        (r"(?:Q1-Q?([1-4])|第?1(?:季度)?-第?([1-4])季度)", lambda n: (1, n[0] * 3)),
        (r"上半年?|H1", lambda n: (1, 6)),
        (r"下半年|H2", lambda n: (7, 12)),
    )
)
_YEAR = re.compile(r"([0-9]{4})(年度?|[-/.])?(.*)")
_DATE_LIKE = re.compile(r"[0-9]{4}([-/.])[0-9]{1,2}\1[0-9]{1,2}")
_TIMESTAMP = re.compile(r"([0-9]{4}-[0-9]{2})-[0-9]{2}[T ]?00:?00:?(?:00)?(?:\.0+)?")
_UPTO = re.compile(r"\s*截\s*[至止到]?\s*到?")
_TOTAL = re.compile(r"\(?累计\)?")


def read(text: str, year: int | None = None, lost_zero: bool | None = None) -> Span:
    """Year, first and last month of a written period (识别统计期); a Refusal tells what is wrong with it."""
    if stamp := _TIMESTAMP.fullmatch("".join(text.split())):
        text = stamp[1]
    upto = _UPTO.match(text)
    plain = _plain(text[upto.end() :] if upto else text)
    total = upto or "累计" in plain
    plain = _same_year_once(_TOTAL.sub("", plain), text)
    the_year, rest = _split(plain, text, year, lost_zero)
    first, last = _months(rest, text)
    return the_year, 1 if total else first, last


def _plain(text: str) -> str:
    """Half width, no blanks, one kind of dash, Arabic digits."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    if _DATE_LIKE.fullmatch(plain):
        raise Refusal(
            "“{text}”既可能是日期，也可能是几月至几月。请写作2024-01..06、2024年1—6月或2024年1月", text=text
        )
    plain = plain.replace("元月", "1月").replace("十一", "11").replace("十二", "12").replace("十", "10")
    return _DASHES.sub("-", plain.translate(_DIGITS))


def _same_year_once(plain: str, text: str) -> str:
    """`2024年1月-2024年6月` names its year twice; two different years can't be one period."""
    years = re.findall(r"([0-9]{4})年", plain)
    if len(set(years)) > 1:
        raise Refusal("“{text}”跨了年度。一个统计期只能在同一年内，请分年填写", text=text)
    return re.sub(r"-[0-9]{4}年", "-", plain)


def _split(plain: str, text: str, year: int | None, lost_zero: bool | None) -> tuple[int, str]:
    match = _YEAR.fullmatch(plain)
    if match is None:
        if year is None:
            raise _refusal(text) if not _known(plain) else _no_year(text)
        return _checked_year(year, text), plain if plain else "?"
    number, mark, rest = match.groups()
    return _checked_year(int(number), text), _rest(mark or "", rest, text, lost_zero)


def _rest(mark: str, rest: str, text: str, lost_zero: bool | None) -> str:
    """What follows the year, with 月 put in where the bare code leaves it out."""
    if mark == "." and rest == "1":
        rest = _first_or_tenth(text, lost_zero)
    if mark in ("-", "/", ".") and not rest:
        return "?"
    wanted = r"[0-9]{2}" if not mark else r"[0-9]{1,2}"
    return rest + "月" if not mark.startswith("年") and re.fullmatch(wanted, rest) else rest


def _first_or_tenth(text: str, lost_zero: bool | None) -> str:
    if lost_zero is None:
        raise Refusal(
            "“{text}”看不出是1月还是10月（数字单元格会丢掉末尾的0）。请写作{text}月或改为文本格式", text=text
        )
    return "10" if lost_zero else "1"


def _months(rest: str, text: str) -> Months:
    for pattern, months in _FORMS:
        if match := pattern.fullmatch(rest):
            first, last = months([int(group) for group in match.groups() if group])
            return _checked_months(first, last, text)
    raise _refusal(text)


def _checked_months(first: int, last: int, text: str) -> Months:
    if not (1 <= first <= 12 and 1 <= last <= 12):
        raise Refusal("“{text}”的月份不对，月份应在1至12之间", text=text)
    if first > last:
        raise Refusal("“{text}”的起止月份颠倒了，应由小到大", text=text)
    return first, last


def _checked_year(year: int, text: str) -> int:
    if not 1900 <= year <= 2200:
        raise Refusal("“{text}”的年份不对，年份应在1900至2200之间", text=text)
    return year


def _known(plain: str) -> bool:
    return bool(plain) and any(pattern.fullmatch(plain) for pattern, _ in _FORMS)


def _no_year(text: str) -> Refusal:
    return Refusal("“{text}”没有写明年份。请写全，如2024年{text}，或先指定年份", text=text)


def _refusal(text: str) -> Refusal:
    return Refusal(
        "“{text}”不是能识别的统计期。可写作2024年6月、2024年1—6月、2024年二季度、2024年上半年、2024年，"
        "或2024-06、2024-01..06、2024Q2、2024H1",
        text=text,
    )
