"""Fill, revise one figure, check: exactly the sentences that quote it are named. All by the commands."""

# ruff: noqa: E501 (Chinese sentences)

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from diaodu.bureau.documents.filling.opening import read
from diaodu.bureau.documents.filling.reading import lines
from tests.bureau.documents.templates import written
from tests.bureau.documents.test_filling_checking import edited
from tests.bureau.documents.test_filling_opening import REFUSED
from tests.flows.test_own_city import clean_environment, diaodu

SENTENCES = (
    '{{ 期() }}，白水县投资{{ 同比("固定资产投资", 地区="白水县") }}。',
    '青石县投资{{ 同比("固定资产投资", 地区="青石县") }}。',
    '白水县零售{{ 同比("社会消费品零售总额", 地区="白水县") }}，额{{ 数值("社会消费品零售总额", 地区="白水县") }}。',
    '投资增速{{ 最低(县区, "增速(\\"固定资产投资\\")") }}最低，{{ 个数(满足(县区, "增速(\\"固定资产投资\\") < 0")) }}个下降。',
    '白水县投资{{ 比("固定资产投资", 地区="白水县", 对="全市") }}。',
    "本段没有数。",
)


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    folder = tmp_path_factory.mktemp("papers")
    diaodu("init", "city", cwd=folder)
    city = folder / "city"
    diaodu("import", *sorted(str(f) for f in (city / "examples").glob("*.xlsx")), cwd=city)
    (city / "月报.docx").write_bytes(written(*SENTENCES))
    return city


@pytest.fixture(scope="module")
def filled(city):
    return diaodu("fill", "月报.docx", "-o", "九月.docx", cwd=city).stdout


def text(file) -> list[str]:
    return [
        "".join(t.value for t in line.tokens if t.kind == "text") for line in lines(read(file.read_bytes()))
    ]


def test_a_filled_template_says_how_many_figures_and_where_they_come_from(city, filled):
    assert "2026年1—9月，8个数据" in filled
    told = text(city / "九月.docx")
    assert told[0].startswith("2026年1—9月，白水县投资同比下降")
    side = json.loads((city / "九月.figures.json").read_text("utf-8"))
    growth = next(e for e in side["entries"] if e["text"].startswith("同比下降"))
    (source,) = (side["sources"][str(ref)] for ref in growth["sources"])
    assert (source["place"], source["indicator"]) == ("白水县", "固定资产投资")
    assert source["file"].endswith(".xlsx")
    assert "!" in source["cell"]


def test_a_paper_just_written_holds(city, filled):
    ran = diaodu("check", "九月.docx", cwd=city)
    assert "全部成立" in ran.stdout


def test_after_one_revision_exactly_what_quotes_it_is_named(city, filled):
    """白水县's investment goes from the county's lowest to the highest; its retail sales and 青石县 stand."""
    (city / "更正.csv").write_text(
        "指标,地区,时期,类型,数值\n固定资产投资,白水县,2026年1-9月,同比增速,12.5\n", "utf-8"
    )
    diaodu("import", "更正.csv", cwd=city)
    ran = diaodu("check", "九月.docx", "--json", cwd=city, check=False)
    assert ran.returncode == 1
    wrong = [one for one in json.loads(ran.stdout) if one["grave"]]
    assert {one["place"] for one in wrong} == {"正文第1段", "正文第4段", "正文第5段"}
    first = next(one for one in wrong if one["place"] == "正文第1段")
    assert first["now"] == "同比增长12.5%"
    assert "白水县固定资产投资" in first["why"]
    assert "改为12.5" in first["why"]
    plain = diaodu("check", "九月.docx", cwd=city, check=False).stdout
    assert "正文第4段" in plain
    assert "正文第2段" not in plain


def test_what_was_edited_by_hand_is_told(city, filled):
    content = edited((city / "九月.docx").read_bytes(), "同比下降", "同比增长")
    (city / "改过.docx").write_bytes(content)
    ran = diaodu("check", "改过.docx", cwd=city, check=False)
    assert ran.returncode == 1
    assert "成文后改动：文书中是“同比增长" in ran.stdout


def test_what_is_missing_is_listed_and_the_paper_is_there(city):
    (city / "缺.docx").write_bytes(written('投资{{ 数值("固定资产投资") }}，额{{ 数值("没有的指标") }}。'))
    ran = diaodu("fill", "缺.docx", "--period", "2026年1-8月", cwd=city, check=False)
    assert ran.returncode == 3
    assert (city / "缺-2026年8月.docx").is_file()
    assert "正文第1段：固定资产投资只发布增速" in ran.stderr
    assert "没有名为“没有的指标”的指标" in ran.stderr


def test_a_wrong_template_writes_nothing_and_none_is_overwritten(city):
    (city / "错.docx").write_bytes(written("{% for 县 in 县区 %}", '{{ 增速("GDP").__class__ }}'))
    before = (city / "月报.docx").read_bytes()
    wrong, over = several(
        [["fill", "错.docx", "-o", "错-成文.docx"], ["fill", "月报.docx", "-o", "月报.docx"]], city
    )
    assert (wrong[0], over[0]) == (2, 2)
    assert "endfor" in wrong[1]
    assert "不能覆盖模板" in over[1]
    assert not list(city.glob("错-成文*"))
    assert (city / "月报.docx").read_bytes() == before


def test_a_built_in_template_goes_by_its_name(city):
    ran = diaodu("fill", "预警单", "--place", "白水县", "--set", "文号=YJ-1", "-o", "预警.docx", cwd=city)
    assert "白水县" in ran.stdout
    assert "YJ-1" in "".join(text(city / "预警.docx"))


def several(commands: list[list[str]], cwd) -> list[tuple[int, str]]:
    """Status and words of several commands, one after the other in one process, as it starts but once."""
    code = (
        "import contextlib, io, json, sys\nfrom diaodu.cli import main\nout = []\n"
        "for command in json.loads(sys.argv[1]):\n    said = io.StringIO()\n"
        "    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said): status = main(command)\n"
        "    out.append([status, said.getvalue()])\nprint(json.dumps(out))"
    )
    command = [sys.executable, "-c", code, json.dumps(commands)]
    ran = subprocess.run(
        command, cwd=cwd, env=clean_environment(), capture_output=True, text=True, check=True
    )
    return [(status, said) for status, said in json.loads(ran.stdout)]


def test_what_may_not_be_opened_is_refused_in_plain_words(city):
    names = ("宏", "外部图片", "损坏", "加密", "PDF", "实体")
    for name in names:
        (city / f"坏-{name}.docx").write_bytes(REFUSED[name][0])
    before = set(city.iterdir())
    filled = several([["fill", f"坏-{name}.docx"] for name in names], city)
    for name, (status, said) in zip(names, filled, strict=True):
        assert status == 2, (name, said)
        assert REFUSED[name][1] in said
    checked = several([["check", f"坏-{name}.docx"] for name in names], city)
    assert [status for status, _ in checked] == [2] * len(names)
    assert set(city.iterdir()) == before


def test_the_papers_of_a_run_lie_beside_their_figures(city):
    diaodu("run", "-o", "out", cwd=city)
    papers = list((city / "out").glob("*.docx"))
    assert len(papers) > 1
    for paper in papers:
        side = json.loads(paper.with_name(f"{paper.stem}.figures.json").read_text("utf-8"))
        assert side["about"]["period"] == "2026-01..09"
    checked = several([["check", str(paper)] for paper in papers], city)
    assert [status for status, _ in checked] == [0] * len(papers), checked
