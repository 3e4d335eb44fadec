"""Units and people, and what belongs to a log-in (单位、人员、账号)."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is here for (角色); what each may do is in permissions.py."""

    NONE = "none", _("未授权")
    VIEWER = "viewer", _("阅览")
    LEADER = "leader", _("领导")
    INSPECTOR = "inspector", _("督查")
    FILLER = "filler", _("填报人")
    REVIEWER = "reviewer", _("审核人")
    HEAD = "head", _("签发人")
    DISPATCHER = "dispatcher", _("调度员")
    SYSTEM = "sysadmin", _("系统管理员")
    SECURITY = "secadmin", _("安全管理员")
    AUDITOR = "auditor", _("审计管理员")
    MACHINE = "machine", _("系统")


class Unit(models.Model):
    """A county government or a department (单位). `place` is the region code it answers for, if any."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    short = models.CharField(max_length=40, blank=True)
    place = models.CharField(max_length=20, blank=True)
    order = models.IntegerField(default=0)
    retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name


class Person(AbstractUser):
    """A person who logs in (人员)."""

    full_name = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    post = models.CharField(max_length=40, blank=True)
    role = models.CharField(max_length=20, choices=Role, default=Role.NONE)
    is_system = models.BooleanField(default=False)
    phone = models.CharField(max_length=20, blank=True)
    must_change = models.BooleanField(default=False)  # 口令是别人设的，登录后先换
    password_at = models.DateTimeField(null=True, blank=True)  # 本人何时换的口令
    ticket = models.CharField(max_length=40, blank=True)  # 现行的一次登录；新的登录使旧的作废
    notice = models.CharField(max_length=40, blank=True)  # 下次登录时要告知的事

    scope: frozenset[str] | None = None
    """What a token narrows the person to (令牌范围); None is all that the role grants."""
    token: "Token | None" = None
    """The token by which he asks (所用令牌); None where he sits there himself."""

    def __str__(self) -> str:
        return self.full_name or self.username

    @property
    def phone_masked(self) -> str:
        """The telephone as lists and the log show it (脱敏电话)."""
        return self.phone if len(self.phone) < 7 else f"{self.phone[:3]}****{self.phone[-4:]}"

    @classmethod
    def system(cls) -> "Person":
        """The actor of what the loop does by itself (系统); it can't log in."""
        person, made = cls.objects.get_or_create(
            username="system", defaults={"full_name": "系统", "role": Role.MACHINE, "is_system": True}
        )
        if made:
            person.set_unusable_password()
            person.save(update_fields=["password"])
        return person


class PastPassword(models.Model):
    """A password that was used before (用过的口令), kept as its hash alone."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    hash = models.CharField(max_length=128)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]


class Attempts(models.Model):
    """Wrong passwords of one key (输错口令的记录): a name at a place, a name, or an address."""

    key = models.CharField(max_length=64, unique=True)
    username = models.CharField(max_length=150, blank=True)
    address = models.CharField(max_length=45, blank=True)
    times = models.JSONField(default=list)
    at = models.DateTimeField(db_index=True)
    locked_until = models.DateTimeField(null=True, db_index=True)


class Token(models.Model):
    """A key by which a person's program asks in his name (接口令牌); the secret itself is kept nowhere."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    permissions = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    minute = models.DateTimeField(null=True)  # 最近计数的一分钟
    asked = models.PositiveIntegerField(default=0)  # 那一分钟里各进程已报的请求次数

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.name
