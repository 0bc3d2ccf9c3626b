"""The second wall of the cases, on PostgreSQL."""

from django.db import migrations

from mangnon.cases import walls


def tables(apps):
    """Each table of this app whose rows belong to a case."""
    models = apps.get_app_config("cases").get_models()
    return sorted(
        model._meta.db_table
        for model in models
        if any(field.column == "case_id" for field in model._meta.concrete_fields)
    )


def install(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in walls.installing(tables(apps)):
            schema_editor.execute(statement)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in walls.removing(tables(apps)):
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("reports", "0002_walls")]

    operations = [migrations.RunPython(install, remove)]
