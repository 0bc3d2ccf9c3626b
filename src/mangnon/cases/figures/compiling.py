"""All figures of a unit and a span, ready to be shown: ten questions to the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from mangnon.base.walls import for_the_system
from mangnon.cases import choices
from mangnon.cases.clocks import rules
from mangnon.cases.figures import counting
from mangnon.cases.figures.counting import BROKEN, MET, RUNNING, Placed, Reach
from mangnon.cases.figures.hiding import Crossed, Listed, Wanted, crossed, published, rank
from mangnon.cases.figures.periods import Span
from mangnon.cases.machine.needs import closings
from mangnon.kit.cells import suppressed_list
from mangnon.reports.api import AgeBand, Channel, Kind, Lane
from mangnon.units.api import Person, Unit, UnitKind, province_unit

OUTCOMES = (MET, BROKEN, RUNNING)
_NOWHERE, _OTHER = "", "other"
_ANSWERS = {
    "waiting": "Chưa được trả lời",
    "accepted": "Đã nhận hỗ trợ",
    "done": "Đã hỗ trợ xong",
    "rejected": "Không nhận",
    "revoked": "Đã rút lại",
}


@dataclass(frozen=True)
class Taken:
    """How long it took to the first action in one quarter; None for fewer than five cases."""

    median: int | None
    nine_in_ten: int | None


@dataclass(frozen=True)
class Figures:
    """What is published of a unit and a span. `of_reports` and `of_cases` share a total each."""

    unit: Unit
    span: Span
    of_reports: tuple[Listed, ...]
    of_cases: tuple[Listed, ...]
    referrals: Listed
    clocks: tuple[Crossed, ...]
    taken: tuple[Taken, ...]

    @property
    def lists(self) -> tuple[Listed, ...]:
        return (*self.of_reports, *self.of_cases, self.referrals)

    @property
    def reports(self) -> tuple[int | None, ...]:
        return self.of_reports[0].total.cells

    @property
    def cases(self) -> tuple[int | None, ...]:
        return self.of_cases[0].total.cells

    @property
    def hides(self) -> bool:
        return any(one.hides for one in self.lists) or any(
            cell is None for row in self.clocks for cell in row.cells
        )


@for_the_system("figures: counts, of places that the caller may ask for")
def figures(person: Person, unit: Unit, span: Span) -> Figures:
    """The figures of a unit that the person may ask for (`reach.units_told`)."""
    reach, among = counting.reach_of(person, unit), _Among(_province_of(unit), unit, span)
    received = counting.places(reach, span) if among.is_root else Counter()
    ended = counting.outcomes(reach, span)
    owned = counting.owners(reach, span) if among.is_root else Counter()
    acted = _by(counting.first_actions(reach, span), span, itemgetter(1))
    return Figures(
        unit=unit,
        span=span,
        of_reports=published(
            [*_intake(*counting.intake(reach, span), span), *_places(received, among, span)],
            kept_back=among.kept_back(counting.places),
        ),
        of_cases=published(
            _cases(ended, owned, among, span), kept_back=among.kept_back(counting.owners)
        ),
        referrals=published([_referrals(counting.referrals(reach, span), span)])[0],
        clocks=_clocks(counting.clocks(reach, span), span),
        taken=tuple(Taken(rank(minutes, 0.5), rank(minutes, 0.9)) for minutes in acted),
    )


def _province_of(unit: Unit) -> Unit:
    """The root in whose list a unit stands among the others."""
    if unit.kind == UnitKind.PROVINCE or unit.province_id is None:
        return unit
    return province_unit(unit.province_id)


class _Among:
    """A unit among those of its province, by the second value of what was counted."""

    def __init__(self, root: Unit, unit: Unit, span: Span) -> None:
        self.root, self.unit, self.span = root, unit, span
        below = Unit.objects.under(root).order_by("path")
        self.units = {one.pk: one for one in below.exclude(kind=UnitKind.SCHOOL)}

    @property
    def is_root(self) -> bool:
        return self.root.pk == self.unit.pk

    def _inside(self, pk: int) -> bool:
        one = self.units.get(pk)
        return one is not None and one.path.startswith(self.unit.path)

    def kept_back(self, count: Callable[[Reach, Span], Placed]) -> list[bool]:
        """In which quarters the list of the province's units hides this one. The list is the
        province's, whatever the person who asks may see of it: no row and no number leaves here."""
        if self.is_root:
            return [False] * len(self.span.quarters)
        with for_the_system("which units the list of the province hides"):
            counted = count(counting.whole(self.root), self.span)
        return [self._is_hidden(one) for one in _by(counted, self.span, itemgetter(1))]

    def _is_hidden(self, counts: Mapping[Any, int]) -> bool:
        cells, _ = suppressed_list([counts.get(pk, 0) for pk in self.units])
        hidden = {pk for pk, cell in zip(self.units, cells, strict=True) if cell is None}
        return any(self._inside(pk) for pk in hidden)

    @property
    def words(self) -> dict[Any, str]:
        """All units, counted or not: what is hidden must not hang on which others are listed."""
        return {pk: unit.name for pk, unit in self.units.items()}

    @property
    def communes(self) -> dict[str, str]:
        return {
            one.commune_id: one.name.removeprefix("Ủy ban nhân dân ")
            for one in self.units.values()
            if one.kind == UnitKind.COMMUNE and one.commune_id
        }


