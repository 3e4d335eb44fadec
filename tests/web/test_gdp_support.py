"""The page of GDP's supports: an estimate beside the published figure, and nothing kept of it."""

import re

from diaodu.bureau.analyses.models import Analysis
from diaodu.bureau.audit.models import Event
from diaodu.bureau.figures.models import Figure
from diaodu.bureau.findings import month as months
from diaodu.bureau.snapshots import actions as snapshots
from diaodu.economy import gdp_support
from diaodu.economy.periods import span
from diaodu.economy.units import signed_text


def estimate(period):
    month = months.latest(period)
    snapshot = Analysis.objects.get(pk=month.analysis_id).snapshot
    return gdp_support.estimate(month.panel, snapshots.content(snapshot).gdp_support, period)


def test_estimate_and_published_stand_side_by_side_each_with_its_sources(enter) -> None:
    html = enter("viewer").get("/gdp-support/").content.decode()
    found = estimate(span(2026, 1, 9))
    assert "测算，非统计数据" in html
    assert signed_text(found.growth.known, 2) in html
    assert signed_text(found.published.known) in html
    for number in (found.growth, found.published):
        assert f"{','.join(map(str, number.sources[:60]))}" in html
    for line in found.lines:
        assert line.industry.name in html
        assert signed_text(line.pull.known, 2).rstrip("%") in html
    assert re.search(r'href="/figures/\?ids=[\d,]+" title="测算', html)


def test_a_month_before_the_quarters_end_is_estimated_without_a_published_figure(enter) -> None:
    html = enter().get("/gdp-support/?month=2026-08").content.decode()
    found = estimate(span(2026, 1, 8))
    assert found.published.value is None
    assert signed_text(found.growth.known, 2) in html
    assert "2026年1—9月还没有结束：月度指标用 2026年1—8月" in html
    assert "最近公布的 2026年1—6月" in html


def test_a_target_is_shared_out_within_the_room_and_the_rest_is_told(enter) -> None:
    client = enter()
    within = client.get("/gdp-support/?target=5.0")
    portions = within.context["shared"].portions
    assert sum(p.extra_pull.known for p in portions) > 0
    assert all(
        p.extra_pull.known <= p.capacity.known + 1e-9 for p in portions if p.capacity.value is not None
    )
    far = client.get("/gdp-support/?target=15").content.decode()
    assert "各行业都达到可能的最高增速，仍差" in far
    assert "已达到" in client.get("/gdp-support/?target=1").content.decode()
    wider = client.get("/gdp-support/?target=15&u_industry=30").context["shared"]
    assert wider.capacity.known > client.get("/gdp-support/?target=15").context["shared"].capacity.known


def test_what_is_no_number_is_told_and_not_taken(enter) -> None:
    answer = enter().get("/gdp-support/", {"target": "<b>六</b>", "u_trade": "1e9"})
    html = answer.content.decode()
    assert "不是可用的增速，已按默认值计" in html
    assert "<b>六</b>" not in html
    assert answer.context["wish"].uppers == {}
    assert answer.context["shared"].target.known == 5.0


def test_nothing_of_it_is_kept(enter) -> None:
    client = enter()
    before = (Figure.objects.count(), Event.objects.count())
    assert client.get("/gdp-support/?target=7").status_code == 200
    assert (Figure.objects.count(), Event.objects.count()) == before
    kinds = set(Figure.objects.filter(indicator="gdp").values_list("kind", flat=True))
    assert kinds <= {"official", "estimate", "target"}
    told = round(estimate(span(2026, 1, 9)).growth.known, 6)
    assert not Figure.objects.filter(value__gt=told - 1e-6, value__lt=told + 1e-6, indicator="gdp").exists()


def test_without_a_frozen_table_the_page_says_what_to_do(enter, monkeypatch) -> None:
    monkeypatch.setattr("diaodu.web.pages.gdp_support._table", lambda at: gdp_support.Table(()))
    assert "载入定义" in enter().get("/gdp-support/").content.decode()
