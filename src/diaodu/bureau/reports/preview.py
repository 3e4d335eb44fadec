"""What a file would post, as the page shows it (导入预览)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from diaodu.bureau.directory.models import Unit
from diaodu.bureau.figures.actions import filed, sift
from diaodu.bureau.figures.lines import Line, Posted
from diaodu.bureau.reports.intake.options import Options
from diaodu.bureau.reports.intake.problems import Problem, Severity
from diaodu.bureau.reports.intake.reading import Reading
from diaodu.economy.indicators import Catalogue, Kind, What

AIMS = frozenset((Kind.TARGET.value, Kind.PLAN.value))
LINES = 200
PROBLEMS = 1_000


def build(found: Reading, catalogue: Catalogue, options: Options) -> dict[str, Any]:
    """Counts, first lines with before and after, problems (预览); plain JSON."""
    fresh = sift(found.lines, found.known)
    changed = {id(one.line): one.revises for one in fresh}
    revised = sum(changed.values())
    first = [line for line in found.lines if id(line) in changed][:LINES]
    return {
        "options": options.json(),
        "layouts": found.layouts,
        "counts": {
            "lines": len(found.lines),
            "new": len(fresh) - revised,
            "revised": revised,
            "unchanged": len(found.lines) - len(fresh),
            "missing": found.missing,
            **{severity.value: found.count(severity) for severity in Severity},
        },
        "lines": [
            _line(line, changed.get(id(line)), found, catalogue) for line in first or found.lines[:LINES]
        ],
        "problems": [_problem(problem) for problem in found.problems[:PROBLEMS]],
        "more_problems": max(0, len(found.problems) - PROBLEMS),
    }


def allowed(found: Reading, may: Callable[[str, bool], bool], catalogue: Catalogue) -> Reading:
    """Without the places that the person does not answer for, and the aims that others set (权限范围)."""
    asked = {(line.key.place, line.key.kind in AIMS) for line in found.lines}
    barred = {one for one in asked if not may(*one)}
    if not barred:
        return found
    kept = [line for line in found.lines if (line.key.place, line.key.kind in AIMS) not in barred]
    out = [line for line in found.lines if (line.key.place, line.key.kind in AIMS) in barred]
    refused = [_not_yours(line, catalogue) for line in out]
    return Reading(kept, found.problems + refused, found.missing, found.layouts, found.known)


def unsigned(found: Reading, catalogue: Catalogue) -> Reading:
    """Without the changes to what a unit has signed (谁报谁改): the unit corrects that in its own report."""
    changed = [one.line for one in sift(found.lines, found.known) if one.revises]
    signed = filed([line.key for line in changed])
    if not signed:
        return found
    names = dict(Unit.objects.filter(pk__in=set(signed.values())).values_list("pk", "name"))
    out = {id(line): names[signed[line.key]] for line in changed if line.key in signed}
    kept = [line for line in found.lines if id(line) not in out]
    refused = [_signed(line, out[id(line)], catalogue) for line in changed if id(line) in out]
    return Reading(kept, found.problems + refused, found.missing, found.layouts, found.known)


def outcome(posted: Posted, found: Reading) -> str:
    """What posting did, in one sentence (入账结果)."""
    if not posted.new and not posted.revised:
        text = "与台账一致，没有新的数据"
    else:
        text = f"新增{posted.new}条，修订{posted.revised}条，未变{posted.unchanged}条"
    refused = found.count(Severity.REFUSE)
    return f"{text}；有{refused}处未入账，见问题清单" if refused else text


def nothing(found: Reading) -> str:
    """Why a file gave no figure at all (没有可入账的数据)."""
    reasons = Counter(p.reason for p in found.problems if p.severity is Severity.REFUSE)
    first = (
        reasons.most_common(1)[0][0]
        if reasons
        else "没有找到指标、地区、时期和数值。请按长表填写，或指定默认值"
    )
    return f"没有可以入账的数据：{first}"


def _line(line: Line, revises: bool | None, found: Reading, catalogue: Catalogue) -> dict[str, Any]:
    key = line.key
    indicator = catalogue.indicators[key.indicator]
    before = found.known.get(key)
    return {
        **key._asdict(),
        "cell": line.cell,
        "indicator_name": indicator.label,
        "place_name": catalogue.places[key.place].label,
        "period": line.period.code,
        "period_label": line.period.label,
        "unit": "%" if key.what == What.GROWTH.value else indicator.unit,
        "value": line.value,
        "vintage": line.vintage,
        "before": before[0] if before else None,
        "before_vintage": before[1] if before else "",
        "change": "unchanged" if revises is None else "revised" if revises else "new",
    }


def _problem(problem: Problem) -> dict[str, str]:
    return {**problem._asdict(), "severity": problem.severity.value, "severity_text": problem.severity.text}


def _not_yours(line: Line, catalogue: Catalogue) -> Problem:
    sheet, _, cell = line.cell.rpartition("!")
    place = catalogue.places[line.key.place].name
    what = "目标和分月计划" if line.key.kind in AIMS else "数据"
    return Problem(sheet, cell, place, f"您不负责填报“{place}”的{what}。请联系管理员")


def _signed(line: Line, unit: str, catalogue: Catalogue) -> Problem:
    sheet, _, cell = line.cell.rpartition("!")
    reason = f"这项数据由{unit}签发，不能代改。请把报表退回该单位更正后重新签发"
    return Problem(sheet, cell, catalogue.places[line.key.place].name, reason)
