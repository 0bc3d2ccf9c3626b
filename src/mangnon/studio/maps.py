"""Message maps as files (TOML, JSON) and back; what is not whole is refused by name."""

from __future__ import annotations

import json
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from mangnon.studio.model import (
    Audience,
    Figure,
    Message,
    MessageMap,
    Panel,
    Paragraph,
    Question,
    Sentence,
    Source,
)
from mangnon.studio.pictures import has_picture, moods_of, people
from mangnon.studio.refusals import BadMap

FEWEST, MOST = 3, 9  # messages of a map
MOST_SENTENCES = 2
LONGEST = {"title": 90, "heading": 70, "sentence": 240}  # characters


def clean(text: object) -> str:
    """NFC, one space between words, no control signs. Anything but text becomes empty."""
    if not isinstance(text, str):
        return ""
    shown = "".join(
        " " if unicodedata.category(sign) in {"Zs", "Zl", "Zp", "Cc"} else sign
        for sign in unicodedata.normalize("NFC", text)
        if unicodedata.category(sign) not in {"Cf", "Cs", "Co"}
    )
    return " ".join(shown.split())


def from_toml(text: str) -> MessageMap:
    """Raises BadMap."""
    try:
        return checked(tomllib.loads(text))
    except tomllib.TOMLDecodeError as wrong:
        raise BadMap(f"Tệp sơ đồ thông điệp viết sai TOML: {wrong}") from wrong


def from_json(text: str) -> MessageMap:
    """Raises BadMap."""
    try:
        said = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as wrong:
        raise BadMap(f"Tệp sơ đồ thông điệp viết sai JSON: {wrong}") from wrong
    return checked(said)


def checked(said: object) -> MessageMap:
    """The map that plain values say. Raises BadMap naming the part that is wrong."""
    whole = _table(said, "Sơ đồ")
    source = _source(_table(whole.get("source"), "Tài liệu nguồn (source)"))
    known = frozenset(paragraph.id for paragraph in source.paragraphs)
    listed = _rows(whole.get("messages"), "Thông điệp (messages)")
    if not FEWEST <= len(listed) <= MOST:
        raise BadMap(f"Cần từ {FEWEST} đến {MOST} thông điệp; sơ đồ này có {len(listed)}.")
    messages = tuple(_message(row, place, known) for place, row in enumerate(listed, 1))
    if len({message.id for message in messages}) < len(messages):
        raise BadMap("Hai thông điệp có cùng mã (id). Mỗi thông điệp cần một mã riêng.")
    lead = whole.get("lead")
    return MessageMap(
        title=_sentence(whole.get("title"), "Tiêu đề", known, LONGEST["title"]),
        lead=_sentence(lead, "Sapo", known, LONGEST["sentence"]) if lead else None,
        audience=_audience(whole.get("audience")),
        source=source,
        messages=messages,
        made_on=_day(whole.get("made_on"), "Ngày (made_on)") or date.today(),  # noqa: DTZ011
        panels=tuple(_panel(row, known) for row in _rows(whole.get("panels", []), "Truyện tranh")),
        questions=tuple(
            _question(row, known) for row in _rows(whole.get("questions", []), "Câu hỏi")
        ),
        by_machine=whole.get("by_machine") is True,
    )


def as_values(plan: MessageMap) -> dict[str, Any]:
    """Plain values for JSON; `checked` gives the same map back."""
    source = plan.source
    return {
        "title": _said(plan.title),
        "lead": _said(plan.lead) if plan.lead else None,
        "audience": str(plan.audience),
        "made_on": plan.made_on.isoformat(),
        "by_machine": plan.by_machine,
        "source": {
            "title": source.title,
            "issuer": source.issuer,
            "number": source.number,
            "issued_on": source.issued_on.isoformat() if source.issued_on else None,
            "address": source.address,
            "paragraphs": [{"id": one.id, "text": one.text} for one in source.paragraphs],
        },
        "messages": [
            {
                "id": one.id,
                "heading": _said(one.heading),
                "sentences": [_said(sentence) for sentence in one.sentences],
                "picture": one.picture,
                "figure": _figure_said(one.figure),
            }
            for one in plan.messages
        ],
        "panels": [
            {"who": one.who, "mood": one.mood, "caption": one.caption, "says": _said(one.says)}
            for one in plan.panels
        ],
        "questions": [
            {
                "ask": one.ask,
                "answers": list(one.answers),
                "right": one.right,
                "because": one.because,
                "grounds": list(one.grounds),
            }
            for one in plan.questions
        ],
    }


def _said(sentence: Sentence) -> dict[str, Any]:
    return {"text": sentence.text, "grounds": list(sentence.grounds)}


