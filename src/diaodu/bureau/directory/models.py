"""Units and people (单位、人员)."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is here for (角色); what each may do is in permissions.py."""

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

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name


class Person(AbstractUser):
    """A person who logs in (人员)."""

    full_name = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    post = models.CharField(max_length=40, blank=True)
    role = models.CharField(max_length=20, choices=Role, default=Role.VIEWER)
    is_system = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.full_name or self.username

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
