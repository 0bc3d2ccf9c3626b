"""Drafts that rest on the messages: numbers to draw, panels of a comic, questions of a quiz."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mangnon.studio.model import Figure, Message, Panel, Question, Sentence
from mangnon.studio.themes import Theme

_PERCENT = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,]\d{1,2})?)\s?%")
_OF = re.compile(
    r"(?<![\d./])(\d{1,3})\s?(?:/|trong (?:tổng )?số|trên tổng số)\s?(\d{1,4})(?![\d/])"
    r"\s+(\w+(?:\s\w+)?)"
)
MOST_PANELS = 6
FAREWELL = "Cần giúp, hãy nói với người lớn mà em tin."  # our own words, whatever the source
FEWEST_QUESTIONS, MOST_QUESTIONS = 5, 10


def figure_in(sentence: Sentence) -> Figure | None:
    """The first share that a sentence gives, with the sentence's own words as its label."""
    if hit := _PERCENT.search(sentence.text):
        value = float(hit[1].replace(",", "."))
        if value <= 100:
            return Figure(_label(sentence.text), value, 100, "%", sentence.grounds)
    if hit := _OF.search(sentence.text):
        value, whole = float(hit[1]), float(hit[2])
        if 0 < value <= whole and whole > 1:
            return Figure(_label(sentence.text), value, whole, hit[3], sentence.grounds)
    return None


def _label(text: str) -> str:
    return text.rstrip(" .") if len(text) <= 110 else text[:108].rsplit(" ", 1)[0] + "…"


def panels_of(messages: Sequence[Message], theme: Theme) -> tuple[Panel, ...]:
    """One asks, one answers in turns, with the headings as what is said."""
    first, other, grown = theme.people
    who = [
        (first, "nghi"),
        (grown, "vui"),
        (other, "vui"),
        (grown, "nghi"),
        (first, "vui"),
        (grown, "vui"),
    ]
    chosen = list(messages[:MOST_PANELS])
    panels = [
        Panel(name, mood, Sentence(f"{message.heading.text}!", message.heading.grounds))
        for (name, mood), message in zip(who, chosen, strict=False)
    ]
    if len(panels) % 2:  # a page has its panels in twos
        panels.append(Panel(grown, "vui", Sentence(FAREWELL)))
    while len(panels) < 4:
        panels.append(Panel(other, "vui", Sentence("Tớ nhớ rồi!")))
    return tuple(panels)


def questions_of(messages: Sequence[Message]) -> tuple[Question, ...]:
    """Match headings and sentences; a person makes them livelier."""
    asked = [_what(messages, place) for place in range(len(messages))]
    if len(asked) < FEWEST_QUESTIONS:
        asked += [_which(messages, place) for place in range(len(messages))]
    return tuple(asked[:MOST_QUESTIONS])


def _what(messages: Sequence[Message], place: int) -> Question:
    """Which sentence belongs to this heading?"""
    message = messages[place]
    others = _others(messages, place)
    answers = [other.sentences[0].text for other in others]
    answers.insert(place % 3, message.sentences[0].text)
    return Question(
        f"Tài liệu dặn điều gì về “{message.heading.text}”?",
        tuple(answers),
        place % 3,
        message.sentences[0].text,
        message.sentences[0].grounds,
    )


def _which(messages: Sequence[Message], place: int) -> Question:
    """Which heading does this sentence stand under?"""
    message = messages[place]
    answers = [other.heading.text for other in _others(messages, place)]
    answers.insert((place + 1) % 3, message.heading.text)
    return Question(
        f"Câu “{message.sentences[0].text}” nói về điều nào?",
        tuple(answers),
        (place + 1) % 3,
        f"Câu ấy nói về: {message.heading.text}.",
        message.sentences[0].grounds,
    )


def _others(messages: Sequence[Message], place: int) -> list[Message]:
    count = len(messages)
    return [messages[(place + step) % count] for step in (1, 2)]
