"""Facebook keeps what every channel keeps."""

from __future__ import annotations

import pytest

from mangnon.publishing.channels.base import Account, Channel
from mangnon.publishing.channels.facebook import CHANNEL
from tests.publishing.channels.contract import ChannelContract
from tests.publishing.fakes.facebook import FacebookFake


class TestFacebook(ChannelContract):
    name = "facebook"

    @pytest.fixture
    def channel(self) -> Channel:
        return CHANNEL

    @pytest.fixture
    def account(self, page: FacebookFake, account: Account) -> Account:
        return account

    @pytest.fixture
    def outside(self, page: FacebookFake) -> FacebookFake:
        return page
