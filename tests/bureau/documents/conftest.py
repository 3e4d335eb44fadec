"""Papers of the made month put their questions to its own figures, not to a city's database."""

import pytest

from diaodu.bureau.documents import asking
from tests.bureau.documents import made


@pytest.fixture(scope="module", autouse=True)
def asked_of_the_made_month():
    kept = made.book()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asking, "of", lambda month: kept)
        yield kept
