"""The text of an article: the map's messages, each told further from its own paragraphs."""

from __future__ import annotations

from dataclasses import dataclass

from mangnon.studio.model import Message, MessageMap, Sentence
from mangnon.studio.proposing.sentences import sentences_of

MOST_MORE = 3  # sentences taken from the source beyond the message's own
LONGEST_MORE = 260


@dataclass(frozen=True, slots=True)
class Section:
    """One sub-head with its sentences."""

    heading: Sentence
    sentences: tuple[Sentence, ...]


def sections_of(plan: MessageMap) -> tuple[Section, ...]:
    said = {_bare(sentence.text) for sentence in plan.sentences()}
    return tuple(_section(plan, message, said) for message in plan.messages)


def _section(plan: MessageMap, message: Message, said: set[str]) -> Section:
    """The message's sentences, then what else its paragraphs say and nothing else has said."""
    texts = {one.id: one.text for one in plan.source.paragraphs}
    keys = dict.fromkeys(key for one in message.sentences for key in one.grounds)
    more: list[Sentence] = []
    for key in keys:
        for text in sentences_of(texts.get(key, "")):
            if len(more) < MOST_MORE and len(text) <= LONGEST_MORE and not _is_said(text, said):
                said.add(_bare(text))
                more.append(Sentence(text, (key,)))
    return Section(message.heading, (*message.sentences, *more))


def _is_said(text: str, said: set[str]) -> bool:
    bare = _bare(text)
    return any(bare.startswith(one) or one.startswith(bare) for one in said)


def _bare(text: str) -> str:
    """A sentence without list mark, case and end: two that differ only there are the same."""
    return text.lower().lstrip("0123456789.-–•*) ").rstrip(" .!?…;:")
