"""Prints a page for the web server to show while the platform is stopped."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.core.management.base import BaseCommand, CommandError
from django.template.loader import render_to_string

from mangnon.base.ui.site import Site

WHERE = "ui/dung-phuc-vu.html"


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


def lay_down(static_root: Path) -> Path | None:
    """The page as a file where the web server in front looks for it (`deploy/nginx.conf`): at each
    start, for gathering static files anew takes it away. None while the look is not built."""
    try:
        page = maintenance_page()
    except CommandError:
        return None
    file = static_root / WHERE
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(".new")
    beside.write_text(page, encoding="utf-8")
    return beside.replace(file)


class Command(BaseCommand):
    help = "In ra trang báo bảo trì, một tệp HTML tự đủ cho máy chủ web phía trước."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(maintenance_page())
