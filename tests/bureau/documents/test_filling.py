"""Templates filled: tags as officials type them and Word cuts them, what they repeat, what can't be said."""

from __future__ import annotations

import io

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diaodu.bureau.documents import charts
from diaodu.bureau.documents.filling.fill import faults, fill
from diaodu.economy.errors import Refusal
from diaodu.economy.phrases.said import Chart, Said
from tests.bureau.documents.desks import COUNTIES, FakeDesk, grown
from tests.bureau.documents.templates import (
    W,
    formatted,
    grid,
    of_xml,
    paragraph,
    part,
    row,
    run,
    saved,
    table,
    texts,
    tree,
    with_footnote,
    written,
)  # fmt: skip

Q = f"{{{W}}}"


def filled(template: bytes, desk: FakeDesk | None = None) -> bytes:
    return fill(template, desk or FakeDesk()).content


def wrong(*paragraphs: str) -> str:
    with pytest.raises(Refusal) as told:
        fill(written(*paragraphs), FakeDesk())
    return str(told.value)


# Tags, however they came to be.


@pytest.mark.parametrize(
    "tag",
    [
        '{{ 增速("GDP") }}',
        "{{增速(“GDP”)}}",
        "｛｛　增速（“GDP”）　｝｝",
        '｛{ 增速（"GDP"） }｝',
        "{{- 增速('GDP') -}}",
    ],
)
def test_a_tag_is_read_with_full_width_braces_and_typographic_quotes(tag):
    assert texts(filled(written(f"全市{tag}。"))) == ["全市5.6%。"]


def test_the_desk_gets_the_words_between_the_braces_as_they_stand():
    desk = FakeDesk()
    fill(written("｛｛ 增速（“GDP”） ｝｝"), desk)
    assert desk.asked == ["增速（“GDP”）"]


def test_a_tag_cut_over_runs_takes_the_format_of_its_first_run():
    begun, ended = '<w:bookmarkStart w:id="3" w:name="a"/>', '<w:bookmarkEnd w:id="3"/>'
    cut = paragraph(
        "投资", run("{", "<w:b/>"), '<w:proofErr w:type="spellStart"/>', run("{ 增速"), begun,
        run("("), ended, f"<w:smartTag>{run('“投资”')}</w:smartTag>", run(") }} 左右", "<w:i/>"),
    )  # fmt: skip
    content = filled(of_xml(cut))
    assert texts(content) == ["投资-3.4% 左右"]
    assert formatted(content, "-3.4%").find(f"{Q}b") is not None
    assert formatted(content, " 左右").find(f"{Q}i") is not None
    assert formatted(content, " 左右").find(f"{Q}b") is None


def test_tabs_breaks_and_tracked_changes_inside_a_tag_do_no_harm():
    ins = f'<w:ins w:id="8" w:author="甲">{run("增速(“GDP”")}</w:ins>'
    gone = '<w:del w:id="9" w:author="甲"><w:r><w:delText>数值(</w:delText></w:r></w:del>'
    cut = paragraph("增", run("{{ "), gone, ins, "<w:r><w:tab/></w:r>", run(") }}"), run("。"))
    content = filled(of_xml(cut))
    assert texts(content) == ["增5.6%。"]
    assert "数值(".encode() in part(content)  # what was deleted stays a tracked deletion


def test_a_hyperlink_keeps_what_was_filled_into_it():
    link = f'<w:hyperlink w:anchor="a">{run("见{{ 增速(“GDP”) }}")}</w:hyperlink>'
    content = filled(of_xml(paragraph("附：", link)))
    inside = tree(content).find(f".//{Q}hyperlink")
    assert "".join(t.text for t in inside.iter(f"{Q}t")) == "见5.6%"


# Formatting of what is put in.


