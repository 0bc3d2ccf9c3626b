"""A quick Argon2 for passphrases, and a case that everybody of the cast has to do with."""

from __future__ import annotations

from hashlib import sha256

import pytest

from tests.cases.machine.cast import Cast
from tests.cases.rights.setting import shared_case


@pytest.fixture(autouse=True)
def _quick_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "mangnon.kit.sealing.key_of", lambda words, salt: sha256(salt + words.encode()).digest()
    )


@pytest.fixture
def cast(db: None) -> Cast:
    return shared_case()
