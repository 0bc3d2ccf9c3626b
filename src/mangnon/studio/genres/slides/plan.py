"""What is on each slide and how large, decided once for PPTX and PDF. All measures in points."""

from __future__ import annotations

from dataclasses import dataclass

from mangnon.studio.genre import Brief
from mangnon.studio.measure import size_for, words_over
from mangnon.studio.model import Figure, Message, Sentence
from mangnon.studio.refusals import TooLong

WIDTH, HEIGHT = 960.0, 540.0
MARGIN = 60.0
FOOT = 46.0
PICTURE = 250.0
TEXT_LEFT = MARGIN + PICTURE + 54
TEXT_WIDTH = WIDTH - TEXT_LEFT - MARGIN
HEADING_BOX = (TEXT_LEFT, 96.0, TEXT_WIDTH, 112.0)
BODY_BOX = (TEXT_LEFT, 232.0, TEXT_WIDTH, 240.0)
TITLE_BOX = (MARGIN, 120.0, 560.0, 210.0)
LEAD_BOX = (MARGIN, 354.0, 560.0, 96.0)
TITLE_SIZES = (54.0, 50.0, 46.0, 42.0, 38.0, 35.0, 32.0, 29.0, 26.0)
LEAD_SIZES = (24.0, 22.0, 20.0, 18.0, 16.0, 14.5)
HEADING_SIZES = (40.0, 37.0, 34.0, 31.0, 28.0, 26.0, 24.0)
BODY_SIZES = (28.0, 26.0, 24.0, 22.0, 20.0, 18.5, 17.0, 16.0, 15.0, 14.0, 13.0)
LEADING = 1.36  # of a line to its size, in both readers
NARROWER = 0.96  # what a reader that spaces letters a little wider may need


@dataclass(frozen=True, slots=True)
class Text:
    """A text at a size that fits its box."""

    words: str
    size: float


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide. kind: title, message, figure, contacts. `notes`: what the speaker may say."""

    kind: str
    heading: Text
    body: tuple[Text, ...] = ()
    picture: str = ""
    figure: Figure | None = None
    notes: str = ""


def deck_of(brief: Brief) -> tuple[Slide, ...]:
    """Raises TooLong."""
    plan = brief.plan
    texts = {one.id: one.text for one in plan.source.paragraphs}
    lead = (_text("Trang chiếu, sapo", plan.lead.text, LEAD_BOX, LEAD_SIZES),) if plan.lead else ()
    title = _text("Trang chiếu, tiêu đề", plan.title.text, TITLE_BOX, TITLE_SIZES, style="Bold")
    slides = [
        Slide("title", title, lead, plan.messages[0].picture, notes=_notes(plan.title, texts))
    ]
    for message in plan.messages:
        slides.append(_message(message, texts))
        if message.figure:
            slides.append(_figure(message, message.figure, texts))
    slides.append(Slide("contacts", Text("Cần giúp, gọi ngay", 40.0), notes=plan.source.line))
    return tuple(slides)


def _message(message: Message, texts: dict[str, str]) -> Slide:
    heading = _text(
        "Trang chiếu, đề mục", message.heading.text, HEADING_BOX, HEADING_SIZES, style="Bold"
    )
    joined = " ".join(one.text for one in message.sentences)
    size = _text("Trang chiếu, câu", joined, _with_gaps(len(message.sentences)), BODY_SIZES).size
    body = tuple(Text(one.text, size) for one in message.sentences)
    said = [_notes(one, texts) for one in message.sentences]
    return Slide("message", heading, body, message.picture, notes="\n".join(dict.fromkeys(said)))


def _with_gaps(count: int) -> tuple[float, float, float, float]:
    """The body's box less the gaps between its paragraphs and the lines that parting them costs."""
    left, top, width, height = BODY_BOX
    return left, top, width, height - (count - 1) * 34


def _figure(message: Message, figure: Figure, texts: dict[str, str]) -> Slide:
    heading = _text(
        "Trang chiếu, số liệu",
        figure.label,
        (MARGIN, 0, 420, 200),
        (*HEADING_SIZES, 22.0, 20.0, 18.0),
        style="Bold",
    )
    return Slide(
        "figure",
        heading,
        figure=figure,
        notes=_grounds(figure.grounds, texts) or message.heading.text,
    )


def _notes(sentence: Sentence, texts: dict[str, str]) -> str:
    return _grounds(sentence.grounds, texts) or sentence.text


def _grounds(keys: tuple[str, ...], texts: dict[str, str]) -> str:
    return "\n".join(f"[{key}] {texts[key]}" for key in keys if key in texts)


def _text(
    place: str,
    words: str,
    box: tuple[float, float, float, float],
    sizes: tuple[float, ...],
    *,
    style: str = "Regular",
) -> Text:
    width, height = box[2] * NARROWER, box[3]
    size = size_for(words, width, height, sizes, style=style, leading=LEADING)
    if size is None:
        raise TooLong(
            place, words, words_over(words, width, height, sizes[-1], style=style, leading=LEADING)
        )
    return Text(words, size)