def test_chinese_text_is_set_in_the_chinese_face_where_the_tag_was_typed_in_latin():
    latin = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/><w:sz w:val="32"/>'
    face = '<w:rFonts w:ascii="仿宋_GB2312" w:hAnsi="仿宋_GB2312"/>'
    whole = Said("“九连增”", text="“九连增”")
    desk = FakeDesk(说法=whole)
    content = filled(
        of_xml(paragraph(run("{{ 说法 }}", latin)), paragraph("甲", run("{{ 说法 }}", face))), desk
    )
    fonts = [node for node in tree(content).iter(f"{Q}rFonts") if node.get(f"{Q}hint")]
    assert [node.get(f"{Q}hint") for node in fonts] == ["eastAsia", "eastAsia"]
    assert [node.get(f"{Q}eastAsia") for node in fonts] == [None, "仿宋_GB2312"]
    assert formatted(content, "“九连增”").find(f"{Q}sz").get(f"{Q}val") == "32"


def test_what_is_missing_is_red_with_its_reason_and_told_with_its_place():
    result = fill(
        written("增长{{ 增速(“GDP”) }}", "零售额{{ 数值(“零售”) }}，{{ 增速(“乱写”) }}"), FakeDesk()
    )
    shown = "〔缺：全市2026年1-9月没有数据〕"
    assert texts(result.content)[1].startswith(
        f'零售额{shown}，〔缺：没有名为“增速("乱写")”的指标。相近的有：GDP〕'
    )
    colour = formatted(result.content, shown).find(f"{Q}color")
    assert colour.get(f"{Q}val") == "FF0000"
    assert [place for place, _ in result.missing] == ["正文第2段", "正文第2段"]
    assert result.missing[0][1] == "全市2026年1-9月没有数据"


def test_the_red_stands_where_word_asks_for_it_among_the_properties():
    content = filled(
        of_xml(paragraph(run("{{ 数值(“零售”) }}", '<w:b/><w:color w:val="0000FF"/><w:sz w:val="28"/>')))
    )
    names = [node.tag.removeprefix(Q) for node in formatted(content, "〔缺：全市2026年1-9月没有数据〕")]
    assert names == ["rFonts", "b", "color", "sz"]


def test_every_figure_of_a_sentence_has_its_own_bookmark_within_the_whole():
    content = filled(written("全市GDP{{ 同比(“GDP”) }}。"))
    node = tree(content).find(f".//{Q}p")
    marks = [(n.tag.removeprefix(Q), n.get(f"{Q}name")) for n in node if "bookmark" in n.tag]
    assert [name for kind, name in marks if kind == "bookmarkStart"] == ["DDS000001", "DD000001", "DD000002"]
    ids = [n.get(f"{Q}id") for n in node if n.tag == f"{Q}bookmarkStart"]
    ends = [n.get(f"{Q}id") for n in node if n.tag == f"{Q}bookmarkEnd"]
    assert ends == [ids[1], ids[2], ids[0]]
    assert texts(content) == ["全市GDP同比增长5.6%，排全省第三。"]


# What is repeated, and what is left out.


def test_a_loop_alone_in_its_paragraphs_repeats_paragraphs_and_counts():
    content = filled(
        written("头", "{% for 县 in 县区 %}", "{{ 序号 }}.{{ 县 }}增长{{ 增速(县) }}。", "{% endfor %}", "尾")
    )
    assert texts(content) == ["头", "1.东川区增长8.3%。", "2.南浦区增长6.0%。", "3.西岭县增长10.2%。",
                              "4.临溪县增长-4.9%。", "尾"]  # fmt: skip


def test_a_loop_inside_a_paragraph_repeats_words():
    content = filled(written("其中：{% for 县 in 考核组 %}{{ 县 }}{{ 增速(县) }}，{% endfor %}其余从略。"))
    assert texts(content) == ["其中：东川区8.3%，临溪县-4.9%，其余从略。"]


def test_conditions_choose_words_and_paragraphs():
    words = "{% if 增速(“GDP”) > 6 %}高于{% elif 增速(“GDP”) > 5 %}符合{% else %}低于{% endif %}预期"
    content = filled(written(words, "{% if 增速(“GDP”) > 6 %}", "不写", "{% else %}", "要写", "{% endif %}"))
    assert texts(content) == ["符合预期", "要写"]


