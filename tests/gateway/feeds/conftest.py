from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.gateway.feeds.publisher import Publisher, publisher


@pytest.fixture
def at() -> Iterator[Publisher]:
    """A publisher of lists on the loopback."""
    with publisher() as found:
        yield found
