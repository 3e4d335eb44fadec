"""What the catalogue says of our city's surroundings."""

from __future__ import annotations

from diaodu.economy.breakdowns import Place
from diaodu.economy.indicators import Catalogue


def test_a_city_whose_province_is_not_defined_has_no_cities_to_be_ranked_among() -> None:
    places = (Place("n", "全国", "nation"), Place("a", "某市", "city", home=True))
    assert Catalogue({}, {p.code: p for p in places}, {}, {}).cities == []
