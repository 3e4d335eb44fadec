"""The small city, planted once for all page tests (小样本城市)."""

import pytest
from django.core.cache import cache

from tests.web.fixture.city import PASSWORD, plant


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Plant the city once; tests roll back to it."""
    with django_db_blocker.unblock():
        plant()


@pytest.fixture
def enter(client, db):
    """Log in as a role and get the client (登录)."""

    def _enter(role: str = "analyst"):
        from diaodu.bureau.directory.models import Person

        cache.clear()
        client.force_login(
            Person.objects.get(username=role), backend="django.contrib.auth.backends.ModelBackend"
        )
        return client

    return _enter


@pytest.fixture
def password() -> str:
    return PASSWORD
