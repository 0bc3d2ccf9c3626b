"""Is the installation well."""

from mangnon.base.health.checks import Finding, run_checks
from mangnon.base.health.vital import vital_signs

__all__ = ["Finding", "run_checks", "vital_signs"]
