"""Answers that nobody would write, in forms that nobody would draw, still give a paper or a refusal
by name."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mangnon.cases.papers import FieldClass, FormSchema, Kind, Letterhead, checked, masked, versions
from mangnon.cases.papers.answers import check
from mangnon.cases.papers.loading import schema
from mangnon.cases.papers.printing import paper
from mangnon.cases.papers.schema import LEVELS, Certainty, Choice, Field, Part, Scale, Section
from mangnon.kit.fonts import NEEDED
from mangnon.kit.official.docx import to_docx
from mangnon.kit.official.pdf import to_pdf
from tests.cases.papers.reading import outside, text_of_docx

NOW = datetime(2026, 2, 1, tzinfo=UTC)
LETTERS = NEEDED + " " * 20
SAID = ("nghiêng" * 40, "https://vidu.example/" + "a" * 200, "☒ Có", "W" * 280)
WORDS = st.text(LETTERS, min_size=1, max_size=60) | st.sampled_from(SAID)
SHORT = st.text(LETTERS, min_size=1, max_size=40)
FORM = st.sampled_from(list(versions()))

ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.dates().map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=6,
)


def rows_of(field: Field) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries({}, optional={part.key: WORDS for part in field.parts})


def answer_to(field: Field) -> st.SearchStrategy[Any]:
    match field.kind:
        case Kind.LONG:
            return st.lists(WORDS, min_size=1, max_size=4).map("\n".join)
        case Kind.CHOICE:
            return st.sampled_from([choice.key for choice in field.choices])
        case Kind.SCORED:
            return st.sampled_from(list(LEVELS))
        case Kind.YES_NO:
            return st.booleans()
        case Kind.DATE:
            return st.dates(max_value=NOW.date(), min_value=NOW.date().replace(1950)).map(str)
        case Kind.MOMENT:
            low, high = datetime(1950, 1, 1), datetime(2026, 1, 31)  # noqa: DTZ001
            return st.datetimes(low, high).map(lambda at: at.isoformat(timespec="minutes"))
        case Kind.PERSON:
            return rows_of(field)
        case Kind.ROWS:
            return st.lists(rows_of(field), max_size=field.most)
    return WORDS


@st.composite
def answers_of(draw: st.DrawFn, asked: FormSchema) -> dict[str, Any]:
    optional = {field.key: answer_to(field) for field in asked.fields}
    return draw(st.fixed_dictionaries({}, optional=optional))


@st.composite
def fields(draw: st.DrawFn, key: str) -> Field:
    kind = draw(st.sampled_from(Kind))
    scored = kind is Kind.SCORED
    keys = list(LEVELS) if scored else ["a", "b", "c"][: draw(st.integers(1, 3))]
    return Field(
        key=key,
        words=draw(SHORT),
        kind=kind,
        field_class=draw(st.sampled_from(FieldClass)),
        certainty=draw(st.sampled_from(Certainty)),
        source="thử",
        required=draw(st.booleans()),
        room=draw(st.integers(1, 4)),
        scale=Scale.HARM if scored else None,
        choices=tuple(Choice(one, draw(SHORT)) for one in keys),
        parts=tuple(
            Part(f"p{at}", draw(SHORT), draw(st.floats(0.3, 6)))
            for at in range(draw(st.integers(1, 5)))
        ),
    )


@st.composite
def schemas(draw: st.DrawFn) -> FormSchema:
    sections = tuple(
        Section(
            draw(st.sampled_from(["", "A", "1", "a"])),
            draw(SHORT),
            draw(st.integers(1, 3)),
            tuple(
                draw(fields(f"o_{at}_{place}".replace("0", "x")))
                for place in range(draw(st.integers(0, 4)))
            ),
        )
        for at in range(draw(st.integers(1, 3)))
    )
    return FormSchema(
        form="09",
        version=1,
        title=draw(SHORT),
        kind=draw(st.sampled_from(["", "báo cáo", "kế hoạch"])),
        subject=draw(SHORT),
        signer=draw(SHORT),
        numbered=draw(st.booleans()),
        certainty=draw(st.sampled_from(Certainty)),
        source="thử",
        notes=tuple(draw(st.lists(SHORT, max_size=2))),
        grounds=(),
        decision=(),
        sections=sections,
    )


HEAD = Letterhead(issuer="Ủy ban nhân dân xã Ví Dụ", place="Ví Dụ")


def holds(asked: FormSchema, answers: dict[str, Any]) -> None:
    """It is printed: nothing runs out, every sign has a glyph, letters are composed."""
    letter = paper(asked, answers, HEAD)
    made = to_pdf(letter)
    assert b"pdfuaid" in made
    assert outside(made) == []
    assert unicodedata.is_normalized("NFC", text_of_docx(to_docx(letter)))


@settings(max_examples=30, deadline=None)
@given(FORM.flatmap(lambda form: st.tuples(st.just(form), answers_of(schema(form)))))
def test_any_fitting_answers_to_the_seven_forms_are_printed(
    given_: tuple[str, dict[str, Any]],
) -> None:
    form, answers = given_
    done = checked(form, answers, draft=True, now=NOW)
    assert set(done.errors) <= {"to_on", "until"}  # an end before its beginning
    assert checked(form, done.answers, draft=True, now=NOW).answers == done.answers
    holds(schema(form), done.answers)


@settings(max_examples=20, deadline=None)
@given(schemas().flatmap(lambda asked: st.tuples(st.just(asked), answers_of(asked))))
def test_any_form_with_any_answers_is_printed(given_: tuple[FormSchema, dict[str, Any]]) -> None:
    asked, answers = given_
    done = check(asked, answers, draft=True, now=NOW)
    assert done.ok, done.errors
    holds(asked, done.answers)


@settings(max_examples=150, deadline=None)
@given(FORM, st.data())
def test_whatever_is_sent_is_taken_plainly_or_refused_by_name(
    form: str, data: st.DataObject
) -> None:
    keys = st.sampled_from([field.key for field in schema(form).fields]) | st.text(max_size=8)
    sent = data.draw(st.dictionaries(keys, ANYTHING, max_size=8))
    done = checked(form, sent, draft=True, now=NOW)

    assert all(words for words in done.errors.values())
    assert set(done.answers) <= {field.key for field in schema(form).fields}
    assert checked(form, done.answers, draft=True, now=NOW).answers == done.answers
    hidden = masked(form, done.answers, {"work"})
    assert all(
        hidden[field.key] == "đã ẩn"
        for field in schema(form).fields
        if field.field_class is not FieldClass.WORK
    )
