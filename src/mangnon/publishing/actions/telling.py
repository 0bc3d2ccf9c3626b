"""Telling those who publish for a unit, on their desk."""

from __future__ import annotations

from django.urls import reverse

from mangnon.base.notices.api import Message, tell_many
from mangnon.publishing.models import Post
from mangnon.publishing.perms import PUBLISHERS
from mangnon.units.api import people_at


def tell_publishers(post: Post, template: str, words: str) -> None:
    """Once for a state of the post, however often it comes there by itself."""
    link = reverse("post", args=[post.pk])
    context = {"title": post.title, "words": words}
    tell_many(
        Message(template, f"{template}:{post.pk}:{person.pk}", "", person.pk, context, link)
        for person in people_at(post.unit, PUBLISHERS)
    )
