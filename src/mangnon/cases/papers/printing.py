"""A filled form as an official document: DOCX to work on, PDF/UA to sign and keep."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any

from mangnon.cases.papers.loading import schema
from mangnon.cases.papers.schema import (
    HIDDEN,
    LEVELS,
    UNVERIFIED,
    Answers,
    Field,
    FormSchema,
    Kind,
    Section,
)
from mangnon.cases.papers.wording import (
    STAR,
    field_words,
    has_star,
    in_words,
    section_words,
    table_rows,
)
from mangnon.kit.official import docx, pdf
from mangnon.kit.official.letter import (
    BOX,
    LINE_BREAK,
    TICKED,
    Align,
    Block,
    Heading,
    Letterhead,
    Line,
    OfficialLetter,
    Paragraph,
    Run,
    Table,
)
from mangnon.kit.official.letter import Kind as Document

HARD = "\u00a0"
BLANK = "…" * 10
NAME_BLANK = "…" * 9
KEPT_TOGETHER = 30  # a choice up to this long is not broken between lines
SIGN_HERE = "(Ký, ghi rõ họ tên)"
EMPTY_ROWS = 3


def to_docx(form: str, answers: Answers, head: Letterhead, *, version: int | None = None) -> bytes:
    """The filled form as DOCX. `answers` are checked, or masked, ones."""
    return docx.to_docx(paper(schema(form, version), answers, head))


def to_pdf(form: str, answers: Answers, head: Letterhead, *, version: int | None = None) -> bytes:
    """The filled form as PDF that a screen reader reads. Raises kit.fonts.FontsMissing."""
    return pdf.to_pdf(paper(schema(form, version), answers, head))


def paper(asked: FormSchema, answers: Answers, head: Letterhead) -> OfficialLetter:
    """The form as a document: a decision in articles, any other section by section."""
    decision = bool(asked.decision)
    body = _decision(asked, answers, head) if decision else _form(asked, answers)
    kind = Document(asked.kind) if asked.kind else Document.REPORT
    made = head.letter(kind=kind, subject=_subject(asked, answers), body=tuple(body))
    guessed = asked.certainty != "S" or decision
    signer = replace(head.signer, position=head.signer.position or asked.signer)
    return replace(
        made,
        form=asked.corner + (STAR if guessed else ""),
        heading="" if asked.kind else asked.title,
        numbered=asked.numbered,
        ended=decision,
        signer=signer if decision else replace(signer, note=SIGN_HERE),
        notes=_notes(asked),
    )


def _subject(asked: FormSchema, answers: Answers) -> str:
    if not asked.subject:
        return asked.title
    return " ".join(_filled(asked.subject, asked, answers, blank="").split())


def _notes(asked: FormSchema) -> tuple[str, ...]:
    star = (f"(*) {UNVERIFIED}",) if has_star(asked) else ()
    notes = (*asked.notes, *star)
    return ("Ghi chú:", *notes) if notes else ()


# --- a form, section by section -----------------------------------------------------------------


def _form(asked: FormSchema, answers: Answers) -> Iterator[Block]:
    for section in asked.sections:
        yield Heading(section.mark, section_words(section), section.level)
        for scored, fields in groupby(section.fields, lambda field: field.kind is Kind.SCORED):
            if scored:
                yield _scores(section, list(fields), answers)
                continue
            for field in fields:
                yield _field(section, field, answers)


def _field(section: Section, field: Field, answers: Answers) -> Block:
    value, label = answers.get(field.key), field_words(section, field)
    if value == HIDDEN:
        return Line(label, HIDDEN)
    if field.kind is Kind.ROWS:
        caption = label if len(section.fields) > 1 else ""
        return _rows(caption, field, value or [])
    if boxes := _boxes(field, value):
        return Line(label, boxes)
    if field.kind is Kind.PERSON and value is None:
        return Line(label, _person_blank(field))
    return Line(label, in_words(field, value), room=field.room)


def _boxes(field: Field, value: Any) -> str:
    """ "☐ Nam   ☒ Nữ": the words stay with their box."""
    if field.kind is Kind.YES_NO:
        pairs = [(value is True, "Có"), (value is False, "Không")]
    elif field.kind is Kind.CHOICE:
        pairs = [
            (value == choice.key, choice.words + (STAR if choice.certainty != "S" else ""))
            for choice in field.choices
        ]
    else:
        return ""
    return f"{HARD * 2} ".join(_box(ticked, words) for ticked, words in pairs)


def _box(ticked: bool, words: str) -> str:
    kept = words.replace(" ", HARD) if len(words) <= KEPT_TOGETHER else words
    return f"{TICKED if ticked else BOX}{HARD}{kept}"


def _person_blank(field: Field) -> str:
    """Room for a pen after each part."""
    rest = [f"{part.words.lower()}: {'…' * round(4 * part.share)}" for part in field.parts[1:]]
    return "; ".join([NAME_BLANK, *rest])


def _rows(caption: str, field: Field, rows: list[dict[str, str]]) -> Table:
    filled = table_rows(field, rows) or (("",) * len(field.parts),) * EMPTY_ROWS
    numbered = tuple((str(place), *row) for place, row in enumerate(filled, start=1))
    return Table(
        ("TT", *(part.words for part in field.parts)),
        numbered,
        widths=(0.9, *(part.share for part in field.parts)),
        align=(Align.CENTRE, *(Align.LEFT,) * len(field.parts)),
        caption=caption,
    )


def _scores(section: Section, fields: list[Field], answers: Answers) -> Table:
    values = [answers.get(field.key) for field in fields]
    rows = tuple(
        (f"{place}. {field_words(section, field)}", _levels(field, value))
        for place, (field, value) in enumerate(zip(fields, values, strict=True), start=1)
    )
    return Table(
        ("Nội dung đánh giá", "Mức độ (Cao, Trung bình, Thấp)"),
        rows,
        widths=(5, 8),
        align=(Align.LEFT, Align.LEFT),
        total=("Tổng số", _totals(values)),
    )


def _levels(field: Field, value: Any) -> str:
    if value == HIDDEN:
        return HIDDEN
    lines = [
        _box(value == choice.key, f"{LEVELS[choice.key]} ({choice.words})")
        for choice in field.choices
    ]
    return LINE_BREAK.join(lines)


def _totals(values: list[Any]) -> str:
    if HIDDEN in values:
        return HIDDEN
    counts = {level: str(values.count(level)) if any(values) else "……" for level in LEVELS}
    return f";{HARD} ".join(f"{words}: {counts[level]}" for level, words in LEVELS.items())


# --- a decision of the chair --------------------------------------------------------------------


def _decision(asked: FormSchema, answers: Answers, head: Letterhead) -> Iterator[Block]:
    chair = f"{head.signer.position or asked.signer} {' '.join(head.issuer.split())}".upper()
    yield _middle(chair)
    *first, last = asked.grounds
    for ground in (*(f"{ground};" for ground in first), f"{last}."):
        yield Paragraph((Run(ground, italic=True),))
    yield _middle("QUYẾT ĐỊNH:")
    for place, article in enumerate(asked.decision, start=1):
        said = _filled(article, asked, answers, blank=BLANK)
        yield Paragraph((Run(f"Điều {place}. ", bold=True), Run(_ended(said))))


def _middle(text: str) -> Paragraph:
    return Paragraph((Run(text, bold=True),), indent=False, align=Align.CENTRE)


def _filled(text: str, asked: FormSchema, answers: Mapping[str, Any], *, blank: str) -> str:
    """The text with answers in place of `{key}`; what is not known is room for a pen."""

    def put(found: re.Match[str]) -> str:
        field = asked.field(found[1])
        said = in_words(field, answers.get(found[1])) if field else ""
        return said or blank

    return re.sub(r"{(\w+)}", put, text)


def _ended(text: str) -> str:
    """One end mark, where an answer has brought its own."""
    return re.sub(r"\.(\s*\.)+$", ".", text.rstrip()) if text.rstrip() else text
