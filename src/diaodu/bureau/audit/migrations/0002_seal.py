"""Events are chained by seals; both are appended, never changed: the database itself refuses."""

from django.db import migrations, models

TABLES = ("audit_event", "audit_seal")
SAYS = "the audit log is appended, never changed"
SQLITE = [
    f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
    for table in TABLES
    for verb in ("update", "delete")
]
POSTGRES = [
    "CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{SAYS}'; END $$",
    *(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION audit_append_only()"
        for table in TABLES
    ),
    *(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()"
        for table in TABLES
    ),
]
UNDO = {
    "sqlite": [f"DROP TRIGGER {table}_no_{verb}" for table in TABLES for verb in ("update", "delete")],
    "postgresql": [
        *(f"DROP TRIGGER {table}_{name} ON {table}" for table in TABLES for name in ("append_only", "no_truncate")),
        "DROP FUNCTION audit_append_only",
    ],
}


def forward(apps, schema_editor):
    statements = {"sqlite": SQLITE, "postgresql": POSTGRES}[schema_editor.connection.vendor]
    for statement in statements:
        schema_editor.execute(statement)


def backward(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("event_id", models.BigIntegerField(unique=True)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={"ordering": ["number"]},
        ),
        migrations.RunPython(forward, backward),
    ]
