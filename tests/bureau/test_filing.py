"""The chain of a report: filled, reviewed, signed, posted; returned, corrected, signed again."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

import pytest
from django.db import DatabaseError, transaction

from diaodu.bureau.audit.models import Event
from diaodu.bureau.directory.models import Person
from diaodu.bureau.directory.permissions import Denied
from diaodu.bureau.figures import actions as ledger
from diaodu.bureau.figures.lines import FigureKey, Line
from diaodu.bureau.figures.models import Figure, Source
from diaodu.bureau.reports import checking, filing, rounds, steps
from diaodu.bureau.reports.filing import Entered
from diaodu.bureau.reports.models import Explanation, Report, Stage, Step, Version
from diaodu.economy.entry import Hit, Severity
from diaodu.economy.errors import Refusal
from tests.bureau import reporting
from tests.bureau.reporting import COUNTY, NOW, OTHER, fill, person, report, signed

LATER = NOW + dt.timedelta(hours=1)
VISITS, JOBS = f"tourist_visits:{COUNTY}:level", f"new_urban_jobs:{COUNTY}:level"
OPTIONAL = f"tourism_revenue:{COUNTY}:level"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def city():
    reporting.found()


@pytest.fixture
def one() -> Report:
    return report()


@pytest.fixture
def clerk() -> Person:
    return person("filler", COUNTY)


@pytest.fixture
def reviewer() -> Person:
    return person("reviewer", COUNTY)


@pytest.fixture
def head() -> Person:
    return person("head", COUNTY)


def value(code: str) -> float | None:
    """What the ledger says of a cell now."""
    return Figure.objects.current().filter(cell=code[:60]).values_list("value", flat=True).last()


def type_in(one: Report, by: Person, **values: float | None):
    return filing.save(report=one, entries={VISITS: Entered(**values)}, by=by, now=NOW)


def submitted(one: Report, clerk: Person) -> Version:
    fill(one, clerk)
    return filing.submit(report=one, by=clerk, now=NOW)


# 填报


def test_what_is_typed_is_kept_with_who_and_when(one, clerk) -> None:
    saved = filing.save(report=one, entries={VISITS: Entered(12.5), JOBS: Entered(800.0)}, by=clerk, now=NOW)
    assert saved.revs == {VISITS: 1, JOBS: 1}
    one.refresh_from_db()
    assert (one.stage, one.filled, one.edition) == (Stage.DRAFT, 2, 1)
    cell = one.cells.get(slot=VISITS)
    assert (cell.value, cell.by, cell.at) == (12.5, clerk, NOW)


def test_the_same_number_again_is_no_change(one, clerk) -> None:
    type_in(one, clerk, value=12.5)
    saved = type_in(one, clerk, value=12.5)
    assert (saved.revs, saved.edition) == ({VISITS: 1}, 1)
    assert Event.objects.filter(verb="report.saved").count() == 1


def test_two_editors_and_nobodys_cell_is_silently_lost(one, clerk) -> None:
    """Both open the empty form; the second to leave the same cell is told, and what stands is kept."""
    second = person("filler", COUNTY, "李同事")
    type_in(one, clerk, value=12.0, rev=0)
    saved = filing.save(
        report=one, entries={VISITS: Entered(13.0, 0), JOBS: Entered(800.0, 0)}, by=second, now=LATER
    )
    assert [(c.slot, c.mine, c.theirs, c.rev, c.by) for c in saved.conflicts] == [
        (VISITS, 13.0, 12.0, 1, str(clerk))
    ]
    assert steps.values_of(one) == {VISITS: 12.0, JOBS: 800.0}
    again = filing.save(report=one, entries={VISITS: Entered(13.0, 1)}, by=second, now=LATER)
    assert (again.conflicts, again.revs) == ([], {VISITS: 2})
    assert steps.values_of(one)[VISITS] == 13.0
    told = Event.objects.filter(verb="report.saved").order_by("pk").last()
    assert (told.detail["old"], told.detail["new"]) == ({VISITS: 12.0}, {VISITS: 13.0})


def test_two_who_type_the_same_have_no_quarrel(one, clerk) -> None:
    type_in(one, clerk, value=12.0, rev=0)
    saved = filing.save(
        report=one, entries={VISITS: Entered(12.0, 0)}, by=person("filler", COUNTY, "李同事"), now=LATER
    )
    assert saved.conflicts == []


def test_a_cell_that_was_cleared_meanwhile_is_not_filled_over(one, clerk) -> None:
    type_in(one, clerk, value=12.0, rev=0)
    type_in(one, clerk, value=None, rev=1)
    saved = filing.save(report=one, entries={VISITS: Entered(13.0, 1)}, by=clerk, now=NOW)
    assert [(c.theirs, c.rev) for c in saved.conflicts] == [(None, 2)]


def test_only_what_the_form_asks_is_taken(one, clerk) -> None:
    with pytest.raises(Refusal, match="没有这一项"):
        filing.save(report=one, entries={f"gdp:{COUNTY}:level": Entered(1.0)}, by=clerk, now=NOW)
    for wrong in (float("nan"), float("inf"), 1e16):
        with pytest.raises(Refusal, match="太大或不是数"):
            type_in(one, clerk, value=wrong)
    assert not one.cells.exists()


def test_a_stranger_to_the_unit_may_nothing(one, clerk, reviewer, head) -> None:
    """Neither another unit's people, nor the city's: nobody fills in for a unit."""
    for who in (person("filler", OTHER), reviewer, head, person("dispatcher"), person("inspector")):
        with pytest.raises(Denied):
            type_in(one, who, value=1.0)
    version = submitted(one, clerk)
    for who in (person("reviewer", OTHER), clerk, head, person("dispatcher")):
        with pytest.raises(Denied):
            filing.review(report=one, seen=version.digest, by=who, now=NOW)
    filing.review(report=one, seen=version.digest, by=reviewer, now=NOW)
    for who in (person("head", OTHER), clerk, reviewer, person("dispatcher"), person("leader")):
        with pytest.raises(Denied):
            filing.sign(report=one, seen=version.digest, by=who, now=NOW)
    assert not Figure.objects.exists()


def test_people_of_a_unit_find_their_own_reports_alone(one) -> None:
    report(unit=OTHER)
    assert set(Report.objects.open_to(person("head", OTHER)).values_list("unit__code", flat=True)) == {OTHER}
    assert set(Report.objects.open_to(person("dispatcher")).values_list("unit__code", flat=True)) == {
        COUNTY,
        OTHER,
    }


# 报送


def test_a_number_that_nobody_can_give_is_handed_in_with_the_reason(one, clerk) -> None:
    fill(one, clerk)
    type_in(one, clerk, value=None)
    with pytest.raises(Refusal, match="旅游接待人次没有填"):
        filing.submit(report=one, by=clerk, now=NOW)
    (gap,) = [doubt for doubt in checking.doubts(one, steps.values_of(one)) if doubt.open]
    filing.explain(report=one, hit=gap.hit, text="文旅系统升级，月底补报", by=clerk, now=NOW)
    assert VISITS not in filing.signed_values(filing.submit(report=one, by=clerk, now=NOW))


def test_a_half_empty_report_is_not_handed_in(one, clerk) -> None:
    fill(one, clerk)
    half = one.asked[: len(one.asked) // 2]
    filing.save(report=one, entries={s.code: Entered(None) for s in half}, by=clerk, now=NOW)
    with pytest.raises(Refusal, match=f"还有{len(filing.missing(one, steps.values_of(one)))}项没有填"):
        filing.submit(report=one, by=clerk, now=NOW)
    assert not Version.objects.exists()


def test_what_may_be_left_out_does_not_hold_it_up(one, clerk) -> None:
    fill(one, clerk)
    filing.save(report=one, entries={OPTIONAL: Entered(None)}, by=clerk, now=NOW)
    version = filing.submit(report=one, by=clerk, now=NOW)
    assert OPTIONAL not in filing.signed_values(version)


def _shown_before(clerk: Person) -> None:
    """The ledger knows of more visits until August than the report says until September."""
    source = ledger.add_source(name="八月.xlsx", content=b"", by=clerk, at=NOW)
    key = FigureKey("tourist_visits", COUNTY, "", "departmental", "level", 2026, 1, 8)
    ledger.post(lines=[Line(key, 150.0)], source=source, by=clerk, at=NOW)


def test_a_doubt_is_corrected_or_explained_before_it_is_handed_in(one, clerk) -> None:
    _shown_before(clerk)
    every = {slot.code: 100.0 if slot.what == "level" else 5.0 for slot in one.asked}
    filing.save(report=one, entries={c: Entered(v) for c, v in every.items()}, by=clerk, now=NOW)
    with pytest.raises(Refusal, match="处疑点要改正或说明"):
        filing.submit(report=one, by=clerk, now=NOW)
    fill(one, clerk)
    assert filing.submit(report=one, by=clerk, now=NOW).number == 1


def test_an_explanation_holds_for_the_values_it_was_given_for(one, clerk) -> None:
    _shown_before(clerk)
    fill(one, clerk)
    assert Explanation.objects.filter(series=VISITS).exists()
    type_in(one, clerk, value=99.0)
    with pytest.raises(Refusal, match="处疑点要改正或说明"):
        filing.submit(report=one, by=clerk, now=NOW)


def test_what_must_be_corrected_cannot_be_talked_away(one, clerk) -> None:
    hit = Hit("负数", Severity.FIX, (VISITS,), VISITS, "-1", "游客不会是负数")
    with pytest.raises(Refusal, match="必须改正"):
        filing.explain(report=one, hit=hit, text="确实是负数", by=clerk, now=NOW)
    with pytest.raises(Refusal, match="请写明原因"):
        filing.explain(
            report=one, hit=hit._replace(severity=Severity.EXPLAIN), text=" 好 ", by=clerk, now=NOW
        )


def test_a_version_is_bound_to_unit_period_and_values_by_its_digest(one, clerk) -> None:
    version = submitted(one, clerk)
    content = json.loads(version.content)
    assert (content["unit"], content["period"]) == (COUNTY, "2026-09")
    assert {code: v for code, _, v in content["values"]}[VISITS] == 100.0
    assert version.digest == hashlib.sha256(version.content.encode()).hexdigest()
    same = report(unit=OTHER)
    fill(same, person("filler", OTHER))
    assert filing.submit(report=same, by=person("filler", OTHER), now=NOW).digest != version.digest


def test_versions_and_steps_cannot_be_rewritten(one, clerk) -> None:
    version = submitted(one, clerk)
    for change in (
        lambda: Version.objects.filter(pk=version.pk).update(content="{}"),
        lambda: Step.objects.update(name="别人"),
        lambda: Step.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_what_is_handed_in_is_not_edited(one, clerk) -> None:
    submitted(one, clerk)
    with pytest.raises(Refusal, match="待审核"):
        type_in(one, clerk, value=1.0)
    with pytest.raises(Refusal, match="待审核"):
        filing.submit(report=one, by=clerk, now=NOW)


def test_the_filer_takes_it_back_until_it_is_reviewed(one, clerk, reviewer) -> None:
    version = submitted(one, clerk)
    filing.recall(report=one, by=clerk, now=NOW)
    type_in(one, clerk, value=101.0)
    with pytest.raises(Refusal):
        filing.review(report=one, seen=version.digest, by=reviewer, now=NOW)
    second = filing.submit(report=one, by=clerk, now=NOW)
    assert second.number == 2
    filing.review(report=one, seen=second.digest, by=reviewer, now=NOW)
    with pytest.raises(Refusal):
        filing.recall(report=one, by=clerk, now=NOW)


# 审核、签发


def test_the_reviewer_agrees_to_what_he_saw(one, clerk, reviewer) -> None:
    """Returned, changed and handed in again while his page stood open: his old page agrees to nothing."""
    seen = submitted(one, clerk).digest
    filing.recall(report=one, by=clerk, now=NOW)
    type_in(one, clerk, value=101.0)
    filing.submit(report=one, by=clerk, now=NOW)
    with pytest.raises(Refusal, match="有变动"):
        filing.review(report=one, seen=seen, by=reviewer, now=NOW)


def test_the_head_signs_the_exact_values(one, clerk, reviewer, head) -> None:
    version = submitted(one, clerk)
    filing.review(report=one, seen=version.digest, by=reviewer, now=NOW)
    for wrong in ("", "0" * 64, version.digest[:8]):
        with pytest.raises(Refusal, match="有变动"):
            filing.sign(report=one, seen=wrong, by=head, now=NOW)
    one.cells.filter(slot=VISITS).update(value=1e6)  # by whatever way past the chain
    with pytest.raises(Refusal, match="有变动"):
        filing.sign(report=one, seen=version.digest, by=head, now=NOW)
    assert not Figure.objects.exists()


def test_the_last_signature_posts_the_figures_once(one, clerk, head) -> None:
    step, posted = signed(one)
    assert (posted.new, posted.revised, posted.unchanged) == (len(one.slots), 0, 0)
    figure = Figure.objects.get(cell=VISITS)
    assert (figure.value, figure.kind, figure.first, figure.last) == (100.0, "departmental", 1, 9)
    assert (figure.source.unit.code, figure.source.by) == (COUNTY, head)
    assert bytes(figure.source.content).decode() == step.version.content
    with pytest.raises(Refusal, match="已签发"):
        filing.sign(report=one, seen=step.version.digest, by=head, now=LATER)
    assert Figure.objects.count() == len(one.slots)


def test_a_signature_keeps_the_name_and_post_of_its_day(one, head) -> None:
    signed(one)
    Person.objects.filter(pk=head.pk).update(full_name="改名", post="调任")
    step = one.steps.get(act=Step.Act.SIGNED)
    assert (step.name, step.post) == ("签发人甲", "科长")


def test_a_chain_without_review_goes_straight_to_the_head(clerk, head) -> None:
    week = report("county_week")
    fill(week, clerk)
    version = filing.submit(report=week, by=clerk, now=NOW)
    week.refresh_from_db()
    assert week.stage == Stage.REVIEWED
    filing.sign(report=week, seen=version.digest, by=head, now=NOW)
    assert Figure.objects.filter(kind="estimate").count() == len(week.slots)


def test_estimates_are_posted_as_estimates_alone(clerk) -> None:
    signed(report("county_estimate"))
    assert set(Figure.objects.values_list("kind", flat=True)) == {"estimate"}


def test_the_first_signature_decides_whether_it_was_late(one) -> None:
    on_time = one.deadline - dt.timedelta(minutes=1)
    signed(one, now=on_time)
    one.refresh_from_db()
    assert not one.late(one.deadline + dt.timedelta(days=30))
    other = report(unit=OTHER)
    signed(other, now=other.deadline + dt.timedelta(minutes=1))
    other.refresh_from_db()
    assert other.late(other.deadline + dt.timedelta(days=30))


# 退回、更正


def test_a_return_needs_its_reason_and_the_right_person(one, clerk, reviewer, head) -> None:
    submitted(one, clerk)
    for who in (clerk, head, person("reviewer", OTHER)):
        with pytest.raises(Denied):
            filing.send_back(report=one, text="不对", by=who, now=NOW)
    with pytest.raises(Refusal, match="请写明退回的原因"):
        filing.send_back(report=one, text="  ", by=reviewer, now=NOW)
    filing.send_back(report=one, text="游客人数与文旅局口径不一致", by=reviewer, now=NOW)
    one.refresh_from_db()
    assert (one.stage, one.corrections) == (Stage.RETURNED, 0)
    assert type_in(one, clerk, value=90.0).revs == {VISITS: 2}


def test_a_correction_after_signing_voids_the_signature_and_shows_the_difference(one, clerk, head) -> None:
    signed(one)
    with pytest.raises(Refusal, match="请写明更正的原因"):
        filing.reopen(report=one, text="", by=clerk, now=LATER)
    filing.reopen(report=one, text="漏报一个景区", by=clerk, now=LATER)
    one.refresh_from_db()
    assert (one.stage, one.signed_at, one.corrections, one.voided) == (Stage.DRAFT, None, 1, True)
    assert one.first_signed_at == NOW
    assert filing.changes(one) == []
    type_in(one, clerk, value=120.0)
    assert filing.changes(one) == [filing.Change(VISITS, 100.0, 120.0)]
    assert value(VISITS) == 100.0  # the ledger keeps what was signed until it is signed again
    step, posted = signed(one, {VISITS: 120.0}, now=LATER)
    assert (posted.new, posted.revised, posted.unchanged) == (0, 1, len(one.slots) - 1)
    assert value(VISITS) == 120.0
    one.refresh_from_db()
    assert (one.voided, one.first_signed_at, one.signed_at) == (False, NOW, LATER)
    assert step.version.number == 2
    assert filing.changes(one) == []


def test_the_dispatcher_returns_a_signed_report_and_figures_stand_until_signed_anew(one, clerk) -> None:
    signed(one)
    filing.send_back(report=one, text="与部门数不一致，请核实", by=person("dispatcher"), now=LATER)
    one.refresh_from_db()
    assert (one.stage, one.voided, one.corrections) == (Stage.RETURNED, True, 1)
    assert (one.refused, one.first_signed_at) == (True, None)  # not accepted: as if never handed in
    assert value(VISITS) == 100.0
    _, posted = signed(one, {VISITS: 80.0}, now=LATER)
    assert (posted.revised, value(VISITS)) == (1, 80.0)


def test_a_cleared_optional_number_is_withdrawn_from_the_ledger(one, clerk) -> None:
    signed(one)
    filing.reopen(report=one, text="口径有误，先撤回", by=clerk, now=LATER)
    signed(one, {OPTIONAL: None}, now=LATER)
    assert value(OPTIONAL) is None
    assert value(VISITS) == 100.0


def test_a_number_cleared_two_corrections_ago_is_withdrawn_once(one, clerk) -> None:
    signed(one)
    for text, values in (("先撤回", {OPTIONAL: None}), ("再改一项", {VISITS: 101.0})):
        filing.reopen(report=one, text=text, by=clerk, now=LATER)
        _, posted = signed(one, values, now=LATER)
        assert posted.revised == 1
    assert Figure.objects.filter(cell=OPTIONAL, value=None).count() == 1


def test_what_a_unit_signed_only_that_unit_changes(one) -> None:
    signed(one)
    desk = person("dispatcher")
    source = ledger.add_source(name="代改.xlsx", content=b"", by=desk, at=LATER)
    key = FigureKey(*next(s for s in one.asked if s.code == VISITS))
    with pytest.raises(Refusal, match="不能代改"):
        ledger.post(lines=[Line(key, 1.0)], source=source, by=desk, at=LATER)
    assert value(VISITS) == 100.0


def test_nothing_of_a_failed_signature_stays(one, clerk, reviewer, head, monkeypatch) -> None:
    version = submitted(one, clerk)
    filing.review(report=one, seen=version.digest, by=reviewer, now=NOW)

    def broken(*args: object, **named: object) -> None:
        raise RuntimeError("the power went")

    monkeypatch.setattr(filing, "write", broken)
    with pytest.raises(RuntimeError):
        filing.sign(report=one, seen=version.digest, by=head, now=NOW)
    one.refresh_from_db()
    assert (one.stage, Figure.objects.count(), Source.objects.count()) == (Stage.REVIEWED, 0, 0)


def test_minutes_of_work_count_short_pauses_and_not_long_ones(one, clerk) -> None:
    for minute in (0, 2, 4, 60):
        filing.save(
            report=one,
            entries={VISITS: Entered(float(minute))},
            by=clerk,
            now=NOW + dt.timedelta(minutes=minute),
        )
    one.refresh_from_db()
    assert one.minutes == 1 + 2 + 2 + 1


# 签字件

PDF = b"%PDF-1.7\n" + b"x" * 100
JPEG = b"\xff\xd8\xff\xe0" + b"x" * 100
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 100


def keep(one: Report, by: Person, name: str = "签字件.pdf", content: bytes = PDF):
    from diaodu.bureau.reports import scans

    return scans.keep(report=one, name=name, content=content, by=by, now=LATER)


def test_the_signed_sheet_is_kept_with_the_version_it_shows(one, clerk) -> None:
    step, _ = signed(one)
    for content in (PDF, JPEG, PNG):
        kept = keep(one, clerk, content=content)
        assert bytes(kept.content) == content
        assert kept.sha256 == hashlib.sha256(content).hexdigest()
        assert kept.outcome == {"version": 1, "digest": step.version.digest}
    assert one.steps.filter(act=Step.Act.SCANNED).count() == 3


def test_only_paper_is_taken_for_a_signed_sheet(one, clerk) -> None:
    signed(one)
    for content in (b"", b"PK\x03\x04 a workbook", b"<html><script>", b"MZ\x90\x00", b"%PD"):
        with pytest.raises(Refusal):
            keep(one, clerk, content=content)
    with pytest.raises(Refusal, match="兆"):
        keep(one, clerk, content=PDF + b"x" * 30_000_000)
    assert not one.attachments.exists()


def test_a_sheet_is_scanned_by_its_own_unit_once_it_is_handed_in(one, clerk) -> None:
    with pytest.raises(Refusal, match="不能办理"):
        keep(one, clerk)
    signed(one)
    for who in (person("filler", OTHER), person("dispatcher"), person("inspector")):
        with pytest.raises(Denied):
            keep(one, who)
    assert keep(one, person("head", COUNTY)).by == person("head", COUNTY)


def test_a_name_brings_no_path_and_no_tricks(one, clerk) -> None:
    signed(one)
    kept = keep(one, clerk, name="..\\..\\etc/\u202efdp.exe\x00.pdf" + "长" * 300)
    assert not set(kept.name) & set("/\\\x00\u202e")
    assert 0 < len(kept.name) <= 255


def test_a_figure_that_stood_already_becomes_the_units_own_by_its_signature(
    one, clerk, reviewer, head
) -> None:
    key = FigureKey(*next(slot for slot in one.asked if slot.code == VISITS))
    brought = ledger.add_source(name="部门汇总.xlsx", content=b"", by=clerk, at=NOW)
    ledger.post(lines=[Line(key, 100.0)], source=brought, by=clerk, at=NOW)
    signed(one)
    now = Figure.objects.current().select_related("source").get(**key._asdict())
    assert (now.value, now.vintage, now.source.unit_id) == (100.0, "preliminary", one.unit_id)
    with pytest.raises(Refusal, match="不能代改"):
        ledger.post(lines=[Line(key, 99.0)], source=brought, by=clerk, at=LATER)
    rows = Figure.objects.filter(**key._asdict()).count()
    filing.reopen(report=one, text="再核一遍", by=clerk, now=LATER)
    seen = filing.submit(report=one, by=clerk, now=LATER).digest
    filing.review(report=one, seen=seen, by=reviewer, now=LATER)
    filing.sign(report=one, seen=seen, by=head, now=LATER)
    assert Figure.objects.filter(**key._asdict()).count() == rows, (
        "signed again unchanged: nothing new to say"
    )


def test_who_filled_it_does_not_review_it_whatever_his_role_is_now(one, clerk) -> None:
    seen = submitted(one, clerk).digest
    Person.objects.filter(pk=clerk.pk).update(role="reviewer")
    clerk.refresh_from_db()
    with pytest.raises(Denied, match="不同的人"):
        filing.review(report=one, seen=seen, by=clerk, now=LATER)


def test_who_typed_a_number_that_a_colleague_handed_in_does_not_sign_it(one, clerk, reviewer) -> None:
    fill(one, clerk)
    seen = filing.submit(report=one, by=person("filler", COUNTY, "乙"), now=LATER).digest
    filing.review(report=one, seen=seen, by=reviewer, now=LATER)
    Person.objects.filter(pk=clerk.pk).update(role="head")
    clerk.refresh_from_db()
    with pytest.raises(Denied, match="不同的人"):
        filing.sign(report=one, seen=seen, by=clerk, now=LATER)
    assert not Figure.objects.exists()


def test_a_late_signature_is_not_made_timely_afterwards(one) -> None:
    signed(one, now=one.due_at + dt.timedelta(days=1))
    until = one.due_at + dt.timedelta(days=3)
    with pytest.raises(Refusal, match="不能再延期"):
        rounds.extend(report=one, until=until, text="补办", by=person("dispatcher"), now=LATER)
    assert Report.objects.get(pk=one.pk).late(LATER)
