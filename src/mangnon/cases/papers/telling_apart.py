"""By what a child is found again: names, day of birth, telephones that a form says. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from mangnon.cases.papers.schema import HIDDEN, Answers

# What is found of whoever reported is told apart: it may not be searched for by guessing.
NAME, BORN, PHONE, REPORTER = "name", "born", "phone", "reporter"
_PARENTS = ("father", "mother")
_DIGITS = re.compile(r"\D")
_SHORTEST = 9


def found_by(answers: Answers) -> set[tuple[str, str]]:
    """(kind, value) of everything in the answers of a form by which its child may be found."""
    return {(kind, value.strip()) for kind, value in _found(answers) if value.strip()}


def _found(answers: Answers) -> Iterator[tuple[str, str]]:
    yield NAME, _words(answers.get("child_name"))
    yield BORN, _words(answers.get("child_born"))
    yield REPORTER, _phone(answers.get("reporter_phone"))
    for key, value in answers.items():
        if isinstance(value, dict):
            yield PHONE, _phone(value.get("phone"))
            if key in _PARENTS:
                yield NAME, _words(value.get("name"))


def _words(value: Any) -> str:
    return value if isinstance(value, str) and value != HIDDEN else ""


def _phone(value: Any) -> str:
    """A telephone number; nothing for words that are none."""
    words = _words(value)
    return words if len(_DIGITS.sub("", words)) >= _SHORTEST else ""
