"""What was submitted, signed and explained is appended, never changed: the database itself refuses."""

from django.db import migrations

TABLES = ("version", "step", "explanation", "attachment")


def _sqlite():
    for table in TABLES:
        for verb in ("update", "delete"):
            yield (
                f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON reports_{table} "
                "BEGIN SELECT RAISE(ABORT, 'what was signed is never changed'); END"
            )


def _postgres():
    yield (
        "CREATE FUNCTION reports_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'what was signed is never changed'; END $$"
    )
    for table in TABLES:
        yield (
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON reports_{table} "
            "FOR EACH ROW EXECUTE FUNCTION reports_append_only()"
        )


def forward(apps, schema_editor):
    for statement in {"sqlite": _sqlite, "postgresql": _postgres}[schema_editor.connection.vendor]():
        schema_editor.execute(statement)


def backward(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            for verb in ("update", "delete"):
                schema_editor.execute(f"DROP TRIGGER {table}_no_{verb}")
        return
    for table in TABLES:
        schema_editor.execute(f"DROP TRIGGER {table}_append_only ON reports_{table}")
    schema_editor.execute("DROP FUNCTION reports_append_only")


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_the_desk")]
    operations = [migrations.RunPython(forward, backward)]