def test_a_condition_that_is_neither_true_nor_false_shows_why_in_place_of_its_block():
    result = fill(written("{% if 数值(“零售”) > 0 %}", "甲", "{% else %}", "乙", "{% endif %}",
                          "句中{% if 数值(“零售”) > 0 %}甲{% endif %}。"), FakeDesk())  # fmt: skip
    shown = "〔缺：全市2026年1-9月没有数据〕"
    assert texts(result.content) == [shown, f"句中{shown}。"]
    assert [place for place, _ in result.missing] == ["正文第1段", "正文第2段"]


def test_set_names_a_question_for_later_and_for_the_header():
    document = docx.Document()
    document.add_paragraph("{% set 全市 = 增速(“GDP”) %}")
    document.add_paragraph("全市{{ 全市 }}")
    document.sections[0].header.paragraphs[0].text = "速度{{ 全市 }}"
    content = filled(saved(document))
    assert texts(content) == ["全市5.6%"]
    assert "速度5.6%" in "".join(texts(content, "word/header1.xml"))


def test_a_row_is_repeated_for_each_county():
    rows = table(row("序号", "县区", "增速"),
                 row("{% for 县 in 县区 %}{{ 序号 }}", "{{ 县 }}", "{{ 增速(县) }}{% endfor %}"),
                 row("", "全市", "{{ 增速(“GDP”) }}"))  # fmt: skip
    lines = grid(filled(of_xml(rows)))
    assert lines[1] == ["1", "东川区", "8.3%"]
    assert [line[1] for line in lines] == ["县区", *COUNTIES, "全市"]


def test_rows_that_hold_only_control_tags_vanish():
    rows = table(row("县区", "增速"), row("{%tr for 县 in 县区 %}", ""), row("{{ 县 }}", "{{ 增速(县) }}"),
                 row("{%tr if 增速(县) < 0 %}", ""), row("上行", "负增长"), row("{%tr endif %}", ""),
                 row("{%tr endfor %}", ""))  # fmt: skip
    lines = grid(filled(of_xml(rows)))
    assert [line[0] for line in lines] == ["县区", "东川区", "南浦区", "西岭县", "临溪县", "上行"]


def test_a_loop_inside_one_cell_stays_in_the_cell():
    cell = "".join(paragraph(text) for text in ("{% for 县 in 考核组 %}", "{{ 县 }}", "{% endfor %}"))
    lines = grid(
        filled(
            of_xml(
                table(
                    row("名单", cell + paragraph("完")),
                    row("甲", "{% for 县 in 考核组 %}{{ 县 }}、{% endfor %}"),
                )
            )
        )
    )
    assert lines == [["名单", "东川区临溪县完"], ["甲", "东川区、临溪县、"]]


def test_a_cell_merged_downwards_over_all_the_repeated_rows_stays_one():
    rows = table(
        row("{% for 县 in 县区 %}各县", "{{ 县 }}", "{{ 增速(县) }}{% endfor %}", merges=("restart",)),
        row("", "全市", "{{ 增速(“GDP”) }}", merges=("continue",)),
    )
    content = filled(of_xml(rows))
    merges = [node.get(f"{Q}val", "continue") for node in tree(content).iter(f"{Q}vMerge")]
    assert merges == ["restart", "continue", "continue", "continue", "continue"]
    assert [line[0] for line in grid(content)] == ["各县", "", "", "", ""]


def test_cells_merged_within_the_repeated_rows_begin_anew_for_each():
    rows = table(row("{% for 县 in 考核组 %}{{ 县 }}", "增速", merges=("restart",)),
                 row("", "{{ 增速(县) }}{% endfor %}", merges=("continue",)))  # fmt: skip
    content = filled(of_xml(rows))
    merges = [node.get(f"{Q}val", "continue") for node in tree(content).iter(f"{Q}vMerge")]
    assert merges == ["restart", "continue"] * 2


