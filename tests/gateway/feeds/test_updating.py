"""Lists are updated by the clock, and a doubtful version waits for a person."""

from __future__ import annotations

import base64
import gzip
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mangnon.base.audit.api import rows_about
from mangnon.base.jobs.api import Job, State, run_due
from mangnon.base.notices.api import notices_of
from mangnon.gateway.actions import lists as actions
from mangnon.gateway.actions.fetching import fetch_due, fetch_now
from mangnon.gateway.actions.keeping import let_go
from mangnon.gateway.choices import FetchState
from mangnon.gateway.feeds.model import FetchFailed
from mangnon.gateway.models import ListSource, ListVersion
from mangnon.gateway.queries.lists import list_row, taken_version
from mangnon.gateway.refusals import Invalid, NotAllowed
from mangnon.kit import clock
from tests.gateway.cast import Cast, make_cast
from tests.gateway.feeds.publisher import Publisher

pytestmark = pytest.mark.django_db
KEY = Ed25519PrivateKey.from_private_bytes(b"7" * 32)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture(autouse=True)
def _from_the_loopback(settings: Any) -> None:
    settings.LISTS_OVER_HTTP = settings.LISTS_FROM_INSIDE = True


def names(first: int, end: int) -> bytes:
    return b"".join(b"ten-%d.example\n" % number for number in range(first, end))


def make_list(address: str, **fields: Any) -> ListSource:
    given = {"form": "plain", "category": "gambling", "enabled": True, **fields}
    return ListSource.objects.create(key="ca-cuoc", title="Cá cược", address=address, **given)


def states(source: ListSource) -> list[str]:
    return [version.state for version in source.versions.order_by("pk")]


def test_the_first_version_is_taken_with_its_account(at: Publisher) -> None:
    source = make_list(at.put("/ds.txt", names(0, 3) + b"hai tu\n", ETag='"v1"'))

    version = fetch_now(source)

    assert (version.state, version.rules, version.added, version.removed) == ("taken", 3, 3, 0)
    assert version.rejected == {"nhiều từ trên một dòng": {"count": 1, "examples": [[4, "hai tu"]]}}
    assert (version.etag, version.size_bytes) == ('"v1"', 49)
    assert [row.what for row in rows_about(source)] == ["filter_list.taken"]
    source.refresh_from_db()
    assert source.due_at == version.fetched_at + timedelta(hours=24)


def test_what_did_not_change_is_noted_and_not_sent_again(at: Publisher) -> None:
    source = make_list(at.put("/ds.txt", names(0, 3), ETag='"v1"'))
    fetch_now(source)

    again = fetch_now(source)

    assert (again.state, again.etag) == ("same", '"v1"')
    assert at.asked[1][1]["If-None-Match"] == '"v1"'
    assert taken_version(source) == source.versions.get(state=FetchState.TAKEN)


def test_a_new_version_says_what_changed(at: Publisher) -> None:
    source = make_list(at.put("/ds.txt", names(0, 3)))
    fetch_now(source)
    at.put("/ds.txt", gzip.compress(names(1, 5)))

    version = fetch_now(source)

    assert (version.state, version.added, version.removed) == ("taken", 2, 1)
    assert version.changes == {
        "added": ["ten-3.example", "ten-4.example"],
        "removed": ["ten-0.example"],
    }


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (names(0, 40), "Chỉ còn 40 quy tắc so với 100 đang dùng."),
        (names(60, 160), "60 quy tắc đổi (60 % danh sách) trong một lần cập nhật."),
        (b"<html><p>Error</p></html>", "Địa chỉ trả về một trang web, không phải danh sách."),
    ],
    ids=["shrunken", "churned", "a page"],
)
def test_a_doubtful_version_is_refused_and_the_last_good_one_stays(
    at: Publisher, cast: Cast, body: bytes, why: str
) -> None:
    source = make_list(at.put("/ds.txt", names(0, 100)))
    good = fetch_now(source)
    at.put("/ds.txt", body)

    refused = fetch_now(source)

    assert (refused.state, refused.why) == ("refused", why)
    assert taken_version(source) == good
    told = notices_of(cast.officer.pk).get()
    assert told.subject == "Danh sách lọc không được cập nhật: Cá cược"
    assert told.link == f"/bo-loc/danh-sach/{source.pk}/"
    assert notices_of(cast.education.pk).count() == 1
    assert notices_of(cast.teacher.pk).count() == 0


def test_keepers_are_told_once_a_day_however_often_it_is_refused(at: Publisher, cast: Cast) -> None:
    source = make_list(at.put("/ds.txt", b"<html>"))

    fetch_now(source)
    fetch_now(source)

    assert states(source) == ["refused", "refused"]
    assert notices_of(cast.officer.pk).count() == 1


