"""A kind's paper filled from its template (成文): the desk of the month, the names that papers bear."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from xml.sax.saxutils import escape

from diaodu.bureau.documents import asking, templates
from diaodu.bureau.documents.filling.archive import Archive
from diaodu.bureau.documents.filling.fill import fill
from diaodu.bureau.documents.filling.opening import read
from diaodu.bureau.documents.issue import Issue, Subject
from diaodu.bureau.documents.letter import date_text
from diaodu.bureau.findings.month import Month
from diaodu.economy.breakdowns import Place
from diaodu.economy.periods import Period
from diaodu.economy.phrases.language import quote
from diaodu.economy.phrases.said import Binding, Scope

CORE = "docProps/core.xml"
RECEIPT_DAYS, REPLY_DAYS, PLAN_DAYS = 2, 5, 10  # working days
BLANK_CONTACT = "　　　　　，电话：　　　　　　"


def build(
    template: str, month: Month, subject: Subject, issue: Issue, *, title: str, number: str, scope: Scope
) -> bytes:
    """The finished Word file for one subject (成文): the same snapshot gives the same bytes."""
    place = month.catalogue.places.get(subject.code) or month.catalogue.city
    office = issue.office_of(month)
    filled = fill(
        templates.of(template),
        asking.of(month).desk(place.code, month.period),
        about=about(template, title, place, month.period),
        scope=names(issue, office, number=number) | scope,
    )
    return described(filled.content, title, office, month.period.last_day)


def about(template: str, title: str, place: Place, period: Period) -> dict[str, str]:
    """What a paper is of (成文信息): kept in its record, for whoever checks it."""
    return {"template": template, "title": title, "place": place.code, "period": period.code}


def names(issue: Issue, office: str, *, number: str = "") -> Scope:
    """The names that every template may use (通用变量): who issues it, when, and by when an answer is due."""
    found = bound({
        "签发单位": office,
        "成文日期": date_text(issue.day),
        "文号": number,
        "联系人": issue.contact or BLANK_CONTACT,
        "回执期限": date_text(issue.after(RECEIPT_DAYS)),
        "回复期限": date_text(issue.after(REPLY_DAYS)),
        "整改期限": date_text(issue.after(PLAN_DAYS)),
        "情形": "亮红灯",
    })  # fmt: skip
    asked = {"主送机关": "主送单位()", "所称": "地名()", "列入": '亮灯指标("红")'}
    return found | {name: Binding(expression=expression) for name, expression in asked.items()}


def bound(texts: Mapping[str, str]) -> Scope:
    """Names that stand for plain texts (文字变量)."""
    return {name: Binding(expression=quote(text)) for name, text in texts.items()}


def described(content: bytes, title: str, author: str, day: dt.date) -> bytes:
    """The file with its title, author and day among its properties (文件属性), never the clock's day."""
    archive: Archive = read(content)
    if CORE in archive.members:
        archive.members[CORE] = _CORE.format(title=escape(title), author=escape(author), day=day).encode()
    return archive.to_bytes()


_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title>'
    "<dc:creator>{author}</dc:creator><cp:lastModifiedBy>{author}</cp:lastModifiedBy>"
    "<cp:revision>1</cp:revision>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:modified>'
    "<dc:language>zh-CN</dc:language></cp:coreProperties>"
)
