"""How a draft is changed: locked, checked for its version, and recorded, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction

from mangnon.base.audit.api import record
from mangnon.directives.models import Directive
from mangnon.directives.perms import can_edit
from mangnon.directives.refusals import Conflict, Difference, NotAllowed
from mangnon.units.api import Person

Differences = Callable[[Directive], tuple[Difference, ...]]


def no_differences(_draft: Directive) -> tuple[Difference, ...]:
    return ()


@contextmanager
def editing(
    *,
    by: Person,
    directive: Directive,
    version: int,
    what: str,
    differences: Differences = no_differences,
) -> Iterator[Directive]:
    """The draft's fresh row, to be changed inside; saved with its next version and an audit row.

    Raises NotAllowed, and Conflict with what `differences` finds when the version has moved on.
    """
    with transaction.atomic():
        draft = locked(directive)
        if not can_edit(by, draft):
            raise NotAllowed("Anh/chị không sửa được văn bản này, hoặc văn bản đã được giao.")
        if draft.version != version:
            raise Conflict(draft.version, differences(draft))
        yield draft
        draft.version += 1
        draft.save()
        record(by=by, what=what, on=draft, facts={"version": draft.version}, unit=draft.issuer_id)


def locked(directive: Directive) -> Directive:
    """The letter's fresh row, held until the transaction ends."""
    rows = Directive.objects.select_related("issuer").select_for_update(of=("self",))
    return rows.get(pk=directive.pk)


def shown(value: object) -> str:
    """A value as the words of a conflict show it."""
    if value is None or value == "":
        return "(để trống)"
    if hasattr(value, "strftime"):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, (list, tuple)):
        return "; ".join(str(one) for one in value)
    return str(value)
