"""The second wall of the reports, on PostgreSQL."""

from django.db import migrations

from mangnon.reports import walls


def install(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in walls.installing():
            schema_editor.execute(statement)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in walls.removing():
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial"), ("units", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
