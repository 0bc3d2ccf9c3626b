"""Voices recorded for the scenes of a map: what clip and audio say instead of the machine."""

from __future__ import annotations

import subprocess

from django.db import transaction

from mangnon.base.audit.api import record
from mangnon.base.files.api import remove, store_made
from mangnon.library.models import MessageMap, Voice
from mangnon.library.perms import can_edit_map
from mangnon.library.refusals import Invalid, NotAllowed
from mangnon.studio.programs import ffmpeg
from mangnon.studio.refusals import ToolMissing
from mangnon.units.api import Person

PURPOSE = "voice"
LARGEST_BYTES = 20 * 2**20
LONGEST_SECONDS = 180
OPENING, CLOSING = "mo-dau", "ket-thuc"
_AS_WAV = ("-map", "0:a:0", "-ac", "1", "-ar", "22050", "-c:a", "pcm_s16le", "-f", "wav")


def scenes_of(of_map: MessageMap) -> list[tuple[str, str]]:
    """Name and words of each scene, in order."""
    messages = [(one["id"], one["heading"]["text"]) for one in of_map.draft["messages"]]
    return [(OPENING, "Mở đầu"), *messages, (CLOSING, "Kết thúc, số cần gọi")]


def set_voice(*, by: Person, of_map: MessageMap, message: str, data: bytes, name: str) -> Voice:
    """Keep a recording, whatever sound it is, as WAV. Raises NotAllowed, Invalid."""
    if not can_edit_map(by, of_map):
        raise NotAllowed("Anh/chị không thêm được giọng đọc cho sơ đồ này.")
    if message not in dict(scenes_of(of_map)):
        raise Invalid("Không có cảnh này trong sơ đồ.", "file")
    if len(data) > LARGEST_BYTES:
        raise Invalid(f"Tệp ghi âm lớn hơn {LARGEST_BYTES // 2**20} MB.", "file")
    file = store_made(
        content=_as_wav(data),
        name=f"{message}.wav",
        media_type="audio/wav",
        by=by,
        purpose=PURPOSE,
    )
    with transaction.atomic():
        drop_voice(by=by, of_map=of_map, message=message)
        voice = Voice.objects.create(map=of_map, message=message, file=file, made_by=by)
        record(by=by, what="voice.kept", on=of_map, unit=of_map.unit_id, facts={"scene": message})
    return voice


@transaction.atomic
def drop_voice(*, by: Person, of_map: MessageMap, message: str) -> None:
    """The scene is read by the machine again."""
    if not can_edit_map(by, of_map):
        raise NotAllowed("Anh/chị không sửa được giọng đọc của sơ đồ này.")
    for voice in Voice.objects.filter(map=of_map, message=message).select_related("file"):
        voice.delete()
        remove(file=voice.file, by=by)


def _as_wav(data: bytes) -> bytes:
    """ffmpeg reads from a pipe and may open nothing else."""
    limits = ("-t", str(LONGEST_SECONDS))
    command = (ffmpeg_or_refuse(), "-v", "error", "-nostdin", "-protocol_whitelist", "pipe")
    try:
        made = subprocess.run(
            [*command, "-i", "pipe:0", *limits, *_AS_WAV, "pipe:1"],
            input=data,
            capture_output=True,
            timeout=60,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Invalid("Tệp ghi âm này không đọc được.", "file") from None
    if made.returncode != 0 or len(made.stdout) < 1000:
        raise Invalid("Tệp này không phải là tệp ghi âm đọc được. Hãy dùng WAV hoặc MP3.", "file")
    return made.stdout


def ffmpeg_or_refuse() -> str:
    try:
        return ffmpeg()
    except ToolMissing as missing:
        raise Invalid(str(missing), "file") from missing
