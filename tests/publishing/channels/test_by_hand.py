"""The kit for the hand and the package for loudspeakers."""

from __future__ import annotations

import csv
import zipfile
from dataclasses import replace
from io import BytesIO, StringIO

import pytest
from PIL import Image

from mangnon.publishing.channels.handkit import CHANNEL as HANDKIT
from mangnon.publishing.channels.handkit.platforms import is_of
from mangnon.publishing.channels.loudspeaker import CHANNEL as LOUDSPEAKER
from tests.publishing.channels.contract import ChannelContract, good_draft


class TestHandkit(ChannelContract):
    name = "handkit"


class TestLoudspeaker(ChannelContract):
    name = "loudspeaker"


def _unpacked(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_kit_has_a_page_sized_pictures_and_what_each_shows() -> None:
    assert HANDKIT.pack is not None
    name, packed = HANDKIT.pack(good_draft())

    files = _unpacked(packed)
    assert name == "bo-dang-tay-facebook.zip"
    assert [*files][:3] == ["anh/01-anh-1.png", "anh/02-anh-2.png", "anh/chia-se-1200x630.png"]
    assert Image.open(BytesIO(files["anh/01-anh-1.png"])).size == (1080, 1080)
    assert Image.open(BytesIO(files["anh/chia-se-1200x630.png"])).size == (1200, 630)
    assert files["mo-ta-anh.txt"].decode().splitlines()[0] == (
        "01-anh-1.png: Bạn nhỏ che màn hình điện thoại"
    )
    assert files["noi-dung.txt"].decode() == (
        "Không đưa số nhà, tên trường lên mạng.\nGọi 111 khi cần giúp.\n\n"
        "https://tre-em.example.gov.vn/thu-vien/san-pham/1/\n\n#BaoVeTreEm #TongDai111\n"
    )


def test_the_page_of_a_kit_asks_nobody_else_and_runs_nothing_that_a_title_brings() -> None:
    draft = replace(good_draft(), title="<script>alert(1)</script>")
    assert HANDKIT.pack is not None
    page = _unpacked(HANDKIT.pack(draft)[1])["index.html"].decode()
    assert page.count("<script") == 1
    assert "&lt;script&gt;alert(1)" in page
    assert "http" not in page.replace(draft.address, "")
    assert "{{" not in page


def test_the_same_kit_is_the_same_bytes() -> None:
    assert HANDKIT.pack is not None
    assert HANDKIT.pack(replace(good_draft(), product="")) == HANDKIT.pack(
        replace(good_draft(), product="")
    )


@pytest.mark.parametrize(
    ("platform", "address", "there"),
    [
        ("facebook", "https://www.facebook.com/soyte.example/posts/123", True),
        ("facebook", "https://m.facebook.com/story.php?id=1", True),
        ("facebook", "https://facebook.com.example/posts/1", False),
        ("facebook", "https://xfacebook.com/posts/1", False),
        ("facebook", "http://www.facebook.com/posts/1", False),
        ("facebook", "https://www.facebook.com/", False),
        ("facebook", "https://zalo.me/s/1", False),
        ("facebook", "https://ai@facebook.com/posts/1", False),
        ("zalo", "https://oa.zalo.me/bai/1", True),
        ("youtube", "https://youtu.be/abc", True),
        ("tiktok", "javascript:alert(1)", False),
        ("tiktok", "https://[::1/", False),
    ],
)
def test_an_address_is_of_the_platform(platform: str, address: str, there: bool) -> None:
    assert is_of(platform, address) is there


def test_a_kit_asks_where_it_will_be_posted() -> None:
    found = HANDKIT.check(replace(good_draft(), platform=""))
    assert [(one.field, one.words) for one in found] == [
        ("platform", "Chưa chọn nền tảng sẽ đăng.")
    ]


def test_a_title_too_long_for_zalo_says_how_sure_that_is() -> None:
    found = HANDKIT.check(replace(good_draft(), platform="zalo", title="a" * 151))
    assert [(one.field, one.words, one.certainty) for one in found] == [
        (
            "title",
            "Tiêu đề dài 151 ký tự, Zalo OA nhận nhiều nhất 150.",
            "theo nguồn thứ cấp, chưa đối chiếu",
        )
    ]


def test_the_station_gets_a_timetable_until_the_text_no_longer_holds() -> None:
    draft = replace(good_draft(), valid_from="2026-12-01", valid_until="2026-12-06")
    assert LOUDSPEAKER.pack is not None
    files = _unpacked(LOUDSPEAKER.pack(draft)[1])

    assert [*files] == [
        "phat-thanh.mp3",
        "phat-thanh-kich-ban.txt",
        "phat-thanh.json",
        "lich-phat.csv",
        "HUONG-DAN.txt",
    ]
    rows = [*csv.reader(StringIO(files["lich-phat.csv"].decode("utf-8-sig")))]
    title, sound, until = "Giữ kín thông tin riêng", "phat-thanh.mp3", "06/12/2026"
    assert rows[1] == ["01/12/2026", "05:30", title, sound, "thông thường", until]
    assert [(row[0], row[1]) for row in rows[1:]] == [
        (day, at) for day in ("01/12/2026", "03/12/2026", "05/12/2026") for at in ("05:30", "17:00")
    ]
    assert "hết ngày 06/12/2026" in files["HUONG-DAN.txt"].decode()


def test_what_is_urgent_is_played_four_times_a_day_and_says_so() -> None:
    days = {"valid_from": "2026-12-01", "valid_until": "2026-12-02"}
    draft = replace(good_draft(), priority="khẩn cấp", **days)
    assert LOUDSPEAKER.pack is not None
    files = _unpacked(LOUDSPEAKER.pack(draft)[1])

    rows = [*csv.reader(StringIO(files["lich-phat.csv"].decode("utf-8-sig")))]
    hours = ("05:30", "11:30", "17:00", "19:00")
    assert [(row[0], row[1], row[4]) for row in rows[1:]] == [
        (day, at, "khẩn cấp") for day in ("01/12/2026", "02/12/2026") for at in hours
    ]
    guide = files["HUONG-DAN.txt"].decode()
    assert "Mức ưu tiên: khẩn cấp. Phát ngay khi nhận gói" in guide
    assert "Phát đến hết ngày: 02/12/2026" in guide


def test_nothing_is_sent_to_the_station_after_its_last_day() -> None:
    late = replace(good_draft(), valid_from="2026-12-07", valid_until="2026-12-06")
    assert [(one.words, one.stops) for one in LOUDSPEAKER.check(late)] == [
        ("Bài chỉ phát đến hết ngày 06/12/2026: hẹn sớm hơn hoặc dựng bản mới.", True)
    ]


def test_loudspeakers_want_a_script_and_may_do_without_sound() -> None:
    silent = replace(good_draft(), files=good_draft().files[1:])
    assert [one.stops for one in LOUDSPEAKER.check(silent)] == [False]
    assert [one.stops for one in LOUDSPEAKER.check(replace(silent, files=()))] == [True, False]
