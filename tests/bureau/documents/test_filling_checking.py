"""Written documents checked: what was changed by hand is told, and what no longer holds."""

from __future__ import annotations

import io
import json
import random
import re
import zipfile

import docx
import pytest
from lxml import etree

from diaodu.bureau.documents.filling.checking import (
    EDITED,
    LOST,
    REWORDED,
    STALE,
    UNFOUNDED,
    UNMARKED,
    Complaint,
    check,
)
from diaodu.bureau.documents.filling.fill import fill
from diaodu.bureau.documents.filling.record import SPACE_NAME, recorded
from diaodu.economy.errors import Refusal
from diaodu.economy.phrases.said import Said, Truth, sentence
from tests.bureau.documents.desks import FakeDesk, grown
from tests.bureau.documents.templates import (
    W,
    changed,
    of_xml,
    paragraph,
    part,
    row,
    saved,
    table,
    with_footnote,
)

Q = f"{{{W}}}"
DOCUMENT = "word/document.xml"
TEMPLATE = of_xml(
    paragraph("一、总体情况"),
    paragraph("全市GDP{{ 同比(“GDP”) }}，投资增长{{ 增速(“投资”) }}，",
        "{% if 增速(“GDP”) > 5 %}快于{% else %}慢于{% endif %}预期。"),
    paragraph("零售额为{{ 数值(“零售”) }}。"),
    paragraph("{% for 县 in 县区 %}"),
    paragraph("{{ 序号 }}.{{ 县 }}增长{{ 增速(县) }}。"),
    paragraph("{% endfor %}"),
    table(row("县区", "增速"), row("{% for 县 in 县区 %}{{ 县 }}", "{{ 增速(县) }}{% endfor %}")),
    paragraph("{{ 走势(“GDP”) }}"),
    paragraph("年度目标为7%，2026年10月22日。"),
)  # fmt: skip


@pytest.fixture(scope="module")
def result():
    return fill(TEMPLATE, FakeDesk(), about={"地区": "示例市", "时期": "2026年1-9月"})


def edited(content: bytes, old: str, new: str, name: str = DOCUMENT) -> bytes:
    """The same with one stretch of its XML changed."""
    assert old.encode() in part(content, name), old
    return changed(content, {name: lambda given: given.replace(old.encode(), new.encode(), 1)})


def told(complaints: list[Complaint]) -> list[tuple[str, str]]:
    return [(one.kind, one.place) for one in complaints if one.kind != UNMARKED]


def test_nothing_is_said_against_a_document_as_written(result):
    assert told(check(result.content, FakeDesk())) == []


def test_numbers_that_nobody_vouches_for_are_listed_dates_are_not(result):
    (summary,) = check(result.content, FakeDesk())
    assert summary.told == "另有1处数字没有来源标记，未核对：7%（正文第9段）"
    assert not summary.grave


def test_a_figure_changed_by_hand_is_told_with_what_was_written(result):
    content = edited(result.content, ">-3.4%<", ">3.4%<")
    (one,) = [c for c in check(content, FakeDesk()) if c.kind == EDITED]
    assert (one.place, one.told) == ("正文第2段", "成文后改动：文书中是“3.4%”，成文时是“-3.4%”")


def test_a_figure_in_a_table_is_told_by_row_and_cell(result):
    xml = part(result.content).decode()
    at = xml.rindex("8.3%")
    content = changed(result.content, {DOCUMENT: lambda _: (xml[:at] + "9.3%" + xml[at + 4 :]).encode()})
    assert told(check(content, FakeDesk())) == [(EDITED, "表1第2行第2格")]


def test_a_word_of_a_sentence_turned_round_is_told(result):
    content = edited(result.content, ">同比增长<", ">同比下降<")
    (one,) = [c for c in check(content, FakeDesk()) if c.kind != UNMARKED]
    assert (one.kind, one.entry) == (EDITED, "DDS000001")
    assert "文书中是“同比下降5.6%，排全省第三”" in one.told


def test_figures_that_changed_since_are_told_with_the_new_text_and_the_source(result):
    desk = FakeDesk()
    desk.growth["临溪县"] = -5.0
    complaints = [c for c in check(result.content, desk) if c.kind == STALE]
    assert [c.place for c in complaints] == ["正文第7段", "表1第5行第2格"]
    assert complaints[0].told == "不再成立：文书中是“-4.9%”，现在是“-5.0%”"
    desk.answers['增速("投资")'] = grown(-3.3, sources=(99,))
    ledger = {
        12: {"indicator": "投资", "place": "全市", "period": "2026年1-9月", "value": -3.4, "vintage": "初步"},
        99: {"indicator": "投资", "place": "全市", "period": "2026年1-9月", "value": -3.3, "vintage": "修订"},
    }
    (first, *_) = check(result.content, desk, details=lambda refs: {r: ledger[r] for r in refs})
    assert first.told.endswith("；来源数据已更新：全市投资2026年1-9月由-3.4改为-3.3（修订）")


