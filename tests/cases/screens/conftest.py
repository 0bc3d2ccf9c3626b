"""People of one case with their keys open in a browser's session."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from mangnon.reports.actions import keys
from mangnon.reports.keys import members_waiting, reader_with
from mangnon.units.models import Person
from tests.cases.kept import kept, of_the_test, quick_passphrases
from tests.cases.machine.cast import Cast, make_cast
from tests.cast import sign_in
from tests.reports.cast import PASSPHRASE, unlocked

Browse = Callable[..., Client]


@pytest.fixture(autouse=True)
def _quick_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    quick_passphrases(monkeypatch)


@pytest.fixture(scope="module")
def cast_of_the_file(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Cast | None]:
    with kept(request, django_db_blocker, _make) as made:
        yield made


@pytest.fixture
def cast(cast_of_the_file: Cast | None, db: None) -> Cast:
    """The worker sets a passphrase too, and the chair lets the worker in."""
    return of_the_test(cast_of_the_file, _make)


def _make() -> Cast:
    cast = make_cast()
    let_in(cast, cast.worker)
    return cast


def let_in(cast: Cast, person: Person) -> None:
    private = keys.set_up(by=person, passphrase=PASSPHRASE)
    unit = cast.unit_of(person)
    for waiting in members_waiting(unit):
        if waiting.person_id == person.pk:
            keys.grant(reader=cast.readers[cast.chair.pk], unit=unit, to=waiting)
    cast.readers[person.pk] = reader_with(person, private)


@pytest.fixture
def browse() -> Browse:
    """`browse(person)` signs in; `browse(person, locked=True)` leaves the key shut."""

    def open_browser(person: Person, *, locked: bool = False) -> Client:
        return sign_in(Client(), person) if locked else unlocked(Client(), person)

    return open_browser
