"""A token asks in a person's name, for less than the person may, and never signs."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache.backends.locmem import LocMemCache

from diaodu.bureau.audit.models import Event
from diaodu.bureau.directory import tokens
from diaodu.bureau.directory.models import Person, Role, Token, Unit
from diaodu.bureau.directory.permissions import Permission, may
from diaodu.economy.errors import Refusal

NOW = dt.datetime(2026, 10, 20, 9, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture
def head(db: None) -> Person:
    unit = Unit.objects.create(code="900321", name="岩坪县人民政府", place="900321")
    return Person.objects.create(
        username="yanping", full_name="岩坪签发", role=Role.HEAD, unit=unit, password_at=NOW
    )


def issued(person: Person, *permissions: str, days: int = 30) -> tuple[Token, str]:
    return tokens.issue(
        person=person, name="报表程序", permissions=permissions or ["view"], days=days, by=person, now=NOW
    )


def test_a_token_speaks_for_its_person_within_what_it_was_given(head: Person) -> None:
    _token, secret = issued(head, "view", "reports")
    found = tokens.bearer(secret, NOW)
    assert found is not None
    person, permissions = found
    assert (person, permissions) == (head, {"view", "reports"})
    assert may(person, Permission.REPORTS, unit=head.unit_id)
    assert not may(person, Permission.REPORTS, unit=head.unit_id + 1)
    assert not may(person, Permission.EXPORT)  # the role grants it, the token does not
    assert may(head, Permission.EXPORT)


def test_a_token_never_signs_though_its_person_does(head: Person) -> None:
    with pytest.raises(Refusal, match="您自己有权办理"):
        issued(head, "sign")
    token, secret = issued(head, "view")
    Token.objects.filter(pk=token.pk).update(permissions=["view", "sign", "nonsense"])
    found = tokens.bearer(secret, NOW)
    assert found is not None
    assert found[1] == {"view"}
    found[0].scope = frozenset({Permission.SIGN})
    assert may(head, Permission.SIGN)
    assert not may(found[0], Permission.SIGN)


def test_the_secret_is_kept_nowhere(head: Person) -> None:
    token, secret = issued(head)
    kept = str(Token.objects.values().get(pk=token.pk)) + str(list(Event.objects.values()))
    assert secret.startswith("dd_")
    assert secret not in kept
    assert secret.removeprefix("dd_") not in kept


def test_worth_nothing_when_over_revoked_or_its_person_is_gone(head: Person) -> None:
    token, secret = issued(head, days=30)
    assert tokens.bearer(secret, NOW + 29 * DAY)
    assert tokens.bearer(secret, NOW + 30 * DAY) is None
    assert tokens.bearer(secret[:-1], NOW) is None
    assert tokens.bearer("", NOW) is None
    Person.objects.filter(pk=head.pk).update(must_change=True)
    assert tokens.bearer(secret, NOW) is None
    Person.objects.filter(pk=head.pk).update(must_change=False, is_active=False)
    assert tokens.bearer(secret, NOW) is None
    Person.objects.filter(pk=head.pk).update(is_active=True)
    tokens.revoke(token=token, by=head, now=NOW)
    assert tokens.bearer(secret, NOW) is None


def test_a_role_taken_away_takes_the_token_with_it(head: Person) -> None:
    _token, secret = issued(head, "view", "reports")
    Person.objects.filter(pk=head.pk).update(role=Role.VIEWER)
    found = tokens.bearer(secret, NOW)
    assert found is not None
    assert found[1] == {"view"}


def test_what_a_token_asks_of_several_workers_is_counted_together(
    head: Person, settings, monkeypatch
) -> None:
    """600 a minute whichever worker answers: each tells the others after every twelfth request."""
    token, _secret = issued(head)
    workers = [LocMemCache(f"worker {n}", {}) for n in range(4)]
    last = [0] * 4
    for n in range(640):
        monkeypatch.setattr(tokens, "cache", workers[n % 4])
        last[n % 4] = tokens.asked(token, NOW)
    assert all(640 - 12 * 4 <= counted <= 640 for counted in last)
    assert tokens.asked(token, NOW + dt.timedelta(minutes=1)) == 1
    assert tokens.asked(token, NOW) > 600  # another minute's count starts anew and leaves this one's
    other, _secret = issued(head)
    assert tokens.asked(other, NOW) == 1


def test_most_requests_are_counted_without_a_query(head: Person, django_assert_max_num_queries) -> None:
    token, _secret = issued(head)
    with django_assert_max_num_queries(4 * 10):  # every twelfth: add, read, and SQLite's patience
        for _ in range(120):
            tokens.asked(token, NOW)


def test_only_for_oneself_at_most_a_year_and_with_a_purpose(head: Person) -> None:
    other = Person.objects.create(username="o", role=Role.HEAD, unit=head.unit)
    with pytest.raises(Refusal, match="本人"):
        tokens.issue(person=other, name="x", permissions=["view"], days=1, by=head, now=NOW)
    with pytest.raises(Refusal, match="365"):
        issued(head, days=366)
    with pytest.raises(Refusal, match="用途"):
        tokens.issue(person=head, name=" ", permissions=["view"], days=1, by=head, now=NOW)
    token, _ = issued(head)
    with pytest.raises(Refusal, match="本人"):
        tokens.revoke(token=token, by=other, now=NOW)
    viewer = Person.objects.create(username="v", role=Role.VIEWER)
    with pytest.raises(Refusal, match="没有此项权限"):
        issued(viewer)
