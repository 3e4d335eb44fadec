from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_gdp_industry")]

    operations = [
        migrations.AddField(
            model_name="group",
            name="of",
            field=models.CharField(blank=True, default="", max_length=60),
        ),
    ]
