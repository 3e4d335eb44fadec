"""What is defined (指标、地区、表式)."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from diaodu.bureau.catalogue import actions as catalogues
from diaodu.bureau.directory.permissions import Permission
from diaodu.economy.forms import Form
from diaodu.economy.indicators import Indicator
from diaodu.web.api.door import operation

router = Router(tags=["定义"])


class IndicatorOut(Schema):
    code: str
    name: str
    short: str
    unit: str
    field: str
    basis: str = Field(
        description="flow 流量，stock 时点数，rate 只有增速，index 指数，ratio 比率，count 个数"
    )
    kind: str = Field(description="official 法定统计，departmental 部门数据")
    frequency: str = Field(description="M 月，Q 季，Y 年")
    growth_basis: str
    better: str
    owner: str
    responsible: str
    decimals: int
    key: bool
    parts: str = Field(description="分组代码；没有分组为空")
    derived: bool = Field(description="派生指标由系统计算，不接受填报")
    definition: str


class PlaceOut(Schema):
    code: str
    name: str
    short: str
    level: str
    parent: str
    home: bool = Field(description="是否本市")


class FormOut(Schema):
    code: str
    name: str
    matter: str = Field(description="actual 实绩，estimate 预计，target 目标")
    rhythm: str = Field(description="W 周，M 月，Q 季，Y 年")
    units: list[str]
    places: str
    indicators: list[str] = Field(description="空为全部")
    chain: list[str]
    note: str


@operation(router, "GET", "/indicators", Permission.VIEW, list[IndicatorOut],
           summary="指标目录", description="全部指标，按目录顺序。")  # fmt: skip
def indicators(request: HttpRequest) -> Any:
    """All indicators (指标目录)."""
    found = sorted(catalogues.current(), key=lambda i: (i.order, i.code))
    return [_indicator(one) for one in found]


@operation(router, "GET", "/places", Permission.VIEW, list[PlaceOut],
           summary="地区", description="本市、县区、全省各市、全省和全国。")  # fmt: skip
def places(request: HttpRequest) -> Any:
    """All places (地区)."""
    found = sorted(catalogues.current().places.values(), key=lambda p: (p.order, p.code))
    return [{name: getattr(p, name) for name in PlaceOut.model_fields} for p in found]


@operation(router, "GET", "/forms", Permission.REPORTS, list[FormOut],
           summary="报表表式", description="现行表式：谁报、报什么、多久报一次。")  # fmt: skip
def forms(request: HttpRequest) -> Any:
    """All forms (表式)."""
    return [_form(one) for one in catalogues.current_forms()]


def _indicator(one: Indicator) -> dict[str, Any]:
    plain = {name: getattr(one, name, "") for name in IndicatorOut.model_fields}
    return {**plain, "derived": bool(one.formula), "responsible": one.responsible}


def _form(one: Form) -> dict[str, Any]:
    return {name: getattr(one, name) for name in FormOut.model_fields}
