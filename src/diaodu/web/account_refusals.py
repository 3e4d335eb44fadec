"""What people, passwords, codes and tokens refuse (人员、账号的拒绝), named for the translations."""

from __future__ import annotations

from django.utils.translation import gettext_noop

ACCOUNTS = (
    gettext_noop("“{name}”没有停用，不用启用。"),
    gettext_noop("不能办理本人的账号，请由另一位管理员办理。"),
    gettext_noop("本市没有开放动态口令。"),
    gettext_noop("请选择名单文件（xlsx 或 csv）。"),
    gettext_noop("名单文件超过{limit}兆。请只留人员名单。"),
    gettext_noop("没有待开户的名单，或已经开过户。请重新上传。"),
    gettext_noop("只能修改本人的密码。"),
    gettext_noop("密码至少要{least}位，现在是{given}位。"),
    gettext_noop("密码要含大写字母、小写字母、数字、符号中的至少{n}类。"),
    gettext_noop("密码里不能含有用户名或姓名。"),
    gettext_noop("这是常见的密码，容易被猜到，请换一个。"),
    gettext_noop("不能与最近{n}次用过的密码相同。"),
    gettext_noop("令牌只能为本人申领。"),
    gettext_noop("请写明令牌的用途，不超过60个字。"),
    gettext_noop("请选择令牌可办的事项；只能选您自己有权办理、且允许程序办理的。"),
    gettext_noop("令牌的有效期应在1至{most}天之间。"),
    gettext_noop("最多同时有{most}个令牌。请先撤销不用的。"),
    gettext_noop("只能撤销本人的令牌。"),
    gettext_noop("管理员的密码不能在网页上重置。请在服务器上执行 diaodu reset-password {username}。"),
    gettext_noop("没有账号 {username}。"),
    gettext_noop("单位代码应当是字母、数字或汉字，不超过40个字符。"),
    gettext_noop("代码或名称相同的单位已经有了。"),
    gettext_noop("“{unit}”还有{people}个在用账号。请先停用，或由安全管理员调到别的单位。"),
    gettext_noop("用户名“{given}”不行：应当以字母开头，只用小写字母、数字和 . _ -，2至40位。"),
    gettext_noop("“{given}”不能作名称：不能为空、超过40个字或含特殊符号。"),
    gettext_noop("电话“{given}”不行：只能有数字、加号、短横和空格。"),
    gettext_noop("“{name}”是系统自己的账号，不能改动。"),
    gettext_noop("“{name}”是最后一位{role}，不能停用或改任。请先另设一位。"),
    gettext_noop("没有“{role}”这个角色。"),
    gettext_noop("填报人、审核人、签发人要写明单位。"),
    gettext_noop("“{unit}”已撤销，不能再安排人员。"),
    gettext_noop("没有找到表头。应当有一行写着：{columns}（职务、电话可以没有）。"),
    gettext_noop("名单里没有人员。请在表头下面逐行填写。"),
    gettext_noop("名单有{given}人，一次最多{most}人。请分几次开户。"),
    gettext_noop("没有名为“{unit}”的在用单位。请照单位名录写全称。"),
    gettext_noop("与第{row}行的用户名相同。"),
    gettext_noop("已经启用动态口令。要换手机，请先停用再启用。"),
    gettext_noop("请重新扫描二维码。"),
    gettext_noop("动态口令不对。请等手机上换了新的六位数字再输，并核对手机的时间。"),
    gettext_noop("按本市的安全策略，您的账号必须使用动态口令，不能停用。"),
    gettext_noop("“{name}”没有启用动态口令。"),
    gettext_noop("动态口令或备用码不对。"),
    gettext_noop("动态口令只能由本人启用、停用。"),
    gettext_noop("diaodu.yaml 的 security 应当逐项写“名称: 值”，可写：{known}"),
    gettext_noop("diaodu.yaml 的 security 里没有“{name}”这一项，可写：{known}"),
    gettext_noop("diaodu.yaml 的 security.{name} 应当是{least}至{most}的整数，现在是“{value}”"),
    gettext_noop("diaodu.yaml 的 security.second_factor 可写：{known}"),
    gettext_noop(
        "密钥是公开过的或容易猜到，别人可以用它伪造登录。请用 diaodu new-secret 换一个，"
        "或把 DIAODU_SECRET_KEY 换成随机的。"
    ),
)
