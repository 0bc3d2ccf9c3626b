"""A case put back to where it stood, so that one race can be run a thousand times."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection, models, transaction

from mangnon.cases.models import Case

_Rows = dict[Any, dict[str, Any]]
_WRITES = re.compile(r'(?:INSERT (?:OR IGNORE )?INTO|UPDATE|DELETE FROM) "(\w+)"')


class Touched(set[str]):
    """The tables into which the connections that are watched wrote."""

    def watch(self) -> None:
        """The connection of this thread, from now on."""
        connection.execute_wrappers.append(self._note)

    def _note(self, execute: Callable[..., Any], words: str, *more: Any) -> Any:
        if found := _WRITES.match(words):
            self.add(found[1])
        return execute(words, *more)


@dataclass(frozen=True)
class Kept:
    """The rows of a case and of everything that points at it."""

    rows: dict[type[models.Model], _Rows]
    pk: Any

    @transaction.atomic
    def put_back(self, touched: Iterable[str]) -> None:
        """Whatever was written into those tables."""
        for model in [one for one in self.rows if one._meta.db_table in touched]:
            before = self.rows[model]
            now = _rows(model, self.pk)
            model._default_manager.filter(pk__in=now.keys() - before.keys()).delete()
            for pk, said in before.items():
                if pk not in now:
                    model(**said).save(force_insert=True)
                elif now[pk] != said:
                    model._default_manager.filter(pk=pk).update(**said)

    def stands(self) -> bool:
        """Whether every row, in whatever table, is as it was kept."""
        return all(_rows(model, self.pk) == before for model, before in self.rows.items())


def kept(case: Case) -> Kept:
    """As the case stands in the database now. What it is made of comes before what points at it."""
    points = [one.related_model for one in Case._meta.related_objects if one.one_to_many]
    found: list[type[models.Model]] = [Case, *dict.fromkeys(points)]
    return Kept({model: _rows(model, case.pk) for model in found}, case.pk)


def _rows(model: type[models.Model], case: Any) -> _Rows:
    of = {"pk": case} if model is Case else {_link(model): case}
    names = [field.attname for field in model._meta.concrete_fields]
    rows = model._default_manager.filter(**of).values_list("pk", *names)
    return {pk: dict(zip(names, said, strict=True)) for pk, *said in rows}


def _link(model: type[models.Model]) -> str:
    """The name of the field that points at the case."""
    return next(field.name for field in model._meta.concrete_fields if field.related_model is Case)
