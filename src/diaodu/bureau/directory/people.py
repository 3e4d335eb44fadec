"""Read the list of people (人员名册)."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db.models import Q, QuerySet

from diaodu.bureau.directory.models import Person, Role, Unit

POSTS = {"填报人": Role.FILLER, "审核人": Role.REVIEWER, "签发人": Role.HEAD}
"""The role that a post of this name suggests (职务对应的角色); the security administrator decides."""


def everyone() -> QuerySet[Person]:
    """All log-ins of persons (全部账号): without the loop's own actor."""
    people = Person.objects.filter(is_system=False).select_related("unit")
    return people.order_by("unit__order", "unit__code", "username")


def without_role() -> QuerySet[Person]:
    """Opened but not yet authorised (待授权)."""
    return everyone().filter(role=Role.NONE, is_active=True)


def stale(now: dt.datetime) -> QuerySet[Person]:
    """Active log-ins that nobody has used for long (长期未用)."""
    since = now - dt.timedelta(days=settings.SECURITY.stale_days)
    never = Q(last_login=None, date_joined__lt=since)
    return everyone().filter(never | Q(last_login__lt=since), is_active=True)


def search(found: QuerySet[Person], words: str) -> QuerySet[Person]:
    """Those whose name, user name or unit holds the words (查找)."""
    held = ("full_name", "username", "unit__name", "post")
    asked = Q()
    for one in held:
        asked |= Q(**{f"{one}__icontains": words})
    return found.filter(asked) if words else found


def units() -> QuerySet[Unit]:
    """The units that people can be put in (在用单位)."""
    return Unit.objects.filter(retired=False)
