"""The same people with the same browsers as the pages' tests: a program acts for one of them."""

from __future__ import annotations

from tests.cases.screens.conftest import (
    _quick_passphrases,
    browse,
    cast,
    cast_of_the_file,
)

__all__ = ["_quick_passphrases", "browse", "cast", "cast_of_the_file"]
