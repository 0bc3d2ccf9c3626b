"""A quick Argon2 for passphrases, and a case that everybody of the cast has to do with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.cases.kept import kept, of_the_test, quick_passphrases
from tests.cases.machine.cast import Cast
from tests.cases.rights.setting import shared_case


@pytest.fixture(autouse=True)
def _quick_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    quick_passphrases(monkeypatch)


@pytest.fixture(scope="module")
def cast_of_the_file(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Cast | None]:
    with kept(request, django_db_blocker, shared_case) as made:
        yield made


@pytest.fixture
def cast(cast_of_the_file: Cast | None, db: None) -> Cast:
    return of_the_test(cast_of_the_file, shared_case)
