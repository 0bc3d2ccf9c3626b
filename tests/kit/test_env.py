"""Settings are typed; a bad one is refused by its name, with the mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from mangnon.kit.env import BadSetting, Environment, Setting, flag, port, reference, text

PORT = Setting("PORT", port, 8000, "Cổng", "Ghi một số từ 1 đến 65535.")
KEY = Setting("KEY", text, None, "Khóa", "Ghi một chuỗi.", secret=True)


def test_an_absent_or_empty_variable_gives_the_default() -> None:
    assert Environment({}).get(PORT) == 8000
    assert Environment({"PORT": ""}).get(PORT) == 8000


@pytest.mark.parametrize("raw", ["0", "65536", "tám nghìn", "-1"])
def test_a_bad_port_is_refused_by_name_with_the_mend(raw: str) -> None:
    with pytest.raises(BadSetting) as refused:
        Environment({"PORT": raw}).get(PORT)
    assert str(refused.value).startswith(f"PORT={raw!r}: ")
    assert str(refused.value).endswith("Ghi một số từ 1 đến 65535.")


def test_a_secret_comes_from_the_file_that_is_named(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("bí mật\n", encoding="utf-8")
    given = Environment({"KEY": "không dùng", "KEY_FILE": str(tmp_path / "key")})
    assert given.get(KEY) == "bí mật"


def test_a_secret_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="KEY_FILE="):
        Environment({"KEY_FILE": str(tmp_path / "absent")}).get(KEY)


def test_a_bad_secret_is_never_repeated() -> None:
    secret_port = Setting("P", port, None, "", "", secret=True)
    with pytest.raises(BadSetting) as refused:
        Environment({"P": "hunter2"}).get(secret_port)
    assert "hunter2" not in str(refused.value)


def test_only_secrets_are_read_from_files(tmp_path: Path) -> None:
    (tmp_path / "port").write_text("9000", encoding="utf-8")
    assert Environment({"PORT_FILE": str(tmp_path / "port")}).get(PORT) == 8000


@pytest.mark.parametrize(("raw", "value"), [("1", True), ("Yes", True), ("off", False)])
def test_flags(raw: str, value: bool) -> None:
    assert flag(raw) is value


def test_the_reference_lists_each_setting_and_its_file() -> None:
    page = reference((PORT, KEY))
    assert "| `PORT` | Cổng | 8000 | Ghi một số từ 1 đến 65535. |" in page
    assert "`KEY`, `KEY_FILE`" in page
