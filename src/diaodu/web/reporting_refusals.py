"""What a form on the web and its files refuse (网上填报的拒绝), named once more for the translations."""

from __future__ import annotations

from django.utils.translation import gettext_noop

REPORTING = (
    gettext_noop("“{text}”不是数值：{why}"),
    gettext_noop("“{text}”是公式，不是数值，没有保存。请填写算好的数"),
    gettext_noop("增速按{own}填，不能填“{unit}”"),
    gettext_noop("页面发来的数据不完整，没有保存。请刷新页面后再填"),
    gettext_noop("这一处疑点已经没有了，或数值已改动。请看最新的疑点再作说明"),
    gettext_noop("密码连续输错，暂时不能签字。请过一会儿再试，或联系安全管理员解锁"),
    gettext_noop("密码不对，没有签发。请输入您本人的登录密码"),
    gettext_noop("请先选择文件"),
    gettext_noop("报表的附件由本单位的人员上传。如需办理，请联系填报单位。"),
    gettext_noop("签字件超过{limit}兆的上限。请降低扫描的清晰度后再传"),
    gettext_noop("“{name}”不是签字件：只收 PDF、JPG 和 PNG。请扫描或拍照后再传"),
)
