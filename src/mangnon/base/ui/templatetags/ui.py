"""The components as template tags; docs/reference/components.md shows each in use."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from mangnon.base.ui import words

register = template.Library()

_ICONS = Path(__file__).parents[1] / "static" / "ui" / "built" / "icons.json"
TONES = frozenset({"green", "amber", "red", "blue", "violet", "teal", "grey"})
BANNERS = {"info": "info", "success": "check", "warning": "alert", "danger": "alert"}


@cache
def _icons() -> dict[str, str]:
    """The drawings by name; none before the look is built, and pages are whole without them."""
    if not _ICONS.is_file():
        return {}
    drawings: dict[str, str] = json.loads(_ICONS.read_text(encoding="utf-8"))
    return drawings


def icon_names() -> list[str]:
    return sorted(_icons())


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing beside words; it says nothing to a screen reader. "" draws nothing."""
    drawing = _icons().get(name, "")
    if not drawing:
        return mark_safe("")
    return mark_safe(  # noqa: S308 - our own build's file
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        f"{drawing}</svg>"
    )


@register.simple_tag
def button(
    text: str,
    *,
    href: str = "",
    kind: str = "",
    name: str = "",
    value: str = "",
    form: str = "",
    icon_name: str = "",
    size: str = "",
    disabled: bool = False,
) -> SafeString:
    """A link that looks like a button when `href` is given, else a submit button.

    `kind`: "" (main), secondary, warning, quiet, accent. `size`: "", small, large.
    """
    classes = " ".join(["button", *(f"button--{part}" for part in (kind, size) if part)])
    inside = format_html("{}<span>{}</span>", icon(icon_name), text)
    if href:
        return format_html('<a class="{}" href="{}">{}</a>', classes, href, inside)
    given = {"name": name, "value": value, "form": form}
    attributes = format_html_join("", ' {}="{}"', ((k, v) for k, v in given.items() if v != ""))
    off = mark_safe(" disabled") if disabled else ""
    return format_html(
        '<button class="{}" type="submit"{}{}>{}</button>', classes, attributes, off, inside
    )


@register.simple_tag
def tag(text: str, tone: str = "grey", letter: str = "") -> SafeString:
    """A state: its words, a tone and the letter that says the same without colour."""
    tone = tone if tone in TONES else "grey"
    if not letter:
        return format_html('<span class="tag tag--plain tone-{}">{}</span>', tone, text)
    return format_html(
        '<span class="tag tone-{}"><span class="tag__letter" aria-hidden="true">{}</span>{}</span>',
        tone,
        letter,
        text,
    )


@register.simple_tag
def due(days: int | None, *, working: bool = True) -> SafeString:
    """Days left to a deadline, in words and tone; None when there is no deadline."""
    if days is None:
        return mark_safe('<span class="due tone-grey">không có hạn</span>')
    shape = "alert" if days < 0 else "clock"
    return format_html(
        '<span class="due tone-{}">{}{}</span>',
        words.due_tone(days),
        icon(shape),
        words.due_words(days, working=working),
    )


@register.filter
def day_words(value: date | datetime | None) -> str:
    """ "hôm nay", "hôm qua", "thứ Hai 24/11", "24/11/2025"; "" for None."""
    if value is None:
        return ""
    day = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return words.day_words(day, today=timezone.localdate())


@register.simple_block_tag
def banner(content: str, kind: str = "info", title: str = "") -> SafeString:
    """A message set apart. `kind`: info, success, warning, danger (read out at once)."""
    kind = kind if kind in BANNERS else "info"
    role = "alert" if kind == "danger" else "status"
    heading = (
        format_html('<p class="banner__title"><strong>{}</strong></p>', title) if title else ""
    )
    return format_html(
        '<div class="banner banner--{}" role="{}">{}<div class="banner__body">{}{}</div></div>',
        kind,
        role,
        icon(BANNERS[kind]),
        heading,
        content,
    )


@register.simple_block_tag
def empty(content: str, title: str, icon_name: str = "inbox") -> SafeString:
    """What a list says when there is nothing in it."""
    return format_html(
        '<div class="empty">{}<p class="empty__title">{}</p>{}</div>',
        icon(icon_name),
        title,
        content.strip() and format_html("<div>{}</div>", content),
    )


