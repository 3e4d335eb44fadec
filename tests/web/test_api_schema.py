"""Every operation of the interface under requests made up from its own description (接口模糊测试).

`DIAODU_FUZZ=500` asks each operation that many times for each person.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import load_all_checks
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks as openapi

from diaodu.bureau.directory.models import Person, Unit
from diaodu.bureau.reports import rounds
from diaodu.bureau.reports.models import Report
from diaodu.economy.periods import span
from diaodu.web.api import schema
from tests.web.api import token
from tests.web.city import COUNTY

EXAMPLES = int(os.environ.get("DIAODU_FUZZ", "4"))
PEOPLE = {"filler": (), "dispatcher": (), "viewer": ("view",)}
CHECKS = [
    schemathesis.checks.not_a_server_error,
    openapi.status_code_conformance,
    openapi.content_type_conformance,
    openapi.response_schema_conformance,
    openapi.response_headers_conformance,
    openapi.unsupported_method,
    openapi.ignored_auth,
]
HOW = settings(
    max_examples=EXAMPLES, deadline=None, derandomize=EXAMPLES < 50, database=None,
    phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
)  # fmt: skip
answered: Counter[int] = Counter()
load_all_checks()


@pytest.fixture
def one_connection() -> Iterator[None]:
    """A request ends by closing a connection that is in a transaction, as a test's is: here it must not."""
    signals = (request_started, request_finished)
    for one in signals:
        one.disconnect(close_old_connections)
    yield
    for one in signals:
        one.connect(close_old_connections)


@pytest.fixture
def door(planted: None, db: None, one_connection: None, settings: Any) -> dict[str, str]:
    """A token of each person, and reports that they may find (令牌)."""
    settings.SECURITY = settings.SECURITY._replace(token_rate=10**9)
    rounds.issue(month=span(2026, 9, 9), by=Person.system(), now=timezone.now())
    filler = Person.objects.get(username="filler")
    filler.unit = Unit.objects.get(code=COUNTY)
    filler.save()
    return {who: token(Person.objects.get(username=who), *may) for who, may in PEOPLE.items()}


OPERATIONS = [
    (method.upper(), path) for path, methods in schema.description()["paths"].items() for method in methods
]


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
@pytest.mark.parametrize("who", PEOPLE)
def test_nothing_that_may_be_asked_breaks_it(door: dict[str, str], who: str, method: str, path: str) -> None:
    described = schemathesis.openapi.from_dict(schema.description())
    described.app = get_wsgi_application()
    described.config.update(base_url="http://localhost")
    one = described[path][method]
    known = list(Report.objects.filter(unit__code=COUNTY).values_list("pk", flat=True)[:3])
    made = st.one_of(*(one.as_strategy(generation_mode=mode) for mode in GenerationMode))

    @HOW
    @given(case=made, own=st.sampled_from([None, *known]))
    def ask(case: Any, own: int | None) -> None:
        if own and "report_id" in case.path_parameters:
            case.path_parameters["report_id"] = own
        answer = case.call_and_validate(headers={"Authorization": f"Bearer {door[who]}"}, checks=CHECKS)
        answered[answer.status_code] += 1

    ask()


def test_both_what_may_be_and_what_may_not_was_asked() -> None:
    """Made up requests that all fail alike would prove nothing."""
    print(f"接口模糊测试：{sum(answered.values())}个请求，{dict(answered)}")
    if answered:
        assert {200, 403, 404, 422} <= set(answered)
        assert not [status for status in answered if status >= 500]
