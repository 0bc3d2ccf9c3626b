"""A new, empty house for a program that asks every address: stands once this is imported, which
comes before anything of Django is."""

from __future__ import annotations

import logging
import os
import tempfile
from hashlib import sha256

os.environ["DJANGO_SETTINGS_MODULE"] = "mangnon.project.settings"
os.environ["MANGNON_DATA"] = tempfile.mkdtemp()
os.environ.setdefault("MANGNON_LOG", "json")

import django
from django.conf import settings
from django.core.management import call_command
from django.test.utils import setup_test_environment

django.setup()
setup_test_environment()
settings.STORAGES = settings.STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
call_command("migrate", interactive=False, verbosity=0)

from mangnon.base.walls import whole_program_asks  # noqa: E402
from mangnon.kit import sealing  # noqa: E402

# Passphrases are not what is tried here, and Argon2 is slow on purpose.
sealing.key_of = lambda words, salt: sha256(salt + words.encode()).digest()  # type: ignore[assignment]
logging.disable(logging.ERROR)
whole_program_asks("a measurement")
