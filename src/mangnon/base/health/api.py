"""Is the installation well."""

from mangnon.base.health.beside import register_file
from mangnon.base.health.checks import Finding, register_look, run_checks
from mangnon.base.health.system import may_see_system
from mangnon.base.health.vital import vital_signs

__all__ = [
    "Finding",
    "may_see_system",
    "register_file",
    "register_look",
    "run_checks",
    "vital_signs",
]
