"""A quick Argon2 for passphrases, and one cast for a test."""

from __future__ import annotations

from hashlib import sha256

import pytest

from tests.cases.machine.cast import Cast, make_cast


@pytest.fixture(autouse=True)
def _quick_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "mangnon.kit.sealing.key_of", lambda words, salt: sha256(salt + words.encode()).digest()
    )


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()
