"""Which units the words after `Kính gửi` mean.

Words are understood piece by piece: names of units first, the longest before those inside them,
then groups. What is left over must be mere filling; if anything else is left, a person is asked.
Nothing is guessed: one tone makes another commune, and words without marks are always asked about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache

from mangnon.kit.vietnamese import tone_key
from mangnon.units.addressbook import GROUPS, Book, Choice, Part, counted, flat, open_book
from mangnon.units.choices import UnitKind
from mangnon.units.former import FormerPlace, former_offices, former_places
from mangnon.units.models import Unit
from mangnon.units.naming import plain, said, without_title
from mangnon.units.places import TWO_LEVELS_FROM, read_places

__all__ = ["Choice", "Resolution", "resolve_addressee", "resolve_addressees"]


@dataclass(frozen=True)
class Resolution:
    """What an addressee means. With a question, a person has to choose or to search.

    `units` is what is meant when nothing has to be asked; `note` says how it was understood, in
    words fit for the screen; `choices` are proposed answers to the question, the likeliest first.
    Without a question, `choices` are other readings that a person may prefer.
    """

    units: tuple[Unit, ...]
    question: str | None
    note: str
    choices: tuple[Choice, ...] = ()


def resolve_addressee(text: str, *, issuer: Unit, on: date) -> Resolution:
    """The units meant by one addressee of a letter that `issuer` sends on the day `on`."""
    return resolve_addressees([text], issuer=issuer, on=on)[0]


def resolve_addressees(texts: Iterable[str], *, issuer: Unit, on: date) -> list[Resolution]:
    """The same for all addressees of a letter, with the address book opened once."""
    book = open_book(issuer)
    rules = _RULES if on >= TWO_LEVELS_FROM else (_former_place, *_RULES)
    return [_resolve(text, book, rules) for text in texts]


def _resolve(text: str, book: Book, rules: tuple[Rule, ...]) -> Resolution:
    """Parts between semicolons are understood one by one."""
    parts = [part for part in text.split(";") if part.strip(" .\n")]
    if len(parts) < 2:
        return _resolve_part(text, book, rules)
    return _merged([_resolve_part(part, book, rules) for part in parts])


def _merged(found: list[Resolution]) -> Resolution:
    sure = {unit.pk: unit for one in found for unit in one.units}
    asking = [one for one in found if one.question]
    note = "; ".join(one.note for one in found if one.units)
    if not asking:
        return Resolution(tuple(sure.values()), None, note)
    known = Choice(f"Chỉ {note}", tuple(sure.values()))
    choices = asking[0].choices if len(asking) == 1 else ()
    wider = [
        Choice(f"{one.label}; {note}" if note else one.label, _with(sure, one)) for one in choices
    ]
    question = " ".join(str(one.question) for one in asking)
    return Resolution((), question, note, (*wider, *([known] if sure else [])))


def _with(sure: dict[int, Unit], choice: Choice) -> tuple[Unit, ...]:
    return tuple((sure | {unit.pk: unit for unit in choice.units}).values())


def _resolve_part(text: str, book: Book, rules: tuple[Rule, ...]) -> Resolution:
    words = said(text[:500])
    for rule in rules:
        found = rule(words, book)
        if found is not None:
            return _with_words(found, text)
    return Resolution((), f"“{text.strip()}” là đơn vị nào? Hãy tìm trong danh mục.", "")


def _with_words(found: Resolution, text: str) -> Resolution:
    """The question with the words as printed in front."""
    if found.question is None:
        return found
    return Resolution((), f"“{text.strip()}”: {found.question}", found.note, found.choices)


# --- the rules, the first that knows answers ----------------------------------------------------

Rule = Callable[[str, Book], Resolution | None]

_NOBODY = re.compile(tone_key(r"^(?:như (?:trên|kính gửi)|lưu\b)"))
_INSIDE = re.compile(
    tone_key(
        r"^(?:(?:ban )?(?:lãnh đạo|giám đốc|phó giám đốc)(?: sở| cơ quan)?"
        r"|(?:các )?phòng(?: chuyên môn)?,?(?: đơn vị)? thuộc sở)$"
    )
)


def _nobody(words: str, book: Book) -> Resolution | None:
    if not words:
        return Resolution((), "Nơi nhận để trống. Gửi cho đơn vị nào?", "")
    if _NOBODY.match(words):
        return Resolution((), None, "Không phải một nơi nhận riêng")
    return None


def _inside(words: str, book: Book) -> Resolution | None:
    if _INSIDE.match(words):
        return Resolution((book.issuer,), None, "Nội bộ cơ quan ban hành")
    return None


def _one_name(words: str, book: Book) -> Resolution | None:
    for form in (words, without_title(words), _without_place(without_title(words), book)):
        units = book.by_name.get(flat(form))
        if units:
            return _settled(tuple(units))
    return None


def _settled(units: tuple[Unit, ...]) -> Resolution:
    if len(units) == 1:
        return Resolution(units, None, units[0].name)
    choices = tuple(Choice(_with_place(unit), (unit,)) for unit in units)
    return Resolution((), "có nhiều đơn vị cùng tên. Là đơn vị nào?", "", choices)


def _with_place(unit: Unit) -> str:
    if unit.kind != UnitKind.SCHOOL or unit.commune is None:
        return unit.name
    return f"{unit.name}, {unit.commune.name_in_text}"


def _without_place(words: str, book: Book) -> str:
    return re.sub(rf",?\s*{re.escape(said(book.place))}$", "", words) if book.place else words


def _school_at_a_place(words: str, book: Book) -> Resolution | None:
    """`Trường THCS Hoa Mai, xã Sơn Hà`: the place tells which of the schools, nothing more."""
    name, _, place = _without_place(without_title(words), book).partition(",")
    schools = [u for u in book.by_name.get(name.strip(), ()) if u.kind == UnitKind.SCHOOL]
    at = {unit.commune_id for unit in book.by_name.get(place.strip(), ())}
    found = tuple(school for school in schools if school.commune_id in at)
    return _settled(found) if found else None


def _elsewhere(words: str, book: Book) -> Resolution | None:
    """An office of another province: never taken for our own of the same name."""
    for name in _provinces():
        if words.endswith(name) and name != said(book.place):
            question = "nơi này thuộc tỉnh khác. Gửi cho đơn vị nào trong danh mục?"
            return Resolution((), question, "")
    return None


@cache
def _provinces() -> tuple[str, ...]:
    rows = read_places("SELECT DISTINCT province FROM admin_units")
    return tuple(said(name) for (name,) in rows)


def _gone_office(words: str, book: Book) -> Resolution | None:
    for office in former_offices():
        if re.search(rf"(?<!\w){re.escape(office.words)}(?!\w)", words):
            choices = tuple(_selected(selector, book) for selector in office.now)
            question = f"{office.why} Hôm nay nghĩa là gì?"
            return Resolution((), question, "", tuple(c for c in choices if c.units))
    return None


def _selected(selector: str, book: Book) -> Choice:
    """`communes+schools:thcs` -> the units that it names, with a label."""
    parts = [_selected_part(part, book) for part in selector.split("+")]
    units = {unit.pk: unit for part in parts for unit in part.units}
    return Choice(" và ".join(part.label for part in parts), tuple(units.values()))


def _selected_part(selector: str, book: Book) -> Choice:
    word, _, rest = selector.partition(":")
    if word == "schools":
        units = book.schools_of(rest.split())
        return Choice(f"{len(units)} trường mầm non, tiểu học, trung học cơ sở", units)
    if word == "agency":
        units = book.agency(rest)
        return Choice(", ".join(unit.name for unit in units), units)
    if word == "agencies":
        return Choice(f"{len(book.agencies)} sở, ngành", book.agencies)
    shown = f"UBND các xã, phường, đặc khu ({counted(book.communes)})"
    return Choice(shown, book.communes)


_LIST = re.compile(tone_key(r"^(?:ủy ban nhân dân )?các (xã|phường|đặc khu)\s*:?\s+(.+)$"))


def _listed_communes(words: str, book: Book) -> Resolution | None:
    """`UBND các xã: Sơn Hà, Sơn Hạ và Sơn Tây`."""
    found = _LIST.match(_without_place(without_title(words), book))
    if not found:
        return None
    names = [f"{found[1]} {name.strip()}" for name in re.split(r"[,;]|\svà\s", found[2])]
    known = {name: book.by_name[name] for name in names if len(book.by_name.get(name, ())) == 1}
    units = tuple(units[0] for units in known.values())
    if not units:
        return None
    unknown = [name for name in names if name not in known]
    if unknown:
        question = f"không có {', '.join(unknown)} trong danh mục. Gửi cho những đơn vị nào?"
        return Resolution((), question, "", (Choice(f"{counted(units)} đã nhận ra", units),))
    return Resolution(units, None, counted(units))


_FILLING = re.compile(
    tone_key(
        r"(?<!\w)(?:trên địa bàn|trong|toàn|thuộc|của|cấp|các|và|tỉnh|thành phố|chủ tịch"
        r"|giám đốc|hiệu trưởng|thủ trưởng|lãnh đạo|ông|bà|đồng chí)(?!\w)"
    )
)


def _pieces(words: str, book: Book) -> Resolution | None:
    """Names and groups side by side: `Các sở, ban, ngành và UBND các xã, phường, đặc khu`."""
    rest, parts = _cut_groups(*_cut_names(words, book), book)
    if not parts:
        return None
    rest = rest.replace(said(book.place), " ") if book.place else rest
    rest = _FILLING.sub(" ", rest).strip(" ,;.:-/")
    units = tuple({unit.pk: unit for part in parts for unit in part.units}.values())
    note = "; ".join(part.note for part in parts if part.note)
    if rest:
        proposal = (Choice(note, units),) if units else ()
        return Resolution((), f"chưa hiểu phần “{rest}”. Gửi cho những đơn vị nào?", "", proposal)
    return _all_parts(parts, units, note)


def _all_parts(parts: list[Part], units: tuple[Unit, ...], note: str) -> Resolution:
    asking = next((part for part in parts if part.question), None)
    if asking is None:
        if not units:
            return Resolution((), "danh mục chưa có đơn vị nào như vậy.", "")
        choices = parts[0].choices if len(parts) == 1 else ()
        return Resolution(units, None, note, choices)
    sure = tuple(u for part in parts if part is not asking for u in part.units)
    choices = tuple(Choice(c.label, (*sure, *c.units)) for c in asking.choices)
    return Resolution((), asking.question, "", choices)


def _cut_names(words: str, book: Book) -> tuple[str, list[Part]]:
    parts = []
    inside = [name for name in book.by_name if name in words]
    for name in sorted(inside, key=len, reverse=True):
        cut = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", words)
        if cut != words and len(book.by_name[name]) == 1:
            words, unit = cut, book.by_name[name][0]
            parts.append(Part((unit,), unit.label))
    return words, parts


def _cut_groups(words: str, parts: list[Part], book: Book) -> tuple[str, list[Part]]:
    for pattern, rule in GROUPS:
        while found := pattern.search(words):
            parts.append(rule(found, book))
            words = words[: found.start()] + " " + words[found.end() :]
    return words, parts


def _without_marks(words: str, book: Book) -> Resolution | None:
    """Words whose letters fit and whose marks do not: never decided here."""
    form = plain(flat(without_title(words)))
    for shape in (form, plain(flat(_without_place(without_title(words), book)))):
        if units := book.by_plain.get(shape):
            choices = tuple(Choice(_with_place(unit), (unit,)) for unit in units)
            return Resolution((), "dấu chữ không khớp. Có phải là đơn vị này không?", "", choices)
    return _plain_groups(plain(words), book)


def _plain_groups(words: str, book: Book) -> Resolution | None:
    if words != plain(words):
        return None
    for example in _EXAMPLES:
        if plain(example) == words:
            meant = _pieces(example, book)
            if meant is not None and meant.units:
                choice = Choice(meant.note, meant.units)
                return Resolution((), "chữ không có dấu. Có phải là:", "", (choice,))
    return None


# Frequent groups that are also typed without marks.
_EXAMPLES = tuple(
    said(text)
    for text in (
        "UBND các xã, phường, đặc khu",
        "UBND cấp xã",
        "Các sở, ban, ngành",
        "Các trường học",
        "Các trường THPT",
        "Các trường mầm non, tiểu học, THCS",
    )
)


def _former_place(words: str, book: Book) -> Resolution | None:
    """A district or a commune of before 01/7/2025: proposed, never decided."""
    if book.issuer.province_id is None:
        return None
    bare = re.sub(rf"^{tone_key('ủy ban nhân dân')}\s+", "", without_title(words))
    commune, _, district = bare.partition(",")
    places = [
        place
        for place in former_places(book.issuer.province_id)
        if place.words == commune.strip() and district.strip() in said(place.name)
    ]
    if not places:
        return None
    return Resolution((), _gone_words(places[0].name), "", tuple(_today(p, book) for p in places))


def _gone_words(name: str) -> str:
    if name.startswith(("Huyện", "Thị xã", "Thành phố")):
        return "từ 01/7/2025 không còn cấp huyện. Hôm nay là những xã, phường nào?"
    return "tên này có trước 01/7/2025. Hôm nay là xã, phường nào?"


def _today(place: FormerPlace, book: Book) -> Choice:
    units = tuple(unit for unit in book.communes if unit.commune_id in place.communes)
    return Choice(f"{place.name} → {', '.join(unit.label for unit in units)}", units)


def _nearest(words: str, book: Book) -> Resolution | None:
    names = get_close_matches(flat(without_title(words)), book.by_name, n=4, cutoff=0.72)
    units = {unit.pk: unit for name in names for unit in book.by_name[name]}
    if not units:
        return None
    choices = tuple(Choice(_with_place(unit), (unit,)) for unit in units.values())
    return Resolution((), "không có đúng tên này trong danh mục. Có phải là:", "", choices)


_RULES: tuple[Rule, ...] = (
    _nobody,
    _inside,
    _one_name,
    _school_at_a_place,
    _elsewhere,
    _gone_office,
    _listed_communes,
    _pieces,
    _without_marks,
    _former_place,
    _nearest,
)
