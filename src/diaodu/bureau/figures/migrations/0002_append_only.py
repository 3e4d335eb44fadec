"""Figures are appended, never changed: the database itself refuses."""

from django.db import migrations

SQLITE = [
    f"CREATE TRIGGER figure_no_{verb} BEFORE {verb.upper()} ON figures_figure "
    "BEGIN SELECT RAISE(ABORT, 'figures are appended, never changed'); END"
    for verb in ("update", "delete")
]
POSTGRES = [
    "CREATE FUNCTION figures_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'figures are appended, never changed'; END $$",
    "CREATE TRIGGER figure_append_only BEFORE UPDATE OR DELETE ON figures_figure "
    "FOR EACH ROW EXECUTE FUNCTION figures_append_only()",
]
UNDO = {
    "sqlite": ["DROP TRIGGER figure_no_update", "DROP TRIGGER figure_no_delete"],
    "postgresql": ["DROP TRIGGER figure_append_only ON figures_figure", "DROP FUNCTION figures_append_only"],
}


def forward(apps, schema_editor):
    statements = {"sqlite": SQLITE, "postgresql": POSTGRES}[schema_editor.connection.vendor]
    for statement in statements:
        schema_editor.execute(statement)


def backward(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("figures", "0001_initial")]
    operations = [migrations.RunPython(forward, backward)]