def test_a_figure_that_can_no_longer_be_said_and_one_that_now_can_are_told(result):
    desk = FakeDesk()
    desk.answers['增速("投资")'] = Said.missing("数据已撤回")
    desk.answers['数值("零售")'] = Said(90.0, "亿元", "90.00亿元", formula='数值("零售")')
    complaints = [c.told for c in check(result.content, desk) if c.kind == STALE]
    assert complaints[0] == "不再成立：文书中是“-3.4%”，现在取不到了（数据已撤回）；来源数据已更新"
    assert "现在是“90.00亿元”" in complaints[1]


def test_a_sentence_is_told_once_when_only_its_figure_changed_and_again_when_its_words_did(result):
    desk = FakeDesk()
    changed_figure = grown(5.7, '增速("GDP")', (11,))
    rank = Said(3.0, "", "三", (13,), formula='位次("GDP")')
    desk.answers['增速("GDP")'] = changed_figure
    desk.answers['同比("GDP")'] = sentence("同比增长", changed_figure, "，排全省第", rank)
    assert [c.entry for c in check(result.content, desk) if c.kind == STALE] == ["DD000001"]
    desk.answers['同比("GDP")'] = sentence("同比下降", changed_figure, "，排全省第", rank)
    assert [c.entry for c in check(result.content, desk) if c.kind == STALE] == ["DD000001", "DDS000001"]


def test_a_premise_that_no_longer_holds_is_told(result):
    desk = FakeDesk()
    desk.answers['增速("GDP") > 5'] = Truth(False, None, (11,))
    desk.counties = desk.counties[:3]
    complaints = [c for c in check(result.content, desk) if c.kind == UNFOUNDED]
    assert complaints[0].told == "此处的前提已不成立（增速(“GDP”) > 5）：成文时成立，现在不成立"
    assert complaints[0].place == "正文第2段"
    assert [c.told for c in complaints[1:]] == ["此处的前提已不成立（县区）：少了临溪县"] * 2


def test_a_condition_inside_a_loop_is_asked_again_of_the_same_county():
    loop = "{% for 县 in 县区 %}{% if 增速(县) > 6 %}{{ 县 }}快；{% endif %}{% endfor %}"
    content = fill(of_xml(paragraph(loop)), FakeDesk()).content
    desk = FakeDesk()
    desk.growth["南浦区"] = 6.1
    (one,) = check(content, desk)
    assert (one.kind, one.entry) == (UNFOUNDED, "C000002")
    assert "成文时不成立，现在成立" in one.told


def test_words_between_the_figures_are_told_graver_where_they_turn_the_sense(result):
    (light,) = [
        c for c in check(edited(result.content, "总体情况", "总的情况"), FakeDesk()) if c.kind == REWORDED
    ]
    (grave,) = [c for c in check(edited(result.content, "快于", "慢于"), FakeDesk()) if c.kind == REWORDED]
    (number,) = [c for c in check(edited(result.content, "7%", "8%"), FakeDesk()) if c.kind == REWORDED]
    assert (light.grave, grave.grave, number.grave) == (False, True, True)
    assert light.told == "成文后改过文字：原为“一、总体情况”，现为“一、总的情况”"
    assert grave.place == "正文第2段"


def test_a_paragraph_added_or_taken_out_is_told_and_shifts_no_other(result):
    document = docx.Document(io.BytesIO(result.content))
    document.paragraphs[0].insert_paragraph_before("新添一段，全市增长12.5%。")
    document.paragraphs[-1]._p.getparent().remove(document.paragraphs[-1]._p)
    complaints = check(saved(document), FakeDesk())
    assert [c.told for c in complaints if c.kind == REWORDED] == [
        "成文后改过文字：新加“新添一段，全市增长12.5%。”",
        "成文后改过文字：删去“年度目标为7%，2026年10月22日。”",
    ]
    assert complaints[-1].told == "另有1处数字没有来源标记，未核对：12.5%（正文第1段）"


def test_a_bookmark_typed_over_is_told_once(result):
    xml = part(result.content).decode()
    start = re.search(
        r'<w:bookmarkStart[^>]*w:id="(\d+)" w:name="DD000003"/>|<w:bookmarkStart[^>]*"DD000003"[^>]*/>', xml
    )
    assert start
    number = re.search(r'w:id="(\d+)"', start[0])
    assert number
    without = xml.replace(start[0], "").replace(f'<w:bookmarkEnd w:id="{number[1]}"/>', "")
    content = changed(result.content, {DOCUMENT: lambda _: without.encode()})
    assert told(check(content, FakeDesk())) == [(LOST, "正文第2段")]
    retyped = changed(result.content, {DOCUMENT: lambda _: without.replace(">-3.4%<", ">-2.4%<").encode()})
    assert told(check(retyped, FakeDesk())) == [(LOST, "正文第2段"), (REWORDED, "正文第2段")]


