"""How often a token has asked, counted by all workers together."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0003_accounts")]

    operations = [
        migrations.AddField("token", "minute", models.DateTimeField(null=True)),
        migrations.AddField("token", "asked", models.PositiveIntegerField(default=0)),
    ]
