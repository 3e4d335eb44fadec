from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0004_pair")]

    operations = [
        migrations.CreateModel(
            name="Form",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, unique=True)),
                ("order", models.IntegerField(default=0)),
                ("block", models.JSONField(default=dict)),
            ],
            options={"ordering": ["order", "code"]},
        ),
        migrations.CreateModel(
            name="DayOff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True)),
                ("works", models.BooleanField()),
            ],
            options={"ordering": ["day"]},
        ),
    ]
