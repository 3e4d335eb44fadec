from django.db import migrations, models


def count(apps, schema_editor):
    """How many numbers each report asks for, where it is not known yet."""
    report = apps.get_model("reports", "Report")
    for pk, slots in report.objects.filter(size=0).values_list("pk", "slots"):
        report.objects.filter(pk=pk).update(size=len(slots))


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_append_only")]

    operations = [
        migrations.AddField("report", "size", models.IntegerField(default=0)),
        migrations.AddIndex("report", models.Index(fields=["stage", "due_at"], name="report_due")),
        migrations.AddIndex("step", models.Index(fields=["at"], name="step_at")),
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
