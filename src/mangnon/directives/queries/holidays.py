"""Days off, for counting working days and for the page that edits them."""

from __future__ import annotations

from mangnon.directives.models import Holiday


def holidays_in(year: int) -> tuple[Holiday, ...]:
    """The days off of a year in order, with their source and whether they were checked."""
    return tuple(Holiday.objects.filter(on__year=year))
