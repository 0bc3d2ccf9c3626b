"""Prints a page for the web server to show while the platform is stopped."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.core.management.base import BaseCommand, CommandError
from django.template.loader import render_to_string

from mangnon.base.ui.site import Site


def maintenance_page() -> str:
    """One file that needs nothing else: no database, no fonts, no other request.

    Raises CommandError when the look has not been built.
    """
    sheet = finders.find("ui/built/mangnon.css")
    if not sheet:
        raise CommandError("Chưa dựng giao diện. Hãy chạy: make setup")
    css = re.sub(r"@font-face\{[^}]*\}", "", Path(sheet).read_text(encoding="utf-8"))
    page = render_to_string("portal/maintenance.html", {"platform": Site()})
    return page.replace("</head>", f"<style>{css}</style>\n</head>")


class Command(BaseCommand):
    help = "In ra trang báo bảo trì, một tệp HTML tự đủ cho máy chủ web phía trước."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(maintenance_page())
