"""Names that an authority had blocked: taken in with their paper, lifted with another one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from mangnon.base.audit.api import record, record_many
from mangnon.directives.api import letters_visible_to
from mangnon.gateway.feeds.written import BadLine, read_names
from mangnon.gateway.models import OrderedName
from mangnon.gateway.perms import can_steer_province
from mangnon.gateway.planning import release_all
from mangnon.gateway.queries.lists import names_in_force
from mangnon.gateway.refusals import Invalid, NotAllowed
from mangnon.kit import clock
from mangnon.units.api import Person


@dataclass(frozen=True)
class Paper:
    """The paper by which names are blocked. `directive`: the letter of this platform it came by."""

    number: str
    on: date
    issued_by: str
    directive: UUID | None = None
    until: date | None = None


@dataclass(frozen=True)
class Proposal:
    """What would be done with the names that a person wrote."""

    new: tuple[str, ...]
    known: tuple[str, ...]  # with an order that is not lifted
    bad: tuple[BadLine, ...]


def _check(by: Person) -> None:
    if not can_steer_province(by):
        raise NotAllowed("Chỉ cán bộ đầu mối cấp tỉnh và sở giáo dục mới được ghi lệnh chặn.")


def propose(*, by: Person, text: str) -> Proposal:
    """The first of two steps: what the names are. Changes nothing."""
    _check(by)
    found = read_names(text)
    known = names_in_force(list(found.names))
    return Proposal(
        tuple(name for name in found.names if name not in known),
        tuple(name for name in found.names if name in known),
        found.bad,
    )


def order_names(*, by: Person, names: Sequence[str], paper: Paper) -> list[OrderedName]:
    """Block names by order of an authority, in every school at once.

    Raises NotAllowed, and Invalid when a name is no name, is ordered already, or the paper is not
    said: then none of them is.
    """
    _check(by)
    found = read_names("\n".join(names))
    if found.bad or not found.names:
        raise Invalid("Các tên đã đổi so với lúc kiểm tra, hãy kiểm tra lại.", "names")
    check_paper(by=by, paper=paper)
    rows = [
        OrderedName(
            name=name,
            paper=paper.number.strip(),
            paper_on=paper.on,
            issued_by=paper.issued_by.strip(),
            directive_id=paper.directive,
            until=paper.until,
            ordered_by=by,
        )
        for name in found.names
    ]
    try:
        with transaction.atomic():
            OrderedName.objects.bulk_create(rows)
            facts = {"paper": paper.number.strip(), "on": paper.on, "count": len(rows)}
            record_many(by=by, what="filter_order.made", on=rows, facts=facts)
            release_all(by=by)
    except IntegrityError:
        raise Invalid(
            "Có tên vừa được người khác ghi lệnh chặn, hãy kiểm tra lại.", "names"
        ) from None
    return rows


def check_paper(*, by: Person, paper: Paper) -> None:
    """Raises Invalid unless the paper can be what names are blocked by."""
    if not paper.number.strip():
        raise Invalid("Hãy ghi số, ký hiệu văn bản.", "paper")
    if not paper.issued_by.strip():
        raise Invalid("Hãy ghi cơ quan ban hành.", "issued_by")
    if paper.on > clock.today():
        raise Invalid("Ngày văn bản chưa tới.", "paper_on")
    if paper.until is not None and paper.until < clock.today():
        raise Invalid("Ngày hết hiệu lực đã qua.", "until")
    if paper.directive and not letters_visible_to(by).filter(pk=paper.directive).exists():
        raise Invalid("Không có công văn này, hoặc anh/chị không được xem.", "directive")


@transaction.atomic
def lift_order(*, by: Person, order: OrderedName, paper: str, on: date) -> None:
    """End an order, which needs a paper as its beginning did. Raises Invalid when it is over."""
    _check(by)
    if not paper.strip():
        raise Invalid("Hãy ghi số, ký hiệu văn bản gỡ chặn.", "paper")
    if on > clock.today():
        raise Invalid("Ngày văn bản chưa tới.", "paper_on")
    lifted = OrderedName.objects.filter(pk=order.pk, lifted_at=None).update(
        lifted_paper=paper.strip(), lifted_paper_on=on, lifted_by=by, lifted_at=clock.now()
    )
    if not lifted:
        raise Invalid("Lệnh chặn này đã được gỡ.", "paper")
    facts = {"paper": paper.strip(), "on": on}
    record(by=by, what="filter_order.lifted", on=order, facts=facts)
    release_all(by=by)
