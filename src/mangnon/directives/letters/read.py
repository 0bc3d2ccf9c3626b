"""Reading an official letter: bytes in, fields with their places out."""

import re
from dataclasses import dataclass, field
from typing import Any

from mangnon.directives.letters import warn
from mangnon.directives.letters.agreement import agreed
from mangnon.directives.letters.arrange import Sheet, arrange
from mangnon.directives.letters.classify import kind_of_symbol, news_signs
from mangnon.directives.letters.clauses import clause_of, is_row, request_items
from mangnon.directives.letters.dates import head_date
from mangnon.directives.letters.deadline import deadline_in, recurring_in
from mangnon.directives.letters.foot import copy_value
from mangnon.directives.letters.grounds import grounds_in
from mangnon.directives.letters.header import symbol_of
from mangnon.directives.letters.issuer import inferred_issuer
from mangnon.directives.letters.layout import Block, Page, Role, Source
from mangnon.directives.letters.misread import in_order, mended
from mangnon.directives.letters.model import Clause, Letter, LetterType, Reading, Signer, Span
from mangnon.directives.letters.refusal import NotALetter
from mangnon.directives.letters.repair import clean, lines_of
from mangnon.directives.letters.sources import open_source

_AFTER_POINT = re.compile(r"(?<=^[A-Z]{2})\s?\.\s?|(?<=^[A-Z]{3})\s?\.\s?|(?<=^Q)\s?\.\s?")
_LONG_PROSE = 600  # characters: running text this long with no part of a letter is an article
_REPAIRED = 0.8  # how sure a value is that was mended after OCR
_SUBJECT_END = " .;,:"
_QUOTES = '"“”'


@dataclass(slots=True)
class _Notes:
    """Fields as they are found, with their places and how sure they are."""

    values: dict[str, Any] = field(default_factory=dict)
    spans: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    confidence: dict[str, float] = field(default_factory=dict)

    def put(self, key: str, value: Any, *spans: Span, certainty: float = 0.95) -> None:
        self.values[key] = value
        self.mark(key, *spans, certainty=certainty)

    def mark(self, key: str, *spans: Span, certainty: float = 0.95) -> None:
        self.spans[key] = spans
        self.confidence[key] = certainty


def read_letter(data: bytes, *, name: str) -> Reading:
    """Read one file.

    data: the whole file. name: its name, which helps to tell the kind of file.
    Raises Refusal (NotALetter, Unreadable, TooLarge), whose text is fit for the screen.
    """
    return read_source(open_source(data, name=name))


def read_source(source: Source) -> Reading:
    """Read what an adapter took out of a file. Raises NotALetter."""
    lines = lines_of(source._replace(pages=tuple(map(clean, source.pages))))
    scanned = source.kind == "scan"
    if scanned:
        lines = [line._replace(text=text) for line in lines if (text := mended(line.text))]
        lines = agreed(in_order(lines))
    if not any(any(map(str.isalpha, line.text)) for line in lines):
        raise NotALetter("Tệp không có chữ nào để đọc.")
    sheet = arrange(lines, whole=source.whole, scanned=scanned)
    notes = _Notes()
    _read_head(sheet.page, notes)
    kind, called = _kind(sheet, notes)
    _read_parties(sheet.page, notes)
    _read_body(sheet.page, notes)
    _settle_issuer(sheet.page, notes)
    if scanned:
        _doubt_repairs(source, sheet.page, notes)
    letter = Letter(type=kind, **notes.values)
    warnings = (*source.warnings, *warn.warnings_for(letter, called, sheet, notes.confidence))
    return Reading(letter, sheet.page.text, notes.spans, notes.confidence, warnings)


def _doubt_repairs(source: Source, page: Page, notes: _Notes) -> None:
    """What does not stand so in the text that OCR gave was repaired, and is less sure."""
    read = " ".join(" ".join(source.pages).split())
    for key, spans in notes.spans.items():
        if any(" ".join(page.text[one.start : one.end].split()) not in read for one in spans):
            notes.confidence[key] = min(notes.confidence[key], _REPAIRED)


def _read_head(page: Page, notes: _Notes) -> None:
    for block in page.blocks:
        if block.role in _HEAD_READERS:
            _HEAD_READERS[block.role](block, notes)


def _read_named(key: str) -> Any:
    def read(block: Block, notes: _Notes) -> None:
        notes.put(key, block.text, block.span())

    return read


def _read_number(block: Block, notes: _Notes) -> None:
    for key, value, start, end in symbol_of(block.text):
        notes.put(key, value, block.span(start, end))


