"""Reads about lists, ordered names and wrong blocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from mangnon.gateway.choices import FetchState
from mangnon.gateway.engine.data import rows_of
from mangnon.gateway.feeds.catalogue import Licence, licence_of
from mangnon.gateway.models import ListSource, ListVersion, OrderedName, WrongBlock
from mangnon.gateway.perms import can_steer_province
from mangnon.kit import clock
from mangnon.kit.vietnamese import key
from mangnon.units.api import Person, Role, RoleGrant, scope_of

# A list that has not come for so many of its own rhythms is old, and its keepers are told.
STALE_AFTER = 3
# Names that pupils never see as a category of a list: filled by other means than lists.
_NOT_OF_LISTS = frozenset({"own", "ordered", "looks-adult", "looks-gambling"})


@lru_cache(maxsize=1)
def category_words() -> dict[str, str]:
    return {row["category"]: row["words"] for row in rows_of("categories.csv")}


def categories_of_lists() -> list[tuple[str, str]]:
    """The categories that a list can be given, with their words."""
    words = category_words().items()
    return [(key, said.capitalize()) for key, said in words if key not in _NOT_OF_LISTS]


@dataclass(frozen=True)
class ListRow:
    """A list as the table shows it. `taken`: the version in use; `last`: the latest try."""

    source: ListSource
    taken: ListVersion | None
    last: ListVersion | None
    wrong: int

    @property
    def own(self) -> bool:
        return not self.source.address

    @property
    def licence(self) -> Licence:
        return licence_of(self.source.licence)

    @property
    def category(self) -> str:
        return category_words().get(self.source.category, self.source.category)

    @property
    def rejected(self) -> int:
        return sum(one["count"] for one in self.taken.rejected.values()) if self.taken else 0

    @property
    def state(self) -> tuple[str, str]:
        """Words and a tone for how the list stands."""
        if not self.source.enabled:
            return "Không dùng", "grey"
        if self.last is None:
            return "Chờ tải", "amber"
        if self.last.state in {FetchState.REFUSED, FetchState.FAILED}:
            tone = "red" if self.taken is None else "amber"
            return str(FetchState(self.last.state).label), tone
        return "Đang dùng", "green"


def lists_shown(*, words: str = "", category: str = "", state: str = "") -> list[ListRow]:
    """The lists by what is asked for, those in use first. `state`: on, off, trouble, own or ""."""
    found = ListSource.objects.all()
    if category:
        found = found.filter(category=category)
    if state in {"on", "off"}:
        found = found.filter(enabled=state == "on")
    if state == "own":
        found = found.filter(address="")
    rows = [row for row in _rows(found) if _speaks_of(row.source, words)]
    if state == "trouble":
        rows = [row for row in rows if row.state[1] in {"red", "amber"}]
    return sorted(rows, key=lambda row: not row.source.enabled)


def _speaks_of(source: ListSource, words: str) -> bool:
    """With or without marks: databases fold Vietnamese letters differently."""
    return key(words) in key(f"{source.title} {source.publisher} {source.key}")


def list_row(pk: int) -> ListRow:
    """Raises ListSource.DoesNotExist."""
    rows = _rows(ListSource.objects.filter(pk=pk))
    if not rows:
        raise ListSource.DoesNotExist
    return rows[0]


def _rows(found: QuerySet[ListSource]) -> list[ListRow]:
    """Each list with its two versions, in two queries."""
    versions = ListVersion.objects.filter(source=OuterRef("pk")).order_by("-pk").values("pk")
    sources = list(
        found.annotate(
            last_id=Subquery(versions[:1]),
            wrong=Count("wrong_blocks"),
            taken_id=Subquery(versions.filter(state=FetchState.TAKEN)[:1]),
        )
    )
    ids = {pk for source in sources for pk in (source.last_id, source.taken_id) if pk}
    by_id = ListVersion.objects.in_bulk(ids)
    return [
        ListRow(source, by_id.get(source.taken_id), by_id.get(source.last_id), source.wrong)
        for source in sources
    ]


def taken_version(source: ListSource) -> ListVersion | None:
    """The version in use."""
    return source.versions.filter(state=FetchState.TAKEN).first()


def versions_of(source: ListSource) -> QuerySet[ListVersion]:
    """The tries, newest first; that nothing was new is no news."""
    shown = source.versions.exclude(state=FetchState.SAME)
    return shown.select_related("taken_by").order_by("-pk")


def version_of(source: ListSource, pk: int) -> ListVersion:
    """Raises ListVersion.DoesNotExist."""
    return source.versions.get(pk=pk)


def due_lists(now: datetime) -> QuerySet[ListSource]:
    """Lists to be fetched now."""
    wanted = ListSource.objects.filter(enabled=True).exclude(address="")
    return wanted.filter(Q(due_at=None) | Q(due_at__lte=now)).order_by("pk")


def is_stale(source: ListSource, now: datetime) -> bool:
    """Whether the publisher has given no sign for several rhythms of the list."""
    seen = source.versions.filter(state__in=[FetchState.TAKEN, FetchState.SAME]).first()
    limit = now - timedelta(hours=source.every_hours * STALE_AFTER)
    return seen is not None and seen.fetched_at < limit


def keepers() -> QuerySet[Person]:
    """Those who keep the lists: who may steer the province (see `perms.can_steer_province`)."""
    grants = RoleGrant.objects.on(clock.today()).filter(
        role__in=[Role.PROVINCIAL_OFFICER, Role.DEPARTMENT_OFFICER], person__is_active=True
    )
    people = {grant.person_id for grant in grants.select_related("unit") if _steers(grant)}
    return Person.objects.filter(pk__in=people)


def _steers(grant: RoleGrant) -> bool:
    return grant.role == Role.PROVINCIAL_OFFICER or grant.unit.is_education_department


def orders_shown(words: str = "", *, history: bool = False) -> QuerySet[OrderedName]:
    """Ordered names by a part of the name, the paper or who issued it; lifted ones in `history`."""
    found = OrderedName.objects.select_related("ordered_by", "lifted_by", "directive")
    for word in words.lower().split():
        found = found.filter(
            Q(name__icontains=word) | Q(paper__icontains=word) | Q(issued_by__icontains=word)
        )
    if history:
        return found
    return found.filter(_in_force(clock.today()))


def _in_force(day: date) -> Q:
    return Q(lifted_at=None) & (Q(until=None) | Q(until__gte=day))


def orders_on(name: str) -> QuerySet[OrderedName]:
    """The orders in force that a name falls under: its own, or those of names above it."""
    labels = name.split(".")
    above = [".".join(labels[start:]) for start in range(len(labels) - 1)]
    return OrderedName.objects.filter(_in_force(clock.today()), name__in=above)


def order_of(name: str) -> OrderedName | None:
    """The widest of the orders that a name falls under."""
    return min(orders_on(name), key=lambda order: len(order.name), default=None)


def names_in_force(names: list[str]) -> set[str]:
    """Of those names the ones with an order that is not lifted."""
    rows = OrderedName.objects.filter(name__in=names, lifted_at=None)
    return set(rows.values_list("name", flat=True))


ORDER_COLUMNS = (
    "Tên miền",
    "Văn bản",
    "Ngày văn bản",
    "Cơ quan ban hành",
    "Đến hết ngày",
    "Ghi lúc",
    "Văn bản gỡ chặn",
    "Ngày văn bản gỡ chặn",
    "Gỡ lúc",
)


def order_rows() -> Iterator[tuple[str, ...]]:
    """Every order, past ones too, as cells of a table."""
    for order in OrderedName.objects.order_by("pk").iterator():
        yield (
            order.name,
            _cell(order.paper),
            _day(order.paper_on),
            _cell(order.issued_by),
            _day(order.until),
            _moment(order.ordered_at),
            _cell(order.lifted_paper),
            _day(order.lifted_paper_on),
            _moment(order.lifted_at),
        )


def _cell(text: str) -> str:
    """A text that a spreadsheet would take for a formula is marked as text."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _moment(at: datetime | None) -> str:
    return f"{clock.local(at):%d/%m/%Y %H:%M}" if at else ""


