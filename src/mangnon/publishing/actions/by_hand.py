"""What a person did outside is noted here."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from mangnon.base.audit.api import record
from mangnon.kit import clock
from mangnon.publishing.actions.noting import move
from mangnon.publishing.channels import channels
from mangnon.publishing.choices import State
from mangnon.publishing.models import Post
from mangnon.publishing.perms import can_publish
from mangnon.publishing.refusals import Conflict, Invalid, NotAllowed
from mangnon.units.api import Person


@transaction.atomic
def posted_by_hand(*, post: Post, by: Person, address: str = "") -> Post:
    """Posted, or found to be posted. Raises NotAllowed, Conflict; Invalid for an address that is
    not of the platform."""
    _may(by, post)
    there = address.strip()
    channel = channels()[post.channel]
    if channel.is_ours and not channel.is_ours(post.platform, there):
        raise Invalid("Hãy dán địa chỉ https của bài, đúng nền tảng đã chọn.", "address")
    if not channel.is_ours and there and not there.startswith("https://"):
        raise Invalid("Địa chỉ bắt đầu bằng https://", "address")
    changed = move(
        post,
        come_from={State.WAITING_HAND, State.UNSURE},
        to=State.SENT,
        words=there,
        by=by,
        address=there[:500],
        sent_at=clock.now(),
        problem="",
    )
    record(by=by, what="post.sent", on=changed, unit=changed.unit_id, facts={"by_hand": True})
    return changed


@transaction.atomic
def not_posted(*, post: Post, by: Person) -> Post:
    """A person looked and nothing stands there: it may be sent. Raises NotAllowed, Conflict."""
    _may(by, post)
    again: dict[str, Any] = {"next_try_at": clock.now(), "attempts": 0, "problem": ""}
    changed = move(post, come_from={State.UNSURE}, to=State.SCHEDULED, by=by, **again)
    record(by=by, what="post.tried_again", on=changed, unit=changed.unit_id)
    return changed


_DONE = {State.HAND_RECALL: State.RECALLED, State.HAND_CORRECT: State.CORRECTED}


@transaction.atomic
def done_by_hand(*, post: Post, by: Person) -> Post:
    """Taken off or corrected by a person. Raises NotAllowed, Conflict."""
    _may(by, post)
    to = _DONE.get(State(post.state))
    if to is None:
        raise Conflict("Bài đăng không chờ việc làm bằng tay.")
    gone: dict[str, Any] = {"recalled_at": clock.now()} if to == State.RECALLED else {}
    changed = move(post, come_from={State(post.state)}, to=to, by=by, problem="", **gone)
    record(by=by, what=f"post.{to}", on=changed, unit=changed.unit_id, facts={"by_hand": True})
    return changed


def _may(by: Person, post: Post) -> None:
    if not can_publish(by, post.unit):
        raise NotAllowed("Anh/chị không ghi được việc này.")
