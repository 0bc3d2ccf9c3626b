"""The people of the screens, with their keys."""

from tests.cases.screens.conftest import (
    _quick_passphrases,
    browse,
    cast,
    cast_of_the_file,
)

__all__ = ["_quick_passphrases", "browse", "cast", "cast_of_the_file"]
