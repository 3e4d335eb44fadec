"""What comes in: workbooks of any kind (导入件), and the reports that units owe (报表)."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from diaodu.bureau.directory.models import Person, Unit
from diaodu.bureau.directory.permissions import sees_all_units
from diaodu.bureau.figures.models import Source
from diaodu.economy.forms import CHAIN, Slot
from diaodu.economy.periods import Period, span


class State(models.TextChoices):
    READING = "reading", _("读取中")
    READY = "ready", _("待入库")
    POSTED = "posted", _("已入库")
    REFUSED = "refused", _("不能读取")
    DISCARDED = "discarded", _("已放弃")


class UploadQuery(models.QuerySet["Upload"]):
    """Finding what came in (查导入件)."""

    def open_to(self, person: Person) -> "UploadQuery":
        """What a person may see and handle (可办理): people of a county what their own unit brought."""
        return self if sees_all_units(person) else self.filter(by__unit=person.unit_id or 0)


class Upload(models.Model):
    """One workbook on its way into the ledger (导入件)."""

    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    done = models.IntegerField(default=0)  # progress, per cent
    message = models.TextField(blank=True)
    preview = models.JSONField(default=dict)  # counts, first rows, problems
    received_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(Source, null=True, on_delete=models.PROTECT, related_name="+")

    objects = UploadQuery.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name


class Stage(models.TextChoices):
    """How far a report has come (报表状态)."""

    OPEN = "open", _("未填报")
    DRAFT = "draft", _("填报中")
    SUBMITTED = "submitted", _("待审核")
    REVIEWED = "reviewed", _("待签发")
    SIGNED = "signed", _("已签发")
    RETURNED = "returned", _("已退回")


EDITABLE = (Stage.OPEN, Stage.DRAFT, Stage.RETURNED)


class ReportQuery(models.QuerySet["Report"]):
    """Finding reports (查报表)."""

    def open_to(self, person: Person) -> "ReportQuery":
        """What a person may see (可看): people of a unit their own, the city's people all."""
        return self if sees_all_units(person) else self.filter(unit=person.unit_id or 0)

    def of_month(self, period: Period) -> "ReportQuery":
        """The reports of a month (某期), weekly ones with them."""
        return self.filter(year=period.year, month=period.last)

    def unsigned(self) -> "ReportQuery":
        """What is still to be signed (未签发)."""
        return self.exclude(stage=Stage.SIGNED)


class Report(models.Model):
    """One unit's one form for one period (报表), as it was issued: later definitions don't change it."""

    form = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    matter = models.CharField(max_length=8)
    block = models.JSONField(default=dict)  # 表式
    slots = models.JSONField(default=list)  # 应报数据项，每项八个字段
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.SmallIntegerField()
    month = models.SmallIntegerField()
    turn = models.SmallIntegerField(default=0)  # 周报为当年第几周
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    extended_to = models.DateTimeField(null=True)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.OPEN)
    edition = models.IntegerField(default=0)  # 每次改动加一
    size = models.IntegerField(default=0)  # 应报项数
    filled = models.IntegerField(default=0)  # 已填项数
    corrections = models.IntegerField(default=0)  # 签发后更正次数
    minutes = models.IntegerField(default=0)  # 填报用时
    touched_at = models.DateTimeField(null=True)  # 最近一次办理
    first_signed_at = models.DateTimeField(null=True)  # 首次签发；被退回的不算
    signed_at = models.DateTimeField(null=True)  # 现行签发

    objects = ReportQuery.as_manager()

    class Meta:
        ordering = ["-year", "-month", "due_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["form", "unit", "year", "month", "turn"], name="report_once")
        ]
        indexes = [
            models.Index(fields=["year", "month", "stage"], name="report_month"),
            models.Index(fields=["stage", "due_at"], name="report_due"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.period.label}"

    @property
    def period(self) -> Period:
        """The month that it is filed for (期别)."""
        return span(self.year, self.month, self.month)

    @property
    def asked(self) -> list[Slot]:
        """What it asks for (应报数据项)."""
        return [Slot(*one) for one in self.slots]

    @property
    def chain(self) -> tuple[str, ...]:
        """The steps after filling (办理环节): 审核, 签发."""
        return tuple(self.block.get("chain", CHAIN))

    @property
    def deadline(self) -> dt.datetime:
        """The deadline with its extension (时限)."""
        return self.extended_to or self.due_at

    @property
    def editable(self) -> bool:
        """Whether its filer may write in it now (可填)."""
        return self.stage in EDITABLE

    @property
    def voided(self) -> bool:
        """Whether it was signed and has been opened again since (签发后有改动)."""
        return self.signed_at is None and self.corrections > 0

    @property
    def refused(self) -> bool:
        """Whether what was signed was returned and is not signed anew (退回未重报): as if never handed in."""
        return self.voided and self.first_signed_at is None

    @property
    def reopened(self) -> bool:
        """Whether the unit itself corrects what it signed (更正未重签): its day stays, not its signature."""
        return self.voided and self.first_signed_at is not None

    def late(self, now: dt.datetime) -> bool:
        """Whether its first signature that was not returned came late, or has not come in time (是否迟报)."""
        return (self.first_signed_at or now) > self.deadline


class Cell(models.Model):
    """One number in a report (填报数): what stands there now; `rev` counts its changes."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="cells")
    slot = models.CharField(max_length=160)
    value = models.FloatField(null=True)
    origin = models.CharField(max_length=60, blank=True)  # 从哪里来：文件名与单元格，空为网页填写
    rev = models.IntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "slot"], name="cell_once")]


class Version(models.Model):
    """What was submitted, word for word (版本): appended, never changed; its digest is what people sign."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="versions")
    number = models.IntegerField()
    content = models.TextField()  # 规范化的 JSON
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="version_once")]


class Step(models.Model):
    """One act on a report (办理记录): appended, never changed."""

    class Act(models.TextChoices):
        SUBMITTED = "submitted", _("报送")
        RECALLED = "recalled", _("撤回")
        REVIEWED = "reviewed", _("审核")
        SIGNED = "signed", _("签发")
        RETURNED = "returned", _("退回")
        REOPENED = "reopened", _("更正")
        EXTENDED = "extended", _("延期")
        SCANNED = "scanned", _("上传签字件")
        URGED = "urged", _("催报")

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="steps")
    act = models.CharField(max_length=10, choices=Act)
    text = models.TextField(blank=True)
    version = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="steps")
    source = models.ForeignKey(Source, null=True, on_delete=models.PROTECT, related_name="+")  # 入账来源
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)  # 签字时的姓名和职务
    post = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["at"], name="step_at")]


class Explanation(models.Model):
    """What the unit said of a doubted number (疑点说明): good for these values alone."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="explanations")
    check_code = models.CharField(max_length=20)
    series = models.CharField(max_length=160)  # 指标:地区，往后各期据此找到
    values = models.CharField(max_length=200)  # 所说明的数值
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["series", "check_code"], name="explained_before")]


class Attachment(models.Model):
    """A file that came with a report, as it came (留存文件): a workbook that was read, a signed sheet."""

    class Kind(models.TextChoices):
        WORKBOOK = "workbook", _("填报表")
        SCAN = "scan", _("签字件")

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="attachments")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.IntegerField()
    content = models.BinaryField()
    outcome = models.JSONField(default=dict)  # 读回的结果
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
