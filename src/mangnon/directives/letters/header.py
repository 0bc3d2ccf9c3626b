"""The head of a letter: issuer and its parent, number, place and date, subject, urgency.

In print it is two columns; copies flatten it in every way: both columns on a line, one after the
other, in either order, in cells between bars, one word a line, or all on one line. So the parts
that
can be known by their shape (motto, date, number, urgency) are taken out first, wherever they stand;
what is left, in order, is the issuer's name above the number and the subject after "V/v".
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from mangnon.directives.letters.bodies import begins_body, body_names, capitals, is_capitals
from mangnon.directives.letters.layout import Line, Piece, Role
from mangnon.directives.letters.repair import is_stamp

_BLANK = r"[\s.…_:–—-]{0,30}"
_STATE = re.compile(r"C.NG\s+H.A\s+X.\s{0,9}H.I\s+CH.\s+NGH.A\s+VI.T\s+NAM", re.IGNORECASE)
_CREED = re.compile(
    r"[ĐD].C\s{1,9}L.P\s{0,9}[-–—.~_]{0,3}\s{0,9}T.\s{1,9}DO\s{0,9}[-–—.~_]{0,3}\s{0,9}H.NH\s{1,9}PH.C",
    re.IGNORECASE,
)
# What stands in that place on letters of the Party and of the Youth Union.
_PARTY = re.compile(
    r"Đ.NG C.NG S.N VI.T NAM|ĐO.N TNCS H. CH. MINH(?=\s{2}|\s*(?:\n|$))", re.IGNORECASE
)
_DATE = re.compile(
    rf",?\s{{0,9}}\bng[aàáâ]y{_BLANK}(?P<day>\d{{1,2}})?{_BLANK}th[aáàâ]ng{_BLANK}(?P<month>\d{{1,2}})?{_BLANK}"
    rf"n[aăâä]m{_BLANK}(?P<year>\d{{4}})?",
    re.IGNORECASE,
)
_DATE_IN_FIGURES = re.compile(
    r",\s{0,9}ng[aàáâ]y\s{0,9}(?P<day>\d{1,2})\s?[/.-]\s?(?P<month>\d{1,2})\s?[/.-]\s?(?P<year>\d{4})",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?<!\w)S[ốôóoòồỐÔÓOỒ6]\s{0,9}[:.;]?[\s.…_]{0,30}(?P<number>\d{1,6}[a-z]?(?:/\d{4})?)?[\s.…_]{0,30}"
    r"(?P<symbol>(?:-\s?[A-ZĐ][A-Za-zĐđ]{0,5}\s?)?/\s?[A-ZĐƯÔ][\wĐđ&.]{0,24}(?:\s?[-–]\s?[A-ZĐƯÔ][\wĐđ&.]{0,24}){0,4})"
)
_LONE_NUMBER = re.compile(
    r"(?<!\w)S[ốỐôÔ]\s{0,9}:[\s.…_]{0,30}(?P<number>\d{1,6})?(?P<symbol>(?!))?[ \t]{0,30}(?=\n|$"
    r"|\s\s)"
)
_SUBJECT = re.compile(r"(?<!\w)(?:[Vv]\s?/\s?[Vv]|[Vv]ề\s+việc|V/V)\s{0,9}[:.]?\s{0,9}")
_URGENCY = re.compile(
    r"(?<!\w)(?:TH[ƯU].NG\s+KH.N|H[OÓÒỎÕỌ].\s+T.C|H[OỎ][ẢA]\s+T.C|KH[ẨÂẤẦẪ]N)(?!\w)(?!\s+CẤP)"
)
_URGENT_LINE = re.compile(rf"(?:(?<=\n)|(?<=\s\s))(?:{_URGENCY.pattern})(?=\s*(?:\n|$))")
URGENCIES = {"T": "THƯỢNG KHẨN", "H": "HỎA TỐC", "K": "KHẨN"}
_RULE = re.compile(r"[-–—_=*~.\s]{3,}|:?-{3,}:?")
_PLACE = re.compile(
    r"(?:(?:TP\.?|[Tt]hành phố|[Tt]ỉnh"
    r"|[Tt]hị xã)\s)?[A-ZĐÀ-ỸƯƠÂĂÊÔ][\w'’.-]*(?:\s-?\s?[A-ZĐÀ-ỸƯƠÂĂÊÔ][\w'’.-]*){0,4}$"
)
_WIDE = re.compile(r"\s{2,}|\t")
_SHORT_LINE = 22
_LONG_NAME = 60


class Found(NamedTuple):
    """A part taken out of the head by its shape."""

    role: Role
    start: int
    text: str


def head_pieces(lines: list[Line]) -> list[Piece]:
    """The head's lines as blocks with roles, in reading order. Empty for a head that is lost."""
    if not lines:
        return []
    page = lines[0].page
    text = "\n".join(_unbarred([line.text for line in lines if not is_stamp(line.text)]))
    rest, found = _take_out(text)
    names, subject, stray = _names_and_subject(rest)
    pieces = [Piece(role, words, page) for role, words in names]
    pieces += [
        Piece(each.role, each.text, page) for each in sorted(found, key=lambda each: each.start)
    ]
    if subject is not None:
        mark, words = subject
        pieces.append(Piece(Role.SUBJECT, mark + words, page, len(mark)))
    return pieces + [Piece(Role.STRAY, words, page) for words in stray]


