"""On which page a person goes on after a message."""

from __future__ import annotations

from django.urls import reverse

from mangnon.directives.models import Assignment, Directive

# Message -> the page that it leads to; all others lead to the one piece of work.
_LETTER_PAGES = {
    "issued": "letter_work",
    "hand_down": "letter_work",
    "withdrawn": "letter_work",
    "closed": "letter_work",
    "accepted": "letter_work",
    "reminder": "letter_work",
    "ask_extension": "extensions",
    "waiting": "judging",
    "overdue": "board",
}


def page_of(template: str, directive: Directive, work: Assignment | None) -> str:
    """The path of the site that belongs to a message."""
    page = _LETTER_PAGES.get(template)
    if page is not None:
        return reverse(page, args=[directive.pk])
    if work is not None:
        return reverse("assignment", args=[work.pk])
    return reverse("letter", args=[directive.pk])