def test_a_merged_cell_whose_first_row_is_left_out_begins_in_the_next():
    rows = table(
        row("{% if 增速(“GDP”) > 6 %}甲", "快{% endif %}", merges=("restart",)),
        row("乙", "慢", merges=("continue",)),
    )
    content = filled(of_xml(rows))
    assert grid(content) == [["乙", "慢"]]
    assert [node.get(f"{Q}val") for node in tree(content).iter(f"{Q}vMerge")] == ["restart"]


def test_loops_within_loops_and_tables_within_tables():
    inner = table(row("{% for 区 in 考核组 %}{{ 县 }}比{{ 区 }}", "{{ 序号 }}{% endfor %}"))
    outer = table(row("{% for 县 in 县区 %}{{ 县 }}", inner + paragraph("第{{ 序号 }}{% endfor %}")))
    lines = grid(filled(of_xml(outer)))
    assert len(lines) == 4
    assert lines[1] == ["南浦区", "南浦区比东川区1南浦区比临溪县2第2"]


def test_two_tables_made_by_a_loop_do_not_run_into_one():
    content = filled(
        of_xml(paragraph("{% for 县 in 考核组 %}"), table(row("{{ 县 }}")), paragraph("{% endfor %}"))
    )
    blocks = [child.tag.removeprefix(Q) for child in tree(content).find(f"{Q}body")]
    assert blocks == ["tbl", "p", "tbl", "sectPr"]


def test_a_cell_emptied_by_a_condition_still_ends_in_a_paragraph():
    cell = "".join(paragraph(t) for t in ("{% if 增速(“GDP”) > 6 %}", "甲", "{% endif %}"))
    content = filled(of_xml(table(row("格", cell))))
    assert [cell[-1].tag for cell in tree(content).iter(f"{Q}tc")] == [f"{Q}p", f"{Q}p"]


def test_a_table_whose_rows_all_vanish_is_left_out():
    content = filled(
        of_xml(
            paragraph("前"),
            table(row("{%tr if 增速(“GDP”) > 6 %}"), row("甲"), row("{%tr endif %}")),
            paragraph("后"),
        )
    )
    assert list(tree(content).iter(f"{Q}tbl")) == []


def test_a_section_break_survives_the_tag_it_shares_a_paragraph_with():
    section = '<w:pPr><w:sectPr><w:pgSz w:w="16838" w:h="11906"/></w:sectPr></w:pPr>'
    closing = f"<w:p>{section}{run('{% endfor %}')}</w:p>"
    content = filled(of_xml(paragraph("{% for 县 in 考核组 %}"), paragraph("{{ 县 }}"), closing))
    assert texts(content) == ["东川区", "临溪县"]
    assert len(list(tree(content).iter(f"{Q}sectPr"))) == 2


def test_marks_that_word_wants_once_are_not_copied():
    inside = paragraph('<w:bookmarkStart w:id="5" w:name="作者"/>', "{{ 县 }}", '<w:bookmarkEnd w:id="5"/>')
    content = filled(of_xml(paragraph("{% for 县 in 县区 %}"), inside, paragraph("{% endfor %}")))
    names = [node.get(f"{Q}name") for node in tree(content).iter(f"{Q}bookmarkStart")]
    assert names.count("作者") == 1
    assert len(names) == len(set(names)) == 5
    ids = [node.get(f"{Q}id") for node in tree(content).iter(f"{Q}bookmarkStart")]
    assert len(set(ids)) == 5


def test_a_stray_end_of_a_bookmark_does_not_cut_a_figure_short():
    content = filled(of_xml(paragraph('<w:bookmarkEnd w:id="1"/>', "{{ 增速(“GDP”) }}")))
    ids = [
        (node.tag.removeprefix(Q), node.get(f"{Q}id"))
        for node in tree(content).iter(f"{Q}*")
        if node.get(f"{Q}id")
    ]
    assert ids == [("bookmarkStart", "2"), ("bookmarkEnd", "2")]


