"""Why a file is not taken, each with words fit for the screen."""

from __future__ import annotations


class Refused(Exception):
    """Something anticipated is wrong with a file; `str()` says what, in Vietnamese."""


class NotAPackage(Refused):
    """Not one of ours, or cut."""


class Changed(Refused):
    """One of ours whose bytes are not those that were packed."""


class NotForUs(Refused):
    """Locked for somebody else, or the passphrase is another."""


class BadSignature(Refused):
    """Signed by nobody, or by another than it says."""


class BadCard(Refused):
    """Not the card of a province."""
