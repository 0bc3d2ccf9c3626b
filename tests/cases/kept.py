"""A cast that a whole file shares: made once, found by each test as it was made.

Making one takes as long as most of these tests. It lies in a transaction around those of the tests,
and each test has a copy of the objects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from hashlib import sha256
from typing import Any

import pytest
from django.db import transaction

from tests.cases.machine.cast import Cast


def quick_passphrases(patch: pytest.MonkeyPatch) -> None:
    """The real Argon2 is measured by the kit's own tests."""
    patch.setattr(
        "mangnon.kit.sealing.key_of", lambda words, salt: sha256(salt + words.encode()).digest()
    )


@contextmanager
def kept(
    request: pytest.FixtureRequest, blocker: Any, make: Callable[[], Cast]
) -> Iterator[Cast | None]:
    """request: of a fixture of a file; blocker: pytest-django's `django_db_blocker`.

    None for a file of which a test asks for transactions of its own or for an empty database.
    """
    if not all(_fits(item) for item in request.session.items if item.path == request.path):
        yield None
        return
    whole: Any = transaction.atomic()
    whole._from_testcase = True  # as Django's own around a test
    with blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        quick_passphrases(patch)
        with whole:
            made = make()
            patch.undo()
            with blocker.block():
                yield made
            transaction.set_rollback(True)


def of_the_test(made: Cast | None, make: Callable[[], Cast]) -> Cast:
    """The file's cast as it was made, or one of the test's own."""
    return make() if made is None else deepcopy(made)


def _fits(item: pytest.Item) -> bool:
    """Whether the test finds what it expects with the file's cast in the database."""
    fixtures, marks = set(getattr(item, "fixturenames", ())), list(item.iter_markers("django_db"))
    if {"transactional_db", "live_server"} & fixtures:
        return False
    if any(mark.kwargs.get("transaction") for mark in marks):
        return False
    return "cast_of_the_file" in fixtures or not (marks or "db" in fixtures)
