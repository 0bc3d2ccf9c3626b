"""Hoa reads a message aloud, listens to it on the page, and the clip speaks with her voice."""

from __future__ import annotations

import array
import copy
import io
import itertools
import json
import math
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from mangnon.base.files.api import contents
from mangnon.library.actions import making
from mangnon.library.actions.maps import accept, write_draft
from mangnon.library.models import MessageMap, Voice
from mangnon.studio.programs import ffmpeg
from mangnon.studio.shop import Shop
from mangnon.studio.speech.narrating import RATE, wav_of
from tests.cast import sign_in
from tests.library.cast import Cast, add, make, make_cast, map_of

pytestmark = pytest.mark.django_db
A = 440  # Hz


@pytest.fixture
def cast() -> Cast:
    cache.clear()
    return make_cast()


@pytest.fixture
def hoa(cast: Cast) -> Client:
    return sign_in(Client(), cast.hoa)


@pytest.fixture
def of_map(cast: Cast) -> MessageMap:
    return map_of(cast, add(cast))


def tone(seconds: float) -> bytes:
    wave = (int(9000 * math.sin(2 * math.pi * A * at / RATE)) for at in range(int(RATE * seconds)))
    return wav_of(array.array("h", wave).tobytes())


def send(client: Client, of_map: MessageMap, data: bytes, scene: str = "m1") -> Any:
    held = io.BytesIO(data)
    held.name = "thu.m4a"
    return client.post(page_of(of_map), {"scene": scene, "file": held})


def page_of(of_map: MessageMap) -> str:
    return f"/thu-vien-noi-bo/so-do/{of_map.pk}/giong-doc/"


def test_what_a_phone_records_is_kept_and_listened_to(
    hoa: Client, of_map: MessageMap, tmp_path: Path
) -> None:
    recorded = tmp_path / "thu.m4a"  # its table of contents stands at its end
    made = [ffmpeg(), "-v", "error", "-i", "pipe:0", "-c:a", "aac", str(recorded)]
    subprocess.run(made, input=tone(1), check=True)
    assert send(hoa, of_map, recorded.read_bytes()).status_code == 302

    address = f"{page_of(of_map)}m1.wav"
    assert f'src="{address}?{Voice.objects.get().pk}"' in hoa.get(page_of(of_map)).text
    piece = hoa.get(address, headers={"Range": "bytes=0-3"})
    assert (piece.status_code, piece.content) == (206, b"RIFF")
    assert piece["Content-Type"] == "audio/wav"
    assert hoa.get(f"{page_of(of_map)}m2.wav").status_code == 404


def test_nobody_hears_it_without_signing_in(hoa: Client, of_map: MessageMap) -> None:
    send(hoa, of_map, tone(1))
    answer = Client().get(f"{page_of(of_map)}m1.wav")
    assert (answer.status_code, "next=" in answer["Location"]) == (302, True)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"khong phai am thanh", "không phải là tệp ghi âm đọc được"),
        (b"#EXTM3U\n#EXTINF:1,\n/etc/hostname\n", "không phải là tệp ghi âm đọc được"),
        (b"ffconcat version 1.0\nfile /etc/hostname\n", "không phải là tệp ghi âm đọc được"),
        (wav_of(bytes(2 * RATE * 181)), "dài hơn 3 phút"),
        (b"", "Tệp này trống"),
    ],
    ids=["words", "playlist", "list", "too long", "empty"],
)
def test_a_file_that_will_not_do_is_told_at_its_scene(
    hoa: Client, of_map: MessageMap, data: bytes, words: str
) -> None:
    answer = send(hoa, of_map, data, scene="m2")
    assert answer.status_code == 422
    scene = answer.text.split('name="scene" value="m2"')[1].split("</form>")[0]
    assert words in scene
    assert answer.text.count('class="govuk-error-message"') == 1
    assert not Voice.objects.exists()


def test_the_page_tells_the_words_to_read(hoa: Client, of_map: MessageMap) -> None:
    page = hoa.get(page_of(of_map)).text
    assert "Giữ kín thông tin riêng. Họ tên, địa chỉ nhà" in page
    assert "Cần giúp, hãy gọi số 111." in page


needs_a_machine = pytest.mark.skipif(
    not shutil.which("espeak-ng"), reason="espeak-ng is not installed"
)