def test_what_word_does_on_saving_changes_nothing(result):
    """Names in another case, runs split, spelling marks, page numbers, an end moved out of its paragraph."""
    root = etree.fromstring(part(result.content))
    for node in list(root.iter(f"{Q}t")):
        if len(node.text or "") > 1:
            run = node.getparent()
            after = etree.fromstring(etree.tostring(run))
            node.text, after.find(f"{Q}t").text = node.text[:1], node.text[1:]
            run.addnext(after)
            run.addnext(etree.Element(f"{Q}proofErr"))
    for node in root.iter(f"{Q}bookmarkStart"):
        node.set(f"{Q}name", node.get(f"{Q}name").lower())
    for node in list(root.iter(f"{Q}bookmarkEnd")):
        if node.getnext() is None:
            node.getparent().addnext(node)
    content = changed(result.content, {DOCUMENT: lambda _: etree.tostring(root)})
    assert told(check(content, FakeDesk())) == []


def test_another_picture_or_none_is_told(result):
    xml = part(result.content).decode()
    gone = re.sub(r"<w:drawing.*?</w:drawing>", "", xml)
    assert told(check(changed(result.content, {DOCUMENT: lambda _: gone.encode()}), FakeDesk())) == [
        (EDITED, "正文第8段")
    ]


def test_a_figure_in_a_footnote_is_checked():
    content = fill(with_footnote("正文", "注：{{ 增速(“GDP”) }}"), FakeDesk()).content
    assert check(content, FakeDesk()) == []
    assert told(check(edited(content, "5.6%", "5.7%", "word/footnotes.xml"), FakeDesk())) == [
        (EDITED, "脚注1")
    ]


def test_the_side_file_serves_where_another_program_dropped_the_record(result):
    name = next(
        n
        for n in _names(result.content)
        if SPACE_NAME.encode() in part(result.content, n) and "Props" not in n
    )
    bare = changed(result.content, {name: lambda _: b"<nothing/>"})
    with pytest.raises(Refusal, match="没有来源记录"):
        check(bare, FakeDesk())
    assert told(check(bare, FakeDesk(), side=result.side)) == []
    assert told(check(edited(bare, ">-3.4%<", ">3.4%<"), FakeDesk(), side=result.side)) == [
        (EDITED, "正文第2段")
    ]
    with pytest.raises(Refusal, match="不是完整的来源记录"):
        check(bare, FakeDesk(), side=b"{")


def _names(content: bytes) -> list[str]:
    return [name for name in zipfile.ZipFile(io.BytesIO(content)).namelist() if name.startswith("customXml/")]


def test_the_record_tells_place_and_period_and_the_side_file_the_sources(result):
    assert recorded(result.content)["about"] == {"地区": "示例市", "时期": "2026年1-9月"}
    full = fill(TEMPLATE, FakeDesk(), details=lambda refs: {r: {"indicator": f"指标{r}"} for r in refs})
    side = json.loads(full.side)
    entry = next(e for e in side["entries"] if e["text"] == "-3.4%")
    assert [side["sources"][str(ref)] for ref in entry["sources"]] == [{"indicator": "指标12"}]
    assert (entry["formula"], entry["value"], entry["unit"], entry["place"]) == (
        '增速("投资")',
        -3.4,
        "%",
        "正文第2段",
    )
    assert full.content == fill(TEMPLATE, FakeDesk()).content


def test_any_sign_changed_within_a_bookmark_is_found(result):
    """300 times one sign of one bookmarked text is another: every time something is said of that place."""
    chance = random.Random(20260922)
    root = etree.fromstring(part(result.content))
    marked = [node for node in root.iter(f"{Q}t") if node.text and _within(node)]
    assert len(marked) > 25
    for _ in range(300):
        node = chance.choice(marked)
        was, at = node.text, chance.randrange(len(node.text))
        other = chance.choice([c for c in "0123456789.%-增长下降第三县区，。 " if c != was[at]])
        node.text = was[:at] + other + was[at + 1 :]
        content = changed(result.content, {DOCUMENT: lambda _: etree.tostring(root)})
        assert any(one.kind == EDITED for one in check(content, FakeDesk())), (was, node.text)
        node.text = was


def _within(node: etree._Element) -> bool:
    """Whether a text lies within a bookmark of its paragraph."""
    run = node.getparent()
    before = [one.tag for one in run.itersiblings(f"{Q}bookmarkStart", f"{Q}bookmarkEnd", preceding=True)]
    return before.count(f"{Q}bookmarkStart") > before.count(f"{Q}bookmarkEnd")
