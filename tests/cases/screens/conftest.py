"""People of one case with their keys open in a browser's session."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

import pytest
from django.test import Client

from mangnon.reports.actions import keys
from mangnon.reports.keys import members_waiting, reader_with
from mangnon.units.models import Person
from tests.cases.machine.cast import Cast, make_cast
from tests.cast import sign_in
from tests.reports.cast import PASSPHRASE, unlocked

Browse = Callable[..., Client]


@pytest.fixture(autouse=True)
def _quick_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "mangnon.kit.sealing.key_of", lambda words, salt: sha256(salt + words.encode()).digest()
    )


@pytest.fixture
def cast(db: None) -> Cast:
    """The worker sets a passphrase too, and the chair lets the worker in."""
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
