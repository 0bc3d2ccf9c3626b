from typing import Any

from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "mangnon.units"

    def ready(self) -> None:
        from mangnon.base.audit.api import register_auditors

        register_auditors(_is_auditor)


def _is_auditor(person: Any) -> bool:
    """The record is open to whoever holds the auditor's role today."""
    from mangnon.units.api import Person, Role, scope_of

    return isinstance(person, Person) and scope_of(person).has(Role.AUDITOR)
