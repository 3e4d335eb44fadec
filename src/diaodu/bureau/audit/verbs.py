"""What every verb of the log is called, and which book it belongs to (操作名称、分册).

Whoever records a new verb names it here; a test finds the one that was forgotten.
"""

from __future__ import annotations

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Book(TextChoices):
    """The four books of the log (审计分册)."""

    OPERATION = "operation", _("操作")
    LOGIN = "login", _("登录")
    AUDIT = "audit", _("审计事件")
    CHANGE = "change", _("字段变更")


BOOKS: tuple[tuple[str, Book], ...] = (
    ("account.logged_", Book.LOGIN),
    ("account.code_refused", Book.LOGIN),
    ("account.password_refused", Book.LOGIN),
    ("account.session_ended", Book.LOGIN),
    ("login.", Book.LOGIN),
    ("audit.", Book.AUDIT),
    ("refused.", Book.AUDIT),
    ("figures.exported", Book.AUDIT),
    ("reports.exported", Book.AUDIT),
    ("calendar.exported", Book.AUDIT),
    ("findings.exported", Book.AUDIT),
    ("collection.exported", Book.AUDIT),
    ("circular.taken", Book.AUDIT),
    ("document.downloaded", Book.AUDIT),
    ("documents.packed", Book.AUDIT),
    ("errand.downloaded", Book.AUDIT),
    ("report.file_downloaded", Book.AUDIT),
    ("source.downloaded", Book.AUDIT),
    ("account.amended", Book.CHANGE),
    ("account.disabled", Book.CHANGE),
    ("account.enabled", Book.CHANGE),
    ("rights.", Book.CHANGE),
    ("catalogue.", Book.CHANGE),
    ("person.", Book.CHANGE),
    ("report.saved", Book.CHANGE),
    ("unit.", Book.CHANGE),
)
"""How the verbs of a book begin (分册规则); what begins otherwise is plain operation."""

VERBS: dict[str, Any] = {
    # 登录与账号
    "account.logged_in": _("登录"),
    "account.logged_out": _("退出登录"),
    "account.code_refused": _("动态口令不对"),
    "account.password_refused": _("改密码时原密码不对"),
    "account.session_ended": _("登录到期或被取代"),
    "account.password_changed": _("修改密码"),
    "account.opened": _("开户"),
    "account.amended": _("更正姓名、电话、邮箱"),
    "account.password_reset": _("重置密码"),
    "account.disabled": _("停用账号"),
    "account.enabled": _("启用账号"),
    "account.unlocked": _("解除锁定"),
    "rights.granted": _("授权"),
    "factor.switched_on": _("启用动态口令"),
    "factor.switched_off": _("停用动态口令"),
    "factor.codes_renewed": _("更换备用码"),
    "factor.removed": _("解除动态口令"),
    "unit.added": _("新增单位"),
    "unit.renamed": _("单位更名"),
    "unit.retired": _("撤销、恢复单位"),
    "login.failed": _("登录失败"),
    "login.locked": _("登录锁定"),
    "person.set": _("设定账号"),
    "token.issued": _("申领接口令牌"),
    "token.revoked": _("撤销接口令牌"),
    "token.all_revoked": _("撤销全部接口令牌"),
    # 审计
    "audit.read": _("查阅审计日志"),
    "audit.exported": _("导出审计日志"),
    "audit.verified": _("核验审计日志"),
    "refused.permission": _("越权被拒"),
    "refused.forged": _("跨站请求被拒"),
    "refused.too_long": _("超长请求被拒"),
    "refused.malformed": _("无效请求被拒"),
    "refused.upload": _("上传文件被拒"),
    "refused.tampered": _("不合规内容被拒"),
    "refused.stale": _("过期页面被拒"),
    "refused.signature": _("签字密码不对"),
    "refused.flood": _("被拒请求过多"),
    "refused.token": _("令牌被拒"),
    "refused.often": _("请求过频被拒"),
    "refused.request": _("接口报送被拒"),
    # 数据
    "catalogue.loaded": _("载入定义"),
    "upload.received": _("上传导入件"),
    "upload.reread": _("重读导入件"),
    "upload.posted": _("导入件入库"),
    "upload.discarded": _("放弃导入件"),
    "upload.refused": _("导入件不能读取"),
    "figures.posted": _("数据入账"),
    "figures.exported": _("导出数据"),
    "reports.exported": _("导出报表"),
    "calendar.exported": _("导出报送日历"),
    "source.downloaded": _("下载来源文件"),
    "report.urged": _("催报"),
    "reminders.failed": _("提醒出错"),
    "collection.exported": _("导出报送情况"),
    "circular.taken": _("取走报送情况通报"),
    # 报送
    "reports.issued": _("下达报送任务"),
    "report.saved": _("填报"),
    "report.explained": _("说明疑点"),
    "report.submitted": _("提交审核"),
    "report.recalled": _("撤回提交"),
    "report.reviewed": _("审核通过"),
    "report.returned": _("退回报表"),
    "report.signed": _("签发报表"),
    "report.reopened": _("签发后更正"),
    "report.extended": _("延长报送期限"),
    "report.attached": _("留存上传件"),
    "report.printed": _("打印报表"),
    "report.downloaded": _("下载填报表"),
    "report.file_downloaded": _("下载报送原件"),
    # 当月流程
    "snapshot.frozen": _("制作快照"),
    "analysis.run": _("测算"),
    "analysis.failed": _("测算出错"),
    "findings.judged": _("研判"),
    "findings.failed": _("研判出错"),
    "findings.exported": _("导出发现清单"),
    "questions.raised": _("匹配性核查"),
    "questions.failed": _("匹配性核查出错"),
    "question.raised": _("提出质询"),
    "question.restated": _("质询数据有变"),
    "question.answered": _("答复质询"),
    "question.closed": _("办结质询"),
    "question.returned": _("退回质询"),
    "question.reopened": _("重新提出质询"),
    "question.settled": _("质询消除"),
    # 文书
    "documents.written": _("撰写文书"),
    "documents.failed": _("撰写文书出错"),
    "documents.check_failed": _("核对文书出错"),
    "documents.packed": _("打包下载文书"),
    "document.checked": _("文书有数据已变"),
    "document.downloaded": _("下载文书"),
    "errand.fill": _("按模板成文"),
    "errand.check": _("核对文件"),
    "errand.rewrite": _("重新生成文书"),
    "errand.downloaded": _("下载办理结果"),
    "template.saved": _("存入模板"),
    "template.removed": _("移除模板"),
}

