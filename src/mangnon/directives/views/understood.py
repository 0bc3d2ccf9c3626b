"""What was understood of a letter, laid beside its text: names, tones, marks and doubts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.forms import BaseForm, BoundField

from mangnon.directives import api
from mangnon.directives.choices import spoken
from mangnon.directives.views.marking import Mark
from mangnon.kit.vietnamese.keys import key


@dataclass(frozen=True)
class Place:
    """One understood value: its key in a reading, its control, its name, its tone."""

    reading: str
    control: str
    label: str
    tone: str


# In the order of the page. Several values may share a control (`date` has three).
PLACES = (
    Place("parent", "parent_text", "Cơ quan chủ quản", "issuer"),
    Place("issuer", "issuer_text", "Cơ quan ban hành", "issuer"),
    Place("number", "number", "Số", "number"),
    Place("symbol", "symbol", "Ký hiệu", "number"),
    Place("place", "place", "Địa danh", "number"),
    Place("date", "day", "Ngày", "number"),
    Place("type", "kind", "Loại văn bản", "number"),
    Place("urgency", "urgency", "Mức độ khẩn", "subject"),
    Place("subject", "subject", "Trích yếu", "subject"),
    Place("deadline", "deadline_on", "Hạn", "deadline"),
    Place("recurring", "recurring", "Định kỳ", "deadline"),
    Place("signer.authority", "signer_authority", "Thẩm quyền ký", "signer"),
    Place("signer.position", "signer_position", "Chức vụ", "signer"),
    Place("signer.name", "signer_name", "Người ký", "signer"),
)
_ROWS = {
    "addressees": ("addressee", "Kính gửi", "addressees"),
    "grounds": ("ground", "Căn cứ", "grounds"),
    "clauses": ("clause", "Nội dung", "clauses"),
    "copies": ("copies", "Nơi nhận", "copies"),
}
_SAME_WORDS = 40  # first characters that tell which row of today a read row became


def marks_of(review: api.Review) -> list[Mark]:
    """Every span of the reading, tied to the control that holds its value today."""
    return [mark for name in review.spans for mark in _marks(review, name)]


def _marks(review: api.Review, name: str) -> Iterator[Mark]:
    head, _, number = name.partition(".")
    place = _BY_READING.get(name)
    for start, end, _page in review.spans[name]:
        if place:
            yield Mark(place.control, place.label, place.tone, start, end)
        elif head in _ROWS and number.isdigit():
            control, label, tone = _ROWS[head]
            row = _row_of(review, head, int(number), review.directive.text[start:end])
            yield Mark(f"{control}{row}", f"{label}{_ordinal(head, row, review)}", tone, start, end)


_BY_READING = {place.reading: place for place in PLACES}


def _row_of(review: api.Review, head: str, number: int, words: str) -> str:
    if head == "grounds":
        return f"-{number}"
    if head == "copies":
        return ""
    rows = review.clauses if head == "clauses" else review.addressees
    wanted = key(words)
    for row in rows:
        now = key(row.text)[:_SAME_WORDS]
        if now and now in wanted:
            return f"-{row.pk}"
    return f"-{rows[number].pk}" if number < len(rows) else "-none"


def _ordinal(head: str, row: str, review: api.Review) -> str:
    """`Nội dung 3`: the mark as it stands today, or the place of a clause that has none."""
    if head != "clauses":
        return ""
    places = {f"-{clause.pk}": clause for clause in review.clauses}
    return f" {spoken(places[row].mark, places[row].order)}" if row in places else ""


def doubts_of(review: api.Review) -> dict[str, str]:
    """Control → the question that a doubtful value asks."""
    asked = {}
    for place in PLACES:
        if place.reading in review.doubtful:
            value = getattr(review.directive, place.control, None)
            asked[place.control] = (
                f"Chưa chắc: có phải “{value}”?" if value else "Không thấy rõ trong văn bản."
            )
    return asked


def anchor_of(words: str) -> str:
    """Where on the page a warning can be mended, as an id; "" when it speaks of no field."""
    said = words.lower()
    return next((anchor for word, anchor in _ANCHORS if word in said), "")


_ANCHORS = (
    ("chưa rõ “", "addressees"),
    ("kính gửi", "addressees"),
    ("nơi nhận", "addressees"),
    ("hạn", "deadline"),
    ("đơn vị thực hiện", "clauses"),
    ("nội dung nào", "clauses"),
    ("cơ quan ban hành", "id_issuer_text"),
    ("chủ quản", "id_parent_text"),
    ("số và ký hiệu", "id_number"),
    ("ký hiệu", "id_symbol"),
    ("ghi số", "id_number"),
    ("trích yếu", "id_subject"),
    ("ngày ban hành", "id_day"),
    ("địa danh", "id_place"),
    ("người ký", "id_signer_name"),
    ("chức vụ", "id_signer_position"),
    ("thẩm quyền", "id_signer_authority"),
    ("căn cứ", "grounds"),
    ("nội dung", "clauses"),
)


@dataclass(frozen=True)
class Fact:
    """One field of the screen with its tone, its doubt and whether the text shows it."""

    field: BoundField
    tone: str
    doubt: str
    shown: bool


def facts_of(form: BaseForm, review: api.Review) -> dict[str, Fact]:
    """Control → what the screen says about it."""
    doubts, places = doubts_of(review), {place.control: place for place in PLACES}
    return {
        bound.name: Fact(
            bound,
            places[bound.name].tone if bound.name in places else "copies",
            doubts.get(bound.name, ""),
            bound.name in places and places[bound.name].reading in review.spans,
        )
        for bound in form
    }
