"""`mangnon check` says when the key of the installation is missing beside its reports."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mangnon.base.health.api import run_checks
from mangnon.reports import installation
from mangnon.reports.looking import key_file
from tests.cast import make_province
from tests.reports.cast import tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(tmp_path: Path, settings: Any) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path / installation.FILE


def test_a_place_without_reports_needs_no_key(place: Path) -> None:
    assert list(key_file()) == []


def test_a_key_that_went_missing_is_told_with_what_to_do(place: Path) -> None:
    make_province()
    tell()
    assert [one.ok for one in key_file()] == [True, True]

    place.unlink()

    (missing,) = key_file()
    assert not missing.ok
    assert missing.words == "Có tệp khóa khoa-tin-bao của các tin báo"
    assert "bản giấy cất trong két" in missing.mend
    assert missing in run_checks()


def test_a_key_made_anew_after_a_restore_does_not_fit(place: Path) -> None:
    make_province()
    tell()

    place.unlink()
    installation._kept.cache_clear()
    installation.installation_key("desk")

    assert [one.ok for one in key_file()] == [True, False]
