import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

ROLES = [
    ("none", "未授权"),
    ("viewer", "阅览"),
    ("leader", "领导"),
    ("inspector", "督查"),
    ("filler", "填报人"),
    ("reviewer", "审核人"),
    ("head", "签发人"),
    ("dispatcher", "调度员"),
    ("sysadmin", "系统管理员"),
    ("secadmin", "安全管理员"),
    ("auditor", "审计管理员"),
    ("machine", "系统"),
]


def number():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def owner(related_name="+"):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE, related_name=related_name, to=settings.AUTH_USER_MODEL
    )


class Migration(migrations.Migration):
    dependencies = [("directory", "0002_roles")]

    operations = [
        migrations.AddField("unit", "retired", models.BooleanField(default=False)),
        migrations.AlterField(
            "person", "role", models.CharField(choices=ROLES, default="none", max_length=20)
        ),
        migrations.AddField("person", "phone", models.CharField(blank=True, max_length=20)),
        migrations.AddField("person", "must_change", models.BooleanField(default=False)),
        migrations.AddField("person", "password_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("person", "ticket", models.CharField(blank=True, max_length=40)),
        migrations.AddField("person", "notice", models.CharField(blank=True, max_length=40)),
        migrations.CreateModel(
            name="PastPassword",
            fields=[
                ("id", number()),
                ("hash", models.CharField(max_length=128)),
                ("at", models.DateTimeField()),
                ("person", owner()),
            ],
            options={"ordering": ["-at", "-id"]},
        ),
        migrations.CreateModel(
            name="Attempts",
            fields=[
                ("id", number()),
                ("key", models.CharField(max_length=64, unique=True)),
                ("username", models.CharField(blank=True, max_length=150)),
                ("address", models.CharField(blank=True, max_length=45)),
                ("times", models.JSONField(default=list)),
                ("at", models.DateTimeField(db_index=True)),
                ("locked_until", models.DateTimeField(db_index=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Token",
            fields=[
                ("id", number()),
                ("name", models.CharField(max_length=60)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("permissions", models.JSONField(default=list)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("last_used_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("person", owner("tokens")),
            ],
            options={"ordering": ["-created_at", "-id"]},
        ),
    ]
