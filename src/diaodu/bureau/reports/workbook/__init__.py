"""The report as a workbook (填报表): issued for one unit and period, and read back.

layout      which cell asks for which number (版式)
known       what the ledger knows beside it (参考数)
doubts      the doubt beside each number, as a formula (表内校验)
keys        the names of cells, out of sight (项目代码)
words       the words of the workbook (表内文字)
looks       formats (格式)
paper       widths, heights, print set-up (版面)
sheet       the worksheets (工作表)
seal        the sealed page that travels with it (随表信息)
safety      what no workbook may bring along (安全检查)
entries     a cell as it was filled in (填写内容)
located     the cells of a sheet that came back (找回数据项)
reading     a workbook that came back, ours or the office's own (读回)
issuing     issue, and a month's templates in one file (下发)
taking      read back into the report (收回)
"""

from diaodu.bureau.reports.workbook.issuing import issue, pack
from diaodu.bureau.reports.workbook.taking import Taken, marked, take

__all__ = ["Taken", "issue", "marked", "pack", "take"]