def test_a_condition_that_left_nothing_behind_is_recorded_where_its_tag_stood():
    rows = table(row("{%tr if 增速(“GDP”) > 6 %}"), row("甲"), row("{%tr endif %}"))
    (entry,) = fill(of_xml(rows), FakeDesk()).entries
    assert (entry["kind"], entry["outcome"], entry["place"]) == ("condition", False, "表1第1行第1格")


# Headers, footnotes, text boxes.


def test_a_footnote_is_filled_and_named_when_something_is_missing():
    result = fill(with_footnote("正文", "注：{{ 增速(“GDP”) }}，{{ 数值(“零售”) }}"), FakeDesk())
    assert "注：5.6%，〔缺：" in "".join(texts(result.content, "word/footnotes.xml"))
    assert result.missing == [("脚注1", "全市2026年1-9月没有数据")]


def test_a_text_box_says_the_same_to_new_and_old_readers():
    def box(kind: str, inside: str) -> str:
        return f"<{kind}><w:txbxContent>{inside}</w:txbxContent></{kind}>"

    inside = paragraph("框内{{ 增速(“GDP”) }}")
    shape = (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{box("wps:txbx", inside)}</mc:Choice>'
        f"<mc:Fallback><w:pict>{box('v:textbox', inside)}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    result = fill(of_xml(f"<w:p>{run('框：')}<w:r>{shape}</w:r></w:p>"), FakeDesk())
    assert texts(result.content) == ["框：", "框内5.6%", "框内5.6%"]
    assert [entry["place"] for entry in result.entries] == ["正文第1段文本框"]
    names = [node.get(f"{Q}name") for node in tree(result.content).iter(f"{Q}bookmarkStart")]
    assert names == ["DD000001"]


def test_a_chart_is_drawn_as_wide_as_the_text_with_its_numbers_in_words():
    result = fill(written("{{ 走势(“GDP”) }}", "图1　GDP增速"), FakeDesk())
    drawn = tree(result.content).find(".//{*}inline")
    assert "1-9月5.6" in drawn.find("{*}docPr").get("descr")
    document = docx.Document(io.BytesIO(result.content))
    section = document.sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    assert abs(int(drawn.find("{*}extent").get("cx")) - width) < 1000
    properties = document.paragraphs[0].paragraph_format
    assert properties.alignment == 1
    assert properties.keep_with_next
    assert result.entries[0]["kind"] == "chart"


def test_quarters_among_months_are_joined_and_a_missing_month_is_a_gap():
    months = charts._joined((7.0, None, 6.5))
    assert months == ([0, 2], [7.0, 6.5])
    at, points = charts._joined((7.0, 6.9, None, 6.5))
    assert at == [0, 1, 2, 3]
    assert points[2] != points[2]  # not a number: the line breaks there


@pytest.mark.parametrize("form", ["折线", "柱形", "条形"])
def test_a_chart_with_nothing_known_is_still_a_picture(form):
    empty = Chart(form, "没有数", ("东川区", "南浦区"), (("增速", (None, None)),))
    known = Chart(form, "有数", ("东川区", "南浦区"), (("增速", (8.3, -4.9)), ("上年", (None, 6.0))))
    assert charts.drawn(empty)[:4] == charts.drawn(known)[:4] == b"\x89PNG"
    assert charts.drawn(known) == charts.drawn(known) != charts.drawn(empty)


# What is wrong in a template.


def test_all_that_is_wrong_is_told_at_once_with_its_place():
    told = wrong("第一{{ 增速(“GDP”)", "{% for 县 in 县区 %}", "{% 循环 %}", "甲{% endif %}", "{{ }}")
    assert "正文第1段：" in told
    assert "没有“}}”" in told
    assert "正文第2段：“{% for 县 in 县区 %}”没有对应的“{% endfor %}”" in told
    assert "正文第3段：不认识“{% 循环 %}”" in told
    assert "正文第4段：“{% endif %}”前面没有对应的“{% if … %}”" in told
    assert "正文第5段：“{{ }}”是空的" in told


def test_crossing_blocks_are_told_with_both_places():
    told = wrong("{% for 县 in 县区 %}", "{% if 增速(县) > 1 %}", "{% endfor %}", "{% endif %}")
    assert "正文第3段：“{% endfor %}”与“{% if 增速(县) > 1 %}”（正文第2段）交叉了" in told


def test_a_place_in_a_table_is_told_by_row_and_cell():
    wrong_row = table(row("甲", "乙"), row("丙", "{{ 增速(“GDP”)"))
    assert [fault.place for fault in faults(of_xml(paragraph("头"), wrong_row))] == ["表1第2行第2格"]


def test_a_loop_begun_in_one_sentence_and_ended_in_another_is_told():
    told = wrong("各县：{% for 县 in 县区 %}{{ 县 }}", "增长{{ 增速(县) }}{% endfor %}")
    assert "没有对应的“{% endfor %}”（两者要么在同一段，要么各自单独成段" in told


def test_blocks_nest_five_deep_and_no_deeper():
    deep = ["{% if 增速(“GDP”) > 5 %}"] * 5 + ["底"] + ["{% endif %}"] * 5
    assert texts(filled(written(*deep))) == ["底"]
    assert "最多5层" in wrong("{% if 增速(“GDP”) > 5 %}", *deep, "{% endif %}")


def test_what_grows_without_measure_is_refused():
    desk = FakeDesk(很多=tuple(f"县{n}" for n in range(200)))
    loops = ["{% for 甲 in 很多 %}{% for 乙 in 很多 %}{{ 乙 }}{% endfor %}{% endfor %}"]
    with pytest.raises(Refusal, match="20000"):
        fill(written(*loops), desk)


def test_a_forbidden_expression_refuses_the_whole_document():
    with pytest.raises(Refusal, match="正文第2段") as told:
        fill(written("{{ 增速(“GDP”) }}", "{{ ''.__class__.__mro__ }}"), FakeDesk())
    assert "“{{ ''.__class__.__mro__ }}”" in str(told.value)
    assert "不允许" in str(told.value)


def test_the_count_of_a_loop_can_not_be_taken_for_something_else():
    assert "“序号”是循环里的第几个" in wrong("{% set 序号 = 增速(“GDP”) %}")


# What holds of any template.

WORDS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="{}｛｝￾￿"), max_size=40
)


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS, max_size=5), st.lists(WORDS, min_size=1, max_size=4))
def test_a_template_without_tags_comes_out_with_the_same_text(paragraphs, cells):
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    line = document.add_table(1, len(cells))
    for n, text in enumerate(cells):
        line.cell(0, n).text = text
    template = saved(document)
    assert texts(filled(template)) == texts(template)


