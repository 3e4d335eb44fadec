"""What the SDMX-CSV is made of (数据结构定义): dimensions, codelists and dataflows as SDMX-JSON 2.0."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from diaodu.bureau.figures.sdmx import AGENCY, ATTRIBUTES, DIMENSIONS, FIGURES, HISTORY, ROUND, TOTAL, VERSION
from diaodu.economy.indicators import Catalogue

MEDIA_TYPE = "application/vnd.sdmx.structure+json; version=2.0.0"
SCHEMA = (
    "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/structure-message/tools/schemas/2.0.0/"
    "sdmx-json-structure-schema.json"
)

CONCEPTS = {
    "FREQ": "频度",
    "REF_AREA": "地区",
    "INDICATOR": "指标",
    "MEASURE": "数据项",
    "KIND": "数据类别",
    "PART": "分组（行业、税种等）",
    "SPAN": "统计期的跨度",
    ROUND: "轮次",
    "TIME_PERIOD": "统计期",
    "OBS_VALUE": "数值",
    "UNIT_MEASURE": "计量单位",
    "OBS_STATUS": "数据状态",
    "RELEASED": "发布日期",
}
FREQUENCIES = {"A": "年", "S": "半年", "Q": "季", "M": "月"}
MEASURES = {"level": "数值", "growth": "同比增速（%）", "base": "上年同期（本期发布的可比基数）"}
KINDS = {
    "official": "法定统计",
    "departmental": "部门数据",
    "estimate": "预计",
    "target": "目标",
    "plan": "计划（分月进度）",
}
SPANS = {"PERIOD": "当期", "YTD": "年初累计至当期"} | {
    f"M{n:02d}": f"截至当期的{n}个月" for n in range(2, 12)
}
STATUSES = {"P": "初步", "R": "修订", "A": "核实"}


def structure(catalogue: Catalogue, now: dt.datetime) -> dict[str, Any]:
    """The structure message (结构文件)."""
    return {
        "meta": {
            "schema": SCHEMA,
            "id": f"{AGENCY}_{now:%Y%m%d%H%M%S}",
            "prepared": now.isoformat(),
            "sender": {"id": AGENCY},
        },
        "data": {
            "conceptSchemes": [_scheme("CS_FIGURES", "概念", "concepts", CONCEPTS)],
            "codelists": [_scheme(code, *rest) for code, rest in _lists(catalogue).items()],
            "dataStructures": [_dsd(FIGURES, DIMENSIONS), _dsd(HISTORY, (*DIMENSIONS, ROUND))],
            "dataflows": [_flow(FIGURES, "现行数据"), _flow(HISTORY, "带各版的数据")],
        },
    }


def _lists(catalogue: Catalogue) -> dict[str, tuple[str, str, Mapping[str, str]]]:
    parts = {TOTAL: "合计"} | {
        part.code: part.name for known in catalogue.breakdowns.values() for part in known.parts
    }
    return {
        "CL_FREQ": ("频度", "codes", FREQUENCIES),
        "CL_REF_AREA": ("地区", "codes", {p.code: p.name for p in catalogue.places.values()}),
        "CL_INDICATOR": ("指标", "codes", {i.code: i.name for i in catalogue}),
        "CL_MEASURE": ("数据项", "codes", MEASURES),
        "CL_KIND": ("数据类别", "codes", KINDS),
        "CL_PART": ("分组", "codes", parts),
        "CL_SPAN": ("统计期的跨度", "codes", SPANS),
        "CL_OBS_STATUS": ("数据状态", "codes", STATUSES),
    }


def _scheme(code: str, name: str, holds: str, items: Mapping[str, str]) -> dict[str, Any]:
    return {**_head(code, name), holds: [{"id": one, **_named(text)} for one, text in items.items()]}


def _dsd(flow: str, dimensions: Iterable[str]) -> dict[str, Any]:
    listed = [{"id": d, "position": n, **_coded(d)} for n, d in enumerate(dimensions)]
    time = {"id": "TIME_PERIOD", **_concept("TIME_PERIOD"), **_format("ObservationalTimePeriod")}
    value = {"id": "OBS_VALUE", **_concept("OBS_VALUE"), **_format("Double")}
    components = {
        "dimensionList": {"id": "DimensionDescriptor", "dimensions": listed, "timeDimension": time},
        "measureList": {"id": "MeasureDescriptor", "measures": [value]},
        "attributeList": {"id": "AttributeDescriptor", "attributes": [_attribute(a) for a in ATTRIBUTES]},
    }
    return {**_head(flow.replace("DF_", "DSD_"), "数据结构"), "dataStructureComponents": components}


def _attribute(code: str) -> dict[str, Any]:
    return {"id": code, **_coded(code), "usage": "optional", "attributeRelationship": {"observation": {}}}


def _flow(code: str, name: str) -> dict[str, Any]:
    return {
        **_head(code, name),
        "structure": _urn("datastructure.DataStructure", code.replace("DF_", "DSD_")),
    }


def _coded(code: str) -> dict[str, Any]:
    if code in ("UNIT_MEASURE", "RELEASED", ROUND):
        return {
            **_concept(code),
            **_format({"RELEASED": "ObservationalTimePeriod", ROUND: "Integer"}.get(code, "String")),
        }
    coded = {"enumeration": _urn("codelist.Codelist", f"CL_{code}")}
    return {**_concept(code), "localRepresentation": coded}


def _concept(code: str) -> dict[str, Any]:
    return {"conceptIdentity": f"{_urn('conceptscheme.Concept', 'CS_FIGURES')}.{code}"}


def _format(kind: str) -> dict[str, Any]:
    return {"localRepresentation": {"format": {"dataType": kind}}}


def _head(code: str, name: str) -> dict[str, Any]:
    return {"id": code, "agencyID": AGENCY, "version": VERSION, **_named(name)}


def _named(name: str) -> dict[str, Any]:
    return {"name": name, "names": {"zh": name}}


def _urn(kind: str, code: str) -> str:
    return f"urn:sdmx:org.sdmx.infomodel.{kind}={AGENCY}:{code}({VERSION})"
