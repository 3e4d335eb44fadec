"""Sentences made of several answers (成文): a clause whose figure is missing is left out, never guessed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from diaodu.economy.phrases.evaluation import Evaluation
from diaodu.economy.phrases.functions import FUNCTIONS
from diaodu.economy.phrases.said import Said, sources_of
from diaodu.economy.phrases.spots import Spot

Clause = Said | str | None


def ask(spot: Spot, name: str, *given: Any, **named: Any) -> Said:
    """A word of the phrasebook asked by another (取数): the answer bears its own formula."""
    return Evaluation(spot.book, spot, {}).apply(FUNCTIONS[name], list(given), named)


def clause(*pieces: Clause) -> Said | None:
    """Words and answers as one clause (分句); None as soon as an answer is missing."""
    if any(piece is None or (isinstance(piece, Said) and piece.value is None) for piece in pieces):
        return None
    return _made([piece for piece in pieces if piece is not None])


def joined(clauses: Iterable[Clause], *, by: str = "，", end: str = "。") -> Said | None:
    """The clauses that can be said, in a sentence (成句); None where none can."""
    known = [one for one in clauses if one and (not isinstance(one, Said) or one.value is not None)]
    if not known:
        return None
    pieces: list[Clause] = []
    for n, one in enumerate(known):
        pieces += [by, one] if n else [one]
    return _made([*pieces, end])


def text(sentences: Iterable[Clause], otherwise: str = "没有可说的数据") -> Said:
    """Sentences one after the other (成段); missing where none can be said."""
    known = [one for one in sentences if one and (not isinstance(one, Said) or one.value is not None)]
    return _made(known) if known else Said.missing(otherwise)


def _made(pieces: list[Any]) -> Said:
    words = "".join(one.text if isinstance(one, Said) else one for one in pieces)
    answers = [one for one in pieces if isinstance(one, Said)]
    return Said(words, text=words, sources=sources_of(answers), pieces=tuple(pieces))