def _figure_said(figure: Figure | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    names = ("label", "value", "whole", "unit")
    return {name: getattr(figure, name) for name in names} | {"grounds": list(figure.grounds)}


def _table(said: object, what: str) -> Mapping[str, Any]:
    if not isinstance(said, Mapping):
        raise BadMap(f"{what}: cần một bảng các mục.")
    return said


def _rows(said: object, what: str) -> list[Mapping[str, Any]]:
    if not isinstance(said, list):
        raise BadMap(f"{what}: cần một danh sách.")
    return [_table(row, what) for row in said]


def _source(said: Mapping[str, Any]) -> Source:
    paragraphs = tuple(
        Paragraph(clean(row.get("id")), clean(row.get("text")))
        for row in _rows(said.get("paragraphs"), "Các đoạn của nguồn (paragraphs)")
    )
    if not all(one.id and one.text for one in paragraphs):
        raise BadMap("Mỗi đoạn của tài liệu nguồn cần mã (id) và chữ (text).")
    if len({one.id for one in paragraphs}) < len(paragraphs):
        raise BadMap("Hai đoạn của tài liệu nguồn có cùng mã (id).")
    title = clean(said.get("title"))
    if not title:
        raise BadMap("Tài liệu nguồn chưa có tên (source.title).")
    return Source(
        title=title,
        issuer=clean(said.get("issuer")),
        number=clean(said.get("number")),
        issued_on=_day(said.get("issued_on"), "Ngày của tài liệu nguồn (issued_on)"),
        address=clean(said.get("address")),
        paragraphs=paragraphs,
    )


def _sentence(said: object, where: str, known: frozenset[str], longest: int) -> Sentence:
    row = said if isinstance(said, Mapping) else {"text": said}
    text = clean(row.get("text"))
    if not text:
        raise BadMap(f"{where}: chưa có chữ.")
    if len(text) > longest:
        raise BadMap(f"{where}: “{text[:40]}…” dài {len(text)} ký tự, nhiều nhất {longest}.")
    return Sentence(text, _grounds(row.get("grounds", []), where, known))


def _grounds(said: object, where: str, known: frozenset[str]) -> tuple[str, ...]:
    named = [clean(one) for one in said] if isinstance(said, list | tuple) else []
    for name in named:
        if name not in known:
            raise BadMap(f"{where}: dựa vào đoạn “{name}” nhưng tài liệu nguồn không có đoạn ấy.")
    return tuple(dict.fromkeys(named))


def _message(row: Mapping[str, Any], place: int, known: frozenset[str]) -> Message:
    where = f"Thông điệp {place}"
    sentences = row.get("sentences")
    if not isinstance(sentences, list) or not 1 <= len(sentences) <= MOST_SENTENCES:
        raise BadMap(f"{where}: cần một hoặc hai câu.")
    picture = clean(row.get("picture"))
    if not has_picture(picture):
        raise BadMap(f"{where}: không có hình nào tên “{picture}”. Hãy chọn trong bộ hình.")
    figure = row.get("figure")
    return Message(
        id=clean(row.get("id")) or f"m{place}",
        heading=_sentence(row.get("heading"), f"{where}, đề mục", known, LONGEST["heading"]),
        sentences=tuple(
            _sentence(one, f"{where}, câu {number}", known, LONGEST["sentence"])
            for number, one in enumerate(sentences, 1)
        ),
        picture=picture,
        figure=_figure(_table(figure, where), where, known) if figure else None,
    )


def _figure(row: Mapping[str, Any], where: str, known: frozenset[str]) -> Figure:
    value, whole = _number(row.get("value")), _number(row.get("whole"))
    if value is None or whole is None or not 0 <= value <= whole or whole <= 0:
        raise BadMap(f"{where}: số liệu cần giá trị từ 0 đến tổng (whole), tổng lớn hơn 0.")
    label = clean(row.get("label"))
    if not label:
        raise BadMap(f"{where}: số liệu chưa có nhãn (label).")
    grounds = _grounds(row.get("grounds", []), where, known)
    return Figure(label, value, whole, clean(row.get("unit")), grounds)


def _number(said: object) -> float | None:
    """A number that can be drawn; None for anything else, NaN and numbers without end too."""
    if isinstance(said, int | float) and not isinstance(said, bool) and abs(said) < 1e12:
        return float(said)
    return None


def _panel(row: Mapping[str, Any], known: frozenset[str]) -> Panel:
    who, mood = clean(row.get("who")), clean(row.get("mood"))
    if who not in people() or mood not in moods_of(who):
        raise BadMap(f"Truyện tranh: không có nhân vật “{who}” với nét mặt “{mood}”.")
    says = _sentence(row.get("says"), "Truyện tranh, lời nói", known, LONGEST["sentence"])
    return Panel(who, mood, says, clean(row.get("caption")))


def _question(row: Mapping[str, Any], known: frozenset[str]) -> Question:
    ask, because = clean(row.get("ask")), clean(row.get("because"))
    said = row.get("answers")
    answers = tuple(clean(one) for one in said) if isinstance(said, list) else ()
    right = row.get("right")
    if not ask or not because or not 2 <= len(answers) <= 4 or not all(answers):
        raise BadMap("Câu hỏi: cần câu hỏi, 2 đến 4 lựa chọn và lời giải thích.")
    if not isinstance(right, int) or isinstance(right, bool) or not 0 <= right < len(answers):
        raise BadMap(f"Câu hỏi “{ask[:40]}”: chưa nói lựa chọn nào đúng (right).")
    return Question(ask, answers, right, because, _grounds(row.get("grounds", []), ask, known))


def _audience(said: object) -> Audience:
    try:
        return Audience(clean(said))
    except ValueError as wrong:
        named = ", ".join(Audience)
        raise BadMap(f"Đối tượng (audience) phải là một trong: {named}.") from wrong


def _day(said: object, where: str) -> date | None:
    if said is None or said == "":
        return None
    if isinstance(said, date):
        return said
    try:
        return date.fromisoformat(clean(said))
    except ValueError as wrong:
        raise BadMap(f"{where}: cần ngày như 2026-11-30.") from wrong


def texts_of(plan: MessageMap) -> Iterable[str]:
    """Every text of a map that some product draws."""
    yield from (sentence.text for sentence in plan.sentences())
    yield from (panel.caption for panel in plan.panels if panel.caption)
    yield from (message.figure.label for message in plan.messages if message.figure)
    for question in plan.questions:
        yield from (question.ask, *question.answers, question.because)
    yield plan.source.line
