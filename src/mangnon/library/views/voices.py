"""Recordings of the scenes of a map: sent, listened to before anything is made, dropped."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mangnon.library import perms
from mangnon.library.actions import voices
from mangnon.library.forms.products import VoiceForm
from mangnon.library.models import MessageMap, Voice
from mangnon.library.refusals import Invalid, Refusal
from mangnon.library.views.access import done, map_of, must, person_of, signed_in
from mangnon.library.views.access import refused as not_done
from mangnon.library.views.files import sent


@dataclass(frozen=True, slots=True)
class Row:
    """A scene on the page. `is_old`: its words changed after they were recorded; `field`: the id of
    its file field, where a refusal leads."""

    scene: voices.Scene
    voice: Voice | None
    is_old: bool
    field: str
    wrong: str


@signed_in
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Recordings, one a scene."""
    of_map = map_of(request, pk)
    may = perms.can_edit_map(person_of(request), of_map)
    form = VoiceForm()
    if request.method == "POST":
        must(may, "Anh/chị không sửa được giọng đọc của sơ đồ này.")
        form = VoiceForm(request.POST, request.FILES)
        if (answer := _taken(request, of_map, form)) is not None:
            return answer
    told = {
        "map": of_map,
        "form": form,
        "may_edit": may,
        "rows": _rows(of_map, form),
        "megabytes": voices.LARGEST_BYTES // 2**20,
        "minutes": voices.LONGEST_SECONDS // 60,
    }
    return render(request, "library/voices.html", told, status=422 if form.errors else 200)


@signed_in
@require_safe
def sound(request: HttpRequest, pk: UUID, scene: str) -> HttpResponseBase:
    """A recording, for the player of the page."""
    found = map_of(request, pk).voices.filter(message=scene).select_related("file").first()
    if found is None:
        raise Http404
    return sent(request, found.file, f"{scene}.wav", save="tai" in request.GET)


def _rows(of_map: MessageMap, form: VoiceForm) -> list[Row]:
    kept = {voice.message: voice for voice in of_map.voices.select_related("file")}
    refused = " ".join(str(one) for one in form.errors.get("file", [])) if form.is_bound else ""
    asked = form.data.get("scene", "") if refused else ""
    return [
        Row(
            scene=scene,
            voice=(voice := kept.get(scene.name)),
            is_old=voice is not None and not voices.is_of_now(voice, scene.said),
            field="id_file" if scene.name == asked else f"tep-{scene.name}",
            wrong=refused if scene.name == asked else "",
        )
        for scene in voices.scenes_of(of_map)
    ]


def _kept(request: HttpRequest, of_map: MessageMap, scene: str) -> HttpResponse:
    """The recording stays, for the words as they are now."""
    try:
        voices.keep_for_new_words(by=person_of(request), of_map=of_map, message=scene)
    except Refusal as why:
        return not_done(request, why, "library_voices", of_map.pk)
    return done(request, "Giọng đọc này dùng cho lời mới.", "library_voices", of_map.pk)


def _taken(request: HttpRequest, of_map: MessageMap, form: VoiceForm) -> HttpResponse | None:
    """The answer to a recording that was kept or dropped; None with the reason in the form."""
    person, scene = person_of(request), request.POST.get("scene", "")
    if request.POST.get("do") == "drop":
        voices.drop_voice(by=person, of_map=of_map, message=scene)
        return done(request, "Đã bỏ giọng đọc. Máy đọc cảnh này.", "library_voices", of_map.pk)
    if request.POST.get("do") == "keep":
        return _kept(request, of_map, scene)
    if not form.is_valid():
        return None
    file = form.cleaned_data["file"]
    try:
        if (file.size or 0) > voices.LARGEST_BYTES:  # before it is read into memory
            raise Invalid(voices.TOO_LARGE, "file")
        voices.set_voice(by=person, of_map=of_map, message=scene, data=file.read(), name=file.name)
    except Refusal as why:
        form.add_error("file", str(why))
        return None
    words = "Đã nhận giọng đọc. Hãy nghe lại trước khi dựng."
    return done(request, words, "library_voices", of_map.pk)
