"""The operator's language model, played by a server on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from mangnon.base.files.api import contents
from mangnon.base.jobs.api import run_due
from mangnon.base.notices.models import Notice
from mangnon.library.actions.asking import ask_machine
from mangnon.library.actions.maps import accept, write_draft
from mangnon.library.models import MessageMap
from mangnon.library.refusals import Invalid
from mangnon.studio.maps import checked
from mangnon.studio.typesetting import AI_LABEL
from tests.library.cast import Cast, add, make, make_cast, map_of

pytestmark = pytest.mark.django_db


def said(text: str, *grounds: str) -> dict[str, Any]:
    return {"text": text, "grounds": list(grounds)}


GOOD = {
    "title": said("Ba điều để an toàn", "d1"),
    "lead": said("Không có căn cứ nào."),
    "messages": [
        {"heading": said(f"Điều {n}", "d2"), "sentences": [said(f"Câu {n}.", "d3", "d99")]}
        for n in (1, 2, 3)
    ]
    + [{"heading": said("Bịa", "d99"), "sentences": [said("Bịa.", "d1")]}],
}


class Model:
    """Answers as an OpenAI-compatible endpoint does; keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.keys: list[str] = []
        self.content = json.dumps(GOOD)
        model = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                model.asked.append((self.path, json.loads(body)))
                model.keys.append(self.headers["Authorization"])
                answer = json.dumps({"choices": [{"message": {"content": model.content}}]}).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *args: Any) -> None:
                return

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"


@pytest.fixture
def model(settings: Any) -> Iterator[Model]:
    model = Model()
    thread = threading.Thread(target=model.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    settings.AI_URL, settings.AI_MODEL, settings.AI_KEY = model.url, "mau", "khoa-thu"
    yield model
    model.server.shutdown()
    thread.join()
    model.server.server_close()


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_without_a_setting_nobody_is_asked(cast: Cast) -> None:
    with pytest.raises(Invalid, match="không dùng mô hình"):
        ask_machine(by=cast.hoa, of_map=map_of(cast, add(cast)))


def test_what_rests_on_the_source_is_taken_and_labelled(cast: Cast, model: Model) -> None:
    made = map_of(cast, add(cast))
    ask_machine(by=cast.hoa, of_map=made)
    run_due()

    made = MessageMap.objects.get(pk=made.pk)
    plan = checked(made.draft)
    assert [one.heading.text for one in plan.messages] == ["Điều 1", "Điều 2", "Điều 3"]
    assert plan.messages[0].sentences[0].grounds == ("d3",)
    assert plan.by_machine
    path, asked = model.asked[0]
    assert (path, asked["model"], model.keys[0]) == (
        "/v1/chat/completions", "mau", "Bearer khoa-thu",
    )  # fmt: skip
    assert "[d7] Khi thấy sợ" in asked["messages"][1]["content"]

    write_draft(
        by=cast.hoa,
        of_map=made,
        version=made.version,
        values={**made.draft, "by_machine": False},
    )
    revision = accept(by=cast.hoa, of_map=made)
    assert revision.by_machine
    (social,) = make(cast, made)
    post = social.files.get(name="bai-dang-zalo.txt")
    assert AI_LABEL in contents(post.file).decode()


@pytest.mark.parametrize("content", ["không phải JSON", "{}", "[]", '{"messages": [1, "x"]}'])
def test_an_answer_of_no_use_changes_nothing(cast: Cast, model: Model, content: str) -> None:
    made = map_of(cast, add(cast))
    before = made.draft
    model.content = content
    ask_machine(by=cast.hoa, of_map=made)
    run_due()

    made.refresh_from_db()
    assert (made.draft, made.asking) == (before, "")
    assert Notice.objects.filter(person_id=str(cast.hoa.pk), subject__startswith="Sơ đồ").exists()


def test_what_a_person_wrote_meanwhile_stays(cast: Cast, model: Model) -> None:
    made = map_of(cast, add(cast))
    ask_machine(by=cast.hoa, of_map=made)
    written = {**made.draft, "title": said("Tên mới", "d1")}
    write_draft(by=cast.hoa, of_map=made, version=made.version, values=written)
    run_due()

    made.refresh_from_db()
    assert made.draft["title"]["text"] == "Tên mới"
    assert not made.draft["by_machine"]