def _by(
    counted: Placed, span: Span, key: Callable[[tuple[Any, ...]], Any]
) -> tuple[Counter[Any], ...]:
    """The counts of each quarter by a key of the row, whose first value is its quarter."""
    found: tuple[Counter[Any], ...] = tuple(Counter() for _ in span.quarters)
    for row, n in counted.items():
        found[row[0]][key(row)] += n
    return found


def _labels(values: Any) -> dict[str, str]:
    return {str(value): str(label) for value, label in values.choices}


# --- reports ------------------------------------------------------------------------------------


def _intake(ways: Placed, children: Placed, span: Span) -> list[Wanted]:
    parts = (
        ("kind", "Tin báo theo chuyện xảy ra", Kind, children, 1),
        ("age_band", "Tin báo theo tuổi của trẻ", AgeBand, children, 2),
        ("channel", "Tin báo theo đường đến", Channel, ways, 1),
        ("lane", "Tin báo theo người báo", Lane, ways, 2),
    )
    lists = [
        Wanted(key, title, _labels(values), _by(_by_quarter(counted), span, itemgetter(at)))
        for key, title, values, counted, at in parts
    ]
    months = {place: f"Tháng thứ {nth} của quý" for place, nth in enumerate(("nhất", "hai", "ba"))}
    by_month: Placed = Counter()
    for (month, *_), n in ways.items():
        by_month[(month // 3, month % 3)] += n
    return [
        *lists,
        Wanted("month", "Tin báo theo tháng", months, _by(by_month, span, itemgetter(1))),
    ]


def _by_quarter(counted: Placed) -> Placed:
    """What was counted by months."""
    found: Placed = Counter()
    for (month, *rest), n in counted.items():
        found[(month // 3, *rest)] += n
    return found


def _places(counted: Placed, among: _Among, span: Span) -> list[Wanted]:
    """Only of a whole province: a commune's own reports come from the commune."""
    if not among.is_root:
        return []
    communes = among.communes
    words = {**communes, _OTHER: "Nơi khác", _NOWHERE: "Chưa biết nơi xảy ra"}
    by_commune = _by(counted, span, lambda row: _place(row[2], communes))
    by_unit = _by(counted, span, itemgetter(1))
    return [
        Wanted("commune", "Tin báo theo nơi xảy ra", words, by_commune),
        Wanted("unit", "Tin báo theo nơi tiếp nhận", among.words, by_unit),
    ]


def _place(code: str | None, communes: Mapping[str, str]) -> str:
    if not code:
        return _NOWHERE
    return code if code in communes else _OTHER


# --- cases --------------------------------------------------------------------------------------


def _cases(counted: Placed, owned: Placed, among: _Among, span: Span) -> list[Wanted]:
    def at(place: int) -> tuple[Counter[Any], ...]:
        return _by(counted, span, itemgetter(place))

    lists = [
        Wanted("outcome", "Vụ việc theo kết quả", _ended(), _by(counted, span, _outcome)),
        Wanted("crime", "Vụ việc theo việc báo công an", _labels(choices.Crime), at(3)),
        Wanted("content", "Vụ việc theo yêu cầu gỡ nội dung", _labels(choices.Content), at(4)),
    ]
    if among.is_root:
        by_owner = _by(owned, span, itemgetter(1))
        lists.append(Wanted("owner", "Vụ việc theo đơn vị chủ trì", among.words, by_owner))
    return lists


def _ended() -> dict[str, str]:
    """The outcomes: still open, ended for a reason, made by mistake."""
    ends = {name: f"Kết thúc: {said[:1].lower()}{said[1:]}" for name, said in closings().items()}
    return {
        "open": "Đang xử lý",
        **ends,
        _OTHER: "Kết thúc: lý do khác",
        "void": "Hủy vì lập nhầm",
    }


def _outcome(row: tuple[Any, ...]) -> str:
    state, reason = row[1], row[2]
    if state == choices.State.VOID:
        return "void"
    if state != choices.State.CLOSED:
        return "open"
    return reason if reason in closings() else _OTHER


def _referrals(counted: Placed, span: Span) -> Wanted:
    """Both ways of waiting are one: nobody has answered yet."""
    answers = _by(counted, span, lambda row: row[1] if row[1] in _ANSWERS else "waiting")
    return Wanted("referral", "Chuyển tuyến đã gửi", _ANSWERS, answers)


def _clocks(counted: Placed, span: Span) -> tuple[Crossed, ...]:
    names = {name: rule.words for name, rule in rules().items() if name != "separation_limit"}
    quarters = _by(counted, span, lambda row: (row[1], row[2]))
    return crossed(names, OUTCOMES, quarters, compared=not span.is_year)
