"""A quick Argon2 for passphrases; the real one is measured by the kit's own tests."""

from __future__ import annotations

from hashlib import sha256

import pytest


@pytest.fixture(autouse=True)
def _quick_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "mangnon.kit.sealing.key_of", lambda words, salt: sha256(salt + words.encode()).digest()
    )
