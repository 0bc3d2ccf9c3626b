"""Starting: bad settings, taken ports and unsafe production starts are refused in one line."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from mangnon.cli import cli
from tests.prepared import lay_sqlite


def mangnon(*words: str, data: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MANGNON")}
    return subprocess.run(
        [sys.executable, "-m", "mangnon", *words],
        env={**clean, "MANGNON_DATA": str(data), **variables},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_a_bad_setting_stops_the_start_with_its_name_and_the_mend(tmp_path: Path) -> None:
    seen = mangnon("up", data=tmp_path, PORT="cổng")
    assert seen.returncode == 78
    assert seen.stderr.strip() == (
        "Cấu hình sai: PORT='cổng': không phải là số nguyên. Ghi một số từ 1 đến 65535."
    )


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("EMAIL_URL", "mail.example.vn", "EMAIL_URL=(giá trị bí mật): phải bắt đầu bằng"),
        ("STORAGE_URL", "s3://kho.example.vn", "STORAGE_URL=(giá trị bí mật): thiếu tên kho"),
        ("MANGNON_PROVINCE", "99", "MANGNON_PROVINCE='99': không tỉnh nào mang mã này"),
        ("HOST", "may-chu", "HOST='may-chu': không phải là địa chỉ IP"),
    ],
)
def test_a_start_with_a_wrong_address_stops_in_one_line(
    tmp_path: Path, name: str, value: str, words: str
) -> None:
    lay_sqlite(tmp_path / "mangnon.sqlite3")
    seen = mangnon("seed", data=tmp_path, **{name: value})
    assert (seen.returncode, len(seen.stderr.strip().splitlines())) == (78, 1)
    assert words in seen.stderr


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "tep").write_text("", encoding="utf-8")
    seen = mangnon("seed", data=tmp_path / "tep" / "var")
    assert seen.returncode == 78
    assert seen.stderr.startswith("Cấu hình sai: MANGNON_DATA=")
    assert len(seen.stderr.strip().splitlines()) == 1


def test_a_database_that_does_not_answer_gives_one_line_without_the_password(
    tmp_path: Path,
) -> None:
    address = "postgresql://ten:mat-khau-rieng@127.0.0.1:1/mangnon"
    seen = mangnon("seed", data=tmp_path, DATABASE_URL=address)
    assert (seen.returncode, len(seen.stderr.strip().splitlines())) == (1, 1)
    assert "Không nối được cơ sở dữ liệu" in seen.stderr
    assert "mat-khau-rieng" not in seen.stderr


def test_a_taken_port_gives_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        seen = mangnon("up", data=tmp_path, PORT=str(port))
    assert seen.returncode == 1
    assert len(seen.stderr.strip().splitlines()) == 1
    assert f"Cổng {port} trên 127.0.0.1 đang có chương trình khác dùng" in seen.stderr


def test_two_parts_on_one_port_are_refused(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    seen = mangnon("up", data=tmp_path, MANGNON_DEMO="1", PORT=port, DNS_HTTP_PORT=port)
    assert (seen.returncode, len(seen.stderr.strip().splitlines())) == (1, 1)
    assert "PORT và DNS_HTTP_PORT đang là cùng một cổng" in seen.stderr


@pytest.mark.parametrize("word", ["seed", "web", "up"])
def test_the_example_secret_is_refused_however_it_starts(tmp_path: Path, word: str) -> None:
    seen = mangnon(word, data=tmp_path, SECRET_KEY="thay-bang-chuoi-ngau-nhien-" * 3)
    assert seen.returncode == 78
    assert "SECRET_KEY=(giá trị bí mật): là chuỗi mẫu trong tài liệu" in seen.stderr


def test_production_refuses_demo_accounts(tmp_path: Path) -> None:
    lay_sqlite(tmp_path / "mangnon.sqlite3")
    people = "from mangnon.units.api import seed_demo; seed_demo()"
    assert mangnon("django", "shell", "-c", people, data=tmp_path, MANGNON_DEMO="1").returncode == 0
    seen = mangnon("seed", data=tmp_path)
    assert seen.returncode == 1
    assert "tài khoản trình diễn" in seen.stderr


@pytest.mark.parametrize("word", ["up", "work", "check", "backup", "restore", "audit", "letter"])
def test_each_word_of_the_command_explains_itself(word: str) -> None:
    seen = CliRunner().invoke(cli, [word, "--help"])
    assert seen.exit_code == 0
    assert "Usage: " in seen.output


def test_the_command_explains_itself_to_whoever_starts_it(tmp_path: Path) -> None:
    seen = mangnon("--help", data=tmp_path)
    assert seen.returncode == 0
    assert "Usage: " in seen.stdout
