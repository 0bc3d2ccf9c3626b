from __future__ import annotations

from collections.abc import Iterator

import pytest

from mangnon.publishing.channels.base import Account
from tests.publishing.channels.outside import page_account
from tests.publishing.fakes.facebook import FacebookFake


@pytest.fixture
def page() -> Iterator[FacebookFake]:
    fake = FacebookFake()
    yield fake
    fake.close()


@pytest.fixture
def account(page: FacebookFake) -> Account:
    return page_account(page)
