"""Questions as values for learning, and as a sheet to print and finish by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from mangnon.studio.genre import Brief, File
from mangnon.studio.genres.article.docx import blank, closed
from mangnon.studio.genres.article.make import foot_lines
from mangnon.studio.model import Question, Sentence
from mangnon.studio.proposing.drafting import FEWEST_QUESTIONS, MOST_QUESTIONS, questions_of
from mangnon.studio.rasters import Sign, sign_of
from mangnon.studio.shop import Shop
from mangnon.studio.typesetting import check_glyphs


def make(brief: Brief, shop: Shop) -> Iterator[File]:
    questions = _enough(brief)
    check_glyphs({}, (text for one in questions for text in (one.ask, one.because, *one.answers)))
    says = tuple(Sentence(one.because, one.grounds) for one in questions)
    words = f"Bộ {len(questions)} câu hỏi"
    yield File("cau-hoi.json", _values(brief, questions).encode(), f"{words} (dữ liệu)", says=says)
    yield File(
        "cau-hoi.docx",
        _docx(brief, questions, sign_of(brief.maker, shop)),
        f"{words} (bản in)",
        says=says,
    )


def _enough(brief: Brief) -> tuple[Question, ...]:
    """The map's own first, then drafts up to five."""
    own = brief.plan.questions[:MOST_QUESTIONS]
    asked = {one.ask for one in own}
    drafts = [one for one in questions_of(brief.plan.messages) if one.ask not in asked]
    return (*own, *drafts[: max(0, FEWEST_QUESTIONS - len(own))])


def _values(brief: Brief, questions: Sequence[Question]) -> str:
    own = len(brief.plan.questions)
    said = {
        "title": brief.plan.title.text,
        "audience": str(brief.plan.audience),
        "source": brief.plan.source.line,
        "questions": [
            {
                "ask": one.ask,
                "answers": list(one.answers),
                "right": one.right,
                "because": one.because,
                "grounds": list(one.grounds),
                "drafted": place >= own,
            }
            for place, one in enumerate(questions)
        ],
    }
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def _docx(brief: Brief, questions: Sequence[Question], sign: Sign | None) -> bytes:
    paper = blank(brief, sign)
    paper.add_heading(f"Câu hỏi: {brief.plan.title.text}", level=0)
    for place, one in enumerate(questions, 1):
        paper.add_heading(f"Câu {place}. {one.ask}", level=1)
        lines = [
            paper.add_paragraph(f"☐ {a}. {b}") for a, b in zip("ABCD", one.answers, strict=False)
        ]
        for line in lines[:-1]:
            line.paragraph_format.keep_with_next = True  # no question is cut by the end of a page
    answers = paper.add_heading("Đáp án và lời giải thích", level=1)
    answers.paragraph_format.page_break_before = True
    for place, one in enumerate(questions, 1):
        paper.add_paragraph(f"Câu {place}: {'ABCD'[one.right]}. {one.because}")
    return closed(paper, foot_lines(brief))
