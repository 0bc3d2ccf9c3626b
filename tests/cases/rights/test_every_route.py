"""Every address of reports and cases × 12 roles × 5 relations; all of it is a program."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from tests.cases.machine.cast import Cast
from tests.cases.rights.expected import RELATIONS, ROLES
from tests.cases.rights.routes import ROUTES
from tests.cases.rights.walking import make_world, names, walk

WAYS = len(RELATIONS) + 1  # barred by person and by unit


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Thousands of refusals are no news."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


def test_every_address_is_written_down() -> None:
    """Whoever adds one says in `routes` who finds something there."""
    assert sorted(ROUTES) == sorted(names())


@pytest.mark.django_db
def test_everybody_finds_what_is_theirs_and_nothing_else(cast: Cast) -> None:
    """In each relation one role asks for each address; the roles go round. The whole of it, by
    every role, is a program (`make soak ONLY=rights`)."""
    asked = walk(make_world(cast), part=len(ROLES))

    assert asked.wrong == []
    assert asked.routes == dict.fromkeys(ROUTES, WAYS)
    assert asked.cells == {(role, relation) for role in ROLES for relation in RELATIONS}
    assert asked.requests > len(ROUTES) * WAYS * 2
