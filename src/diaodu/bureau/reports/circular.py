"""The circular on how reports came in (报送情况通报): who was late, who has not handed in, form by form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from django.utils import timezone

from diaodu.bureau.reports.board import tally
from diaodu.bureau.reports.models import Report, Stage
from diaodu.economy.periods import Period

NUMERALS = "一二三四五六七八九十"


class Passage(NamedTuple):
    """One paragraph (段落): a heading where `level` is 1, else text."""

    level: int
    text: str


def title(month: Period) -> str:
    """What it is called (标题)."""
    return f"关于{month.label}报表报送情况的通报"


def write(month: Period, reports: Iterable[Report], now: dt.datetime) -> list[Passage]:
    """The circular's body (通报正文), each unit named with how late it was."""
    found = sorted(reports, key=lambda r: (r.due_at, r.form, r.turn, r.unit.order, r.unit.code))
    late = [one for one in found if one.signed_at and one.late(now)]
    missing = [one for one in found if not one.first_signed_at and one.late(now)]
    reopened = [one for one in found if one.reopened]
    changed = [one for one in found if one.corrections and one.signed_at]
    parts = [("总体情况", [_whole(month, found, now)])]
    if late:
        parts.append(("迟报单位", list(_named(late, lambda one: f"{_short(one)}（{_how_late(one)}）"))))
    if missing:
        parts.append(("未报单位", list(_named(missing, _missing))))
    if reopened:
        parts.append(("更正后未重新签发", list(_named(reopened, _short))))
    if changed:
        parts.append(
            ("签发后更正", list(_named(changed, lambda one: f"{_short(one)}（{one.corrections}次）")))
        )
    if late or missing or reopened:
        parts.append(("有关要求", [_demand(bool(late), bool(missing), bool(reopened))]))
    return [passage for n, (head, texts) in enumerate(parts) for passage in _part(n, head, texts)]


def as_text(month: Period, passages: Iterable[Passage]) -> str:
    """The whole to be copied (全文)."""
    return "\n".join([title(month), "", *(one.text for one in passages)])


def _part(n: int, head: str, texts: list[str]) -> Iterator[Passage]:
    yield Passage(1, f"{NUMERALS[n]}、{head}")
    for text in texts:
        yield Passage(0, text)


def _whole(month: Period, found: list[Report], now: dt.datetime) -> str:
    count = tally(found, now)
    units, forms = len({one.unit_id for one in found}), len({one.form for one in found})
    returned = f"（其中签发后被退回、未重报{count.refused}份）" if count.refused else ""
    reopened = f"，更正后未重新签发{count.reopened}份" if count.reopened else ""
    text = (
        f"{month.label}应报报表{count.due}份，涉及{units}个单位、{forms}种报表。"
        f"截至{moment(now)}，到期{count.fallen}份，其中按时签发{count.in_time}份，迟报{count.late}份，"
        f"未报{count.missing}份{returned}{reopened}"
    )
    timely = f"，按时率{count.timely:.1f}%。" if count.timely is not None else "。"
    ahead = count.due - count.fallen
    return text + timely + (f"尚未到期{ahead}份。" if ahead else "")


def _named(reports: list[Report], say: Callable[[Report], str]) -> Iterator[str]:
    """One sentence a form: its units in their order."""
    by_form: dict[tuple[str, int], list[Report]] = {}
    for one in reports:
        by_form.setdefault((one.name, one.turn), []).append(one)
    for (name, turn), ones in by_form.items():
        week = f"（第{turn}周）" if turn else ""
        yield f"《{name}》{week}（{len(ones)}个单位）：{'、'.join(say(one) for one in ones)}。"


def _short(one: Report) -> str:
    return one.unit.short or one.unit.name


def _how_late(one: Report) -> str:
    assert one.first_signed_at is not None
    over = one.first_signed_at - one.deadline
    return f"迟{over.days}天" if over.days else f"迟{over.seconds // 3600}小时{over.seconds % 3600 // 60}分"


def _missing(one: Report) -> str:
    """A unit that has not handed in, and how far it has come (未报); who has done nothing bears no remark."""
    return _short(one) if one.stage == Stage.OPEN else f"{_short(one)}（{_standing(one)}）"


def _standing(one: Report) -> str:
    if one.refused:
        return "签发后被退回，未重报"
    if one.stage == "draft":
        return f"已填{one.filled}/{one.size}项"
    return str(one.get_stage_display())


def _demand(late: bool, missing: bool, reopened: bool) -> str:
    blame = "请上述单位查找原因，严格按报表规定的时限报送，主要负责人要审核签字。"
    return (
        ("请未报单位立即报送。" if missing else "")
        + ("请更正单位尽快重新签发。" if reopened else "")
        + (blame if late or missing else "")
    )


def moment(now: dt.datetime) -> str:
    """As of when, to the minute as lateness is told (截至时间)."""
    here = timezone.localtime(now)
    return f"{here.month}月{here.day}日{here.hour}时{here.minute:02d}分"
