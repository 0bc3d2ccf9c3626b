"""An upload that stays in memory: what may show a child is never laid down in clear on a disk."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler


class InMemory(MemoryFileUploadHandler):
    """Of whatever size: the view bounds what is read before it names this handler."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self.activated = True