def _read_date(block: Block, notes: _Notes) -> None:
    date, place = head_date(block.text)
    notes.put("date", date, block.span(len(place) + 2 if place else 0))
    if place:
        notes.put("place", place, block.span(0, len(place)))


def _read_subject(block: Block, notes: _Notes) -> None:
    lead = block.lead
    if hit := re.match(r"[Vv]ề việc\s+", block.value):
        lead += hit.end()
    value = block.text[lead:].rstrip(_SUBJECT_END)
    if value[-1:] in _QUOTES and sum(map(value.count, _QUOTES)) % 2:
        value = value[:-1]
    notes.put("subject", value, block.span(lead, lead + len(value)))


_HEAD_READERS = {
    Role.PARENT: _read_named("parent"),
    Role.ISSUER: _read_named("issuer"),
    Role.URGENCY: _read_named("urgency"),
    Role.NUMBER: _read_number,
    Role.DATE: _read_date,
    Role.SUBJECT: _read_subject,
}


def _kind(sheet: Sheet, notes: _Notes) -> tuple[LetterType, str]:
    """The kind for the field `type`, and what the document is called in words."""
    if sheet.title is not None:
        return sheet.title.kind, sheet.title.name
    if sheet.saluted:
        return "công văn", "công văn"
    if named := kind_of_symbol(notes.values.get("symbol")):
        return named
    signed = sheet.page.of(Role.LABEL, Role.AUTHORITY, Role.POSITION)
    if notes.values.get("symbol") or (notes.values.get("subject") and signed):
        return "công văn", "công văn"
    if len(signed) > 1:
        return "khác", "văn bản"
    raise _no_letter(sheet)


def _no_letter(sheet: Sheet) -> NotALetter:
    text = sheet.page.text
    kind: LetterType = "báo" if news_signs(text) or len(text) > _LONG_PROSE else "khác"
    what = (
        "Đây giống một trang báo, không phải công văn"
        if kind == "báo"
        else "Tệp không có dấu hiệu của một công văn"
    )
    said = f"{what}: không có nơi gửi, số, nơi nhận hay người ký."
    return NotALetter(said, reading=Reading(Letter(type=kind), text, warnings=(said,)))


def _read_parties(page: Page, notes: _Notes) -> None:
    _read_list(page.of(Role.ADDRESSEE), "addressees", notes)
    _read_list(page.of(Role.COPY), "copies", notes)
    parts: dict[str, str] = {}
    for key, role in (
        ("authority", Role.AUTHORITY),
        ("position", Role.POSITION),
        ("name", Role.NAME),
    ):
        if blocks := page.of(role):
            parts[key] = " ".join(_AFTER_POINT.sub(". ", block.text.strip()) for block in blocks)
            notes.mark(f"signer.{key}", *(block.span() for block in blocks))
    notes.values["signer"] = Signer(**parts)


def _read_list(blocks: list[Block], key: str, notes: _Notes) -> None:
    values = []
    for place, block in enumerate(blocks):
        value = copy_value(block.value)
        values.append(value)
        notes.mark(f"{key}.{place}", block.span(block.lead, block.lead + len(value)))
    notes.values[key] = tuple(values)


def _read_body(page: Page, notes: _Notes) -> None:
    body = page.of(Role.BODY)
    items = request_items(body)
    clauses: list[Clause] = []
    for place, item in enumerate(items):
        clause, spans = clause_of(body, item)
        clauses.append(clause)
        notes.mark(f"clauses.{place}", *spans)
    notes.values["clauses"] = tuple(clauses)
    preamble = [block for block in body[: items[0].first if items else None] if not is_row(block)]
    _read_grounds(preamble, notes)
    _read_deadline([block for block in body if not is_row(block)], notes)


def _read_grounds(blocks: list[Block], notes: _Notes) -> None:
    grounds = list(grounds_in(blocks))
    for place, (_, span) in enumerate(grounds):
        notes.mark(f"grounds.{place}", span)
    notes.values["grounds"] = tuple(ground for ground, _ in grounds)


def _read_deadline(blocks: list[Block], notes: _Notes) -> None:
    if due := deadline_in(blocks):
        notes.put("deadline", due.value, due.span, certainty=due.certainty)
    if again := recurring_in(blocks):
        notes.put("recurring", again[0], again[1])


def _settle_issuer(page: Page, notes: _Notes) -> None:
    """With the head lost, the one who asks in the body is the issuer; no parent is known."""
    if "issuer" not in notes.values and (found := inferred_issuer(page.of(Role.BODY))):
        notes.put("issuer", found[0], found[1], certainty=0.5)