def symbol_of(text: str) -> Iterator[tuple[str, str, int, int]]:
    """The number and the symbol in a block of the number: field, value, start, end."""
    hit = _NUMBER.search(text) or _LONE_NUMBER.search(text)
    if hit is None:
        return
    if hit["number"]:
        yield "number", hit["number"], *hit.span("number")
    if hit["symbol"]:
        yield "symbol", re.sub(r"\s|\.$", "", hit["symbol"]).replace("–", "-"), *hit.span("symbol")


def _unbarred(lines: list[str]) -> list[str]:
    """Cells between bars as lines of their own; broken words of one cell together again."""
    if not any("|" in line for line in lines):
        return lines
    cells: list[str] = []
    for cell in re.split(r"\|", "\n".join(lines)):
        rows = [row.strip() for row in cell.split("\n")]
        kept = [row for row in rows if row and not _RULE.fullmatch(row)]
        broken = len(kept) > 2 and max(map(len, kept)) < _SHORT_LINE
        cells += [" ".join(kept)] if broken else kept
        cells.append("")
    return cells


def _take_out(text: str) -> tuple[str, list[Found]]:
    """Blank out what has a shape of its own; the rest keeps its places."""
    found: list[Found] = []
    for role, pattern in (
        (Role.MOTTO, _STATE),
        (Role.MOTTO, _CREED),
        (Role.MOTTO, _PARTY),
        (Role.NUMBER, _NUMBER),
    ):
        text = _take(text, pattern, role, found)
    if not any(each.role is Role.NUMBER for each in found):
        text = _take(text, _LONE_NUMBER, Role.NUMBER, found)
    text = _take_date(text, found)
    urgent = _URGENCY.search(text, 0, _subject_start(text)) or _URGENT_LINE.search(text)
    if urgent:
        word = URGENCIES[urgent[0].strip()[0]]
        found.append(Found(Role.URGENCY, urgent.start(), word))
        text = _blanked(text, urgent.start(), urgent.end())
    return text, found


def _subject_start(text: str) -> int:
    hit = _SUBJECT.search(text)
    return hit.start() if hit else len(text)


def _take(text: str, pattern: re.Pattern[str], role: Role, found: list[Found]) -> str:
    hit = pattern.search(text)
    if hit is None:
        return text
    found.append(Found(role, hit.start(), " ".join(hit[0].split())))
    return _blanked(text, hit.start(), hit.end())


def _take_date(text: str, found: list[Found]) -> str:
    hits = [*_DATE.finditer(text), *_DATE_IN_FIGURES.finditer(text)]
    if not hits:
        return text
    # A subject can hold a day too; the date of the letter follows its place and has a year.
    hit = max(hits, key=lambda each: (each[0].startswith(","), bool(each["year"]), -each.start()))
    start = hit.start() - len(_place_before(text[: hit.start()]))
    found.append(Found(Role.DATE, start, " ".join(text[start : hit.end()].split())))
    return _blanked(text, start, hit.end())


def _place_before(text: str) -> str:
    """The name of the place that ends the text: what stands apart, or its last capital words."""
    chunk = _WIDE.split(text[-80:].rsplit("\n", 1)[-1])[-1]
    if is_capitals(chunk) and not chunk.startswith("TP"):
        return chunk if len(chunk) < 25 and len(chunk.split()) < 5 else ""
    hit = _PLACE.search(chunk)
    return hit[0] if hit else ""


def _blanked(text: str, start: int, end: int) -> str:
    return f"{text[:start]}  {' ' * max(0, end - start - 4)}  {text[end:]}"


def _names_and_subject(
    rest: str,
) -> tuple[list[tuple[Role, str]], tuple[str, str] | None, list[str]]:
    hit = _SUBJECT.search(rest)
    above, below = (rest[: hit.start()], rest[hit.end() :]) if hit else (rest, "")
    names, stray = _issuing(above)
    late: list[str] = []
    words: list[str] = []
    for stretch in _stretches(below):
        (late if not names and is_capitals(stretch) and len(stretch) > 5 else words).append(stretch)
    if late:
        names = _ranked(body_names(late))
    subject = (" ".join(hit[0].split()) + " ", " ".join(words)) if hit and words else None
    return names, subject, stray


def _issuing(above: str) -> tuple[list[tuple[Role, str]], list[str]]:
    names: list[str] = []
    stray: list[str] = []
    for stretch in _stretches(above):
        is_name = is_capitals(stretch) or (begins_body(stretch) and len(stretch) < _LONG_NAME)
        if capitals(stretch) == "CONG VAN":
            continue
        (names if is_name and len(stretch) > 1 else stray).append(stretch.strip(" .,;:"))
    return _ranked(body_names(names)), stray


def _stretches(text: str) -> list[str]:
    parts = (part.strip(" \t*|_~") for line in text.split("\n") for part in _WIDE.split(line))
    return [part for part in parts if part and not _RULE.fullmatch(part)]


def _ranked(names: list[str]) -> list[tuple[Role, str]]:
    """The last name issues the letter, the one above it is its parent."""
    if not names:
        return []
    return [*((Role.PARENT, name) for name in names[-2:-1]), (Role.ISSUER, names[-1])]
