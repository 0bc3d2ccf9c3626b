"""What people are told: once, after the commit, by mail and on their desk."""

from __future__ import annotations

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.template import TemplateDoesNotExist

from mangnon.base.jobs.api import run_due
from mangnon.base.jobs.models import Job, State
from mangnon.base.notices.api import (
    Message,
    mark_read,
    notices_of,
    outbox_waiting,
    tell,
    tell_many,
    unread_count,
)
from mangnon.base.notices.models import Notice, Outbox, OutboxState
from mangnon.base.notices.sending import forget_old, send_waiting
from mangnon.kit import clock

pytestmark = pytest.mark.django_db
OWNER, MATE = "owner", "mate"


@pytest.fixture(autouse=True)
def words(settings, tmp_path):
    folder = tmp_path / "notices"
    folder.mkdir()
    (folder / "new_work.txt").write_text(
        "Việc mới: {{ subject }}\n\nKính gửi {{ name }},\n\nMở việc: {{ url }}\n", encoding="utf-8"
    )
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    settings.PUBLIC_URL = "https://mangnon.example"


def tell_owner(key: str = "issued-7-owner", to: str = "owner@example.org") -> None:
    context = {"subject": "Kiểm tra & báo cáo", "name": "chị Hoa"}
    tell(
        to=to,
        person_id=OWNER,
        template="new_work",
        context=context,
        key=key,
        link="/cong-van/7/",
    )


def test_a_letter_goes_out_and_a_notice_stays_on_the_desk():
    tell_owner()
    run_due()
    (letter,) = mail.outbox
    assert (letter.subject, letter.to) == ("Việc mới: Kiểm tra & báo cáo", ["owner@example.org"])
    assert letter.body == "Kính gửi chị Hoa,\n\nMở việc: https://mangnon.example/cong-van/7/\n"
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
    notice = notices_of(OWNER).get()
    assert (notice.subject, notice.link) == ("Việc mới: Kiểm tra & báo cáo", "/cong-van/7/")
    row = Outbox.objects.get()
    assert (row.state, row.body) == (OutboxState.SENT, "")


def test_the_same_key_tells_once():
    tell_owner()
    tell_owner()
    run_due()
    tell_owner()
    run_due()
    assert (len(mail.outbox), Notice.objects.count(), outbox_waiting()) == (1, 1, (0, None))


def test_nothing_is_told_when_the_transaction_falls():
    with transaction.atomic():
        tell_owner()
        transaction.set_rollback(True)
    run_due()
    assert (mail.outbox, Notice.objects.count()) == ([], 0)


def test_somebody_without_an_address_is_told_on_the_desk_alone():
    tell_owner(to="")
    run_due()
    assert mail.outbox == []
    assert notices_of(OWNER).get().body.startswith("Kính gửi chị Hoa")


def test_somebody_without_an_account_is_told_by_mail_alone():
    tell(to="new@example.org", template="new_work", context={"subject": "x"}, key="invite-1")
    run_due()
    assert [letter.to for letter in mail.outbox] == [["new@example.org"]]
    assert Notice.objects.count() == 0


def test_a_thousand_units_are_told_with_few_writes(django_assert_max_num_queries):
    messages = [
        Message("new_work", f"issued-7-{n}", f"unit{n}@example.org", f"p{n}") for n in range(1000)
    ]
    with django_assert_max_num_queries(80):
        tell_many(messages)
    assert run_due() == 20
    assert len(mail.outbox) == 1000


def test_a_text_that_is_not_there_is_a_mistake():
    with pytest.raises(TemplateDoesNotExist):
        tell(to="a@example.org", template="nothing", context={}, key="x")


class Moody(EmailBackend):
    """A mail server that is away, or does not know the address."""

    wrong: Exception | None = None

    def send_messages(self, messages):
        if self.wrong is not None:
            raise self.wrong
        return super().send_messages(messages)


@pytest.fixture
def moody(settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{__name__}.Moody"
    return lambda wrong: monkeypatch.setattr(Moody, "wrong", wrong)


def test_a_mail_server_that_is_away_is_tried_again(moody):
    moody(ConnectionRefusedError(111, "owner@example.org refused"))
    tell_owner()
    run_due()
    row = Outbox.objects.get()
    assert (row.state, row.error) == (OutboxState.WAITING, "ConnectionRefusedError 111")
    moody(None)
    Job.objects.filter(state=State.WAITING).update(run_after=clock.now())
    run_due()
    assert len(mail.outbox) == 1


def test_an_address_that_does_not_exist_is_not_tried_again(moody):
    moody(smtplib.SMTPRecipientsRefused({"owner@example.org": (550, b"no such user")}))
    tell_owner()
    run_due()
    row = Outbox.objects.get()
    assert (row.state, row.error, row.body) == (OutboxState.FAILED, "SMTPRecipientsRefused", "")
    assert Job.objects.get().state == State.DONE


def test_a_letter_that_another_worker_holds_is_left_alone():
    tell_owner()
    Outbox.objects.update(taken_until=clock.now() + timedelta(minutes=1))
    assert send_waiting([Outbox.objects.get().pk]) == 1
    assert mail.outbox == []


def test_notices_are_read_by_their_owner_alone():
    tell_owner("first")
    tell_owner("second")
    first = notices_of(OWNER).get(key="first")
    assert mark_read(person_id=MATE, notice_ids=[first.pk]) == 0
    assert unread_count(OWNER) == 2
    assert mark_read(person_id=OWNER, notice_ids=[first.pk]) == 1
    assert mark_read(person_id=OWNER) == 1
    assert unread_count(OWNER) == 0


def test_what_is_old_is_forgotten_and_what_waits_is_not():
    tell_owner("sent")
    run_due()
    tell_owner("waiting")
    later = clock.now() + timedelta(seconds=1)
    forget_old(sent=later, told=later, public=later)
    assert [row.key for row in Outbox.objects.all()] == ["waiting"]
    assert Notice.objects.count() == 0
