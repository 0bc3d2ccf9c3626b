"""A post goes out once, whatever breaks, and comes back when it is recalled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from mangnon.base.audit.api import AuditRow
from mangnon.base.notices.api import Notice
from mangnon.kit import clock
from mangnon.library import api as library
from mangnon.library.choices import ProductState
from mangnon.publishing.actions import by_hand, recalling, scheduling, working
from mangnon.publishing.actions.measuring import measure_reach
from mangnon.publishing.actions.scheduling import Written, schedule
from mangnon.publishing.channels.base import Later, Refused, TokenExpired, Unsure
from mangnon.publishing.choices import State
from mangnon.publishing.drafting import texts_for
from mangnon.publishing.models import Post
from mangnon.publishing.queries.visible import due_posts
from mangnon.publishing.refusals import Conflict, Invalid, NotAllowed
from tests.publishing.cast import Stage, make_stage, told
from tests.publishing.counting import Board, notice_board

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return make_stage()


@pytest.fixture
def board() -> Iterator[Board]:
    with notice_board() as one:
        yield one


def _post(stage: Stage, channel: str = "board", **more: object) -> Post:
    written = Written(channel=channel, title="Giữ kín thông tin riêng", text="Gọi 111.", **more)  # type: ignore[arg-type]
    return schedule(product=stage.article, by=stage.editor, written=written)


def _run(post: Post, *, at: datetime | None = None) -> Post:
    working.work(post.pk, at or clock.now())
    return Post.objects.get(pk=post.pk)


AFTER_A_CRASH = working.HELD + timedelta(minutes=1)


def test_a_post_goes_out_at_its_hour_and_not_before(stage: Stage, board: Board) -> None:
    tomorrow = clock.now() + timedelta(days=1)
    post = _post(stage, due_at=tomorrow)

    assert _run(post).state == State.SCHEDULED
    assert board.standing == {}
    assert due_posts(clock.now(), 9) == []
    assert due_posts(tomorrow, 9) == [post.pk]

    sent = _run(post, at=tomorrow)
    assert sent.state == State.SENT
    assert board.standing == {str(post.key): "Gọi 111."}
    assert sent.address == f"https://bang-tin.example/{post.key}"
    assert told(post) == ["scheduled", "sending", "sent"]
    acts = AuditRow.objects.filter(what__startswith="post.").order_by("seq")
    assert [row.what for row in acts] == ["post.scheduled", "post.sent"]


def test_a_form_sent_twice_makes_one_post(stage: Stage, board: Board) -> None:
    first = _post(stage)
    with pytest.raises(Conflict):
        _post(stage, key=first.key)
    assert Post.objects.count() == 1


def test_two_workers_send_it_once(stage: Stage, board: Board) -> None:
    post = _post(stage)
    _run(post)
    _run(post)
    assert board.asked == ["send"]


def test_a_refusal_is_final_and_told_to_those_who_publish(stage: Stage, board: Board) -> None:
    board.breaks = [Refused("Trang không cho đăng lúc này.")]
    failed = _run(_post(stage))
    assert (failed.state, failed.problem) == (State.FAILED, "Trang không cho đăng lúc này.")
    assert _run(failed, at=clock.now() + timedelta(days=1)).state == State.FAILED
    assert board.asked == ["send"]
    told_to = Notice.objects.filter(subject="Không đăng được: Giữ kín thông tin riêng")
    assert {row.person_id for row in told_to} == {str(stage.editor.pk), str(stage.officer.pk)}

    again = scheduling.try_again(post=failed, by=stage.editor)
    assert _run(again).state == State.SENT


def test_a_busy_channel_is_asked_again_later_each_time(stage: Stage, board: Board) -> None:
    board.breaks = [Later("Quá nhiều yêu cầu.", timedelta(minutes=30)), Later("Bận.")]
    post = _post(stage)
    now = clock.now()
    waiting = _run(post)
    assert waiting.state == State.SCHEDULED
    assert waiting.next_try_at is not None
    assert waiting.next_try_at >= now + timedelta(minutes=30)

    again = _run(waiting, at=waiting.next_try_at)
    assert again.next_try_at is not None
    assert timedelta(seconds=89) < again.next_try_at - clock.now() <= timedelta(seconds=150)
    assert _run(again, at=again.next_try_at).state == State.SENT
    assert told(post) == ["scheduled", *["sending", "scheduled"] * 2, "sending", "sent"]


def test_after_eight_tries_it_is_given_up(stage: Stage, board: Board) -> None:
    board.breaks = [Later("Bận.")] * 8
    post = _post(stage)
    for _ in range(8):
        post = _run(post, at=clock.now() + timedelta(days=1))
    assert (post.state, post.problem, len(board.asked)) == (State.FAILED, "Bận.", 8)


def test_pauses_grow_and_spread() -> None:
    assert 45 <= working.pause_after(1).total_seconds() <= 75
    assert 8 * 45 <= working.pause_after(4).total_seconds() <= 8 * 75
    assert working.pause_after(30) <= timedelta(minutes=75)
    assert len({working.pause_after(1) for _ in range(20)}) > 1


def test_without_an_answer_the_channel_is_asked_before_anything_else(
    stage: Stage, board: Board
) -> None:
    board.breaks, board.late = [Unsure("Hết giờ chờ.")], True
    post = _run(_post(stage))
    assert post.state == State.SENDING
    assert _run(post).state == State.SENDING  # held: nobody touches it

    found = _run(post, at=clock.now() + AFTER_A_CRASH)
    assert found.state == State.SENT
    assert board.asked == ["send", "look_up"]
    assert len(board.standing) == 1


def test_what_never_arrived_is_sent_after_the_channel_said_so(stage: Stage, board: Board) -> None:
    board.breaks = [Unsure("Hết giờ chờ.")]
    post = _run(_post(stage))
    assert _run(post, at=clock.now() + AFTER_A_CRASH).state == State.SENT
    assert board.asked == ["send", "look_up", "send"]
    assert len(board.standing) == 1


def test_where_nobody_can_be_asked_a_person_looks(stage: Stage) -> None:
    with notice_board(can_look=False) as board:
        board.breaks, board.late = [Unsure("Hết giờ chờ.")], True
        post = _run(_post(stage))
        assert post.state == State.UNSURE
        assert post.problem.startswith("Không rõ đã đăng chưa, hãy kiểm tra")
        assert _run(post, at=clock.now() + timedelta(days=9)).state == State.UNSURE
        assert board.asked == ["send"]

        known = by_hand.posted_by_hand(
            post=post, by=stage.editor, address="https://bang-tin.example/1"
        )
        assert (known.state, known.address) == (State.SENT, "https://bang-tin.example/1")


def test_what_a_person_did_not_find_is_sent(stage: Stage) -> None:
    with notice_board(can_look=False) as board:
        board.breaks = [RuntimeError("the adapter has a fault")]
        post = _run(_post(stage))
        assert post.state == State.UNSURE
        assert _run(by_hand.not_posted(post=post, by=stage.editor)).state == State.SENT
        assert len(board.standing) == 1


def test_an_ended_token_waits_for_a_person_and_costs_no_try(stage: Stage, board: Board) -> None:
    board.breaks = [TokenExpired("Mã truy cập hết hạn.")] * 9
    post = _post(stage)
    for _ in range(9):
        post = _run(post, at=clock.now() + timedelta(days=1))
    assert (post.state, post.attempts) == (State.SCHEDULED, 0)
    assert _run(post, at=clock.now() + timedelta(days=1)).state == State.SENT


def test_what_was_recalled_meanwhile_is_not_sent(stage: Stage, board: Board) -> None:
    post = _post(stage, due_at=clock.now() + timedelta(hours=1))
    library.Product.objects.filter(pk=stage.article.pk).update(state=ProductState.RECALLED)
    failed = _run(post, at=clock.now() + timedelta(hours=2))
    assert (
        failed.problem == "Sản phẩm đã bị thu hồi, hết hạn dùng hoặc cần cập nhật, nên không đăng."
    )
    assert board.asked == []


def test_only_approved_products_of_the_own_unit_are_posted(stage: Stage, board: Board) -> None:
    written = Written(channel="board", title="A")
    with pytest.raises(NotAllowed):
        schedule(product=stage.article, by=stage.clerk, written=written)
    library.Product.objects.filter(pk=stage.article.pk).update(state=ProductState.DRAFT)
    with pytest.raises(Conflict):
        schedule(product=stage.article, by=stage.editor, written=written)
    assert Post.objects.count() == 0


def test_a_post_that_nobody_wrote_names_whom_to_call_the_source_and_the_machine(
    stage: Stage,
) -> None:
    stage.revision.values["by_machine"] = True
    stage.revision.save()
    stage.article.refresh_from_db()

    text = texts_for(stage.article, "facebook").text

    assert "Cần giúp, gọi 111 – " in text
    assert "Nguồn: Công văn về an toàn trên mạng (số 12/SYT, 02/11/2026), Sở Y tế." in text
    assert text.endswith("Nội dung có sử dụng trí tuệ nhân tạo.")


def test_limits_are_told_before_anything_is_scheduled(stage: Stage) -> None:
    written = Written(channel="handkit", platform="zalo", title="a" * 151)
    with pytest.raises(Invalid, match="nhiều nhất 150") as refused:
        schedule(product=stage.article, by=stage.editor, written=written)
    assert refused.value.field == "title"
    assert Post.objects.count() == 0


def test_a_post_is_moved_and_dropped_before_it_goes(stage: Stage, board: Board) -> None:
    tomorrow, later = (clock.now() + timedelta(days=days) for days in (1, 2))
    post = scheduling.reschedule(post=_post(stage, due_at=tomorrow), by=stage.editor, due_at=later)
    assert _run(post, at=tomorrow).state == State.SCHEDULED
    with pytest.raises(NotAllowed):
        scheduling.cancel(post=post, by=stage.clerk)
    dropped = scheduling.cancel(post=post, by=stage.editor)
    assert _run(dropped, at=later).state == State.CANCELLED
    assert board.asked == []


def test_a_recall_reaches_every_channel_at_once(stage: Stage, board: Board) -> None:
    site = _run(_post(stage, "website"))
    out = _run(_post(stage))
    kit = _run(_post(stage, "handkit", platform="facebook"))
    kit = by_hand.posted_by_hand(
        post=kit, by=stage.editor, address="https://www.facebook.com/soyte.example/posts/1"
    )
    waiting = _post(stage, due_at=clock.now() + timedelta(days=1))
    assert library.public_products().filter(pk=stage.article.pk).exists()

    recalling.recall_everywhere(product=stage.article, by=stage.officer, reason="Sai số điện thoại")

    assert not library.public_products().filter(pk=stage.article.pk).exists()
    states = dict(Post.objects.values_list("pk", "state"))
    assert states == {
        site.pk: State.RECALLED,
        out.pk: State.RECALL_DUE,
        kit.pk: State.HAND_RECALL,
        waiting.pk: State.CANCELLED,
    }
    assert len(board.standing) == 1
    assert _run(out).state == State.RECALLED
    assert board.standing == {}

    kit.refresh_from_db()
    assert kit.reason == "Sai số điện thoại"
    assert Notice.objects.filter(person_id=stage.editor.pk, link__contains=str(kit.pk)).exists()
    assert by_hand.done_by_hand(post=kit, by=stage.editor).state == State.RECALLED
    assert told(kit)[-2:] == ["hand_recall", "recalled"]


def test_what_the_library_recalls_follows_on_every_channel(stage: Stage, board: Board) -> None:
    out, waiting = _run(_post(stage)), _post(stage, due_at=clock.now() + timedelta(days=1))
    assert recalling.take_back_recalled() == 0
    library.recall(product=stage.article, by=stage.officer, reason="Sai số điện thoại")
    assert recalling.take_back_recalled() == 2
    assert recalling.take_back_recalled() == 0
    waiting.refresh_from_db()
    assert waiting.state == State.CANCELLED
    gone = _run(out)
    assert (gone.state, gone.reason) == (State.RECALLED, "Sai số điện thoại")
    assert board.standing == {}


def test_a_post_on_its_way_is_taken_back_when_it_has_arrived(stage: Stage, board: Board) -> None:
    board.breaks, board.late = [Unsure("Hết giờ chờ.")], True
    post = _run(_post(stage))
    recalling.recall_everywhere(product=stage.article, by=stage.officer, reason="Sai số")
    assert _run(post, at=clock.now() + AFTER_A_CRASH).state == State.RECALLED
    assert board.asked == ["send", "look_up", "recall"]
    assert board.standing == {}


def test_a_channel_that_will_not_take_back_leaves_it_to_a_person(
    stage: Stage, board: Board
) -> None:
    out = _run(_post(stage))
    board.breaks = [Later("Bận."), Refused("Bài quá cũ, không gỡ được.")]
    out = recalling.recall_post(post=out, by=stage.editor, reason="Sai số")
    out = _run(out)
    assert out.state == State.RECALL_DUE
    out = _run(out, at=clock.now() + timedelta(hours=1))
    assert (out.state, out.problem) == (State.HAND_RECALL, "Bài quá cũ, không gỡ được.")


def test_a_recall_wants_a_reason_and_somebody_of_the_unit(stage: Stage, board: Board) -> None:
    out = _run(_post(stage))
    with pytest.raises(Invalid):
        recalling.recall_post(post=out, by=stage.editor, reason=" ")
    with pytest.raises(NotAllowed):
        recalling.recall_post(post=out, by=stage.clerk, reason="Sai")
    out.refresh_from_db()
    assert out.state == State.SENT


def test_a_correction_stands_before_the_text_everywhere(stage: Stage, board: Board) -> None:
    site = _run(_post(stage, "website"))
    out = _run(_post(stage))
    recalling.correct_everywhere(
        product=stage.article, by=stage.editor, text="Số đúng là 111, không phải 112."
    )
    assert _run(out).state == State.CORRECTED
    assert _run(site).state == State.CORRECTED
    assert [*board.standing.values()] == ["Đính chính: Số đúng là 111, không phải 112.\n\nGọi 111."]
    assert board.asked == ["send", "correct"]


def test_an_address_of_another_platform_is_not_taken(stage: Stage) -> None:
    kit = _run(_post(stage, "handkit", platform="facebook"))
    assert kit.state == State.WAITING_HAND
    with pytest.raises(Invalid):
        by_hand.posted_by_hand(post=kit, by=stage.editor, address="https://zalo.me/s/1")
    kit.refresh_from_db()
    assert kit.state == State.WAITING_HAND


def test_reach_is_asked_where_it_is_told(stage: Stage, board: Board) -> None:
    out, site = _run(_post(stage)), _run(_post(stage, "website"))
    library.count_use(stage.article, library.Use.VIEW)
    assert measure_reach() == 2
    out.refresh_from_db()
    site.refresh_from_db()
    assert (out.reach, site.reach) == ({"Lượt xem": 41}, {"Lượt xem": 1})


def test_a_product_stands_once_on_the_site(stage: Stage) -> None:
    first = _run(_post(stage, "website"))
    with pytest.raises(Conflict):
        _post(stage, "website")
    recalling.recall_post(post=first, by=stage.editor, reason="Để sửa")
    assert not library.public_products().exists()
    assert _run(_post(stage, "website")).state == State.SENT
    assert library.public_products().count() == 1
