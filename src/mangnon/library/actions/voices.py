"""Voices recorded for the scenes of a map: what clip and audio say instead of the machine."""

from __future__ import annotations

import subprocess
import tempfile
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction

from mangnon.base.audit.api import record
from mangnon.base.files.api import remove, store_made
from mangnon.kit.hotlines import hotlines
from mangnon.library.actions.maps import source_of
from mangnon.library.models import MessageMap, UnitMark, Voice
from mangnon.library.perms import can_edit_map
from mangnon.library.refusals import Invalid, NotAllowed
from mangnon.studio.maps import clean
from mangnon.studio.programs import ffmpeg
from mangnon.studio.refusals import ToolMissing
from mangnon.studio.speech.lines import (
    CLOSING,
    LOUD_CLOSING,
    LOUD_OPENING,
    OPENING,
    farewell,
    greeting,
    last_words,
    told,
)
from mangnon.studio.speech.narrating import RATE, wav_of
from mangnon.units.api import Person

PURPOSE = "voice"
LARGEST_BYTES = 20 * 2**20
LONGEST_SECONDS = 180
SHORTEST_BYTES = RATE // 5  # a tenth of a second
TOO_LARGE = f"Tệp ghi âm lớn hơn {LARGEST_BYTES // 2**20} MB."
NOT_SOUND = "Tệp này không phải là tệp ghi âm đọc được. Hãy dùng WAV, MP3 hoặc M4A."
_ONLY_SOUND = (
    "-protocol_whitelist",
    "file",
    "-format_whitelist",
    "wav,mp3,mov,aac,ogg,flac,matroska,amr,caf,aiff",
)
_AS_SAMPLES = ("-map", "0:a:0", "-ac", "1", "-ar", str(RATE), "-c:a", "pcm_s16le", "-f", "s16le")


@dataclass(frozen=True, slots=True)
class Scene:
    """`said`: what is read aloud in it, as the draft stands."""

    name: str
    words: str
    said: str


def scenes_of(of_map: MessageMap) -> list[Scene]:
    """In the order in which they are heard; where clip and loudspeaker differ, one of each."""
    draft, line = of_map.draft, hotlines()[0]
    first = _texts(draft["title"], *([draft["lead"]] if draft.get("lead") else []))
    by_machine = bool(draft.get("by_machine"))
    mark = UnitMark.objects.filter(unit=of_map.unit_id).first()
    source = source_of(of_map.document).line
    last = farewell(line, mark.contact if mark else "", source, by_machine=by_machine)
    return [
        Scene(OPENING, "Mở đầu video", told(*first)),
        Scene(LOUD_OPENING, "Mở đầu bài phát thanh", greeting(*first)),
        *(
            Scene(
                one["id"],
                clean(one["heading"]["text"]),
                told(*_texts(one["heading"], *one["sentences"])),
            )
            for one in draft["messages"]
        ),
        Scene(CLOSING, "Kết thúc video", last_words(line, by_machine=by_machine)),
        Scene(LOUD_CLOSING, "Kết thúc bài phát thanh", last),
    ]


def _texts(*sentences: dict[str, Any]) -> list[str]:
    return [clean(one["text"]) for one in sentences]


def is_of_now(voice: Voice, said: str) -> bool:
    """Whether it was spoken for these words."""
    return bool(voice.said.split() == said.split())


def set_voice(*, by: Person, of_map: MessageMap, message: str, data: bytes, name: str) -> Voice:
    """Keep a recording, whatever sound it is, as WAV. Raises NotAllowed, Invalid."""
    if not can_edit_map(by, of_map):
        raise NotAllowed("Anh/chị không thêm được giọng đọc cho sơ đồ này.")
    said = _said_in(of_map, message)
    if len(data) > LARGEST_BYTES:
        raise Invalid(TOO_LARGE, "file")
    file = store_made(
        content=_as_wav(data),
        name=f"{message}.wav",
        media_type="audio/wav",
        by=by,
        purpose=PURPOSE,
    )
    with transaction.atomic():
        drop_voice(by=by, of_map=of_map, message=message)
        voice = Voice.objects.create(map=of_map, message=message, said=said, file=file, made_by=by)
        record(by=by, what="voice.kept", on=of_map, unit=of_map.unit_id, facts={"scene": message})
    return voice


def _said_in(of_map: MessageMap, message: str) -> str:
    found = next((one.said for one in scenes_of(of_map) if one.name == message), None)
    if found is None:
        raise Invalid("Không có cảnh này trong sơ đồ.", "file")
    return found


@transaction.atomic
def keep_for_new_words(*, by: Person, of_map: MessageMap, message: str) -> None:
    """Somebody listened: the recording says what now stands there. Raises NotAllowed, Invalid."""
    if not can_edit_map(by, of_map):
        raise NotAllowed("Anh/chị không sửa được giọng đọc của sơ đồ này.")
    said = _said_in(of_map, message)
    if Voice.objects.filter(map=of_map, message=message).update(said=said):
        record(by=by, what="voice.kept", on=of_map, unit=of_map.unit_id, facts={"scene": message})


@transaction.atomic
def drop_voice(*, by: Person, of_map: MessageMap, message: str) -> None:
    """The scene is read by the machine again."""
    if not can_edit_map(by, of_map):
        raise NotAllowed("Anh/chị không sửa được giọng đọc của sơ đồ này.")
    for voice in Voice.objects.filter(map=of_map, message=message).select_related("file"):
        voice.delete()
        remove(file=voice.file, by=by)


def _as_wav(data: bytes) -> bytes:
    """Read from a file, as a phone's M4A tells at its end what is in it; ffmpeg may open sound
    only, and nothing that the file names."""
    with tempfile.NamedTemporaryFile(dir=str(settings.FILE_UPLOAD_TEMP_DIR)) as held:
        held.write(data)
        held.flush()
        samples = _samples(held.name)
    if len(samples) > 2 * RATE * LONGEST_SECONDS:
        raise Invalid(f"Giọng đọc dài hơn {LONGEST_SECONDS // 60} phút. Hãy thu ngắn lại.", "file")
    return wav_of(samples)


def _samples(path: str) -> bytes:
    limits = ("-t", str(LONGEST_SECONDS + 1))
    command = (ffmpeg_or_refuse(), "-v", "error", "-nostdin", *_ONLY_SOUND)
    try:
        made = subprocess.run(
            [*command, "-i", path, *limits, *_AS_SAMPLES, "pipe:1"],
            capture_output=True,
            timeout=60,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Invalid("Tệp ghi âm này không đọc được.", "file") from None
    if made.returncode != 0 or len(made.stdout) < SHORTEST_BYTES:
        raise Invalid(NOT_SOUND, "file")
    return made.stdout


def ffmpeg_or_refuse() -> str:
    try:
        return ffmpeg()
    except ToolMissing as missing:
        raise Invalid(str(missing), "file") from missing
