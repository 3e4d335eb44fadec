"""What the desk of reports refuses (报送的拒绝), named once more so that the translations can have it."""

from __future__ import annotations

from django.utils.translation import gettext_noop

DESK = (
    gettext_noop("模板名“{name}”里有路径符号，没有办理。请从模板列表里选"),
    gettext_noop("{count}项数据由填报单位签发，不能代改，如{unit}的{key}。请把报表退回该单位更正后重新签发"),
    gettext_noop("calendar.yaml 里每项应写 day 和 works，有误的是：{block}"),
    gettext_noop("“{name}”现在是“{stage}”，不能办理这一步。请刷新页面看最新状态"),
    gettext_noop("延期后的时限应当晚于原定的{due}"),
    gettext_noop("请写明延期的原因"),
    gettext_noop("“{name}”已经签发过，不能再延期"),
    gettext_noop("填报、审核、签发要由不同的人办理，您已经办过这份报表的上一步。"),
    gettext_noop("这一处必须改正，不能只作说明：{text}"),
    gettext_noop("请写明原因：没有说明，审核人和调度部门无从判断"),
    gettext_noop("请写明退回的原因，填报单位才知道改什么"),
    gettext_noop("请写明更正的原因"),
    gettext_noop("“{name}”里没有这一项：{slot}。请下载最新的表"),
    gettext_noop("{slot}的数值太大或不是数"),
    gettext_noop("还有{count}项没有填。没有数的请填0，确实报不出的请联系调度部门"),
    gettext_noop("还有{count}处疑点要改正或说明，如：{text}"),
    gettext_noop("“{name}”的数据在您打开之后有变动，请刷新页面，核对后再签字"),
    gettext_noop("您不能退回这份报表。请联系本单位的审核人、签发人或调度部门。"),
)
