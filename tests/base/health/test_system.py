"""The pages of the keepers and the auditors, and who may see them."""

from __future__ import annotations

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.utils.module_loading import autodiscover_modules

import mangnon
from mangnon.base.audit import perms
from mangnon.base.audit.api import act_words, acts, fact_words, record, rows_about, type_words
from mangnon.base.jobs.models import Job, State
from mangnon.base.jobs.periodic import registry
from mangnon.kit import clock

pytestmark = pytest.mark.django_db
STATUS, JOBS, RECORD = "/he-thong/", "/he-thong/viec-nen/", "/he-thong/nhat-ky/"


def person(email: str, **more):
    made = get_user_model().objects.create_user(email, full_name=email.split("@")[0])
    for name, value in more.items():
        setattr(made, name, value)
    made.save()
    return made


@pytest.fixture
def keeper():
    return person("keeper@example.org", is_staff=True)


@pytest.fixture
def auditor(monkeypatch):
    made = person("auditor@example.org")
    monkeypatch.setattr(perms, "_asked", [lambda someone: someone.pk == made.pk])
    return made


@pytest.fixture
def stranger(auditor):
    return person("stranger@example.org")


@pytest.fixture
def dead():
    error = {"exception_class_path": "x.Y", "traceback": "Traceback…\nValueError: hỏng tệp"}
    return Job.objects.create(
        task="sample.read", state=State.DEAD, errors=[error], finished_at=clock.now(), attempts=3
    )


@pytest.mark.parametrize(
    ("path", "who", "status"),
    [
        (STATUS, "keeper", 200),
        (STATUS, "auditor", 200),
        (STATUS, "stranger", 403),
        (STATUS, None, 302),
        (JOBS, "keeper", 200),
        (JOBS, "auditor", 200),
        (JOBS, "stranger", 403),
        (JOBS, None, 302),
        (RECORD, "keeper", 403),
        (RECORD, "auditor", 200),
        (RECORD, "stranger", 403),
        (RECORD, None, 302),
    ],
)
def test_who_sees_which_page(client, request, path, who, status):
    if who:
        client.force_login(request.getfixturevalue(who))
    assert client.get(path).status_code == status


def test_somebody_who_left_sees_nothing(client, auditor):
    client.force_login(auditor)
    type(auditor).objects.filter(pk=auditor.pk).update(is_active=False)
    assert client.get(RECORD).status_code == 302


def test_the_state_of_the_house_is_said_in_words(client, keeper):
    client.force_login(keeper)
    page = client.get(STATUS).content.decode()
    assert "Bộ xử lý việc nền đang chạy" in page
    assert "Chạy: mangnon up" in page


def test_a_keeper_sees_what_failed_and_runs_it_again(client, keeper, dead):
    client.force_login(keeper)
    page = client.get(JOBS).content.decode()
    assert "sample.read" in page
    assert "ValueError: hỏng tệp" in page
    response = client.post(f"{JOBS}{dead.pk}/chay-lai/", follow=True)
    assert "Đã đưa việc trở lại hàng chờ." in response.content.decode()
    dead.refresh_from_db()
    assert dead.state == State.WAITING
    assert rows_about(dead).get().by == str(keeper.pk)
    again = client.post(f"{JOBS}{dead.pk}/chay-lai/", follow=True)
    assert "không còn nằm trong danh sách" in again.content.decode()


@pytest.mark.parametrize("who", ["auditor", "stranger"])
def test_only_a_keeper_runs_a_job_again(client, request, dead, who):
    client.force_login(request.getfixturevalue(who))
    assert "chay-lai" not in client.get(JOBS).content.decode()
    assert client.post(f"{JOBS}{dead.pk}/chay-lai/").status_code == 403
    dead.refresh_from_db()
    assert dead.state == State.DEAD


def test_the_auditor_finds_who_did_what(client, auditor, keeper):
    record(
        by=keeper, what="directive.issued", on=("directives.directive", "7"), facts={"units": 96}
    )
    record(by=None, what="directive.reminded", on=("directives.directive", "8"))
    client.force_login(auditor)
    page = client.get(RECORD).content.decode()
    for words in ("Ban hành văn bản", "Nhắc hạn", "keeper", "hệ thống", "số đơn vị: 96"):
        assert words in page

    def found(query: str) -> list[str]:
        lines = client.get(f"{RECORD}?{query}").context["lines"]
        return [line["row"].on_id for line in lines]

    today = clock.today()
    assert found("viec=directive.issued") == ["7"]
    assert found("nguoi=keeper@example.org") == ["7"]
    assert found("ma=8") == ["8"]
    assert found(f"tu={today:%Y-%m-%d}&den={today:%Y-%m-%d}") == ["8", "7"]
    assert found(f"den={today - timedelta(days=1):%Y-%m-%d}") == []
    assert found("tu=hom-qua") == ["8", "7"]  # an unreadable day narrows nothing


def test_a_page_of_the_record_asks_little(client, auditor, django_assert_max_num_queries):
    for number in range(60):
        record(by=auditor, what="file.stored", on=("files.storedfile", str(number)))
    client.force_login(auditor)
    with django_assert_max_num_queries(12):
        assert len(client.get(RECORD).context["lines"]) == 50


def test_things_and_acts_have_words():
    assert act_words("directive.issued") == "Ban hành văn bản"
    assert act_words("new.act") == "new.act"
    assert type_words("files.storedfile") == "tệp"
    assert type_words("system") == "hệ thống"
    assert type_words("gone.model") == "gone.model"
    assert fact_words("sha256", "a" * 64) == ("dấu tệp", "a" * 12 + "…")
    assert fact_words("roles", ["x", "y"]) == ("vai trò", "x, y")


def names_of_acts() -> set[str]:
    """Every `what="…"` written in the source."""
    found = set()
    for path in Path(mangnon.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "what":
                value = node.value
                if isinstance(value, ast.Constant) and "." in str(value.value):
                    found.add(str(value.value))
    return found


def test_every_act_of_the_source_is_put_into_words():
    assert sorted(names_of_acts() - acts().keys()) == []


def test_every_task_of_the_source_is_put_into_words():
    autodiscover_modules("tasks")
    ours = [path for path in registry if path.startswith("mangnon.")]
    assert [path for path in ours if Job(task=path).words == path] == []
    assert Job(task="mangnon.base.notices.tasks.deliver").words == "Gửi thư"
