"""The API does what its OpenAPI document says: requests are made from the document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import transaction
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth

from tests.reports.partner.test_partner import Line

EXAMPLES = 20
AT = "/bao-tin/doi-tac/openapi.json"


class Here(WSGIHandler):
    """The whole of the platform as WSGI, without the signals that close the test's connection."""

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        answer = self.get_response(WSGIRequest(environ))
        status = f"{answer.status_code} {answer.reason_phrase}"
        start_response(status, [(name, str(value)) for name, value in answer.items()])
        return [answer.content]


@pytest.mark.django_db
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_every_answer_is_one_that_the_document_tells_of(mode: GenerationMode) -> None:
    """What fits the document is taken, what does not is refused by a status that it names."""
    line, seen = Line(), set[int]()
    number = line.send().json()["number"]
    for result in schemathesis.openapi.from_wsgi(AT, Here()).get_all_operations():
        _ask(result.ok().as_strategy(generation_mode=mode), line.key, number, seen)

    assert seen >= ({200, 201, 404} if mode is GenerationMode.POSITIVE else {400, 422})


def _ask(made: Any, key: str, number: str, seen: set[int]) -> None:
    @hypothesis.settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(case=made, ours=hypothesis.strategies.booleans())
    def ask(case: Any, ours: bool) -> None:
        if ours and "number" in (case.path_parameters or {}):
            case.path_parameters["number"] = number
        with transaction.atomic():
            answer = case.call(headers={"Authorization": f"Bearer {key}"})
            transaction.set_rollback(True)
        seen.add(answer.status_code)
        case.validate_response(answer, excluded_checks=[ignored_auth])  # the key is a good one

    ask()
