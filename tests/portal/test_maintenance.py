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
