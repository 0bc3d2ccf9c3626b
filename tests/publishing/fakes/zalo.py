"""A server that keeps Zalo's rules as far as they are known (docs/reference/channels.md).

One official account with one application. What is enforced: a refresh token is taken once and
lasts 90 days, an access token 25 hours; scope and package; lengths, a cover, pictures of 1 MB,
videos of 50 MB; an article gets its number only once it has been worked on; quota and rate.
"""

from __future__ import annotations

import html
import re
import secrets
from dataclasses import dataclass, field
from typing import Any

from tests.publishing.fakes.serving import Fake, Reply, Request, Upload, page

APP_ID, APP_SECRET, OA_ID = "1234567890123456789", "bi-mat-cua-ung-dung", "4318657068771012646"
_MEGABYTE = 2**20
_DAY = 86400.0


@dataclass
class Refresh:
    """A refresh token: until when, and what each presentation of it was answered."""

    until: float
    given: list[str] = field(default_factory=list)


@dataclass
class Article:
    id: str
    said: dict[str, Any]
    made: float
    looks: int  # questions until it has been worked on
    standing: bool = False
    gone: bool = False
    views: int = 17
    shares: int = 3


class ZaloFake(Fake):
    """`looks`: how often its progress is asked after before an article stands."""

    def __init__(self, port: int = 0, *, looks: int = 1) -> None:
        self.looks = looks
        self.video_looks, self.video_ends = 1, 1
        self.scopes = {"manage_article"}
        self.package_allows = True
        self.a_day, self.a_minute = 100, 10_000
        self.blank_when_spent = True
        self.refreshes: dict[str, Refresh] = {}
        self.accesses: dict[str, float] = {}
        self.articles: dict[str, Article] = {}
        self.pictures: dict[str, Upload] = {}
        self._waiting: dict[str, Article] = {}
        self._edits: dict[str, dict[str, Any]] = {}
        self._videos: dict[str, int] = {}
        self._times: list[float] = []
        super().__init__(port)

    def grant(self) -> tuple[str, str]:
        """What an operator gets by agreeing on Zalo's page: (access, refresh)."""
        access, refresh = f"at-{secrets.token_hex(16)}", f"rt-{secrets.token_hex(16)}"
        self.accesses[access] = self.now() + 25 * 3600
        self.refreshes[refresh] = Refresh(self.now() + 90 * _DAY)
        return access, refresh

    def standing(self) -> list[str]:
        return [one.id for one in self.articles.values() if one.standing and not one.gone]

    def used_again(self) -> list[str]:
        """Refresh tokens that were shown again after Zalo had taken them."""
        return [token for token, one in self.refreshes.items() if "spent" in one.given]

    # --- the doors -----------------------------------------------------------------------------

    def answer(self, request: Request) -> Reply:
        if request.path == "/v4/oa/access_token":
            return self._exchange(request)
        if request.method == "GET" and not request.path.startswith("/v2.0/"):
            return self._shown(request.path)
        refused = self._barred(request)
        if refused:
            return refused
        door = {
            "/v2.0/oa/upload/image": self._image,
            "/v2.0/article/upload_video/preparevideo": self._video,
            "/v2.0/article/upload_video/verify": self._video_state,
            "/v2.0/article/create": self._create,
            "/v2.0/article/update": self._update,
            "/v2.0/article/verify": self._verify,
            "/v2.0/article/remove": self._remove,
            "/v2.0/article/getslice": self._slice,
            "/v2.0/article/getdetail": self._detail,
        }.get(request.path)
        return door(request) if door else _no(-209, "API is not support")

    def _exchange(self, request: Request) -> Reply:
        """Failures are answered 200 too; a token taken before with nothing at all."""
        said = request.form
        if said.get("app_id") != APP_ID or request.headers.get("secret_key") != APP_SECRET:
            return Reply({"error": -14002, "error_name": "Invalid app id or secret key"})
        token = self.refreshes.get(said.get("refresh_token", ""))
        if token is None or token.until < self.now():
            return _bad_refresh()
        if token.given:
            token.given.append("spent")
            return Reply(b"") if self.blank_when_spent else _bad_refresh()
        token.given.append("taken")
        access, refresh = self.grant()
        lasts = {"expires_in": "90000", "refresh_token_expires_in": str(90 * 86400)}
        return Reply({"access_token": access, "refresh_token": refresh, **lasts})

    def _barred(self, request: Request) -> Reply | None:
        until = self.accesses.get(request.headers.get("access_token", ""))
        if until is None:
            return _no(-216, "Access token is invalid")
        if until < self.now():
            return _no(-220, "Access token has expired")
        self._times = [one for one in self._times if one > self.now() - 60] + [self.now()]
        if len(self._times) > self.a_minute:
            return _no(-32, "Rate limit exceeded")
        if "manage_article" not in self.scopes:
            return _no(-202, "Permission denied")
        return None

    def _image(self, request: Request) -> Reply:
        picture = request.files["file"]
        if len(picture.content) > _MEGABYTE or not _is_picture(picture.content):
            return _no(-201, "file is invalid")
        name = secrets.token_hex(8)
        self.pictures[name] = picture
        return _yes({"attachment_id": name, "url": f"{self.url}/anh/{name}"})

    def _video(self, request: Request) -> Reply:
        video = request.files["file"]
        if len(video.content) > 50 * _MEGABYTE or video.kind not in {"video/mp4", "video/avi"}:
            return _no(-201, "file is invalid")
        token = secrets.token_hex(12)
        self._videos[token] = self.video_looks
        return _yes({"token": token})

    def _video_state(self, request: Request) -> Reply:
        token = request.query.get("token", "")
        if token not in self._videos:
            return _no(-201, "token is invalid")
        self._videos[token] -= 1
        ready = self._videos[token] < 0
        state = {"status": self.video_ends if ready else 3, "convert_percent": 100 if ready else 40}
        return _yes({**state, "video_id": f"v{token}" if ready else ""})

    def _create(self, request: Request) -> Reply:
        if not self.package_allows:
            return _no(-224, "OA has not been upgraded to use this feature")
        today = [one for one in self.articles.values() if one.made > self.now() - _DAY]
        if len(today) >= self.a_day:
            return _no(-211, "Out of quota")
        wrong = self._wrong_with(request.said)
        if wrong:
            return _no(-201, wrong)
        article = Article(secrets.token_hex(10), dict(request.said), self.now(), self.looks)
        self.articles[article.id] = article
        token = secrets.token_hex(16)
        self._waiting[token] = article
        return _yes({"token": token})

    def _wrong_with(self, said: Any) -> str:
        for name, most in (("title", 150), ("author", 50), ("description", 300)):
            if not 1 <= len(said.get(name, "")) <= most:
                return f"{name} allow 1 to {most} characters"
        cover = said.get("cover", {})
        if cover.get("cover_type") == "photo" and not self._has(cover.get("photo_url", "")):
            return "photo_url is invalid"
        if cover.get("cover_type") == "video" and not cover.get("video_id"):
            return "video_id is invalid"
        if cover.get("cover_type") not in {"photo", "video"}:
            return "cover value is invalid"
        pictures = [one["url"] for one in said.get("body", []) if one["type"] == "image"]
        if not said.get("body") or not all(map(self._has, pictures)):
            return "body is invalid"
        return ""

    def _has(self, address: str) -> bool:
        return (
            address.startswith(f"{self.url}/anh/") and address.rpartition("/")[2] in self.pictures
        )

    def _update(self, request: Request) -> Reply:
        article = self.articles.get(request.said.get("id", ""))
        if article is None or article.gone:
            return _no(-201, "id is invalid")
        if wrong := self._wrong_with(request.said):
            return _no(-201, wrong)
        token = secrets.token_hex(16)
        article.looks = self.looks
        self._waiting[token], self._edits[article.id] = article, dict(request.said)
        return _yes({"token": token})

    def _verify(self, request: Request) -> Reply:
        article = self._waiting.get(request.said.get("token", ""))
        if article is None:
            return _no(-201, "token is invalid")
        article.looks -= 1
        if article.looks >= 0:
            return _no(-214, "Media is being processed")
        article.standing = True
        article.said = self._edits.pop(article.id, article.said)
        return _yes({"id": article.id})

    def finish(self) -> None:
        """Time passes: whatever was being worked on stands."""
        for article in self._waiting.values():
            article.standing, article.looks = True, 0

    def _remove(self, request: Request) -> Reply:
        article = self.articles.get(request.said.get("id", ""))
        if article is None or article.gone or not article.standing:
            return _no(-201, "id is invalid")
        article.gone = True
        return _yes({})

    def _slice(self, request: Request) -> Reply:
        offset, limit = int(request.query.get("offset", 0)), int(request.query.get("limit", 5))
        if limit > 10:
            return _no(-201, "maximum limit is 10")
        if request.query.get("type") not in {"normal", "video"}:
            return _no(-201, "type accept only 2 value normal and video.")
        rows = [self.articles[one] for one in reversed(self.standing())]
        shown = [self._row(one) for one in rows[offset : offset + limit]]
        return _yes({"medias": shown, "total": len(rows)})

    def _row(self, one: Article) -> dict[str, Any]:
        counts = {"total_view": one.views, "total_share": one.shares}
        link = {"link_view": f"{self.url}/bai/{one.id}"}
        return {"id": one.id, "type": "normal", "title": one.said["title"], **counts, **link}

    def _detail(self, request: Request) -> Reply:
        article = self.articles.get(request.query.get("id", ""))
        if article is None or article.gone or not article.standing:
            return _no(-201, "id is invalid")
        return _yes({"id": article.id, **article.said})

    # --- what a reader sees ---------------------------------------------------------------------

    def _shown(self, path: str) -> Reply:
        kind, _, name = path.strip("/").rpartition("/")
        if kind == "anh" and name in self.pictures:
            return Reply(self.pictures[name].content, kind=self.pictures[name].kind)
        if kind == "bai" and name in self.standing():
            return _article_page(self.articles[name])
        if path == "/":
            links = [
                f"<li><a href=/bai/{one}>{html.escape(self.articles[one].said['title'])}</a>"
                for one in reversed(self.standing())
            ]
            return page("Zalo OA (máy chủ giả)", "<ul>", *links, "</ul>")
        return page("Không có bài này")


def _article_page(article: Article) -> Reply:
    parts = [f"<p><b>{html.escape(article.said['description'])}</b>"]
    for one in article.said["body"]:
        if one["type"] == "text":
            linked = re.sub(r"(https?://\S+)", r'<a href="\1">\1</a>', one["content"])
            parts.append("<p>" + linked.replace("\n", "<br>"))
        elif one["type"] == "image":
            alt = html.escape(one.get("caption", ""))
            parts.append(f'<p><img width=360 src="{one["url"]}" alt="{alt}">')
        else:
            parts.append(f"<p>[video {one['video_id']}]")
    return page(html.escape(article.said["title"]), *parts)


def _yes(data: dict[str, Any]) -> Reply:
    return Reply({"error": 0, "message": "Success", "data": data})


def _no(code: int, words: str) -> Reply:
    return Reply({"error": code, "message": words})


def _bad_refresh() -> Reply:
    return Reply({"error": -14014, "error_name": "Invalid refresh token.", "access_token": ""})


def _is_picture(content: bytes) -> bool:
    return content.startswith((b"\x89PNG", b"\xff\xd8"))
