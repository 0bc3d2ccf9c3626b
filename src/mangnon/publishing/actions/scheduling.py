"""A post is written, given its moment, moved, tried again, dropped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from mangnon.base.audit.api import record
from mangnon.kit import clock
from mangnon.library.api import Product, standing
from mangnon.publishing.actions.noting import move, note
from mangnon.publishing.actions.working import work_on
from mangnon.publishing.channels import channels
from mangnon.publishing.channels.base import Problem
from mangnon.publishing.choices import OPEN, State
from mangnon.publishing.drafting import draft_of
from mangnon.publishing.models import ChannelAccount, Post
from mangnon.publishing.perms import can_publish, can_use
from mangnon.publishing.refusals import Conflict, Invalid, NotAllowed
from mangnon.units.api import Person


@dataclass(frozen=True)
class Written:
    """What a person wrote for a post; `due_at` None is at once."""

    channel: str
    title: str
    description: str = ""
    text: str = ""
    hashtags: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    platform: str = ""
    account: ChannelAccount | None = None
    due_at: datetime | None = None
    key: UUID | None = field(default=None)  # of the form: sent twice, it makes one post


def schedule(*, product: Product, by: Person, written: Written) -> Post:
    """Raises NotAllowed; Invalid with the first thing that stops the channel; Conflict."""
    _allowed(product, by, written)
    post = _as_post(product, by, written)
    stopping = [one for one in problems_of(post) if one.stops]
    if stopping:
        said = stopping[0]
        raise Invalid(f"{said.words} ({said.certainty.value})", said.field)
    try:
        with transaction.atomic():
            post.save(force_insert=True)
            note(post, State.SCHEDULED, by=by)
            facts = {"channel": post.channel, "product": str(product.pk)}
            record(by=by, what="post.scheduled", on=post, unit=post.unit_id, facts=facts)
            _soon(post)
    except IntegrityError as twice:
        raise Conflict("Sản phẩm này đã được đăng, hoặc đã hẹn đăng, ở kênh này.") from twice
    return post


def problems_of(post: Post) -> list[Problem]:
    """What speaks against a post, those that stop it first."""
    return sorted(channels()[post.channel].check(draft_of(post)), key=lambda one: not one.stops)


def _allowed(product: Product, by: Person, written: Written) -> None:
    channel = channels().get(written.channel)
    if channel is None:
        raise Invalid("Hãy chọn kênh trong danh sách.", "channel")
    if not can_publish(by, product.unit):
        raise NotAllowed(f"Anh/chị không đăng bài thay {product.unit.name}.")
    if not standing().filter(pk=product.pk).exists():
        raise Conflict("Chỉ đăng được sản phẩm đã duyệt, còn hạn và còn đúng với tài liệu nguồn.")
    account = written.account
    if channel.needs_account and account is None:
        raise Invalid("Hãy chọn tài khoản sẽ đăng.", "account")
    fits = account is None or (
        account.channel == channel.name
        and account.closed_at is None
        and can_use(by, account, product.unit)
    )
    if not fits:
        raise Invalid("Tài khoản này không dùng được cho bài đăng.", "account")


def _as_post(product: Product, by: Person, written: Written) -> Post:
    due = written.due_at or clock.now()
    post = Post(
        product=product,
        unit=product.unit,
        channel=written.channel,
        account=written.account,
        title=written.title.strip()[:300],
        description=written.description.strip()[:600],
        text=written.text.strip(),
        hashtags=list(written.hashtags),
        recipients=list(dict.fromkeys(written.recipients)),
        platform=written.platform,
        due_at=due,
        next_try_at=due,
        state=State.SCHEDULED,
        made_by=by,
    )
    if written.key:
        post.key = written.key
    return post


def _soon(post: Post) -> None:
    """Not the next minute but now, when it is due now."""
    if post.next_try_at and post.next_try_at <= clock.now():
        transaction.on_commit(lambda: work_on.enqueue(str(post.pk)) and None)


@transaction.atomic
def reschedule(*, post: Post, by: Person, due_at: datetime) -> Post:
    """Another moment for what has not begun. Raises NotAllowed, Invalid, Conflict."""
    _may(by, post)
    if due_at < clock.now():
        raise Invalid("Thời điểm đăng đã qua.", "due_at")
    changed = move(
        post,
        come_from={State.SCHEDULED},
        to=State.SCHEDULED,
        words=f"Hẹn lại {clock.local(due_at):%H:%M %d/%m/%Y}",
        by=by,
        due_at=due_at,
        next_try_at=due_at,
        attempts=0,
    )
    record(by=by, what="post.moved", on=changed, unit=changed.unit_id)
    return changed


@transaction.atomic
def cancel(*, post: Post, by: Person) -> Post:
    """Drop what has not gone out. Raises NotAllowed, Conflict."""
    _may(by, post)
    changed = move(post, come_from=OPEN, to=State.CANCELLED, by=by, next_try_at=None)
    record(by=by, what="post.cancelled", on=changed, unit=changed.unit_id)
    return changed


@transaction.atomic
def try_again(*, post: Post, by: Person) -> Post:
    """After a refusal was put right. Raises NotAllowed, Conflict."""
    _may(by, post)
    changed = move(
        post,
        come_from={State.FAILED},
        to=State.SCHEDULED,
        by=by,
        next_try_at=clock.now(),
        attempts=0,
        problem="",
    )
    record(by=by, what="post.tried_again", on=changed, unit=changed.unit_id)
    _soon(changed)
    return changed


def _may(by: Person, post: Post) -> None:
    if not can_publish(by, post.unit):
        raise NotAllowed("Anh/chị không đổi được bài đăng này.")


def split_words(text: str, marks: str = ",;\n") -> Iterable[str]:
    """Addresses or tags as people write them in one field."""
    for mark in marks:
        text = text.replace(mark, "\n")
    return [one.strip().lstrip("#") for one in text.split("\n") if one.strip()]
