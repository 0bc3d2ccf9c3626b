"""The page shown while the platform is stopped: one file, and still the number to call."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from mangnon.portal.management.commands import maintenance_page as command

SHEET = Path("src/mangnon/base/ui/static/ui/built/mangnon.css")


@pytest.mark.skipif(not SHEET.exists(), reason="the look is not built: run make setup")
def test_it_needs_nothing_but_itself(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("maintenance_page")
    page = capsys.readouterr().out
    assert 'href="tel:111"' in page
    assert "Hệ thống đang bảo trì" in page
    asked = re.findall(r"""(?:\s(?:src|href)="|url\()((?!tel:|data:)[^")]+)""", page)
    assert asked == []


def test_without_the_look_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command.finders, "find", lambda path: None)
    with pytest.raises(CommandError, match="make setup"):
        command.maintenance_page()


@pytest.mark.skipif(not SHEET.exists(), reason="the look is not built: run make setup")
def test_it_lies_where_the_web_server_in_front_looks_for_it(tmp_path: Path) -> None:
    """As `mangnon up` lays it down in the data folder, and nginx serves it with 111 and 113."""
    nginx = Path("deploy/nginx.conf").read_text(encoding="utf-8")
    shown = re.search(r"error_page 502 503 504 (/\S+);", nginx)
    root = re.search(
        r"location = /dung-phuc-vu\.html \{\s+root /srv/mangnon/data/static(\S*);", nginx
    )
    assert shown
    assert root

    laid = command.lay_down(tmp_path)

    assert laid == tmp_path / f"{root[1]}{shown[1]}".lstrip("/")
    page = laid.read_text(encoding="utf-8")
    assert [f'href="tel:{number}"' in page for number in ("111", "113")] == [True, True]


def test_without_the_look_nothing_is_laid_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command.finders, "find", lambda path: None)
    assert command.lay_down(tmp_path) is None
    assert list(tmp_path.iterdir()) == []
