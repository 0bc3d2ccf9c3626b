"""Writing thousands of rows at once, for whole letters.

Django's bulk_create prepares each value of each row: 10,000 pieces of work take seconds that way,
a tenth of it this way (`bench/board.py`, `issue_s`). Names of tables and columns come from the
models, values are parameters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Field, Model, QuerySet

from mangnon.directives.choices import Event, State
from mangnon.directives.models import Assignment, AssignmentEvent
from mangnon.units.api import Person

Row = tuple[int | str | None, ...]


def insert_rows(
    model: type[Model],
    constant: Mapping[str, object],
    varying: Sequence[str],
    rows: Iterable[Row],
) -> None:
    """Insert rows of one shape: `constant` fields are the same in each, `varying` ones come in
    `rows` as whole numbers, texts or None. Fields not named have to allow NULL."""
    names = [*constant, *varying]
    columns = ", ".join(_column(model, name) for name in names)
    marks = ", ".join(["%s"] * len(names))
    same = tuple(prepared(model, name, value) for name, value in constant.items())
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({columns}) VALUES ({marks})",  # noqa: S608
            [same + row for row in rows],
        )


def note_events(
    works: QuerySet[Assignment],
    *,
    event: Event,
    to_state: State,
    by: Person,
    by_unit_id: int,
    at: datetime,
    note: str = "",
) -> None:
    """Write the same event in the history of all these works, with the state that they have now."""
    values: dict[str, object] = {
        "event": event,
        "to_state": to_state,
        "by_id": by.pk,
        "by_unit_id": by_unit_id,
        "at": at,
        "note": note[:1000],
        "token": "",
    }
    names = ("assignment_id", "from_state", *values)
    columns = ", ".join(_column(AssignmentEvent, name) for name in names)
    marks = ", ".join(["%s"] * len(values))
    chosen, parameters = works.order_by().values_list("pk").query.sql_with_params()
    table = connection.ops.quote_name(AssignmentEvent._meta.db_table)
    # S608: no text from outside is in the statements, only names that the models give.
    statement = (
        f"INSERT INTO {table} ({columns}) "  # noqa: S608
        f"SELECT work.id, work.state, {marks} FROM "
        f"{connection.ops.quote_name(Assignment._meta.db_table)} AS work "
        f"WHERE work.id IN ({chosen})"
    )
    said = [prepared(AssignmentEvent, name, value) for name, value in values.items()]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*said, *parameters])


def prepared(model: type[Model], name: str, value: object) -> Any:
    """A value as the database takes it for this field."""
    return _field(model, name).get_db_prep_save(value, connection)


def _column(model: type[Model], name: str) -> str:
    return str(connection.ops.quote_name(_field(model, name).column or name))


def _field(model: type[Model], name: str) -> Field[Any, Any]:
    return next(each for each in model._meta.concrete_fields if name in {each.name, each.attname})