@needs_a_machine
def test_words_changed_after_they_were_recorded_are_read_by_the_machine(
    cast: Cast, hoa: Client, of_map: MessageMap
) -> None:
    """Until Hoa has listened and says that the recording is right for the new words too."""
    send(hoa, of_map, tone(1))
    assert OLD not in hoa.get(page_of(of_map)).text
    rewrite(cast, of_map, "Giữ kín chuyện riêng")

    page = hoa.get(page_of(of_map)).text
    assert page.count(OLD) == 1
    assert "Giữ kín thông tin riêng. Họ tên, địa chỉ nhà" in page.split(OLD)[1]
    assert voices_of(cast, of_map) == {"m1": "espeak-ng"}

    assert hoa.post(page_of(of_map), {"scene": "m1", "do": "keep"}).status_code == 302
    assert OLD not in hoa.get(page_of(of_map)).text
    assert voices_of(cast, of_map) == {"m1": "recorded"}
    assert hoa.post(page_of(of_map), {"scene": "m99", "do": "keep"}).status_code == 302


@needs_a_machine
def test_the_loudspeaker_has_first_and_last_words_of_its_own(
    cast: Cast, hoa: Client, of_map: MessageMap
) -> None:
    page = hoa.get(page_of(of_map)).text
    assert "Thưa bà con và các em. Sau đây là bài: " in page
    assert "Xin cảm ơn bà con và các em đã lắng nghe." in page

    for scene in ("mo-dau", "m1", "ket-thuc-loa"):
        assert send(hoa, of_map, tone(0.5), scene).status_code == 302
    (audio,) = make(cast, of_map, "audio")
    slip = json.loads(contents(audio.files.get(name="phat-thanh.json").file))
    assert [(one["name"], one["voice"]) for one in slip["parts"]] == [
        ("mo-dau-loa", "espeak-ng"),
        ("m1", "recorded"),
        ("m2", "espeak-ng"),
        ("m3", "espeak-ng"),
        ("ket-thuc-loa", "recorded"),
    ]
    assert slip["voice"] == "mixed"
    mp3 = audio.files.get(name="phat-thanh.mp3")
    assert mp3.words == (
        "Bài phát thanh (giọng máy espeak-ng 3/5 cảnh, giọng đọc thu sẵn 2/5 cảnh)"
    )


OLD = "Lời đã sửa sau khi thu"


def rewrite(cast: Cast, of_map: MessageMap, heading: str) -> None:
    values = copy.deepcopy(of_map.draft)
    values["messages"][0]["heading"]["text"] = heading
    write_draft(by=cast.hoa, of_map=of_map, version=of_map.version, values=values)
    accept(by=cast.hoa, of_map=of_map)


def voices_of(cast: Cast, of_map: MessageMap) -> dict[str, str]:
    """Which voice reads the first message of the loudspeaker text."""
    (audio,) = make(cast, of_map, "audio")
    slip = json.loads(contents(audio.files.get(name="phat-thanh.json").file))
    return {one["name"]: one["voice"] for one in slip["parts"] if one["name"] == "m1"}


@pytest.mark.parametrize(("asked", "lines"), [("720", 720), ("1080", 1080)])
def test_a_clip_is_as_fine_as_the_installation_wants(
    cast: Cast, of_map: MessageMap, settings: Any, asked: str, lines: int, monkeypatch: Any
) -> None:
    settings.FILM_LINES = asked
    wanted: list[int] = []
    monkeypatch.setattr(making, "Shop", lambda **said: wanted.append(said["lines"]) or Shop())
    make(cast, of_map, "social")
    assert wanted == [lines]


@pytest.mark.slow
def test_the_clip_speaks_with_the_recorded_voice(
    cast: Cast, hoa: Client, of_map: MessageMap, monkeypatch: Any
) -> None:
    for scene in ("mo-dau", "m1", "m2", "m3", "ket-thuc"):
        assert send(hoa, of_map, tone(0.8), scene).status_code == 302
    monkeypatch.setattr(making, "Shop", lambda **said: Shop(**said | {"lines": 90}))
    (clip,) = make(cast, of_map, "clip")

    film = clip.files.get(name="clip-ngang.mp4")
    assert (clip.state, film.words) == ("draft", "Video ngang 90p (giọng đọc thu sẵn)")
    played = hoa.get(f"{clip_page(clip)}tep/clip-ngang.mp4")
    assert heard(played.getvalue()) == A
    played.close()


def clip_page(clip: Any) -> str:
    return f"/thu-vien-noi-bo/san-pham/{clip.pk}/"


def heard(film: bytes) -> int:
    """The tone of the first second, by the times it passes zero upwards in half a second."""
    command = [ffmpeg(), "-v", "error", "-i", "pipe:0", "-f", "s16le", "-ac", "1", "-ar", str(RATE)]
    sound = array.array(
        "h", subprocess.run([*command, "-"], input=film, capture_output=True, check=True).stdout
    )
    part = sound[RATE // 2 : RATE]
    return 2 * sum(1 for one, two in itertools.pairwise(part) if one < 0 <= two)
