"""An app's tables are made at once, also when they name each other in a circle."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, models
from django.db.migrations import CreateModel
from django.db.migrations.state import ProjectState

from mangnon.base.migrating import FirstTables

pytestmark = pytest.mark.django_db(transaction=True)
ID = ("id", models.AutoField(primary_key=True))


class Migration(FirstTables):
    operations = [
        CreateModel(
            "Teacher",
            [ID, ("of", models.ForeignKey("school.Class", models.CASCADE, null=True))],
        ),
        CreateModel(
            "Class",
            [
                ID,
                ("name", models.CharField(max_length=9)),
                ("led_by", models.ForeignKey("school.Teacher", models.CASCADE, null=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=["name"], name="a_name_once")],
                "indexes": [models.Index(fields=["led_by", "name"], name="of_a_teacher")],
            },
        ),
    ]


def tables() -> set[str]:
    return {name for name in connection.introspection.table_names() if name.startswith("school_")}


def test_tables_in_a_circle_stand_with_their_constraints_and_go_again() -> None:
    made, before = Migration("0001_initial", "school"), ProjectState()
    with connection.schema_editor() as editor:
        after = made.apply(before.clone(), editor)
    assert tables() == {"school_teacher", "school_class"}

    classes, teachers = (
        after.apps.get_model("school", name).objects for name in ("Class", "Teacher")
    )
    first = classes.create(name="6A")
    classes.filter(name="6A").update(led_by=teachers.create(of=first))
    with pytest.raises(IntegrityError):
        classes.create(name="6A")
    with pytest.raises(IntegrityError):
        teachers.create(of_id=first.pk + 1)
    names = connection.introspection.get_constraints(connection.cursor(), "school_class")
    assert {"a_name_once", "of_a_teacher"} <= names.keys()

    classes.all().delete()
    with connection.schema_editor() as editor:
        made.unapply(before, editor)
    assert tables() == set()
