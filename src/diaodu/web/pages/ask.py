"""Where a phrase is tried, explained and copied (取数)."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from diaodu.bureau.directory.permissions import Permission
from diaodu.bureau.documents import asking
from diaodu.economy.errors import Refusal
from diaodu.economy.periods import Period
from diaodu.economy.phrases.book import Book
from diaodu.economy.phrases.functions import FUNCTIONS
from diaodu.economy.phrases.language import LONGEST
from diaodu.economy.phrases.said import Said
from diaodu.economy.results import Key
from diaodu.web import refusals
from diaodu.web.access import needs
from diaodu.web.shapes import answers, phrases, wordlist

REMEMBERED = 12  # questions of a session
SHOWN = 80  # sources listed; the rest by a link


class Question(NamedTuple):
    """What the address asks (问题): an expression, or a number of another page."""

    text: str = ""
    place: str = ""
    period: str = ""

    @property
    def query(self) -> str:
        named = {"q": self.text, "place": self.place, "period": self.period}
        return urlencode({name: value for name, value in named.items() if value})

    @property
    def href(self) -> str:
        return f"{reverse('ask')}?{self.query}"


@needs(Permission.VIEW)
def ask(request: HttpRequest) -> HttpResponse:
    """The page; or what a number of another page offers, where its menu asks for that alone."""
    book = asking.present()
    newest = asking.newest(book)
    if newest is None:
        return render(request, "board/empty.html")
    question = _question(request, book, newest)
    if request.GET.get("menu") == "1":
        return render(request, "ask/menu.html", {"question": question, "copy": _copy(question)})
    return render(request, "ask/page.html", _context(request, book, question, newest))


def _question(request: HttpRequest, book: Book, newest: Period) -> Question:
    given = {name: request.GET.get(name, "").strip() for name in ("q", "place", "period", "m")}
    if given["m"]:
        return _number(request, book, newest)
    text = given["q"][: LONGEST + 1].replace("\0", "")  # one too many is refused with the reason
    return Question(asking.plain(text), given["place"][:60], given["period"][:30])


def _number(request: HttpRequest, book: Book, newest: Period) -> Question:
    """A number of another page, by its measure, indicator, place and part, in its phrase."""
    named = (request.GET.get(name, "")[:60] for name in ("m", "i", "p", "part"))
    try:
        period = Period.parse(request.GET.get("t", "")[:30] or newest.code).cumulative
    except Refusal:
        period = newest
    found = phrases.phrase(book.catalogue, Key(*named), period)
    return Question(found or "", "", "" if period == newest else period.month.code)


def _context(request: HttpRequest, book: Book, question: Question, newest: Period) -> dict[str, Any]:
    context: dict[str, Any] = {
        "question": question,
        "longest": LONGEST,
        "example": FUNCTIONS["增速"].example,
        "places": wordlist.places(book.catalogue),
        "periods": asking.periods(book),
        "newest": newest,
        "functions": wordlist.functions(),
        "starts": wordlist.starts(book.catalogue),
        "words": wordlist.words(book.catalogue),
    }
    if question.text:
        context |= _answered(book, question, newest)
        _remember(request, question, context)
    context["past"] = [
        (Question(*one[:3]), one[3]) for one in request.session.get("asked", []) if len(one) == 4
    ]
    return context


def _answered(book: Book, question: Question, newest: Period) -> dict[str, Any]:
    try:
        period = _period(question, newest)
        spot = book.at(question.place or book.catalogue.city.name, period)
        said = book.ask(question.text, spot)
    except Refusal as refusal:
        return {"refused": refusals.said(refusal), "corrections": corrections(book, question, refusal)}
    return {
        "said": said,
        "spot": spot,
        "spot_period": period,
        "exact": answers.exact(said),
        "steps": answers.steps(book, question.text, spot),
        "used": answers.used(question.text),
        "sources": answers.sources(said, SHOWN),
        "more": max(0, len(said.sources) - SHOWN),
        "ids": ",".join(map(str, said.sources[:SHOWN])),
        "copy": _copy(question),
    }


def _period(question: Question, newest: Period) -> Period:
    """A month from the list means the year up to it."""
    if not question.period:
        return newest
    read = Period.parse(question.period)
    return read.cumulative if read.months == 1 else read


def _copy(question: Question) -> str:
    return phrases.placeholder(question.text)


def corrections(book: Book, question: Question, refusal: Refusal) -> list[tuple[str, str]]:
    """The nearest names, each with the question put right (改正): a click asks again."""
    wrong, near = str(refusal.params.get("name", "")), str(refusal.params.get("near", ""))
    found = []
    for name in near.split("、") if wrong else ():
        if not wordlist.known(book, name):
            continue
        if wrong in question.text:
            found.append((name, question._replace(text=question.text.replace(wrong, name)).href))
        elif wrong == question.place:
            found.append((name, question._replace(place=name).href))
    return found


def _remember(request: HttpRequest, question: Question, context: dict[str, Any]) -> None:
    """The last questions of a session (问过的)."""
    said: Said | None = context.get("said")
    shown = said.text if said is not None and said.known else _("缺数据") if said else _("写法有误")
    if len(question.text) > 300:
        return  # a session is no place for long texts
    past = [one for one in request.session.get("asked", []) if tuple(one[:3]) != question]
    request.session["asked"] = [[*question, shown[:60]], *past][:REMEMBERED]
