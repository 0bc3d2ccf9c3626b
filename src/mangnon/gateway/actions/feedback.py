"""Wrong blocks: a school says that a name is blocked wrongly, the province decides and answers."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from mangnon.base.audit.api import record
from mangnon.gateway.actions.telling import tell_people
from mangnon.gateway.engine.decide import Asking, Decider
from mangnon.gateway.engine.index import Index
from mangnon.gateway.engine.names import wire
from mangnon.gateway.feeds.written import read_names
from mangnon.gateway.models import ListSource, WrongBlock
from mangnon.gateway.perms import can_say_wrong, can_steer_province
from mangnon.gateway.planning import release_all
from mangnon.gateway.queries.bundles import current_bundle_folder
from mangnon.gateway.queries.lists import keepers, order_of
from mangnon.gateway.refusals import Invalid, NotAllowed
from mangnon.kit import clock
from mangnon.units.api import Person, Role, Unit, people_at, scope_of


def say_wrong(*, by: Person, school: Unit, name: str, why: str) -> WrongBlock:
    """A school's staff say that a name is blocked wrongly; who keeps the lists is told.

    Raises NotAllowed, and Invalid for what is no name, is ordered by an authority or waits.
    """
    if not can_say_wrong(by, school):
        raise NotAllowed("Anh/chị không báo chặn nhầm thay trường này được.")
    host = _checked(name)
    if not why.strip():
        raise Invalid("Hãy ghi vì sao anh/chị cho là chặn nhầm.", "why")
    category, lists = _spoken_of(host)
    try:
        with transaction.atomic():
            wrong = WrongBlock.objects.create(
                name=host, category=category, said_by=school, teller=by, why=why.strip()
            )
            wrong.lists.set(lists)
            facts = {"lists": len(lists), "category": category}
            record(by=by, what="filter_wrong.said", on=wrong, facts=facts, unit=school)
            tell_people(
                keepers(),
                "filter_wrong_said",
                key=f"filter-wrong:{wrong.pk}",
                page="filters_wrong",
                school=school,
                wrong=wrong,
            )
    except IntegrityError:
        raise Invalid("Trường đã báo tên này và đang chờ trả lời.", "name") from None
    return wrong


def _checked(name: str) -> str:
    found = read_names(name, blocks=False)
    if found.bad or len(found.names) != 1:
        raise Invalid("Hãy ghi một tên miền, ví dụ baitap.example.", "name")
    order = order_of(found.names[0])
    if order is not None:
        raise Invalid(
            f"Tên này bị chặn theo văn bản {order.paper} của {order.issued_by}: "
            "chỉ cơ quan ban hành mới gỡ được.",
            "name",
        )
    return found.names[0]


def _spoken_of(name: str) -> tuple[str, list[ListSource]]:
    """The category under which lists block the name now, and the lists in use that say so."""
    folder = current_bundle_folder()
    if folder is None:
        return "", []
    index = Index(folder / "index.bin")
    found = Decider(index).found(wire(name.encode()), Asking("A", frozenset()))
    sources = [index.sources[each.source] for each in found if not each.allow]
    keys = {source.name.removesuffix(".txt") for source in sources}
    category = sources[0].category if sources else ""
    return category, list(ListSource.objects.filter(key__in=keys))


@transaction.atomic
def answer_wrong(*, by: Person, wrong: WrongBlock, opened: bool, answer: str) -> None:
    """Open a name for every school of the province, or not, and tell the school why.

    May be answered again: the last word counts. Raises NotAllowed and Invalid.
    """
    if not (can_steer_province(by) and scope_of(by).covers(wrong.said_by)):
        raise NotAllowed("Chỉ cán bộ đầu mối cấp tỉnh và sở giáo dục mới trả lời báo chặn nhầm.")
    if not answer.strip():
        raise Invalid("Hãy ghi lời trả lời cho trường.", "answer")
    if opened and order_of(wrong.name) is not None:
        raise Invalid("Tên này đang bị chặn theo lệnh của cơ quan có thẩm quyền.", "opened")
    now = clock.now()
    WrongBlock.objects.filter(pk=wrong.pk).update(
        opened=opened, answer=answer.strip(), answered_by=by, answered_at=now
    )
    wrong.refresh_from_db()
    facts = {"opened": opened}
    record(by=by, what="filter_wrong.answered", on=wrong, facts=facts, unit=wrong.said_by)
    release_all(by=by)
    _tell_school(wrong)


def _tell_school(wrong: WrongBlock) -> None:
    """Who said it, and those who keep the school's filter."""
    people = {person.pk: person for person in people_at(wrong.said_by, _SCHOOL_KEEPERS)}
    if wrong.teller is not None and wrong.teller.is_active:
        people[wrong.teller.pk] = wrong.teller
    tell_people(
        people.values(),
        "filter_wrong_answered",
        key=f"filter-wrong-answered:{wrong.pk}:{wrong.answered_at:%Y%m%d%H%M%S}",
        page="filters_wrong",
        wrong=wrong,
    )


_SCHOOL_KEEPERS = (Role.PRINCIPAL, Role.SCHOOL_IT)
