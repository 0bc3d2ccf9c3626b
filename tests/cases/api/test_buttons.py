"""A program is offered what the buttons offer, and its moves end as on their pages: some of them;
all 203 offers and 2,555 moves a program tries (`make soak ONLY=programs`)."""

from __future__ import annotations

import pytest

from tests.cases.api.comparing import ON_THE_PAGE, PEOPLE, PLACES, compare
from tests.cases.rights.setting import shared_case


@pytest.mark.django_db
def test_a_program_does_what_the_buttons_do() -> None:
    told = compare(shared_case(), offers=3, refused=41, lawful=5, page=9)

    assert told.wrong == []
    assert told.offers >= len(PLACES) * len(PEOPLE) // 3 == 67
    assert told.moves.total() == 2555
    assert set(told.ends) == set(ON_THE_PAGE)
    assert told.ends.total() > 80
