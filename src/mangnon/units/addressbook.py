"""The names and the groups by which a letter may call units of the issuer's province."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from mangnon.kit.vietnamese import tone_key
from mangnon.units.choices import CommuneKind, SchoolLevel, UnitKind
from mangnon.units.models import Unit, UnitName
from mangnon.units.naming import plain, said
from mangnon.units.perms import today


@dataclass(frozen=True)
class Choice:
    """One answer that a person may give to a question about an addressee."""

    label: str
    units: tuple[Unit, ...]


@dataclass(frozen=True)
class Part:
    """Some words of an addressee understood: which units, said how, and what is open about it."""

    units: tuple[Unit, ...]
    note: str
    question: str | None = None
    choices: tuple[Choice, ...] = ()


@dataclass
class Book:
    """The units of one province that live today, by name. Made once for all of a letter."""

    issuer: Unit
    units: tuple[Unit, ...]
    former: dict[int, list[str]]
    by_name: dict[str, list[Unit]] = field(default_factory=lambda: defaultdict(list))
    by_plain: dict[str, list[Unit]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for unit in self.units:
            for name in {said(n) for n in (*_names(unit), *self.former.get(unit.pk, ()))}:
                self.by_name[flat(name)].append(unit)
                self.by_plain[plain(flat(name))].append(unit)

    @property
    def communes(self) -> tuple[Unit, ...]:
        return self.of_kind(UnitKind.COMMUNE)

    @property
    def agencies(self) -> tuple[Unit, ...]:
        """Departments and the police: what `các sở, ban, ngành` means, without the issuer."""
        both = self.of_kind(UnitKind.DEPARTMENT, UnitKind.POLICE)
        return tuple(unit for unit in both if unit != self.issuer)

    @property
    def schools(self) -> tuple[Unit, ...]:
        """The issuer's own schools, or the province's when the issuer has none."""
        schools = self.of_kind(UnitKind.SCHOOL)
        own = self.own_schools
        return own or schools

    @property
    def own_schools(self) -> tuple[Unit, ...]:
        return tuple(
            unit
            for unit in self.of_kind(UnitKind.SCHOOL)
            if unit.line_manager_id == self.issuer.pk or unit.parent_id == self.issuer.pk
        )

    def of_kind(self, *kinds: UnitKind) -> tuple[Unit, ...]:
        return tuple(unit for unit in self.units if unit.kind in kinds)

    def agency(self, suffix: str) -> tuple[Unit, ...]:
        return tuple(unit for unit in self.units if unit.code == f"{unit.province_id}-{suffix}")

    def schools_of(self, levels: Iterable[str]) -> tuple[Unit, ...]:
        wanted = set(levels)
        return tuple(unit for unit in self.schools if wanted & set(unit.levels))

    @property
    def place(self) -> str:
        """`tỉnh Quảng Ngãi`, as it stands behind a name."""
        province = self.issuer.province
        if province is None:
            return ""
        form = "thành phố" if province.name.startswith("Thành phố") else "tỉnh"
        return f"{form} {province.bare_name}"


def open_book(issuer: Unit) -> Book:
    """Three queries with the issuer's province, whatever the number of units."""
    inside = Unit.objects.on(today()).select_related("commune", "province")
    names = UnitName.objects.exclude(valid_to=None)
    if issuer.province_id is not None:
        inside = inside.filter(province_id=issuer.province_id)
        names = names.filter(unit__province_id=issuer.province_id)
    former: dict[int, list[str]] = defaultdict(list)
    for unit_id, name in names.values_list("unit_id", "name"):
        former[unit_id].append(name)
    return Book(issuer, tuple(inside), former)


def flat(words: str) -> str:
    """Without commas: `Sở Văn hóa Thể thao và Du lịch` is often written without them."""
    return words.replace(",", "")


def _names(unit: Unit) -> Iterable[str]:
    yield unit.name
    if unit.short_name:
        yield unit.short_name
    if unit.kind == UnitKind.PROVINCE:
        yield "UBND tỉnh" if " tỉnh " in unit.name else "UBND thành phố"
    if unit.kind == UnitKind.COMMUNE and unit.commune:
        yield unit.commune.name


# --- groups -----------------------------------------------------------------------------------

_AND = r"(?:\s*[,;/]\s*|\s+và\s+|\s+-\s+)(?:các\s+)?"
_LEVELS = {
    "mầm non": SchoolLevel.MAM_NON,
    "mẫu giáo": SchoolLevel.MAM_NON,
    "tiểu học": SchoolLevel.TIEU_HOC,
    "thcs": SchoolLevel.THCS,
    "thpt": SchoolLevel.THPT,
}
_KIND = "(?:xã|phường|đặc khu)"
_LEVEL = f"(?:{'|'.join(_LEVELS)})"
_SCHOOL = "(?:đơn vị|cơ sở giáo dục|trường học|trường|trung tâm)"
_BODY = "(?:cơ quan|sở|ban|ngành|đoàn thể|hội)"


