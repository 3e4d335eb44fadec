"""What the status board refuses (报送情况的拒绝), named once more so that the translations can have it."""

from __future__ import annotations

from django.utils.translation import gettext_noop

BOARD = (
    gettext_noop("“{unit}”的“{report}”已经签发，不用再催"),
    gettext_noop("“{unit}”的“{report}”一小时内已经催过"),
    gettext_noop("“{name}”签发时已过时限，另定时限也不能算作按时"),
    gettext_noop("重报时限没有看懂：请写明哪一天、几点，不另定的请清空"),
)
