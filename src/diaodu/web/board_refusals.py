"""What the status board refuses (报送情况的拒绝), named once more so that the translations can have it."""

from __future__ import annotations

from django.utils.translation import gettext_noop

BOARD = (
    gettext_noop("“{unit}”的“{report}”已经签发，不用再催"),
    gettext_noop("“{unit}”的“{report}”一小时内已经催过"),
)