SUBJECTS: dict[str, Any] = {
    "Analysis": _("测算"),
    "Attempts": _("登录锁定"),
    "Definitions": _("定义"),
    "Document": _("文书"),
    "Errand": _("办件"),
    "Person": _("人员"),
    "Question": _("质询"),
    "Report": _("报表"),
    "Snapshot": _("快照"),
    "Source": _("来源文件"),
    "Template": _("模板"),
    "Token": _("接口令牌"),
    "Unit": _("单位"),
    "Upload": _("导入件"),
}
"""What the records are called (对象名称)."""

DETAILS: dict[str, Any] = {
    "address": _("网络地址"),
    "path": _("页面"),
    "reason": _("原因"),
    "name": _("名称"),
    "role": _("角色"),
    "unit": _("单位"),
    "post": _("职务"),
    "full_name": _("姓名"),
    "username": _("用户名"),
    "is_active": _("启用"),
    "active": _("启用"),
    "phone": _("电话"),
    "email": _("邮箱"),
    "retired": _("已撤销"),
    "days": _("有效期（天）"),
    "permissions": _("可办"),
    "count": _("个数"),
    "place": _("地区"),
    "code": _("代码"),
    "period": _("统计期"),
    "size": _("字节数"),
    "sha256": _("校验值"),
    "checksum": _("校验值"),
    "form": _("格式"),
    "asked": _("条件"),
    "new": _("新增"),
    "revised": _("修订"),
    "unchanged": _("未变"),
    "figures": _("数据条数"),
    "events": _("记录条数"),
    "seals": _("封存条数"),
    "papers": _("文书份数"),
    "head": _("链头"),
    "holds": _("核验通过"),
    "permission": _("权限"),
    "method": _("请求方式"),
    "limit": _("上限"),
    "state": _("状态"),
    "key": _("标识"),
    "token": _("令牌"),
    "report": _("报表"),
    "errors": _("错误"),
    "digest": _("校验码"),
    "number": _("版次"),
    "kind": _("类别"),
    "check": _("校验规则"),
    "series": _("数据项"),
    "text": _("说明"),
    "month": _("月份"),
    "as_of": _("截至"),
    "due": _("应报"),
    "in_time": _("按时"),
    "late": _("迟报"),
    "missing": _("未报"),
    "refused": _("签发后退回"),
    "reopened": _("更正未重签"),
}
"""What the details of an act are called (明细名称)."""


def name_of(verb: str) -> Any:
    """What a verb is called (操作名称); the verb itself where nobody named it."""
    return VERBS.get(verb, verb)


def book_of(verb: str) -> Book:
    """The book that a verb belongs to (所属分册)."""
    return next((book for prefix, book in BOOKS if verb.startswith(prefix)), Book.OPERATION)
