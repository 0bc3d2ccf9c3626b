"""One case of invented people, for what is counted while it moves."""

from __future__ import annotations

from hashlib import sha256

import pytest

from tests.cases.machine.cast import Cast, make_cast


@pytest.fixture
def cast(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setattr(
        "mangnon.kit.sealing.key_of", lambda words, salt: sha256(salt + words.encode()).digest()
    )
    return make_cast()
