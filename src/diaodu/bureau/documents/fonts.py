"""The faces of an official paper and what stands in for them (公文字体).

GB/T 9704-2012 asks for 小标宋, 仿宋, 楷体, 黑体 and 宋体. They are licensed, so none is shipped: a paper
names them, and every Windows with Office or WPS shows them. Where one is missing Word reads the other names
in the font table below. LibreOffice reads fontconfig instead. On a Linux server that makes PDF put this in
/etc/fonts/local.conf, one `alias` each for 仿宋_GB2312, 楷体_GB2312, 方正小标宋简体, 宋体 (to Noto Serif
CJK SC) and 黑体 (to Noto Sans CJK SC); without it Chinese is drawn in Japanese forms:

    <alias binding="same">
      <family>仿宋_GB2312</family><prefer><family>Noto Serif CJK SC</family></prefer>
    </alias>
"""

from __future__ import annotations

BODY = "仿宋_GB2312"
KAI = "楷体_GB2312"
HEI = "黑体"
SONG = "宋体"
TITLE = "方正小标宋简体"
LATIN = "Times New Roman"

# Word reads one other name for each face that is missing (替代字体).
_OTHERS = {
    BODY: ("仿宋", "modern", "fixed"),
    KAI: ("楷体", "modern", "fixed"),
    HEI: ("SimHei", "modern", "fixed"),
    SONG: ("SimSun", "auto", "variable"),
    TITLE: ("宋体", "auto", "variable"),
}


def faces(east_asian: str, latin: str = LATIN) -> str:
    """The faces of a style: Chinese, and Latin with digits (字体设置)."""
    return (
        f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{east_asian}" w:cs="{latin}" '
        'w:hint="eastAsia"/>'
    )


def table() -> bytes:
    """The font table part (字体表)."""
    rows = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="{pitch}"/></w:font>'
        for name, (other, family, pitch) in _OTHERS.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'<w:font w:name="{LATIN}"><w:charset w:val="00"/><w:family w:val="roman"/>'
        f'<w:pitch w:val="variable"/></w:font>{rows}</w:fonts>'
    ).encode()