def communes_group(found: re.Match[str], book: Book) -> Part:
    """`UBND các xã, phường, đặc khu`, `UBND cấp xã`: all, or those of the kinds named."""
    named = {kind for kind in CommuneKind if tone_key(kind.label) in found[0]}
    if "cấp xã" in found[0]:
        named = set(CommuneKind)
    units = tuple(u for u in book.communes if u.commune and u.commune.kind in named)
    left = [u for u in book.communes if u not in units]
    if named == {CommuneKind.XA, CommuneKind.PHUONG} and left:
        return Part(units, counted(units), *_ask_for_the_rest(units, left, book))
    return Part(units, counted(units))


def _ask_for_the_rest(
    units: tuple[Unit, ...], left: list[Unit], book: Book
) -> tuple[str, tuple[Choice, ...]]:
    """Older letters write `các xã, phường` and mean every commune: an island must not be lost."""
    names = ", ".join(unit.label for unit in left)
    question = f"Chữ này không nhắc đến đặc khu. Có gửi cả {names} không?"
    return question, (
        Choice(f"Có: {counted(book.communes)}", book.communes),
        Choice(f"Không: {counted(units)}", units),
    )


def agencies_group(found: re.Match[str], book: Book) -> Part:
    note = f"{len(book.agencies)} sở, ngành trong danh mục"
    if tone_key("đoàn thể") in found[0] or tone_key("hội") in found[0].split():
        note += "; danh mục chưa có hội, đoàn thể"
    return Part(book.agencies, note)


def direct_schools_group(found: re.Match[str], book: Book) -> Part:
    """`Thủ trưởng các đơn vị, trường học trực thuộc Sở`."""
    own = book.own_schools
    if not own:
        question = (
            f"{book.issuer.label} không quản lý trường nào. Chữ này nghĩa là những trường nào?"
        )
        return Part((), "", question, (Choice(f"{len(book.schools)} trường", book.schools),))
    direct = tuple(unit for unit in own if unit.parent_id == book.issuer.pk)
    note = f"{len(own)} trường do {book.issuer.label} quản lý về chuyên môn"
    narrower = Choice(f"Chỉ {len(direct)} trường trực thuộc", direct)
    return Part(own, note, None, (narrower,) if direct and direct != own else ())


def levels_group(found: re.Match[str], book: Book) -> Part:
    levels = {level for word, level in _LEVELS.items() if tone_key(word) in found[0]}
    units = book.schools_of(levels)
    names = ", ".join(level.label.lower() for level in SchoolLevel if level in levels)
    return Part(units, f"{len(units)} trường có cấp {names}")


def schools_group(found: re.Match[str], book: Book) -> Part:
    return Part(book.schools, f"{len(book.schools)} trường")


GroupRule = Callable[[re.Match[str], Book], Part]

# What is written -> which units. In order: narrower wording before wider.
GROUPS: tuple[tuple[re.Pattern[str], GroupRule], ...] = tuple(
    (re.compile(rf"(?<!\w)(?:{tone_key(pattern)})(?!\w)"), rule)
    for pattern, rule in (
        (
            rf"(?:ủy ban nhân dân\s+)?(?:các\s+{_KIND}(?:{_AND}{_KIND})*|cấp xã)",
            communes_group,
        ),
        (
            rf"các {_SCHOOL}(?:{_AND}{_SCHOOL})*(?: công lập)? trực thuộc"
            r"(?: sở(?: giáo dục và đào tạo)?)?",
            direct_schools_group,
        ),
        (
            rf"các (?:trường|cơ sở giáo dục)(?: học| phổ thông)? {_LEVEL}"
            rf"(?:{_AND}(?:trường )?{_LEVEL})*",
            levels_group,
        ),
        (r"các (?:trường học|cơ sở giáo dục|trường)(?: phổ thông)?(?: các cấp)?", schools_group),
        (
            rf"các (?:cơ quan|sở|ban|ngành)(?:(?:{_AND}|\s+){_BODY})*(?: cấp tỉnh)?",
            agencies_group,
        ),
    )
)


def counted(units: Iterable[Unit]) -> str:
    """`86 xã, 9 phường, 1 đặc khu`, or the name of a single unit."""
    units = tuple(units)
    if len(units) == 1:
        return units[0].label
    kinds = Counter(unit.commune.kind for unit in units if unit.commune)
    shown = [f"{kinds[kind]} {kind.label}" for kind in CommuneKind if kinds[kind]]
    return ", ".join(shown) or f"{len(units)} đơn vị"
