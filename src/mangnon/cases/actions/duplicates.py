"""Two cases about the same: one is void for the other, which another person than the asker decides
by the table's own `void`."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from mangnon.cases.actions.applying import apply
from mangnon.cases.choices import State
from mangnon.cases.models import Case
from mangnon.cases.queries.visible import cases_visible_to
from mangnon.cases.refusals import Invalid
from mangnon.reports.api import Reader
from mangnon.units.api import Person, Unit


@transaction.atomic
def ask_duplicate(
    *,
    by: Person,
    unit: Unit,
    case_id: UUID,
    of_number: str,
    reason: str,
    version: int,
    token: str,
    reader: Reader | None = None,
) -> Case:
    """Ask that this case be void because the other one is about the same. The link counts from the
    second person's `void` and goes when it is refused. Raises what `apply` raises, and Invalid.
    """
    other = cases_visible_to(by).filter(number=of_number.strip().upper()).first()
    if other is None or other.pk == case_id:
        raise Invalid("Không có vụ việc nào khác mang số này mà anh/chị được mở.", "of_number")
    if other.state == State.VOID or other.duplicate_of_id is not None:
        raise Invalid("Vụ việc kia đã hủy hoặc đang được đề nghị hủy.", "of_number")
    words = f"Trùng với vụ việc {other.number}. {reason.strip()}".strip()
    data = {"reason": words}
    case = apply(
        case_id=case_id,
        event="ask_void",
        by=by,
        unit=unit,
        version=version,
        data=data,
        token=token,
        reader=reader,
    )
    Case.objects.filter(pk=case.pk).update(duplicate_of=other)
    return case
