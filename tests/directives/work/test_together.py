"""Two at once: one wins, the other is told; nothing is done twice."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from mangnon.directives import api
from mangnon.directives.api import Event
from mangnon.directives.models import Assignment, AssignmentEvent
from tests.directives.work.cast import make_cast, make_draft, make_issued, returned, work_of


def at_once(*attempts: Callable[[], object]) -> list[str]:
    """Run the attempts in threads that start together; says how each ended."""
    ready = threading.Barrier(len(attempts))
    ends: list[str] = []

    def run(attempt: Callable[[], object]) -> None:
        ready.wait()
        try:
            attempt()
            ends.append("done")
        except api.Conflict:
            ends.append("conflict")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[attempt]) for attempt in attempts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ends)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_at_once_one_wins() -> None:
    cast = make_cast()
    letter = make_issued(cast)
    work = returned(cast, work_of(letter, cast.house.son_ha))
    version = Assignment.objects.get(pk=work.pk).version

    def accept(person: object) -> Callable[[], object]:
        return lambda: api.apply(
            by=person,  # type: ignore[arg-type]
            unit=cast.house.health,
            assignment_id=work.pk,
            event=Event.ACCEPT,
            version=version,
        )

    assert at_once(accept(cast.officer), accept(cast.mate)) == ["conflict", "done"]
    assert AssignmentEvent.objects.filter(event=Event.ACCEPT).count() == 1
    assert Assignment.objects.get(pk=work.pk).version == version + 1


@pytest.mark.django_db(transaction=True)
def test_the_same_button_pressed_twice_at_once_is_one_move() -> None:
    cast = make_cast()
    letter = make_issued(cast)
    work = work_of(letter, cast.house.son_ha)

    def acknowledge() -> object:
        return api.apply(
            by=cast.worker,
            unit=cast.house.son_ha,
            assignment_id=work.pk,
            event=Event.ACKNOWLEDGE,
            version=1,
        )

    assert at_once(acknowledge, acknowledge) == ["done", "done"]
    assert AssignmentEvent.objects.filter(event=Event.ACKNOWLEDGE).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_letter_issued_by_two_at_once_is_given_out_once() -> None:
    cast = make_cast()
    draft = make_draft(cast)

    def issue(person: object) -> Callable[[], object]:
        return lambda: api.issue(by=person, directive=draft, version=1)  # type: ignore[arg-type]

    assert at_once(issue(cast.officer), issue(cast.mate)) == ["conflict", "done"]
    assert Assignment.objects.count() == 4
