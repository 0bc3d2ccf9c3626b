"""Taking back and correcting, everywhere at once."""

from __future__ import annotations

from contextlib import suppress

from django.db import transaction

from mangnon.base.audit.api import record
from mangnon.kit import clock
from mangnon.library import api as library
from mangnon.publishing.actions.noting import move, note
from mangnon.publishing.actions.telling import tell_publishers
from mangnon.publishing.actions.working import work_on
from mangnon.publishing.channels import channels
from mangnon.publishing.choices import CORRECTABLE, GOING, LIVE, OPEN, State
from mangnon.publishing.models import Post
from mangnon.publishing.perms import can_publish, can_take_back
from mangnon.publishing.queries.visible import posts_of_all, saying_the_same
from mangnon.publishing.refusals import Conflict, Invalid, NotAllowed
from mangnon.units.api import Person

_LEFT = (LIVE | OPEN) - GOING
MOST_AT_ONCE = 200


@transaction.atomic
def recall_everywhere(*, product: library.Product, by: Person, reason: str) -> list[Post]:
    """The product is recalled in the library with all copies of it, gone from the site, and on its
    way off every channel, those of the units that copied it too.

    Raises the library's refusals. Returns the posts of all as they stand now.
    """
    gone = library.recall(product=product, by=by, reason=reason)
    for post in posts_of_all(gone).exclude(state__in=[State.RECALLED, State.CANCELLED]):
        with suppress(Conflict):  # a worker was quicker: `take_back_recalled` comes by
            take_back(post, by=by, reason=post.product.recall_reason)
    return list(posts_of_all(gone))


def take_back_recalled() -> int:
    """Posts out there whose product was recalled, in the library or a moment too early for a post
    on its way. How many."""
    library.recall_left_copies()
    rows = Post.objects.filter(product__state=library.ProductState.RECALLED, state__in=_LEFT)
    found = list(rows.select_related("product", "unit", "account")[:MOST_AT_ONCE])
    for post in found:
        with suppress(Conflict):
            take_back(post, by=None, reason=post.product.recall_reason)
    return len(found)


@transaction.atomic
def recall_post(*, post: Post, by: Person, reason: str) -> Post:
    """One post alone. Raises NotAllowed, Invalid, Conflict."""
    if not can_take_back(by, post):
        raise NotAllowed("Anh/chị không gỡ được bài đăng này.")
    if not reason.strip():
        raise Invalid("Hãy ghi lý do gỡ.", "reason")
    if post.state not in LIVE - GOING:
        raise Conflict("Bài này không còn ở ngoài kênh.")
    take_back(post, by=by, reason=reason.strip()[:300])
    record(by=by, what="post.recall_asked", on=post, unit=post.unit_id)
    return post


def take_back(post: Post, *, by: Person | None, reason: str) -> None:
    """As far as a program can at once, the rest through the queue or to a person."""
    if post.state in OPEN:
        move(post, come_from=OPEN, to=State.CANCELLED, words=reason, by=by, next_try_at=None)
    elif post.channel == "website" and post.state in LIVE:
        library.take_off(post.product)
        done = {"recalled_at": clock.now(), "reason": reason, "next_try_at": None}
        move(post, come_from=LIVE, to=State.RECALLED, words=reason, by=by, **done)
    elif post.state == State.SENDING:  # the worker takes it back when it has noted where it is
        Post.objects.filter(pk=post.pk).update(reason=reason)
        note(post, State.RECALL_DUE, reason, by)
    elif post.state in LIVE | {State.UNSURE}:
        _on_its_way(post, by, reason)


def _on_its_way(post: Post, by: Person | None, reason: str) -> None:
    can = channels()[post.channel].can_recall and post.outside_id
    to = State.RECALL_DUE if can else State.HAND_RECALL
    again = {"reason": reason, "next_try_at": clock.now(), "attempts": 0, "held_until": None}
    move(post, come_from=LIVE | {State.UNSURE}, to=to, words=reason, by=by, **again)
    if can:
        transaction.on_commit(lambda: work_on.enqueue(str(post.pk)) and None)
    else:
        tell_publishers(post, "post_for_hand", post.get_state_display())


@transaction.atomic
def correct_everywhere(*, product: library.Product, by: Person, text: str) -> list[Post]:
    """A note of correction on every post out there, and on those of copies that say the same.

    Raises NotAllowed, Invalid, Conflict.
    """
    if not can_publish(by, product.unit):
        raise NotAllowed("Anh/chị không đính chính được sản phẩm này.")
    said = " ".join(text.split())[:500]
    if not said:
        raise Invalid("Hãy ghi nội dung đính chính.", "note")
    out = list(posts_of_all(saying_the_same(product)).filter(state__in=CORRECTABLE))
    if not out:
        raise Conflict("Sản phẩm chưa được đăng ở đâu.")
    for post in out:
        _correct(post, by, said)
        if post.unit_id != product.unit_id:
            tell_publishers(post, "corrected_with_original", said)
    record(by=by, what="product.corrected", on=product, unit=product.unit_id)
    return out


def _correct(post: Post, by: Person, said: str) -> None:
    can = channels()[post.channel].can_correct
    to = State.CORRECT_DUE if can else State.HAND_CORRECT
    again = {"note": said, "next_try_at": clock.now(), "attempts": 0}
    move(post, come_from=LIVE - GOING, to=to, words=said, by=by, **again)
    if can:
        transaction.on_commit(lambda: work_on.enqueue(str(post.pk)) and None)
    else:
        tell_publishers(post, "post_for_hand", post.get_state_display())
