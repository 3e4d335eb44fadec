from django.db import migrations, models

NAMES = {"reporter": "filler", "analyst": "dispatcher", "admin": "sysadmin"}


def rename(apps, schema_editor):
    """Roles bear the names of the chain; the loop's own actor is no administrator."""
    people = apps.get_model("directory", "Person").objects
    people.filter(is_system=True).update(role="machine")
    for old, new in NAMES.items():
        people.filter(role=old, is_system=False).update(role=new)


def back(apps, schema_editor):
    people = apps.get_model("directory", "Person").objects
    people.filter(role="machine").update(role="admin")
    for old, new in NAMES.items():
        people.filter(role=new).update(role=old)


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="person",
            name="role",
            field=models.CharField(
                choices=[
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
                ],
                default="viewer",
                max_length=20,
            ),
        ),
        migrations.RunPython(rename, back),
    ]
