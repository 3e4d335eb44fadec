"""Unified social credit codes with valid check characters (统一社会信用代码, GB 32100)."""

from __future__ import annotations

import random

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_INNER = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def make(rng: random.Random, region: str) -> str:
    """An enterprise's code in a region (企业代码): registered by 市场监管 as an enterprise, hence 91."""
    body = "MA" + "".join(rng.choice(_ALPHABET) for _ in range(6))
    code = "91" + region + body + organisation_check(body)
    return code + check(code)


def organisation_check(body: str) -> str:
    """Check character of the inner organisation code (组织机构代码校验码, GB 11714)."""
    rest = 11 - sum(w * _INNER.index(c) for w, c in zip(_INNER_WEIGHTS, body, strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def check(code: str) -> str:
    """Check character of the first 17 (校验码): weights are the powers of 3 modulo 31."""
    total = sum(pow(3, i, 31) * _ALPHABET.index(c) for i, c in enumerate(code[:17]))
    return _ALPHABET[(31 - total % 31) % 31]


def valid(code: str) -> bool:
    """Whether both check characters are right (是否有效)."""
    known = len(code) == 18 and all(c in _ALPHABET for c in code)
    return known and code[16] == organisation_check(code[8:16]) and code[17] == check(code)
