"""What waits on the desk, on the tab and in the menu, and for whom."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.gateway.asking.conftest import Browse, asked
from tests.gateway.cast import Cast
from tests.gateway.trails.conftest import asked as matter_asked


def page(browse: Browse, person: Any, name: str) -> str:
    return str(browse(person).get(reverse(name)).content.decode())


@pytest.mark.parametrize(
    ("who", "request_of", "matter"),
    [
        ("teacher", "tro-choi.example", False),
        ("principal", "tro-choi.example", True),
        ("counsellor", "", False),  # who asked is not the second
        ("officer", "hen-ho.example", True),
        ("education", "hen-ho.example", False),
        ("stranger", "", False),
        ("auditor", "", False),
        ("away", "", False),
    ],
)
def test_the_desk_shows_what_waits_for_each(
    cast: Cast, browse: Browse, who: str, request_of: str, matter: bool
) -> None:
    asked(cast)
    asked(cast, "hen-ho.example", "dating")
    matter_asked(cast)

    said = page(browse, getattr(cast, who), "desk")

    for name in ("tro-choi.example", "hen-ho.example"):
        assert (name in said) == (name == request_of)
    assert ("Vụ việc cần người thứ hai" in said) == matter
    assert ("Hồ sơ 12/2026" in said) == matter


def test_the_tab_counts_and_the_counsellor_finds_the_matters_in_the_menu(
    cast: Cast, browse: Browse
) -> None:
    asked(cast)
    asked(cast, "dien-dan.example", "forums")
    said = page(browse, cast.teacher, "filters_asks")
    assert 'Đề nghị mở<span class="count">2</span>' in said
    assert reverse("filters_trails") not in said

    said = page(browse, cast.counsellor, "desk")
    assert reverse("filters_trails") in said
    assert "Lọc truy cập" not in said
    assert reverse("filters_trails") in page(browse, cast.principal, "filters_asks")
