"""The API does what its document and its page say: requests are made from the document."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.db import transaction
from django.test import Client
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import (
    ignored_auth,
    positive_data_acceptance,
)

from mangnon.cases.describing_programs import AT, EXAMPLE, page
from mangnon.cases.machine.deciding import EVENTS
from mangnon.cases.machine.table import MOVES
from mangnon.cases.models import Case
from mangnon.cases.openapi import FORMS, move_of
from tests.cases.api.asking import send
from tests.cases.machine.cast import Cast
from tests.cases.screens.conftest import Browse
from tests.reports.partner.test_document import Here

EXAMPLES = 6


def test_the_page_is_drawn_and_its_example_works(cast: Cast, browse: Browse) -> None:
    assert Path("docs/reference/case-api.md").read_text(encoding="utf-8") == page()
    cast.taken()

    answer = send(browse(cast.worker), cast.case, EXAMPLE)

    assert (answer.status_code, answer.json()["urgency"]) == (200, "urgent")


def test_every_event_has_a_schema_with_what_it_needs() -> None:
    said = Client().get(f"{AT}openapi.json").json()

    body = said["paths"][f"{AT}vu-viec/{{pk}}/buoc"]["post"]["requestBody"]
    mapping = body["content"]["application/json"]["schema"]["discriminator"]["mapping"]
    assert list(mapping) == list(EVENTS)
    schemas = said["components"]["schemas"]
    for move in MOVES:
        asked = schemas[f"Move_{move.event}"]["properties"]
        told = {"urgency", "still_at_risk", "stable", "until"} if move.form else set()
        assert set(move.needs) - told <= set(asked), move.event
        assert ("paper" in asked) == bool(move.form or "paper" in move.needs)
    assert {name for name in schemas if name.startswith("Paper_")} == {f"Paper_{n}" for n in FORMS}
    assert said["components"]["securitySchemes"]["session"]["name"] == "mangnon"


def test_rows_of_one_event_ask_for_the_same() -> None:
    for move in MOVES:
        first = move_of(move.event).move
        assert (move.needs, move.form) == (first.needs, first.form)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_every_answer_is_one_that_the_document_tells_of(
    cast: Cast, browse: Browse, mode: GenerationMode
) -> None:
    cast.taken()
    seen = set[int]()
    chair = browse(cast.chair)
    chair.get(f"/vu-viec/{cast.case.pk}/")  # any page with a form
    cookies = {one.key: one.value for one in chair.cookies.values()}
    document = schemathesis.openapi.from_wsgi(f"{AT}openapi.json", Here())
    document.config.generation.update(with_security_parameters=False)  # the session is handed in
    for result in document.get_all_operations():
        operation = result.ok()
        if mode is GenerationMode.POSITIVE or not operation.path.endswith("/bang"):  # takes nothing
            made = operation.as_strategy(generation_mode=mode)
            _ask(made, cookies, str(cast.case.pk), seen)

    assert seen >= ({200, 404} if mode is GenerationMode.POSITIVE else {400, 404})


def _ask(made: Any, cookies: dict[str, str], pk: str, seen: set[int]) -> None:
    version = Case.objects.values_list("version", flat=True).get()

    @hypothesis.settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(case=made, ours=hypothesis.strategies.booleans())
    def ask(case: Any, ours: bool) -> None:
        if ours and "pk" in (case.path_parameters or {}):
            case.path_parameters["pk"] = pk
        if ours and isinstance(case.body, dict) and type(case.body.get("version")) is int:
            case.body["version"] = version
        token = cookies["csrftoken"]
        with transaction.atomic():
            answer = case.call(cookies=cookies, headers={"X-CSRFToken": token})
            transaction.set_rollback(True)
        seen.add(answer.status_code)
        # The session is a good one, and what fits the document may still not fit the case.
        case.validate_response(answer, excluded_checks=[ignored_auth, positive_data_acceptance])

    ask()
