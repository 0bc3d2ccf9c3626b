"""Letters that nobody would write are still laid out, by both writers."""

from __future__ import annotations

import io

import docx
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from mangnon.directives.outgoing import (
    Align,
    Annex,
    Heading,
    Items,
    Kind,
    LetterDate,
    OfficialLetter,
    Paragraph,
    Quote,
    Run,
    Signer,
    Table,
    Urgency,
    to_docx,
    to_pdf,
)
from mangnon.kit.official.letter import Line

TEXT = (
    st.text(max_size=30)
    | st.just("☐ Có ☒ Không\u2028sau")
    | st.just("dài" * 100)
    | st.just("https://vidu.example/" + "a" * 150)
)
RUNS = st.lists(st.builds(Run, TEXT, st.booleans(), st.booleans()), max_size=3).map(tuple)
ALIGN = st.sampled_from(Align)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    columns = draw(st.integers(1, 5))
    row = st.lists(TEXT, max_size=columns).map(tuple)
    some = draw(st.booleans())
    return Table(
        tuple(draw(st.lists(TEXT, min_size=columns, max_size=columns))),
        tuple(draw(st.lists(row, max_size=3))),
        widths=tuple(draw(st.lists(st.floats(0.1, 9), min_size=columns, max_size=columns)))
        if some
        else (),
        align=tuple(draw(st.lists(ALIGN, min_size=columns, max_size=columns))) if some else (),
        caption=draw(TEXT),
        total=draw(row),
    )


BLOCKS = st.lists(
    st.builds(Paragraph, TEXT | RUNS, st.booleans(), ALIGN)
    | st.builds(Heading, TEXT, TEXT, st.integers(1, 4))
    | st.builds(Items, st.lists(TEXT, max_size=3).map(tuple), st.sampled_from("-+1a"))
    | st.builds(Quote, TEXT, TEXT)
    | st.builds(Line, TEXT, TEXT, st.integers(-1, 4))
    | tables(),
    max_size=4,
).map(tuple)
NAMES = st.lists(TEXT, max_size=3).map(tuple)
PART = st.none() | st.integers(1, 12)
LETTERS = st.builds(
    OfficialLetter,
    issuer=TEXT,
    subject=TEXT,
    kind=st.sampled_from(Kind),
    parent=st.none() | TEXT,
    number=st.none() | TEXT,
    symbol=st.none() | TEXT,
    place=st.none() | TEXT,
    date=st.builds(LetterDate, PART, PART, st.none() | st.integers(2020, 2030)),
    addressees=NAMES,
    body=BLOCKS,
    signer=st.builds(Signer, NAMES, st.none() | TEXT, st.none() | TEXT, TEXT),
    copies=NAMES,
    urgency=st.none() | st.sampled_from(Urgency),
    annexes=st.lists(st.builds(Annex, TEXT, BLOCKS, st.booleans()), max_size=2).map(tuple),
    form=TEXT,
    heading=TEXT,
    numbered=st.booleans(),
    ended=st.booleans(),
    notes=NAMES,
)


@settings(max_examples=40, deadline=None)
@given(LETTERS)
def test_any_letter_is_laid_out_and_opens(letter: OfficialLetter) -> None:
    document = docx.Document(io.BytesIO(to_docx(letter)))
    pages = PdfReader(io.BytesIO(to_pdf(letter))).pages

    assert len(document.sections) == 1 + len(letter.annexes)
    assert len(pages) >= 1 + len(letter.annexes)
