"""The page of a map beside its source, and what belongs to it: pictures, revisions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST

from mangnon.base.jobs.api import progress_of
from mangnon.kit.vietnamese import key
from mangnon.library import perms
from mangnon.library.actions import asking
from mangnon.library.actions import maps as deeds
from mangnon.library.checking import problems
from mangnon.library.forms.maps import (
    MOST_ANSWERS,
    MOST_PANELS,
    MOST_QUESTIONS,
    moved,
    values_of,
)
from mangnon.library.models import MessageMap
from mangnon.library.queries import shown
from mangnon.library.refusals import Conflict, Invalid
from mangnon.library.views.access import done, map_of, must, person_of, refused, signed_in, unit_of
from mangnon.studio.maps import LONGEST, MOST, MOST_SENTENCES
from mangnon.studio.model import Audience
from mangnon.studio.pictures import drawing, has_picture, people, pictures
from mangnon.studio.refusals import BadMap, ToolMissing


@signed_in
def message_map(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One page: the source's paragraphs, and beside them everything that the map says."""
    of_map = map_of(request, pk)
    if request.method == "POST":
        return _written(request, of_map)
    return _page(request, of_map, of_map.draft)


def _written(request: HttpRequest, of_map: MessageMap) -> HttpResponse:
    """Whatever was sent is kept as the draft first; then what the button says is done."""
    must(perms.can_edit_map(person_of(request), of_map), "Anh/chị không sửa được sơ đồ này.")
    deed = request.POST.get("do", "save")
    values = moved(values_of(request.POST, of_map.draft), deed)
    version = request.POST.get("version", "")
    number = int(version) if version.isdecimal() and len(version) <= 9 else 0
    try:
        of_map = deeds.write_draft(
            by=person_of(request), of_map=of_map, version=number, values=values
        )
        return _next(request, of_map, deed)
    except (Conflict, BadMap) as why:
        return _page(request, of_map, values, why=why, status=409)


def _next(request: HttpRequest, of_map: MessageMap, deed: str) -> HttpResponse:
    person = person_of(request)
    if deed.startswith("picture-"):
        place = deed.removeprefix("picture-")
        return redirect("library_map_pictures", of_map.pk, int(place) if place.isdecimal() else 0)
    if deed == "save":
        wrong = problems(of_map.draft)
        if not wrong:
            deeds.keep_revision(by=person, of_map=of_map)
        words = "Đã lưu." if not wrong else f"Đã lưu bản nháp. Còn {len(wrong)} chỗ cần sửa."
        return done(request, words, "library_map", of_map.pk)
    if deed == "accept":
        deeds.accept(by=person, of_map=of_map)
        return done(
            request, "Đã chấp nhận sơ đồ. Giờ có thể dựng sản phẩm.", "library_make", of_map.pk
        )
    return redirect(f"{reverse('library_map', args=[of_map.pk])}{_anchor(of_map, deed)}")


def _anchor(of_map: MessageMap, deed: str) -> str:
    """Where the eye was: the row that was moved, or the new one."""
    verb, _, rest = deed.partition("-")
    name, _, at = rest.partition("-")
    rows = of_map.draft.get(name, [])
    if verb == "add":
        return f"#{name}-{len(rows) - 1}"
    step = {"up": -1, "down": 1}.get(verb, 0)
    place = int(at) + step if at.isdecimal() else 0
    return f"#{name}-{min(max(0, place), max(0, len(rows) - 1))}" if rows else ""


@dataclass(frozen=True)
class Slot:
    """A place for a sentence: the names of its fields, what stands in it, what is wrong."""

    name: str
    label: str
    text: str
    grounds: list[str]
    longest: int
    rows: int = 2
    optional: bool = False


def _slot(name: str, label: str, said: Any, longest: int, **more: Any) -> Slot:
    said = said or {"text": "", "grounds": []}
    return Slot(name, label, said["text"], said["grounds"], longest, **more)


def _page(
    request: HttpRequest,
    of_map: MessageMap,
    values: dict[str, Any],
    *,
    why: Exception | None = None,
    status: int = 200,
) -> HttpResponse:
    wrong = problems(values)
    person = person_of(request)
    newest = shown.newest_revision(of_map)
    return render(
        request,
        "library/map.html",
        {
            "map": of_map,
            "why": why,
            "wrong": wrong,
            "paragraphs": values["source"]["paragraphs"],
            "used": _used(values),
            "title": _slot("title", "Tiêu đề", values["title"], LONGEST["title"]),
            "lead": _slot(
                "lead", "Sapo (một câu mở đầu)", values["lead"], LONGEST["sentence"], optional=True
            ),
            "rows": [_message(at, one, wrong) for at, one in enumerate(values["messages"])],
            "panels": [_panel(at, one, wrong) for at, one in enumerate(values["panels"])],
            "questions": [_question(at, one, wrong) for at, one in enumerate(values["questions"])],
            "most": {"messages": MOST, "panels": MOST_PANELS, "questions": MOST_QUESTIONS},
            "audience_words": Audience(of_map.audience).words,
            "faces": _faces(),
            "may_edit": perms.can_edit_map(person, of_map),
            "may_make": perms.can_write(person, unit_of(request)),
            "newest": newest,
            "has_newer_edition": shown.has_newer_edition(of_map),
            "machine_is_set": asking.machine_is_set(),
            "asking": progress_of(of_map.asking) if of_map.asking else None,
        },
        status=status,
    )


