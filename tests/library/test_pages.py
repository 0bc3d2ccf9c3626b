"""The pages as people use them, without script."""

from __future__ import annotations

import io
import wave
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from mangnon.base.jobs.api import run_due
from mangnon.directives.api import take_in
from mangnon.library.actions.starters import load_starter
from mangnon.library.checking import problems
from mangnon.library.models import Document, Entry, MessageMap, Product, Voice
from mangnon.units.choices import Role
from tests.cast import make_person, sign_in
from tests.library.cast import LINES, Cast, add, make, make_cast, map_of, text_of

pytestmark = pytest.mark.django_db
HOME = "/thu-vien-noi-bo/"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def hoa(cast: Cast) -> Client:
    return sign_in(Client(), cast.hoa)


def fields_of(of_map: MessageMap) -> dict[str, Any]:
    """What the page of a map sends, as it stands."""
    draft = of_map.draft
    sent: dict[str, Any] = {
        "version": str(of_map.version),
        "title": draft["title"]["text"],
        "title-g": draft["title"]["grounds"],
        "m-place": [str(at) for at in range(len(draft["messages"]))],
    }
    for at, one in enumerate(draft["messages"]):
        name = f"m-{at}"
        sent |= {
            f"{name}-id": one["id"],
            f"{name}-picture": one["picture"],
            f"{name}-heading": one["heading"]["text"],
            f"{name}-heading-g": one["heading"]["grounds"],
        }
        for number, said in enumerate(one["sentences"]):
            sent[f"{name}-s{number}"] = said["text"]
            sent[f"{name}-s{number}-g"] = said["grounds"]
    return sent


def test_a_document_goes_from_upload_to_a_product(cast: Cast, hoa: Client) -> None:
    file = io.BytesIO(text_of())
    file.name = "giu-an-toan.txt"
    answer = hoa.post(f"{HOME}tai-lieu/moi/", {"file": file})
    document = Document.objects.get()
    assert answer.url == f"{HOME}tai-lieu/{document.pk}/"
    said = {"title": document.title, "rights": "own", "audiences": ["tieu-hoc", "thcs"]}
    assert hoa.post(f"{answer.url}thong-tin/", said).status_code == 302

    answer = hoa.post(f"{HOME}tai-lieu/{document.pk}/so-do/", {"audience": "thcs"})
    of_map = MessageMap.objects.get()
    sent = fields_of(of_map) | {"do": "accept", "title": "Ba điều cần nhớ"}
    assert hoa.post(answer.url, sent).url == f"{HOME}so-do/{of_map.pk}/dung/"

    answer = hoa.post(f"{HOME}so-do/{of_map.pk}/dung/", {"genres": ["social"], "theme": "thcs"})
    assert answer.url == f"{HOME}so-do/{of_map.pk}/san-pham/"
    assert "Chờ đến lượt" in hoa.get(answer.url).content.decode()
    run_due()
    page = hoa.get(answer.url).content.decode()
    assert "Ba điều cần nhớ" in page
    assert "hx-get" not in page
    assert Product.objects.get().state == "draft"


def test_messages_are_added_moved_and_removed(cast: Cast, hoa: Client) -> None:
    of_map = map_of(cast, add(cast))
    address = f"{HOME}so-do/{of_map.pk}/"

    def do(deed: str) -> list[str]:
        hoa.post(address, fields_of(MessageMap.objects.get()) | {"do": deed})
        draft = MessageMap.objects.get().draft
        return [one["heading"]["text"] for one in draft["messages"]]

    first, second, third = (one["heading"]["text"] for one in of_map.draft["messages"])
    assert do("down-messages-0") == [second, first, third]
    assert do("up-messages-2") == [second, third, first]
    assert do("add-messages") == [second, third, first, ""]
    page = hoa.get(address).content.decode()
    assert "Thông điệp 4: không có hình nào tên “”. Hãy chọn trong bộ hình." in page
    assert do("remove-messages-3") == [second, third, first]
    assert do("remove-messages-77") == [second, third, first]


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    cast: Cast, hoa: Client
) -> None:
    of_map = map_of(cast, add(cast))
    sent = fields_of(of_map) | {"do": "accept", "m-1-s0": "x" * 241, "title-more": "d2, d99"}
    answer = hoa.post(f"{HOME}so-do/{of_map.pk}/", sent)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Thông điệp 2, câu 1" in page
    assert "Tiêu đề: dựa vào đoạn “d99”" in page
    assert "x" * 241 in page
    assert set(problems(MessageMap.objects.get().draft)) == {"title", "message-1"}
    assert of_map.revisions.count() == 1


def test_a_picture_is_found_by_its_words_and_chosen(cast: Cast, hoa: Client) -> None:
    of_map = map_of(cast, add(cast))
    address = f"{HOME}so-do/{of_map.pk}/hinh/2/"
    page = hoa.get(address, {"q": "cau vong"}).content.decode()

    assert "Cầu vồng" in page
    assert "Ổ khóa" not in page
    hoa.post(address, {"picture": "rainbow"})
    assert MessageMap.objects.get().draft["messages"][2]["picture"] == "rainbow"
    assert hoa.post(address, {"picture": "../khoa"}).status_code == 404
    assert hoa.get(f"{HOME}so-do/{of_map.pk}/hinh/9/").status_code == 404


