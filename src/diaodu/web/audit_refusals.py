"""What the log's commands refuse (审计的拒绝), named for the translations."""

from __future__ import annotations

from django.utils.translation import gettext_noop

AUDIT = (gettext_noop("“{text}”不是链头。应写作 号:封存值，如 1205:9f86d0…（64位）"),)
