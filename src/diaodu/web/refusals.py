"""Refusals in the reader's language (拒绝及原因).

What raises them is told in Chinese; `REFUSALS` names every sentence, so that the translations can have it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from diaodu.economy.errors import Refusal
from diaodu.web.account_refusals import ACCOUNTS
from diaodu.web.api_refusals import API
from diaodu.web.audit_refusals import AUDIT
from diaodu.web.board_refusals import BOARD
from diaodu.web.desk_refusals import DESK
from diaodu.web.phrase_refusals import PHRASES
from diaodu.web.reporting_refusals import REPORTING
from diaodu.web.workbook_refusals import WORKBOOK

REFUSALS = (
    gettext_noop("places.yaml 里应当有且只有一个本市（home: true），现有：{homes}"),
    gettext_noop(
        "{folder} 不是本市文件夹（没有 {marker}）。"
        "请先 diaodu init my-city/ 再 cd my-city，或用环境变量 DIAODU_HOME 指明。"
    ),
    gettext_noop("{folder} 已经是本市文件夹，未作改动。"),
    gettext_noop("连不上数据库：{error}"),
    gettext_noop("这个数据库里已经有一个城市的数据，未作改动。请换一个空库"),
    gettext_noop("“{name}”：{why}"),
    gettext_noop("您不能办理其他单位的导入件。如需办理，请联系管理员。"),
    gettext_noop("台账里没有本市{period}的数据。请先导入这一期的报表，或改正期别"),
    gettext_noop("{period}没有形成新的文书：没有可研判的指标，或中途出错（原因见日志）。改正后请再运行一次"),
    gettext_noop("“{name}”不是完整的 csv：{error}。请重新导出后再上传"),
    gettext_noop("“{name}”不是能识别的表格文件。请上传 xlsx、xls 或 csv（UTF-8 或 GBK 编码）"),
    gettext_noop("“{name}”实际是{kind}，不是表格文件。请用 Excel 或 WPS 打开，另存为 xlsx 后再上传"),
    gettext_noop("“{name}”已损坏或不完整，无法读取。请用 Excel 或 WPS 打开，另存为 xlsx 后再上传"),
    gettext_noop("“{name}”是{kind}，不是 xlsx 表格。请用 Excel 或 WPS 另存为 xlsx 后再上传"),
    gettext_noop("“{name}”是{kind}，不是表格。请上传 xlsx、xls 或 csv 文件"),
    gettext_noop("“{name}”是空文件，没有内容。请重新导出后再上传"),
    gettext_noop(
        "“{name}”的工作表“{sheet}”有{rows}行{columns}列，超出可读范围。"
        "请删除数据区以外的空行空列，或拆成几个文件"
    ),
    gettext_noop(
        "“{name}”的工作表“{sheet}”里全是没有计算结果的公式，读不到数值。"
        "请用 Excel 或 WPS 打开，重新计算并保存后再上传"
    ),
    gettext_noop("“{name}”的状态是“{state}”，不能再办理此操作"),
    gettext_noop("“{name}”解压后过大（约{size}兆），疑似异常文件，没有读取。请另存为新的 xlsx 后再上传"),
    gettext_noop("“{name}”设有打开密码，无法读取。请取消密码保护后再上传"),
    gettext_noop("“{name}”超过{limit}兆的上限。请拆成几个文件，或删除无关的工作表后再上传"),
    gettext_noop("“{source}”不能换算为“{target}”，两者计量的不是同一种量"),
    gettext_noop("“{text}”不是统计期"),
    gettext_noop(
        "“{text}”不是能识别的统计期。可写作2024年6月、2024年1—6月、2024年二季度、"
        "2024年上半年、2024年，或2024-06、2024-01..06、2024Q2、2024H1"
    ),
    gettext_noop("“{text}”既可能是日期，也可能是几月至几月。请写作2024-01..06、2024年1—6月或2024年1月"),
    gettext_noop("“{text}”没有写明年份。请写全，如2024年{text}，或先指定年份"),
    gettext_noop("“{text}”的年份不对，年份应在1900至2200之间"),
    gettext_noop("“{text}”的月份不对，月份应在1至12之间"),
    gettext_noop("“{text}”的起止月份颠倒了，应由小到大"),
    gettext_noop("“{text}”看不出是1月还是10月（数字单元格会丢掉末尾的0）。请写作{text}月或改为文本格式"),
    gettext_noop("“{text}”跨了年度。一个统计期只能在同一年内，请分年填写"),
    gettext_noop("“{year}”不是年份，请写作四位数字"),
    gettext_noop("台账里还没有数据。请先用 diaodu import 导入报表。"),
    gettext_noop("定义文件 {file} 不是有效的 YAML：{error}"),
    gettext_noop("定义文件 {file} 中有一项没有代码（code）：{block}"),
    gettext_noop("定义文件 {file} 应当是一个列表，每项一个定义。"),
    gettext_noop("定义文件有误：{error}。请对照自带的 definitions 修改。"),
    gettext_noop("您没有此项权限（{permission}）。如需办理，请联系管理员。"),
    gettext_noop("没有写明是哪个时期。请写在表题里，或在导入时选择默认时期"),
    gettext_noop(
        "没有可用的密钥：data/secret.key 缺失或太短。请用 diaodu init 生成，或设置 DIAODU_SECRET_KEY。"
    ),
    gettext_noop("没有名为“{name}”的地区。相近的有：{near}"),
    gettext_noop("没有名为“{name}”的指标。相近的有：{near}"),
    gettext_noop("没有名为“{name}”的计量单位。相近的有：{near}"),
    gettext_noop("没有名为“{unit}”的单位。"),
    gettext_noop("没有这个文件：{file}"),
    gettext_noop("请选择 xlsx、xls 或 csv 文件。"),
    gettext_noop("账号 {username} 已经存在。"),
    gettext_noop("这一质询由{owner}答复，您不能代为答复。"),
    gettext_noop("这一质询的状态是“{state}”，不能再办理此操作"),
    gettext_noop("请写明内容：没有说明，对方无从判断。"),
    gettext_noop("台账里没有本市{period}的数据。请先导入这一期的报表，或改正期别"),
    gettext_noop("{period}没有形成新的文书：没有可研判的指标，或中途出错（原因见日志）。改正后请再运行一次"),
    gettext_noop("您不能办理其他单位的导入件。如需办理，请联系管理员。"),
    gettext_noop("“{name}”：{why}"),
    gettext_noop("模板展开后超过{most}项，没有成文。请减少循环，或分成几个模板"),
    gettext_noop("模板有{count}处错误，没有成文：{errors}"),
    gettext_noop(
        "文件引用了外部内容（{what}：{target}），打开时会自动读取，不予使用。"
        "请在 Word 中断开链接或删去，改为插入到文件里"
    ),
    gettext_noop("这是空文件，没有内容。请重新选择 Word 文件（docx）"),
    gettext_noop("文件超过{limit}兆的上限。请压缩其中的图片后再试"),
    gettext_noop(
        "文件实际是旧版 Word（doc）或 WPS 格式，不是 docx。请用 Word 或 WPS 打开，另存为 docx 后再试"
    ),
    gettext_noop(
        "文件解开后过大（{parts}个部件，约{size}兆），疑似异常文件，没有读取。请另存为新的 docx 后再试"
    ),
    gettext_noop(
        "文件不是 Word 文件：里面没有正文（word/document.xml）。请用 Word 或 WPS 另存为 docx 后再试"
    ),
    gettext_noop("文件是“严格 Open XML”格式。请另存为普通的“Word 文档（docx）”后再试"),
    gettext_noop("文件是 Word 模板格式（dotx）。请另存为“Word 文档（docx）”后再试"),
    gettext_noop("文件带有宏或控件，不予使用。请另存为不带宏的“Word 文档（docx）”后再试"),
    gettext_noop("文件已损坏或不完整，无法读取。请用 Word 或 WPS 打开，另存为 docx 后再试"),
    gettext_noop("文件设有打开密码，无法读取。请在 Word 中取消密码、另存后再试"),
    gettext_noop("文件实际是{kind}，不是 Word 文件。请用 Word 或 WPS 另存为 docx 后再试"),
    gettext_noop("文件的 XML（{part}）里定义了实体，疑似异常文件，没有读取。请另存为新的 docx 后再试"),
    gettext_noop(
        "文书里没有来源记录（可能不是由本系统成文，或被别的软件去掉了），旁边也没有 .figures.json，无法核对。"
        "请找到成文时的 .figures.json 再核对"
    ),
    gettext_noop(".figures.json 不是完整的来源记录。请找到成文时的那一份"),
    gettext_noop("请写一个取数式，或用 --batch 指明文件，二者取一。写法见 diaodu ask --help"),
    gettext_noop("这一行不是 JSON。写法见 diaodu ask --help"),
    gettext_noop("这一行不是 UTF-8 编码，请另存为 UTF-8"),
    gettext_noop("这一行太长，最多{most}字节"),
    gettext_noop("这一行没有用 ask 写明取数式。写法见 diaodu ask --help"),
    gettext_noop("“place”要写地区的名称或代码"),
    gettext_noop("没有名为“{name}”的模板。已有：{known}"),
    gettext_noop("“{name}”是自带模板，不能移除。可另存一份同名的来替换它"),
    gettext_noop("模板有{count}处错误，没有存入：{errors}"),
    gettext_noop("模板的文件名是空的或太长，请改名后再传"),
    gettext_noop("请选择一个模板，或上传一个 docx 文件。"),
    gettext_noop("请选择要核对的 docx 文件。"),
    gettext_noop("“{given}”要写成 名称=文字，例如 --set 文号=〔2026〕3号"),
    gettext_noop("不能写到 {file}：没有这个文件夹，或同名的是文件夹"),
    gettext_noop("成文不能覆盖模板 {file}，请用 -o 另写文件名"),
    gettext_noop("不能写到 {file}：{why}"),
    *ACCOUNTS,
    *API,
    *BOARD,
    *DESK,
    *REPORTING,
    *WORKBOOK,
    *PHRASES,
    *AUDIT,
)
KEPT = (
    gettext_noop("与台账一致，没有新的数据"),
    gettext_noop("读取时系统出错，已记入日志，台账没有变动。请另存为 xlsx 后再试，仍不行时联系管理员"),
    gettext_noop("办理时系统出错，已记入日志。请重试，仍不行时联系管理员"),
    gettext_noop("办理中断了，没有结果。请重试"),
)
"""What else is kept with a file, word for word (留存的说明)."""


def said(refusal: Refusal) -> str:
    """The reason, in the reader's language."""
    return _(refusal.msgid).format(**refusal.params)


def retold(kept: Mapping[str, Any] | None, otherwise: str) -> str:
    """A refusal that was kept with what it refused, else a message; one with numbers stays Chinese (转述)."""
    if not kept:
        return _(otherwise)
    msgid, params = kept["msgid"], kept["params"]
    return _(msgid).format(**params)
