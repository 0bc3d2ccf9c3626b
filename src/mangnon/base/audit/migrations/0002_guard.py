"""The triggers that make the record append-only."""

from django.db import migrations

from mangnon.base.audit import guard


def install(apps, schema_editor):
    for statement in guard.installing(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    for statement in guard.removing(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