def wrong_blocks_visible_to(person: Person) -> QuerySet[WrongBlock]:
    """What schools said: the province's own all, a school's staff those of their school."""
    scope = scope_of(person)
    rows = WrongBlock.objects.select_related("said_by", "teller", "answered_by")
    rows = rows.order_by(F("answered_at").desc(nulls_first=True), "-pk")
    if can_steer_province(person):
        return rows.filter(said_by__in=scope.unit_ids)
    return rows.filter(said_by__in=[unit.pk for unit in scope.homes])


def others_saying(wrong: WrongBlock) -> list[WrongBlock]:
    """What other schools said of the same name."""
    rows = WrongBlock.objects.filter(name=wrong.name).exclude(pk=wrong.pk)
    return list(rows.select_related("said_by")[:20])


def counts_for(person: Person) -> dict[str, int]:
    """What the tabs count: lists in use, orders in force, wrong blocks that wait."""
    waiting = wrong_blocks_visible_to(person).filter(answered_at=None)
    return {
        "filters_lists": ListSource.objects.filter(enabled=True).count(),
        "filters_orders": OrderedName.objects.filter(_in_force(clock.today())).count(),
        "filters_wrong": waiting.count(),
    }


def acceptable(source: ListSource) -> int:
    """The id of the refused version that a person may take by hand; 0 when there is none."""
    tries = source.versions.exclude(state__in=[FetchState.SAME, FetchState.FAILED])
    last = tries.first()
    waits = last is not None and last.state == FetchState.REFUSED and last.blob and last.rules
    return last.pk if last is not None and waits else 0
