"""The file of a publisher is read whole, or refused by the key that is wrong."""

from __future__ import annotations

from pathlib import Path

import dns.name
import pytest

from mangnon.gateway.publish.config import BadZones, Secondary, read_zones, zone_name
from tests.gateway.publish.publishing import write_config
from tests.gateway.publish.resolvers import SECRET

SECOND = '[[secondary]]\naddress = "10.0.0.8"\nport = 5353\nkey = "isp"\n'


def test_what_is_not_said_has_a_default(tmp_path: Path) -> None:
    config = read_zones(write_config(tmp_path, secondary=SECOND))
    assert (config.addresses, config.port, config.keep) == (("127.0.0.1",), 5300, 20)
    assert (config.lists, config.state) == (tmp_path / "lists", tmp_path / "zones")
    assert config.secondaries == (Secondary("10.0.0.8", 5353, "isp"),)
    assert config.stored("thcs").name == "thcs.rpz.tinh.example."
    assert list(config.keys) == [dns.name.from_text("isp")]
    assert zone_name("mam_non", "rpz.Tinh.example.") == "mam_non.rpz.tinh.example."


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("[listen]", "[nghe]", r"\[nghe\]: không có bảng này"),
        ("port = 5300", "cong = 53", r"\[listen\] cong: không có khóa này"),
        ("port = 5300", 'port = "53"', r"\[listen\] port: giá trị '53' không đúng loại"),
        ("port = 5300", "port = true", r"\[listen\] port: giá trị True không đúng loại"),
        ("port = 5300", "port = 70000", "cần số từ 1 đến 65535"),
        ('"127.0.0.1"', '"may-chu"', "'may-chu' không phải địa chỉ IP"),
        ("rpz.tinh.example", "rpz..example", "không phải tên miền"),
        ('key = "isp"', 'key = "ai"', "không có khóa 'ai'"),
        ('key = "isp"', "", "chưa có"),
        ("[[secondary]]", "[secondary]", "cần danh sách máy nhận vùng"),
        ('"10.0.0.8"', '"may"', "'may' không phải địa chỉ IP"),
        ("port = 5300", "port = ", "zones.toml: "),
    ],
)
def test_a_wrong_key_is_refused_by_its_name(
    tmp_path: Path, before: str, after: str, words: str
) -> None:
    config = write_config(tmp_path, secondary=SECOND)
    text = config.read_text()
    assert before in text
    config.write_text(text.replace(before, after))
    with pytest.raises(BadZones, match=words):
        read_zones(config)


def test_keys_that_others_can_read_are_refused(tmp_path: Path) -> None:
    config = write_config(tmp_path)
    (tmp_path / "keys.toml").chmod(0o640)
    with pytest.raises(BadZones, match="đặt quyền 0600"):
        read_zones(config)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('isp = "khong phai base64!"', "khóa 'isp' không đọc được"),
        ('isp = "Y29uIG5nYW4="', "khóa 'isp' ngắn quá"),
        ("isp = 12", "khóa 'isp' không đọc được"),
        (f'"is..p" = "{SECRET}"', "khóa 'is..p' không đọc được"),
    ],
)
def test_a_key_that_is_none_is_refused(tmp_path: Path, line: str, words: str) -> None:
    config = write_config(tmp_path)
    (tmp_path / "keys.toml").write_text(line + "\n")
    with pytest.raises(BadZones, match=words):
        read_zones(config)


def test_without_its_keys_nothing_is_published(tmp_path: Path) -> None:
    config = write_config(tmp_path)
    (tmp_path / "keys.toml").unlink()
    with pytest.raises(BadZones, match=r"keys\.toml: "):
        read_zones(config)
