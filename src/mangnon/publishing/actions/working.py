"""The worker's side: take a post, call its channel, note what came of it. Never twice.

Theory. A crash can fall between the call to a channel and the note of it; no program can tell
the two apart afterwards unless the channel can be asked. So the intent is written first
(SCHEDULED -> SENDING, committed), and only the one who changed that row calls. A row found in
SENDING with its hold run out was left by a crash. It is sent again only where that is known to
have no second effect (`repeats_safely`), or where the channel, asked by the post's key, says that
nothing stands there. Everything else becomes UNSURE and a person looks. Taking back and correcting
have no second effect by the contract of channels, so those are simply done again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from random import SystemRandom
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django_tasks import task

from mangnon.base.audit.api import record
from mangnon.kit import clock
from mangnon.library.api import standing
from mangnon.publishing.accounts import account_of
from mangnon.publishing.actions.noting import note
from mangnon.publishing.actions.offering import offer
from mangnon.publishing.actions.telling import tell_publishers
from mangnon.publishing.channels import channels
from mangnon.publishing.channels.base import Channel, Later, Refused, Sent, TokenExpired, Unsure
from mangnon.publishing.choices import BEGUN, DUE_AGAIN, State
from mangnon.publishing.drafting import draft_of
from mangnon.publishing.models import ChannelAccount, Post

HELD = timedelta(minutes=10)  # longer than any call may take
MOST_TRIES = 8
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
NO_TOKEN_PAUSE = timedelta(hours=1)
UNKNOWN = "Không rõ đã đăng chưa, hãy kiểm tra trên kênh rồi ghi lại ở đây."
_chance = SystemRandom()
_log = logging.getLogger(__name__)


@task(retries=0, minutes=9)
def work_on(pk: str) -> None:
    """One post, now."""
    work(UUID(pk), clock.now())


def work(pk: UUID, now: datetime) -> None:
    """Do what is due for a post; nothing when another has it or nothing is due."""
    post = _left_behind(pk, now) or _taken(pk, now)
    if post is not None:
        _DOING[State(post.state)](post, channels()[post.channel])


def _taken(pk: UUID, now: datetime) -> Post | None:
    """The post, begun and held by this process; the note of it is committed."""
    for due, begun in BEGUN.items():
        with transaction.atomic():
            rows = Post.objects.filter(pk=pk, state=due, next_try_at__lte=now)
            changes = {"attempts": F("attempts") + 1, "version": F("version") + 1}
            if rows.update(state=begun, held_until=now + HELD, **changes) == 1:
                post = _read(pk)
                note(post, begun)
                return post
    return None


def _left_behind(pk: UUID, now: datetime) -> Post | None:
    """A post that a crash left begun, taken over: to be done again, or None when it is settled."""
    rows = Post.objects.filter(pk=pk, state__in=[*DUE_AGAIN], held_until__lt=now)
    changes = {"attempts": F("attempts") + 1, "version": F("version") + 1}
    if rows.update(held_until=now + HELD, **changes) != 1:
        return None
    post = _read(pk)
    if post.state != State.SENDING or channels()[post.channel].repeats_safely:
        return post
    return _looked_up(post)


def _looked_up(post: Post) -> Post | None:
    """Ask the channel what stands under the key. The post when nothing does: it may be sent."""
    channel = channels()[post.channel]
    if channel.look_up is None:
        _unsure(post, UNKNOWN)
        return None
    try:
        found = channel.look_up(account_of(post.account), str(post.key))
    except (Later, Unsure):  # its hold runs out and it is asked again
        return None
    except (Refused, TokenExpired) as why:
        _unsure(post, f"{UNKNOWN} {why}")
        return None
    if found is None:
        return post
    _sent(post, found, "Tìm thấy trên kênh theo mã của bài đăng.")
    return None


def _read(pk: UUID) -> Post:
    return Post.objects.select_related("unit", "account", "product").get(pk=pk)


# --- what is done --------------------------------------------------------------------------------


def _send(post: Post, channel: Channel) -> None:
    if not standing().filter(pk=post.product_id).exists():
        _failed(post, "Sản phẩm đã bị thu hồi, hết hạn dùng hoặc cần cập nhật, nên không đăng.")
        return
    if post.account and post.account.closed_at:
        _failed(post, "Tài khoản của kênh đã ngắt kết nối.")
        return
    draft = draft_of(post)
    stopping = [one for one in channel.check(draft) if one.stops]
    if stopping:
        _failed(post, f"{stopping[0].words} ({stopping[0].certainty.value})")
        return
    try:
        sent = channel.send(account_of(post.account), draft, str(post.key))
    except Refused as why:
        _failed(post, str(why))
    except Later as why:
        _again(post, str(why), why.after)
    except TokenExpired as why:
        _no_token(post, str(why))
    except Exception as wrong:
        # Anything else may have happened after the request went out.
        if not isinstance(wrong, Unsure):
            _log.exception("a channel broke: %s", post.channel)
        _perhaps_sent(post, str(wrong) if isinstance(wrong, Unsure) else "")
    else:
        _sent(post, sent)


def _recall(post: Post, channel: Channel) -> None:
    _undo(
        post,
        lambda: channel.recall(account_of(post.account), post.outside_id),
        State.RECALLED,
        State.HAND_RECALL,
    )


def _correct(post: Post, channel: Channel) -> None:
    _undo(
        post,
        lambda: channel.correct(account_of(post.account), post.outside_id, draft_of(post)),
        State.CORRECTED,
        State.HAND_CORRECT,
    )


_DOING: dict[State, Callable[[Post, Channel], None]] = {
    State.SENDING: _send,
    State.RECALLING: _recall,
    State.CORRECTING: _correct,
}


def _undo(post: Post, call: Callable[[], None], done: State, by_hand: State) -> None:
    """Taking back and correcting: what the channel will not do is left to a person."""
    try:
        call()
    except Refused as why:
        _finish(post, by_hand, str(why), problem=str(why)[:500])
        tell_publishers(post, "post_for_hand", post.get_state_display())
    except TokenExpired as why:
        _no_token(post, str(why))
    except Exception as wrong:
        if not isinstance(wrong, Later | Unsure):
            _log.exception("a channel broke: %s", post.channel)
        after = wrong.after if isinstance(wrong, Later) else None
        _again(post, str(wrong) if isinstance(wrong, Later | Unsure) else "", after, by_hand)
    else:
        gone = {"recalled_at": clock.now()} if done == State.RECALLED else {}
        _finish(post, done, "", problem="", next_try_at=None, **gone)
        record(by=None, what=f"post.{done}", on=post, unit=post.unit_id)


# --- what is noted -------------------------------------------------------------------------------


@transaction.atomic
def _sent(post: Post, sent: Sent, words: str = "") -> None:
    if sent.waits:
        _finish(post, State.WAITING_HAND, "", next_try_at=None, problem="")
        tell_publishers(post, "post_for_hand", post.get_state_display())
        return
    where = {"outside_id": sent.outside_id, "address": sent.address[:500]}
    _finish(post, State.SENT, words, sent_at=clock.now(), next_try_at=None, problem="", **where)
    record(by=None, what="post.sent", on=post, unit=post.unit_id, facts={"channel": post.channel})
    if post.channel == "website":
        offer(post.product)
    if post.reason:  # taken back while it was on its way
        from mangnon.publishing.actions.recalling import take_back

        take_back(post, by=None, reason=post.reason)


def _failed(post: Post, words: str) -> None:
    _finish(post, State.FAILED, words, problem=words[:500], next_try_at=None)
    tell_publishers(post, "post_failed", words)


def _unsure(post: Post, words: str) -> None:
    _finish(post, State.UNSURE, words, problem=words[:500], next_try_at=None)
    tell_publishers(post, "post_for_hand", post.get_state_display())


def _perhaps_sent(post: Post, words: str) -> None:
    """The request may have arrived. Where sending twice is harmless it is tried again."""
    channel = channels()[post.channel]
    if channel.repeats_safely:
        _again(post, words, None)
    elif channel.look_up is None:
        _unsure(post, f"{UNKNOWN} {words}".strip())
    else:  # looked up when the hold has run out: a channel may show it late
        note(post, "unsure", words)


def _again(post: Post, words: str, after: timedelta | None, given_up: str = State.FAILED) -> None:
    """Later, each time later; given up after the last try."""
    if post.attempts >= MOST_TRIES:
        if given_up == State.FAILED:
            _failed(post, words or "Kênh không trả lời sau nhiều lần thử.")
        else:
            _finish(post, State(given_up), words, problem=words[:500], next_try_at=None)
            tell_publishers(post, "post_for_hand", post.get_state_display())
        return
    pause = max(pause_after(post.attempts), after or timedelta())
    due = DUE_AGAIN[State(post.state)]
    _finish(post, due, words, next_try_at=clock.now() + pause, problem=words[:500])


def _no_token(post: Post, words: str) -> None:
    """Nothing goes until a person connects the account anew; such tries do not count."""
    if post.account_id:
        ChannelAccount.objects.filter(pk=post.account_id).update(problem=words[:300])
    due = DUE_AGAIN[State(post.state)]
    tries = max(0, post.attempts - 1)
    at = clock.now() + NO_TOKEN_PAUSE
    _finish(post, due, words, next_try_at=at, problem=words[:500], attempts=tries)
    tell_publishers(post, "post_no_token", words)


def _finish(post: Post, to: State, words: str, **changes: Any) -> None:
    """Only who holds the row writes; a row that moved on meanwhile is left as it is."""
    with transaction.atomic():
        rows = Post.objects.filter(pk=post.pk, state=post.state, held_until=post.held_until)
        kept = rows.update(state=to, held_until=None, version=F("version") + 1, **changes)
        post.refresh_from_db()
        if kept == 1:
            note(post, to, words)


def pause_after(attempts: int) -> timedelta:
    """1, 2, 4 … minutes, at most an hour; a quarter more or less, so that posts do not crowd."""
    pause: timedelta = min(FIRST_PAUSE * 2 ** min(attempts - 1, 10), LONGEST_PAUSE)
    return pause * _chance.uniform(0.75, 1.25)