def _used(values: dict[str, Any]) -> set[str]:
    """The paragraphs that something in the map rests on."""
    found: set[str] = set()

    def look(said: Any) -> None:
        if isinstance(said, dict):
            found.update(said.get("grounds") or [])
            for inner in said.values():
                look(inner)
        elif isinstance(said, list):
            for inner in said:
                look(inner)

    look({name: inner for name, inner in values.items() if name != "source"})
    return found


def _message(at: int, said: dict[str, Any], wrong: dict[str, str]) -> dict[str, Any]:
    sentences = [*said["sentences"], *[None] * MOST_SENTENCES][:MOST_SENTENCES]
    picture = pictures().get(said["picture"])
    return {
        "at": at,
        "number": at + 1,
        "id": said["id"],
        "wrong": wrong.get(f"message-{at}", ""),
        "heading": _slot(f"m-{at}-heading", "Đề mục", said["heading"], LONGEST["heading"], rows=1),
        "sentences": [
            _slot(
                f"m-{at}-s{number}",
                f"Câu {number + 1}",
                one,
                LONGEST["sentence"],
                optional=number > 0,
            )
            for number, one in enumerate(sentences)
        ],
        "picture": picture,
        "picture_name": said["picture"],
        "figure": said["figure"] or {},
        "figure_grounds": _slot(f"m-{at}-figure", "", said["figure"] and _of(said["figure"]), 0),
    }


def _of(figure: dict[str, Any]) -> dict[str, Any]:
    return {"text": "", "grounds": figure.get("grounds") or []}


def _panel(at: int, said: dict[str, Any], wrong: dict[str, str]) -> dict[str, Any]:
    return {
        "at": at,
        "number": at + 1,
        "wrong": wrong.get(f"panel-{at}", ""),
        "face": f"{said['who']}/{said['mood']}",
        "caption": said["caption"],
        "says": _slot(f"p-{at}-says", "Lời nói", said["says"], LONGEST["sentence"]),
    }


def _question(at: int, said: dict[str, Any], wrong: dict[str, str]) -> dict[str, Any]:
    answers = [*said["answers"], *[""] * MOST_ANSWERS][:MOST_ANSWERS]
    return {
        "at": at,
        "number": at + 1,
        "wrong": wrong.get(f"question-{at}", ""),
        "ask": said["ask"],
        "answers": [(place, text, place == said["right"]) for place, text in enumerate(answers)],
        "because": said["because"],
        "grounds": _slot(f"q-{at}", "", {"text": "", "grounds": said["grounds"]}, 0),
    }


_MOODS = {
    "vui": "vui",
    "nghi": "suy nghĩ",
    "lo": "lo lắng",
    "buon": "buồn",
    "ngac-nhien": "ngạc nhiên",
    "nghiem": "nghiêm",
}


def _faces() -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (
            person.words,
            [
                (f"{person.name}/{mood}", f"{person.words}, {_MOODS.get(mood, mood)}")
                for mood in person.moods
            ],
        )
        for person in people().values()
    ]


@signed_in
def choose_picture(request: HttpRequest, pk: UUID, place: int) -> HttpResponse:
    """All pictures to look at, with a search, for one message."""
    of_map = map_of(request, pk)
    must(perms.can_edit_map(person_of(request), of_map), "Anh/chị không sửa được sơ đồ này.")
    messages = of_map.draft["messages"]
    if not place < len(messages):
        raise Http404
    if request.method == "POST":
        name = request.POST.get("picture", "")
        if not has_picture(name):
            raise Http404
        rows = [{**one, "picture": name} if at == place else one for at, one in enumerate(messages)]
        deeds.write_draft(
            by=person_of(request),
            of_map=of_map,
            version=of_map.version,
            values={**of_map.draft, "messages": rows},
        )
        return redirect(f"{reverse('library_map', args=[pk])}#messages-{place}")
    words = request.GET.get("q", "")[:100]
    told = {
        "map": of_map,
        "place": place,
        "message": messages[place],
        "q": words,
        "pictures": [one for one in pictures().values() if _fits(words, one)],
    }
    part = "library/parts/pictures.html" if "HX-Request" in request.headers else None
    return render(request, part or "library/pictures.html", told)


def _fits(words: str, picture: Any) -> bool:
    """Every word asked for stands in its words or keywords, with or without marks."""
    told = key(" ".join([picture.words, *picture.keywords]))
    return all(word in told for word in key(words).split())


@signed_in
@cache_control(private=True, max_age=86400)
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """One drawing. It runs nothing, whatever opens it."""
    if not has_picture(name):
        raise Http404
    try:
        drawn = drawing(name)
    except ToolMissing as missing:
        raise Http404 from missing
    answer = HttpResponse(drawn, content_type="image/svg+xml")
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    return answer


@signed_in
@require_POST
def move_on(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The draft rests on the newest edition from now on."""
    deeds.use_newest_edition(by=person_of(request), of_map=map_of(request, pk))
    words = "Sơ đồ đã theo bản mới của tài liệu. Hãy xem lại các câu mất căn cứ."
    return done(request, words, "library_map", pk)


@signed_in
@require_POST
def ask_machine(request: HttpRequest, pk: UUID) -> HttpResponse:
    try:
        asking.ask_machine(by=person_of(request), of_map=map_of(request, pk))
    except Invalid as why:
        return refused(request, why, "library_map", pk)
    return done(request, "Đang hỏi mô hình ngôn ngữ. Tải lại trang sau ít phút.", "library_map", pk)


@signed_in
def revisions(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every revision as it stood."""
    of_map = map_of(request, pk)
    told = {"map": of_map, "revisions": shown.revisions_of(of_map)}
    return render(request, "library/revisions.html", told)