@register.simple_tag
def progress(done: int, of: int, label: str = "", tone: str = "green") -> SafeString:
    """How many of how many, as a bar and in figures. `label` names the bar, also unseen."""
    return format_html(
        '<div class="progress tone-{}">{}<progress max="{}" value="{}" aria-label="{}"></progress>'
        '<span class="progress__figure">{}/{}</span></div>',
        tone,
        format_html('<span class="progress__label">{}</span>', label) if label else "",
        max(of, 1),
        done,
        label or "Tiến độ",
        done,
        of,
    )


@register.simple_tag
def summary(rows: Iterable[Sequence[Any]]) -> SafeString:
    """Rows of (name, value) or (name, value, address, verb): `("Hạn", "20/11", "/sua/", "Sửa")`."""
    return mark_safe(  # noqa: S308 - a template of ours escapes
        render_to_string("ui/parts/summary.html", {"rows": [_summary_row(row) for row in rows]})
    )


def _summary_row(row: Sequence[Any]) -> dict[str, Any]:
    name, value, *action = row
    href, verb = action or ("", "")
    return {"name": name, "value": value, "href": href, "verb": verb}


@register.simple_tag
def table(
    columns: Sequence[str], rows: Iterable[Sequence[Any]], caption: str, numeric: str = ""
) -> SafeString:
    """A dense table that becomes cards on a phone. The first column names the row.

    `numeric`: numbers of right-aligned columns from 1, as "3,4". Cells may be safe markup.
    """
    numbers = {int(place) for place in numeric.split(",") if place}
    heads = [(name, place in numbers) for place, name in enumerate(columns, 1)]
    cells = [[(*head, cell) for head, cell in zip(heads, row, strict=True)] for row in rows]
    return mark_safe(  # noqa: S308 - a template of ours escapes
        render_to_string("ui/parts/table.html", {"heads": heads, "rows": cells, "caption": caption})
    )


@register.inclusion_tag("ui/parts/breadcrumbs.html")
def breadcrumbs(*steps: str) -> dict[str, Any]:
    """Pairs of words and address, the last one words alone: `"Công văn" "/cong-van/" "Số 512"`."""
    links = [(steps[at], steps[at + 1]) for at in range(0, len(steps) - 1, 2)]
    return {"links": links, "here": steps[-1] if len(steps) % 2 else ""}


@register.inclusion_tag("ui/parts/tabs.html")
def tabs(items: Iterable[Sequence[Any]], label: str = "Các phần") -> dict[str, Any]:
    """Links that look like tabs: (words, address, is this the one[, count])."""
    return {
        "label": label,
        "items": [
            {"text": text, "href": href, "current": here, "count": rest[0] if rest else None}
            for text, href, here, *rest in items
        ],
    }


@register.inclusion_tag("ui/parts/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page[Any], what: str = "dòng") -> dict[str, Any]:
    """Links to the pages of a Django `Page`, keeping the other words of the address."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "what": what,
        "numbers": list(numbers) if page.paginator.num_pages > 1 else [],
        "gap": page.paginator.ELLIPSIS,
        "request": context.get("request"),
    }


@register.inclusion_tag("ui/parts/error_summary.html")
def error_summary(*refused: forms.BaseForm | None) -> dict[str, Any]:
    """Everything wrong with the forms, each thing a link to its field. Nothing when all is well."""
    return {"problems": [problem for form in refused if form for problem in _problems(form)]}


def _problems(form: forms.BaseForm) -> Iterable[tuple[str, str]]:
    if not form.is_bound:
        return
    for name, errors in form.errors.items():
        field = form[name] if name in form.fields else None
        target = "" if field is None or field.is_hidden else _first_control(field)
        label = "" if field is None else f"{field.label}: "
        for error in errors:
            yield target, f"{label}{error}"


def _first_control(field: Any) -> str:
    """The id to jump to: groups of controls have none of the field's own id."""
    widget = field.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple | forms.MultiWidget):
        return f"{field.auto_id}_0"
    return str(field.id_for_label or field.auto_id)


@register.inclusion_tag("ui/parts/exit_page.html", takes_context=True)
def exit_page(context: template.Context) -> dict[str, Any]:
    """The way out at once, for pages about a report; also by pressing Shift three times."""
    return {"platform": context.get("platform")}
