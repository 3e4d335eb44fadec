"""What the catalogue says of our city's surroundings."""

from __future__ import annotations

import pytest

from diaodu.economy.breakdowns import Place
from diaodu.economy.errors import UnknownName
from diaodu.economy.indicators import Catalogue


def test_a_city_whose_province_is_not_defined_has_no_cities_to_be_ranked_among() -> None:
    places = (Place("n", "全国", "nation"), Place("a", "某市", "city", home=True))
    assert Catalogue({}, {p.code: p for p in places}, {}, {}).cities == []


def test_a_full_name_is_its_own_bearers_and_a_shared_short_name_nobodys() -> None:
    places = (
        Place("1", "朝阳市", "city", short="朝阳"),
        Place("2", "朝阳县", "county", short="朝阳"),
        Place("3", "临江街道", "county", short="临江"),
        Place("4", "临江", "county"),
    )
    known = Catalogue({}, {p.code: p for p in places}, {}, {})
    assert (known.place("朝阳县").code, known.place("临江").code) == ("2", "4")
    with pytest.raises(UnknownName, match="朝阳市、朝阳县"):
        known.place("朝阳")