def test_the_same_template_and_answers_give_the_same_bytes():
    template = written("{% for 县 in 县区 %}{{ 县 }}{{ 增速(县) }}{% endfor %}", "{{ 走势(“GDP”) }}")
    first, second = fill(template, FakeDesk()), fill(template, FakeDesk())
    assert first.content == second.content
    assert first.side == second.side
    desk = FakeDesk()
    desk.growth["东川区"] = 8.4
    assert fill(template, desk).content != first.content


def test_parts_without_tags_come_out_byte_for_byte():
    template = written("{{ 增速(“GDP”) }}")
    content = filled(template)
    for name in ("word/styles.xml", "word/settings.xml", "word/theme/theme1.xml", "docProps/core.xml"):
        assert part(content, name) == part(template, name)


def test_a_written_document_may_serve_as_a_template_again():
    first = filled(written("甲{{ 增速(“GDP”) }}"))
    again = fill(first, FakeDesk())
    assert again.entries == []
    assert [n.get(f"{Q}name") for n in tree(again.content).iter(f"{Q}bookmarkStart")] == []


def test_an_answer_with_signs_that_xml_can_not_hold_is_still_written():
    desk = FakeDesk(怪=Said("甲\x0b乙", text="甲\x0b<乙>&\n丙", formula="怪"), 数=grown(1.0, "数"))
    assert texts(filled(written("{{ 怪 }}"), desk)) == ["甲<乙>&丙"]