def test_players_get_the_piece_that_they_ask_for(cast: Cast, hoa: Client) -> None:
    (poster,) = make(cast, map_of(cast, add(cast)), "poster")
    name = poster.files.get().name
    address = f"{HOME}san-pham/{poster.pk}/tep/{name}"
    whole = b"".join(hoa.get(address).streaming_content)

    answer = hoa.get(address, headers={"Range": "bytes=5-9"})
    assert (answer.status_code, answer["Content-Range"]) == (206, f"bytes 5-9/{len(whole)}")
    assert answer.content == whole[5:10]
    tail = hoa.get(address, headers={"Range": "bytes=-4"})
    assert tail.content == whole[-4:]
    assert hoa.get(address, headers={"Range": f"bytes={len(whole)}-"}).status_code == 416
    saved = hoa.get(f"{address}?tai=1")
    assert saved["Content-Disposition"].startswith("attachment")
    saved.close()


def test_what_is_found_shows_its_first_page(cast: Cast, hoa: Client) -> None:
    """A poster has one, a post none."""
    social, poster = make(cast, map_of(cast, add(cast)), "social", "poster")

    page = hoa.get(f"{HOME}?q=giu+an+toan").text

    name = poster.files.get().name
    small = f'<img src="{HOME}san-pham/{poster.pk}/tep/{name}?nho=1" alt=""'
    assert (page.count(small), page.count("?nho=1")) == (1, 1)
    assert f'href="{HOME}san-pham/{social.pk}/"' in page


def test_a_recorded_voice_is_kept_with_the_map(cast: Cast, hoa: Client) -> None:
    of_map = map_of(cast, add(cast))
    held = io.BytesIO()
    with wave.open(held, "wb") as sound:
        sound.setnchannels(2)
        sound.setsampwidth(2)
        sound.setframerate(44100)
        sound.writeframes(bytes(4 * 44100))
    held.seek(0)
    held.name = "thu.wav"
    address = f"{HOME}so-do/{of_map.pk}/giong-doc/"
    assert hoa.post(address, {"scene": "m2", "file": held}).status_code == 302

    voice = Voice.objects.get()
    assert (voice.message, voice.file.name) == ("m2", "m2.wav")
    noise = io.BytesIO(b"khong phai am thanh")
    noise.name = "a.wav"
    assert hoa.post(address, {"scene": "m2", "file": noise}).status_code == 422
    assert hoa.post(address, {"scene": "m2", "do": "drop"}).status_code == 302
    assert not Voice.objects.exists()


def test_the_products_attached_to_a_letter_stand_on_its_page(cast: Cast) -> None:
    binh = sign_in(Client(), cast.binh)
    letter = take_in(by=cast.binh, unit=cast.house.health, data=text_of(), name="cong-van.txt")
    address = f"{HOME}cong-van/{letter.pk}/"
    lines = "1. Video “Mạng an toàn” | https://video.example/1\n\n2. Tờ rơi 111\n"
    assert binh.post(address, {"issuer": "Cục Mẫu", "lines": lines}).status_code == 302
    binh.post(address, {"issuer": "Cục Mẫu", "lines": lines})

    listed = Document.objects.order_by("title").values_list("title", "address", "rights")
    assert list(listed) == [
        ("Tờ rơi 111", "", "show_only"),
        ("Video “Mạng an toàn”", "https://video.example/1", "show_only"),
    ]
    page = binh.get(f"/cong-van/{letter.pk}/van-ban/").content.decode()
    assert "Sản phẩm kèm theo" in page
    assert "Video “Mạng an toàn”" in page


def test_a_stranger_of_another_province_sees_nothing(cast: Cast) -> None:
    from tests.cast import make_province

    document = add(cast)
    of_map = map_of(cast, document)
    (social,) = make(cast, of_map)
    other = make_province("80")
    stranger = sign_in(Client(), make_person(Role.PROVINCIAL_OFFICER, other.health))

    for path in (
        f"tai-lieu/{document.pk}/",
        f"so-do/{of_map.pk}/",
        f"san-pham/{social.pk}/",
        f"san-pham/{social.pk}/tep/bai-dang-zalo.txt",
    ):
        assert stranger.get(HOME + path).status_code == 404, path
    assert "Thư viện chưa có gì" in stranger.get(HOME).content.decode()


def test_who_only_reads_cannot_write(cast: Cast) -> None:
    document = add(cast)
    counsellor = sign_in(Client(), make_person(Role.COUNSELLOR, cast.house.primary))

    assert counsellor.get(f"{HOME}tai-lieu/{document.pk}/").status_code == 200
    assert counsellor.get(f"{HOME}tai-lieu/moi/").status_code == 403
    assert counsellor.post(f"{HOME}tai-lieu/{document.pk}/rut/").status_code == 403
    assert Entry.objects.filter(document=document).exists()


STARTER = """
title = "Ba điều nhớ"
audience = "tieu-hoc"
made_on = 2026-11-02
[source]
title = "Tài liệu mẫu"
paragraphs = [{id="d1", text="Giữ kín thông tin riêng."}]
""" + "".join(
    f'[[messages]]\nheading = {{text="{line}", grounds=["d1"]}}\n'
    'sentences = [{text="Kể với người lớn.", grounds=["d1"]}]\npicture = "lock"\n'
    for line in (LINES[1], LINES[4], LINES[6])
)


def test_starter_maps_are_loaded_once(cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "ba-dieu.toml").write_text(STARTER, encoding="utf-8")

    assert load_starter(cast.house.health, folder=tmp_path) == 1
    assert load_starter(cast.house.health, folder=tmp_path) == 0
    (social,) = make(cast, MessageMap.objects.get())
    assert [one.key for one in social.rests.all()] == ["d1"]
    assert Entry.objects.filter(kind="map").count() == 1


def test_the_starter_library_itself_is_whole(cast: Cast) -> None:
    assert load_starter(cast.house.health) >= 12
    assert all(not problems(one.draft) for one in MessageMap.objects.all())
