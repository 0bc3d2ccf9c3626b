"""Django with every app: what each command of the program begins with."""

from __future__ import annotations

import gc

import django
from django.apps import apps


def load() -> None:
    """What is loaded stays for good. To look for rubbish in it, again and again while it is made
    and twice more at the end, took a quarter of the processor time of each start."""
    if apps.ready:
        return
    gc.disable()
    django.setup()
    gc.freeze()
    gc.enable()
