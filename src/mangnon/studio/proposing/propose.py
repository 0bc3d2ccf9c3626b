"""From a document to a map: sections, the sentences that say most of each, headings, pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mangnon.studio.maps import FEWEST, LONGEST, MOST, MOST_SENTENCES
from mangnon.studio.model import Audience, Message, MessageMap, Sentence
from mangnon.studio.proposing.choosing import picture_for
from mangnon.studio.proposing.drafting import figure_in, panels_of, questions_of
from mangnon.studio.proposing.headings import heading_of
from mangnon.studio.proposing.ranking import ranked
from mangnon.studio.proposing.sentences import sentences_of, shortened
from mangnon.studio.reading import Document, Part, Role
from mangnon.studio.refusals import CannotMake
from mangnon.studio.themes import theme_for

WELL = 160  # characters of a sentence that most products can show large
COMFORTABLE = 7  # messages proposed at most of a text that is not a list
_CONTENT = frozenset({Role.HEADING, Role.BODY, Role.ITEM})


@dataclass(frozen=True, slots=True)
class _Section:
    """A heading of the source, if any, and the sentences below it."""

    heading: Sentence | None
    sentences: tuple[Sentence, ...]


def propose(document: Document, *, audience: Audience, made_on: date) -> MessageMap:
    """A whole map for a person to edit. Raises CannotMake when the document says too little."""
    sections = _sections([part for part in document.parts if part.role in _CONTENT])
    chosen = _enough(sections)
    if len(chosen) < FEWEST:
        raise CannotMake(
            f"Chỉ tìm thấy {len(chosen)} ý trong tài liệu, cần ít nhất {FEWEST}. Hãy tự soạn sơ đồ"
            " thông điệp từ tài liệu này."
        )
    messages = _messages(chosen)
    theme = theme_for(audience)
    return MessageMap(
        title=_title(document),
        lead=_lead(document, messages, audience),
        audience=audience,
        source=document.source,
        messages=messages,
        made_on=made_on,
        panels=panels_of(messages, theme),
        questions=questions_of(messages),
    )


def _sections(parts: Sequence[Part]) -> list[_Section]:
    """By headings where the source has enough of them, else by the items of its list."""
    headed = sum(part.role == Role.HEADING for part in parts)
    items = sum(part.role == Role.ITEM for part in parts)
    if headed >= FEWEST:
        return _by_heading(parts)
    if items >= FEWEST:
        return [_Section(None, _sentences(part)) for part in parts if part.role == Role.ITEM]
    return [_Section(None, _sentences(part)) for part in parts if part.role != Role.HEADING]


def _by_heading(parts: Sequence[Part]) -> list[_Section]:
    found: list[_Section] = []
    heading: Sentence | None = None
    below: list[Sentence] = []
    for part in [*parts, None]:
        if part is None or part.role == Role.HEADING:
            if below:
                found.append(_Section(heading, tuple(below)))
            below = []
            heading = Sentence(part.text.rstrip(" :."), (part.paragraph.id,)) if part else None
        else:
            below.extend(_sentences(part))
    return found


def _sentences(part: Part) -> tuple[Sentence, ...]:
    texts = (shortened(text, LONGEST["sentence"]) for text in sentences_of(part.text))
    return tuple(Sentence(text, (part.paragraph.id,)) for text in texts if text)


def _enough(sections: list[_Section]) -> list[_Section]:
    """Between three and nine: too few are parted by sentences, of too many the best stay."""
    whole = [section for section in sections if section.sentences]
    if len(whole) < FEWEST:
        whole = [_Section(None, (one,)) for section in whole for one in section.sentences]
    most = MOST if any(section.heading for section in whole) else COMFORTABLE
    if len(whole) <= most:
        return whole
    weights = ranked([" ".join(one.text for one in section.sentences) for section in whole])
    best = sorted(range(len(whole)), key=lambda place: -weights[place])[:most]
    return [whole[place] for place in sorted(best)]


def _messages(sections: Sequence[_Section]) -> tuple[Message, ...]:
    every = [one.text for section in sections for one in section.sentences]
    weight = dict(zip(every, ranked(every), strict=True))
    taken: list[str] = []
    messages = []
    for place, section in enumerate(sections, 1):
        best = _best(section.sentences, weight)
        heading = section.heading or Sentence(heading_of(best[0].text), best[0].grounds)
        if len(heading.text) > LONGEST["heading"]:
            heading = Sentence(heading_of(heading.text)[: LONGEST["heading"]], heading.grounds)
        picture = picture_for(heading.text, " ".join(one.text for one in best), taken)
        taken.append(picture)
        figure = next(filter(None, map(figure_in, section.sentences)), None)
        messages.append(Message(f"m{place}", heading, best, picture, figure))
    return tuple(messages)


def _best(sentences: Sequence[Sentence], weight: dict[str, float]) -> tuple[Sentence, ...]:
    """One or two, in the order of the source; a second one only where both can be shown large."""
    places = sorted(
        range(len(sentences)), key=lambda place: (-weight[sentences[place].text], place)
    )
    chosen = [places[0]]
    for place in places[1:]:
        together = sum(len(sentences[one].text) for one in (*chosen, place))
        if len(chosen) < MOST_SENTENCES and together <= WELL:
            chosen.append(place)
    return tuple(sentences[place] for place in sorted(chosen))


def _title(document: Document) -> Sentence:
    title = document.source.title
    if len(title) > LONGEST["title"]:
        title = (
            shortened(title, LONGEST["title"]) or title[: LONGEST["title"]].rsplit(" ", 1)[0]
        ).rstrip(".")
    return Sentence(title)


def _lead(document: Document, messages: Sequence[Message], audience: Audience) -> Sentence | None:
    """What a letter asks for in one line; of prose, its best sentence that no message has."""
    before = [part for part in document.parts if part.role in {Role.OPENING, Role.GROUND}]
    if before and document.source.issuer:
        opening = before[-1]
        said = f"{document.source.issuer} đề nghị các đơn vị cùng làm {len(messages)} việc sau đây."
        return Sentence(said, (opening.paragraph.id,))
    used = {one.text for message in messages for one in message.sentences}
    first = [one for part in document.parts if part.role == Role.BODY for one in _sentences(part)]
    spare = [one for one in first if one.text not in used and len(one.text) <= WELL]
    return spare[0] if spare else None
