from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from mangnon.publishing.channels.base import Account
from mangnon.publishing.channels.zalo import sending
from tests.publishing.channels.outside import zalo_account
from tests.publishing.fakes.zalo import ZaloFake


@pytest.fixture
def oa(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> Iterator[ZaloFake]:
    """Zalo, with an article that stands after one question; nobody waits for it."""
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(sending, "PAUSES", (0.001,) * 4)
    fake = ZaloFake()
    yield fake
    fake.close()


@pytest.fixture
def account(oa: ZaloFake) -> Account:
    return zalo_account(oa)