def test_a_person_takes_by_hand_what_was_refused(at: Publisher, cast: Cast) -> None:
    source = make_list(at.put("/ds.txt", names(0, 100)))
    fetch_now(source)
    at.put("/ds.txt", names(0, 40))
    refused = fetch_now(source)

    actions.take_version(by=cast.officer, source=source, version=refused)

    now = taken_version(source)
    assert now is not None
    assert (now.pk, now.taken_by, now.rules) == (refused.pk, cast.officer, 40)
    row = rows_about(source).get(what="filter_list.taken_by_hand")
    assert row.by == str(cast.officer.pk)
    assert row.facts == {"rules": 40, "added": 0, "removed": 60}


def test_only_the_newest_refused_version_can_be_taken_and_only_by_keepers(
    at: Publisher, cast: Cast
) -> None:
    source = make_list(at.put("/ds.txt", names(0, 100)))
    fetch_now(source)
    at.put("/ds.txt", names(0, 40))
    older = fetch_now(source)
    at.put("/ds.txt", b"<html>")
    newest = fetch_now(source)

    with pytest.raises(NotAllowed):
        actions.take_version(by=cast.principal, source=source, version=newest)
    for version in (older, newest):
        with pytest.raises(Invalid, match="bản mới nhất đang bị từ chối"):
            actions.take_version(by=cast.officer, source=source, version=version)

    assert states(source) == ["taken", "refused", "refused"]


def test_a_list_with_a_key_is_taken_only_when_it_is_signed(at: Publisher, cast: Cast) -> None:
    public = base64.b64encode(KEY.public_key().public_bytes_raw()).decode()
    source = make_list(at.put("/ds.txt", names(0, 3)), signing_key=public)
    at.put("/ds.txt.sig", base64.b64encode(KEY.sign(names(0, 3))))

    assert fetch_now(source).state == FetchState.TAKEN

    at.put("/ds.txt", names(0, 4))
    refused = fetch_now(source)
    assert (refused.state, refused.why) == (
        "refused",
        "Chữ ký của nơi phát hành không đúng với tệp vừa tải.",
    )
    at.files.pop("/ds.txt.sig")
    with pytest.raises(FetchFailed):
        fetch_now(source)
    assert states(source) == ["taken", "refused", "failed"]


def test_a_publisher_that_is_away_is_noted_and_tried_again_by_the_queue(at: Publisher) -> None:
    source = make_list(at.address + "/khong-co.txt")

    fetch_due()
    run_due()

    job = Job.objects.get(task="mangnon.gateway.actions.fetching.fetch_list")
    assert (job.state, job.attempts, job.retries) == (State.WAITING, 1, 3)
    assert [version.why for version in source.versions.all()] == ["Máy chủ trả lời 404."]
    assert list_row(source.pk).state == ("Không tải được", "red")


def test_keepers_hear_of_a_list_that_is_long_out_of_reach(at: Publisher, cast: Cast) -> None:
    source = make_list(at.put("/ds.txt", names(0, 3)))
    fetch_now(source)
    at.files.clear()
    with pytest.raises(FetchFailed):
        fetch_now(source)
    assert notices_of(cast.officer.pk).count() == 0

    long_ago = clock.now() - timedelta(hours=73)
    source.versions.filter(state=FetchState.TAKEN).update(fetched_at=long_ago)
    with pytest.raises(FetchFailed):
        fetch_now(source)

    told = notices_of(cast.officer.pk).get()
    assert told.subject == "Danh sách lọc đã lâu không cập nhật được: Cá cược"


def test_by_the_clock_only_lists_in_use_that_are_due_are_fetched(at: Publisher) -> None:
    address = at.put("/ds.txt", names(0, 3))
    due = make_list(address)
    for key, fields in {
        "chua-den": {"due_at": clock.now() + timedelta(hours=1)},
        "khong-dung": {"enabled": False},
        "cua-tinh": {"address": ""},
    }.items():
        ListSource.objects.create(
            **{"key": key, "title": key, "address": address, "form": "plain", "enabled": True}
            | {"category": "games"}
            | fields
        )

    assert fetch_due() == 1
    assert fetch_due() == 0, "the job under way holds it"
    run_due()

    assert [path for path, _ in at.asked] == ["/ds.txt"]
    assert list(ListVersion.objects.values_list("source", flat=True)) == [due.pk]


def test_long_past_tries_and_their_texts_are_let_go(at: Publisher) -> None:
    source = make_list(at.put("/ds.txt", names(0, 100)))
    for end in (101, 102, 103, 104):
        fetch_now(source)
        at.put("/ds.txt", names(0, end))
    fetch_now(source)

    assert let_go() == 2

    blobs = list(source.versions.order_by("pk").values_list("rules", "blob"))
    assert [rules for rules, blob in blobs if blob] == [102, 103, 104]
    assert [rules for rules, blob in blobs if not blob] == [100, 101]
    assert let_go() == 0
