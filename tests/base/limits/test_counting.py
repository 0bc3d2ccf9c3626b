"""What is tried too often is counted once for all processes."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread
from unittest import mock

import pytest
from django.db import connection

from mangnon.base.limits.api import Limit, forget_old
from mangnon.base.limits.models import Tally
from mangnon.kit import clock

GUESSES = Limit("guesses-of-a-test", 3, timedelta(minutes=10))


@pytest.mark.django_db
def test_the_third_try_is_the_last_and_another_tries_freely() -> None:
    for _ in range(3):
        assert not GUESSES.is_reached("10.0.0.1")
        GUESSES.count("10.0.0.1")
    assert GUESSES.is_reached("10.0.0.1")
    assert not GUESSES.is_reached("10.0.0.2")
    assert not Limit("another", 3, GUESSES.within).is_reached("10.0.0.1")


@pytest.mark.django_db
def test_its_time_over_it_begins_anew_and_the_row_goes() -> None:
    for _ in range(3):
        GUESSES.count("10.0.0.1")
    later = clock.now() + timedelta(minutes=11)
    with mock.patch.object(clock, "now", return_value=later):
        assert not GUESSES.is_reached("10.0.0.1")
        GUESSES.count("10.0.0.1")
        assert Tally.objects.get().count == 1
    assert forget_old(later) == 0
    assert forget_old(later + timedelta(minutes=11)) == 1


@pytest.mark.django_db(transaction=True)
def test_tries_of_many_at_once_are_all_counted() -> None:
    gate = Barrier(4)

    def guess() -> None:
        gate.wait()
        for _ in range(5):
            GUESSES.count("10.0.0.1")
        connection.close()

    threads = [Thread(target=guess) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert Tally.objects.get().count == 20
