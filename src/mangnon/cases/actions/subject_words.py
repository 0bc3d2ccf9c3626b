"""Reading what was said in a request about data, and what was answered: recorded, then opened."""

from __future__ import annotations

from dataclasses import dataclass

from mangnon.base.audit.api import record
from mangnon.cases.actions.subjects import answer_place, asked_place
from mangnon.cases.models import SubjectRequest
from mangnon.cases.sealed import opened_words
from mangnon.kit.crypto import NotOpened
from mangnon.reports.api import Reader


@dataclass(frozen=True)
class AskedWords:
    name: str
    representative: str
    contact: str
    words: str
    answer: str


def read_request(reader: Reader | None, asked: SubjectRequest) -> AskedWords | None:
    """None for a reader who cannot open it, and for words that are gone."""
    if reader is None or not asked.sealed:
        return None
    try:
        said = _opened(reader, bytes(asked.sealed), asked_place(asked.pk))
        answer = _opened(reader, bytes(asked.answer), answer_place(asked.pk))
    except NotOpened:
        return None
    record(by=reader.person, what="subject.read", on=asked, unit=asked.unit_id)
    names = ("name", "representative", "contact", "words")
    told = {name: str(said.get(name, "")) for name in names}
    return AskedWords(**told, answer=str(answer.get("text", "")))


def _opened(reader: Reader, sealed: bytes, place: str) -> dict[str, object]:
    return opened_words(b"", reader.unit_privates, sealed, place)
