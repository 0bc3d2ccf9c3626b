"""Zalo keeps what every channel keeps."""

from __future__ import annotations

import pytest

from mangnon.publishing.channels.base import Account, Channel
from mangnon.publishing.channels.zalo import CHANNEL
from tests.publishing.channels.contract import ChannelContract
from tests.publishing.fakes.zalo import ZaloFake


class TestZalo(ChannelContract):
    name = "zalo"

    @pytest.fixture
    def channel(self) -> Channel:
        return CHANNEL

    @pytest.fixture
    def account(self, oa: ZaloFake, account: Account) -> Account:
        return account

    @pytest.fixture
    def outside(self, oa: ZaloFake) -> ZaloFake:
        return oa
