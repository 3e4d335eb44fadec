"""What is no secret (密钥): missing, short, published with the project, or easily made up."""

from __future__ import annotations

import itertools

from diaodu.economy.errors import Refusal

SHORTEST, FEWEST = 32, 10
PUBLISHED = (
    "only-for-tests", "only-for-the-bench", "django-insecure", "changeme", "change-me", "change_me",
    "example", "placeholder", "your-secret", "yoursecret", "secret-key-here", "replace-me", "不要用",
)  # fmt: skip
"""What stands in tests, examples and templates that everybody can read (公开过的)."""


def check(secret: str) -> None:
    """Refuse to serve with such a secret (检查密钥)."""
    if len(secret) < SHORTEST:
        raise Refusal(
            "没有可用的密钥：data/secret.key 缺失或太短。请用 diaodu init 生成，或设置 DIAODU_SECRET_KEY。"
        )
    if is_known(secret) or is_weak(secret):
        raise Refusal(
            "密钥是公开过的或容易猜到，别人可以用它伪造登录。请用 diaodu new-secret 换一个，"
            "或把 DIAODU_SECRET_KEY 换成随机的。"
        )


def is_known(secret: str) -> bool:
    """Whether it was published with the project, or is made of what was (公开过)."""
    plain = secret.casefold()
    return any(piece in plain for piece in PUBLISHED)


def is_weak(secret: str) -> bool:
    """Whether it has few signs, repeats itself, or counts up (容易猜到)."""
    if len(set(secret)) < FEWEST:
        return True
    if secret in (secret + secret)[1:-1]:
        return True
    steps = [ord(b) - ord(a) for a, b in itertools.pairwise(secret)]
    return sum(step in (1, -1) for step in steps) * 2 > len(steps)
