"""From a product to a draft for a channel: its texts, its pictures, what stands beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from mangnon.base.files.api import contents
from mangnon.kit import clock
from mangnon.library.api import Product, ProductFile, brief_of, files_of, standing
from mangnon.publishing.channels.base import Draft, Media
from mangnon.publishing.models import Post
from mangnon.studio.genres.article.make import foot_lines

MOST_PICTURES = 10
HOLDS_DAYS = 30  # of a text without a day of its own


@dataclass(frozen=True, slots=True)
class Texts:
    """What a post begins with; a person edits it."""

    title: str
    description: str = ""
    text: str = ""
    hashtags: tuple[str, ...] = ()


def address_of(product: Product) -> str:
    """The product's page on the public site, whole."""
    return settings.PUBLIC_URL + reverse("public_product", args=[product.pk])


def texts_for(product: Product, channel: str) -> Texts:
    """From the posts that the studio wrote for the same map, else from the product's sentences,
    with whom to call, the source and the label for AI below them."""
    for file in _files_beside(product, "social"):
        if file.name == "bai-dang.json":
            said = json.loads(contents(file.file))
            one = said.get(channel) or next(iter(said.values()))
            title = one["title"] or product.title
            return Texts(title[:300], one["description"], one["text"], tuple(one["hashtags"]))
    says = list(dict.fromkeys(one["text"] for file in files_of(product) for one in file.says))
    text = "\n".join([*says[:12], "", *foot_lines(brief_of(product))]).strip()
    return Texts(product.title[:300], (says[1:2] or [""])[0][:300], text)


def draft_of(post: Post) -> Draft:
    """All that goes out with a post, with the note of a correction before its text."""
    files = files_of(post.product)
    media = [_media(one) for one in files]
    due = clock.local(post.due_at or clock.now()).date()
    slip = _slip(media)
    return Draft(
        title=post.title,
        description=post.description,
        text=_with_note(post),
        pictures=_pictures(post.product, media),
        video=_video(media, upright=post.platform == "tiktok"),
        address=address_of(post.product),
        hashtags=tuple(post.hashtags),
        files=tuple(one for one in media if not _is_shown(one)),
        recipients=tuple(post.recipients),
        maker=post.unit.name,
        valid_from=due.isoformat(),
        valid_until=slip.get("valid_until") or (due + timedelta(days=HOLDS_DAYS)).isoformat(),
        platform=post.platform,
        product=str(post.product_id),
        priority=slip.get("priority", ""),
    )


def _with_note(post: Post) -> str:
    return f"Đính chính: {post.note}\n\n{post.text}" if post.note else post.text


def _pictures(product: Product, media: list[Media]) -> tuple[Media, ...]:
    """Its own; a product without any takes the square pictures made of the same map."""
    own = [one for one in media if one.kind == "image/png"]
    beside = [] if own else [_media(one) for one in _files_beside(product, "carousel")]
    return tuple([*own, *beside][:MOST_PICTURES])


def _video(media: list[Media], *, upright: bool) -> Media | None:
    films = [one for one in media if one.kind == "video/mp4"]
    wanted = "clip-doc" if upright else "clip-ngang"
    return next((one for one in films if one.name.startswith(wanted)), next(iter(films), None))


def _is_shown(media: Media) -> bool:
    return media.kind in {"image/png", "video/mp4"}


def _slip(media: list[Media]) -> dict[str, Any]:
    """What goes with a text for the loudspeakers; empty for all else."""
    slip = next((one for one in media if one.name == "phat-thanh.json"), None)
    said: dict[str, Any] = json.loads(slip.content) if slip else {}
    return said


def _files_beside(product: Product, genre: str) -> list[ProductFile]:
    """Of the approved product of another genre from the same revision and unit."""
    if product.genre == genre:
        return files_of(product)
    found = standing().filter(revision=product.revision_id, unit=product.unit_id, genre=genre)
    beside = found.order_by("-made_at").first()
    return files_of(beside) if beside else []


def _media(file: ProductFile) -> Media:
    return Media(file.name, contents(file.file), file.file.media_type, file.alt)
