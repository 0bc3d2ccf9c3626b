"""A program that acts for somebody signed in."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.test import Client

from mangnon.cases.models import Case

AT = "/api/ho-so/v1"


def listed(client: Client, **query: Any) -> Any:
    return client.get(f"{AT}/vu-viec", query)


def shown(client: Client, case: Case) -> Any:
    return client.get(f"{AT}/vu-viec/{case.pk}")


def send(client: Client, case: Case, body: Any, *, once: str = "", **headers: str) -> Any:
    """The body as it is, once under this key or a fresh one."""
    return client.post(
        f"{AT}/vu-viec/{case.pk}/buoc",
        body,
        content_type="application/json",
        headers={"Idempotency-Key": once or uuid4().hex, **headers},
    )


def move(client: Client, case: Case, event: str, *, once: str = "", **said: Any) -> Any:
    """The move from the version that the database holds now."""
    version = Case.objects.values_list("version", flat=True).get(pk=case.pk)
    return send(client, case, {"event": event, "version": version, **said}, once=once)
