"""Reading the record."""

from __future__ import annotations

from django.db.models import Model, QuerySet

from mangnon.base.audit.models import AuditHead, AuditRow

Thing = Model | tuple[str, str]


def named(thing: Thing) -> tuple[str, str]:
    """The type and id under which the record knows a thing."""
    if isinstance(thing, Model):
        return thing._meta.label_lower, str(thing.pk)
    return thing[0], str(thing[1])


def rows_about(thing: Thing) -> QuerySet[AuditRow]:
    """What was done to a thing, oldest first."""
    on_type, on_id = named(thing)
    return AuditRow.objects.filter(on_type=on_type, on_id=on_id)


def head() -> tuple[int, str] | None:
    """The number of the last row and its hash; None while nothing is recorded."""
    found = AuditHead.objects.filter(pk=1).first()
    return (found.seq, found.hash) if found else None
